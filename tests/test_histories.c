/* tests/test_histories.c: cleaning and joining, a rule a test (domain rules 4.1, 4.2, 4.6 and 12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/care.h"

#include "datasets/derive/histories.h"

#include <stdio.h>

static const nh_histories *histories(care *c)
{
    nh_error err = { 0 };
    const nh_histories *h = nh_inputs_histories(inputs_of(c), &err);
    if (!h) fail_msg("%s", err.text);
    return h;
}

static int32_t day(int year, int month, int of_month)
{
    return nh_date(year, month, of_month);
}

static void an_overlap_is_cut_at_the_next_start(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/05/2022,S,C2,U6,20/08/2023,E4A,,,,N1,PR1,\n"
        "A,01/08/2023,P,C2,U4,,,,,,N1,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 2);
    assert_int_equal(h->row[0].end, day(2023, 8, 1));
    assert_true(h->row[0].flags & NH_ROW_CONTINUES); /* Decision 22: REC becomes X1. */
    assert_false(h->row[1].flags & NH_ROW_NEW_PERIOD);
    assert_int_equal(problems_of(&c, NH_PROBLEM_OVERLAP), 1);
    forget(&c);
}

static void an_open_row_that_is_not_last_ends_at_the_next(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,10/10/2023,P,C2,U4,01/02/2024,E4A,,,,N1,PR1,\n"
        "A,04/04/2022,S,C1,U6,,,,,,N1,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->row[0].end, day(2023, 10, 10)); /* Also when every later row has ended (decision 23). */
    assert_int_equal(h->row[1].end, day(2024, 2, 1));
    assert_int_equal(problems_of(&c, NH_PROBLEM_OPEN_NOT_LAST), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_OVERLAP), 0);
    forget(&c);
}

static const char *const gap_of_5_days = EPISODES
    "A,01/06/2021,S,C2,U4,10/09/2023,X1,CHILD,,,N1,PR1,\n"
    "A,15/09/2023,P,C2,K2,,,,,,N1,PR4,\n";

static void a_gap_after_x1_parts_periods(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", gap_of_5_days } } };
    const nh_histories *h = histories(&c);
    assert_true(h->row[1].flags & NH_ROW_NEW_PERIOD);
    assert_true(h->row[0].flags & NH_ROW_OPEN); /* X1 and nothing after it: rule 388. */
    assert_int_equal(h->row[0].end, day(2023, 9, 10));
    assert_int_equal(problems_of(&c, NH_PROBLEM_GAP_AFTER_X1), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_NOTHING_AFTER_X1), 1);
    forget(&c);
}

static void a_short_gap_can_be_bridged(void **state)
{
    (void)state;
    care bridged = { .files = { { KENT_2024 "episodes.csv", gap_of_5_days } }, .rules = { .gap_days = 5 } };
    assert_false(histories(&bridged)->row[1].flags & NH_ROW_NEW_PERIOD);
    assert_int_equal(problems_of(&bridged, NH_PROBLEM_GAP_AFTER_X1), 1); /* Still reported (decision 44). */
    assert_int_equal(problems_of(&bridged, NH_PROBLEM_NOTHING_AFTER_X1), 0);
    care too_long = { .files = { { KENT_2024 "episodes.csv", gap_of_5_days } }, .rules = { .gap_days = 4 } };
    assert_true(histories(&too_long)->row[1].flags & NH_ROW_NEW_PERIOD);
    forget(&bridged);
    forget(&too_long);
}

static void s_on_the_same_day_is_the_same_period(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/06/2021,S,C2,U4,10/09/2023,X1,OTHER,,,N1,PR1,\n"
        "A,10/09/2023,S,C2,U4,,,,,,N1,PR1,\n"
        "B,01/06/2021,S,C2,U4,10/09/2023,,,,,N1,PR1,\n"
        "B,10/09/2023,P,C2,U4,,,,,,N1,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_false(h->row[1].flags & NH_ROW_NEW_PERIOD);
    assert_int_equal(problems_of(&c, NH_PROBLEM_CARE_BEGUN_TWICE), 1);
    assert_true(h->row[3].flags & NH_ROW_NEW_PERIOD); /* A blank REC is an ending (decision 43). */
    assert_int_equal(problems_of(&c, NH_PROBLEM_END_WITHOUT_REASON), 1);
    forget(&c);
}

static void the_latest_return_stands(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2022,S,C1,U6,,,,,,N1,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "A,01/09/2022,S,C2,U4,01/02/2024,X1,,,,N1,PR1,\n"
                                                               "A,01/02/2024,P,C2,K2,,,,,,N1,PR4,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 2);
    assert_int_equal(h->row[0].year, 2024);
    assert_int_equal(h->tally.read, 3);
    assert_int_equal(h->tally.superseded, 1);
    assert_int_equal(h->tally.used, 2);
    forget(&c);
}

static void one_key_twice_keeps_the_row_with_dec(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2022,S,C2,U4,,,,,,N1,PR1,\n"
        "A,01/09/2022,S,C2,U6,01/08/2023,X1,CREQB,,,N1,PR1,\n"
        "A,01/08/2023,P,C2,U4,,,,,,N1,PR1,\n"
        "A,01/08/2023,P,C2,K2,,,,,,N1,PR4,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 2);
    assert_int_equal(h->row[0].source, 1);
    assert_int_equal(h->row[1].source, 2);
    assert_int_equal(problems_of(&c, NH_PROBLEM_DUPLICATE_EPISODE), 2);
    forget(&c);
}

static void open_and_then_absent_is_censored_at_its_31_march(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2022,S,C2,U4,,,,,,N1,PR1,\n"
                                                               "B,05/06/2022,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "B,06/06/2022,S,C2,U4,,,,,,N1,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 2);
    assert_int_equal(h->row[0].end, day(2023, 3, 31));
    assert_true(h->row[0].flags & NH_ROW_OPEN);
    assert_int_equal(h->row[1].start, day(2022, 6, 6)); /* Begun again a day later: DECOM was corrected. */
    assert_int_equal(problems_of(&c, NH_PROBLEM_OPEN_THEN_ABSENT), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_START_CORRECTED), 1);
    forget(&c);
}

static void rows_that_cannot_be_are_set_aside_and_counted(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,,S,C2,U4,01/05/2023,X1,,,,N1,PR1,\n"
        "A,31/02/2023,S,C2,U4,01/05/2023,X1,,,,N1,PR1,\n"
        "A,01/02/2023,S,C2,U4,32/05/2023,X1,,,,N1,PR1,\n"
        "A,01/05/2023,P,C2,U4,01/05/2023,X1,,,,N1,PR1,\n"
        "A,01/06/2023,P,C2,U4,,,,,,N1,PR1,\n"
        "A,10/04/2024,P,C2,U4,,,,,,N1,PR1,\n" } } };
    c.rules.extract_date = nh_year_end(2024);
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 1);
    assert_int_equal(h->row[0].source, 4);
    assert_int_equal(h->tally.set_aside, 5);
    assert_int_equal(problems_of(&c, NH_PROBLEM_BAD_DATE), 2);
    assert_int_equal(problems_of(&c, NH_PROBLEM_NO_DECOM), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_END_BEFORE_START), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_START_AFTER_EXTRACT), 1);
    forget(&c);
}

static void an_end_after_the_extract_is_open(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,05/04/2024,E4A,,,,N1,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->row[0].end, NH_NO_END);
    assert_true(h->row[0].flags & NH_ROW_OPEN);
    assert_int_equal(problems_of(&c, NH_PROBLEM_END_AFTER_EXTRACT), 1);
    forget(&c);
}

static void the_18th_birthday_stands_in_for_an_end(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/02/2022,S,V2,K2,,,,,,N1,PR4,\n"
        "B,01/02/2022,S,V2,H5,01/06/2023,X1,CARPL,,,N1,PR4,\n"
        "B,01/06/2023,P,V2,H5,,,,,,N1,PR4,\n" },
                          { KENT_2024 "header.csv", HEADER
        "A,2,10/01/2006,WBRI,UN4,,\n"
        "B,2,15/05/2005,WBRI,UN4,,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->row[0].end, day(2024, 1, 10));
    assert_true(h->row[0].flags & NH_ROW_OPEN);
    assert_int_equal(h->row[2].end, day(2023, 6, 1)); /* Begun after the birthday: DECOM (decision 29). */
    assert_int_equal(problems_of(&c, NH_PROBLEM_OPEN_PAST_18), 2);
    forget(&c);
}

static void short_breaks_are_parted_and_leave_a_gap(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/02/2021,S,C2,U4,10/05/2023,X1,,,,N2,PR1,\n"
        "A,10/05/2023,L,V3,U4,20/05/2023,X1,,,,N2,PR1,\n"
        "A,20/05/2023,L,C2,U4,,,,,,N2,PR1,\n"
        "B,01/02/2022,S,V4,U6,,,,,,N2,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, 2);
    assert_int_equal(h->n_short_breaks, 2);
    assert_true(h->row[1].flags & NH_ROW_NEW_PERIOD);
    assert_int_equal(h->tally.read, h->tally.used + h->tally.short_breaks);
    assert_int_equal(problems_of(&c, NH_PROBLEM_SHORT_BREAK), 2);
    forget(&c);
}

static void one_child_value_in_two_authorities_is_two_children(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES "A,01/02/2021,S,C2,U4,,,,,,N2,PR1,\n" },
                          { "E09000007/2024/episodes.csv", EPISODES "A,01/02/2021,S,C2,U4,,,,,,N2,PR1,\n" } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->index->n_children, 2);
    assert_int_equal(h->tally.superseded, 0);
    forget(&c);
}

/* A history longer than any child's, out of order: the sort is one for both. */
static void a_long_history_in_reverse_is_put_in_order(void **state)
{
    (void)state;
    enum { N = 100 };
    char text[N * 64 + 256];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", EPISODES);
    for (int i = N; i-- > 0;)
        used += (size_t)snprintf(text + used, sizeof text - used, "A,%02d/%02d/2020,P,C2,U4,,,,,,N1,PR1,\n",
                                 i % 28 + 1, i / 28 + 1);
    care c = { .files = { { KENT_2024 "episodes.csv", text } } };
    const nh_histories *h = histories(&c);
    assert_int_equal(h->n_rows, N);
    for (int i = 1; i < N; i++) assert_true(h->row[i - 1].end == h->row[i].start);
    forget(&c);
}

static void without_episodes_there_is_a_sentence(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "header.csv", HEADER "A,2,10/01/2006,WBRI,UN4,,\n" } } };
    nh_error err = { 0 };
    assert_null(nh_inputs_frame(inputs_of(&c), "placements", &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    assert_non_null(strstr(err.text, "no episodes table"));
    forget(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlap_is_cut_at_the_next_start),
        cmocka_unit_test(an_open_row_that_is_not_last_ends_at_the_next),
        cmocka_unit_test(a_gap_after_x1_parts_periods),
        cmocka_unit_test(a_short_gap_can_be_bridged),
        cmocka_unit_test(s_on_the_same_day_is_the_same_period),
        cmocka_unit_test(the_latest_return_stands),
        cmocka_unit_test(one_key_twice_keeps_the_row_with_dec),
        cmocka_unit_test(open_and_then_absent_is_censored_at_its_31_march),
        cmocka_unit_test(rows_that_cannot_be_are_set_aside_and_counted),
        cmocka_unit_test(an_end_after_the_extract_is_open),
        cmocka_unit_test(the_18th_birthday_stands_in_for_an_end),
        cmocka_unit_test(short_breaks_are_parted_and_leave_a_gap),
        cmocka_unit_test(one_child_value_in_two_authorities_is_two_children),
        cmocka_unit_test(a_long_history_in_reverse_is_put_in_order),
        cmocka_unit_test(without_episodes_there_is_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
