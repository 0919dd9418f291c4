/* stats/dose_measure.h: what distance is in the rows of a frame, in each form it is asked in.
 *
 * Children's records have miles from home. Published figures have shares of each authority's new placements: those
 * outside it and over 20 miles from home, unless another of the panel's shares is asked for. The two are looked at in
 * the same forms (a line, a threshold, bands, a spline), against their own comparisons and sensitivity lines.
 *
 *     nh_dose_measure measure;
 *     if (!nh_dose_measure_find(frame, NULL, &measure, err)) return false;       says what a frame lacks
 *     snprintf(terms, sizeof terms, measure.kind->forms[NH_DOSE_LINE].terms, measure.column);
 */
#ifndef NH_STATS_DOSE_MEASURE_H
#define NH_STATS_DOSE_MEASURE_H

#include "datasets/frame/frame.h"
#include "stats/models/response.h"

enum { NH_DOSE_LINE, NH_DOSE_THRESHOLD, NH_DOSE_BANDS, NH_DOSE_SPLINE, NH_DOSE_FORMS };

/* Its terms and the one whose rows answer; %s stands for the column of distance (%1$s where it comes twice). */
typedef struct nh_dose_form {
    const char *name, *terms, *answer;
    const char *level; /* what a row without one is called */
} nh_dose_form;

/* The same question with one thing changed. */
typedef struct nh_dose_change {
    const char *line, *term;
    const char *needs;   /* a column without which the line is not drawn, or NULL */
    const char *weights; /* a column, or NULL */
    bool is_by_denominator; /* weighted by whom the outcome is a share of */
} nh_dose_change;

typedef struct nh_dose_kind {
    bool of_areas;
    nh_dose_form forms[NH_DOSE_FORMS];
    size_t headline;            /* the form whose answer is drawn and whose changes are told */
    const char *const *bands;   /* from the nearest to the farthest, NULL-ended */
    const nh_dose_change *changes;
    size_t n_changes;
    nh_response_request curve;
    bool curve_is_adjusted;     /* drawn from the adjusted comparison, else from the last */
    const char *const *adjusted_for; /* columns, as far as they vary; NULL-ended */
    const char *adjusted_words, *curve_words; /* for charts; curve_words NULL: as the comparison's */
    bool keeps_terms_within;    /* the terms above stay where authorities are compared with themselves */
} nh_dose_kind;

typedef struct nh_dose_measure {
    const nh_dose_kind *kind;
    const char *column;
    const char *per;  /* for charts: what one estimate is for */
    const char *what; /* in a sentence: "living over 20 miles from home" */
} nh_dose_measure;

/* `said`: the share of published figures that was asked for, or NULL. */
bool nh_dose_measure_find(const nh_frame *frame, const char *said, nh_dose_measure *measure, nh_error *err);

#endif
