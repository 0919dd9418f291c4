/* stats/models/least_squares.h: the weighted normal equations, squared up so finely that nothing is lost.
 *
 * Cross-products are streamed through blocks of rows and kept with twice the digits of a double (precise.h), so
 * that elimination, in the order of the columns, does as well as an orthogonal decomposition in double would: the
 * error grows with the square of the condition number, but from 1e-31. Tall, well-conditioned designs square up
 * in double within a block, about means, and have their solution corrected by its residuals; when a column turns
 * out to depend on others too closely for that, the products are formed again with all digits.
 *
 * A column that the columns before it explain, but for 1e-12 of its length, is dropped and named.
 */
#ifndef NH_MODELS_LEAST_SQUARES_H
#define NH_MODELS_LEAST_SQUARES_H

#include "stats/models/design_matrix.h"
#include "stats/models/precise.h"

typedef struct nh_normal_equations {
    const double *response; /* of each row */
    const double *weight;   /* or NULL */
    /* Fills response and weight of a block's rows before they are read, from its columns; or NULL: they are there. */
    void (*work)(void *worker, size_t from, size_t n, const double *block);
    void *worker;
    const nh_precise *products; /* of columns and response, (k + 1) x (k + 1), when they are known; or NULL */
    const double *lengths;  /* squares that a kept column is measured by, or NULL: its own */
    bool may_drop;          /* false: the design was found to be sound before */
    double dropped_below;   /* the share of its length that a column must keep; 0: 1e-24 */
    bool is_one_of_many;    /* a step that others follow: it need not be corrected by its residuals */
} nh_normal_equations;

typedef struct nh_solution {
    size_t k;
    nh_precise *coefficient;
    double *inverse;     /* (X'WX)^-1, k x k */
    size_t *kept;        /* of the columns there were, the k that are used */
    bool is_precise;     /* residuals are worth working out with all digits */
} nh_solution;

/* Whether so many values go into the products that they are not all kept with twice the digits. */
bool nh_is_tall(const nh_design *design);

/* False when the products overflow. Free what it holds with nh_solution_clear, in any case. */
bool nh_solve(const nh_design *design, const nh_normal_equations *equations, nh_solution *solution, nh_error *err);
void nh_solution_clear(nh_solution *solution);

/* An information matrix and a score that were squared up elsewhere, with a double's digits. */
typedef struct nh_system {
    size_t k;
    const double *information, *score; /* k x k, of which the upper half is read; k */
    const double *lengths;  /* what a column's information was before anything was taken from it */
    bool may_drop;          /* columns that keep less than 1e-11 of that */
} nh_system;

/* information x step = score, as nh_solve. */
bool nh_solve_system(const nh_system *system, nh_solution *solution);

/* The logarithm of the determinant of a positive definite k x k matrix, of which the upper half is read, by Cholesky;
 * -INFINITY of any other matrix. */
double nh_log_determinant(const double *matrix, size_t k);

/* Turns the response into response - X b, row by row; the design holds only the kept columns by then. */
void nh_solution_residuals(const nh_design *design, const nh_solution *solution, double *response);

#endif
