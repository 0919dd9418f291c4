/* stats/models/multiple.c: p-values of several outcomes looked at together. */
#include "stats/models/multiple.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct ranked {
    double p;
    size_t place;
} ranked;

static int compare(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->p != y->p) return x->p < y->p ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

void nh_adjust_p(const double *p, size_t n, double *holm, double *bh)
{
    ranked *order = nh_zeroed(n + 1, sizeof *order);
    size_t m = 0;
    double most = 0, least = 1;
    for (size_t i = 0; i < n; i++) {
        holm[i] = bh[i] = NAN;
        if (!isnan(p[i])) order[m++] = (ranked){ p[i], i };
    }
    qsort(order, m, sizeof *order, compare);
    for (size_t i = 0; i < m; i++) {
        most = fmax(most, fmin(1, (double)(m - i) * order[i].p));
        holm[order[i].place] = most;
    }
    for (size_t i = m; i-- > 0;) {
        least = fmin(least, (double)m / (double)(i + 1) * order[i].p);
        bh[order[i].place] = least;
    }
    free(order);
}

static bool belong_together(const nh_column *const *by, size_t n_by, size_t a, size_t b)
{
    for (size_t i = 0; i < n_by; i++)
        if (strcmp(nh_text_at(by[i], a), nh_text_at(by[i], b)) != 0) return false;
    return true;
}

static nh_column *add_column(nh_frame *table, size_t from, const char *name, const char *label)
{
    const nh_column *p = nh_frame_find(table, "p_value");
    nh_role role = p->role;
    const char *part = p->part, *whole = p->whole;
    nh_column *column = nh_frame_find(table, name);
    if (!column) from = 0;
    if (!column) column = nh_frame_add(table, name, NH_NUMBER);
    nh_column_describe(table, column, label, NULL);
    nh_column_role(table, column, role, part, whole);
    for (size_t row = from; row < nh_frame_rows(table); row++) nh_put_mark(column, row, NH_NOT_APPLICABLE);
    return column;
}

/* The rows of one comparison, of which `first` is the first. */
static void adjust_rows(const nh_frame *table, const nh_column *const *by, size_t n_by, size_t first)
{
    const nh_column *p = nh_frame_find(table, "p_value");
    nh_column *holm = nh_frame_find(table, "p_holm"), *bh = nh_frame_find(table, "p_bh");
    size_t n = 0, all = nh_frame_rows(table), *rows = nh_zeroed(all + 1, sizeof *rows);
    double *values = nh_zeroed(3 * all + 1, sizeof *values), *of_holm = values + all, *of_bh = of_holm + all;
    for (size_t row = first; row < all; row++)
        if (nh_present(p, row) && belong_together(by, n_by, first, row)) {
            values[n] = p->number[row];
            rows[n++] = row;
        }
    nh_adjust_p(values, n, of_holm, of_bh);
    for (size_t i = 0; i < n; i++) {
        nh_put_number(holm, rows[i], of_holm[i]);
        nh_put_number(bh, rows[i], of_bh[i]);
    }
    free(values);
    free(rows);
}

void nh_add_adjusted_p_from(nh_frame *table, size_t from, const char *const *by, size_t n_by)
{
    const nh_column *columns[8];
    add_column(table, from, "p_holm", "p-value for all outcomes together (Holm)");
    add_column(table, from, "p_bh", "p-value by the share of false findings (Benjamini-Hochberg)");
    for (size_t i = 0; i < n_by; i++) columns[i] = nh_frame_find(table, by[i]);
    for (size_t row = from; row < nh_frame_rows(table); row++) {
        bool is_first = true;
        for (size_t before = from; before < row && is_first; before++)
            is_first = !belong_together(columns, n_by, before, row);
        if (is_first) adjust_rows(table, columns, n_by, row);
    }
}

void nh_add_adjusted_p(nh_frame *table, const char *const *by, size_t n_by)
{
    nh_add_adjusted_p_from(table, 0, by, n_by);
}
