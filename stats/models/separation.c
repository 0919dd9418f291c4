/* stats/models/separation.c: outcomes that the columns tell apart completely, so that no estimate is finite.
 *
 * What is said names the column; of children's records it never names a small group. */
#include "stats/models/separation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a column is named where its outcomes are told of. Of children's records only the term: that all children of a
 * small group have an outcome must not be said of the group. */
static const char *separated(const nh_design *design, const char *term, const char *level, char text[200])
{
    bool is_open = nh_frame_lineage(design->frame) == NH_PUBLISHED;
    if (!*level) snprintf(text, 200, "%.190s", term);
    else if (is_open) snprintf(text, 200, "%.90s %.90s", term, level);
    else snprintf(text, 200, "some level of %.170s", term);
    return text;
}

static bool no_variation(const nh_design *design, const char *term, const char *level, nh_error *err)
{
    char text[200];
    if (strcmp(term, "(Intercept)") == 0)
        return nh_fail(err, NH_INCOMPLETE, "%s: the outcome is the same in every row; there is nothing to estimate",
                       design->formula->text);
    return nh_fail(err, NH_INCOMPLETE, "%s: no finite estimate, because the outcome is the same in every row of %s "
                   "(separation); join levels%s or leave the term out", design->formula->text,
                   separated(design, term, level, text), design->exit ? "" : ", use --firth");
}

/* Only of a column of 0 and 1 can it be told from the rows behind it. */
static bool is_truth_column(const nh_design *design, const nh_design_column *column)
{
    size_t n_levels = 0;
    for (size_t p = 0; p < column->n_parts; p++) n_levels += design->atoms[column->parts[p].atom].levels != NULL;
    return n_levels == 0 || n_levels == column->n_parts;
}

/* A level whose rows all have the outcome, or none of whom has, is found before any step is taken. */
bool nh_levels_vary(const nh_design *design, bool both_ways, nh_error *err)
{
    if (both_ways && !design->outcome_is_truth && !design->trials) return true;
    for (size_t k = 0; k < design->n_kept; k++) {
        const nh_design_column *column = nh_kept_column(design, k);
        const nh_support *s = &column->support;
        if ((s->events > 0 && (s->others > 0 || !both_ways)) || !is_truth_column(design, column)) continue;
        return no_variation(design, column->term, column->level, err);
    }
    for (size_t r = 0; r < design->n_references; r++) {
        const nh_support *s = &design->references[r].support;
        if (s->events > 0 && (s->others > 0 || !both_ways)) continue;
        return no_variation(design, design->references[r].term, design->references[r].level, err);
    }
    return true;
}

/* The column, not the intercept, whose coefficient still grows fastest for its size. */
bool nh_runs_away(const nh_fit *fit, const double *step, nh_error *err)
{
    size_t worst = fit->k > 1 && fit->design->has_intercept;
    for (size_t j = worst + 1; j < fit->k; j++)
        if (fabs(step[j] * fit->coefficient[worst]) > fabs(step[worst] * fit->coefficient[j])) worst = j;
    const nh_design_column *column = nh_kept_column(fit->design, worst);
    char text[200];
    return nh_fail(err, NH_INCOMPLETE,
                   "%s: no finite estimate after %d steps; %s (perhaps with others) tells the outcomes "
                   "apart completely (separation); leave it out%s or join levels",
                   fit->design->formula->text, fit->iterations,
                   separated(fit->design, column->term, column->level, text), fit->cox ? "" : ", use --firth");
}

/* Means of exactly 0 or 1 at the end: the data were told apart although the steps came to rest. */
bool nh_means_are_inside(const nh_fit *fit, nh_error *err)
{
    size_t n_at_end = 0;
    for (size_t i = 0; i < fit->design->n; i++) n_at_end += fit->family->most == 1 && fabs(fit->fitted[i]) > 30;
    return n_at_end == 0 || nh_fail(err, NH_INCOMPLETE,
                                    "%s: some outcomes are fitted as certain (separation); leave a "
                                    "term out, use --firth or join levels",
                                    fit->design->formula->text);
}
