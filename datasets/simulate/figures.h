/* datasets/simulate/figures.h: what DfE published for 31 March 2024 and the year to it, as weights to draw from.
 *
 * The figures stand in tables/reference/published_2024.csv with their names; nothing here is about a real child.
 *
 *     const nh_figures *figures = nh_figures_new();
 *     const char *need = nh_choose(rng, &figures->need);                 "N1" in 69 of 100
 *     nh_figures_free(figures);
 */
#ifndef NH_SIMULATE_FIGURES_H
#define NH_SIMULATE_FIGURES_H

#include "datasets/simulate/draws.h"
#include "datasets/simulate/durations.h"
#include "datasets/tables/codes.h"
#include "datasets/tables/embedded.h"

/* Where a placement is, as the table of distance by locality has it. */
typedef enum nh_cell {
    NH_NEAR_INSIDE,
    NH_FAR_INSIDE,
    NH_NEAR_OUTSIDE,
    NH_FAR_OUTSIDE,
    NH_DISTANCE_UNKNOWN,
    NH_CELLS
} nh_cell;

/* In care for twelve months on 31 March or not, and how many placements in the year. */
typedef enum nh_care_class { NH_YEAR_1, NH_YEAR_2, NH_YEAR_3, NH_NEW_1, NH_NEW_2, NH_NEW_3, NH_CARE_CLASSES } nh_care_class;

/* Ages from 0, 1, 5, 10, 16. */
enum { NH_AGE_BANDS = 5, NH_MOST_IN_YEAR = 7 };

typedef double nh_by_group[NH_PLACEMENT_GROUPS];

typedef struct nh_figures {
    nh_embedded published;
    nh_choices need, need_of_uasc, ethnicity, ethnicity_of_uasc;
    nh_choices place[NH_PLACEMENT_GROUPS], reason[NH_PLACEMENT_GROUPS]; /* reasons without PLACE */
    bool is_breakdown[NH_PLACEMENT_GROUPS][NH_MOST_CHOICES]; /* of each of the reasons */
    nh_by_group cell[NH_CELLS];                            /* children by group, for each cell */
    double care[NH_PLACEMENT_GROUPS][NH_AGE_BANDS][NH_CARE_CLASSES]; /* of children who are not UASC */
    double care_of_uasc[NH_CARE_CLASSES];
    double in_year[NH_MOST_IN_YEAR];                       /* children with 1, 2 .. 7 or more placements in the year */
    nh_duration_bands duration[NH_PLACEMENT_GROUPS];       /* of placements that ended */
    nh_by_group before[NH_PLACEMENT_GROUPS];               /* [after][before]: moves of the year */
    nh_by_group status_share;                              /* of the changes into a group: of status only */
    nh_by_group first, later;                              /* how likely a group is first in care, or not */
    nh_by_group leaving;                                   /* placements that ended with leaving care */
    double male;                                           /* share */
    double children, uasc;                                 /* on 31 March */
} nh_figures;

nh_figures *nh_figures_new(void);
void nh_figures_free(nh_figures *figures);

/* One number of the file, 0 where it is blank or absent. */
double nh_figure(const nh_figures *figures, const char *table, const char *row, const char *column);

int nh_age_in_days(gsl_rng *rng, int band); /* a day of life in an age band */

#endif
