/* stats/dose_response.h: how outcomes go with distance, in every form that is asked for, in one call.
 *
 * For each outcome distance is taken as a straight line (each 10 miles), over 20 miles or not, bands, and a natural
 * spline with a test of whether it bends; each unadjusted, adjusted, and within authority and year. Then what the
 * difference over 20 miles stands on: unknown distances counted as near or far, unaccompanied asylum-seeking children
 * left out, and the E-value (stats/models/evalue.h). Of published figures distance is a share of new placements
 * (dose_measure.h): each 10 percentage points, over the median, quarters, the spline; other shares stand beside.
 *
 *     nh_dose_request request = { .outcomes = "immunisations, teeth_check", .conf_level = 0.95 };
 *     if (!nh_dose_response(children, &request, results, err)) ...
 *
 * Tables, the first one printed: dose (one row an outcome, comparison, form and level, with Holm's and Benjamini and
 * Hochberg's p-values over the outcomes), sensitivity, effects (for the forest chart), response (the curve), and
 * estimates, fit and tests of all models. Outcomes of 0 and 1 are told in percentage points, from linear models;
 * times to an event, Surv(days, event), in hazard ratios.
 */
#ifndef NH_STATS_DOSE_RESPONSE_H
#define NH_STATS_DOSE_RESPONSE_H

#include "datasets/frame/results.h"
#include "stats/models/model.h"

typedef struct nh_dose_request {
    const char *outcomes;       /* columns or arithmetic, joined by commas */
    const char *adjusted_for;   /* terms of a formula, or NULL: age, sex and kind of placement (of areas region and
                                   year), where there are such */
    const char *distance;       /* of published figures the share that stands for it, or NULL */
    const char *clusters;       /* or NULL */
    nh_error_kind kind;
    double conf_level;
} nh_dose_request;

bool nh_dose_response(const nh_frame *frame, const nh_dose_request *request, nh_results *results, nh_error *err);

#endif
