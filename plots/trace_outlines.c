/* plots/trace_outlines.c: postcodes to raster, raster to lines; see the header for the method. */
#include "plots/trace_outlines.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SEA = -1, UNDECIDED = -2, SMOOTHINGS = 2 };

/* Cells count from the south-west corner, row by row; a rim of one cell on each side is sea. */
typedef struct grid {
    const nh_raster *raster;
    int columns, rows;
    int *label; /* an authority's number, or SEA */
} grid;

static size_t cells_of(const grid *g)
{
    return (size_t)g->columns * (size_t)g->rows;
}

static size_t cell_at(const grid *g, int x, int y)
{
    return (size_t)y * (size_t)g->columns + (size_t)x;
}

static bool is_on(const grid *g, int x, int y)
{
    return x >= 0 && y >= 0 && x < g->columns && y < g->rows;
}

static grid new_grid(const nh_raster *raster)
{
    grid g = { .raster = raster };
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
static size_t collect_votes(const grid *g, const nh_dots *dots, vote *votes)
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
static void label_by_majority(grid *g, const nh_dots *dots)
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
static bool around(const grid *g, const uint8_t *set, size_t cell, bool every)
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
static uint8_t *closed_land(const grid *g)
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
static void flood_sea(grid *g)
{
    uint8_t *land = closed_land(g);
    size_t *queue = nh_zeroed(cells_of(g), sizeof *queue), head = 0, tail = 1;
    g->label[0] = SEA;
    while (head < tail) {
        size_t cell = queue[head++];
        int x = (int)(cell % (size_t)g->columns), y = (int)(cell / (size_t)g->columns);
        for (int k = 0; k < 4; k++) {
            if (!is_on(g, x + step_x[k], y + step_y[k])) continue;
            size_t next = cell_at(g, x + step_x[k], y + step_y[k]);
            if (land[next] || g->label[next] != UNDECIDED) continue;
            g->label[next] = SEA;
            queue[tail++] = next;
        }
    }
    free(queue);
    free(land);
}

/* Land without postcodes takes the label of the nearest labelled cell, spreading outwards evenly. */
static void fill_land(grid *g)
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

/* Wales, Scotland and the islands have kept the sea out; on the map they are not drawn. */
static void keep_england(grid *g)
{
    for (size_t i = 0; i < cells_of(g); i++) {
        int label = g->label[i];
        if (label < 0 || !nh_authority_at(label)->in_england) g->label[i] = SEA;
    }
}

/* --- From cells to lines. A corner (x, y) is the south-west corner of cell (x, y). --- */

typedef struct point {
    double x, y;
} point;

typedef struct line {
    point *at;
    size_t n, room;
} line;

static void extend(line *l, double x, double y)
{
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 32;
        l->at = nh_resize(l->at, l->room, sizeof *l->at);
    }
    l->at[l->n++] = (point){ x, y };
}

static int label_at(const grid *g, int x, int y)
{
    return is_on(g, x, y) ? g->label[cell_at(g, x, y)] : SEA;
}

/* The areas to the left and right of the edge that leaves corner (x, y) in direction k. */
static void sides(const grid *g, int x, int y, int k, int *left, int *right)
{
    static const int left_x[] = { 0, -1, -1, 0 }, left_y[] = { 0, 0, -1, -1 };
    static const int right_x[] = { 0, 0, -1, -1 }, right_y[] = { -1, 0, 0, -1 };
    *left = label_at(g, x + left_x[k], y + left_y[k]);
    *right = label_at(g, x + right_x[k], y + right_y[k]);
}

static bool is_edge(const grid *g, int x, int y, int k)
{
    int left, right;
    sides(g, x, y, k, &left, &right);
    return left != right;
}

static int edges_at(const grid *g, int x, int y)
{
    int n = 0;
    for (int k = 0; k < 4; k++) n += is_edge(g, x, y, k);
    return n;
}

/* What is followed once need not be followed again: a bit for the two edges each corner owns (east, north). */
typedef struct tracer {
    const grid *g;
    uint8_t *done;
} tracer;

static uint8_t *owner_of(const tracer *t, int x, int y, int k, int *bit)
{
    int owner_x = k == 2 ? x - 1 : x, owner_y = k == 3 ? y - 1 : y;
    *bit = 1 << (k % 2);
    return &t->done[cell_at(t->g, owner_x, owner_y)];
}

static bool is_open(const tracer *t, int x, int y, int k)
{
    if (!is_edge(t->g, x, y, k)) return false;
    int bit;
    return !(*owner_of(t, x, y, k, &bit) & bit);
}

static void follow_edge(tracer *t, int *x, int *y, int k, line *l)
{
    int bit;
    *owner_of(t, *x, *y, k, &bit) |= (uint8_t)bit;
    *x += step_x[k];
    *y += step_y[k];
    extend(l, *x, *y);
}

/* From a corner along one edge until a junction, or round to where it began. */
static line follow(tracer *t, int x, int y, int k)
{
    line l = { 0 };
    extend(&l, x, y);
    while (k >= 0) {
        follow_edge(t, &x, &y, k, &l);
        int next = -1;
        for (int way = 0; way < 4 && edges_at(t->g, x, y) == 2; way++)
            if (is_open(t, x, y, way)) next = way;
        k = next;
    }
    return l;
}

/* The symmetric 1-2-1 filter: ends and junctions stay, a closed line is smoothed all round. */
static void smooth(line *l)
{
    bool is_closed = l->at[0].x == l->at[l->n - 1].x && l->at[0].y == l->at[l->n - 1].y;
    point before = is_closed ? l->at[l->n - 2] : l->at[0], first = l->at[0];
    for (size_t i = is_closed ? 0 : 1; i + 1 < l->n; i++) {
        point here = l->at[i], after = l->at[i + 1];
        if (i == 0) first = here;
        l->at[i].x = (before.x + 2 * here.x + after.x) / 4;
        l->at[i].y = (before.y + 2 * here.y + after.y) / 4;
        before = i == 0 ? first : here;
    }
    if (is_closed) l->at[l->n - 1] = l->at[0];
}

static double off_line(point p, point a, point b)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = hypot(dx, dy);
    if (length == 0) return hypot(p.x - a.x, p.y - a.y);
    return fabs((p.x - a.x) * dy - (p.y - a.y) * dx) / length;
}

/* Douglas and Peucker 1973: keep the point that strays most, then thin both halves. */
static void thin(const line *l, size_t from, size_t to, double tolerance, uint8_t *keep)
{
    double most = 0;
    size_t split = from;
    for (size_t i = from + 1; i < to; i++) {
        double off = off_line(l->at[i], l->at[from], l->at[to]);
        if (off > most) {
            most = off;
            split = i;
        }
    }
    if (most <= tolerance) return;
    keep[split] = 1;
    thin(l, from, split, tolerance, keep);
    thin(l, split, to, tolerance, keep);
}

/* "4502 5320 3 -2 ...": units of 100 m, the first absolute, then steps; steps of nothing are left out. */
static void write_points(const grid *g, const line *l, const uint8_t *keep, nh_text *out)
{
    long last_x = 0, last_y = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (!keep[i]) continue;
        long x = lround((g->raster->west + (l->at[i].x - 1) * g->raster->cell) / 100);
        long y = lround((g->raster->south + (l->at[i].y - 1) * g->raster->cell) / 100);
        if (i > 0 && x == last_x && y == last_y) continue;
        nh_text_say(out, "%s%ld %ld", i ? " " : "", x - last_x, y - last_y);
        last_x = x;
        last_y = y;
    }
}

static void put_area(nh_column *column, size_t row, int label)
{
    if (label >= 0) nh_put_text(column, row, nh_authority_at(label)->code);
}

static void add_line(const grid *g, line *l, int left, int right, nh_frame *outlines)
{
    for (int i = 0; i < SMOOTHINGS && l->n > 3; i++) smooth(l);
    uint8_t *keep = nh_zeroed(l->n, 1);
    keep[0] = keep[l->n - 1] = 1;
    if (l->n > 3) keep[l->n / 2] = 1; /* a closed line has no direction from its first to its last point */
    thin(l, 0, l->n / 2, g->raster->tolerance / g->raster->cell, keep);
    thin(l, l->n / 2, l->n - 1, g->raster->tolerance / g->raster->cell, keep);
    nh_text *points = nh_text_new();
    write_points(g, l, keep, points);
    size_t row = nh_frame_append(outlines);
    nh_put_text(nh_frame_find(outlines, "layer"), row, g->raster->layer);
    put_area(nh_frame_find(outlines, "left"), row, left);
    put_area(nh_frame_find(outlines, "right"), row, right);
    nh_put_text(nh_frame_find(outlines, "points"), row, points->bytes);
    nh_text_free(points);
    free(keep);
}

/* First from every junction, then what is left: closed lines without one (islands, enclaves). */
static void trace_lines(const grid *g, nh_frame *outlines)
{
    tracer t = { g, nh_zeroed(cells_of(g), 1) };
    for (int closed = 0; closed < 2; closed++)
        for (int y = 1; y < g->rows; y++)
            for (int x = 1; x < g->columns; x++) {
                if (!closed && edges_at(g, x, y) <= 2) continue;
                for (int k = 0; k < 4; k++) {
                    if (!is_open(&t, x, y, k)) continue;
                    int left, right;
                    sides(g, x, y, k, &left, &right);
                    line l = follow(&t, x, y, k);
                    add_line(g, &l, left, right, outlines);
                    free(l.at);
                }
            }
    free(t.done);
}

nh_frame *nh_trace_outlines(const nh_dots *dots, const nh_raster *rasters, size_t n_rasters)
{
    nh_frame *outlines = nh_frame_new("outlines", "Areas of authorities, made from postcodes");
    static const char *const names[] = { "layer", "left", "right", "points" };
    for (size_t i = 0; i < 4; i++) nh_frame_add(outlines, names[i], NH_CATEGORY);
    for (size_t i = 0; i < n_rasters; i++) {
        grid g = new_grid(&rasters[i]);
        label_by_majority(&g, dots);
        flood_sea(&g);
        fill_land(&g);
        keep_england(&g);
        trace_lines(&g, outlines);
        free(g.label);
    }
    nh_frame_set_lineage(outlines, NH_PUBLISHED);
    return outlines;
}
