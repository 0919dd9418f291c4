/* datasets/simulate.c: children of each authority from a stream of random numbers of its own.
 *
 * Placed outside are as many as the fitted flows say, in each authority: rounded down the column of the receiving
 * authority, so that what it receives is exact as well. */
#include "datasets/simulate.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/date.h"
#include "datasets/simulate/returns.h"
#include "datasets/tables/authorities.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const small_authorities[] = { "E10000016", "E09000007" };

enum { THE_CHILDREN_ACT = 1989 };

const nh_simulation nh_simulation_england = { .first_year = 2023, .last_year = 2024, .seed = THE_CHILDREN_ACT };

const nh_simulation nh_simulation_small = {
    .authorities = small_authorities, .n_authorities = 2, .children = 3000, .first_year = 2023, .last_year = 2024,
    .seed = THE_CHILDREN_ACT,
};

enum { MOST_YEARS = 20, NUMBERS_A_DISTRICT = 6500 };

typedef struct making {
    const nh_simulation *what;
    nh_figures *figures;
    nh_england *england;
    nh_addresses *addresses; /* NULL: without postcodes */
    size_t *chosen; /* places among england's districts */
    size_t *children; /* of each of them on the last 31 March */
    size_t n_chosen;
    int *outside; /* [chosen * (n + 1) + to] children placed there */
    nh_return years[MOST_YEARS];
    nh_simulated *made;
} making;

/* ---- who and how many ---- */

static bool is_chosen(const making *m, size_t n, size_t place)
{
    for (size_t i = 0; i < n; i++)
        if (m->chosen[i] == place) return true;
    return false;
}

static bool choose_authorities(making *m, nh_error *err)
{
    const nh_simulation *what = m->what;
    m->n_chosen = what->authorities ? what->n_authorities : m->england->n;
    m->chosen = nh_zeroed(m->n_chosen, sizeof *m->chosen);
    for (size_t i = 0; i < m->n_chosen; i++) {
        if (!what->authorities) m->chosen[i] = i;
        else {
            int place = nh_england_find(m->england, nh_authority_of(what->authorities[i]));
            if (place < 0)
                return nh_fail(err, NH_BAD_INPUT, "%s is not an authority in force on 31 March 2024",
                               what->authorities[i]);
            if (is_chosen(m, i, (size_t)place))
                return nh_fail(err, NH_BAD_INPUT, "%s is named twice", what->authorities[i]);
            m->chosen[i] = (size_t)place;
        }
    }
    return true;
}

static double published_of(const making *m, size_t chosen)
{
    return m->england->districts[m->chosen[chosen]].children;
}

/* As published, or that many in all in the same proportions: running totals, rounded down, so that the sum is
 * exact. */
static void share_out(making *m)
{
    double all = 0, before = 0;
    for (size_t i = 0; i < m->n_chosen; i++) all += published_of(m, i);
    double scale = m->what->children && all > 0 ? (double)m->what->children / all : 1;
    m->children = nh_zeroed(m->n_chosen, sizeof *m->children);
    for (size_t i = 0; i < m->n_chosen; i++) {
        double after = before + published_of(m, i) * scale;
        m->children[i] = (size_t)(floor(after + 0.5) - floor(before + 0.5));
        before = after;
    }
}

static double scale_of(const making *m, size_t chosen)
{
    double published = published_of(m, chosen);
    return published > 0 ? (double)m->children[chosen] / published : 0;
}

/* Whole children: running totals down each column, from a start of its own, rounded. */
static void round_flows(making *m)
{
    size_t width = m->england->n + 1;
    m->outside = nh_zeroed(m->n_chosen * width, sizeof *m->outside);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, m->what->seed);
    for (size_t to = 0; to < width; to++) {
        double total = gsl_rng_uniform(rng);
        for (size_t i = 0; i < m->n_chosen; i++) {
            double before = floor(total);
            total += m->england->flow[m->chosen[i] * width + to] * scale_of(m, i);
            m->outside[i * width + to] = (int)(floor(total) - before);
        }
    }
    gsl_rng_free(rng);
}

static double excess_of(const making *m, size_t chosen)
{
    size_t width = m->england->n + 1;
    double excess = -m->england->districts[m->chosen[chosen]].outside * scale_of(m, chosen);
    for (size_t to = 0; to < width; to++) excess += m->outside[chosen * width + to];
    return excess;
}

/* Where one child most likely ought to be the receiver's from the other authority instead. */
static size_t column_to_trade(const making *m, size_t giver, size_t taker)
{
    size_t width = m->england->n + 1, best = width;
    double most = 0;
    for (size_t to = 0; to < width; to++) {
        if (to == m->chosen[taker] || m->outside[giver * width + to] == 0) continue;
        double over = m->outside[giver * width + to] - m->england->flow[m->chosen[giver] * width + to];
        double under = m->england->flow[m->chosen[taker] * width + to] - m->outside[taker * width + to];
        if (m->england->flow[m->chosen[taker] * width + to] > 0 && (best == width || over + under > most))
            best = to, most = over + under;
    }
    return best;
}

/* Rounding down the columns leaves a few children too many or too few in a row: they are traded within a column. */
static void even_out_rows(making *m)
{
    enum { MOST_TRADES = 20000 };
    size_t width = m->england->n + 1;
    double *excess = nh_zeroed(m->n_chosen, sizeof *excess);
    for (size_t i = 0; i < m->n_chosen; i++) excess[i] = excess_of(m, i);
    for (int trade = 0; trade < MOST_TRADES; trade++) {
        size_t giver = 0, taker = 0;
        for (size_t i = 0; i < m->n_chosen; i++) {
            if (excess[i] > excess[giver]) giver = i;
            if (excess[i] < excess[taker]) taker = i;
        }
        size_t to = excess[giver] > 0.5 && excess[taker] < -0.5 ? column_to_trade(m, giver, taker) : width;
        if (to == width) break;
        m->outside[giver * width + to]--;
        m->outside[taker * width + to]++;
        excess[giver]--;
        excess[taker]++;
    }
    free(excess);
}

/* One place for each child in care on the last day, shuffled: -1 inside, else where. */
static int *places_of(const making *m, size_t chosen, gsl_rng *rng)
{
    size_t n = m->children[chosen], width = m->england->n + 1, used = 0;
    int *places = nh_zeroed(n + 1, sizeof *places);
    for (size_t to = 0; to < width; to++)
        for (int k = 0; k < m->outside[chosen * width + to] && used < n; k++) places[used++] = (int)to;
    while (used < n) places[used++] = -1;
    if (n > 1) gsl_ran_shuffle(rng, places, n, sizeof *places);
    return places;
}

/* ---- children ---- */

/* 32,790 children left care in the year to 31 March 2024 and were not back on it, of 83,630 in care on it. */
static size_t leavers_of(size_t children, int n_years)
{
    return (size_t)(0.392 * (double)children * n_years + 0.5);
}

static size_t short_breaks_of(size_t children)
{
    return children * 570 / 83630;
}

static void add_to_years(making *m, const nh_setting *s, const nh_life *life)
{
    int n_years = m->what->last_year - m->what->first_year + 1;
    for (int i = 0; i < n_years; i++) nh_return_add(&m->years[i], s, life);
}

/* Children in care and children who left, in an order that tells nothing. */
static int add_children(making *m, const nh_setting *s, size_t chosen, int number)
{
    int n_years = m->what->last_year - m->what->first_year + 1;
    size_t staying = m->children[chosen], leaving = leavers_of(staying, n_years), taken = 0;
    int32_t first_day = nh_year_start(m->what->first_year);
    int *places = places_of(m, chosen, s->rng);
    while (staying + leaving > 0) {
        nh_life life;
        bool stays = gsl_rng_uniform_int(s->rng, staying + leaving) < staying;
        if (stays) nh_life_in_care(s, places[taken++], &life);
        else nh_life_that_left(s, nh_whole(s->rng, first_day, s->last_day), &life);
        *(stays ? &staying : &leaving) -= 1;
        life.number = number++;
        add_to_years(m, s, &life);
    }
    free(places);
    return number;
}

static void add_short_breaks(making *m, const nh_setting *s, size_t chosen, int number)
{
    int n_years = m->what->last_year - m->what->first_year + 1;
    for (size_t i = 0; i < short_breaks_of(m->children[chosen]); i++) {
        nh_life life;
        nh_life_in_care(s, -1, &life);
        life.number = number++;
        for (int k = 0; k < n_years; k++) nh_return_add_short_breaks(&m->years[k], s, &life);
    }
}

/* ---- files ---- */

static void keep_file(making *m, const char *authority, const nh_return *of_year, nh_return_table table)
{
    const nh_text *text = of_year->table[table];
    if (!nh_return_has_rows(of_year, table)) return;
    char name[64];
    int length = snprintf(name, sizeof name, "%s/%d/%s.csv", authority, of_year->year, nh_return_table_name(table));
    char *bytes = nh_zeroed(text->n + 1, 1), *path = nh_zeroed((size_t)length + 1, 1);
    memcpy(bytes, text->bytes, text->n);
    memcpy(path, name, (size_t)length);
    m->made->files[m->made->n++] = (nh_named_bytes){ path, bytes, text->n };
}

/* A stream for each authority: the digits of its code, stirred with the seed. */
static unsigned long seed_of(const making *m, const char *code)
{
    uint32_t seed = (uint32_t)m->what->seed;
    for (; *code; code++) seed = (seed ^ (unsigned char)*code) * 16777619u;
    return seed;
}

static void make_authority(making *m, size_t chosen)
{
    size_t home = m->chosen[chosen];
    const char *code = nh_authority_at(m->england->districts[home].authority)->code;
    int n_years = m->what->last_year - m->what->first_year + 1;
    nh_setting s = { .rng = gsl_rng_alloc(gsl_rng_mt19937), .figures = m->figures, .england = m->england, .home = home,
                     .last_day = nh_year_end(m->what->last_year), .addresses = m->addresses };
    nh_preferences(m->figures, s.preferences);
    gsl_rng_set(s.rng, seed_of(m, code));
    for (int i = 0; i < n_years; i++) m->years[i] = nh_return_new(m->what->first_year + i, m->addresses);
    int number = add_children(m, &s, chosen, (int)home * NUMBERS_A_DISTRICT + 1);
    add_short_breaks(m, &s, chosen, number);
    for (int i = 0; i < n_years; i++) {
        for (int table = 0; table < NH_RETURN_TABLES; table++)
            keep_file(m, code, &m->years[i], (nh_return_table)table);
        nh_return_free(&m->years[i]);
    }
    gsl_rng_free(s.rng);
}

/* Where a placement is may be left open, where homes are may not. */
static bool find_addresses(making *m, nh_error *err)
{
    if (!m->what->postcodes) return true;
    m->addresses = nh_addresses_new(m->what->postcodes, m->england);
    for (size_t i = 0; i < m->n_chosen; i++)
        if (nh_addresses_count(m->addresses, (int)m->chosen[i]) == 0)
            return nh_fail(err, NH_BAD_INPUT,
                           "the postcode directory has no postcode of %s: give the whole directory",
                           nh_authority_at(m->england->districts[m->chosen[i]].authority)->code);
    return true;
}

static bool check_years(const nh_simulation *what, nh_error *err)
{
    int n_years = what->last_year - what->first_year + 1;
    if (what->first_year >= 2019 && n_years >= 1 && n_years <= MOST_YEARS && what->last_year <= 2025) return true;
    return nh_fail(err, NH_BAD_INPUT, "return years %d to %d cannot be made: 2019 to 2025, in order, are due",
                   what->first_year, what->last_year);
}

nh_simulated *nh_simulate(const nh_simulation *what, nh_error *err)
{
    if (!check_years(what, err)) return NULL;
    making m = { .what = what, .figures = nh_figures_new(), .england = nh_england_new() };
    bool ok = choose_authorities(&m, err) && find_addresses(&m, err);
    if (ok) {
        size_t n_years = (size_t)(what->last_year - what->first_year + 1);
        m.made = nh_zeroed(1, sizeof *m.made);
        m.made->files = nh_zeroed(m.n_chosen * n_years * NH_RETURN_TABLES, sizeof *m.made->files);
        share_out(&m);
        round_flows(&m);
        even_out_rows(&m);
        for (size_t i = 0; i < m.n_chosen; i++) make_authority(&m, i);
    }
    free(m.outside);
    free(m.chosen);
    free(m.children);
    nh_addresses_free(m.addresses);
    nh_england_free(m.england);
    nh_figures_free(m.figures);
    return m.made;
}

void nh_simulated_free(nh_simulated *simulated)
{
    if (!simulated) return;
    for (size_t i = 0; i < simulated->n; i++) {
        free((char *)(uintptr_t)simulated->files[i].name);
        free((char *)(uintptr_t)simulated->files[i].bytes);
    }
    free(simulated->files);
    free(simulated);
}
