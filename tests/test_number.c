/* tests/test_number.c: decimals as strtod reads them in the C locale, and nothing else. */
#include "datasets/read/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reads_what_strtod_reads(void **state)
{
    (void)state;
    static const char *const texts[] = { "0", "-0", "1", "+1", "1.", ".5", "0.1", "1e5", "1E-5", "123456789012345678",
        "9007199254740993", "1.7976931348623157e308", "4.9e-324",
        "0.000000000000000000000000000001234567890123456789",
        "2.2250738585072011e-308", "100000000000000000000000", "123456789012345678901234567890", "1e22", "1e23",
        "00012.50", "6.02214076e23", "8.41e21", "9.5e-7" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value = 0, due = strtod(texts[i], NULL);
        assert_true(nh_number_read(texts[i], strlen(texts[i]), &value));
        assert_memory_equal(&value, &due, sizeof value);
    }
}

static void gives_back_any_double(void **state)
{
    (void)state;
    uint64_t chance = 7;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        int digits = 1 + (int)(chance >> 60);
        double number = (double)(int64_t)chance / (double)((chance >> 20) % 1000000 + 1);
        snprintf(text, sizeof text, i % 2 ? "%.*g" : "%.*e", digits + 2, number);
        double value = 0, due = strtod(text, NULL);
        assert_true(nh_number_read(text, strlen(text), &value));
        assert_memory_equal(&value, &due, sizeof value);
    }
}

static void refuses_what_is_no_decimal(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "-", ".", "e5", "1e", "1e+", "nan", "NaN", "inf", "-inf", "infinity",
                                         "0x10", " 1", "1 ", "1,234", "12%", "1.2.3", "1e999", "--1", "1d5", "0:11" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value;
        if (nh_number_read(texts[i], strlen(texts[i]), &value)) fail_msg("'%s' was taken for a number", texts[i]);
    }
}

static void small_whole_numbers_are_digits_alone(void **state)
{
    (void)state;
    static const struct { const char *text; int32_t due; } all[] = {
        { "0", 0 }, { "007", 7 }, { "40", 40 }, { "9999999", 9999999 }, { "12345678", -1 }, { "", -1 }, { "-1", -1 },
        { "1.0", -1 }, { " 1", -1 }, { "1e3", -1 }, { "x", -1 }
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(nh_small_whole(all[i].text, strlen(all[i].text)), all[i].due);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_strtod_reads),
        cmocka_unit_test(gives_back_any_double),
        cmocka_unit_test(refuses_what_is_no_decimal),
        cmocka_unit_test(small_whole_numbers_are_digits_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
