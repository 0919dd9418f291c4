/* stats/models/response.h: how the outcome of a linear model goes with one number, point by point.
 *
 * At each point of a grid: how much the outcome differs from that at a reference, all else as it is; and, unless
 * effects are absorbed, the mean outcome if every row had that value. Errors by the delta method from the given
 * covariance. The number stands alone in its terms (miles, ns(miles,3)), never in a product with another column. R:
 * marginaleffects::avg_predictions(fit, variables = list(x = grid)), avg_comparisons.
 *
 *     nh_response_request want = { .column = "miles", .to = 100, .step = 5, .reference = 5 };
 *     nh_response_curve curve = nh_response_find(fit, &want, covariance.matrix);
 *     use(curve.point[0].at, curve.point[0].difference.value, curve.point[0].n);
 *     nh_response_clear(&curve);
 */
#ifndef NH_MODELS_RESPONSE_H
#define NH_MODELS_RESPONSE_H

#include "stats/models/fit.h"

typedef struct nh_response_request {
    const char *column;    /* a number of the frame; NULL: no response is wanted */
    double from, to, step; /* the grid; a point stands for the values within half a step */
    double reference;
    bool wants_levels;     /* means beside the differences; not where effects are absorbed */
    size_t fewest;         /* points with fewer rows around are left out */
    double scale;          /* from the model's unit to the reader's, 100 for percentage points; 0: 1 */
    const char *label, *unit, *comparison; /* what the table calls the outcome and how it was adjusted; or NULL */
} nh_response_request;

typedef struct nh_estimated {
    double value, std_error;
} nh_estimated;

typedef struct nh_response_point {
    double at;
    nh_estimated difference, level; /* level: 0 unless it was wanted */
    double observed;       /* the mean outcome of the rows around, by their weights; NAN without any */
    size_t n;              /* rows around */
    double children;       /* behind them, each child's rows by their shares; n where every row is one */
} nh_response_point;

typedef struct nh_response_curve {
    nh_response_point *point;
    size_t n;
} nh_response_curve;

nh_response_curve nh_response_find(const nh_fit *fit, const nh_response_request *request, const double *covariance);
void nh_response_clear(nh_response_curve *curve);

#endif
