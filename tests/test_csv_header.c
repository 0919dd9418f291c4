/* tests/test_csv_header.c: what is asked of the names of columns. */
#include "datasets/read/csv_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define HEADER(...) (&(nh_header){ .names = (const char *[]){ __VA_ARGS__ },                                   \
                                   .n = sizeof (const char *[]){ __VA_ARGS__ } / sizeof(const char *) })

static void found_whatever_the_case(void **state)
{
    (void)state;
    assert_int_equal(nh_header_find(HEADER("Child", "DECOM"), "decom"), 1);
    assert_int_equal(nh_header_find(HEADER("Child", "DECOM"), "dec"), NH_NO_FIELD);
}

static void blank_names_may_come_again(void **state)
{
    (void)state;
    assert_int_equal(nh_header_repeated(HEADER("a", "", "", "b")), NH_NO_FIELD);
    assert_int_equal(nh_header_repeated(HEADER("a", "b", "b", "a")), 2);
}

static void a_title_is_one_sentence(void **state)
{
    (void)state;
    assert_string_equal(nh_header_title(HEADER("", "Children looked after", "")), "Children looked after");
    assert_null(nh_header_title(HEADER("CHILD")));
    assert_null(nh_header_title(HEADER("Children looked after", "LA")));
}

static void other_separators(void **state)
{
    (void)state;
    assert_string_equal(nh_header_other_separator(HEADER("a;b")), "semicolon");
    assert_string_equal(nh_header_other_separator(HEADER("a\tb")), "tab");
    assert_null(nh_header_other_separator(HEADER("a")));
    assert_null(nh_header_other_separator(HEADER("a;b", "c")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_whatever_the_case), cmocka_unit_test(blank_names_may_come_again),
        cmocka_unit_test(a_title_is_one_sentence), cmocka_unit_test(other_separators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
