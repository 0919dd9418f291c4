/* stats/models/fixed_effects.c: constants per level, taken out exactly. */
#include "stats/models/fixed_effects.h"

#include "stats/models/least_squares.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OTHERS = 3000, ROWS_A_CELL = 8 };

/* A table may have this many places for each row. */
enum { PLACES_A_ROW = 4, LEAST_PLACES = 4096 };

static double weight_of(const nh_absorbed *absorbed, size_t row)
{
    return absorbed->weight ? absorbed->weight[row] : 1;
}

/* What has a level of every factor: the cells where there are such and rows weigh the same, else the rows. */
static bool counts_cells(const nh_absorbed *absorbed) { return absorbed->cells.level && !absorbed->weight; }

static size_t n_units(const nh_absorbed *absorbed)
{
    return counts_cells(absorbed) ? absorbed->cells.n_levels : absorbed->n;
}

static size_t level_at(const nh_absorbed *absorbed, size_t f, size_t unit)
{
    return counts_cells(absorbed) ? absorbed->cell_member[unit * absorbed->n_factors + f]
                                  : absorbed->factors[f].level[unit];
}

static double weight_at(const nh_absorbed *absorbed, size_t unit)
{
    return counts_cells(absorbed) ? absorbed->cell_rows[unit] : weight_of(absorbed, unit);
}

static void count_singles(nh_absorbed *absorbed, size_t f)
{
    nh_factor *factor = &absorbed->factors[f];
    double *rows = nh_zeroed(factor->n_levels + 1, sizeof *rows);
    for (size_t u = 0; u < n_units(absorbed); u++)
        rows[level_at(absorbed, f, u)] += counts_cells(absorbed) ? absorbed->cell_rows[u] : 1;
    for (size_t l = 0; l < factor->n_levels; l++) factor->n_singles += rows[l] == 1;
    free(rows);
}

/* The factor with most levels comes first: it costs nothing to eliminate. */
static void read_factors(nh_absorbed *absorbed, const nh_design *design)
{
    const nh_formula *f = design->formula;
    absorbed->n_factors = f->n_effects;
    absorbed->factors = nh_zeroed(f->n_effects, sizeof *absorbed->factors);
    size_t largest = 0;
    for (size_t i = 0; i < f->n_effects; i++) {
        nh_factor *factor = &absorbed->factors[i];
        factor->name = f->effects[i].text;
        factor->level = nh_design_groups(design, f->effects[i].columns, f->effects[i].n, &factor->n_levels);
        if (factor->n_levels > absorbed->factors[largest].n_levels) largest = i;
    }
    nh_factor first = absorbed->factors[largest];
    absorbed->factors[largest] = absorbed->factors[0];
    absorbed->factors[0] = first;
    for (size_t i = 1; i < absorbed->n_factors; i++) {
        absorbed->factors[i].at = absorbed->n_others;
        absorbed->n_others += absorbed->factors[i].n_levels;
    }
}

/* Rows that share their levels of all factors share a cell, numbered in order of appearance; false when there are too
 * many cells, or the table of them would be too large. */
static bool number_cells(nh_absorbed *absorbed)
{
    nh_factor *cells = &absorbed->cells;
    size_t most = absorbed->n / ROWS_A_CELL;
    cells->level = nh_zeroed(absorbed->n + 1, sizeof *cells->level);
    cells->n_levels = 1;
    for (size_t f = 0; f < absorbed->n_factors; f++) {
        const nh_factor *factor = &absorbed->factors[f];
        size_t width = factor->n_levels, n = 0;
        if (cells->n_levels > (PLACES_A_ROW * absorbed->n + LEAST_PLACES) / width) return false;
        uint32_t *seen = nh_zeroed(cells->n_levels * width + 1, sizeof *seen);
        for (size_t i = 0; i < absorbed->n; i++) {
            uint32_t *number = &seen[cells->level[i] * width + factor->level[i]];
            if (*number == 0) *number = (uint32_t)++n;
            cells->level[i] = *number - 1;
        }
        free(seen);
        cells->n_levels = n;
    }
    return cells->n_levels <= most;
}

/* Few combinations of levels: rows are then looked up once, not by factor. */
static void join_factors(nh_absorbed *absorbed)
{
    nh_factor *cells = &absorbed->cells;
    size_t n_factors = absorbed->n_factors;
    if (n_factors < 2) return;
    if (!number_cells(absorbed)) {
        free(cells->level);
        *cells = (nh_factor){ 0 };
        return;
    }
    size_t *row = nh_zeroed(cells->n_levels + 1, sizeof *row); /* any one of each cell */
    absorbed->cell_rows = nh_zeroed(cells->n_levels + 1, sizeof *absorbed->cell_rows);
    for (size_t i = 0; i < absorbed->n; i++) {
        row[cells->level[i]] = i;
        absorbed->cell_rows[cells->level[i]]++;
    }
    absorbed->cell_member = nh_zeroed(cells->n_levels * n_factors + 1, sizeof *absorbed->cell_member);
    for (size_t c = 0; c < cells->n_levels; c++)
        for (size_t f = 0; f < n_factors; f++)
            absorbed->cell_member[c * n_factors + f] = absorbed->factors[f].level[row[c]];
    free(row);
}

/* Weights of the other levels met with each level of the first, as a whole table; NULL where most of it would be
 * empty. */
static double *dense_cells(const nh_absorbed *absorbed)
{
    size_t m = absorbed->n_others, n_levels = absorbed->factors[0].n_levels;
    if (m == 0 || n_levels > (PLACES_A_ROW * absorbed->n + LEAST_PLACES) / m) return NULL;
    double *cells = nh_zeroed(n_levels * m + 1, sizeof *cells);
    for (size_t f = 1; f < absorbed->n_factors; f++) {
        double *at = cells + absorbed->factors[f].at;
        for (size_t u = 0; u < n_units(absorbed); u++)
            at[level_at(absorbed, 0, u) * m + level_at(absorbed, f, u)] += weight_at(absorbed, u);
    }
    return cells;
}

/* The cells of the table that are not empty. */
static void take_cells(nh_absorbed *absorbed, const double *cells)
{
    size_t m = absorbed->n_others, n_levels = absorbed->factors[0].n_levels, n = 0, all = 0;
    for (size_t c = 0; c < n_levels * m; c++) all += cells[c] != 0;
    absorbed->cell_from = nh_zeroed(n_levels + 1, sizeof *absorbed->cell_from);
    absorbed->cell_level = nh_zeroed(all + 1, sizeof *absorbed->cell_level);
    absorbed->cell_weight = nh_zeroed(all + 1, sizeof *absorbed->cell_weight);
    for (size_t l = 0; l < n_levels; l++) {
        for (size_t o = 0; o < m; o++) {
            if (cells[l * m + o] == 0) continue;
            absorbed->cell_level[n] = o;
            absorbed->cell_weight[n++] = cells[l * m + o];
        }
        absorbed->cell_from[l + 1] = n;
    }
}

/* Row numbers by level of the first factor; from[l] is where level l begins. */
static size_t *rows_by_level(const nh_absorbed *absorbed, size_t *from)
{
    const nh_factor *first = &absorbed->factors[0];
    size_t *rows = nh_zeroed(absorbed->n + 1, sizeof *rows);
    for (size_t i = 0; i < absorbed->n; i++) from[first->level[i] + 1]++;
    for (size_t l = 0; l < first->n_levels; l++) from[l + 1] += from[l];
    size_t *next = nh_zeroed(first->n_levels + 1, sizeof *next);
    memcpy(next, from, first->n_levels * sizeof *next);
    for (size_t i = 0; i < absorbed->n; i++) rows[next[first->level[i]]++] = i;
    free(next);
    return rows;
}

/* Adds up the weights of the other levels met by the rows of one level; returns how many were met. */
static size_t meet(const nh_absorbed *absorbed, const size_t *rows, size_t n, double *weight, size_t *met)
{
    size_t n_met = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t f = 1; f < absorbed->n_factors; f++) {
            size_t level = absorbed->factors[f].at + absorbed->factors[f].level[rows[i]];
            if (weight[level] == 0) met[n_met++] = level;
            weight[level] += weight_of(absorbed, rows[i]);
        }
    return n_met;
}

static void collect_cells(nh_absorbed *absorbed)
{
    size_t n_levels = absorbed->factors[0].n_levels, n_cells = 0;
    size_t *from = nh_zeroed(n_levels + 1, sizeof *from), *rows = rows_by_level(absorbed, from);
    size_t room = absorbed->n * (absorbed->n_factors - 1) + 1;
    size_t *met = nh_zeroed(absorbed->n_others + 1, sizeof *met);
    double *weight = nh_zeroed(absorbed->n_others + 1, sizeof *weight);
    absorbed->cell_from = nh_zeroed(n_levels + 1, sizeof *absorbed->cell_from);
    absorbed->cell_level = nh_zeroed(room, sizeof *absorbed->cell_level);
    absorbed->cell_weight = nh_zeroed(room, sizeof *absorbed->cell_weight);
    for (size_t l = 0; l < n_levels; l++) {
        size_t n_met = meet(absorbed, rows + from[l], from[l + 1] - from[l], weight, met);
        for (size_t c = 0; c < n_met; c++, n_cells++) {
            absorbed->cell_level[n_cells] = met[c];
            absorbed->cell_weight[n_cells] = weight[met[c]];
            weight[met[c]] = 0;
        }
        absorbed->cell_from[l + 1] = n_cells;
    }
    free(from);
    free(rows);
    free(met);
    free(weight);
}

static void read_cells(nh_absorbed *absorbed)
{
    double *cells = dense_cells(absorbed);
    if (cells) take_cells(absorbed, cells);
    else collect_cells(absorbed);
    free(cells);
}

/* Weights of pairs of levels of two factors but the first. */
static void add_pairs(const nh_absorbed *absorbed, size_t f, size_t g, double *s)
{
    double *at = s + absorbed->factors[f].at * absorbed->n_others + absorbed->factors[g].at;
    for (size_t u = 0; u < n_units(absorbed); u++)
        at[level_at(absorbed, f, u) * absorbed->n_others + level_at(absorbed, g, u)] += weight_at(absorbed, u);
}

/* Weighted cross-products of the other levels, less what the first factor takes up. */
static double *eliminated(const nh_absorbed *absorbed)
{
    size_t m = absorbed->n_others;
    double *s = nh_zeroed(m * m + 1, sizeof *s);
    for (size_t c = 0; c < absorbed->cell_from[absorbed->factors[0].n_levels]; c++)
        s[absorbed->cell_level[c] * m + absorbed->cell_level[c]] += absorbed->cell_weight[c];
    for (size_t f = 1; f < absorbed->n_factors; f++)
        for (size_t g = 1; g < absorbed->n_factors; g++)
            if (f != g) add_pairs(absorbed, f, g, s);
    for (size_t l = 0; l < absorbed->factors[0].n_levels; l++)
        for (size_t a = absorbed->cell_from[l]; a < absorbed->cell_from[l + 1]; a++)
            for (size_t b = absorbed->cell_from[l]; b < absorbed->cell_from[l + 1]; b++)
                s[absorbed->cell_level[a] * m + absorbed->cell_level[b]] -=
                    absorbed->cell_weight[a] * absorbed->cell_weight[b] / absorbed->share[l];
    return s;
}

/* Inverse of a symmetric matrix by sweeping in order (Beaton 1964); a row that depends on those before it is left
 * at 0. Returns the rank. */
static size_t invert(double *s, size_t m)
{
    size_t rank = 0;
    double *was = nh_zeroed(m + 1, sizeof *was);
    bool *is_kept = nh_zeroed(m + 1, sizeof *is_kept);
    for (size_t k = 0; k < m; k++) was[k] = s[k * m + k];
    for (size_t k = 0; k < m; k++) {
        double pivot = s[k * m + k];
        if (pivot <= 1e-10 * was[k]) continue;
        is_kept[k] = true;
        rank++;
        for (size_t j = 0; j < m; j++) s[k * m + j] /= j == k ? 1 : pivot;
        for (size_t i = 0; i < m; i++) {
            double factor = s[i * m + k];
            if (i == k || factor == 0) continue;
            for (size_t j = 0; j < m; j++) s[i * m + j] -= j == k ? 0 : factor * s[k * m + j];
            s[i * m + k] = -factor / pivot;
        }
        s[k * m + k] = 1 / pivot;
    }
    for (size_t i = 0; i < m * m; i++)
        if (!is_kept[i / m] || !is_kept[i % m]) s[i] = 0;
    free(was);
    free(is_kept);
    return rank;
}

nh_absorbed *nh_absorbed_new(const nh_design *design, nh_error *err)
{
    nh_absorbed *absorbed = nh_zeroed(1, sizeof *absorbed);
    absorbed->n = design->n;
    absorbed->is_tall = nh_is_tall(design);
    absorbed->weight = design->weight;
    read_factors(absorbed, design);
    join_factors(absorbed);
    for (size_t f = 0; f < absorbed->n_factors; f++) count_singles(absorbed, f);
    if (absorbed->n_others > MOST_OTHERS) {
        nh_fail(err, NH_INCOMPLETE, "the effects beside %s have %zu levels together; at most %d can be absorbed",
                absorbed->factors[0].name, absorbed->n_others, MOST_OTHERS);
        nh_absorbed_free(absorbed);
        return NULL;
    }
    absorbed->share = nh_zeroed(absorbed->factors[0].n_levels + 1, sizeof *absorbed->share);
    for (size_t u = 0; u < n_units(absorbed); u++)
        absorbed->share[level_at(absorbed, 0, u)] += weight_at(absorbed, u);
    read_cells(absorbed);
    absorbed->inverse = eliminated(absorbed);
    absorbed->rank = absorbed->factors[0].n_levels + invert(absorbed->inverse, absorbed->n_others);
    return absorbed;
}

void nh_absorbed_free(nh_absorbed *absorbed)
{
    if (!absorbed) return;
    for (size_t f = 0; f < absorbed->n_factors; f++) {
        free(absorbed->factors[f].level);
        free(absorbed->factors[f].effect);
    }
    free(absorbed->cells.level);
    free(absorbed->cells.effect);
    free(absorbed->cell_member);
    free(absorbed->cell_rows);
    free(absorbed->factors);
    free(absorbed->share);
    free(absorbed->cell_from);
    free(absorbed->cell_level);
    free(absorbed->cell_weight);
    free(absorbed->inverse);
    free(absorbed->raw_squares);
    free(absorbed->products);
    free(absorbed);
}

void nh_absorbed_row(const nh_absorbed *absorbed, size_t row, double *levels)
{
    size_t first = absorbed->factors[0].level[row];
    memset(levels, 0, absorbed->n_others * sizeof *levels);
    for (size_t c = absorbed->cell_from[first]; c < absorbed->cell_from[first + 1]; c++)
        levels[absorbed->cell_level[c]] = -absorbed->cell_weight[c] / absorbed->share[first];
    for (size_t f = 1; f < absorbed->n_factors; f++)
        levels[absorbed->factors[f].at + absorbed->factors[f].level[row]] += 1;
}

/* w (1/W + d' G d), where d is the row's levels less their share at its level of the first factor. */
void nh_absorbed_leverage(const nh_absorbed *absorbed, double *leverage)
{
    size_t m = absorbed->n_others;
    double *levels = nh_zeroed(m + 1, sizeof *levels);
    for (size_t i = 0; i < absorbed->n; i++) {
        double h = 1 / absorbed->share[absorbed->factors[0].level[i]];
        nh_absorbed_row(absorbed, i, levels);
        for (size_t a = 0; a < m; a++)
            for (size_t b = 0; b < m && levels[a] != 0; b++)
                h += levels[a] * absorbed->inverse[a * m + b] * levels[b];
        leverage[i] = h * weight_of(absorbed, i);
    }
    free(levels);
}

bool nh_factor_is_nested(const nh_factor *factor, const uint32_t *group, size_t n)
{
    uint32_t *home = nh_zeroed(factor->n_levels + 1, sizeof *home);
    bool is_nested = true;
    for (size_t i = 0; i < n && is_nested; i++) {
        uint32_t *of_level = &home[factor->level[i]];
        if (*of_level == 0) *of_level = group[i] + 1;
        is_nested = *of_level == group[i] + 1;
    }
    free(home);
    return is_nested;
}
