/* tests/test_firth.c: Firth's penalty, against what is known exactly and against 40-digit arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/firth.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

static fitting firth_on(const nh_frame *frame, const char *text, const char *family)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, true, NULL);
    if (design) f.fit = nh_firth_fit(design, nh_family_named(family), &f.err);
    return f;
}

/* Of two groups, one with 0 of 4 and one with 5 of 7: half a row more in every cell. Errors are those of the
 * information at the estimates: 1 / (4 p (1 - p)) and so on. */
static void adds_half_a_row_to_each_cell(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("cells", NULL);
    nh_column *y = nh_frame_add(frame, "y", NH_NUMBER), *x = nh_frame_add(frame, "x", NH_NUMBER);
    nh_frame_set_rows(frame, 11);
    for (size_t i = 0; i < 11; i++) {
        x->number[i] = i >= 4;
        y->number[i] = i >= 6;
    }
    fitting f = firth_on(frame, "y ~ x", "binomial");
    if (!f.fit) fail_msg("%s", f.err.text);
    double low = log(0.5 / 4.5), high = log(5.5 / 2.5), p = 0.1, q = 5.5 / 8;
    assert_close(f.fit->coefficient[0], low, 1e-10);
    assert_close(f.fit->coefficient[1], high - low, 1e-10);
    assert_close(sure_of(&f, NH_IID, 0).std_error, sqrt(1 / (4 * p * (1 - p))), 1e-10);
    assert_close(sure_of(&f, NH_IID, 1).std_error, sqrt(1 / (4 * p * (1 - p)) + 1 / (7 * q * (1 - q))), 1e-10);
    assert_true(isnan(sure_of(&f, NH_HC3, 0).std_error));
    fitting_free(&f);
    nh_frame_free(frame);
}

static void check(const char *family, const double *b, const double *std_error)
{
    nh_frame *frame = small_csv("tests/data/survival.csv");
    fitting f = firth_on(frame, "I(miles > 10) ~ miles + home", family);
    if (!f.fit) fail_msg("%s", f.err.text);
    for (size_t j = 0; j < 3; j++) {
        assert_close(f.fit->coefficient[j], b[j], 1e-10);
        assert_close(sure_of(&f, NH_IID, j).std_error, std_error[j], 1e-10);
    }
    fitting_free(&f);
    nh_frame_free(frame);
}

/* Whether miles are above 10 is told by miles completely: without the penalty no estimate is finite. */
static void equals_40_digits_where_outcomes_are_separated(void **state)
{
    (void)state;
    check("binomial", (const double[]){ -5.5237200041616037, 0.67583779951797717, -0.95014801106950108 },
          (const double[]){ 2.252337444644757, 0.24405385893135044, 1.8319353420391444 });
    check("poisson", (const double[]){ -1.0464178516290889, 0.019809839402429036, 0.078385809561698986 },
          (const double[]){ 0.36114177855218802, 0.0070703826398677025, 0.40838159447619171 });
    nh_frame *frame = small_csv("tests/data/survival.csv");
    fitting f = fit_on(frame, "I(miles > 10) ~ miles + home", "binomial", NULL);
    assert_null(f.fit);
    assert_non_null(strstr(f.err.text, "--firth"));
    fitting_free(&f);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_half_a_row_to_each_cell),
        cmocka_unit_test(equals_40_digits_where_outcomes_are_separated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
