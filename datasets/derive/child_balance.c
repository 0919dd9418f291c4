/* datasets/derive/child_balance.c: who imports and who exports children, counted on 31 March.
 *
 * What is counted: children looked after on 31 March of each loaded return. Own children = inside + outside +
 * unknown. Children received are those of the other authorities that were loaded; a region or England has a row
 * only when all of its authorities in force were loaded (or all their successors; the City of London and the Isles of
 * Scilly may have no children), and is then the sum of their rows. */
#include "datasets/derive/child_balance.h"

#include "datasets/derive/balance.h"
#include "datasets/derive/flows.h"
#include "datasets/derive/histories.h"
#include "datasets/derive/narrow.h"
#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <stdlib.h>
#include <string.h>

typedef struct tally {
    size_t own, inside, outside, unknown, received;
} tally;

typedef struct count {
    const nh_returns *returns;
    size_t n_authorities;
    int *number;  /* of each level of authority: its number in authorities.h */
    tally *all;   /* [year - first_year][authority level] */
} count;

static tally *tally_of(const count *c, int year, int32_t authority)
{
    return &c->all[(size_t)(year - c->returns->first_year) * c->n_authorities + (size_t)authority];
}

static bool is_loaded(const count *c, int year, size_t authority)
{
    return nh_return_has(c->returns, NH_RETURN_EPISODES, (int32_t)authority, year);
}

static void count_own(const count *c, const nh_frame *children, const uint8_t *keep)
{
    const nh_column *authority = nh_frame_find(children, "authority"), *year = nh_frame_find(children, "year");
    const nh_column *looked_after = nh_frame_find(children, "looked_after_31_march");
    const nh_column *location = nh_frame_find(children, "location");
    int32_t inside = nh_levels_find_text(location->levels, "IN");
    for (size_t row = 0; row < nh_frame_rows(children); row++) {
        if (!keep[row] || looked_after->number[row] == 0) continue;
        tally *t = tally_of(c, (int)year->number[row], authority->code[row]);
        t->own++;
        if (!nh_present(location, row)) t->unknown++;
        else if (location->code[row] == inside) t->inside++;
        else t->outside++;
    }
}

/* A place may lie in more than one loaded area: an old authority's and its successor's, in a year of both. */
static void receive(const count *c, int year, int32_t from, int place, size_t n)
{
    for (size_t a = 0; a < c->n_authorities; a++) {
        if ((int32_t)a == from || c->number[a] == NH_NO_AUTHORITY || !is_loaded(c, year, a)) continue;
        if (nh_is_inside(c->number[a], place)) tally_of(c, year, (int32_t)a)->received += n;
    }
}

static void count_received(const count *c, const nh_frame *flows)
{
    const nh_column *year = nh_frame_find(flows, "year"), *from = nh_frame_find(flows, "authority");
    const nh_column *to = nh_frame_find(flows, "placement_authority"), *children = nh_frame_find(flows, "children");
    for (size_t row = 0; row < nh_frame_rows(flows); row++) {
        int place = nh_authority_of(nh_text_at(to, row));
        if (place != NH_NO_AUTHORITY)
            receive(c, (int)year->number[row], from->code[row], place, (size_t)children->number[row]);
    }
}

static void put(nh_frame *balance, size_t row, const char *column, double value)
{
    nh_put_number(nh_frame_find(balance, column), row, value);
}

static void put_area(nh_frame *balance, size_t row, int year, const char *const texts[4])
{
    static const char *const names[] = { "geographic_level", "authority", "name", "region" };
    put(balance, row, "year", year);
    for (int i = 0; i < 4; i++)
        if (*texts[i]) nh_put_text(nh_frame_find(balance, names[i]), row, texts[i]);
}

static void put_tally(nh_frame *balance, size_t row, const tally *t)
{
    double net = (double)t->received - (double)t->outside;
    put(balance, row, "own_children", (double)t->own);
    put(balance, row, "placed_inside", (double)t->inside);
    put(balance, row, "placed_outside", (double)t->outside);
    put(balance, row, "placed_unknown", (double)t->unknown);
    put(balance, row, "placed_here_by_others", (double)t->received);
    put(balance, row, "net_gain", net);
    if (t->own == 0) return;
    put(balance, row, "share_outside", 100 * (double)t->outside / (double)t->own);
    put(balance, row, "net_per_100", 100 * net / (double)t->own);
}

static void add_to(tally *sum, const tally *t)
{
    sum->own += t->own;
    sum->inside += t->inside;
    sum->outside += t->outside;
    sum->unknown += t->unknown;
    sum->received += t->received;
}

static const char ENGLAND[] = "E92000001", LONDON[] = "E12000007";

/* London's authorities have Inner (E13000001) or Outer London (E13000002) as their region, and lie in London too. */
static bool in_region(int authority, const char *region_code)
{
    const char *own = nh_authority_at(authority)->region_code;
    if (region_code == ENGLAND) return true;
    return strcmp(own, region_code) == 0 || (strcmp(region_code, LONDON) == 0 && strncmp(own, "E13", 3) == 0);
}

/* Truths by number of the authority; free() it. */
static bool *loaded_in(const count *c, int year)
{
    bool *is_there = nh_zeroed(nh_authority_count(), sizeof *is_there);
    for (size_t a = 0; a < c->n_authorities; a++)
        if (c->number[a] != NH_NO_AUTHORITY && is_loaded(c, year, a)) is_there[c->number[a]] = true;
    return is_there;
}

/* How many authorities in force there are accounted for, and how many there are. */
static size_t count_accounted_for(const count *c, int year, const char *region_code, size_t *n_due)
{
    bool *is_there = loaded_in(c, year);
    size_t n = 0;
    *n_due = 0;
    for (int i = 0; i < (int)nh_authority_count(); i++) {
        if (!nh_authority_at(i)->in_england || !nh_is_in_force(i, year) || !in_region(i, region_code)) continue;
        *n_due += 1;
        n += nh_is_accounted_for(i, is_there);
    }
    free(is_there);
    return n;
}

/* The sum over a region, and whether every authority in force there was loaded. */
static bool sum_region(const count *c, int year, const char *region_code, tally *sum)
{
    size_t n_due, n_loaded = count_accounted_for(c, year, region_code, &n_due);
    *sum = (tally){ 0 };
    for (size_t a = 0; a < c->n_authorities; a++)
        if (c->number[a] != NH_NO_AUTHORITY && is_loaded(c, year, a) && in_region(c->number[a], region_code))
            add_to(sum, tally_of(c, year, (int32_t)a));
    return n_due > 0 && n_loaded == n_due;
}

static void add_region(const count *c, int year, const char *const texts[4], nh_frame *balance)
{
    tally sum;
    if (!sum_region(c, year, texts[1], &sum)) return;
    size_t row = nh_frame_append(balance);
    put_area(balance, row, year, texts);
    put_tally(balance, row, &sum);
}

/* England, London, and regions as they first appear among the authorities. */
static void add_regions(const count *c, int year, nh_frame *balance)
{
    nh_levels *seen = nh_levels_new();
    add_region(c, year, (const char *const[4]){ "National", ENGLAND, "England", "" }, balance);
    add_region(c, year, (const char *const[4]){ "Regional", LONDON, "London", "London" }, balance);
    for (size_t i = 0; i < nh_authority_count(); i++) {
        const nh_authority *a = nh_authority_at((int)i);
        if (!*a->region_code || nh_levels_find_text(seen, a->region_code) != NH_NO_LEVEL) continue;
        nh_levels_add_text(seen, a->region_code);
        add_region(c, year, (const char *const[4]){ "Regional", a->region_code, a->region, a->region }, balance);
    }
    nh_levels_release(seen);
}

static void add_authorities(const count *c, int year, nh_frame *balance)
{
    int32_t *order = nh_levels_sorted(c->returns->authorities);
    for (size_t i = 0; i < c->n_authorities; i++) {
        int32_t a = order[i];
        if (!is_loaded(c, year, (size_t)a)) continue;
        const char *code = nh_levels_text(c->returns->authorities, a);
        const nh_authority *known = c->number[a] == NH_NO_AUTHORITY ? NULL : nh_authority_at(c->number[a]);
        size_t row = nh_frame_append(balance);
        put_area(balance, row, year, (const char *const[4]){ "Local authority", code, known ? known->name : code,
                                                             known ? known->region : "" });
        put_tally(balance, row, tally_of(c, year, a));
    }
    free(order);
}

static void note_those_missing(const count *c, int year, nh_results *notes)
{
    size_t n_in_force, n_loaded = count_accounted_for(c, year, ENGLAND, &n_in_force);
    if (n_loaded < n_in_force)
        nh_results_note(notes,
                        "%d: returns of %zu authorities in force are missing; children placed here by others are "
                        "counted among the loaded ones only, and net gain is too low",
                        year, n_in_force - n_loaded);
}

static nh_frame *balance_of(const count *c, nh_results *notes)
{
    nh_frame *balance = nh_balance_new(0, NH_CHILD_LEVEL);
    for (int year = c->returns->first_year; year <= c->returns->last_year; year++) {
        add_regions(c, year, balance);
        add_authorities(c, year, balance);
        note_those_missing(c, year, notes);
    }
    return balance;
}

static count begin(const nh_returns *returns, nh_arena *memory)
{
    count c = { .returns = returns, .n_authorities = returns->n_authorities };
    size_t n_years = (size_t)(returns->last_year - returns->first_year + 1);
    c.number = nh_arena_array(memory, c.n_authorities, sizeof *c.number);
    c.all = nh_arena_array(memory, c.n_authorities * n_years, sizeof *c.all);
    for (size_t a = 0; a < c.n_authorities; a++)
        c.number[a] = nh_authority_of(nh_levels_text(returns->authorities, (int32_t)a));
    return c;
}

nh_frame *nh_balance_from_children(nh_inputs *inputs, nh_error *err)
{
    const nh_frame *children = nh_inputs_whole(inputs, "children", err);
    nh_frame *flows = children ? nh_flows_of(inputs, &nh_derive_balance, err) : NULL;
    if (!flows) return NULL;
    nh_arena *memory = nh_arena_new();
    uint8_t *keep = nh_rows_counted(inputs, children, &nh_derive_balance, err);
    count c = begin(nh_inputs_histories(inputs, err)->returns, memory);
    count_own(&c, children, keep);
    count_received(&c, flows);
    nh_frame *balance = balance_of(&c, nh_inputs_notes(inputs));
    free(keep);
    nh_frame_free(flows);
    nh_arena_free(memory);
    return balance;
}
