/* tests/test_formula.c: formulas read, their terms in order, and what is said where one is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/models/formula.h"

static nh_frame *children(void)
{
    nh_frame *frame = nh_frame_new("children", NULL);
    static const char *const numbers[] = { "miles", "age", "year", "score", "over_20", "months" };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) nh_frame_add(frame, numbers[i], NH_NUMBER);
    nh_column *sex = nh_frame_add(frame, "sex", NH_CATEGORY);
    nh_frame_add(frame, "authority", NH_CATEGORY);
    nh_levels_add_text(sex->levels, "female");
    nh_levels_add_text(sex->levels, "male");
    return frame;
}

typedef struct good {
    const char *text, *terms; /* terms with blanks between; R: attr(terms(f), "term.labels") */
    bool intercept;
} good;

static void reads_terms_as_r_does(void **state)
{
    (void)state;
    static const good all[] = {
        { "score ~ miles + age", "miles age", true },
        { "score ~ miles*sex", "miles sex miles:sex", true },
        { "score ~ miles:sex + age", "age miles:sex", true },
        { "score ~ (miles + age):sex", "miles:sex age:sex", true },
        { "score ~ miles*age*sex", "miles age sex miles:age miles:sex age:sex miles:age:sex", true },
        { "score ~ 0 + miles", "miles", false },
        { "score ~ miles - 1", "miles", false },
        { "score ~ 1", "", true },
        { "score ~ miles*age - miles", "age miles:age", true },
        { "score ~ miles + miles + age:miles + miles:age", "miles age:miles", true },
        { "score~log( miles )+I( age ^ 2 )+sqrt(age)", "log(miles) I(age^2) sqrt(age)", true },
        { "score ~ poly(miles, 2) + ns(age, df = 3) + i(sex, ref = male)",
          "poly(miles,2) ns(age,df=3) i(sex,ref=male)", true },
        { "score ~ miles + offset(log(months)) | authority + authority^year", "miles", true },
        { "c(score, I(miles > 20)) ~ `age` + I(sex == \"male\")", "age I(sex==\"male\")", true },
    };
    nh_frame *frame = children();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        nh_error err = { 0 };
        char terms[300] = "";
        nh_formula *f = nh_formula_read(all[i].text, &err);
        if (!f || !nh_formula_bind(f, frame, &err)) fail_msg("%s: %s", all[i].text, err.text);
        for (size_t t = 0; t < f->n_terms; t++) {
            strcat(terms, t ? " " : "");
            strcat(terms, f->terms[t].text);
        }
        assert_string_equal(terms, all[i].terms);
        assert_int_equal(f->has_intercept, all[i].intercept);
        nh_formula_free(f);
    }
    nh_frame_free(frame);
}

static void reads_both_sides(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_formula *f = nh_formula_read("cbind(a, b - a) ~ x + offset(log(n)) | la + la^year", &err);
    assert_non_null(f);
    assert_int_equal(f->response, NH_COUNTS_RESPONSE);
    assert_int_equal(f->n_outcomes, 2);
    assert_string_equal(f->outcomes[1].text, "b-a");
    assert_int_equal(f->n_offsets, 1);
    assert_int_equal(f->n_effects, 2);
    assert_string_equal(f->effects[1].text, "la^year");
    assert_int_equal(f->effects[1].n, 2);
    nh_formula_free(f);
    f = nh_formula_read("Surv(entry, exit, event) ~ x", &err);
    assert_non_null(f);
    assert_int_equal(f->response, NH_SURVIVAL_RESPONSE);
    nh_formula_free(f);
}

typedef struct bad {
    const char *text, *says;
    int column; /* where the caret stands, from 0 */
} bad;

static void points_at_what_is_wrong(void **state)
{
    (void)state;
    static const bad all[] = {
        { "score ~ mile + age", "children has no column 'mile'; did you mean miles?", 8 },
        { "score ~ age + log(milse)", "did you mean miles?", 18 },
        { "score ~ age + xyzzy", "children has no column 'xyzzy'; it has ", 14 },
        { "score miles", "~ was due here", 6 },
        { "~ miles", "an outcome was due", 0 },
        { "score ~", "terms were due", 7 },
        { "score ~ miles +", "a term was due", 15 },
        { "score ~ miles ^ 2", "arithmetic goes into I()", 14 },
        { "score ~ 2 * miles", "a number is no term", 8 },
        { "score ~ miles & age", "does not belong", 14 },
        { "score ~ miles, age", "terms are joined by +", 13 },
        { "score ~ miles ~ age", "one ~", 14 },
        { "score ~ (miles | authority)", "only the intercept can be random", 15 },
        { "Surv(miles) ~ age", "two or three columns were due", 11 },
        { "cbind(score, miles, age) ~ 1", "two columns were due", 24 },
        { "score ~ lgo(miles)", "no such function; did you mean log?", 8 },
        { "score ~ xyzzy(miles)", "no such function; there are", 8 },
        { "score ~ ns(miles, 2.5)", "a whole number from 1 to 20", 18 },
        { "score ~ poly(miles)", "how many terms", 18 },
        { "score ~ poly(miles, 40)", "a whole number from 1 to 10", 20 },
        { "score ~ (miles + age", "a closing bracket", 20 },
        { "score ~ I(sex + 1)", "sex is a category, not a number", 10 },
        { "score ~ I(sex == \"mle\")", "sex has no level 'mle'; did you mean male?", 10 },
        { "score ~ i(sex, ref=men)", "sex has no level 'men'", 8 },
        { "score ~ miles | ", "a column was due here, as in | authority", 16 },
        { "score ~ miles | authorty", "did you mean authority?", 16 },
        { "sex ~ miles", "sex is a category, not a number", 0 },
    };
    nh_frame *frame = children();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        nh_error err = { 0 };
        nh_formula *f = nh_formula_read(all[i].text, &err);
        bool is_bound = f && nh_formula_bind(f, frame, &err);
        assert_false(is_bound);
        assert_int_equal(err.status, NH_BAD_INPUT);
        if (!strstr(err.text, all[i].says)) fail_msg("%s\nsays: %s", all[i].text, err.text);
        const char *caret = strrchr(err.text, '\n');
        assert_non_null(caret);
        if ((int)strlen(caret) != all[i].column + 4) fail_msg("the caret is off: %s", err.text);
        nh_formula_free(f);
    }
    nh_frame_free(frame);
}

/* Deep brackets, long texts and cut formulas end in a message, not in a crash. */
static void survives_what_is_not_a_formula(void **state)
{
    (void)state;
    enum { LONG = 5000 };
    static const char valid[] = "c(a, b) ~ i(x, ref=1)*poly(y, 2, raw) + I(z^-2 <= 3) - 1 | u^v + `w w`";
    char *text = nh_zeroed(2 * LONG + 10, 1);
    for (size_t length = 0; length < sizeof valid - 1; length++) {
        nh_error err = { 0 };
        memcpy(text, valid, length);
        text[length] = 0;
        nh_formula *f = nh_formula_read(text, &err);
        assert_true(f || err.text[0]);
        nh_formula_free(f);
    }
    static const char openers[] = "(-^I";
    for (size_t o = 0; openers[o]; o++) {
        nh_error err = { 0 };
        strcpy(text, "y ~ I(");
        for (size_t i = 0; i < LONG; i++) strcat(text + 6 + i, (char[]){ openers[o], 0 });
        assert_null(nh_formula_read(text, &err));
        assert_true(err.text[0]);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_terms_as_r_does),
        cmocka_unit_test(reads_both_sides),
        cmocka_unit_test(points_at_what_is_wrong),
        cmocka_unit_test(survives_what_is_not_a_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
