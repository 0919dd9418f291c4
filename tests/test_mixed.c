/* tests/test_mixed.c: random intercepts, linear and logit.
 *
 * The golden case D5 has the linear models' digits. Those of the small case, and of the logits, were worked out in
 * 25-digit arithmetic: the profile likelihood as it is written, and the integral over z by the trapezoidal rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/mixed.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/golden_case.h"

static fitting mixed_on(const nh_frame *frame, const char *text, nh_likelihood likelihood)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, true, NULL);
    if (design) f.fit = nh_mixed_fit(design, likelihood, &f.err);
    return f;
}

static fitting logit_on(const nh_frame *frame, const char *text)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, true, NULL);
    if (design) f.fit = nh_mixed_logit_fit(design, 25, &f.err);
    return f;
}

static void check_golden(golden_case *g, const char *prefix, nh_likelihood likelihood, const char *ending)
{
    static const char *const terms[] = { "(Intercept)", "dist", "res" };
    char quantity[80];
    fitting f = mixed_on(g->input, "sdq ~ dist + res + (1 | la)", likelihood);
    if (!f.fit) fail_msg("%s", f.err.text);
    for (size_t j = 0; j < 3; j++) {
        snprintf(quantity, sizeof quantity, "%s|estimate%s", prefix, ending);
        golden_check(g, terms[j], quantity, f.fit->coefficient[j]);
        snprintf(quantity, sizeof quantity, "%s|se%s", prefix, ending);
        golden_check(g, terms[j], quantity, sure_of(&f, NH_IID, j).std_error);
    }
    snprintf(quantity, sizeof quantity, "%s|variance%s", prefix, ending);
    golden_check(g, "var_la", quantity, f.fit->mixed->variance);
    golden_check(g, "var_resid", quantity, f.fit->mixed->residual);
    snprintf(quantity, sizeof quantity, "%s|loglik%s", prefix, ending);
    golden_check(g, "(model)", quantity, f.fit->log_lik);
    fitting_free(&f);
}

static void equals_the_profile_likelihood(void **state)
{
    (void)state;
    golden_case *g = golden_open("D5_mixed", "expected_exact.csv");
    if (!g) skip();
    check_golden(g, "lmm_reml", NH_REML, "_profile");
    check_golden(g, "lmm_ml", NH_ML, "_profile");
    assert_int_equal(golden_unchecked(g, "lmm"), 0);
    golden_close(g, 1e-8);
}

/* nlme stops elsewhere; it gives no errors. */
static void check_nlme(golden_case *g, const char *prefix, nh_likelihood likelihood)
{
    static const char *const terms[] = { "(Intercept)", "dist", "res" };
    char quantity[80];
    fitting f = mixed_on(g->input, "sdq ~ dist + res + (1 | la)", likelihood);
    for (size_t j = 0; j < 3; j++) {
        snprintf(quantity, sizeof quantity, "%s|estimate_nlme", prefix);
        golden_check(g, terms[j], quantity, f.fit->coefficient[j]);
    }
    snprintf(quantity, sizeof quantity, "%s|variance_nlme", prefix);
    golden_check(g, "var_la", quantity, f.fit->mixed->variance);
    golden_check(g, "var_resid", quantity, f.fit->mixed->residual);
    snprintf(quantity, sizeof quantity, "%s|loglik_nlme", prefix);
    golden_check(g, "(model)", quantity, f.fit->log_lik);
    golden_check(g, "(model)", "sample|clusters", (double)f.fit->mixed->n_groups);
    fitting_free(&f);
}

static void check_constants(golden_case *g, const char *prefix, nh_likelihood likelihood)
{
    char quantity[80];
    fitting f = mixed_on(g->input, "sdq ~ dist + res + (1 | la)", likelihood);
    snprintf(quantity, sizeof quantity, "%s|icc", prefix);
    golden_check(g, "(model)", quantity, f.fit->detail[2].value);
    snprintf(quantity, sizeof quantity, "%s|blup", prefix);
    for (size_t row = 0; row < f.fit->design->n; row++) {
        char term[20];
        double la = nh_frame_find(g->input, "la")->number[f.fit->design->rows[row]];
        snprintf(term, sizeof term, "la%g", la);
        if (la <= 5) golden_check(g, term, quantity, f.fit->mixed->effect[f.fit->mixed->group[row]]);
    }
    fitting_free(&f);
}

/* lme4's own digits end where its optimiser did: estimates about the seventh, variances the eighth. */
static void agrees_with_lme4(void **state)
{
    (void)state;
    golden_case *g = golden_open("D5_mixed", "expected.csv");
    if (!g) skip();
    check_golden(g, "lmm_reml", NH_REML, "");
    check_golden(g, "lmm_ml", NH_ML, "");
    fitting f = mixed_on(g->input, "sdq ~ dist + res + (1 | la)", NH_ML);
    golden_check(g, "(model)", "lmm_ml|lr_vs_ols", f.fit->detail[3].value);
    fitting_free(&f);
    check_constants(g, "lmm_reml", NH_REML);
    check_constants(g, "lmm_ml", NH_ML);
    check_nlme(g, "lmm_reml", NH_REML);
    check_nlme(g, "lmm_ml", NH_ML);
    assert_int_equal(golden_unchecked(g, ""), 0);
    golden_close(g, 1e-6);
}

static void logit_equals_the_integral(void **state)
{
    (void)state;
    static const double b[] = { -1.030296899148627, 0.0219404230433916, 0.1993158822231502 };
    static const double std_error[] = { 0.28544267490652, 0.0070625972089485, 0.25711714929708 };
    nh_frame *frame = small_csv("../shared/golden/D5_mixed/input.csv");
    if (!frame) skip();
    fitting f = logit_on(frame, "y ~ dist + res + (1 | la)");
    if (!f.fit) fail_msg("%s", f.err.text);
    for (size_t j = 0; j < 3; j++) {
        assert_close(f.fit->coefficient[j], b[j], 1e-12);
        assert_close(sure_of(&f, NH_IID, j).std_error, std_error[j], 1e-12);
    }
    assert_close(f.fit->mixed->variance, 0.5386616591551415, 1e-12);
    assert_close(f.fit->log_lik, -231.81936861833002, 1e-14);
    assert_close(f.fit->detail[0].std_error, 2 * 0.24925200143618, 1e-12);
    fitting_free(&f);
    nh_frame_free(frame);
}

static void equals_25_digits_on_small_data(void **state)
{
    (void)state;
    static const struct { nh_likelihood kind; double b[2], std_error[2], variance, residual, log_lik; } due[] = {
        { NH_REML, { 14.72534190426925, 0.03179551793928428 }, { 1.160612064006482, 0.0211959697850683 },
          2.965243134627263, 6.839399970808315, -142.3690595873998 },
        { NH_ML, { 14.74573923379602, 0.03131981001821087 }, { 0.9872453247124019, 0.02096451695875388 },
          1.871466526893756, 6.713755609381693, -140.2914923953454 },
    };
    nh_frame *frame = small_csv("tests/data/regression.csv");
    for (size_t i = 0; i < 2; i++) {
        fitting f = mixed_on(frame, "score ~ miles + (1 | kind)", due[i].kind);
        if (!f.fit) fail_msg("%s", f.err.text);
        for (size_t j = 0; j < 2; j++) {
            assert_close(f.fit->coefficient[j], due[i].b[j], 1e-12);
            assert_close(sure_of(&f, NH_IID, j).std_error, due[i].std_error[j], 1e-12);
        }
        assert_close(f.fit->mixed->variance, due[i].variance, 1e-11);
        assert_close(f.fit->mixed->residual, due[i].residual, 1e-11);
        assert_close(f.fit->log_lik, due[i].log_lik, 1e-13);
        fitting_free(&f);
    }
    fitting f = logit_on(frame, "yes ~ miles + (1 | area)");
    if (!f.fit) fail_msg("%s", f.err.text);
    assert_close(f.fit->coefficient[0], -0.9718338584758343, 1e-11);
    assert_close(f.fit->coefficient[1], 0.02220974312342718, 1e-11);
    assert_close(f.fit->mixed->variance, exp(2 * -1.124225008717068), 1e-11);
    assert_close(sure_of(&f, NH_IID, 1).std_error, 0.018618926193646, 1e-12);
    assert_close(f.fit->log_lik, -38.66316437345906, 1e-13);
    fitting_free(&f);
    nh_frame_free(frame);
}

/* Areas differ by less than chance: the variance is 0, and what remains are least squares. */
static void finds_no_variance_where_there_is_none(void **state)
{
    (void)state;
    nh_frame *frame = small_csv("tests/data/regression.csv");
    fitting f = mixed_on(frame, "score ~ miles + (1 | area)", NH_REML);
    fitting plain = fit_on(frame, "score ~ miles", NULL, NULL);
    assert_close(f.fit->mixed->variance, 0, 0);
    for (size_t j = 0; j < 2; j++) {
        assert_close(f.fit->coefficient[j], plain.fit->coefficient[j], 1e-13);
        assert_close(sure_of(&f, NH_IID, j).std_error, sure_of(&plain, NH_IID, j).std_error, 1e-13);
    }
    assert_true(isnan(sure_of(&f, NH_HC1, 0).std_error));
    fitting_free(&f);
    fitting_free(&plain);
    nh_frame_free(frame);
}

static void says_why_it_cannot_be_fitted(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "score ~ miles + (1 | area", "closing bracket" }, { "score ~ (1 | area) + (1 | kind)", "second" },
        { "score ~ (1 | aera)", "did you mean area?" },       { "score ~ miles + (1 | )", "a column was due" },
    };
    nh_frame *frame = small_csv("tests/data/regression.csv");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fitting f = mixed_on(frame, cases[i][0], NH_REML);
        if (f.fit || !strstr(f.err.text, cases[i][1])) fail_msg("%s: %s", cases[i][0], f.err.text);
        fitting_free(&f);
    }
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_profile_likelihood),
        cmocka_unit_test(agrees_with_lme4),
        cmocka_unit_test(logit_equals_the_integral),
        cmocka_unit_test(equals_25_digits_on_small_data),
        cmocka_unit_test(finds_no_variance_where_there_is_none),
        cmocka_unit_test(says_why_it_cannot_be_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
