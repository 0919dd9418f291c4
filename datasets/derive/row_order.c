/* datasets/derive/row_order.c: insertion for the few rows of a child, merging for histories longer than any. */
#include "datasets/derive/row_order.h"

#include <string.h>

/* DECOM, then short breaks last, then the latest return first, then as they stood. */
static bool comes_before(const nh_row *a, const nh_row *b)
{
    if (a->start != b->start) return a->start < b->start;
    int break_a = a->flags & NH_ROW_RESPITE, break_b = b->flags & NH_ROW_RESPITE;
    if (break_a != break_b) return break_a < break_b;
    if (a->year != b->year) return a->year > b->year;
    return a->source < b->source;
}

static void insertion_sort(nh_row *row, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        nh_row moving = row[i];
        size_t at = i;
        for (; at > 0 && comes_before(&moving, &row[at - 1]); at--) row[at] = row[at - 1];
        row[at] = moving;
    }
}

static void merge(const nh_row *a, size_t n_a, const nh_row *b, size_t n_b, nh_row *into)
{
    while (n_a && n_b) {
        bool from_b = comes_before(b, a);
        *into++ = from_b ? *b++ : *a++;
        if (from_b) n_b--;
        else n_a--;
    }
    memcpy(into, n_a ? a : b, (n_a + n_b) * sizeof *into);
}

enum { SHORT_HISTORY = 32 };

/* A history is short and nearly in order; one of thousands of rows is met by merging. */
void nh_rows_sort(nh_row *row, size_t n, nh_row *spare)
{
    if (n <= SHORT_HISTORY) {
        insertion_sort(row, n);
        return;
    }
    size_t half = n / 2;
    nh_rows_sort(row, half, spare);
    nh_rows_sort(row + half, n - half, spare);
    merge(row, half, row + half, n - half, spare);
    memcpy(row, spare, n * sizeof *row);
}
