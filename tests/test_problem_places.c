/* tests/test_problem_places.c: problems that know a line and a column's name get the byte where the field stands. */
#include "datasets/read/problem_places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/nearhome-places-XXXXXX";

static void write_file(const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* What becomes of "column of line" in the file at hand, as "line:column". */
static void assert_placed(const char *table, const char *column, uint32_t line, const char *encoding, const char *due)
{
    nh_problems *problems = nh_problems_new();
    nh_problem_place place = { .table = table, .column = column, .line = line };
    place.file = nh_problems_file(problems, path);
    nh_problem_add(problems, NH_PROBLEM_OVERLAP, place);
    nh_problems_locate(problems, nh_encoding_named(encoding));
    place = nh_problem_where(problems, 0);
    char placed[40];
    snprintf(placed, sizeof placed, "%u:%u", place.line, place.byte_column);
    assert_string_equal(placed, due);
    nh_problems_free(problems);
}

static void a_field_is_found_by_its_line_and_name(void **state)
{
    (void)state;
    write_file("Children of 2024,,,,,,\n\nCHILD,DECOM,RNE,LS,CIN,PL,DEC,REC\n"
               "1,01/05/2023,S,C2,N1,U4,,\n\n2,01/05/2023,S,C2,N1,U4,02/06/2023,E4A\n");
    assert_placed("episodes", "DEC", 6, NULL, "6:25");
    assert_placed("episodes", "DECOM", 4, NULL, "4:3");
    assert_placed("episodes", "PLACE", 6, NULL, "6:22"); /* by its other name */
    assert_placed("episodes", "HOME_POST", 6, NULL, "6:0");
    assert_placed("episodes", "DEC", 5, NULL, "5:0"); /* no record */
    assert_placed("episodes", "DEC", 99, NULL, "99:0");
    assert_placed("episodes", NULL, 6, NULL, "6:0");
}

static void a_field_may_stand_on_a_later_line_of_its_record(void **state)
{
    (void)state;
    write_file("CHILD,DOB,DUC,SEX\n\"1\n\",01/02/2010,,1\n");
    assert_placed("uasc", "DOB", 2, NULL, "3:3");
}

/* A letter of the older encoding is one byte of the file. */
static void bytes_are_those_of_the_file(void **state)
{
    (void)state;
    write_file("CHILD,NOTE,DOB,DUC\n1,\xE9\xE9,01/02/2010,\n");
    assert_placed("uasc", "DOB", 2, "latin-1", "2:6");
    assert_placed("uasc", "DOB", 2, NULL, "2:0");
}

static void what_cannot_be_read_again_keeps_its_line(void **state)
{
    (void)state;
    write_file("<EXPSSDA903></EXPSSDA903>\n");
    assert_placed("uasc", "DOB", 1, NULL, "1:0");
    write_file("a,b\n1,2\n");
    assert_placed("uasc", "DOB", 2, NULL, "2:0");
    unlink(path);
    assert_placed("uasc", "DOB", 2, NULL, "2:0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_found_by_its_line_and_name),
        cmocka_unit_test(a_field_may_stand_on_a_later_line_of_its_record),
        cmocka_unit_test(bytes_are_those_of_the_file),
        cmocka_unit_test(what_cannot_be_read_again_keeps_its_line),
    };
    int file = mkstemp(path);
    if (file < 0) return 1;
    close(file);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
