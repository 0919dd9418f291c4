/* plots/labels.c: places round a point, tried one after another. */
#include "plots/labels.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>

typedef struct boxes {
    nh_box *box;
    size_t n;
} boxes;

struct nh_labels {
    nh_box within;
    boxes taken, spared;
    nh_spot *named;
    size_t n_named;
};

nh_labels *nh_labels_new(nh_box within)
{
    nh_labels *labels = nh_zeroed(1, sizeof *labels);
    labels->within = within;
    return labels;
}

void nh_labels_free(nh_labels *labels)
{
    if (!labels) return;
    free(labels->taken.box);
    free(labels->spared.box);
    free(labels->named);
    free(labels);
}

static void add(boxes *to, nh_box box)
{
    to->box = nh_resize(to->box, to->n + 1, sizeof *to->box);
    to->box[to->n++] = box;
}

void nh_labels_take(nh_labels *labels, nh_box box)
{
    add(&labels->taken, box);
}

void nh_labels_spare(nh_labels *labels, nh_box box)
{
    add(&labels->spared, box);
}

void nh_labels_named(nh_labels *labels, nh_spot point)
{
    labels->named = nh_resize(labels->named, labels->n_named + 1, sizeof *labels->named);
    labels->named[labels->n_named++] = point;
}

static bool touch(const nh_box *a, const nh_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static size_t count_touched(const boxes *all, const nh_box *box)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) n += touch(&all->box[i], box);
    return n;
}

static bool is_inside(const nh_box *box, const nh_box *of)
{
    return box->left >= of->left && box->right <= of->right && box->top >= of->top && box->bottom <= of->bottom;
}

/* The square of how far a point is from a box, as readers see it: what stands on one line belongs together, so up and
 * down counts twice. */
static double square_apart(const nh_box *box, nh_spot point)
{
    double x = fmax(fmax(box->left - point.x, point.x - box->right), 0);
    double y = 2 * fmax(fmax(box->top - point.y, point.y - box->bottom), 0);
    return x * x + y * y;
}

/* Whether a reader would give the name to another point. */
static bool is_mistakable(const nh_labels *labels, const nh_box *box, nh_spot point)
{
    double own = square_apart(box, point);
    for (size_t i = 0; i < labels->n_named; i++) {
        nh_spot other = labels->named[i];
        if ((other.x != point.x || other.y != point.y) && square_apart(box, other) <= own * 1.5 + 4) return true;
    }
    return false;
}

/* Sides of the point: -1 left or above, 1 right or below, 0 in the middle; and how far off, in pixels. */
static const struct side {
    int across, down;
    double away;
} sides[] = { { 1, 0, 7 },  { -1, 0, 7 },  { 1, -1, 4 },  { 1, 1, 4 },  { -1, -1, 4 },  { -1, 1, 4 },  { 0, -1, 6 },
              { 0, 1, 6 },  { 1, -1, 10 }, { 1, 1, 10 },  { -1, -1, 10 }, { -1, 1, 10 } };

static nh_box box_at(const struct side *side, nh_spot point, nh_size size)
{
    double x = point.x + side->across * side->away, y = point.y + side->down * side->away;
    double left = side->across > 0 ? x : side->across < 0 ? x - size.width : x - size.width / 2;
    double top = side->down > 0 ? y : side->down < 0 ? y - size.height : y - size.height / 2;
    return (nh_box){ left, left + size.width, top, top + size.height };
}

bool nh_labels_place(nh_labels *labels, nh_spot point, nh_size size, nh_spot *left_middle)
{
    nh_box best = { 0, 0, 0, 0 };
    size_t least = 0;
    bool is_found = false;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        nh_box box = box_at(&sides[i], point, size);
        if (!is_inside(&box, &labels->within) || count_touched(&labels->taken, &box)) continue;
        if (is_mistakable(labels, &box, point)) continue;
        size_t covered = count_touched(&labels->spared, &box);
        if (is_found && covered >= least) continue;
        best = box;
        least = covered;
        is_found = true;
    }
    if (!is_found) return false;
    add(&labels->taken, best);
    *left_middle = (nh_spot){ best.left, (best.top + best.bottom) / 2 };
    return true;
}
