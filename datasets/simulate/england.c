/* datasets/simulate/england.c: published totals of authorities, and flows fitted to them.
 *
 * Where a total is suppressed (Rutland, City of London) the national share stands in. Fitted by iterative
 * proportional scaling of rows and columns; Deming and Stephan (1940), Annals of Mathematical Statistics 11. */
#include "datasets/simulate/england.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/embedded.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

extern const unsigned char nh_reference_published_authorities_2024[];
extern const unsigned long nh_reference_published_authorities_2024_bytes;

/* How fast placements thin out with distance: chosen so that 56 of 100 children placed outside at a known
 * distance are within 20 miles, as published. Neighbours get a little more than their distance says. */
static const double miles_to_halve = 5.2, neighbour_bonus = 2.0, farthest_reach = 0.002;

/* A blank is a suppressed figure: -1. */
static double number_of(const char *digits)
{
    if (!*digits) return -1;
    double value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (*digits - '0');
    return value;
}

static void read_districts(nh_england *england)
{
    nh_embedded table = nh_embedded_open(nh_reference_published_authorities_2024,
                                         nh_reference_published_authorities_2024_bytes);
    england->n = table.n_rows;
    england->districts = nh_zeroed(england->n, sizeof *england->districts);
    for (size_t row = 0; row < england->n; row++)
        england->districts[row] = (nh_district){
            .authority = nh_authority_of(nh_embedded_cell(&table, row, "code")),
            .children = number_of(nh_embedded_cell(&table, row, "children")),
            .outside = number_of(nh_embedded_cell(&table, row, "placed_outside")),
            .received = number_of(nh_embedded_cell(&table, row, "placed_here_by_others")),
            .spread = number_of(nh_embedded_cell(&table, row, "spread")),
        };
    nh_embedded_close(&table);
}

static void fill_suppressed(nh_england *england)
{
    static const double share_outside = 0.449, share_received = 0.436; /* 37,520 and 36,440 of 83,630 */
    for (size_t i = 0; i < england->n; i++) {
        nh_district *district = &england->districts[i];
        if (district->outside < 0) district->outside = share_outside * district->children;
        if (district->received < 0) district->received = share_received * district->children;
    }
}

static void measure(nh_england *england)
{
    size_t n = england->n;
    england->miles = nh_zeroed(n * (n + 1), sizeof *england->miles);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            const nh_authority *a = nh_authority_at(england->districts[i].authority);
            const nh_authority *b = nh_authority_at(england->districts[k].authority);
            double east = a->easting - b->easting, north = a->northing - b->northing;
            england->miles[i * (n + 1) + k] = sqrt(east * east + north * north) / 1000 / 1.6093;
        }
}

/* What goes outside England goes mostly from the borders of Wales and Scotland. */
static double pull_of_elsewhere(int authority)
{
    bool at_border = nh_adjoins_wales_or_scotland(authority, 'W') || nh_adjoins_wales_or_scotland(authority, 'S');
    return at_border ? 10 : 1;
}

static double pull(const nh_england *england, size_t from, size_t to)
{
    const nh_district *a = &england->districts[from], *b = &england->districts[to];
    if (from == to || b->received == 0 || a->outside == 0) return 0;
    double near = exp2(-england->miles[from * (england->n + 1) + to] / miles_to_halve) + farthest_reach;
    return b->received * near * (nh_adjoins(a->authority, b->authority) ? neighbour_bonus : 1);
}

static void start_flows(nh_england *england)
{
    size_t n = england->n;
    england->flow = nh_zeroed(n * (n + 1), sizeof *england->flow);
    for (size_t from = 0; from < n; from++) {
        for (size_t to = 0; to < n; to++) england->flow[from * (n + 1) + to] = pull(england, from, to);
        england->flow[from * (n + 1) + n] = england->districts[from].outside *
                                            pull_of_elsewhere(england->districts[from].authority);
    }
}

/* Scales `count` cells, `step` apart, so that they sum to `due`. */
static void scale(double *cells, size_t count, size_t step, double due)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += cells[i * step];
    for (size_t i = 0; i < count && sum > 0; i++) cells[i * step] *= due / sum;
}

static void fit_flows(nh_england *england)
{
    enum { ROUNDS = 60 };
    size_t n = england->n;
    double elsewhere = 0;
    for (size_t i = 0; i < n; i++) elsewhere += england->districts[i].outside - england->districts[i].received;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t to = 0; to < n; to++) scale(england->flow + to, n, n + 1, england->districts[to].received);
        scale(england->flow + n, n, n + 1, elsewhere);
        for (size_t from = 0; from < n; from++)
            scale(england->flow + from * (n + 1), n + 1, 1, england->districts[from].outside);
    }
}

nh_england *nh_england_new(void)
{
    nh_england *england = nh_zeroed(1, sizeof *england);
    read_districts(england);
    fill_suppressed(england);
    measure(england);
    start_flows(england);
    fit_flows(england);
    return england;
}

void nh_england_free(nh_england *england)
{
    if (!england) return;
    free(england->districts);
    free(england->flow);
    free(england->miles);
    free(england);
}

int nh_england_find(const nh_england *england, int authority)
{
    for (size_t i = 0; i < england->n; i++)
        if (england->districts[i].authority == authority) return (int)i;
    return -1;
}
