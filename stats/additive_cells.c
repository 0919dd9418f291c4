/* stats/additive_cells.c: sums along a row, of groups to their total, and of some children to all.
 *
 * Left out: what regions and authorities add up to (their roundings leave too much room), and sums across tables. */
#include "stats/additive_cells.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 5 };

/* Columns of one row. */
static const struct {
    const char *whole, *parts[MOST_PARTS];
    bool may_exceed;
} row_sums[] = {
    { "total", { "to_20_in", "to_20_out", "over_20_in", "over_20_out", "unknown" }, false },
    { "over_20", { "over_20_in", "over_20_out" }, false },
    { "outside", { "to_20_out", "over_20_out" }, true },
    { "total", { "to_20_in", "over_20_in", "outside" }, true },
    { "outside", { "at_a_distance" }, true },
    { "own_children", { "placed_inside", "placed_outside", "placed_unknown" }, false },
    { "total", { "over_20", "unknown" }, true },
};

typedef struct search {
    const nh_frame *frame;
    nh_sums *sums;
    size_t *cell, n; /* of the sum in hand: the whole first */
    bool is_of_groups;
} search;

static size_t rows_of(const search *s) { return nh_frame_rows(s->frame); }

/* Adds a cell to the sum in hand; one without a count adds nothing, and so the sum will not hold. */
static void put(search *s, size_t column, size_t row) { s->cell[s->n++] = column * rows_of(s) + row; }

static double value_of(const search *s, size_t cell)
{
    return nh_number_at(nh_frame_at(s->frame, cell / rows_of(s)), cell % rows_of(s));
}

static bool holds(const search *s, bool may_exceed)
{
    double whole = value_of(s, s->cell[0]), parts = 0;
    for (size_t i = 1; i < s->n; i++) parts += value_of(s, s->cell[i]);
    return may_exceed ? whole >= parts : whole == parts;
}

/* Keeps the sum in hand, if it is one. */
static void keep(search *s, bool may_exceed)
{
    nh_sums *sums = s->sums;
    if (s->n > 1 && holds(s, may_exceed)) {
        size_t *cell = nh_arena_array(sums->memory, s->n, sizeof *cell);
        memcpy(cell, s->cell, s->n * sizeof *cell);
        sums->all = nh_resize(sums->all, sums->n + 1, sizeof *sums->all);
        sums->all[sums->n++] = (nh_sum){ cell, s->n, may_exceed, s->is_of_groups };
    }
    s->n = 0;
}

static bool is_count(const nh_column *column) { return column->kind == NH_NUMBER && column->role == NH_COUNT; }

/* The place of a column of counts; false where the frame has none of the name. */
static bool find_count(const search *s, const char *name, size_t *place)
{
    for (*place = 0; *place < nh_frame_columns(s->frame); ++*place) {
        const nh_column *column = nh_frame_at(s->frame, *place);
        if (strcmp(column->name, name) == 0) return is_count(column);
    }
    return false;
}

static void add_row_sums(search *s)
{
    for (size_t k = 0; k < sizeof row_sums / sizeof *row_sums; k++) {
        size_t place[1 + MOST_PARTS], n = 0;
        bool is_here = find_count(s, row_sums[k].whole, &place[n++]);
        for (size_t i = 0; i < MOST_PARTS && row_sums[k].parts[i]; i++)
            is_here = find_count(s, row_sums[k].parts[i], &place[n++]) && is_here;
        for (size_t row = 0; is_here && row < rows_of(s); row++) {
            for (size_t i = 0; i < n; i++) put(s, place[i], row);
            keep(s, row_sums[k].may_exceed);
        }
    }
}

/* One whole row and the rows that are its parts, in every column of counts. */
static void add_rows(search *s, size_t whole, const size_t *parts, size_t n, bool may_exceed)
{
    for (size_t c = 0; n > 0 && c < nh_frame_columns(s->frame); c++) {
        if (!is_count(nh_frame_at(s->frame, c))) continue;
        put(s, c, whole);
        for (size_t i = 0; i < n; i++) put(s, c, parts[i]);
        keep(s, may_exceed);
    }
}

static bool says(const nh_column *column, size_t row, const char *word)
{
    return nh_present(column, row) && strcmp(nh_text_at(column, row), word) == 0;
}

static bool is_key(const nh_column *column) { return column->role == NH_PLAIN; }

/* Whether a column of groups, as foster, homes, total. */
static bool has_total(const nh_column *column)
{
    return is_key(column) && column->kind == NH_CATEGORY &&
           nh_levels_find_text(column->levels, "total") != NH_NO_LEVEL;
}

static bool is_total(const search *s, size_t row)
{
    for (size_t c = 0; c < nh_frame_columns(s->frame); c++) {
        const nh_column *column = nh_frame_at(s->frame, c);
        if (has_total(column) && says(column, row, "total")) return true;
    }
    return false;
}

/* Rows that are alike in every key but those that `is_left_out` names. */
static nh_groups *alike(const nh_frame *frame, bool (*is_left_out)(const nh_column *))
{
    size_t n = 0;
    const nh_column **keys = nh_zeroed(nh_frame_columns(frame) + 1, sizeof *keys);
    for (size_t c = 0; c < nh_frame_columns(frame); c++)
        if (is_key(nh_frame_at(frame, c)) && !is_left_out(nh_frame_at(frame, c))) keys[n++] = nh_frame_at(frame, c);
    nh_groups *groups = nh_group(frame, keys, n);
    free(keys);
    return groups;
}

/* In each set of rows, those that are a whole against all others, where there is one whole. */
static void add_groups(search *s, const nh_groups *sets, bool (*is_whole)(const search *, size_t row),
                       bool may_exceed)
{
    size_t *parts = nh_zeroed(rows_of(s) + 1, sizeof *parts);
    for (size_t g = 0; g < sets->n; g++) {
        size_t n = 0, n_wholes = 0, whole = 0;
        for (size_t i = 0; i < sets->n_rows[g]; i++) {
            size_t row = sets->rows[g][i];
            if (is_whole(s, row)) whole = row, n_wholes++;
            else parts[n++] = row;
        }
        if (n_wholes == 1) add_rows(s, whole, parts, n, may_exceed);
    }
    free(parts);
}

static bool is_cover(const nh_column *column) { return strcmp(column->name, "cover") == 0; }

static bool covers_all(const search *s, size_t row)
{
    const nh_column *cover = nh_frame_find(s->frame, "cover");
    return cover && says(cover, row, "all");
}

static void add_whole_rows(search *s)
{
    nh_groups *by_group = alike(s->frame, has_total);
    s->is_of_groups = true;
    add_groups(s, by_group, is_total, false);
    s->is_of_groups = false;
    nh_groups_free(by_group);
    if (!nh_frame_find(s->frame, "cover")) return;
    nh_groups *by_cover = alike(s->frame, is_cover);
    add_groups(s, by_cover, covers_all, true);
    nh_groups_free(by_cover);
}

nh_sums *nh_sums_of(const nh_frame *frame)
{
    nh_sums *sums = nh_zeroed(1, sizeof *sums);
    sums->memory = nh_arena_new();
    size_t most = nh_frame_rows(frame) + MOST_PARTS + 1;
    search s = { frame, sums, nh_zeroed(most, sizeof(size_t)), 0, false };
    add_row_sums(&s);
    add_whole_rows(&s);
    free(s.cell);
    return sums;
}

void nh_sums_free(nh_sums *sums)
{
    if (!sums) return;
    nh_arena_free(sums->memory);
    free(sums->all);
    free(sums);
}
