/* stats/models/scoring.h: the likelihood of a generalised model climbed step by step, with Firth's penalty or
 * without, and with one coefficient held where it is if that is wanted.
 *
 *     nh_scoring s = nh_scoring_new(fit, true);
 *     if (nh_scoring_climb(&s)) use(s.b, s.objective);             every coefficient where the objective is highest
 *     s.held = 2;
 *     s.b[2] = 0.5;
 *     if (nh_scoring_climb(&s)) use(s.objective, s.slope);         the others, and how the held one would be climbed
 *     nh_scoring_clear(&s);
 *
 * With h the leverage of a row, the penalised score is the sum of x (w (y - mean) + h/2 V'/V), where V is the
 * variance as a function of the linear predictor and V' its slope: of a logit V'/V is 1 - 2 mean, of Poisson 1.
 *
 * The information leaves the penalty out, so that steps can be too long by a factor, time after time, or too short:
 * after some, each is corrected by how the one before turned out (Anderson 1965, with one step of memory).
 */
#ifndef NH_MODELS_SCORING_H
#define NH_MODELS_SCORING_H

#include "stats/models/fit.h"

#include <stdint.h>

#define NH_NONE_HELD SIZE_MAX

typedef struct nh_scoring {
    nh_fit *fit;
    size_t k;
    double *b, *information, *inverse, *step;
    double *step_before, *moved; /* what the last step would have been, and what was taken of it */
    double log_lik, objective; /* the objective has the penalty in it */
    bool is_penalised;
    size_t held;
    double slope;              /* of the objective along the held coefficient */
    int n_steps;
} nh_scoring;

/* For the columns that the fit's design keeps, from coefficients of 0. The fit is borrowed. */
nh_scoring nh_scoring_new(nh_fit *fit, bool is_penalised);
void nh_scoring_clear(nh_scoring *s);

bool nh_scoring_climb(nh_scoring *s); /* false: no highest point was found */

/* Log likelihood, information and objective at the coefficients. */
void nh_scoring_add_up(nh_scoring *s);

/* The next step and the inverse information; its length in standard errors, or INFINITY. */
double nh_scoring_find_step(nh_scoring *s);

/* What is done with each row of a block, given its linear predictor. */
typedef void (*nh_scoring_visit)(nh_scoring *s, const double *block, size_t row, size_t i, double eta);
void nh_scoring_walk(nh_scoring *s, nh_scoring_visit visit);

double nh_scoring_prior(const nh_design *design, size_t row); /* weight times trials */

/* A row's own share of the score, which its columns are multiplied by. */
double nh_scoring_pull(const nh_scoring *s, const double *block, size_t row, size_t i, double eta);

#endif
