/* stats/models/swamy_arora.c: variances of a random intercept from two regressions, and Hausman's test. */
#include "stats/models/swamy_arora.h"

#include "stats/models/gsl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Sums of s s' over groups, each divided by the group's size to `power`: 1 gives what lies between groups. */
static double *between(const nh_group_sums *s, int power)
{
    size_t m = s->k + 1;
    double *sum = nh_zeroed(m * m, sizeof *sum);
    for (size_t g = 0; g < s->n_groups; g++)
        for (size_t a = 0; a < m; a++)
            for (size_t b = 0; b < m; b++)
                sum[a * m + b] += s->of_group[g * m + a] * s->of_group[g * m + b] / (power ? s->size[g] : 1);
    return sum;
}

/* Least squares from cross-products; what is left of the outcome's squares, or NAN. Columns that do not vary,
 * measured by their squares over all rows, are left out. */
static double regress(const nh_group_sums *s, const double *products, nh_solution *solution)
{
    size_t k = s->k, m = k + 1;
    double *information = nh_zeroed(k * k + 1, sizeof *information), *score = nh_zeroed(k + 1, sizeof *score);
    double *lengths = nh_zeroed(k + 1, sizeof *lengths), left = products[m * m - 1];
    for (size_t a = 0; a < k; a++) {
        lengths[a] = s->products[a * m + a];
        score[a] = products[a * m + k];
        for (size_t b = 0; b < k; b++) information[a * k + b] = products[a * m + b];
    }
    nh_system system = { .k = k, .information = information, .score = score, .lengths = lengths, .may_drop = true };
    bool is_found = nh_solve_system(&system, solution);
    for (size_t j = 0; j < solution->k && is_found; j++)
        left -= nh_precise_round(solution->coefficient[j]) * score[solution->kept[j]];
    free(information);
    free(score);
    free(lengths);
    return is_found ? left : NAN;
}

/* The trace of the inverse of what lies between groups times the sums of s s'. */
static double trace_of(const nh_group_sums *s, const nh_solution *solution)
{
    double *squares = between(s, 0), trace = 0;
    size_t k = solution->k, m = s->k + 1;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            trace += solution->inverse[a * k + b] * squares[solution->kept[b] * m + solution->kept[a]];
    free(squares);
    return trace;
}

bool nh_swamy_arora_find(const nh_group_sums *s, nh_swamy_arora *parts)
{
    size_t all = (s->k + 1) * (s->k + 1);
    nh_solution of_means = { 0 };
    double *means = between(s, 1), *inside = nh_zeroed(all, sizeof *inside);
    *parts = (nh_swamy_arora){ .of_groups = NAN };
    for (size_t i = 0; i < all; i++) inside[i] = s->products[i] - means[i];
    double left_within = regress(s, inside, &parts->within), left_between = regress(s, means, &of_means);
    double within = (double)s->n_rows - (double)s->n_groups - (double)parts->within.k;
    double across = (double)s->n_groups - (double)of_means.k;
    bool is_found = within > 0 && across > 0 && isfinite(left_within) && isfinite(left_between);
    if (is_found) {
        parts->of_rows = left_within / within;
        double rows = (double)s->n_rows - trace_of(s, &of_means);
        parts->of_groups = fmax(0, (left_between - across * parts->of_rows) / rows);
    }
    nh_solution_clear(&of_means);
    free(means);
    free(inside);
    return is_found && parts->of_rows > 0;
}

void nh_swamy_arora_clear(nh_swamy_arora *parts) { nh_solution_clear(&parts->within); }

/* x' M^-1 x by the directions of M, which need not be positive; NAN where M is singular. */
static double quadratic(double *matrix, const double *x, size_t q)
{
    double *values = nh_zeroed(q + 1, sizeof *values), *vectors = nh_zeroed(q * q + 1, sizeof *vectors), sum = 0;
    bool is_found = nh_gsl_eigen(matrix, q, values, vectors, NULL);
    for (size_t e = 0; e < q; e++) {
        double along = 0;
        for (size_t i = 0; i < q; i++) along += vectors[i * q + e] * x[i];
        sum += along * along / values[e];
    }
    free(values);
    free(vectors);
    return is_found && isfinite(sum) ? sum : NAN;
}

nh_detail nh_hausman(const nh_swamy_arora *parts, const double *b, const double *variance, size_t k,
                     const char *name)
{
    const nh_solution *within = &parts->within;
    size_t q = within->k;
    char quantity[80];
    double *apart = nh_zeroed(q + 1, sizeof *apart), *spread = nh_zeroed(q * q + 1, sizeof *spread);
    for (size_t i = 0; i < q; i++) {
        const double *random = variance + within->kept[i] * k;
        apart[i] = nh_precise_round(within->coefficient[i]) - b[within->kept[i]];
        for (size_t j = 0; j < q; j++)
            spread[i * q + j] = parts->of_rows * within->inverse[i * q + j] - random[within->kept[j]];
    }
    double sum = q ? quadratic(spread, apart, q) : NAN;
    free(apart);
    free(spread);
    snprintf(quantity, sizeof quantity, "Hausman test against effects of %.40s", name);
    nh_detail test = nh_detail_test(quantity, sum, (double)q);
    if (!(sum >= 0)) test.p_value = NAN;
    return test;
}
