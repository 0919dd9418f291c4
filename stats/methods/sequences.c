/* stats/methods/sequences.c: sequences counted as a tree of beginnings, and folded from its leaves up. */
#include "stats/methods/sequences.h"

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Distinct ways in order, and those of them that are kept. */
typedef struct folding {
    size_t n_steps, fewest;
    nh_way *all, *kept;
    size_t n_all, n_kept;
} folding;

/* Small ways that wait for more with the same beginning. */
typedef struct pool {
    size_t n, n_ways;
} pool;

static int by_key(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Each sequence as one number, its first step the highest digit, in order. */
static uint32_t *sorted_keys(const nh_sequences *s)
{
    uint32_t *keys = nh_zeroed(s->n + 1, sizeof *keys);
    for (size_t i = 0; i < s->n; i++)
        for (size_t step = 0; step < s->n_steps; step++)
            keys[i] = keys[i] * (uint32_t)s->n_states + s->state[i * s->n_steps + step];
    qsort(keys, s->n, sizeof *keys, by_key);
    return keys;
}

static nh_way way_of(uint32_t key, const nh_sequences *s)
{
    nh_way way = { .n = 0 };
    for (size_t step = s->n_steps; step-- > 0; key /= (uint32_t)s->n_states)
        way.state[step] = (uint8_t)(key % (uint32_t)s->n_states);
    return way;
}

static void count_ways(folding *f, const nh_sequences *s)
{
    uint32_t *keys = sorted_keys(s);
    f->all = nh_zeroed(s->n + 1, sizeof *f->all);
    for (size_t i = 0; i < s->n; i++) {
        if (i == 0 || keys[i] != keys[i - 1]) f->all[f->n_all++] = way_of(keys[i], s);
        f->all[f->n_all - 1].n++;
    }
    free(keys);
}

static bool is_enough(const folding *f, pool p)
{
    return p.n >= f->fewest && p.n_ways > 1;
}

/* What is folded has its beginning in common and no more. */
static void keep_pool(folding *f, const nh_way *example, size_t step, pool p)
{
    nh_way way = { .n = p.n, .n_folded = p.n_ways };
    memset(way.state, NH_FOLDED, sizeof way.state);
    memcpy(way.state, example->state, step);
    f->kept[f->n_kept++] = way;
}

/* The ways from `first` to before `end` have `step` steps in common. What stays too few goes to the caller. */
static pool fold(folding *f, size_t first, size_t end, size_t step)
{
    if (step == f->n_steps) {
        if (f->all[first].n < f->fewest) return (pool){ f->all[first].n, 1 };
        f->kept[f->n_kept++] = f->all[first];
        return (pool){ 0, 0 };
    }
    pool few = { 0, 0 };
    for (size_t next; first < end; first = next) {
        for (next = first + 1; next < end && f->all[next].state[step] == f->all[first].state[step];) next++;
        pool more = fold(f, first, next, step + 1);
        few.n += more.n;
        few.n_ways += more.n_ways;
    }
    if (step == 0 || !is_enough(f, few)) return few;
    keep_pool(f, &f->all[end - 1], step, few);
    return (pool){ 0, 0 };
}

/* The next smallest goes with what is too little, or alone, until it is enough. */
static void fold_smallest(folding *f, pool *few)
{
    size_t smallest = 0;
    for (size_t i = 1; i < f->n_kept; i++)
        if (f->kept[i].n < f->kept[smallest].n) smallest = i;
    few->n += f->kept[smallest].n;
    few->n_ways += f->kept[smallest].n_folded ? f->kept[smallest].n_folded : 1;
    f->n_kept--;
    memmove(f->kept + smallest, f->kept + smallest + 1, (f->n_kept - smallest) * sizeof *f->kept);
}

nh_ways *nh_ways_count(const nh_sequences *sequences, size_t fewest)
{
    folding f = { .n_steps = sequences->n_steps, .fewest = fewest };
    nh_ways *ways = nh_zeroed(1, sizeof *ways);
    count_ways(&f, sequences);
    f.kept = nh_zeroed(f.n_all + 1, sizeof *f.kept);
    pool few = fold(&f, 0, f.n_all, 0);
    while (few.n > 0 && !is_enough(&f, few) && f.n_kept > 0) fold_smallest(&f, &few);
    if (few.n > 0 && few.n >= fewest) keep_pool(&f, &f.all[0], 0, few);
    free(f.all);
    *ways = (nh_ways){ f.kept, f.n_kept };
    return ways;
}

void nh_ways_free(nh_ways *ways)
{
    if (!ways) return;
    free(ways->way);
    free(ways);
}
