/* plots/flow.c: the geometry of an alluvial diagram. */
#include "plots/flow.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct node {
    const char *code;
    uint32_t colour;
    double in, out;       /* sizes */
    double top, height;   /* pixels */
    double used_in, used_out;
} node;

typedef struct stage {
    node *nodes;
    size_t n;
} stage;

typedef struct band {
    size_t stage, from, to, order; /* order: as they were added */
    double size;
    uint32_t colour;
} band;

struct nh_flow {
    stage *stages;
    size_t n_stages;
    band *bands;
    size_t n_bands;
    double pixels; /* for one of size */
};

static const double gap = 12, node_width = 16;

nh_flow *nh_flow_new(size_t n_stages)
{
    nh_flow *flow = nh_zeroed(1, sizeof *flow);
    flow->stages = nh_zeroed(n_stages, sizeof *flow->stages);
    flow->n_stages = n_stages;
    return flow;
}

void nh_flow_free(nh_flow *flow)
{
    if (!flow) return;
    for (size_t s = 0; s < flow->n_stages; s++) free(flow->stages[s].nodes);
    free(flow->stages);
    free(flow->bands);
    free(flow);
}

size_t nh_flow_node(nh_flow *flow, size_t at, const char *code)
{
    stage *s = &flow->stages[at];
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->nodes[i].code, code) == 0) return i;
    s->nodes = nh_resize(s->nodes, s->n + 1, sizeof *s->nodes);
    s->nodes[s->n] = (node){ .code = code, .colour = NH_MUTED };
    return s->n++;
}

void nh_flow_colour(nh_flow *flow, size_t at, size_t which, uint32_t colour)
{
    flow->stages[at].nodes[which].colour = colour;
}

void nh_flow_add(nh_flow *flow, size_t at, size_t from, size_t to, double size, uint32_t colour)
{
    flow->bands = nh_resize(flow->bands, flow->n_bands + 1, sizeof *flow->bands);
    flow->bands[flow->n_bands] = (band){ at, from, to, flow->n_bands, size, colour };
    flow->n_bands++;
    flow->stages[at].nodes[from].out += size;
    flow->stages[at + 1].nodes[to].in += size;
}

size_t nh_flow_nodes(const nh_flow *flow, size_t at)
{
    return flow->stages[at].n;
}

const char *nh_flow_code(const nh_flow *flow, size_t at, size_t which)
{
    return flow->stages[at].nodes[which].code;
}

double nh_flow_size(const nh_flow *flow, size_t at, size_t which)
{
    const node *n = &flow->stages[at].nodes[which];
    return fmax(n->in, n->out);
}

double nh_flow_total(const nh_flow *flow, size_t at)
{
    double total = 0;
    for (size_t i = 0; i < flow->stages[at].n; i++) total += nh_flow_size(flow, at, i);
    return total;
}

double nh_flow_middle(const nh_flow *flow, size_t at, size_t which)
{
    const node *n = &flow->stages[at].nodes[which];
    return n->top + n->height / 2;
}

/* One scale for all stages: the fullest one fills the height. */
static void lay_out(nh_flow *flow, nh_box box)
{
    flow->pixels = INFINITY;
    for (size_t s = 0; s < flow->n_stages; s++) {
        double room = box.bottom - box.top - gap * (double)(flow->stages[s].n > 0 ? flow->stages[s].n - 1 : 0);
        flow->pixels = fmin(flow->pixels, room / nh_flow_total(flow, s));
    }
    for (size_t s = 0; s < flow->n_stages; s++) {
        double used = nh_flow_total(flow, s) * flow->pixels + gap * (double)(flow->stages[s].n - 1);
        double top = box.top + (box.bottom - box.top - used) / 2;
        for (size_t i = 0; i < flow->stages[s].n; i++) {
            node *n = &flow->stages[s].nodes[i];
            n->top = top;
            n->height = nh_flow_size(flow, s, i) * flow->pixels;
            n->used_in = n->used_out = 0;
            top += n->height + gap;
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const band *x = a, *y = b;
    if (x->stage != y->stage) return x->stage < y->stage ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static double left_of(const nh_flow *flow, nh_box box, size_t at)
{
    double last = (double)(flow->n_stages > 1 ? flow->n_stages - 1 : 1);
    return box.left + (box.right - box.left - node_width) * (double)at / last;
}

enum { STEPS = 24 };

/* Slow at both ends: t*t*(3 - 2t). */
static double eased(double from, double to, double t)
{
    return from + (to - from) * t * t * (3 - 2 * t);
}

static void draw_band(nh_flow *flow, nh_script *script, nh_box box, const band *b)
{
    node *from = &flow->stages[b->stage].nodes[b->from], *to = &flow->stages[b->stage + 1].nodes[b->to];
    double height = b->size * flow->pixels;
    double x0 = left_of(flow, box, b->stage) + node_width, x1 = left_of(flow, box, b->stage + 1);
    double y0 = from->top + from->used_out, y1 = to->top + to->used_in;
    nh_spot outline[2 * (STEPS + 1)];
    for (int i = 0; i <= STEPS; i++) {
        double t = (double)i / STEPS, x = x0 + (x1 - x0) * t, y = eased(y0, y1, t);
        outline[i] = (nh_spot){ x, y };
        outline[2 * STEPS + 1 - i] = (nh_spot){ x, y + height };
    }
    nh_draw_shape(script, outline, 2 * (STEPS + 1), nh_faint(b->colour, 0x70));
    from->used_out += height;
    to->used_in += height;
}

void nh_flow_draw(nh_flow *flow, nh_script *script, nh_box box)
{
    lay_out(flow, box);
    qsort(flow->bands, flow->n_bands, sizeof *flow->bands, by_place);
    for (size_t i = 0; i < flow->n_bands; i++) draw_band(flow, script, box, &flow->bands[i]);
    for (size_t s = 0; s < flow->n_stages; s++) {
        double left = left_of(flow, box, s);
        for (size_t i = 0; i < flow->stages[s].n; i++) {
            const node *n = &flow->stages[s].nodes[i];
            nh_draw_box(script, (nh_box){ left, left + node_width, n->top, n->top + n->height }, n->colour);
        }
    }
}
