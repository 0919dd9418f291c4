/* datasets/derive/balance_breaks.c: what changed between two years other than where children live.
 *
 * Sources: the files themselves. To 2014 children placed inside and outside fall short of own children (by 2,950 in
 * 2012, 1,494 in 2014), from 2016 they make them up; the wide files end in 2017, and the releases from 2018 on are
 * restated in each of the next four years. */
#include "datasets/derive/balance_breaks.h"

#include "datasets/derive/published_cells.h"
#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/ees_rows.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_YEAR = 2000, N_YEARS = 100, LAST_WIDE = 2017 };

typedef struct years {
    bool is_there[N_YEARS];
    double unplaced[N_YEARS]; /* of England: own children less those inside and outside; 0 where not printed */
    int first, last;
} years;

static bool is_england(const nh_frame *balance, size_t row)
{
    return strcmp(nh_text_of(balance, "geographic_level", row), NH_EES_NATIONAL) == 0;
}

static double unplaced(const nh_frame *balance, size_t row)
{
    nh_cell placed = nh_cell_sum(nh_cell_at(nh_frame_find(balance, "placed_inside"), row),
                                 nh_cell_at(nh_frame_find(balance, "placed_outside"), row));
    nh_cell left = nh_cell_less(nh_cell_at(nh_frame_find(balance, "own_children"), row), placed);
    return left.mark == NH_PRESENT ? left.value : 0;
}

static years years_of(const nh_frame *balance)
{
    years found = { .first = N_YEARS, .last = -1 };
    const nh_column *year = nh_frame_find(balance, "year");
    for (size_t row = 0; row < year->n; row++) {
        int y = (int)year->number[row] - FIRST_YEAR;
        if (y < 0 || y >= N_YEARS) continue;
        found.is_there[y] = true;
        if (y < found.first) found.first = y;
        if (y > found.last) found.last = y;
        if (is_england(balance, row)) found.unplaced[y] = unplaced(balance, row);
    }
    return found;
}

/* The first year at hand after y, or -1. */
static int next_year(const years *at, int y)
{
    for (int next = y + 1; next <= at->last; next++)
        if (at->is_there[next]) return next;
    return -1;
}

typedef struct a_break {
    const char *name;                                         /* in the column */
    bool (*is_between)(const years *at, int before, int after);
    const char *note;                                         /* of the year before and the year after */
} a_break;

/* Figures of England are rounded: a difference of 100 is none. */
static bool counts_differ(const years *at, int before, int after)
{
    bool falls_short = at->unplaced[before] > 100, makes_up = at->unplaced[after] <= 100;
    return falls_short && makes_up && after + FIRST_YEAR <= LAST_WIDE;
}

static bool files_differ(const years *at, int before, int after)
{
    (void)at;
    return before + FIRST_YEAR <= LAST_WIDE && after + FIRST_YEAR > LAST_WIDE;
}

static const a_break breaks[] = {
    { "all children counted", counts_differ,
      "break in series between %d and %d: before it some children (placed for adoption, or where it is not known) "
      "are in own children but neither inside nor outside; after it every child is in one of the two" },
    { "later releases", files_differ,
      "break in series between %d and %d: before it figures are as first published in DfE's wide tables, after it as "
      "restated in the releases from 2018 on; children placed inside are no longer published" },
};

enum { N_BREAKS = sizeof breaks / sizeof *breaks };

static void mark_rows(nh_frame *balance, int year, const char *name)
{
    nh_column *column = nh_frame_find(balance, "break_in_series");
    const nh_column *years_column = nh_frame_find(balance, "year");
    if (!column) {
        column = nh_frame_add(balance, "break_in_series", NH_CATEGORY);
        nh_column_describe(balance, column, "what changed since the year before, other than the children", NULL);
        for (size_t row = 0; row < column->n; row++) nh_put_mark(column, row, NH_MISSING);
        years_column = nh_frame_find(balance, "year");
    }
    for (size_t row = 0; row < column->n; row++)
        if ((int)years_column->number[row] == year) nh_put_text(column, row, name);
}

static void mark_between(nh_frame *balance, nh_results *notes, const years *at, int before, int after)
{
    for (size_t i = 0; i < N_BREAKS; i++) {
        if (!breaks[i].is_between(at, before, after)) continue;
        mark_rows(balance, after + FIRST_YEAR, breaks[i].name);
        nh_results_note(notes, breaks[i].note, before + FIRST_YEAR, after + FIRST_YEAR);
    }
}

static void note_gaps(nh_results *notes, const years *at)
{
    nh_arena *scratch = nh_arena_new();
    const char *missing = "";
    for (int y = at->first; y < at->last; y++)
        if (!at->is_there[y])
            missing = nh_arena_print(scratch, "%s%s%d", missing, *missing ? ", " : "", y + FIRST_YEAR);
    if (*missing) nh_results_note(notes, "no balance for %s: no file of theirs is among the inputs", missing);
    nh_arena_free(scratch);
}

/* Whether the row has figures of an authority that is gone by the last year. */
static bool has_ended(const nh_frame *balance, size_t row, int last_year, int *authority)
{
    if (strcmp(nh_text_of(balance, "geographic_level", row), NH_EES_LOCAL) != 0) return false;
    *authority = nh_authority_of(nh_text_of(balance, "authority", row));
    return *authority != NH_NO_AUTHORITY && !nh_is_in_force(*authority, last_year) &&
           nh_present(nh_frame_find(balance, "placed_outside"), row);
}

static void note_ended(const nh_frame *balance, nh_results *notes, int last_year)
{
    nh_arena *scratch = nh_arena_new();
    bool *is_told = nh_arena_array(scratch, nh_authority_count(), sizeof *is_told);
    const char *names = "";
    int authority;
    for (size_t row = 0; row < nh_frame_rows(balance); row++) {
        if (!has_ended(balance, row, last_year, &authority) || is_told[authority]) continue;
        is_told[authority] = true;
        names = nh_arena_print(scratch, "%s%s%s", names, *names ? ", " : "", nh_authority_at(authority)->name);
    }
    if (*names)
        nh_results_note(notes, "break in series: %s ended before %d, and the authorities that followed begin series "
                        "of their own", names, last_year);
    nh_arena_free(scratch);
}

void nh_balance_mark_breaks(nh_frame *balance, nh_results *notes)
{
    years at = years_of(balance);
    if (at.last < 0) return;
    for (int y = at.first, next = next_year(&at, y); next >= 0; y = next, next = next_year(&at, y))
        mark_between(balance, notes, &at, y, next);
    note_gaps(notes, &at);
    note_ended(balance, notes, at.last + FIRST_YEAR);
}
