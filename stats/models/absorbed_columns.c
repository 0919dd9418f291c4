/* stats/models/absorbed_columns.c: what effects take from the columns of a design.
 *
 * A sweep adds the columns up by level and solves for their effects. Of tall designs the same pass squares up the
 * columns, and the products within levels follow from those sums: sum x y - sum over levels of (sum x) (effect of y).
 * Everything is about an origin near each column, so that little cancels; where much does, the products are formed
 * again from the columns themselves (least_squares.h). */
#include "stats/models/block_sums.h"
#include "stats/models/fixed_effects.h"
#include "stats/models/least_squares.h"

#include <stdlib.h>
#include <string.h>

/* The second sweep takes out what rounding left in the first, which is less than 1e-13 of a column's spread;
 * tall designs do without. */
static size_t sweeps_of(const nh_absorbed *absorbed) { return absorbed->is_tall ? 1 : 2; }

/* Weighted sums of some columns by level of every factor: the first's, then the others'; while they are gathered,
 * by cell where there are such. */
typedef struct level_sums {
    double *first, *others, *cells;
    size_t k;
} level_sums;

/* From cells to the levels they are made of. */
static void fold_cells(const nh_absorbed *absorbed, level_sums *sums)
{
    size_t k = sums->k;
    for (size_t c = 0; c < absorbed->cells.n_levels; c++)
        for (size_t f = 0; f < absorbed->n_factors; f++) {
            size_t level = absorbed->cell_member[c * absorbed->n_factors + f];
            double *sum = (f == 0 ? sums->first : sums->others + absorbed->factors[f].at * k) + level * k;
            for (size_t j = 0; j < k; j++) sum[j] += sums->cells[c * k + j];
        }
}

/* From sums by level to effects, in place: the others by the inverse, then the first's means of what is left. */
static void solve(const nh_absorbed *absorbed, level_sums *sums)
{
    size_t m = absorbed->n_others, k = sums->k;
    double *right = nh_zeroed(m * k + 1, sizeof *right);
    memcpy(right, sums->others, m * k * sizeof *right);
    for (size_t l = 0; l < absorbed->factors[0].n_levels; l++)
        for (size_t c = absorbed->cell_from[l]; c < absorbed->cell_from[l + 1]; c++)
            for (size_t j = 0; j < k; j++)
                right[absorbed->cell_level[c] * k + j] -=
                    absorbed->cell_weight[c] * sums->first[l * k + j] / absorbed->share[l];
    memset(sums->others, 0, m * k * sizeof *right);
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < m; b++)
            for (size_t j = 0; j < k; j++) sums->others[a * k + j] += absorbed->inverse[a * m + b] * right[b * k + j];
    for (size_t l = 0; l < absorbed->factors[0].n_levels; l++)
        for (size_t j = 0; j < k; j++) {
            double sum = sums->first[l * k + j];
            for (size_t c = absorbed->cell_from[l]; c < absorbed->cell_from[l + 1]; c++)
                sum -= absorbed->cell_weight[c] * sums->others[absorbed->cell_level[c] * k + j];
            sums->first[l * k + j] = sum / absorbed->share[l];
        }
    free(right);
}

static level_sums new_sums(const nh_absorbed *absorbed, size_t k)
{
    return (level_sums){ nh_zeroed(absorbed->factors[0].n_levels * k + 1, sizeof(double)),
                         nh_zeroed(absorbed->n_others * k + 1, sizeof(double)),
                         nh_zeroed(absorbed->cells.n_levels * k + 1, sizeof(double)), k };
}

static void free_sums(level_sums *sums)
{
    free(sums->first);
    free(sums->others);
    free(sums->cells);
}

static void add_effects(nh_absorbed *absorbed, const level_sums *sums)
{
    for (size_t f = 0; f < absorbed->n_factors; f++) {
        nh_factor *factor = &absorbed->factors[f];
        const double *more = f == 0 ? sums->first : sums->others + factor->at * sums->k;
        for (size_t j = 0; j < sums->k; j++)
            for (size_t l = 0; l < factor->n_levels; l++)
                factor->effect[j * factor->n_levels + l] += more[l * sums->k + j];
    }
}

static void add_to_levels(const uint32_t *level, size_t n, const double *values, double *sum, size_t k)
{
    for (size_t i = 0; i < n; i++) sum[level[i] * k] += values[i];
}

/* Column j of a block, weighted, to the sums of every factor's levels. */
static void gather_column(const nh_absorbed *absorbed, size_t from, size_t n, size_t j, const double *column,
                          level_sums *sums)
{
    double weighted[NH_BLOCK];
    for (size_t i = 0; i < n && absorbed->weight; i++) weighted[i] = column[i] * absorbed->weight[from + i];
    const double *values = absorbed->weight ? weighted : column;
    if (absorbed->cells.level) {
        add_to_levels(absorbed->cells.level + from, n, values, sums->cells + j, sums->k);
        return;
    }
    for (size_t f = 0; f < absorbed->n_factors; f++) {
        const nh_factor *factor = &absorbed->factors[f];
        double *sum = (f == 0 ? sums->first : sums->others + factor->at * sums->k) + j;
        add_to_levels(factor->level + from, n, values, sum, sums->k);
    }
}

/* A value near the column, from the rows of its first block. */
static double origin_of(const double *column, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += column[i];
    return n ? sum / (double)n : 0;
}

/* Adds up a block of raw columns about an origin of each: their sums by level, and their products. */
static void add_raw(nh_absorbed *absorbed, size_t from, size_t n, double *block, level_sums *sums, double *origin)
{
    for (size_t j = 0; j < sums->k; j++) {
        double *column = block + j * NH_BLOCK;
        if (from == 0) origin[j] = origin_of(column, n);
        for (size_t i = 0; i < n && origin[j] != 0; i++) column[i] -= origin[j];
        gather_column(absorbed, from, n, j, column, sums);
    }
    nh_add_products(block, absorbed->weight ? absorbed->weight + from : NULL, n, sums->k, absorbed->products);
}

/* Squares about 0 from those about the origin. */
static void find_raw_squares(nh_absorbed *absorbed, const level_sums *sums, const double *origin)
{
    size_t m = sums->k;
    for (size_t j = 0; j < m; j++) {
        double squares = absorbed->products[j * m + j].high;
        for (size_t l = 0; l < absorbed->factors[0].n_levels; l++)
            squares += origin[j] * (2 * sums->first[l * m + j] + origin[j] * absorbed->share[l]);
        absorbed->raw_squares[j] = squares;
    }
}

/* Columns as they are, and the response behind them. */
static void gather_raw(nh_absorbed *absorbed, const nh_design *design, const double *response, level_sums *sums,
                       double *origin)
{
    double *block = nh_zeroed((sums->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_changed(design, from, n, NULL, block, NULL);
        memcpy(block + design->n_kept * NH_BLOCK, response + from, n * sizeof *block);
        add_raw(absorbed, from, n, block, sums, origin);
    }
    free(block);
}

/* Columns and the response less the effects so far. */
static void gather_rest(const nh_absorbed *absorbed, const nh_design *design, const double *response,
                        level_sums *sums)
{
    double *block = nh_zeroed((sums->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_changed(design, from, n, NULL, block, NULL);
        memcpy(block + design->n_kept * NH_BLOCK, response + from, n * sizeof *block);
        nh_absorbed_subtract(absorbed, from, n, block);
        for (size_t j = 0; j < sums->k; j++) gather_column(absorbed, from, n, j, block + j * NH_BLOCK, sums);
    }
    free(block);
}

/* What each cell's rows lose: the sum of its levels' effects. */
static void sum_effects(nh_absorbed *absorbed)
{
    nh_factor *cells = &absorbed->cells;
    if (!cells->level) return;
    memset(cells->effect, 0, cells->n_levels * absorbed->n_columns * sizeof *cells->effect);
    for (size_t j = 0; j < absorbed->n_columns; j++)
        for (size_t c = 0; c < cells->n_levels; c++)
            for (size_t f = 0; f < absorbed->n_factors; f++) {
                const nh_factor *factor = &absorbed->factors[f];
                cells->effect[j * cells->n_levels + c] +=
                    factor->effect[j * factor->n_levels + absorbed->cell_member[c * absorbed->n_factors + f]];
            }
}

/* An origin is part of what the first factor takes out. */
static void add_origins(nh_absorbed *absorbed, const double *origin)
{
    nh_factor *first = &absorbed->factors[0];
    for (size_t j = 0; j < absorbed->n_columns; j++)
        for (size_t l = 0; l < first->n_levels; l++) first->effect[j * first->n_levels + l] += origin[j];
}

/* The response is the last of the columns. */
static void take_from_response(const nh_absorbed *absorbed, double *response)
{
    size_t last = absorbed->n_columns - 1;
    for (size_t f = 0; f < absorbed->n_factors; f++) {
        const nh_factor *factor = &absorbed->factors[f];
        const double *effect = factor->effect + last * factor->n_levels;
        for (size_t i = 0; i < absorbed->n; i++) response[i] -= effect[factor->level[i]];
    }
}

/* Products lose what the effects explain: sums by level times effects. */
static void reduce_products(nh_absorbed *absorbed, const level_sums *sums, const level_sums *effects)
{
    size_t m = sums->k;
    for (size_t a = 0; a < m; a++)
        for (size_t b = a; b < m; b++) {
            nh_precise rest = absorbed->products[a * m + b];
            for (size_t l = 0; l < absorbed->factors[0].n_levels; l++)
                rest =
                    nh_precise_subtract(rest, nh_precise_product(sums->first[l * m + a], effects->first[l * m + b]));
            for (size_t l = 0; l < absorbed->n_others; l++)
                rest = nh_precise_subtract(rest,
                                           nh_precise_product(sums->others[l * m + a], effects->others[l * m + b]));
            absorbed->products[a * m + b] = rest;
        }
}

static level_sums copy_of(const nh_absorbed *absorbed, const level_sums *sums)
{
    level_sums copy = new_sums(absorbed, sums->k);
    memcpy(copy.first, sums->first, absorbed->factors[0].n_levels * sums->k * sizeof *copy.first);
    memcpy(copy.others, sums->others, absorbed->n_others * sums->k * sizeof *copy.others);
    return copy;
}

/* One sweep: from the columns' sums to effects that are added to those there are. */
static void sweep_once(nh_absorbed *absorbed, const nh_design *design, const double *response, bool is_first)
{
    level_sums sums = new_sums(absorbed, absorbed->n_columns);
    double *origin = nh_zeroed(sums.k + 1, sizeof *origin);
    if (is_first) gather_raw(absorbed, design, response, &sums, origin);
    else gather_rest(absorbed, design, response, &sums);
    fold_cells(absorbed, &sums);
    if (is_first) find_raw_squares(absorbed, &sums, origin);
    level_sums effects = copy_of(absorbed, &sums);
    solve(absorbed, &effects);
    add_effects(absorbed, &effects);
    add_origins(absorbed, origin);
    sum_effects(absorbed);
    if (is_first) reduce_products(absorbed, &sums, &effects);
    free_sums(&sums);
    free_sums(&effects);
    free(origin);
}

void nh_absorbed_fit(nh_absorbed *absorbed, const nh_design *design, double *response)
{
    size_t m = absorbed->n_columns = design->n_kept + 1;
    absorbed->raw_squares = nh_zeroed(m, sizeof *absorbed->raw_squares);
    absorbed->products = nh_zeroed(m * m, sizeof *absorbed->products);
    for (size_t f = 0; f < absorbed->n_factors; f++)
        absorbed->factors[f].effect = nh_zeroed(absorbed->factors[f].n_levels * m + 1, sizeof(double));
    absorbed->cells.effect = nh_zeroed(absorbed->cells.n_levels * m + 1, sizeof(double));
    for (size_t sweep = 0; sweep < sweeps_of(absorbed); sweep++)
        sweep_once(absorbed, design, response, sweep == 0);
    take_from_response(absorbed, response);
    absorbed->n_columns = design->n_kept;
}

static void subtract_effects(const nh_factor *factor, size_t n_columns, size_t from, size_t n, double *block)
{
    const uint32_t *level = factor->level + from;
    for (size_t j = 0; j < n_columns; j++) {
        const double *effect = factor->effect + j * factor->n_levels;
        for (size_t i = 0; i < n; i++) block[j * NH_BLOCK + i] -= effect[level[i]];
    }
}

void nh_absorbed_subtract(const nh_absorbed *absorbed, size_t from, size_t n, double *block)
{
    if (absorbed->cells.level) {
        subtract_effects(&absorbed->cells, absorbed->n_columns, from, n, block);
        return;
    }
    for (size_t f = 0; f < absorbed->n_factors; f++)
        subtract_effects(&absorbed->factors[f], absorbed->n_columns, from, n, block);
}

static void keep_effects(nh_factor *factor, const size_t *kept, size_t n_kept)
{
    size_t n = factor->n_levels;
    for (size_t j = 0; j < n_kept && n; j++)
        memmove(factor->effect + j * n, factor->effect + kept[j] * n, n * sizeof *factor->effect);
}

void nh_absorbed_keep(nh_absorbed *absorbed, const size_t *kept, size_t n_kept)
{
    for (size_t f = 0; f < absorbed->n_factors; f++) keep_effects(&absorbed->factors[f], kept, n_kept);
    keep_effects(&absorbed->cells, kept, n_kept);
    absorbed->n_columns = n_kept;
}
