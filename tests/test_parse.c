/* tests/test_parse.c: every way to write an option, and what is refused with which words. */
#include "cli/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

typedef struct line {
    nh_arena *keep;
    invocation given;
    nh_error err;
    bool ok;
} line;

static line parsed(char *const *words)
{
    line l = { .keep = nh_arena_new(), .given = { .options = nh_options_new() } };
    l.ok = parse(words, l.keep, &l.given, &l.err);
    return l;
}

static void forget(line *l)
{
    nh_options_free(l->given.options);
    nh_arena_free(l->keep);
}

#define LINE(...) parsed((char *[]){ __VA_ARGS__, NULL })

static void reads_every_form_of_an_option(void **state)
{
    (void)state;
    line forms[] = {
        LINE("check", "--year", "2024", "in"), LINE("check", "--year=2024", "in"),
        LINE("check", "in", "--year", "2024"), LINE("check", "-q", "--year=2024", "--", "in"),
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_true(forms[i].ok);
        assert_int_equal(nh_option_whole(forms[i].given.options, "year"), 2024);
        assert_int_equal(forms[i].given.n_inputs, 1);
        assert_string_equal(forms[i].given.inputs[0], "in");
        forget(&forms[i]);
    }
}

static void reads_short_options(void **state)
{
    (void)state;
    line forms[] = { LINE("check", "-f", "json", "-"), LINE("check", "-fjson", "-"),
                     LINE("check", "-qf", "json", "-"), LINE("check", "-qvfjson", "-") };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_true(forms[i].ok);
        assert_string_equal(nh_option_text(forms[i].given.options, "f"), "json");
        assert_string_equal(forms[i].given.inputs[0], "-");
        forget(&forms[i]);
    }
}

static void keeps_the_words_before_the_inputs(void **state)
{
    (void)state;
    line l = LINE("derive", "placements", "a", "-o", "-", "b");
    assert_true(l.ok);
    assert_string_equal(nh_option_text(l.given.options, "frame"), "placements");
    assert_string_equal(nh_option_text(l.given.options, "o"), "-");
    assert_int_equal(l.given.n_inputs, 2);
    assert_string_equal(l.given.inputs[1], "b");
    forget(&l);
}

/* Formulas are told from inputs by their ~. */
static void takes_several_formulas(void **state)
{
    (void)state;
    static const char both[] = { 'y', '~', 'x', NH_NEXT_WORD, 'y', '~', 'z', 0 };
    line one = LINE("regress", "y~x", "in"), two = LINE("regress", "y~x", "y~z", "in", "more");
    line none = LINE("regress", "in");
    assert_true(one.ok && two.ok && none.ok);
    assert_string_equal(nh_option_text(one.given.options, "formula"), "y~x");
    assert_string_equal(nh_option_text(two.given.options, "formula"), both);
    assert_int_equal(two.given.n_inputs, 2);
    assert_string_equal(two.given.inputs[0], "in");
    assert_null(nh_option_text(none.given.options, "formula"));
    forget(&one);
    forget(&two);
    forget(&none);
}

static void asks_for_help_whatever_else_is_missing(void **state)
{
    (void)state;
    line l = LINE("derive", "--help");
    assert_true(l.ok);
    assert_true(nh_option_flag(l.given.options, "help"));
    forget(&l);
}

typedef struct refusal {
    char *words[6];
    const char *begins;
} refusal;

static const refusal refusals[] = {
    { { "chekc", "in" }, "there is no command chekc; did you mean check?" },
    { { "check" }, "check needs INPUT..." },
    { { "derive" }, "derive needs FRAME" },
    { { "derive", "placements" }, "derive needs INPUT..." },
    { { "check", "in", "--yaer", "1" }, "check has no option --yaer; did you mean --year?" },
    { { "check", "in", "-z" }, "check has no option -z" },
    { { "check", "in", "-qz" }, "check has no option -z" },
    { { "check", "in", "--q" }, "check has no option --q" },
    { { "check", "in", "--year" }, "--year takes a whole number" },
    { { "check", "in", "--authority", "--exact" }, "--authority takes a value" },
    { { "check", "in", "--where=a=1", "--where=b=2" }, "--where is given twice" },
    { { "check", "in", "--count", "beds" }, "--count takes one of placements|carers" },
    /* The words that stand before the inputs are no options. */
    { { "derive", "placements", "in", "--frame", "children" }, "derive has no option --frame" },
};

static void refuses_in_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        line l = parsed((char *const *)refusals[i].words);
        assert_false(l.ok);
        assert_int_equal(l.err.status, NH_BAD_INPUT);
        l.err.text[strlen(refusals[i].begins)] = '\0';
        assert_string_equal(l.err.text, refusals[i].begins);
        forget(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_form_of_an_option),
        cmocka_unit_test(reads_short_options),
        cmocka_unit_test(keeps_the_words_before_the_inputs),
        cmocka_unit_test(takes_several_formulas),
        cmocka_unit_test(asks_for_help_whatever_else_is_missing),
        cmocka_unit_test(refuses_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
