/* tests/test_csv_places.c: where a byte of a record stands. */
#include "datasets/read/csv_places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void moves(const char *bytes, size_t n, const char *encoding, uint32_t line, uint32_t column)
{
    nh_csv_place place = { 7, 1 };
    nh_csv_place_move(&place, bytes, n, nh_encoding_named(encoding));
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void lines_and_bytes(void **state)
{
    (void)state;
    moves("a,b", 0, NULL, 7, 1);
    moves("a,b", 2, NULL, 7, 3);
    moves("a\nb\r\nc\rd", 8, NULL, 10, 2);
    moves("a\r\nb", 2, NULL, 8, 1); /* the LF is beyond what is asked for */
    moves("\xC3\xA9,b", 3, NULL, 7, 4);
    moves("\xC3\xA9,b", 3, "windows-1252", 7, 3); /* one byte in the file */
}

static void fields(void **state)
{
    (void)state;
    static const char record[] = "a,\"b\nc,\"\"\",d";
    size_t n = strlen(record);
    assert_int_equal(nh_csv_beginning_of(record, n, 0), 0);
    assert_int_equal(nh_csv_beginning_of(record, n, 1), 2);
    assert_int_equal(record[nh_csv_beginning_of(record, n, 2)], 'd');
    assert_int_equal(nh_csv_beginning_of(record, n, 3), n);
}

static void open_quotes(void **state)
{
    (void)state;
    assert_int_equal(nh_csv_open_quote("\"a\",\"b", 6), 4);
    assert_int_equal(nh_csv_open_quote("a,\"b\"\"c", 7), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_bytes), cmocka_unit_test(fields), cmocka_unit_test(open_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
