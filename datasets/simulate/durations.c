/* datasets/simulate/durations.c: draws from bands that are cut at both ends. */
#include "datasets/simulate/durations.h"

#include "datasets/simulate/draws.h"

#include <math.h>

/* The longest is assumed: eleven years. */
static const int edges[NH_DURATION_BANDS + 1] = { 1, 8, 30, 91, 182, 365, 730, 1826, 4000 };

/* A part of a band, in days: from .. to, `to` not included. */
typedef struct part {
    double from, to;
} part;

static part part_of(int band, double from, double to)
{
    return (part){ fmax(edges[band], from), fmin(edges[band + 1], to) };
}

static double log_share(int band, part p)
{
    if (p.from == edges[band] && p.to == edges[band + 1]) return 1; /* most of them */
    return p.to > p.from ? log(p.to / p.from) / log((double)edges[band + 1] / edges[band]) : 0;
}

static int day_in(gsl_rng *rng, part p)
{
    int day = (int)(p.from * exp(log(p.to / p.from) * gsl_rng_uniform(rng)));
    return day < (int)p.from ? (int)p.from : day;
}

int nh_days_between(gsl_rng *rng, const nh_duration_bands *bands, int from, int to)
{
    double weights[NH_DURATION_BANDS], total = 0;
    for (int band = 0; band < NH_DURATION_BANDS; band++) {
        weights[band] = bands->weight[band] * log_share(band, part_of(band, from, to + 1.0));
        total += weights[band];
    }
    if (!(total > 0)) return nh_whole(rng, from, to);
    return day_in(rng, part_of(nh_draw(rng, weights, NH_DURATION_BANDS), from, to + 1.0));
}

/* Drawn with a weight for its length: the mean of a band spread on a logarithmic scale is (b - a) / log(b / a). */
static int long_one(gsl_rng *rng, const nh_duration_bands *bands, int from)
{
    double weights[NH_DURATION_BANDS];
    for (int band = 0; band < NH_DURATION_BANDS; band++) {
        part p = part_of(band, from, edges[NH_DURATION_BANDS]);
        double width = log((double)edges[band + 1] / edges[band]);
        weights[band] = p.to > p.from ? bands->weight[band] * (p.to - p.from) / width : 0;
    }
    int band = nh_draw(rng, weights, NH_DURATION_BANDS);
    part p = part_of(band, from, edges[NH_DURATION_BANDS]);
    return (int)nh_between(rng, p.from, p.to); /* evenly: lengths on a logarithmic scale, weighted by themselves */
}

int nh_days_so_far(gsl_rng *rng, const nh_duration_bands *bands, int from, int to)
{
    enum { TRIES = 24 };
    for (int i = 0; i < TRIES && from < to; i++) {
        int days = (int)nh_between(rng, 0, long_one(rng, bands, from) + 1);
        if (days >= from && days <= to) return days;
    }
    return nh_whole(rng, from, to);
}
