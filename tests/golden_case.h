/* tests/golden_case.h: a case of ../shared/golden: its input, what is expected, and the worst error met.
 *
 *     golden_case *g = golden_open("D9_ols_exact", "expected_exact.csv");     NULL when it is not there
 *     golden_check(g, "x1", "ols|estimate_exact", b);
 *     golden_close(g, 1e-11);                          asserts; says how many values and the worst relative error
 *
 * A value that the case does not hold fails the test; one of 0 is measured absolutely. */
#ifndef NH_TESTS_GOLDEN_CASE_H
#define NH_TESTS_GOLDEN_CASE_H

#include "tests/small_csv.h"

#include <math.h>

typedef struct golden_case {
    const char *name;
    nh_frame *input, *expected;
    bool *is_checked;
    double worst;
    char worst_at[400];
} golden_case;

/* Whose input has another name. */
static inline golden_case *golden_open_as(const char *name, const char *input, const char *expected)
{
    char path[300];
    golden_case *g = nh_zeroed(1, sizeof *g);
    g->name = name;
    snprintf(path, sizeof path, "../shared/golden/%s/%s", name, input);
    g->input = small_csv(path);
    snprintf(path, sizeof path, "../shared/golden/%s/%s", name, expected);
    g->expected = g->input ? small_csv(path) : NULL;
    if (g->expected) {
        g->is_checked = nh_zeroed(nh_frame_rows(g->expected) + 1, sizeof *g->is_checked);
        return g;
    }
    nh_frame_free(g->input);
    free(g);
    return NULL;
}

static inline golden_case *golden_open(const char *name, const char *expected)
{
    return golden_open_as(name, "input.csv", expected);
}

static inline void golden_check(golden_case *g, const char *term, const char *quantity, double value)
{
    const nh_column *terms = nh_frame_find(g->expected, "term"), *names = nh_frame_find(g->expected, "quantity");
    const nh_column *values = nh_frame_find(g->expected, "value");
    for (size_t row = 0; row < nh_frame_rows(g->expected); row++) {
        if (strcmp(nh_text_at(terms, row), term) != 0 || strcmp(nh_text_at(names, row), quantity) != 0) continue;
        double due = values->number ? values->number[row] : strtod(nh_text_at(values, row), NULL);
        double error = fabs(value - due) / (due == 0 ? 1 : fabs(due));
        g->is_checked[row] = true;
        if (!(error <= g->worst)) {
            g->worst = error;
            snprintf(g->worst_at, sizeof g->worst_at, "%s %s: %.17g, due %.17g", term, quantity, value, due);
        }
        return;
    }
    fail_msg("%s has no %s %s", g->name, term, quantity);
}

/* How many expected quantities hold `part` in their name and were not checked. */
static inline size_t golden_unchecked(const golden_case *g, const char *part)
{
    const nh_column *names = nh_frame_find(g->expected, "quantity");
    size_t n = 0;
    for (size_t row = 0; row < nh_frame_rows(g->expected); row++)
        n += !g->is_checked[row] && strstr(nh_text_at(names, row), part);
    return n;
}

static inline void golden_free(golden_case *g)
{
    nh_frame_free(g->input);
    nh_frame_free(g->expected);
    free(g->is_checked);
    free(g);
}

static inline void golden_close(golden_case *g, double tolerance)
{
    size_t n = 0, all = nh_frame_rows(g->expected);
    for (size_t row = 0; row < all; row++) n += g->is_checked[row];
    print_message("%s: %zu of %zu values, worst relative error %.1e (%s)\n", g->name, n, all, g->worst, g->worst_at);
    bool is_met = g->worst <= tolerance;
    if (!is_met) fail_msg("%s: %.3e is more than %.0e at %s", g->name, g->worst, tolerance, g->worst_at);
    golden_free(g);
}

#endif
