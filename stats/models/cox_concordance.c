/* stats/models/cox_concordance.c: of two rows, how often the one whose event came first had the higher rate.
 *
 * What is counted: pairs of a row whose event came at t and one that was at risk at t and went on, in the same
 * stratum; a row censored at t went on. Equal rates count half (Harrell 1982; R: concordance(fit)). Left out: pairs
 * whose events came at the same time. */
#include "stats/models/cox.h"

#include <stdlib.h>

/* A row with what it is sorted by: stratum, then time from last to first, then `late`. */
typedef struct place {
    uint32_t stratum, row;
    double time;
    bool late;
} place;

static int compare(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
    if (x->time != y->time) return x->time > y->time ? -1 : 1;
    if (x->late != y->late) return x->late ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

/* At one time those who are censored come before those whose event came. */
static place *places(const nh_fit *fit, const double *times, bool events_are_late)
{
    const nh_design *design = fit->design;
    const uint32_t *strata = fit->cox->strata;
    place *all = nh_zeroed(design->n + 1, sizeof *all);
    for (size_t i = 0; i < design->n; i++)
        all[i] = (place){ strata ? strata[i] : 0, (uint32_t)i, times[i], events_are_late && design->outcome[i] == 1 };
    qsort(all, design->n, sizeof *all, compare);
    return all;
}

/* Linear predictors: rows that are alike have the same to the last bit. */
static double *predictors(const nh_fit *fit)
{
    const nh_design *design = fit->design;
    double *eta = nh_zeroed(design->n + 1, sizeof *eta), *block = nh_zeroed((fit->k + 1) * NH_BLOCK, sizeof *block);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t i = 0; i < n; i++) eta[from + i] = design->offset ? design->offset[from + i] : 0;
        for (size_t j = 0; j < fit->k; j++)
            for (size_t i = 0; i < n; i++) eta[from + i] += fit->coefficient[j] * block[j * NH_BLOCK + i];
    }
    free(block);
    return eta;
}

/* Ranks from 1, lowest first; equal ones share one. */
static size_t *rank_rates(const nh_fit *fit, size_t *n_ranks)
{
    size_t n = fit->design->n, *rank = nh_zeroed(n + 1, sizeof *rank);
    double *eta = predictors(fit);
    place *order = nh_zeroed(n + 1, sizeof *order);
    for (size_t i = 0; i < n; i++) order[i] = (place){ 0, (uint32_t)i, -eta[i], false };
    qsort(order, n, sizeof *order, compare);
    *n_ranks = 0;
    for (size_t i = 0; i < n; i++) {
        *n_ranks += i == 0 || order[i].time != order[i - 1].time;
        rank[order[i].row] = *n_ranks;
    }
    free(order);
    free(eta);
    return rank;
}

/* Weights of the rows at risk by rank, summed over ranges, so that a sum over the lower ranks takes few steps
 * (Fenwick 1994). */
typedef struct ladder {
    double *sum;
    size_t n;
} ladder;

static void add(const ladder *l, size_t rank, double weight)
{
    for (; rank <= l->n; rank += rank & (~rank + 1)) l->sum[rank] += weight;
}

static double up_to(const ladder *l, size_t rank)
{
    double sum = 0;
    for (; rank > 0; rank -= rank & (~rank + 1)) sum += l->sum[rank];
    return sum;
}

/* Weights of pairs: where the event's rate is the higher, where both are equal, and of all. */
typedef struct pairs {
    double higher, equal, all;
} pairs;

static void compare_event(const ladder *at_risk, size_t rank, double weight, pairs *p)
{
    double below = up_to(at_risk, rank - 1), with = up_to(at_risk, rank);
    p->higher += weight * below;
    p->equal += weight * (with - below);
    p->all += weight * up_to(at_risk, at_risk->n);
}

/* Rows of the stratum that had not entered by `time` are at risk no more; returns the next to look at. */
static size_t take_late(const nh_design *design, const ladder *at_risk, const size_t *rank, const place *entries,
                        size_t next, const place *now)
{
    for (; next < design->n && entries[next].stratum == now->stratum && entries[next].time >= now->time; next++)
        add(at_risk, rank[entries[next].row], -nh_weight_of(design, entries[next].row));
    return next;
}

static size_t end_of_time(const place *exits, size_t from, size_t n)
{
    size_t end = from;
    while (end < n && exits[end].stratum == exits[from].stratum && exits[end].time == exits[from].time) end++;
    return end;
}

/* Back through the times of every stratum. Whoever leaves the ladder by entering later was put on it at its exit. */
static pairs sweep(const nh_fit *fit, const place *exits, const place *entries)
{
    const nh_design *design = fit->design;
    pairs p = { 0 };
    ladder at_risk = { 0 };
    size_t *rank = rank_rates(fit, &at_risk.n), late = 0, n = design->n;
    at_risk.sum = nh_zeroed(at_risk.n + 1, sizeof *at_risk.sum);
    for (size_t from = 0, end; from < n; from = end) {
        end = end_of_time(exits, from, n);
        if (from == 0 || exits[from].stratum != exits[from - 1].stratum) {
            for (size_t r = 0; r <= at_risk.n; r++) at_risk.sum[r] = 0;
            late = from;
        }
        if (entries) late = take_late(design, &at_risk, rank, entries, late, &exits[from]);
        size_t events = from;
        for (; events < end && !exits[events].late; events++)
            add(&at_risk, rank[exits[events].row], nh_weight_of(design, exits[events].row));
        for (size_t i = events; i < end; i++)
            compare_event(&at_risk, rank[exits[i].row], nh_weight_of(design, exits[i].row), &p);
        for (size_t i = events; i < end; i++) add(&at_risk, rank[exits[i].row], nh_weight_of(design, exits[i].row));
    }
    free(at_risk.sum);
    free(rank);
    return p;
}

double nh_cox_concordance(const nh_fit *fit)
{
    place *exits = places(fit, fit->design->exit, true);
    place *entries = fit->design->entry ? places(fit, fit->design->entry, false) : NULL;
    pairs p = sweep(fit, exits, entries);
    free(exits);
    free(entries);
    return (p.higher + p.equal / 2) / p.all;
}
