/* tests/test_panel.c: the panel of authorities, against figures worked by hand and the golden case B_la_panel. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/published_tables.h"

#include "datasets/derive/panel.h"
#include "datasets/read/any_csv.h"

#include <math.h>

#define RELEASE "../shared/data/dfe-2024/"
static const char golden[] = "../shared/golden/B_la_panel/input.csv";

static const char *const small_files[] = { "tests/data/release/new_placements.csv",
                                           "tests/data/release/stability.csv" };

static nh_frame *small_panel(void)
{
    nh_error err = { 0 };
    tables all = tables_of(small_files, 2);
    nh_published published = published_of(&all);
    nh_frame *panel = nh_panel_of(&published, &err);
    assert_non_null(panel);
    tables_free(&all);
    return panel;
}

static void assert_close(double value, double due)
{
    if (fabs(value - due) > 1e-15 * fabs(due)) fail_msg("%.17g where %.17g is due", value, due);
}

static void shares_are_of_the_printed_counts(void **state)
{
    (void)state;
    nh_frame *panel = small_panel();
    size_t kent = row_of(panel, "E10000016", 2024);
    assert_int_equal(nh_frame_rows(panel), 2);
    assert_string_equal(nh_text_at(nh_frame_find(panel, "name"), kent), "Kent");
    assert_string_equal(nh_text_at(nh_frame_find(panel, "region"), kent), "South East");
    assert_close(value_at(panel, "new_placements", kent), 200);
    assert_close(value_at(panel, "share_new_over_20_outside", kent), 18.5);                  /* 37 / 200 */
    assert_close(value_at(panel, "share_new_over_20_outside_known", kent), 100 * 37. / 185); /* 37 / (200 - 15) */
    assert_close(value_at(panel, "share_new_outside", kent), 33.5);                          /* (30 + 37) / 200 */
    assert_close(value_at(panel, "share_breakdown", kent), 100 * 22. / 120);                 /* (11 + 7 + 4) / 120 */
    assert_close(value_at(panel, "share_three_or_more_placements", kent), 7.5);              /* 12 / 160 */
    nh_frame_free(panel);
}

static void a_hidden_part_hides_the_sum(void **state)
{
    (void)state;
    nh_frame *panel = small_panel();
    size_t kent = row_of(panel, "E10000016", 2024), medway = row_of(panel, "E06000035", 2024);
    assert_int_equal(mark_of(panel, "new_over_20_inside", kent), NH_SUPPRESSED);
    assert_int_equal(mark_of(panel, "share_new_over_20", kent), NH_SUPPRESSED);
    assert_int_equal(mark_of(panel, "share_three_or_more_placements", medway), NH_NOT_APPLICABLE); /* 0 of 0 */
    assert_int_equal(mark_of(panel, "new_placements", medway), NH_MISSING); /* not in that file */
    assert_null(nh_frame_find(panel, "sdq_average"));                       /* nor is its table given */
    nh_frame_free(panel);
}

static void every_column_has_a_meaning(void **state)
{
    (void)state;
    const nh_derived_column *columns = nh_derive_panel.columns;
    nh_frame *panel = small_panel();
    for (size_t i = 0; i < nh_frame_columns(panel); i++)
        assert_non_null(nh_frame_at(panel, i)->label);
    for (size_t i = 0; columns[i].name; i++)
        assert_true(strlen(columns[i].meaning) > 0);
    nh_frame_free(panel);
}

static void without_authority_tables_there_is_no_panel(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_published none = { .n = 0 };
    assert_null(nh_panel_of(&none, &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    assert_non_null(strstr(err.text, "new placements"));
}

/* The golden case's short names. x: shares of new placements; y, n, k: share, denominator, count. */
typedef struct name_pair {
    const char *golden, *ours;
} name_pair;

static const name_pair names[] = {
    { "x_out20", "share_new_over_20_outside" }, { "x_gt20", "share_new_over_20" },
    { "x_out20k", "share_new_over_20_outside_known" },
    { "n_sdq_avg", "sdq_received" }, { "y_sdq_avg", "sdq_average" },
    { "n_sdq_conc", "sdq_received" }, { "y_sdq_conc", "share_sdq_concern" }, { "k_sdq_conc", "sdq_concern" },
    { "n_health", "outcome_cohort" }, { "y_health", "share_health_assessed" }, { "k_health", "health_assessed" },
    { "n_dental", "outcome_cohort" }, { "y_dental", "share_teeth_checked" }, { "k_dental", "teeth_checked" },
    { "n_immun", "outcome_cohort" }, { "y_immun", "share_immunised" }, { "k_immun", "immunised" },
    { "n_convict", "aged_10_to_17" }, { "y_convict", "share_convicted" }, { "k_convict", "convicted" },
    { "n_three_plus", "children_31_march" }, { "y_three_plus", "share_three_or_more_placements" },
    { "k_three_plus", "three_or_more_placements" },
    { "n_stable2y", "children_2_5_years" }, { "y_stable2y", "share_same_carer_2_years" },
    { "k_stable2y", "same_carer_2_years" },
    { "n_missing", "children_in_year" }, { "y_missing", "share_missing_in_year" }, { "k_missing", "missing_in_year" },
};

/* Nobody was scored: the file prints a mean of 0, which the golden input keeps (and its models leave out). */
static bool is_mean_of_nobody(const nh_frame *panel, size_t row, const name_pair *pair)
{
    const nh_column *received = nh_frame_find(panel, "sdq_received");
    return strcmp(pair->golden, "y_sdq_avg") == 0 && nh_present(received, row) && received->number[row] == 0;
}

/* 1 when the cells agree: both without a number, or equal to 1e-15 of it. */
static bool agree(const nh_frame *panel, size_t row, const nh_column *due, size_t at, const name_pair *pair)
{
    const nh_column *ours = nh_frame_find(panel, pair->ours);
    if (is_mean_of_nobody(panel, row, pair)) return !nh_present(ours, row);
    if (nh_present(ours, row) != nh_present(due, at)) return false;
    return !nh_present(due, at) || fabs(ours->number[row] - due->number[at]) <= 1e-15 * fabs(due->number[at]);
}

static size_t count_disagreements(const nh_frame *panel, const nh_frame *due)
{
    size_t n = 0;
    for (size_t i = 0; i < nh_frame_rows(due); i++) {
        const char *la = nh_text_at(nh_frame_find(due, "la"), i);
        size_t row = row_of(panel, la, nh_frame_find(due, "year")->number[i]);
        for (size_t p = 0; p < sizeof names / sizeof *names; p++) {
            if (agree(panel, row, nh_frame_find(due, names[p].golden), i, &names[p])) continue;
            print_message("%s %s differs\n", la, names[p].golden);
            n++;
        }
    }
    return n;
}

static nh_frame *read_golden(void)
{
    nh_error err = { 0 };
    nh_frame *due = nh_any_csv_read(golden, &err);
    if (!due) fail_msg("%s", err.text);
    return due;
}

static void the_release_of_2024_equals_the_golden_panel(void **state)
{
    (void)state;
    static const char *const paths[] = {
        RELEASE "la_cla_during_year_new_placements.csv", RELEASE "la_conviction_health_outcome_cla.csv",
        RELEASE "la_cla_placement_stability.csv", RELEASE "la_cla_on_31_march_la_of_placement_netgain.csv",
        RELEASE "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv",
    };
    nh_error err = { 0 };
    tables all = tables_of(paths, sizeof paths / sizeof *paths);
    nh_published published = published_of(&all);
    nh_frame *panel = nh_panel_of(&published, &err);
    nh_frame *due = read_golden();
    assert_int_equal(nh_frame_rows(panel), 775);
    assert_int_equal(nh_frame_rows(due), 775);
    assert_int_equal(count_disagreements(panel, due), 0);
    nh_frame_free(due);
    nh_frame_free(panel);
    tables_free(&all);
}

/* Kent 2018 as the release of 2022 prints it, in that release's words. */
static void two_releases_make_one_panel(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "../shared/data/dfe-2022/la_cla_during_year_new_placements.csv",
        "../shared/data/dfe-2022/la_cla_at_31_march_placement_stability_indicator.csv",
        RELEASE "la_cla_during_year_new_placements.csv", RELEASE "la_cla_placement_stability.csv",
    };
    nh_error err = { 0 };
    tables all = tables_of(paths, sizeof paths / sizeof *paths);
    nh_published published = published_of(&all);
    nh_frame *panel = nh_panel_of(&published, &err);
    size_t kent = row_of(panel, "E10000016", 2018);
    assert_close(value_at(panel, "share_new_over_20_outside", kent), 100 * 200. / 2167);
    assert_close(value_at(panel, "share_same_carer_2_years", kent), 100 * 374. / 559);
    assert_close(value_at(panel, "share_breakdown", kent), 100 * (168 + 56 + 44.) / 1358);
    assert_close(value_at(panel, "children_31_march", kent), 1641);
    assert_close(value_at(panel, "new_placements", row_of(panel, "E10000016", 2020)), 2360); /* 2354 in 2022 */
    nh_frame_free(panel);
    tables_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_of_the_printed_counts),
        cmocka_unit_test(a_hidden_part_hides_the_sum),
        cmocka_unit_test(every_column_has_a_meaning),
        cmocka_unit_test(without_authority_tables_there_is_no_panel),
        cmocka_unit_test(the_release_of_2024_equals_the_golden_panel),
        cmocka_unit_test(two_releases_make_one_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
