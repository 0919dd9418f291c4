/* stats/methods/day_counts.c: a histogram for each group and way of ending; the last group is all of them. */
#include "stats/methods/day_counts.h"

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stdlib.h>

struct nh_day_counts {
    size_t n_groups, n_ends, n_days;
    uint32_t *entered; /* [group][day] */
    uint32_t *left;    /* [group][end][day] */
};

static int32_t entry_of(const nh_spells *spells, size_t i)
{
    return spells->entry && spells->entry[i] > 0 ? spells->entry[i] : 0;
}

static bool is_counted(const nh_spells *spells, size_t i)
{
    int32_t days = spells->days[i];
    if (days < 0 || days > NH_MOST_DAYS) return false;
    if (spells->group && (spells->group[i] < 0 || (size_t)spells->group[i] >= spells->n_groups)) return false;
    return entry_of(spells, i) == 0 || days > spells->entry[i];
}

static size_t longest(const nh_spells *spells)
{
    int32_t most = 0;
    for (size_t i = 0; i < spells->n; i++)
        if (spells->days[i] > most && spells->days[i] <= NH_MOST_DAYS) most = spells->days[i];
    return (size_t)most;
}

static void count(nh_day_counts *counts, const nh_spells *spells)
{
    for (size_t i = 0; i < spells->n; i++) {
        if (!is_counted(spells, i)) continue;
        size_t group = spells->group ? (size_t)spells->group[i] : 0;
        size_t line = group * (counts->n_ends + 1) + (size_t)spells->end[i];
        counts->entered[group * counts->n_days + (size_t)entry_of(spells, i)]++;
        counts->left[line * counts->n_days + (size_t)spells->days[i]]++;
    }
}

/* Adds every group to the one behind the last. */
static void add_up(uint32_t *cells, size_t n_groups, size_t cells_a_group)
{
    uint32_t *all = cells + n_groups * cells_a_group;
    for (size_t g = 0; g < n_groups; g++)
        for (size_t i = 0; i < cells_a_group; i++) all[i] += cells[g * cells_a_group + i];
}

nh_day_counts *nh_day_counts_new(const nh_spells *spells)
{
    nh_day_counts *counts = nh_zeroed(1, sizeof *counts);
    *counts = (nh_day_counts){ spells->n_groups, spells->n_ends, longest(spells) + 1, NULL, NULL };
    size_t groups = counts->n_groups + 1, lines = counts->n_ends + 1;
    counts->entered = nh_zeroed(groups * counts->n_days, sizeof *counts->entered);
    counts->left = nh_zeroed(groups * lines * counts->n_days, sizeof *counts->left);
    count(counts, spells);
    add_up(counts->entered, counts->n_groups, counts->n_days);
    add_up(counts->left, counts->n_groups, lines * counts->n_days);
    return counts;
}

void nh_day_counts_free(nh_day_counts *counts)
{
    if (!counts) return;
    free(counts->entered);
    free(counts->left);
    free(counts);
}

nh_days nh_days_of(const nh_day_counts *counts, size_t group)
{
    return (nh_days){ counts->n_days, counts->n_ends, counts->entered + group * counts->n_days,
                      counts->left + group * (counts->n_ends + 1) * counts->n_days };
}

nh_days nh_days_of_all(const nh_day_counts *counts)
{
    return nh_days_of(counts, counts->n_groups);
}

static size_t sum(const uint32_t *cells, size_t n)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += cells[i];
    return total;
}

size_t nh_days_spells(const nh_days *days)
{
    return sum(days->entered, days->n_days);
}

size_t nh_days_ended(const nh_days *days, size_t end)
{
    return sum(days->left + end * days->n_days, days->n_days);
}
