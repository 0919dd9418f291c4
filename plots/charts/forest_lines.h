/* plots/charts/forest_lines.h: what a forest chart shows of a table of estimates or of effects.
 *
 * Of estimates (columns term, estimate, conf_low, conf_high): one line a term of a model; of several models, one line
 * a model for the term that most of them share, without intercepts. Of effects (outcome, comparison, per, unit ...):
 * one line an outcome and comparison, of the unit that most have. Estimates that are not shown are counted.
 */
#ifndef NH_PLOTS_FOREST_LINES_H
#define NH_PLOTS_FOREST_LINES_H

#include "datasets/frame/frame.h"

enum { NH_FOREST_LINES = 30, NH_FOREST_NAME = 160, NH_FOREST_GROUPS = 2 };

typedef struct nh_forest_line {
    char name[NH_FOREST_NAME];
    double value, low, high, n; /* n NaN: not given */
    size_t group;               /* of effects: which comparison */
} nh_forest_line;

typedef struct nh_forest_lines {
    nh_forest_line all[NH_FOREST_LINES];
    size_t n, n_hidden, n_more, n_models, n_clear;
    double none;                /* the value of no association */
    const char *outcome, *term; /* "" or NULL where lines differ in it */
    /* Of effects only. */
    const char *group[NH_FOREST_GROUPS], *unit, *per;
    size_t n_groups, n_of_other_units;
    int first_year, year;       /* 0: the table does not say */
} nh_forest_lines;

bool nh_forest_read(const nh_frame *table, nh_forest_lines *lines, nh_error *err);

/* "share_over_20" reads "share over 20". */
void nh_say_plainly(const char *text, char words[NH_FOREST_NAME]);

#endif
