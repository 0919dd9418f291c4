/* tests/test_children_behind.c: children behind placements, counted by hand; and what is withheld because of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/children_behind.h"
#include "stats/disclosure.h"
#include "stats/lasting.h"
#include "stats/models/model.h"
#include "stats/year_rows.h"
#include "tests/close.h"

#include <stdio.h>
#include <stdlib.h>

/* Child 0 has three placements, two of them in group 0; child 1 one; children of one number in two authorities are
 * two. */
enum { N = 6 };
static const char *const authorities[N] = { "A", "A", "A", "A", "B", "B" };
static const char *const children[N] = { "1", "1", "1", "2", "1", "3" };
static const int32_t days[N] = { 100, 40, 10, 35, 0, 70 };
static const int32_t entry[N] = { 0, 0, 0, 31, 0, 65 };
static const int32_t group[N] = { 0, 0, 1, 0, 0, 0 };
static const int32_t end[N] = { 1, 2, 0, 1, 1, 0 };

static nh_frame *frame_of(void)
{
    nh_frame *frame = nh_frame_new("placements", NULL);
    nh_column *authority = nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_column *child = nh_frame_add(frame, "child", NH_CATEGORY);
    for (size_t i = 0; i < N; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(authority, row, authorities[i]);
        nh_put_text(child, row, children[i]);
    }
    return frame;
}

static nh_children_behind *behind_of(const nh_frame *frame, const int32_t *from)
{
    return nh_children_behind_new(&(nh_children_request){
        .authority = nh_frame_find(frame, "authority"), .child = nh_frame_find(frame, "child"), .n = N, .days = days,
        .entry = from, .group = group, .end = end, .n_groups = 2, .months = 3 });
}

static void a_child_counts_once(void **state)
{
    (void)state;
    nh_frame *frame = frame_of();
    nh_children_behind *behind = behind_of(frame, NULL);
    /* Days 0, 30, 61, 91; group 0, group 1, all. */
    static const double due[3][4] = { { 4, 3, 2, 1 }, { 1, 0, 0, 0 }, { 4, 3, 2, 1 } };
    for (size_t line = 0; line < 3; line++)
        for (size_t month = 0; month < 4; month++)
            assert_close(behind->at_risk[line * 4 + month], due[line][month], 0);
    assert_close(behind->ended[0], 3, 0);
    assert_close(behind->ended[1], 0, 0);
    assert_close(behind->ended[2], 3, 0);
    nh_children_behind_free(behind);
    nh_frame_free(frame);
}

/* Watched later: child 2 is at risk after day 31 alone, child 3 after day 65. */
static void a_child_watched_later_counts_from_then(void **state)
{
    (void)state;
    nh_frame *frame = frame_of();
    nh_children_behind *behind = behind_of(frame, entry);
    static const double due[4] = { 2, 1, 1, 1 };
    for (size_t month = 0; month < 4; month++) assert_close(behind->at_risk[month], due[month], 0);
    nh_children_behind_free(behind);
    nh_frame_free(frame);
}

/* Thirty placements of `n_children` children, each of 40 to 69 days in 2023, all ended by a move. */
static nh_frame *thirty_placements(size_t n_children)
{
    nh_frame *p = nh_frame_new("placements", NULL);
    nh_column *child = nh_frame_add(p, "child", NH_CATEGORY),
              *group_word = nh_frame_add(p, "placement_group", NH_CATEGORY);
    nh_column *ended_by = nh_frame_add(p, "ended_by", NH_CATEGORY), *length = nh_frame_add(p, "days", NH_NUMBER);
    nh_column *start = nh_frame_add(p, "start", NH_DATE), *finish = nh_frame_add(p, "end", NH_DATE);
    for (size_t i = 0; i < 30; i++) {
        char name[24];
        size_t row = nh_frame_append(p);
        snprintf(name, sizeof name, "%zu", i * n_children / 30);
        nh_put_text(child, row, name);
        nh_put_text(group_word, row, "foster");
        nh_put_text(ended_by, row, "move");
        nh_put_number(length, row, 40 + (double)i);
        nh_put_date(start, row, nh_date(2023, 5, 1));
        nh_put_date(finish, row, nh_date(2023, 5, 1) + 40 + (int32_t)i);
    }
    return p;
}

static nh_frame *released(const nh_frame *placements, nh_frame *(*table_of)(const nh_lasting *))
{
    nh_lasting *lasting = nh_lasting_new(&(nh_lasting_request){ .placements = placements, .by = "placement_group",
                                                                .months = 2, .watched_from = nh_year_start(2023) },
                                         NULL);
    nh_frame *exact = table_of(lasting), *table = nh_disclose(exact, NULL);
    nh_frame_free(exact);
    nh_lasting_free(lasting);
    return table;
}

/* Means need 10 children, medians 20, curves 10 at risk: of children, not of placements. */
static void many_placements_of_few_children_tell_of_the_few(void **state)
{
    (void)state;
    static const struct { size_t children; nh_mark mean, median, curve; } cases[] = {
        { 30, NH_PRESENT, NH_PRESENT, NH_PRESENT },
        { 15, NH_PRESENT, NH_SUPPRESSED, NH_PRESENT },
        { 5, NH_SUPPRESSED, NH_SUPPRESSED, NH_SUPPRESSED },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nh_frame *placements = thirty_placements(cases[i].children);
        nh_frame *durations = released(placements, nh_durations_table);
        nh_frame *survival = released(placements, nh_survival_table);
        assert_int_equal(nh_mark_at(nh_frame_find(durations, "mean_ended"), 0), cases[i].mean);
        assert_int_equal(nh_mark_at(nh_frame_find(durations, "median_ended"), 0), cases[i].median);
        assert_int_equal(nh_mark_at(nh_frame_find(survival, "survival"), 0), cases[i].curve);
        assert_null(nh_frame_find(survival, "children_at_risk"));
        nh_frame_free(placements);
        nh_frame_free(durations);
        nh_frame_free(survival);
    }
}

/* Of the return year 2024 (from 1 April 2023): all begun in it; those that ended by 15 June 2023 are 6 of 30 when it
 * is the last day watched: 40 to 45 days after 1 May. */
static void what_ends_after_the_last_day_is_open(void **state)
{
    (void)state;
    nh_frame *placements = thirty_placements(30);
    nh_lasting *lasting = nh_lasting_new(&(nh_lasting_request){ .placements = placements, .by = "placement_group",
                                                                .months = 2, .watched_from = nh_year_start(2024),
                                                                .watched_to = nh_date(2023, 6, 15) }, NULL);
    nh_frame *durations = nh_durations_table(lasting);
    assert_close(nh_frame_find(durations, "placements")->number[0], 30, 0);
    assert_close(nh_frame_find(durations, "ended")->number[0], 6, 0);
    assert_close(nh_frame_find(durations, "mean_ended")->number[0], 42.5, 1e-14);
    nh_frame_free(durations);
    nh_lasting_free(lasting);
    nh_frame_free(placements);
}

/* Forty rows of `n_children` children, half of them with x = 1. */
static nh_mark slope_of_forty_rows(size_t n_children)
{
    nh_frame *rows = nh_frame_new("rows", NULL);
    nh_column *child = nh_frame_add(rows, "child", NH_CATEGORY);
    nh_column *x = nh_frame_add(rows, "x", NH_NUMBER), *y = nh_frame_add(rows, "y", NH_NUMBER);
    for (size_t i = 0; i < 40; i++) {
        char name[24];
        size_t row = nh_frame_append(rows);
        snprintf(name, sizeof name, "%zu", i % n_children);
        nh_put_text(child, row, name);
        nh_put_number(x, row, i < 20);
        nh_put_number(y, row, (double)(i * 7 % 11) + 1);
    }
    nh_model_tables tables = nh_model_tables_new(rows);
    nh_results *results = nh_results_new();
    nh_error err = { 0 };
    nh_model_request request = { .formula = "y ~ x", .family = "gaussian", .conf_level = 0.95, .kind = NH_IID };
    if (!nh_model_add(rows, &request, &tables, results, &err)) fail_msg("%s", err.text);
    nh_frame *estimates = nh_disclose(tables.estimates, NULL);
    nh_mark mark = nh_mark_at(nh_frame_find(estimates, "estimate"), 1);
    assert_true(nh_frame_find(estimates, "n")->number[1] == 20);
    nh_frame_free(estimates);
    nh_model_tables_clear(&tables);
    nh_results_free(results);
    nh_frame_free(rows);
    return mark;
}

/* Forty children: 20 have x. Twenty with two rows each: 10 of each as shares. Eight: too few, however many rows. */
static void estimates_stand_on_children(void **state)
{
    (void)state;
    assert_int_equal(slope_of_forty_rows(40), NH_PRESENT);
    assert_int_equal(slope_of_forty_rows(20), NH_PRESENT);
    assert_int_equal(slope_of_forty_rows(8), NH_SUPPRESSED);
}

static size_t rows_of(const nh_frame *placements, int year, nh_of_year how)
{
    uint8_t *counts = nh_rows_of_year(placements, NULL, year, how, NULL);
    size_t n = 0;
    for (size_t row = 0; row < nh_frame_rows(placements); row++) n += counts[row];
    free(counts);
    return n;
}

static void rows_of_a_year_begin_end_or_live_in_it(void **state)
{
    (void)state;
    nh_frame *placements = thirty_placements(30);
    nh_column *start = nh_frame_find(placements, "start"), *finish = nh_frame_find(placements, "end");
    nh_put_date(start, 0, nh_date(2022, 3, 31)); /* begun in 2022, ended on the last day of 2023 */
    nh_put_date(finish, 0, nh_date(2023, 3, 31));
    nh_put_mark(finish, 1, NH_MISSING); /* open */
    assert_int_equal(rows_of(placements, 2022, NH_BEGUN), 1);
    assert_int_equal(rows_of(placements, 2023, NH_BEGUN), 0);
    assert_int_equal(rows_of(placements, 2023, NH_ENDED), 1);
    assert_int_equal(rows_of(placements, 2023, NH_ALIVE), 1);
    assert_int_equal(rows_of(placements, 2024, NH_BEGUN), 29);
    assert_int_equal(rows_of(placements, 2024, NH_ENDED), 28);
    assert_int_equal(rows_of(placements, 2025, NH_ALIVE), 1);
    assert_int_equal(rows_of(placements, 0, NH_ENDED), 30);
    nh_frame_free(placements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_counts_once),
        cmocka_unit_test(a_child_watched_later_counts_from_then),
        cmocka_unit_test(many_placements_of_few_children_tell_of_the_few),
        cmocka_unit_test(estimates_stand_on_children),
        cmocka_unit_test(what_ends_after_the_last_day_is_open),
        cmocka_unit_test(rows_of_a_year_begin_end_or_live_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
