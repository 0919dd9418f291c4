/* stats/models/fixed_effects.h: a constant for every authority, every year, ... taken out without building columns.
 *
 * One effect is taken out by its means. Two or more are solved exactly: the largest one is eliminated level by
 * level, which leaves a small system in the levels of the others (the cells of authority by year), solved once
 * and swept until nothing is left; nothing alternates to a tolerance. Levels with a single row stay and are counted.
 *
 *     nh_absorbed *absorbed = nh_absorbed_new(design, err);
 *     nh_absorbed_fit(absorbed, design, response);
 *     design->absorbed = absorbed;                             blocks come without the effects from now on
 *
 * `rank` is how many constants the effects take up together: for authority and year their numbers less one
 * for each group of authorities that no year connects with another.
 */
#ifndef NH_MODELS_FIXED_EFFECTS_H
#define NH_MODELS_FIXED_EFFECTS_H

#include "stats/models/design_matrix.h"
#include "stats/models/precise.h"

typedef struct nh_factor {
    const char *name;
    uint32_t *level; /* of each used row */
    size_t n_levels, n_singles; /* levels; levels with one row */
    size_t at;       /* where its levels begin among those of all factors but the first */
    double *effect;  /* of column j at level l: effect[j * n_levels + l] */
} nh_factor;

struct nh_absorbed {
    nh_factor *factors; /* the one with most levels first */
    size_t n_factors;
    size_t rank;
    size_t n, n_columns;     /* rows; columns of a block that effects were worked out for */
    bool is_tall;            /* so many values that one sweep is enough */
    const double *weight;    /* of rows, or NULL */
    nh_factor cells;         /* what levels the factors have together, where few; else no level */
    uint32_t *cell_member;   /* the level of factor f in cell c: cell_member[c * n_factors + f] */
    double *cell_rows;       /* how many rows each cell has */
    size_t n_others;         /* levels of all factors but the first */
    double *share;           /* the weight of each level of the first factor */
    size_t *cell_from, *cell_level; /* the other levels met with each level of the first, */
    double *cell_weight;            /* and their weight there */
    double *inverse;         /* of what elimination leaves: n_others x n_others, 0 where dependent */
    double *raw_squares;     /* weighted squares of each column before anything was taken out */
    nh_precise *products;    /* of columns and response when all is taken out, as far as a double's digits go */
};

/* NULL and an error when there are too many levels to solve. */
nh_absorbed *nh_absorbed_new(const nh_design *design, nh_error *err);
void nh_absorbed_free(nh_absorbed *absorbed); /* NULL is allowed */

/* Works out what to take from each kept column of the design, and takes it from the response. */
void nh_absorbed_fit(nh_absorbed *absorbed, const nh_design *design, double *response);
void nh_absorbed_subtract(const nh_absorbed *absorbed, size_t from, size_t n, double *block);
void nh_absorbed_keep(nh_absorbed *absorbed, const size_t *kept, size_t n_kept); /* only these columns from now on */

/* Each row's leverage from the effects alone. */
void nh_absorbed_leverage(const nh_absorbed *absorbed, double *leverage);

/* The row's indicators of the other factors' levels, less their share at its level of the first. */
void nh_absorbed_row(const nh_absorbed *absorbed, size_t row, double *levels);

/* Whether every level of the factor lies within one group. */
bool nh_factor_is_nested(const nh_factor *factor, const uint32_t *group, size_t n);

#endif
