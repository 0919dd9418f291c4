/* stats/models/fit.c: what every fitted model holds. */
#include "stats/models/fit.h"

#include "stats/models/cox.h"
#include "stats/models/gsl.h"
#include "stats/models/mixed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note_dropped(nh_fit *fit, const nh_solution *solution)
{
    size_t next = 0;
    const nh_design *design = fit->design;
    fit->dropped = nh_zeroed(design->n_kept + 1, sizeof *fit->dropped);
    for (size_t j = 0; j < design->n_kept; j++) {
        if (next < solution->k && solution->kept[next] == j) next++;
        else fit->dropped[fit->n_dropped++] = design->kept[j];
    }
}

void nh_fit_take(nh_fit *fit, const nh_solution *solution)
{
    size_t k = solution->k;
    note_dropped(fit, solution);
    if (fit->absorbed) nh_absorbed_keep(fit->absorbed, solution->kept, k);
    for (size_t j = 0; j < k; j++) fit->design->kept[j] = fit->design->kept[solution->kept[j]];
    fit->design->n_kept = fit->k = k;
    fit->coefficient = nh_zeroed(k + 1, sizeof *fit->coefficient);
    fit->inverse = nh_zeroed(k * k + 1, sizeof *fit->inverse);
    for (size_t j = 0; j < k; j++) fit->coefficient[j] = nh_precise_round(solution->coefficient[j]);
    memcpy(fit->inverse, solution->inverse, k * k * sizeof *fit->inverse);
}

void nh_fit_say(nh_fit *fit, nh_detail detail)
{
    fit->detail = nh_resize(fit->detail, fit->n_details + 1, sizeof detail);
    fit->detail[fit->n_details++] = detail;
}

nh_detail nh_detail_test(const char *quantity, double statistic, double df)
{
    nh_detail d = { .value = statistic, .std_error = NAN, .df = df, .p_value = nh_chi_squared_above(statistic, df) };
    snprintf(d.quantity, sizeof d.quantity, "%s", quantity);
    return d;
}

void nh_fit_free(nh_fit *fit)
{
    if (!fit) return;
    nh_design_free(fit->design);
    nh_absorbed_free(fit->absorbed);
    nh_cox_free(fit->cox);
    nh_mixed_free(fit->mixed);
    free(fit->coefficient);
    free(fit->inverse);
    free(fit->residual);
    free(fit->weight);
    free(fit->fitted);
    free(fit->dropped);
    free(fit->detail);
    free(fit);
}
