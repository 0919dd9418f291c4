/* plots/trace_outlines.c: the edges between cells of different areas, followed, smoothed and thinned. */
#include "plots/trace_outlines.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SMOOTHINGS = 2 };

typedef nh_land_cells grid;

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

static size_t cell_at(const grid *g, int x, int y)
{
    return (size_t)y * (size_t)g->columns + (size_t)x;
}

static int label_at(const grid *g, int x, int y)
{
    bool is_on = x >= 0 && y >= 0 && x < g->columns && y < g->rows;
    return is_on ? g->label[cell_at(g, x, y)] : NH_SEA;
}

/* Directions: east, north, west, south. A corner (x, y) is the south-west corner of cell (x, y). */
static const int step_x[] = { 1, 0, -1, 0 }, step_y[] = { 0, 1, 0, -1 };

typedef struct border {
    int left, right; /* the areas beside an edge */
} border;

/* The border that leaves corner (x, y) in direction k. */
static border border_at(const grid *g, int x, int y, int k)
{
    static const int left_x[] = { 0, -1, -1, 0 }, left_y[] = { 0, 0, -1, -1 };
    static const int right_x[] = { 0, 0, -1, -1 }, right_y[] = { -1, 0, 0, -1 };
    return (border){ label_at(g, x + left_x[k], y + left_y[k]), label_at(g, x + right_x[k], y + right_y[k]) };
}

static bool is_edge(const grid *g, int x, int y, int k)
{
    border b = border_at(g, x, y, k);
    return b.left != b.right;
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

/* "GB" stands for Wales and Scotland, a blank for the sea. */
static void put_area(nh_column *column, size_t row, int label)
{
    if (label == NH_NEIGHBOUR) nh_put_text(column, row, "GB");
    if (label >= 0) nh_put_text(column, row, nh_authority_at(label)->code);
}

static void add_line(const grid *g, line *l, border b, nh_frame *outlines)
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
    put_area(nh_frame_find(outlines, "left"), row, b.left);
    put_area(nh_frame_find(outlines, "right"), row, b.right);
    nh_put_text(nh_frame_find(outlines, "points"), row, points->bytes);
    nh_text_free(points);
    free(keep);
}

/* Every line that leaves a corner and was not followed yet. */
static void trace_from(tracer *t, int x, int y, nh_frame *outlines)
{
    for (int k = 0; k < 4; k++) {
        if (!is_open(t, x, y, k)) continue;
        border b = border_at(t->g, x, y, k);
        line l = follow(t, x, y, k);
        add_line(t->g, &l, b, outlines);
        free(l.at);
    }
}

/* First from every junction, then what is left: closed lines without one (islands, enclaves). */
static void trace_lines(const grid *g, nh_frame *outlines)
{
    tracer t = { g, nh_zeroed((size_t)g->columns * (size_t)g->rows, 1) };
    for (int closed = 0; closed < 2; closed++)
        for (int y = 1; y < g->rows; y++)
            for (int x = 1; x < g->columns; x++)
                if (closed || edges_at(g, x, y) > 2) trace_from(&t, x, y, outlines);
    free(t.done);
}

nh_frame *nh_trace_outlines(const nh_dots *dots, const nh_raster *rasters, size_t n_rasters)
{
    nh_frame *outlines = nh_frame_new("outlines", "Areas of authorities, made from postcodes");
    static const char *const names[] = { "layer", "left", "right", "points" };
    for (size_t i = 0; i < 4; i++) nh_frame_add(outlines, names[i], NH_CATEGORY);
    for (size_t i = 0; i < n_rasters; i++) {
        grid g = nh_land_cells_of(dots, &rasters[i]);
        trace_lines(&g, outlines);
        free(g.label);
    }
    nh_frame_set_lineage(outlines, NH_PUBLISHED);
    return outlines;
}
