/* datasets/derive/child_index.c: two counting sorts, by authority and then by child, both stable. */
#include "datasets/derive/child_index.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

static bool has_owner(const nh_column *authority, const nh_column *child, size_t row)
{
    return nh_present(authority, row) && nh_present(child, row);
}

/* The rows that have an owner, in the table's order; returns how many. */
static uint32_t owned_rows(const nh_column *authority, const nh_column *child, uint32_t *rows)
{
    uint32_t n = 0;
    for (size_t row = 0; row < child->n; row++)
        if (has_owner(authority, child, row)) rows[n++] = (uint32_t)row;
    return n;
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

static bool same_child(const nh_column *authority, const nh_column *child, uint32_t a, uint32_t b)
{
    return child->code[a] == child->code[b] && authority->code[a] == authority->code[b];
}

static uint32_t count_children(const nh_column *authority, const nh_column *child, const uint32_t *rows, uint32_t n)
{
    uint32_t n_children = n > 0;
    for (uint32_t i = 1; i < n; i++) n_children += !same_child(authority, child, rows[i - 1], rows[i]);
    return n_children;
}

static void number_children(nh_child_index *index, const nh_column *authority, const nh_column *child, uint32_t n)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = index->rows[i];
        if (i > 0 && same_child(authority, child, index->rows[i - 1], row)) continue;
        index->first[at] = i;
        index->authority[at] = authority->code[row];
        index->code[at] = child->code[row];
        index->first_of_code[child->code[row] + 1]++;
        at++;
    }
    index->first[at] = n;
    for (uint32_t code = 0; code < index->n_codes; code++)
        index->first_of_code[code + 1] += index->first_of_code[code];
}

nh_child_index *nh_child_index_of(const nh_frame *table)
{
    const nh_column *authority = nh_frame_find(table, "authority"), *child = nh_frame_find(table, "child");
    nh_child_index *index = nh_zeroed(1, sizeof *index);
    uint32_t *rows = nh_resize(NULL, child->n, sizeof *rows), *other = nh_resize(NULL, child->n, sizeof *other);
    uint32_t n = owned_rows(authority, child, rows);
    sort_by_code(authority, rows, n, other);
    sort_by_code(child, other, n, rows);
    free(other);
    index->rows = rows;
    index->n_children = count_children(authority, child, rows, n);
    index->n_codes = (uint32_t)nh_levels_count(child->levels);
    index->first = nh_zeroed((size_t)index->n_children + 1, sizeof *index->first);
    index->authority = nh_zeroed(index->n_children, sizeof *index->authority);
    index->code = nh_zeroed(index->n_children, sizeof *index->code);
    index->first_of_code = nh_zeroed((size_t)index->n_codes + 1, sizeof *index->first_of_code);
    number_children(index, authority, child, n);
    return index;
}

void nh_child_index_free(nh_child_index *index)
{
    if (!index) return;
    free(index->first);
    free(index->rows);
    free(index->authority);
    free(index->code);
    free(index->first_of_code);
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
