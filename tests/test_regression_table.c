/* tests/test_regression_table.c: models side by side: which belong together, and what stands in each cell. Numbers
 * are invented. */
#include "plots/regression_models.h"
#include "plots/regression_table.h"
#include "plots/side_by_side.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

typedef struct estimate {
    const char *model, *outcome, *term, *level;
    double value, error; /* error 0: none; below 0: both suppressed */
} estimate;

static const estimate estimates[] = {
    { "moved_within_cr1", "moved", "over_20", "", 0.0123, 0.004 },
    { "moved_within_cr2", "moved", "over_20", "", 0.0123, 0.0056 },
    { "moved_within_cr2", "moved", "placement_group", "foster (reference)", 0, 0 },
    { "moved_within_cr2", "moved", "placement_group", "homes", -0.25, 0.031 },
    { "missing_within_cr2", "I(missing>0)", "over_20", "", 0.5, -1 },
    { "missing_within_cr2", "I(missing>0)", "placement_group", "homes (dropped)", 0, 0 },
    { "moved_curve_cr1", "moved", "ns(miles,4) 1", "", 1, 1 },
};

static const char *const fits[][4] = {
    { "moved_within_cr1", "moved ~ over_20 + placement_group | authority + year", "gaussian", "cr1" },
    { "moved_within_cr2", "moved ~ over_20 + placement_group | authority + year", "gaussian", "cr2" },
    { "missing_within_cr2", "I(missing>0) ~ over_20 + placement_group | authority + year", "gaussian", "cr2" },
    { "moved_curve_cr1", "moved ~ ns(miles,4)", "gaussian", "cr1" },
};

static nh_frame *estimates_table(void)
{
    static const char *const texts[] = { "model", "outcome", "term", "level" };
    nh_frame *table = nh_frame_new("estimates", NULL);
    for (size_t i = 0; i < 4; i++) nh_frame_add(table, texts[i], NH_CATEGORY);
    nh_column *value = nh_frame_add(table, "estimate", NH_NUMBER);
    nh_column *error = nh_frame_add(table, "std_error", NH_NUMBER);
    for (size_t i = 0; i < sizeof estimates / sizeof *estimates; i++) {
        const estimate *e = &estimates[i];
        const char *const cells[] = { e->model, e->outcome, e->term, e->level };
        size_t row = nh_frame_append(table);
        for (size_t k = 0; k < 4; k++) nh_put_text(nh_frame_at(table, k), row, cells[k]);
        nh_put_number(value, row, e->value);
        if (e->error > 0) nh_put_number(error, row, e->error);
        if (e->error < 0) nh_put_mark(value, row, NH_SUPPRESSED);
        if (e->error < 0) nh_put_mark(error, row, NH_SUPPRESSED);
    }
    return table;
}

static nh_frame *fit_table(void)
{
    static const char *const texts[] = { "model", "formula", "family", "se_type" };
    nh_frame *table = nh_frame_new("fit", NULL);
    for (size_t i = 0; i < 4; i++) nh_frame_add(table, texts[i], NH_CATEGORY);
    nh_column *how = nh_frame_add(table, "small_sample", NH_CATEGORY), *n = nh_frame_add(table, "nobs", NH_NUMBER);
    nh_column *within = nh_frame_add(table, "within_r_squared", NH_NUMBER);
    for (size_t i = 0; i < 4; i++) {
        size_t row = nh_frame_append(table);
        for (size_t k = 0; k < 4; k++) nh_put_text(nh_frame_at(table, k), row, fits[i][k]);
        nh_put_text(how, row, "clusters: authority");
        nh_put_number(n, row, 154070);
        nh_put_mark(within, row, NH_NOT_APPLICABLE);
    }
    return table;
}

/* One outcome a column, of its errors the last kind; no curve. */
static void models_of_the_same_terms_stand_together(void **state)
{
    (void)state;
    nh_frame *e = estimates_table(), *f = fit_table();
    nh_regressions *all = nh_regressions_of(e, f);
    assert_int_equal(all->n, 1);
    assert_int_equal(all->group[0].n_models, 2);
    assert_string_equal(all->group[0].model[0].name, "moved_within_cr2");
    assert_string_equal(all->group[0].model[1].name, "missing_within_cr2");
    assert_string_equal(all->group[0].model[1].form, "_within");
    assert_int_equal(all->group[0].n_rows, 3);
    assert_string_equal(all->group[0].row[1].level, "foster");
    assert_int_equal(nh_regression_cell(all, &all->group[0].model[0], &all->group[0].row[2]), 3);
    assert_int_equal(nh_regression_cell(all, &all->group[0].model[1], &all->group[0].row[1]), 7);
    nh_regressions_free(all);
    nh_frame_free(e);
    nh_frame_free(f);
}

static void has(const nh_text *html, const char *what)
{
    if (!strstr(html->bytes, what)) fail_msg("not found: %s\nin: %s", what, html->bytes);
}

static void a_coefficient_stands_over_its_error(void **state)
{
    (void)state;
    nh_results *results = nh_results_new();
    nh_text *html = nh_text_new();
    size_t n = 4;
    nh_results_add(results, estimates_table());
    assert_false(nh_has_regressions(results));
    nh_results_add(results, fit_table());
    assert_true(nh_has_regressions(results));
    nh_regression_tables(results, &n, html);
    assert_int_equal(n, 5);
    has(html, "Table 5: Least squares: outcomes on \xE2\x80\x98Over 20 miles from home\xE2\x80\x99, adjusted, within "
              "authority + year (within)</caption>");
    has(html, "<th scope=\"col\" class=\"num\">(1) Moved</th><th scope=\"col\" class=\"num\">(2) Missing&gt;0</th>");
    has(html, "<th scope=\"row\">Over 20 miles from home</th><td class=\"num\">0.0123<br>(0.0056)</td>"
              "<td class=\"num\">c</td>");
    has(html, "<th scope=\"row\">Placement: Foster care</th><td class=\"num\">Reference</td><td class=\"num\"></td>");
    has(html, "<th scope=\"row\">Placement: Children\xE2\x80\x99s homes</th><td class=\"num\">\xE2\x88\x92" "0.250"
              "<br>(0.031)</td><td class=\"num\">Dropped</td>");
    has(html, "<th scope=\"row\">Effects of authority</th><td class=\"num\">Yes</td><td class=\"num\">Yes</td>");
    has(html, "<th scope=\"row\">Effects of year</th>");
    has(html, "<th scope=\"row\">Rows</th><td class=\"num\">154,070</td>");
    has(html, "<th scope=\"row\">Standard errors</th><td class=\"num\">cr2</td>");
    has(html, "Standard errors in brackets (clusters: authority).");
    assert_null(strstr(html->bytes, "R squared within")); /* defined for none of them */
    assert_null(strstr(html->bytes, "*")); /* no stars */
    nh_text_free(html);
    nh_results_free(results);
}

static const char *cell(const nh_frame *frame, size_t column, size_t row)
{
    return nh_text_at(nh_frame_at(frame, column), row);
}

/* Two rows a term where something stands in brackets; what is suppressed stays suppressed; stars only when asked. */
static void cells_are_rounded_once_for_every_form(void **state)
{
    (void)state;
    nh_results *results = nh_results_new();
    nh_results_add(results, estimates_table());
    nh_results_add(results, fit_table());
    nh_add_side_by_side(results, (nh_print_choice){ NH_STD_ERRORS, false });
    const nh_frame *models = nh_results_find(results, "models");
    assert_non_null(models);
    assert_string_equal(nh_frame_at(models, 2)->name, "(1) moved");
    assert_string_equal(cell(models, 0, 0), "over_20");
    assert_string_equal(cell(models, 2, 0), "0.0123");
    assert_string_equal(cell(models, 2, 1), "(0.0056)");
    assert_string_equal(cell(models, 3, 0), "c");
    assert_string_equal(cell(models, 3, 1), "");
    assert_string_equal(cell(models, 0, 2), "placement_group");
    assert_string_equal(cell(models, 1, 2), "foster");
    assert_string_equal(cell(models, 2, 2), "Reference");
    assert_string_equal(cell(models, 1, 3), "homes"); /* nothing stands below a reference */
    nh_results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_rounded_once_for_every_form),
        cmocka_unit_test(models_of_the_same_terms_stand_together),
        cmocka_unit_test(a_coefficient_stands_over_its_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
