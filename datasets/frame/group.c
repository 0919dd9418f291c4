/* datasets/frame/group.c: a column at a time, each refining the groups so far through a table of pairs. */
#include "datasets/frame/group.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

typedef struct pair {
    uint64_t value;
    uint32_t group, refined_plus_1; /* 0: free */
} pair;

typedef struct pairs {
    pair *slots;
    size_t n_slots, used;
} pairs;

/* A cell as bits; marks in a range of their own, told apart by `is_mark` in the group half of the key. */
static uint64_t bits_of(const nh_column *column, size_t row, bool *is_mark)
{
    *is_mark = !nh_present(column, row);
    if (*is_mark) return nh_mark_at(column, row);
    if (column->date) return (uint32_t)column->date[row];
    if (column->code) return (uint32_t)column->code[row];
    double value = column->number[row] + 0.0; /* -0 and 0 are one value */
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static size_t place_of(const pairs *table, uint64_t value, uint32_t group)
{
    uint64_t h = (value ^ ((uint64_t)group << 32 | group)) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    size_t mask = table->n_slots - 1, at = (h * 0xD6E8FEB86659FD93u >> 20) & mask;
    while (table->slots[at].refined_plus_1 != 0 &&
           (table->slots[at].value != value || table->slots[at].group != group))
        at = (at + 1) & mask;
    return at;
}

static void make_room(pairs *table)
{
    if (table->used * 2 < table->n_slots) return;
    pairs larger = { nh_zeroed(table->n_slots * 2, sizeof(pair)), table->n_slots * 2, table->used };
    for (size_t i = 0; i < table->n_slots; i++)
        if (table->slots[i].refined_plus_1)
            larger.slots[place_of(&larger, table->slots[i].value, table->slots[i].group)] = table->slots[i];
    free(table->slots);
    *table = larger;
}

/* The group of a row as a column splits it: told apart by its value, and by whether that is a mark. */
static uint32_t number_in(pairs *table, uint64_t value, uint32_t group, size_t *n)
{
    make_room(table);
    pair *p = &table->slots[place_of(table, value, group)];
    if (!p->refined_plus_1) {
        *p = (pair){ value, group, (uint32_t)++*n };
        table->used++;
    }
    return p->refined_plus_1 - 1;
}

/* Of each level of a category the first group it was met in, and what that became: a child's code is mostly of one
 * authority, so that few rows need the table of pairs. */
typedef struct met {
    uint32_t group_plus_1, refined; /* 0: not met */
} met;

/* Splits the groups of `of_row` by one more column; returns how many there are now. */
static size_t refine(uint32_t *of_row, size_t n_rows, const nh_column *column)
{
    pairs table = { nh_zeroed(64, sizeof(pair)), 64, 0 };
    met *levels = nh_zeroed(column->levels ? nh_levels_count(column->levels) : 0, sizeof *levels);
    size_t n = 0;
    for (size_t row = 0; row < n_rows; row++) {
        bool is_mark;
        uint64_t value = bits_of(column, row, &is_mark);
        met *level = column->code && !is_mark ? &levels[value] : NULL;
        if (level && level->group_plus_1 == 0) *level = (met){ of_row[row] + 1, (uint32_t)n++ };
        of_row[row] = level && level->group_plus_1 == of_row[row] + 1
                          ? level->refined : number_in(&table, value, of_row[row] * 2 + is_mark, &n);
    }
    free(levels);
    free(table.slots);
    return n;
}

/* A counting sort of the row numbers by group. */
static void collect_rows(nh_groups *groups, size_t n_rows)
{
    groups->first = nh_zeroed(groups->n, sizeof *groups->first);
    groups->rows = nh_zeroed(groups->n, sizeof *groups->rows);
    groups->n_rows = nh_zeroed(groups->n, sizeof *groups->n_rows);
    groups->row_numbers = nh_zeroed(n_rows, sizeof *groups->row_numbers);
    for (size_t row = 0; row < n_rows; row++) groups->n_rows[groups->of_row[row]]++;
    size_t *next = nh_zeroed(groups->n, sizeof *next);
    for (size_t g = 0, start = 0; g < groups->n; g++) {
        groups->rows[g] = groups->row_numbers + start;
        next[g] = start;
        start += groups->n_rows[g];
    }
    for (size_t row = 0; row < n_rows; row++) groups->row_numbers[next[groups->of_row[row]]++] = row;
    for (size_t g = 0; g < groups->n; g++) groups->first[g] = groups->rows[g][0];
    free(next);
}

uint32_t *nh_group_numbers(const nh_frame *frame, const nh_column *const *by, size_t n_by, size_t *n)
{
    size_t n_rows = nh_frame_rows(frame);
    uint32_t *of_row = nh_zeroed(n_rows, sizeof *of_row);
    *n = n_rows > 0;
    for (size_t k = 0; k < n_by && n_rows; k++) *n = refine(of_row, n_rows, by[k]);
    return of_row;
}

nh_groups *nh_group(const nh_frame *frame, const nh_column *const *by, size_t n_by)
{
    nh_groups *groups = nh_zeroed(1, sizeof *groups);
    groups->of_row = nh_group_numbers(frame, by, n_by, &groups->n);
    collect_rows(groups, nh_frame_rows(frame));
    return groups;
}

void nh_groups_free(nh_groups *groups)
{
    if (!groups) return;
    free(groups->first);
    free(groups->rows);
    free(groups->n_rows);
    free(groups->of_row);
    free(groups->row_numbers);
    free(groups);
}
