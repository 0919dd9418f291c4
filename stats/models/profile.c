/* stats/models/profile.c: the ends of profile likelihood intervals, by Newton's method on the root of the ratio.
 *
 * That root is nearly straight in the coefficient, and its slope is known without differences: by the envelope
 * theorem the profile climbs as the objective does along the held coefficient. */
#include "stats/models/profile.h"

#include "stats/models/scoring.h"
#include "stats/models/student.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TRIES = 60 };
static const double close_enough = 1e-12;

typedef struct search {
    nh_scoring held;
    const nh_fit *fit;
    const double *best; /* coefficients */
    double highest;     /* objective */
    double root, slope; /* at the value tried last: the signed root of the ratio, and how fast it grows */
} search;

/* The others begin where a parabola would have them. */
static bool try_value(search *s, size_t j, double value)
{
    const double *inverse = s->fit->inverse;
    size_t k = s->held.k;
    double apart = value - s->best[j], sign = apart < 0 ? -1 : 1;
    s->held.held = j;
    for (size_t i = 0; i < k; i++)
        s->held.b[i] = i == j ? value : s->best[i] + apart * inverse[i * k + j] / inverse[j * k + j];
    if (!nh_scoring_climb(&s->held)) return false;
    double ratio = 2 * fmax(s->highest - s->held.objective, 0);
    s->root = sign * sqrt(ratio);
    s->slope = s->root != 0 ? -s->held.slope / s->root : 0;
    return isfinite(s->root);
}

static double std_error_of(const search *s, size_t j) { return sqrt(s->fit->inverse[j * s->held.k + j]); }

/* Where the root is `due`, which is below 0 at the lower end. Steps that leave what is known to hold the end between
 * two values halve that instead; before the far side was seen they double. */
static bool find_end(search *s, size_t j, double due, double *end)
{
    double near = s->best[j], far = NAN, value = near + due * std_error_of(s, j);
    for (int i = 0; i < MOST_TRIES; i++) {
        bool is_found = try_value(s, j, value);
        bool is_beyond = !is_found || fabs(s->root) > fabs(due);
        if (is_found && fabs(s->root - due) <= close_enough * fabs(due)) break;
        if (is_beyond) far = value;
        else near = value;
        double next = is_found && s->slope > 0 ? value + (due - s->root) / s->slope : NAN;
        bool is_inside = isnan(far) ? (next - near) * due > 0 : (next - near) * (next - far) < 0;
        double limit = near + 4 * (near - s->best[j]) + due * std_error_of(s, j);
        if (isnan(far) && !(is_inside && fabs(next - near) <= fabs(limit - near))) next = limit;
        else if (!is_inside) next = (near + far) / 2;
        if (next == value) break;
        value = next;
    }
    *end = value;
    return isfinite(s->root) && fabs(s->root - due) <= 1e-7 * fabs(due);
}

static bool profile_of(search *s, size_t j, double quantile, nh_profile *profile)
{
    if (!find_end(s, j, -quantile, &profile->low) || !find_end(s, j, quantile, &profile->high)) return false;
    if (!try_value(s, j, 0)) return false;
    profile->statistic = -s->root;
    profile->p_value = nh_t_two_sided(s->root, INFINITY);
    return true;
}

/* As sure as the estimates can be: the fit's own may be a rounding away from the highest point. */
static bool find_top(search *s, double *best)
{
    memcpy(s->held.b, s->fit->coefficient, s->held.k * sizeof *best);
    if (!nh_scoring_climb(&s->held)) return false;
    memcpy(best, s->held.b, s->held.k * sizeof *best);
    s->highest = s->held.objective;
    return true;
}

nh_profile *nh_profile_find(nh_fit *fit, double level, nh_error *err)
{
    search s = { .held = nh_scoring_new(fit, fit->is_penalised), .fit = fit };
    double *best = nh_zeroed(s.held.k + 1, sizeof *best), quantile = nh_t_quantile(level, INFINITY);
    nh_profile *profile = nh_zeroed(s.held.k + 1, sizeof *profile);
    const char *wrong = find_top(&s, best) ? NULL : "any term";
    s.best = best;
    for (size_t j = 0; j < s.held.k && !wrong; j++) {
        const nh_design_column *column = nh_kept_column(fit->design, j);
        if (!column->is_hidden && !profile_of(&s, j, quantile, &profile[j])) wrong = column->term;
    }
    nh_scoring_clear(&s.held);
    free(best);
    if (!wrong) return profile;
    nh_fail(err, NH_INCOMPLETE, "%s: the likelihood gives no interval of %s; take --intervals wald, or --firth",
            fit->design->formula->text, wrong);
    free(profile);
    return NULL;
}
