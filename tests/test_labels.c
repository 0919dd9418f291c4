/* tests/test_labels.c: what folders and file names say about authority and year. */
#include "datasets/read/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void check(const char *name, const char *authority, int year)
{
    nh_label label = nh_label_of(name);
    assert_string_equal(label.authority, authority);
    assert_int_equal(label.year, year);
}

static void folders_name_authority_and_year(void **state)
{
    (void)state;
    check("returns/E10000016/2024/episodes.csv", "E10000016", 2024);
    check("2023/E09000007/episodes.csv", "E09000007", 2023);
    check("/data/2019/E10000016/2024/episodes.csv", "E10000016", 2024);
    check("returns.zip/E10000016/2024/episodes.csv", "E10000016", 2024);
    check("E10000016/2024/2017-episodes.csv", "E10000016", 2024);
}

static void a_file_name_may_begin_with_its_year(void **state)
{
    (void)state;
    check("demand-model/2017-episodes.csv", "", 2017);
    check("2017episodes.csv", "", 2017);
    check("20170331.csv", "", 0);
    check("201718-episodes.csv", "", 0);
    check("episodes-2017.csv", "", 0);
    check("E10000016.csv", "", 0);
    check("standard input", "", 0);
    check("1066-episodes.csv", "", 0);
}

static void files_of_one_habit_share_what_stands_before_the_year(void **state)
{
    (void)state;
    assert_int_equal(nh_label_of("a/b/2024/episodes.csv").stem, 4);
    assert_int_equal(nh_label_of("a/b/2024-episodes.csv").stem, 4);
}

static void authorities_are_known_by_code_or_name(void **state)
{
    (void)state;
    assert_string_equal(nh_authority_code("E10000016"), "E10000016");
    assert_string_equal(nh_authority_code("886"), "E10000016");
    assert_string_equal(nh_authority_code("Kent"), "E10000016");
    assert_string_equal(nh_authority_code("Ruritania"), "Ruritania");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_name_authority_and_year),
        cmocka_unit_test(a_file_name_may_begin_with_its_year),
        cmocka_unit_test(files_of_one_habit_share_what_stands_before_the_year),
        cmocka_unit_test(authorities_are_known_by_code_or_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
