/* tests/test_date.c: the calendar, leap days and return years. */
#include "datasets/frame/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static int32_t day(const char *text)
{
    int32_t date = 0;
    assert_true(nh_date_read(text, strlen(text), &date));
    return date;
}

static void reads_days_of_the_calendar_only(void **state)
{
    (void)state;
    /* R: as.integer(as.Date("2024-02-29")) */
    assert_int_equal(day("29/02/2024"), 19782);
    assert_int_equal(day("01/01/1970"), 0);
    int32_t date;
    const char *const wrong[] = { "31/02/2024", "29/02/2023", "1/02/2024", "01-02-2024", "2024-02-01", "01/13/2024",
                                  "01/02/24", "00/01/2024", "0a/01/2024", "" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(nh_date_read(wrong[i], strlen(wrong[i]), &date));
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    for (int32_t date = nh_date(1890, 1, 1); date < nh_date(2110, 1, 1); date++) {
        char text[NH_DATE_TEXT];
        int32_t back = 0;
        nh_date_write(date, text);
        assert_true(nh_date_read_iso(text, 10, &back));
        assert_int_equal(back, date);
    }
}

/* Any byte at any place of 11/11/1911: digits alone give a date, and then one of the calendar. */
static void refuses_every_other_byte(void **state)
{
    (void)state;
    for (size_t at = 0; at < 10; at++)
        for (int c = -128; c < 128; c++) {
            char text[] = "11/11/1911";
            text[at] = (char)c;
            int32_t date;
            bool is_slash = at == 2 || at == 5, is_digit = c >= '0' && c <= '9';
            bool is_due = is_slash ? c == '/' : is_digit;
            if (at == 0) is_due = is_digit && c <= '2'; /* the 31st of November, or worse, is none */
            if (at == 3) is_due = c == '0' || c == '1';
            if (at == 4) is_due = c >= '0' && c <= '2';
            assert_int_equal(nh_date_read(text, 10, &date), is_due);
            if (is_due && at == 9) assert_int_equal(date, nh_date(1910 + (c - '0'), 11, 11));
        }
}

/* Each pair of a day and a month that can be written, in years of every kind. */
static void reads_what_the_calendar_has(void **state)
{
    (void)state;
    static const int years[] = { 0, 1, 4, 99, 100, 101, 400, 1600, 1899, 1900, 1901, 1904, 1970, 1999, 2000, 2001, 2023,
                                 2024, 2099, 2100, 2101, 9999 };
    for (size_t i = 0; i < sizeof years / sizeof *years; i++)
        for (int pair = 0; pair < 10000; pair++) {
            int day = pair / 100, month = pair % 100, year = years[i];
            char text[40];
            int32_t date = 0;
            snprintf(text, sizeof text, "%02d/%02d/%04d", day, month, year);
            bool is_due = nh_date_is_in_calendar(year, month, day);
            assert_int_equal(nh_date_read(text, 10, &date), is_due);
            if (is_due) assert_int_equal(date, nh_date(year, month, day));
        }
}

static void ages_by_completed_years(void **state)
{
    (void)state;
    assert_int_equal(nh_age(day("05/06/2008"), day("31/03/2024")), 15);
    assert_int_equal(nh_age(day("29/02/2008"), day("28/02/2026")), 17);
    assert_int_equal(nh_age(day("29/02/2008"), day("01/03/2026")), 18);
    assert_int_equal(nh_age(day("29/02/2008"), day("29/02/2024")), 16);
    assert_int_equal(nh_birthday(day("29/02/2008"), 18), day("01/03/2026"));
}

/* Whoever is born in any part of the 400 years after which the calendar comes again. */
static void ages_change_on_birthdays(void **state)
{
    (void)state;
    for (int32_t born = day("01/01/1700"); born < day("01/01/2100"); born += 13)
        for (int age = 0; age <= 110; age++) {
            int32_t birthday = nh_birthday(born, age);
            assert_int_equal(nh_age(born, birthday), age);
            assert_int_equal(nh_age(born, birthday - 1), age - 1);
            assert_int_equal(nh_age(born, birthday + 180), age);
        }
}

static void counts_return_years_from_april(void **state)
{
    (void)state;
    assert_int_equal(nh_return_year(day("31/03/2024")), 2024);
    assert_int_equal(nh_return_year(day("01/04/2024")), 2025);
    assert_int_equal(nh_year_start(2024), day("01/04/2023"));
    assert_int_equal(nh_year_end(2024), day("31/03/2024"));
    assert_int_equal(nh_months_later(day("31/01/2023"), 1), day("28/02/2023"));
    assert_int_equal(nh_months_later(day("30/11/2023"), 3), day("29/02/2024"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_days_of_the_calendar_only),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(refuses_every_other_byte),
        cmocka_unit_test(reads_what_the_calendar_has),
        cmocka_unit_test(ages_by_completed_years),
        cmocka_unit_test(ages_change_on_birthdays),
        cmocka_unit_test(counts_return_years_from_april),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
