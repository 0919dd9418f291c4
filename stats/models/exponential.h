/* stats/models/exponential.h: e to the power of many numbers at once.
 *
 * Within one unit in the last place of the exact value, and the same digits on every processor.
 *
 *     nh_exp_block(eta, n, rate);                      rate[i] = exp(eta[i]); two arrays
 */
#ifndef NH_MODELS_EXPONENTIAL_H
#define NH_MODELS_EXPONENTIAL_H

#include <stddef.h>

void nh_exp_block(const double *x, size_t n, double *e);

#endif
