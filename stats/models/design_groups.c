/* stats/models/design_groups.c: which used rows share their values in some columns.
 *
 * Levels of a category and whole numbers of a small range (years) are counted off in a table; any other column goes
 * through the frame's own grouping. */
#include "datasets/frame/group.h"
#include "stats/models/design_matrix.h"

#include <math.h>
#include <stdlib.h>

/* A table may have this many places for each row. */
enum { PLACES_A_ROW = 4, LEAST_PLACES = 4096 };

/* The numbers of rows so far, and how many there are; more than `most` are not asked for. */
typedef struct numbering {
    const nh_design *design;
    uint32_t *of_row;
    size_t n, most;
} numbering;

static size_t most_places(const numbering *g) { return g->design->n * PLACES_A_ROW + LEAST_PLACES; }

static double value_at(const nh_column *column, size_t row)
{
    return column->kind == NH_DATE ? column->date[row] : column->number[row];
}

/* Whole values of a number or a date lie in [*least, *least + *width). */
static bool find_range(const numbering *g, const nh_column *column, double *least, size_t *width)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < g->design->n; i++) {
        double value = value_at(column, g->design->rows[i]);
        if (value < low) low = value;
        if (value > high) high = value;
        if (!(fabs(value) < 2e9) || value != (double)(int32_t)value) return false;
    }
    *least = low;
    *width = (size_t)(high - low) + 1;
    return true;
}

/* The places of a block's rows in the column's range. */
static void find_places(const numbering *g, const nh_column *column, double least, size_t from, size_t n,
                        size_t *place)
{
    const size_t *rows = g->design->rows + from;
    if (column->kind == NH_CATEGORY)
        for (size_t i = 0; i < n; i++) place[i] = (size_t)column->code[rows[i]];
    else
        for (size_t i = 0; i < n; i++) place[i] = (size_t)(int64_t)(value_at(column, rows[i]) - least);
}

/* Joins a column to the numbers so far; false where no table of it is small enough. */
static bool join(numbering *g, const nh_column *column)
{
    double least = 0;
    size_t width = 0, n = 0, place[NH_BLOCK];
    if (column->kind == NH_CATEGORY) width = nh_levels_count(column->levels);
    else if (!find_range(g, column, &least, &width)) return false;
    if (width == 0 || g->n > most_places(g) / width) return false;
    uint32_t *seen = nh_zeroed(g->n * width + 1, sizeof *seen);
    for (size_t from = 0, now; from < g->design->n && n <= g->most; from += now) {
        now = g->design->n - from < NH_BLOCK ? g->design->n - from : NH_BLOCK;
        find_places(g, column, least, from, now, place);
        for (size_t i = 0; i < now; i++) {
            uint32_t *number = &seen[g->of_row[from + i] * width + place[i]];
            if (*number == 0) *number = (uint32_t)++n;
            g->of_row[from + i] = *number - 1;
        }
    }
    free(seen);
    g->n = n;
    return true;
}

/* The frame's groups, numbered in order of appearance among the used rows. */
static void group_frame(numbering *g, const nh_column *const *columns, size_t n)
{
    size_t n_groups;
    uint32_t *groups = nh_group_numbers(g->design->frame, columns, n, &n_groups);
    uint32_t *seen = nh_zeroed(n_groups + 1, sizeof *seen);
    g->n = 0;
    for (size_t i = 0; i < g->design->n; i++) {
        uint32_t group = groups[g->design->rows[i]];
        if (!seen[group]) seen[group] = (uint32_t)++g->n;
        g->of_row[i] = seen[group] - 1;
    }
    free(seen);
    free(groups);
}

uint32_t *nh_design_few_groups(const nh_design *design, const nh_column *const *columns, size_t n, size_t most,
                               size_t *n_groups)
{
    numbering g = { design, nh_zeroed(design->n + 1, sizeof *g.of_row), 1, most };
    bool is_joined = true;
    for (size_t c = 0; c < n && is_joined && g.n <= most; c++) is_joined = join(&g, columns[c]);
    if (!is_joined) group_frame(&g, columns, n);
    *n_groups = g.n;
    if (g.n <= most) return g.of_row;
    free(g.of_row);
    return NULL;
}

uint32_t *nh_design_groups(const nh_design *design, const nh_column *const *columns, size_t n, size_t *n_groups)
{
    return nh_design_few_groups(design, columns, n, SIZE_MAX, n_groups);
}
