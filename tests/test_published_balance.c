/* tests/test_published_balance.c: the balance of a release is what DfE prints, nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/published_tables.h"

#include "datasets/derive/published_balance.h"
#include "datasets/read/any_csv.h"

#include <math.h>

#define RELEASE "../shared/data/dfe-2024/"
static const char net_2024[] = RELEASE "la_cla_on_31_march_la_of_placement_netgain.csv";
static const char stability_2024[] = RELEASE "la_cla_placement_stability.csv";
static const char net_2022[] = "../shared/data/dfe-2022/la_cla_on_31_march_la_of_placement_net_gain.csv";
static const char golden[] = "../shared/golden/B2_netgain/input.csv";

static nh_frame *balance_of(const char *const *paths, size_t n)
{
    nh_error err = { 0 };
    tables all = tables_of(paths, n);
    nh_published published = published_of(&all);
    nh_frame *balance = nh_balance_of(&published, &err);
    if (!balance) fail_msg("%s", err.text);
    tables_free(&all);
    return balance;
}

static void assert_level(const nh_frame *frame, size_t row, const char *level)
{
    assert_string_equal(nh_text_at(nh_frame_find(frame, "geographic_level"), row), level);
}

static void figures_and_symbols_are_kept(void **state)
{
    (void)state;
    static const char *const paths[] = { "tests/data/release/net_gain.csv", "tests/data/release/stability.csv" };
    nh_frame *balance = balance_of(paths, 2);
    assert_int_equal(nh_frame_rows(balance), 4);
    size_t england = row_of(balance, "E92000001", 2024), kent = row_of(balance, "E10000016", 2024);
    size_t medway = row_of(balance, "E06000035", 2024);
    assert_level(balance, england, "National");
    assert_true(value_at(balance, "net_gain", england) == -20); /* printed: 100 less 110 is -10 */
    assert_int_equal(mark_of(balance, "own_children", england), NH_MISSING);
    assert_true(value_at(balance, "own_children", kent) == 160);
    assert_true(value_at(balance, "share_outside", kent) == 15);     /* 24 of 160 */
    assert_true(value_at(balance, "net_per_100", kent) == 23.125);   /* 37 of 160 */
    assert_int_equal(mark_of(balance, "placed_inside", kent), NH_MISSING);
    assert_int_equal(mark_of(balance, "placed_here_by_others", medway), NH_SUPPRESSED);
    assert_int_equal(mark_of(balance, "net_gain", medway), NH_SUPPRESSED);
    assert_int_equal(mark_of(balance, "share_outside", medway), NH_NOT_APPLICABLE); /* of no child */
    assert_int_equal(nh_frame_lineage(balance), NH_PUBLISHED);
    nh_frame_free(balance);
}

static void two_releases_make_one_series(void **state)
{
    (void)state;
    static const char *const paths[] = { "tests/data/release/earlier_net_gain.csv",
                                         "tests/data/release/net_gain.csv" };
    nh_frame *balance = balance_of(paths, 2);
    assert_int_equal(nh_frame_rows(balance), 5);
    assert_true(value_at(balance, "net_gain", row_of(balance, "E10000016", 2022)) == 21);
    assert_true(value_at(balance, "net_gain", row_of(balance, "E10000016", 2023)) == 33); /* the later word */
    size_t first = row_of(balance, "E10000016", 2022);
    assert_string_equal(nh_text_at(nh_frame_find(balance, "name"), first), "Kent"); /* the later name */
    nh_frame_free(balance);
}

static void without_the_net_gain_file_there_is_no_balance(void **state)
{
    (void)state;
    static const char *const paths[] = { "tests/data/release/stability.csv" };
    tables all = tables_of(paths, 1);
    nh_published published = published_of(&all);
    nh_error err = { 0 };
    assert_null(nh_balance_of(&published, &err));
    assert_non_null(strstr(err.text, "net gain"));
    tables_free(&all);
}

static bool same_cell(const nh_frame *ours, const char *name, size_t row, const nh_frame *due, const char *due_name,
                      size_t at)
{
    const nh_column *mine = nh_frame_find(ours, name), *theirs = nh_frame_find(due, due_name);
    if (nh_present(mine, row) != nh_present(theirs, at)) return false;
    return !nh_present(mine, row) || mine->number[row] == theirs->number[at];
}

static nh_frame *read_golden(void)
{
    nh_error err = { 0 };
    nh_frame *due = nh_any_csv_read(golden, &err);
    if (!due) fail_msg("%s", err.text);
    return due;
}

static void all_775_authority_years_equal_the_golden_case(void **state)
{
    (void)state;
    static const char *const paths[] = { net_2024, stability_2024 };
    nh_frame *balance = balance_of(paths, 2), *due = read_golden();
    assert_int_equal(nh_frame_rows(due), 775);
    for (size_t i = 0; i < nh_frame_rows(due); i++) {
        const char *la = nh_text_at(nh_frame_find(due, "la"), i);
        size_t row = row_of(balance, la, nh_frame_find(due, "year")->number[i]);
        assert_string_equal(nh_text_at(nh_frame_find(balance, "name"), row),
                            nh_text_at(nh_frame_find(due, "la_name"), i));
        assert_string_equal(nh_text_at(nh_frame_find(balance, "region"), row),
                            nh_text_at(nh_frame_find(due, "region"), i));
        assert_true(same_cell(balance, "placed_here_by_others", row, due, "imp", i));
        assert_true(same_cell(balance, "placed_outside", row, due, "exp", i));
        assert_true(same_cell(balance, "net_gain", row, due, "netgain", i));
    }
    nh_frame_free(due);
    nh_frame_free(balance);
}

typedef struct agreement {
    size_t n_rows, n_published, n_equal;
} agreement;

/* Authority-years whose three figures are all printed, and those whose net figure is the difference of the others. */
static agreement agreement_of(const nh_frame *balance)
{
    agreement all = { 0 };
    for (size_t row = 0; row < nh_frame_rows(balance); row++) {
        if (strcmp(nh_text_at(nh_frame_find(balance, "geographic_level"), row), "Local authority") != 0) continue;
        all.n_rows++;
        if (mark_of(balance, "net_gain", row) || mark_of(balance, "placed_outside", row) ||
            mark_of(balance, "placed_here_by_others", row))
            continue;
        all.n_published++;
        all.n_equal += value_at(balance, "placed_here_by_others", row) - value_at(balance, "placed_outside", row) ==
                       value_at(balance, "net_gain", row);
    }
    return all;
}

static void imports_less_exports_is_the_net_figure_747_times(void **state)
{
    (void)state;
    static const char *const paths[] = { net_2024 };
    nh_frame *balance = balance_of(paths, 1);
    agreement all = agreement_of(balance);
    assert_int_equal(nh_frame_rows(balance), 835); /* 775 authorities, 55 regions, 5 times England */
    assert_int_equal(all.n_rows, 775);
    assert_int_equal(all.n_published, 747);
    assert_int_equal(all.n_equal, 747);
    nh_frame_free(balance);
}

static void national_and_regional_rows_are_as_printed(void **state)
{
    (void)state;
    static const char *const paths[] = { net_2024, stability_2024 };
    nh_frame *balance = balance_of(paths, 2);
    size_t england = row_of(balance, "E92000001", 2024), north_east = row_of(balance, "E12000001", 2024);
    assert_true(value_at(balance, "placed_outside", england) == 37520);
    assert_true(value_at(balance, "placed_here_by_others", england) == 36440);
    assert_true(value_at(balance, "net_gain", england) == -1080);
    assert_true(value_at(balance, "own_children", england) == 83630);
    assert_true(value_at(balance, "placed_here_by_others", north_east) == 2210);
    assert_true(value_at(balance, "placed_outside", north_east) == 2500);
    assert_true(value_at(balance, "net_gain", north_east) == -300); /* not -290 */
    nh_frame_free(balance);
}

static void the_releases_of_2022_and_2024_are_a_series(void **state)
{
    (void)state;
    static const char *const paths[] = { net_2024, net_2022 };
    nh_frame *both = balance_of(paths, 2), *old = balance_of(paths + 1, 1), *new = balance_of(paths, 1);
    for (int year = 2018; year <= 2024; year++) {
        const nh_frame *from = year < 2020 ? old : new;
        size_t row = row_of(both, "E10000016", year), at = row_of(from, "E10000016", year);
        assert_true(value_at(both, "net_gain", row) == value_at(from, "net_gain", at));
    }
    assert_true(nh_frame_rows(both) > nh_frame_rows(new));
    /* North Yorkshire's code changed in 2023 and its three digits did not: one area, seven years. */
    size_t n_old = 0, n_new = 0;
    for (size_t row = 0; row < nh_frame_rows(both); row++) {
        n_old += strcmp(nh_text_at(nh_frame_find(both, "authority"), row), "E10000023") == 0;
        n_new += strcmp(nh_text_at(nh_frame_find(both, "authority"), row), "E06000065") == 0;
    }
    assert_int_equal(n_old, 0);
    assert_int_equal(n_new, 7);
    nh_frame_free(both);
    nh_frame_free(old);
    nh_frame_free(new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_and_symbols_are_kept),
        cmocka_unit_test(two_releases_make_one_series),
        cmocka_unit_test(without_the_net_gain_file_there_is_no_balance),
        cmocka_unit_test(all_775_authority_years_equal_the_golden_case),
        cmocka_unit_test(imports_less_exports_is_the_net_figure_747_times),
        cmocka_unit_test(national_and_regional_rows_are_as_printed),
        cmocka_unit_test(the_releases_of_2022_and_2024_are_a_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
