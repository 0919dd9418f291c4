/* plots/charts/funnel_units.h: authorities of the latest year of a funnel table, with their limits.
 *
 * Left out, and counted: authorities whose share or limits are suppressed or missing.
 */
#ifndef NH_PLOTS_FUNNEL_UNITS_H
#define NH_PLOTS_FUNNEL_UNITS_H

#include "datasets/frame/frame.h"

enum { NH_FEWEST_UNITS = 10 };

/* Each lower limit is followed by its upper one. */
enum { NH_LOW_95, NH_HIGH_95, NH_LOW_99_8, NH_HIGH_99_8, NH_WIDE_LOW, NH_WIDE_HIGH, NH_LIMITS };

typedef struct nh_funnel_unit {
    const char *name;
    double children, share, limits[NH_LIMITS];
} nh_funnel_unit;

typedef struct nh_funnel {
    nh_funnel_unit *all; /* from the smallest to the largest; free() it, also after a false */
    size_t n, n_left_out;
    double overall, phi, most_children, most_share;
    int year;
} nh_funnel;

bool nh_funnel_read(const nh_frame *table, nh_funnel *funnel, nh_error *err);

/* `low` is NH_LOW_95, NH_LOW_99_8 or NH_WIDE_LOW. */
bool nh_is_outside(const nh_funnel_unit *unit, size_t low);
size_t nh_count_outside(const nh_funnel *funnel, size_t low);

/* Whether authorities differ so much more than by chance that the widened limits are others. */
bool nh_funnel_is_widened(const nh_funnel *funnel);

/* NH_WIDE_LOW, or NH_LOW_99_8 where widened limits are no others. */
size_t nh_widest_limit(const nh_funnel *funnel);

/* Where a limit lies at a size, between the authorities on either side. */
double nh_limit_at(const nh_funnel *funnel, size_t limit, double children);

#endif
