/* tests/test_ees.c: DfE's published tables: what is read, what is refused and where, and which release counts. */
#include "datasets/tables/ees.h"
#include "datasets/tables/ees_labels.h"
#include "datasets/tables/ees_numbers.h"
#include "datasets/tables/ees_releases.h"
#include "datasets/tables/ees_tables.h"

#include "datasets/frame/arena.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADER "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name," \
               "old_la_code,la_name,new_la_code,"
#define KENT_PLACE "Reporting year,Local authority,E92000001,England,E12000008,South East,886,Kent,E10000016,"
#define KENT "2024," KENT_PLACE
#define NET_GAIN "Net gain of children by responsible LA,"

typedef struct reading {
    nh_problems *problems;
    nh_frame *rows;
    nh_error err;
} reading;

static nh_frame *read_source(nh_source *source, nh_problems *problems, nh_error *err)
{
    nh_csv *csv = nh_csv_open(source, err);
    nh_frame *rows = csv ? nh_ees_read(csv, nh_problems_file(problems, "file.csv"), problems, err) : NULL;
    nh_csv_close(csv);
    nh_source_close(source);
    return rows;
}

static reading read_text(const char *text)
{
    reading made = { .problems = nh_problems_new() };
    made.rows = read_source(nh_source_memory("file.csv", text, strlen(text)), made.problems, &made.err);
    return made;
}

static nh_frame *read_file(const char *path)
{
    nh_problems *problems = nh_problems_new();
    nh_error err = { 0 };
    nh_source *source = nh_source_open(path, &err);
    nh_frame *rows = source ? read_source(source, problems, &err) : NULL;
    nh_problems_free(problems);
    if (!rows) print_message("%s\n", err.text);
    return rows;
}

static void reading_free(reading *made)
{
    nh_frame_free(made->rows);
    nh_problems_free(made->problems);
}

static const char *text_at(const nh_frame *rows, const char *column, size_t row)
{
    return nh_text_at(nh_frame_find(rows, column), row);
}

static double number_at(const nh_frame *rows, const char *column, size_t row)
{
    const nh_column *found = nh_frame_find(rows, column);
    assert_non_null(found);
    assert_true(nh_present(found, row));
    return found->number[row];
}

static void assert_words(const char *text, const char *words)
{
    nh_arena *scratch = nh_arena_new();
    assert_string_equal(nh_ees_words(scratch, text, strlen(text)), words);
    nh_arena_free(scratch);
}

static void labels_of_two_releases_are_one(void **state)
{
    (void)state;
    assert_words("Change to/Implementation  of care plan ", "change to/implementation of care plan");
    assert_words("N2. Child\xE2\x80\x99s disability", "n2. child's disability");
    assert_words("Children looked after at 31 March", "cla on 31 march");
    assert_words("Custody arrangement", "custody");
    assert_words("Responsible/area authority requests placement ends",
                 "responsible/area authority requests placement to end");
    assert_words("Carer requests placement end other than due to childs behaviour",
                 "carer requests placement to end other than due to child's behaviour");
    assert_words("living arrangements/ supported accommodation", "living arrangements/supported accommodation");
    assert_words("Living in the same placement for at least 2 years, or are placed for adoption and their adoption "
                 "and their adoptive placement together with their previous placement, last for at least 2 years",
                 "living with the same carer for at least 2 years");
}

static void a_prefix_goes_and_a_number_stays(void **state)
{
    (void)state;
    assert_string_equal(nh_ees_without_prefix("1.i 20 miles or less inside"), "20 miles or less inside");
    assert_string_equal(nh_ees_without_prefix("4c.1 children's home"), "children's home");
    assert_string_equal(nh_ees_without_prefix("2a.1ii offered intervention"), "offered intervention");
    assert_string_equal(nh_ees_without_prefix("4.1.1 sdq score is normal"), "sdq score is normal");
    assert_string_equal(nh_ees_without_prefix("1a total"), "total");
    assert_string_equal(nh_ees_without_prefix("4. other placement"), "other placements");
    assert_string_equal(nh_ees_without_prefix("10 to 15 years"), "10 to 15 years");
    assert_string_equal(nh_ees_without_prefix("11 years"), "11 years");
    assert_string_equal(nh_ees_without_prefix("20 miles or less"), "20 miles or less");
    assert_string_equal(nh_ees_without_prefix("n1. abuse"), "n1. abuse");
    assert_string_equal(nh_ees_without_prefix("1."), "1.");
}

static void assert_value(const char *text, nh_ees_kind kind, double number, nh_mark mark)
{
    nh_ees_value value = nh_ees_value_of(text, strlen(text));
    assert_int_equal(value.kind, kind);
    assert_int_equal(value.mark, mark);
    if (mark == NH_PRESENT) assert_true(value.number == number);
}

static void a_cell_is_a_number_or_a_reason(void **state)
{
    (void)state;
    assert_value("6.5", NH_EES_NUMBER, 6.5, NH_PRESENT);
    assert_value("-1080", NH_EES_NUMBER, -1080, NH_PRESENT);
    assert_value("1,234", NH_EES_TIDIED, 1234, NH_PRESENT);
    assert_value("-12,345,678.5", NH_EES_TIDIED, -12345678.5, NH_PRESENT);
    assert_value("c", NH_EES_SYMBOL, 0, NH_SUPPRESSED);
    assert_value(":", NH_EES_SYMBOL, 0, NH_NOT_AVAILABLE);
    assert_value("low", NH_EES_SYMBOL, 0, NH_ROUNDS_TO_ZERO);
    assert_value("", NH_EES_BLANK, 0, NH_MISSING);
    static const char *const refused[] = { "inf", "nan", "55%", "??", "1,23", "1234,567", "1,", ",123", "1,234,56",
                                           "0x10", "1 234", "-", "c c" };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_value(refused[i], NH_EES_REFUSED, 0, NH_MISSING);
}

static void a_file_becomes_a_table_we_know(void **state)
{
    (void)state;
    reading made = read_text("\xEF\xBB\xBF" HEADER "Characteristic,Number\r\n"
                             "2024,Reporting year,National,E92000001,England,,,,,," NET_GAIN "-1080\r\n"
                             "2024,reporting year,regional,E92000001,England,E12000008,South East,,,,"
                             "Net gain of children by responsible LA,k\r\n"
                             KENT
                             "1. Children who are the responsibility of other LAs placed within this LA boundary,"
                             "\"1,234\"\r\n"
                             KENT "Net gain of children by responsible LA,c\r\n");
    assert_non_null(made.rows);
    assert_string_equal(nh_frame_name(made.rows), "ees_netgain");
    assert_int_equal(nh_frame_rows(made.rows), 4);
    assert_string_equal(text_at(made.rows, "authority", 0), "E92000001");
    assert_string_equal(text_at(made.rows, "name", 0), "England");
    assert_string_equal(text_at(made.rows, "geographic_level", 1), "Regional");
    assert_string_equal(text_at(made.rows, "authority", 1), "E12000008");
    assert_string_equal(text_at(made.rows, "authority", 2), "E10000016");
    assert_string_equal(text_at(made.rows, "region", 2), "South East");
    assert_string_equal(text_at(made.rows, "characteristic", 2),
                        "children who are the responsibility of other las placed within this la boundary");
    assert_true(number_at(made.rows, "number", 0) == -1080);
    assert_true(number_at(made.rows, "number", 2) == 1234);
    assert_true(number_at(made.rows, "year", 3) == 2024);
    assert_int_equal(nh_mark_at(nh_frame_find(made.rows, "number"), 1), NH_ROUNDS_TO_ZERO);
    assert_int_equal(nh_mark_at(nh_frame_find(made.rows, "number"), 3), NH_SUPPRESSED);
    assert_int_equal(nh_problems_of(made.problems, NH_PROBLEM_NUMBER_TIDIED), 1);
    assert_int_equal(nh_problems_of(made.problems, NH_PROBLEM_SUPPRESSED), 2);
    assert_int_equal(nh_problems_of(made.problems, NH_PROBLEM_OUT_OF_RANGE), 0);
    reading_free(&made);
}

static void a_prefix_that_tells_two_labels_apart_stays(void **state)
{
    (void)state;
    reading made = read_text(HEADER "thing,number\n" KENT "1a.1i With a friend,1\n" KENT "1b.1i With a friend,2\n"
                             KENT "2. Others,3\n");
    assert_non_null(made.rows);
    assert_string_equal(nh_frame_name(made.rows), "ees");
    assert_string_equal(text_at(made.rows, "thing", 0), "1a.1i with a friend");
    assert_string_equal(text_at(made.rows, "thing", 1), "1b.1i with a friend");
    assert_string_equal(text_at(made.rows, "thing", 2), "others");
    reading_free(&made);
}

static void a_column_of_numbers_is_an_indicator_by_any_name(void **state)
{
    (void)state;
    reading made = read_text(HEADER "population_count,mean_age\n" KENT "A,12.5\n" KENT "B,c\n");
    assert_int_equal(nh_frame_find(made.rows, "mean_age")->kind, NH_NUMBER);
    assert_int_equal(nh_frame_find(made.rows, "population_count")->kind, NH_CATEGORY);
    assert_int_equal(nh_mark_at(nh_frame_find(made.rows, "mean_age"), 1), NH_SUPPRESSED);
    reading_free(&made);
}

static void assert_refused(const char *text, const char *place, const char *word)
{
    reading made = read_text(text);
    assert_null(made.rows);
    assert_int_equal(made.err.status, NH_BAD_INPUT);
    assert_non_null(strstr(made.err.text, place));
    assert_non_null(strstr(made.err.text, word));
    reading_free(&made);
}

static void what_cannot_be_read_is_named_where_it_stands(void **state)
{
    (void)state;
    /* The filter "A" and its comma follow the 94 bytes of the place: the number begins at byte 97. */
    assert_int_equal(strlen(KENT), 94);
    assert_refused(HEADER "thing,number\n" KENT "A,??\n", "file.csv:2:97:", "number");
    assert_refused(HEADER "thing,number\n" KENT "A,1\n" KENT "B,inf\n", "file.csv:3:97:", "number");
    assert_refused(HEADER "thing,percent\n" KENT "A,55%\n", "file.csv:2:97:", "percentage");
    assert_refused(HEADER "thing,number\n20245" KENT "A,1\n", "file.csv:2:1:", "time_period");
    assert_refused(HEADER "thing,number\n" KENT "A,120\n" KENT "A,121\n", "file.csv:3", "twice");
    assert_refused("time_period,number\n2024,1\n", "file.csv:1:1:", "time_identifier");
}

static void two_running_years_are_known_by_their_end(void **state)
{
    (void)state;
    reading made = read_text(HEADER "thing,number\n202324,Academic year,National,E92000001,England,,,,,,A,1\n"
                             "199900,Academic year,National,E92000001,England,,,,,,A,1\n");
    assert_true(number_at(made.rows, "year", 0) == 2024);
    assert_true(number_at(made.rows, "year", 1) == 2000);
    assert_true(number_at(made.rows, "release", 1) == 2024);
    reading_free(&made);
    assert_refused(HEADER "thing,number\n202325,Academic year,National,E92000001,England,,,,,,A,1\n", ":2:1:",
                   "time_period");
}

static void assert_warned(const char *text, nh_problem_code code, size_t count)
{
    reading made = read_text(text);
    assert_non_null(made.rows);
    assert_int_equal(nh_problems_of(made.problems, code), count);
    reading_free(&made);
}

static void what_is_odd_is_counted(void **state)
{
    (void)state;
    assert_warned(HEADER "thing,number\n" KENT "A,-5\n" KENT "B,120\n", NH_PROBLEM_OUT_OF_RANGE, 1);
    assert_warned(HEADER "thing,number\n" KENT "A,120\n" KENT "B,30\n" KENT "Total,500\n",
                  NH_PROBLEM_TOTAL_MISMATCH, 1);
    assert_warned(HEADER "thing,number\n" KENT "A,120\n" KENT "B,30\n" KENT "Total,150\n",
                  NH_PROBLEM_TOTAL_MISMATCH, 0);
    assert_warned(HEADER "thing,number\n" KENT "A,120\n" KENT "B,c\n" KENT "Total,500\n",
                  NH_PROBLEM_TOTAL_MISMATCH, 0);
    assert_warned(HEADER "thing,number\n" KENT "A\xE2\x80\xAE" "B,1\n" KENT "A\xE2\x80\x8B,2\n",
                  NH_PROBLEM_ODD_CHARACTERS, 2);
    assert_warned(HEADER "thing,number\n" KENT "A,1\n"
                  "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,886,Quent,E10000016,"
                  "B,2\n",
                  NH_PROBLEM_NAME_DIFFERS, 1);
}

static void the_latest_release_counts(void **state)
{
    (void)state;
    reading old = read_text(HEADER "characteristic,number\n"
                            "2021," KENT_PLACE NET_GAIN "1\n"
                            "2022," KENT_PLACE NET_GAIN "2\n");
    reading new = read_text(HEADER "characteristic,number\n"
                            "2022," KENT_PLACE "Net gain of children by responsible la,c\n"
                            "2024," KENT_PLACE "Net gain of children by responsible la,4\n");
    nh_frame *both = nh_frame_new("ees_netgain", NULL);
    nh_ees_append(both, new.rows);
    nh_ees_append(both, old.rows);
    assert_true(nh_ees_keep_latest(&both, new.problems, &new.err));
    assert_int_equal(nh_frame_rows(both), 3);
    assert_true(number_at(both, "year", 0) == 2022);
    assert_int_equal(nh_mark_at(nh_frame_find(both, "number"), 0), NH_SUPPRESSED);
    assert_true(number_at(both, "number", 2) == 1);
    assert_int_equal(nh_problems_of(new.problems, NH_PROBLEM_REPLACED), 1);
    nh_ees_append(both, old.rows);
    assert_true(nh_ees_keep_latest(&both, new.problems, &new.err));
    assert_int_equal(nh_frame_rows(both), 3);
    assert_int_equal(nh_problems_of(new.problems, NH_PROBLEM_REPLACED), 3);
    nh_frame_free(both);
    reading_free(&old);
    reading_free(&new);
}

static void an_area_has_the_code_of_the_latest_release(void **state)
{
    (void)state;
    reading old = read_text(HEADER "characteristic,number\n"
                            "2022,Reporting year,Local authority,E92000001,England,,,815,North Yorkshire,E10000023,"
                            NET_GAIN "1\n"
                            "2021,Reporting year,Local authority,E92000001,England,,,815,North Yorkshire,E10000023,"
                            NET_GAIN "2\n");
    reading new = read_text(HEADER "characteristic,number\n"
                            "2022,Reporting year,Local authority,E92000001,England,,,815,North Yorkshire,E06000065,"
                            NET_GAIN "3\n"
                            "2024,Reporting year,Local authority,E92000001,England,,,815,North Yorkshire,E06000065,"
                            NET_GAIN "4\n");
    nh_ees_append(old.rows, new.rows);
    assert_true(nh_ees_keep_latest(&old.rows, old.problems, &old.err));
    assert_int_equal(nh_frame_rows(old.rows), 3); /* 2021, 2022 as said last, 2024 */
    for (size_t row = 0; row < 3; row++) assert_string_equal(text_at(old.rows, "authority", row), "E06000065");
    assert_true(number_at(old.rows, "number", 1) == 3);
    reading_free(&old);
    reading_free(&new);
}

static void two_files_of_one_release_must_agree(void **state)
{
    (void)state;
    reading one = read_text(HEADER "characteristic,number\n2024," KENT_PLACE NET_GAIN "1\n");
    reading other = read_text(HEADER "characteristic,number\n2024," KENT_PLACE NET_GAIN "2\n");
    nh_ees_append(one.rows, other.rows);
    assert_false(nh_ees_keep_latest(&one.rows, one.problems, &one.err));
    assert_non_null(strstr(one.err.text, "twice"));
    reading_free(&one);
    reading_free(&other);
}

/* Every file of the two releases at hand is a table we know, of as many rows as it has records. */
static void check_release(const char *folder, size_t n_files)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        print_message("%s is not here: skipped\n", folder);
        skip();
    }
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(entries));) {
        char path[512];
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        nh_frame *rows = read_file(path);
        assert_non_null(rows);
        if (strcmp(nh_frame_name(rows), "ees") == 0) fail_msg("%s is not known", path);
        nh_frame_free(rows);
        n++;
    }
    closedir(entries);
    assert_int_equal(n, n_files);
}

static void every_file_of_2024_is_known(void **state)
{
    (void)state;
    check_release("../shared/data/dfe-2024", 18);
}

static void every_file_of_2022_is_known(void **state)
{
    (void)state;
    check_release("../shared/data/dfe-2022", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_of_two_releases_are_one),
        cmocka_unit_test(a_prefix_goes_and_a_number_stays),
        cmocka_unit_test(a_cell_is_a_number_or_a_reason),
        cmocka_unit_test(a_file_becomes_a_table_we_know),
        cmocka_unit_test(a_prefix_that_tells_two_labels_apart_stays),
        cmocka_unit_test(a_column_of_numbers_is_an_indicator_by_any_name),
        cmocka_unit_test(what_cannot_be_read_is_named_where_it_stands),
        cmocka_unit_test(two_running_years_are_known_by_their_end),
        cmocka_unit_test(what_is_odd_is_counted),
        cmocka_unit_test(the_latest_release_counts),
        cmocka_unit_test(an_area_has_the_code_of_the_latest_release),
        cmocka_unit_test(two_files_of_one_release_must_agree),
        cmocka_unit_test(every_file_of_2024_is_known),
        cmocka_unit_test(every_file_of_2022_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
