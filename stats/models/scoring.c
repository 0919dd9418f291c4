/* stats/models/scoring.c: Fisher's scoring, of all coefficients or of all but one, until nothing moves. */
#include "stats/models/scoring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 400, MOST_HALVINGS = 25, PLAIN_STEPS = 60, PLAIN_WHEN_HELD = 3 };
static const double last_step = 1e-11, corrected_step = 1e-9, good_step = 1e-6, near_step = 0.3; /* in errors */
static const double longest = 5, longest_when_held = 2; /* in the coefficients' own units; in errors */

double nh_scoring_prior(const nh_design *design, size_t i)
{
    return (design->weight ? design->weight[i] : 1) * (design->trials ? design->trials[i] : 1);
}

static double predictor(const nh_scoring *s, const double *block, size_t from, size_t i)
{
    double eta = s->fit->design->offset ? s->fit->design->offset[from + i] : 0;
    for (size_t j = 0; j < s->k; j++) eta += s->b[j] * block[j * NH_BLOCK + i];
    return eta;
}

void nh_scoring_walk(nh_scoring *s, nh_scoring_visit each)
{
    const nh_design *design = s->fit->design;
    double *block = nh_zeroed((s->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) each(s, block, from + i, i, predictor(s, block, from, i));
    }
    free(block);
}

static void add_information(nh_scoring *s, const double *block, size_t row, size_t i, double eta)
{
    const nh_family *family = s->fit->family;
    double prior = nh_scoring_prior(s->fit->design, row), w = prior * family->slope(eta), mean = family->mean(eta);
    s->log_lik += family->log_lik(s->fit->design->outcome[row], mean, prior);
    for (size_t a = 0; a < s->k; a++)
        for (size_t c = a; c < s->k; c++)
            s->information[a * s->k + c] += w * block[a * NH_BLOCK + i] * block[c * NH_BLOCK + i];
}

static double leverage(const nh_scoring *s, const double *block, size_t i, double w)
{
    double sum = 0;
    for (size_t a = 0; a < s->k; a++) {
        double inner = 0;
        for (size_t c = 0; c < s->k; c++) inner += s->inverse[a * s->k + c] * block[c * NH_BLOCK + i];
        sum += block[a * NH_BLOCK + i] * inner;
    }
    return w * sum;
}

double nh_scoring_pull(const nh_scoring *s, const double *block, size_t row, size_t i, double eta)
{
    const nh_family *family = s->fit->family;
    double prior = nh_scoring_prior(s->fit->design, row), slope = family->slope(eta);
    double pull = prior * (s->fit->design->outcome[row] - family->mean(eta));
    if (!s->is_penalised) return pull;
    double bent = slope > 0 ? family->curve(eta) / slope : 0;
    return pull + leverage(s, block, i, prior * slope) * bent / 2;
}

static void add_score(nh_scoring *s, const double *block, size_t row, size_t i, double eta)
{
    double share = nh_scoring_pull(s, block, row, i, eta);
    for (size_t j = 0; j < s->k; j++) s->step[j] += share * block[j * NH_BLOCK + i];
}

void nh_scoring_add_up(nh_scoring *s)
{
    memset(s->information, 0, s->k * s->k * sizeof *s->information);
    s->log_lik = 0;
    nh_scoring_walk(s, add_information);
    s->objective = s->log_lik;
    if (s->is_penalised) s->objective += nh_log_determinant(s->information, s->k) / 2;
}

/* The whole matrix without the held row and column, and the score without the held one. */
static void leave_out_held(const nh_scoring *s, double *information, double *score)
{
    size_t k = s->k - (s->held < s->k), row = 0;
    for (size_t a = 0; a < s->k; a++) {
        size_t column = 0;
        if (a == s->held) continue;
        for (size_t c = 0; c < s->k; c++)
            if (c != s->held) information[row * k + column++] = s->information[a * s->k + c];
        score[row++] = s->step[a];
    }
}

/* The score becomes the step of all that are not held. */
static bool solve_for_step(nh_scoring *s)
{
    size_t k = s->k - (s->held < s->k), from = 0;
    double *information = nh_zeroed(k * k + 1, sizeof *information), *score = nh_zeroed(k + 1, sizeof *score);
    nh_solution solution;
    leave_out_held(s, information, score);
    nh_system system = { .k = k, .information = information, .score = score };
    bool is_found = k == 0 || nh_solve_system(&system, &solution);
    if (s->held < s->k) s->slope = s->step[s->held];
    for (size_t j = 0; j < s->k && is_found; j++)
        s->step[j] = j == s->held ? 0 : nh_precise_round(solution.coefficient[from++]);
    if (k) nh_solution_clear(&solution);
    free(information);
    free(score);
    return is_found;
}

/* In standard errors. */
static double size_of_step(const nh_scoring *s)
{
    double size = 0;
    for (size_t j = 0; j < s->k; j++) size = fmax(size, fabs(s->step[j]) / sqrt(s->inverse[j * s->k + j]));
    return size;
}

/* Only as a whole: a step with parts of it cut off need not climb. Far from the estimates, where one is held, errors
 * are large and steps have to be. */
static void shorten_step(nh_scoring *s)
{
    double most = 0, limit = s->held < s->k ? longest_when_held : longest;
    for (size_t j = 0; j < s->k; j++) most = fmax(most, fabs(s->step[j]));
    if (s->held < s->k) most = size_of_step(s);
    for (size_t j = 0; j < s->k && most > limit; j++) s->step[j] *= limit / most;
}

double nh_scoring_find_step(nh_scoring *s)
{
    nh_solution solution;
    memset(s->step, 0, s->k * sizeof *s->step);
    nh_system system = { .k = s->k, .information = s->information, .score = s->step };
    bool is_found = nh_solve_system(&system, &solution);
    if (is_found) memcpy(s->inverse, solution.inverse, s->k * s->k * sizeof *s->inverse);
    nh_solution_clear(&solution);
    if (!is_found) return INFINITY;
    nh_scoring_walk(s, add_score);
    if (!solve_for_step(s)) return INFINITY;
    shorten_step(s);
    return size_of_step(s);
}

/* With the change of the step as its slope along what was moved, where the step would be 0. */
static void correct_step(nh_scoring *s)
{
    double across = 0, along = 0;
    for (size_t j = 0; j < s->k; j++) {
        double change = s->step[j] - s->step_before[j], scale = s->inverse[j * s->k + j];
        across += change * s->step[j] / scale;
        along += change * change / scale;
    }
    for (size_t j = 0; j < s->k; j++) {
        double raw = s->step[j], change = raw - s->step_before[j];
        if (along > 0) s->step[j] -= across / along * (s->moved[j] + change);
        s->step_before[j] = raw;
    }
}

/* As much of the step as makes the objective no worse. */
static void take_step(nh_scoring *s, double size)
{
    double before = s->objective, share = 1;
    for (size_t j = 0; j < s->k; j++) s->b[j] += s->step[j];
    nh_scoring_add_up(s);
    for (int h = 0; h < MOST_HALVINGS && size > good_step && !(s->objective >= before - 1e-12 * fabs(before)); h++) {
        share /= 2;
        for (size_t j = 0; j < s->k; j++) s->b[j] -= share * s->step[j];
        nh_scoring_add_up(s);
    }
    for (size_t j = 0; j < s->k; j++) s->moved[j] = share * s->step[j];
}

bool nh_scoring_climb(nh_scoring *s)
{
    double before = INFINITY;
    int n_plain = s->held < s->k ? PLAIN_WHEN_HELD : PLAIN_STEPS;
    nh_scoring_add_up(s);
    for (s->n_steps = 1; s->n_steps < MOST_STEPS; s->n_steps++) {
        double size = nh_scoring_find_step(s);
        if (!isfinite(size)) break;
        bool is_plain = s->n_steps <= n_plain || !s->is_penalised || size > near_step;
        bool is_last = size <= last_step || (size <= (is_plain ? good_step : corrected_step) && size >= before);
        if (is_plain) memcpy(s->step_before, s->step, s->k * sizeof *s->step);
        else correct_step(s);
        take_step(s, size);
        if (is_last) return true;
        before = size;
    }
    return false;
}

nh_scoring nh_scoring_new(nh_fit *fit, bool is_penalised)
{
    size_t k = fit->design->n_kept;
    return (nh_scoring){ .fit = fit, .k = k, .is_penalised = is_penalised, .held = NH_NONE_HELD,
                         .b = nh_zeroed(k + 1, sizeof(double)), .step = nh_zeroed(k + 1, sizeof(double)),
                         .step_before = nh_zeroed(k + 1, sizeof(double)), .moved = nh_zeroed(k + 1, sizeof(double)),
                         .information = nh_zeroed(k * k + 1, sizeof(double)),
                         .inverse = nh_zeroed(k * k + 1, sizeof(double)) };
}

void nh_scoring_clear(nh_scoring *s)
{
    free(s->b);
    free(s->step);
    free(s->step_before);
    free(s->moved);
    free(s->information);
    free(s->inverse);
}
