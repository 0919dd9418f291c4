/* datasets/derive/child_index.c: a counting sort by CHILD; where authorities share CHILD values, one by authority
 * before it, both stable. */
#include "datasets/derive/child_index.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static bool has_owner(const nh_column *authority, const nh_column *child, size_t row)
{
    return nh_present(authority, row) && nh_present(child, row);
}

/* Whose each CHILD value is. */
typedef struct owners {
    const nh_column *authority, *child;
    uint32_t *n_rows; /* of each code; what is to be freed */
    uint32_t *owner;  /* of each code, plus one; 0: no row has it */
    uint32_t n;       /* rows that have an owner */
    bool is_shared;   /* a code is used by several authorities */
} owners;

static owners count_rows(const nh_column *authority, const nh_column *child)
{
    size_t n_codes = nh_levels_count(child->levels);
    owners o = { .authority = authority, .child = child, .n_rows = nh_zeroed(2 * n_codes, sizeof *o.n_rows) };
    o.owner = o.n_rows + n_codes;
    for (size_t row = 0; row < child->n; row++) {
        if (!has_owner(authority, child, row)) continue;
        int32_t code = child->code[row];
        uint32_t owner = (uint32_t)authority->code[row] + 1;
        o.is_shared |= o.n_rows[code] > 0 && o.owner[code] != owner;
        o.owner[code] = owner;
        o.n_rows[code]++;
        o.n++;
    }
    return o;
}

/* ---- where no CHILD value is shared: a child is a code that has rows ---- */

static uint32_t count_codes(const owners *o)
{
    uint32_t n = 0;
    for (size_t code = 0; code < nh_levels_count(o->child->levels); code++) n += o->n_rows[code] > 0;
    return n;
}

/* Children in order of their codes; n_rows[code] becomes the place of the code's first row. */
static void number_codes(nh_child_index *index, const owners *o)
{
    uint32_t at = 0, place = 0;
    for (uint32_t code = 0; code < index->n_codes; code++) {
        uint32_t n = o->n_rows[code];
        index->first_of_code[code] = at;
        o->n_rows[code] = place;
        if (n == 0) continue;
        index->first[at] = place;
        index->authority[at] = (int32_t)(o->owner[code] - 1);
        index->code[at++] = (int32_t)code;
        place += n;
    }
    index->first_of_code[index->n_codes] = at;
    index->first[at] = place;
}

static void place_rows(nh_child_index *index, const owners *o)
{
    const nh_column *child = o->child;
    for (size_t row = 0; row < child->n; row++)
        if (has_owner(o->authority, child, row)) index->rows[o->n_rows[child->code[row]]++] = (uint32_t)row;
}

/* ---- where some are ---- */

/* The rows that have an owner, in the table's order. */
static void owned_rows(const owners *o, uint32_t *rows)
{
    for (size_t row = 0; row < o->child->n; row++)
        if (has_owner(o->authority, o->child, row)) *rows++ = (uint32_t)row;
}

/* Rows in order of their code; what is equal stays as it stood. `into` has room for n. */
static void sort_by_code(const nh_column *column, const uint32_t *rows, uint32_t n, uint32_t *into)
{
    size_t n_codes = nh_levels_count(column->levels);
    uint32_t *place = nh_zeroed(n_codes + 1, sizeof *place);
    for (uint32_t i = 0; i < n; i++) place[column->code[rows[i]] + 1]++;
    for (size_t code = 1; code < n_codes; code++) place[code] += place[code - 1];
    for (uint32_t i = 0; i < n; i++) into[place[column->code[rows[i]]]++] = rows[i];
    free(place);
}

/* By child and within it by authority; free() it. */
static uint32_t *sort_rows(const owners *o)
{
    uint32_t *rows = nh_zeroed(o->n, sizeof *rows), *other = nh_zeroed(o->n, sizeof *other);
    owned_rows(o, rows);
    sort_by_code(o->authority, rows, o->n, other);
    sort_by_code(o->child, other, o->n, rows);
    free(other);
    return rows;
}

static bool same_child(const owners *o, uint32_t a, uint32_t b)
{
    return o->child->code[a] == o->child->code[b] && o->authority->code[a] == o->authority->code[b];
}

static uint32_t count_children(const owners *o, const uint32_t *rows)
{
    uint32_t n_children = o->n > 0;
    for (uint32_t i = 1; i < o->n; i++) n_children += !same_child(o, rows[i - 1], rows[i]);
    return n_children;
}

static void number_children(nh_child_index *index, const owners *o)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < o->n; i++) {
        uint32_t row = index->rows[i];
        if (i > 0 && same_child(o, index->rows[i - 1], row)) continue;
        index->first[at] = i;
        index->authority[at] = o->authority->code[row];
        index->code[at] = o->child->code[row];
        index->first_of_code[o->child->code[row] + 1]++;
        at++;
    }
    index->first[at] = o->n;
    for (uint32_t code = 0; code < index->n_codes; code++)
        index->first_of_code[code + 1] += index->first_of_code[code];
}

/* ---- */

/* The arrays stand in one block, which is long enough for huge pages where each of them is not. */
static nh_child_index *new_index(const owners *o, uint32_t n_children)
{
    nh_child_index *index = nh_zeroed(1, sizeof *index);
    index->n_children = n_children;
    index->n_codes = (uint32_t)nh_levels_count(o->child->levels);
    size_t per_child = (size_t)n_children + 1, per_code = (size_t)index->n_codes + 1;
    index->rows = nh_zeroed(o->n + 3 * per_child + per_code, sizeof *index->rows);
    index->first = index->rows + o->n;
    index->authority = (int32_t *)(index->first + per_child);
    index->code = index->authority + per_child;
    index->first_of_code = (uint32_t *)(index->code + per_child);
    return index;
}

static nh_child_index *index_of_codes(const owners *o)
{
    nh_child_index *index = new_index(o, count_codes(o));
    number_codes(index, o);
    place_rows(index, o);
    return index;
}

static nh_child_index *index_of_pairs(const owners *o)
{
    uint32_t *rows = sort_rows(o);
    nh_child_index *index = new_index(o, count_children(o, rows));
    memcpy(index->rows, rows, o->n * sizeof *rows);
    number_children(index, o);
    free(rows);
    return index;
}

nh_child_index *nh_child_index_of(const nh_frame *table)
{
    owners o = count_rows(nh_frame_find(table, "authority"), nh_frame_find(table, "child"));
    nh_child_index *index = o.is_shared ? index_of_pairs(&o) : index_of_codes(&o);
    free(o.n_rows);
    return index;
}

void nh_child_index_free(nh_child_index *index)
{
    if (!index) return;
    free(index->rows);
    free(index);
}

/* Nearly always the one child of that CHILD value; where several authorities use the same, a bisection. */
uint32_t nh_child_find(const nh_child_index *index, int32_t authority, int32_t code)
{
    if ((uint32_t)code >= index->n_codes) return NH_NO_CHILD;
    uint32_t low = index->first_of_code[code], high = index->first_of_code[code + 1];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (index->authority[middle] <= authority) low = middle;
        else high = middle;
    }
    return low < high && index->authority[low] == authority ? low : NH_NO_CHILD;
}
