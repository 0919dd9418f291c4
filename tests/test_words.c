/* tests/test_words.c: released numbers as sentences show them, and the rows that sentences choose. */
#include "stats/ranking.h"
#include "stats/result_frame.h"
#include "stats/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"

static void numbers_have_commas(void **state)
{
    (void)state;
    static const struct { double value; const char *text; } table[] = {
        { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 83630, "83,630" }, { -1080, "-1,080" }, { 1234567, "1,234,567" },
    };
    char text[NH_WORDS];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        nh_say_number(table[i].value, text);
        assert_string_equal(text, table[i].text);
    }
}

static void decimals_only_where_they_say_something(void **state)
{
    (void)state;
    char text[NH_WORDS];
    nh_say_decimal(17, 1, text);
    assert_string_equal(text, "17");
    nh_say_decimal(17.25, 1, text);
    assert_string_equal(text, "17.2");
    nh_say_decimal(100, 0, text);
    assert_string_equal(text, "100");
}

static const nh_result_column columns[] = {
    { "name", NH_CATEGORY, NULL, NULL, NH_PLAIN, NULL, NULL },
    { "year", NH_NUMBER, NULL, NULL, NH_PLAIN, NULL, NULL },
    { "far", NH_NUMBER, NULL, NULL, NH_COUNT, NULL, NULL },
    { "all", NH_NUMBER, NULL, NULL, NH_COUNT, NULL, NULL },
    { "far_share", NH_NUMBER, NULL, NULL, NH_PERCENT, "far", "all" },
    { "far_low", NH_NUMBER, NULL, NULL, NH_LOWER, "far", "all" },
    { "far_high", NH_NUMBER, NULL, NULL, NH_UPPER, "far", "all" },
    { 0 }
};

/* Kent 37 of 212, Camden 0 of 0, Medway suppressed, Kent the year before 1 of 4. */
static nh_frame *places(void)
{
    static const struct { const char *name; double year, far, all; } rows[] = {
        { "Kent", 2024, 37, 212 }, { "Camden", 2024, 0, 0 }, { "Medway", 2024, 3, 50 }, { "Kent", 2023, 1, 4 },
    };
    nh_frame *frame = nh_result_frame("places", NULL, columns);
    for (size_t i = 0; i < 4; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(nh_frame_at(frame, 0), row, rows[i].name);
        nh_put_number(nh_frame_at(frame, 1), row, rows[i].year);
        nh_put_number(nh_frame_at(frame, 2), row, rows[i].far);
        nh_put_number(nh_frame_at(frame, 3), row, rows[i].all);
    }
    nh_put_mark(nh_frame_at(frame, 2), 2, NH_SUPPRESSED);
    nh_fill_in(frame);
    return frame;
}

static void shares_with_their_interval(void **state)
{
    (void)state;
    nh_frame *frame = places();
    char text[NH_WORDS];
    assert_true(nh_say_share(frame, "far", 0, text));
    assert_string_equal(text, "17.5% (95% interval 12.9% to 23.1%)"); /* R: prop.test(37, 212, correct = FALSE) */
    assert_false(nh_say_share(frame, "far", 1, text));
    assert_string_equal(text, "");
    assert_int_equal(nh_mark_at(nh_frame_find(frame, "far_share"), 1), NH_NOT_APPLICABLE);
    assert_int_equal(nh_mark_at(nh_frame_find(frame, "far_share"), 2), NH_SUPPRESSED);
    assert_false(nh_say_count(nh_frame_find(frame, "far"), 2, text));
    nh_frame_free(frame);
}

static void rows_by_rank(void **state)
{
    (void)state;
    static const nh_condition any[] = { { 0 } }, kent[] = { { "name", "Kent" }, { 0 } };
    nh_frame *frame = places();
    size_t rows[NH_MOST_RANKED];
    nh_ranking latest = { .column = "far", .year = nh_last_year_of(frame), .conditions = any };
    assert_int_equal(nh_rank_rows(frame, &latest, rows), 2); /* Medway is not shown, 2023 is not the year */
    assert_true(rows[0] == 0 && rows[1] == 1);
    nh_ranking smallest = { .column = "far", .conditions = kent, .smallest_first = true };
    assert_int_equal(nh_rank_rows(frame, &smallest, rows), 2);
    assert_true(rows[0] == 3 && rows[1] == 0);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_commas),
        cmocka_unit_test(decimals_only_where_they_say_something),
        cmocka_unit_test(shares_with_their_interval),
        cmocka_unit_test(rows_by_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
