/* tests/test_options.c: what an option accepts, and what is said when it does not. */
#include "stats/options.h"

#include "datasets/frame/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const nh_option_record records[] = {
    { .name = "year", .kind = NH_OPTION_WHOLE, .argument = "YEAR", .help = "the return year" },
    { .name = "level", .kind = NH_OPTION_REAL, .argument = "P", .value = "0.95", .help = "of intervals" },
    { .name = "f", .kind = NH_OPTION_CHOICE, .argument = "csv|json|table", .help = "format" },
    { .name = "exact", .kind = NH_OPTION_FLAG, .help = "no disclosure control" },
    { .name = "by", .kind = NH_OPTION_TEXT, .argument = "COL", .value = "authority", .help = "a row per value" },
    { .name = "on", .kind = NH_OPTION_DATE, .argument = "DATE", .help = "the day" },
    { 0 }
};

typedef struct attempt {
    const char *name, *value, *complaint;
} attempt;

static const attempt refused[] = {
    { "year", "20x4", "--year takes a whole number" },
    { "year", "", "--year takes a whole number" },
    { "year", "99999999999", "--year takes a whole number" },
    { "year", NULL, "--year takes a whole number" },
    { "level", "0,95", "--level takes a number" },
    { "level", "nan", "--level takes a number" },
    { "level", "1e999", "--level takes a number" },
    { "f", "cs", "-f takes one of csv|json|table" },
    { "f", "csv|json", "-f takes one of csv|json|table" },
    { "f", "", "-f takes one of csv|json|table" },
    { "exact", "yes", "--exact takes no value" },
    { "by", "", "--by takes a value" },
    { "on", "31/02/2024", "--on takes a date (YYYY-MM-DD)" },
    { "off", "1", "there is no option --off" },
};

static void refuses_what_does_not_fit(void **state)
{
    nh_options *options = *state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *said = nh_options_set(options, refused[i].name, refused[i].value);
        assert_non_null(said);
        assert_string_equal(said, refused[i].complaint);
        assert_false(nh_option_given(options, refused[i].name));
    }
}

static void keeps_what_fits(void **state)
{
    nh_options *options = *state;
    int32_t on = 0;
    assert_null(nh_options_set(options, "year", "2024"));
    assert_null(nh_options_set(options, "level", "0.9"));
    assert_null(nh_options_set(options, "f", "table"));
    assert_null(nh_options_set(options, "exact", NULL));
    assert_null(nh_options_set(options, "on", "29/02/2024"));
    assert_int_equal(nh_option_whole(options, "year"), 2024);
    assert_true(nh_option_real(options, "level") == 0.9);
    assert_string_equal(nh_option_text(options, "f"), "table");
    assert_true(nh_option_flag(options, "exact"));
    assert_true(nh_option_date(options, "on", &on));
    assert_int_equal(on, nh_date(2024, 2, 29));
}

static void falls_back_on_defaults(void **state)
{
    nh_options *options = *state;
    int32_t on = 0;
    assert_string_equal(nh_option_text(options, "by"), "authority");
    assert_true(nh_option_real(options, "level") == 0.95);
    assert_int_equal(nh_option_whole(options, "year"), 0);
    assert_null(nh_option_text(options, "f"));
    assert_false(nh_option_date(options, "on", &on));
    assert_false(nh_option_given(options, "by"));
}

/* A command may declare a common option again, with a default of its own. */
static void a_later_record_replaces_an_earlier_one(void **state)
{
    static const nh_option_record again[] = {
        { .name = "by", .kind = NH_OPTION_TEXT, .argument = "COL", .value = "region", .help = "again" },
        { 0 }
    };
    nh_options *options = *state;
    size_t n = nh_options_count(options);
    nh_options_declare(options, again);
    assert_int_equal(nh_options_count(options), n);
    assert_string_equal(nh_option_text(options, "by"), "region");
}

static int make(void **state)
{
    nh_options *options = nh_options_new();
    nh_options_declare(options, records);
    *state = options;
    return 0;
}

static int drop(void **state)
{
    nh_options_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(refuses_what_does_not_fit, make, drop),
        cmocka_unit_test_setup_teardown(keeps_what_fits, make, drop),
        cmocka_unit_test_setup_teardown(falls_back_on_defaults, make, drop),
        cmocka_unit_test_setup_teardown(a_later_record_replaces_an_earlier_one, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
