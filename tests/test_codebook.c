/* tests/test_codebook.c: every table of the registries has its page. */
#include "datasets/codebook.h"

#include "datasets/derive/inputs.h"
#include "datasets/tables/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static size_t rows_with(const nh_frame *frame, const char *column, const char *text)
{
    const nh_column *c = nh_frame_find(frame, column);
    size_t n = 0;
    for (size_t row = 0; row < nh_frame_rows(frame); row++) n += strcmp(nh_text_at(c, row), text) == 0;
    return n;
}

static nh_results *book_of(const char *table)
{
    nh_error err = { 0 };
    nh_results *results = nh_results_new();
    if (!nh_codebook(table, 0, results, &err)) fail_msg("%s", err.text);
    return results;
}

static void one_table_has_its_columns_and_codes(void **state)
{
    (void)state;
    nh_results *results = book_of("Episodes");
    const nh_frame *columns = nh_results_find(results, "columns"), *codes = nh_results_find(results, "codes");
    assert_int_equal(rows_with(columns, "column", "DECOM"), 1);
    assert_int_equal(rows_with(columns, "table", "episodes"), nh_frame_rows(columns));
    /* As section 1 of the domain rules lists them. */
    assert_int_equal(rows_with(codes, "column", "REASON_PLACE_CHANGE"), 12);
    assert_int_equal(rows_with(codes, "column", "RNE"), 6);
    assert_int_equal(rows_with(codes, "code", "K3"), 1);
    nh_results_free(results);
}

/* Three codes from 2025 and two before: the header's list serves. */
static void a_shared_column_has_the_headers_codes(void **state)
{
    (void)state;
    nh_results *results = book_of("uasc");
    assert_int_equal(rows_with(nh_results_find(results, "codes"), "column", "SEX"), 5);
    nh_results_free(results);
}

static void derived_groups_have_words(void **state)
{
    (void)state;
    nh_results *results = book_of("children");
    assert_int_equal(rows_with(nh_results_find(results, "codes"), "code", "homes"), 1);
    assert_int_equal(rows_with(nh_results_find(results, "columns"), "column", "miles"), 1);
    nh_results_free(results);
}

static void every_table_is_in_the_book(void **state)
{
    (void)state;
    nh_results *results = book_of(NULL);
    const nh_frame *columns = nh_results_find(results, "columns");
    for (size_t i = 0; i < nh_table_count(); i++) assert_true(rows_with(columns, "table", nh_table_at(i)->name) > 0);
    for (size_t i = 0; i < nh_derivation_count(); i++) {
        const nh_derivation *derived = nh_derivation_at(i);
        assert_int_equal(rows_with(columns, "table", derived->name) > 0, derived->is_public);
    }
    nh_results_free(results);
}

static void an_unknown_table_is_refused_with_what_there_is(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_results *results = nh_results_new();
    assert_false(nh_codebook("episode", 0, results, &err));
    assert_non_null(strstr(err.text, "episodes"));
    assert_int_equal(results->n, 0);
    nh_results_free(results);
}

/* Section 1.4 of the domain rules: K3 from 2025, Z1 to 2025, URN and reasons from 2016, social workers from 2024. */
static void a_year_has_its_own_codes_and_columns(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_results *early = nh_results_new(), *late = nh_results_new(), *none = nh_results_new();
    assert_true(nh_codebook("episodes", 2015, early, &err) && nh_codebook("episodes", 2026, late, &err));
    assert_int_equal(rows_with(nh_results_find(early, "columns"), "column", "URN"), 0);
    assert_int_equal(rows_with(nh_results_find(late, "columns"), "column", "URN"), 1);
    assert_int_equal(rows_with(nh_results_find(early, "codes"), "code", "K3"), 0);
    assert_int_equal(rows_with(nh_results_find(late, "codes"), "code", "K3"), 1);
    assert_int_equal(rows_with(nh_results_find(early, "codes"), "code", "Z1"), 1);
    assert_int_equal(rows_with(nh_results_find(late, "codes"), "code", "Z1"), 0);
    assert_true(nh_codebook("sw_episodes", 2023, none, &err));
    assert_int_equal(nh_frame_rows(nh_results_find(none, "columns")), 0);
    nh_results_free(early);
    nh_results_free(late);
    nh_results_free(none);
}

static void published_files_have_symbols(void **state)
{
    (void)state;
    nh_results *results = book_of("ees");
    assert_int_equal(rows_with(nh_results_find(results, "codes"), "code", "c"), 1);
    assert_int_equal(rows_with(nh_results_find(results, "columns"), "column", "geographic_level"), 1);
    nh_results_free(results);
    results = book_of("sfr");
    assert_int_equal(rows_with(nh_results_find(results, "columns"), "column", "cla_netgain"), 1);
    assert_int_equal(nh_frame_find(nh_results_find(results, "columns"), "last_year")->number[1], 2017);
    nh_results_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table_has_its_columns_and_codes),
        cmocka_unit_test(a_year_has_its_own_codes_and_columns),
        cmocka_unit_test(published_files_have_symbols),
        cmocka_unit_test(a_shared_column_has_the_headers_codes),
        cmocka_unit_test(derived_groups_have_words),
        cmocka_unit_test(every_table_is_in_the_book),
        cmocka_unit_test(an_unknown_table_is_refused_with_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
