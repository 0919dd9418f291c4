/* tests/test_counts.c: Poisson and negative binomial models of counts.
 *
 * The golden case D2 is a specification; its digits here were worked out in 40-digit arithmetic (Newton's steps on
 * the joint likelihood, information by differences of the score). The small case is R's MASS::glm.nb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/counts.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

static fitting negbin_on(const nh_frame *frame, const char *text, nh_information information)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, true, NULL);
    if (design) f.fit = nh_negbin_fit(design, information, &f.err);
    return f;
}

/* A coefficient, its model error, and errors by row and by cluster. */
typedef struct due {
    double b, iid, hc0, cr0;
} due;

static double check(fitting *f, const due *d)
{
    double worst = 0;
    cluster_by(f, "cl", 0);
    for (size_t j = 0; j < f->fit->k; j++) {
        const struct { double got, due; } values[] = {
            { f->fit->coefficient[j], d[j].b }, { sure_of(f, NH_IID, j).std_error, d[j].iid },
            { sure_of(f, NH_HC0, j).std_error, d[j].hc0 }, { sure_of(f, NH_CR0, j).std_error, d[j].cr0 } };
        for (size_t i = 0; i < 4; i++) worst = fmax(worst, fabs(values[i].got - values[i].due) / fabs(values[i].due));
    }
    return worst;
}

static void equals_40_digits(void **state)
{
    (void)state;
    static const char model[] = "y ~ dist + res + offset(log(expo))";
    static const due poisson[] = {
        { -0.144382568466037181, 0.0783734660452702798, 0.130466801466954721, 0.128119075024799433 },
        { 0.021563316940196889, 0.00218426139564295489, 0.003837487365605038, 0.00390912063748021665 },
        { 0.537449606813446785, 0.0618724303253973298, 0.106649473931492537, 0.113588151306144375 },
    };
    static const due negbin[] = {
        { -0.117656393336987892, 0.113710128536647466, 0.123573748950557909, 0.111919605673663858 },
        { 0.0212256151126020013, 0.00339815856939107674, 0.00367970576041776843, 0.00339307671782061426 },
        { 0.500711855908421958, 0.10018557045415942, 0.0999921457732939833, 0.101829318933290672 },
        { -0.507614384500171767, 0.131121772583044917, 0.127402057239012995, 0.126370227198628677 },
    };
    nh_frame *frame = small_csv("../shared/golden/D2_count/input.csv");
    if (!frame) skip();
    fitting f = fit_on(frame, model, "poisson", NULL);
    double of_poisson = check(&f, poisson);
    assert_close(f.fit->log_lik, -1014.729164611906, 1e-12);
    fitting_free(&f);
    f = negbin_on(frame, model, NH_OBSERVED);
    double of_negbin = check(&f, negbin);
    assert_close(f.fit->log_lik, -903.954235562092402, 1e-13);
    print_message("D2_count: worst relative error %.1e of poisson, %.1e of negbin\n", of_poisson, of_negbin);
    assert_true(of_poisson < 1e-11 && of_negbin < 1e-11);
    assert_int_equal(f.fit->n_details, 2);
    assert_close(f.fit->detail[0].value, 0.601929840490886657, 1e-12);
    assert_close(f.fit->detail[1].value, 2 * (1014.729164611906 - 903.954235562092402), 1e-9);
    fitting_free(&f);
    nh_frame_free(frame);
}

/* R: glm.nb(I(5 * moves^2) ~ miles + age), whose errors are the expected ones and whose theta is 1 / alpha. */
static void equals_r_with_expected_information(void **state)
{
    (void)state;
    static const double b[] = { 0.937748669775538946, 0.040582982654330982, 0.050387201655547345 };
    static const double std_error[] = { 0.822946712888065757, 0.014795899208494992, 0.062067104690737049 };
    nh_frame *frame = small_csv("tests/data/regression.csv");
    fitting f = negbin_on(frame, "I(5 * moves^2) ~ miles + age", NH_EXPECTED);
    if (!f.fit) fail_msg("%s", f.err.text);
    for (size_t j = 0; j < 3; j++) {
        assert_close(f.fit->coefficient[j], b[j], 1e-9);
        assert_close(sure_of(&f, NH_IID, j).std_error, std_error[j], 1e-9);
    }
    assert_close(exp(f.fit->coefficient[3]), 3.4438998742468878, 1e-9);
    assert_close(f.fit->log_lik, -184.89622836349844, 1e-12);
    fitting_free(&f);
    nh_frame_free(frame);
}

static void says_why_it_cannot_be_fitted(void **state)
{
    (void)state;
    static const char *const cases[][2] = { { "score ~ miles", "whole number" },
                                            { "yes ~ miles", "do not vary more than Poisson's" } };
    nh_frame *frame = small_csv("tests/data/regression.csv");
    for (size_t i = 0; i < 2; i++) {
        fitting f = negbin_on(frame, cases[i][0], NH_OBSERVED);
        assert_null(f.fit);
        if (!strstr(f.err.text, cases[i][1])) fail_msg("%s", f.err.text);
        fitting_free(&f);
    }
    fitting f = negbin_on(frame, "moves ~ miles", NH_OBSERVED);
    assert_true(!f.fit || isnan(sure_of(&f, NH_HC3, 0).std_error));
    fitting_free(&f);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_40_digits),
        cmocka_unit_test(equals_r_with_expected_information),
        cmocka_unit_test(says_why_it_cannot_be_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
