/* datasets/simulate/figures.h: what DfE published for 31 March 2024, as weights to draw from.
 *
 * The figures stand in tables/reference/published_2024.csv with their names; nothing here is about a real child.
 *
 *     const nh_figures *figures = nh_figures_new();
 *     const char *need = nh_choose(rng, &figures->need);                 "N1" in 66 of 100
 *     nh_figures_free(figures);
 */
#ifndef NH_SIMULATE_FIGURES_H
#define NH_SIMULATE_FIGURES_H

#include "datasets/tables/codes.h"
#include "datasets/tables/embedded.h"

#include <gsl/gsl_rng.h>

/* Where a placement is, as the table of distance by locality has it. */
typedef enum nh_cell {
    NH_NEAR_INSIDE,
    NH_FAR_INSIDE,
    NH_NEAR_OUTSIDE,
    NH_FAR_OUTSIDE,
    NH_DISTANCE_UNKNOWN,
    NH_CELLS
} nh_cell;

enum { NH_MOST_CHOICES = 24, NH_AGE_BANDS = 5, NH_DURATION_BANDS = 8 };

typedef struct nh_choices {
    const char *code[NH_MOST_CHOICES];
    double weight[NH_MOST_CHOICES];
    int n;
} nh_choices;

typedef struct nh_figures {
    nh_embedded published;
    nh_choices need, ethnicity;
    nh_choices place[NH_PLACEMENT_GROUPS], reason[NH_PLACEMENT_GROUPS];
    double cell[NH_CELLS][NH_PLACEMENT_GROUPS];         /* children by group, for each cell */
    double age[NH_PLACEMENT_GROUPS][NH_AGE_BANDS];      /* of children who are not UASC */
    double duration[NH_PLACEMENT_GROUPS][NH_DURATION_BANDS]; /* of placements that ended */
    double male;                                        /* share */
    double children, uasc;                              /* on 31 March */
} nh_figures;

nh_figures *nh_figures_new(void);
void nh_figures_free(nh_figures *figures);

/* One number of the file, 0 where it is blank or absent. */
double nh_figure(const nh_figures *figures, const char *table, const char *row, const char *column);

/* Draws in proportion to the weights; the last one when they are all 0. */
int nh_draw(gsl_rng *rng, const double *weights, int n);
const char *nh_choose(gsl_rng *rng, const nh_choices *choices);
bool nh_happens(gsl_rng *rng, double probability);
int nh_whole(gsl_rng *rng, int from, int to);     /* from .. to, both included */
double nh_between(gsl_rng *rng, double from, double to);
double nh_bell(gsl_rng *rng);                     /* mean 0, variance 1: the sum of twelve uniform numbers less 6 */

int nh_age_in_days(gsl_rng *rng, int band);       /* a day of life in an age band */
int nh_duration_in_days(gsl_rng *rng, const nh_figures *figures, nh_placement_group group);

#endif
