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

/* The numbers of rows so far, and how many there are. */
typedef struct numbering {
    const nh_design *design;
    uint32_t *of_row;
    size_t n;
} numbering;

static size_t most_places(const numbering *g) { return g->design->n * PLACES_A_ROW + LEAST_PLACES; }

/* Whole values of a number or a date lie in [*least, *least + *width). */
static bool find_range(const numbering *g, const nh_column *column, double *least, size_t *width)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < g->design->n; i++) {
        size_t row = g->design->rows[i];
        double value = column->kind == NH_DATE ? column->date[row] : column->number[row];
        if (value != rint(value)) return false;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    *least = low;
    if (!(high - low < 4e9)) return false;
    *width = (size_t)(high - low) + 1;
    return true;
}

static size_t place_of(const nh_column *column, size_t row, double least)
{
    if (column->kind == NH_CATEGORY) return (size_t)column->code[row];
    return (size_t)((column->kind == NH_DATE ? column->date[row] : column->number[row]) - least);
}

/* Joins a column to the numbers so far; false where no table of it is small enough. */
static bool join(numbering *g, const nh_column *column)
{
    double least = 0;
    size_t width = 0, n = 0;
    if (column->kind == NH_CATEGORY) width = nh_levels_count(column->levels);
    else if (!find_range(g, column, &least, &width)) return false;
    if (width == 0 || g->n > most_places(g) / width) return false;
    uint32_t *seen = nh_zeroed(g->n * width + 1, sizeof *seen);
    for (size_t i = 0; i < g->design->n; i++) {
        uint32_t *number = &seen[g->of_row[i] * width + place_of(column, g->design->rows[i], least)];
        if (*number == 0) *number = (uint32_t)++n;
        g->of_row[i] = *number - 1;
    }
    free(seen);
    g->n = n;
    return true;
}

/* The frame's groups, numbered in order of appearance among the used rows. */
static void group_frame(numbering *g, const nh_column *const *columns, size_t n)
{
    nh_groups *groups = nh_group(g->design->frame, columns, n);
    uint32_t *seen = nh_zeroed(groups->n + 1, sizeof *seen);
    g->n = 0;
    for (size_t i = 0; i < g->design->n; i++) {
        uint32_t group = groups->of_row[g->design->rows[i]];
        if (!seen[group]) seen[group] = (uint32_t)++g->n;
        g->of_row[i] = seen[group] - 1;
    }
    free(seen);
    nh_groups_free(groups);
}

uint32_t *nh_design_groups(const nh_design *design, const nh_column *const *columns, size_t n, size_t *n_groups)
{
    numbering g = { design, nh_zeroed(design->n + 1, sizeof *g.of_row), 1 };
    bool is_joined = true;
    for (size_t c = 0; c < n && is_joined; c++) is_joined = join(&g, columns[c]);
    if (!is_joined) group_frame(&g, columns, n);
    *n_groups = g.n;
    return g.of_row;
}
