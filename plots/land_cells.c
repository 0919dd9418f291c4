/* plots/land_cells.c: majority, flood and spread; every step visits each cell a fixed number of times. */
#include "plots/land_cells.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { UNDECIDED = -2 };

static size_t cells_of(const nh_land_cells *g)
{
    return (size_t)g->columns * (size_t)g->rows;
}

static size_t cell_at(const nh_land_cells *g, int x, int y)
{
    return (size_t)y * (size_t)g->columns + (size_t)x;
}

static bool is_on(const nh_land_cells *g, int x, int y)
{
    return x >= 0 && y >= 0 && x < g->columns && y < g->rows;
}

static nh_land_cells new_cells(const nh_raster *raster)
{
    nh_land_cells g = { .raster = raster };
    g.columns = (int)ceil((raster->east - raster->west) / raster->cell) + 2;
    g.rows = (int)ceil((raster->north - raster->south) / raster->cell) + 2;
    g.label = nh_zeroed(cells_of(&g), sizeof *g.label);
    return g;
}

typedef struct vote {
    size_t cell;
    int authority;
} vote;

static int by_cell(const void *a, const void *b)
{
    const vote *p = a, *q = b;
    if (p->cell != q->cell) return p->cell < q->cell ? -1 : 1;
    return (p->authority > q->authority) - (p->authority < q->authority);
}

/* One vote a postcode inside the raster; returns how many. */
static size_t collect_votes(const nh_land_cells *g, const nh_dots *dots, vote *votes)
{
    size_t n = 0;
    for (size_t i = 0; i < dots->n; i++) {
        int x = (int)floor((dots->easting[i] - g->raster->west) / g->raster->cell) + 1;
        int y = (int)floor((dots->northing[i] - g->raster->south) / g->raster->cell) + 1;
        if (x < 1 || y < 1 || x >= g->columns - 1 || y >= g->rows - 1) continue;
        votes[n++] = (vote){ cell_at(g, x, y), dots->authority[i] };
    }
    return n;
}

/* Each cell with postcodes gets the authority of most of them (the first of equals). */
static void label_by_majority(nh_land_cells *g, const nh_dots *dots)
{
    for (size_t i = 0; i < cells_of(g); i++) g->label[i] = UNDECIDED;
    vote *votes = nh_zeroed(dots->n, sizeof *votes);
    size_t n = collect_votes(g, dots, votes), best = 0;
    qsort(votes, n, sizeof *votes, by_cell);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && by_cell(&votes[i], &votes[j]) == 0; j++) {}
        bool is_first = i == 0 || votes[i - 1].cell != votes[i].cell;
        if (!is_first && j - i <= best) continue;
        best = j - i;
        g->label[votes[i].cell] = votes[i].authority;
    }
    free(votes);
}

/* Whether any (of lived-in cells) or every cell of the three by three around a cell is set. */
static bool around(const nh_land_cells *g, const uint8_t *set, size_t cell, bool every)
{
    int x = (int)(cell % (size_t)g->columns), y = (int)(cell / (size_t)g->columns);
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            bool is_set = is_on(g, x + dx, y + dy) && set[cell_at(g, x + dx, y + dy)];
            if (is_set != every) return is_set;
        }
    return every;
}

/* Closing: grow by one cell all round, then shrink again; narrow gaps stay filled. */
static uint8_t *closed_land(const nh_land_cells *g)
{
    size_t n = cells_of(g);
    uint8_t *lived_in = nh_zeroed(n, 1), *grown = nh_zeroed(n, 1);
    for (size_t i = 0; i < n; i++) lived_in[i] = g->label[i] != UNDECIDED;
    for (size_t i = 0; i < n; i++) grown[i] = around(g, lived_in, i, false);
    for (size_t i = 0; i < n; i++) lived_in[i] = lived_in[i] || around(g, grown, i, true);
    free(grown);
    return lived_in;
}

static const int step_x[] = { 1, 0, -1, 0 }, step_y[] = { 0, 1, 0, -1 };

/* Every cell that a flood from the corner reaches without crossing land is sea. */
static void flood_sea(nh_land_cells *g)
{
    uint8_t *land = closed_land(g);
    size_t *queue = nh_zeroed(cells_of(g), sizeof *queue), head = 0, tail = 1;
    g->label[0] = NH_SEA;
    while (head < tail) {
        size_t cell = queue[head++];
        int x = (int)(cell % (size_t)g->columns), y = (int)(cell / (size_t)g->columns);
        for (int k = 0; k < 4; k++) {
            if (!is_on(g, x + step_x[k], y + step_y[k])) continue;
            size_t next = cell_at(g, x + step_x[k], y + step_y[k]);
            if (land[next] || g->label[next] != UNDECIDED) continue;
            g->label[next] = NH_SEA;
            queue[tail++] = next;
        }
    }
    free(queue);
    free(land);
}

/* Land without postcodes takes the label of the nearest labelled cell, spreading outwards evenly. */
static void fill_land(nh_land_cells *g)
{
    size_t *queue = nh_zeroed(cells_of(g), sizeof *queue), head = 0, tail = 0;
    for (size_t i = 0; i < cells_of(g); i++)
        if (g->label[i] >= 0) queue[tail++] = i;
    while (head < tail) {
        size_t cell = queue[head++];
        int x = (int)(cell % (size_t)g->columns), y = (int)(cell / (size_t)g->columns);
        for (int k = 0; k < 4; k++) {
            if (!is_on(g, x + step_x[k], y + step_y[k])) continue;
            size_t next = cell_at(g, x + step_x[k], y + step_y[k]);
            if (g->label[next] != UNDECIDED) continue;
            g->label[next] = g->label[cell];
            queue[tail++] = next;
        }
    }
    free(queue);
}

static void merge_neighbours(nh_land_cells *g)
{
    for (size_t i = 0; i < cells_of(g); i++)
        if (g->label[i] >= 0 && !nh_authority_at(g->label[i])->in_england) g->label[i] = NH_NEIGHBOUR;
}

nh_land_cells nh_land_cells_of(const nh_dots *dots, const nh_raster *raster)
{
    nh_land_cells g = new_cells(raster);
    label_by_majority(&g, dots);
    flood_sea(&g);
    fill_land(&g);
    merge_neighbours(&g);
    return g;
}
