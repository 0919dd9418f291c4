/* datasets/simulate/draws.h: random draws that every compiler makes alike.
 *
 *     nh_draw(rng, (double[]){ 66, 2, 32 }, 3)       0 in 66 of 100
 *     nh_whole(rng, 1, 6)                            a die
 */
#ifndef NH_SIMULATE_DRAWS_H
#define NH_SIMULATE_DRAWS_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>

enum { NH_MOST_CHOICES = 24 };

typedef struct nh_choices {
    const char *code[NH_MOST_CHOICES];
    double weight[NH_MOST_CHOICES];
    int n;
} nh_choices;

/* In proportion to the weights; the last one when they are all 0. */
int nh_draw(gsl_rng *rng, const double *weights, int n);
const char *nh_choose(gsl_rng *rng, const nh_choices *choices);
bool nh_happens(gsl_rng *rng, double probability);
int nh_whole(gsl_rng *rng, int from, int to); /* from .. to, both included */
double nh_between(gsl_rng *rng, double from, double to);
double nh_bell(gsl_rng *rng); /* normal, mean 0, variance 1 */

/* An event of exactly this probability over all children, though more often one of those high in a trait (mean 0,
 * variance 1): the two are correlated by `bond` on the normal scale. */
bool nh_happens_to(gsl_rng *rng, double probability, double trait, double bond);

double nh_logistic(double log_odds);

#endif
