/* datasets/derive/outcomes.c: rows of a table in a chain for each child. */
#include "datasets/derive/outcomes.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

/* Rows of one table by child: first[child] and next[row] are a row plus one; 0 ends the chain. */
typedef struct chains {
    const nh_frame *frame;
    const nh_column *year;
    uint32_t *first, *next;
} chains;

struct nh_outcomes {
    chains oc2, missing;
    const nh_column *start, *end, *kind; /* of missing */
    int32_t is_missing, is_away;         /* codes of M and A */
};

static chains chain(const nh_frame *frame, const nh_child_index *index)
{
    chains c = { .frame = frame };
    if (!frame) return c;
    const nh_column *authority = nh_frame_find(frame, "authority"), *child = nh_frame_find(frame, "child");
    size_t n = nh_frame_rows(frame);
    c.year = nh_frame_find(frame, "year");
    c.first = nh_zeroed(index->n_children, sizeof *c.first);
    c.next = nh_zeroed(n, sizeof *c.next);
    for (size_t row = n; row-- > 0;) { /* From the end, so that a chain runs in the table's order. */
        if (!nh_present(authority, row) || !nh_present(child, row)) continue;
        uint32_t owner = nh_child_find(index, authority->code[row], child->code[row]);
        if (owner == NH_NO_CHILD) continue;
        c.next[row] = c.first[owner];
        c.first[owner] = (uint32_t)row + 1;
    }
    return c;
}

nh_outcomes *nh_outcomes_of(const nh_inputs *inputs, const nh_histories *h)
{
    const nh_extract *extract = nh_inputs_extract(inputs);
    nh_outcomes *o = nh_zeroed(1, sizeof *o);
    o->oc2 = chain(nh_extract_table(extract, "oc2"), h->index);
    o->missing = chain(nh_extract_table(extract, "missing"), h->index);
    if (!o->missing.frame) return o;
    o->start = nh_frame_find(o->missing.frame, "mis_start");
    o->end = nh_frame_find(o->missing.frame, "mis_end");
    o->kind = nh_frame_find(o->missing.frame, "missing");
    o->is_missing = o->kind ? nh_levels_find_text(o->kind->levels, "M") : NH_NO_LEVEL;
    o->is_away = o->kind ? nh_levels_find_text(o->kind->levels, "A") : NH_NO_LEVEL;
    return o;
}

static void free_chains(chains *c)
{
    free(c->first);
    free(c->next);
}

void nh_outcomes_free(nh_outcomes *o)
{
    if (!o) return;
    free_chains(&o->oc2);
    free_chains(&o->missing);
    free(o);
}

const nh_frame *nh_oc2_table(const nh_outcomes *o)
{
    return o->oc2.frame;
}

size_t nh_oc2_row(const nh_outcomes *o, uint32_t child, int year)
{
    if (!o->oc2.frame) return NH_NO_ROW;
    for (uint32_t at = o->oc2.first[child]; at; at = o->oc2.next[at - 1])
        if ((int)o->oc2.year->number[at - 1] == year) return at - 1;
    return NH_NO_ROW;
}

static bool overlaps(const nh_outcomes *o, size_t row, int year)
{
    if (!o->start || !nh_present(o->start, row) || o->start->date[row] > nh_year_end(year)) return false;
    return !o->end || !nh_present(o->end, row) || o->end->date[row] >= nh_year_start(year);
}

static bool covers_31_march(const nh_outcomes *o, size_t row, int year)
{
    return !o->end || !nh_present(o->end, row) || o->end->date[row] > nh_year_end(year);
}

nh_incidents nh_incidents_of(const nh_outcomes *o, uint32_t child, int year)
{
    nh_incidents n = { 0 };
    if (!o->missing.frame) return n;
    for (uint32_t at = o->missing.first[child]; at; at = o->missing.next[at - 1]) {
        size_t row = at - 1;
        if ((int)o->missing.year->number[row] != year || !overlaps(o, row, year)) continue;
        int32_t kind = nh_code_in(o->kind, row);
        bool is_missing = kind >= 0 && kind == o->is_missing, is_away = kind >= 0 && kind == o->is_away;
        bool on_day = covers_31_march(o, row, year);
        n.missing += is_missing;
        n.away += is_away;
        n.missing_on_31_march += is_missing && on_day;
        n.away_on_31_march += is_away && on_day;
    }
    return n;
}
