/* plots/charts/curve_lines.h: what a curve chart shows of a table of responses: one curve an outcome (column label).
 *
 * The table's estimates are levels where it has a column `difference`; else they are differences themselves.
 */
#ifndef NH_PLOTS_CURVE_LINES_H
#define NH_PLOTS_CURVE_LINES_H

#include "datasets/frame/frame.h"
#include "datasets/write.h"

enum { NH_MOST_CURVES = 9 };

typedef struct nh_curve_point {
    double at, value, low, high, n, observed; /* NaN: not shown */
    double apart, apart_low, apart_high;      /* the difference from the reference */
} nh_curve_point;

typedef struct nh_curve {
    const char *label, *unit;
    nh_curve_point *points; /* by place */
    size_t n;
    double p_straight;      /* of a test that it is a straight line; NaN: not told */
} nh_curve;

typedef struct nh_curves {
    nh_curve all[NH_MOST_CURVES];
    size_t n;
    bool has_more;                     /* than are drawn */
    size_t n_hidden;                   /* outcomes with fewer than two points that are shown: no curves */
    bool has_levels;                   /* else differences from the reference are drawn */
    double reference;
    double from, to;                   /* along the axis */
    const char *term, *comparison;
    int first_year, year;
} nh_curves;

/* Give back with nh_curves_clear, also after a false. */
bool nh_curves_read(const nh_frame *table, nh_curves *curves, nh_error *err);
void nh_curves_clear(nh_curves *curves);

bool nh_curve_is_shown(const nh_curve_point *point);
const nh_curve_point *nh_curve_first(const nh_curve *curve);                  /* that is shown; or NULL */
const nh_curve_point *nh_curve_until(const nh_curve *curve, double at);       /* the last that is shown; or NULL */
bool nh_curve_is_of_percent(const nh_curve *curve);

/* Adds "; straight line: p = 0.40", where that was tested. */
void nh_curve_say_bend(const nh_curve *curve, nh_text *words);

/* curve_words.c: the finding, what is shown, how to read it, and what it looks like. */
void nh_curves_title(const nh_curves *curves, nh_text *title);
void nh_curves_subtitle(const nh_curves *curves, nh_text *subtitle);
void nh_curves_note(const nh_curves *curves, nh_text *note);
void nh_curves_description(const nh_curves *curves, nh_text *description);

#endif
