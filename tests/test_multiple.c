/* tests/test_multiple.c: several outcomes and several coefficients looked at together, against R's digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/multiple.h"
#include "stats/models/wald.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

/* R: p.adjust(c(0.01, 0.04, NA, 0.03, 0.005, 0.2), "holm"), "BH". */
static void adjusts_as_r_does(void **state)
{
    (void)state;
    static const double p[] = { 0.01, 0.04, NAN, 0.03, 0.005, 0.2 };
    static const double holm[] = { 0.04, 0.09, NAN, 0.09, 0.025, 0.2 }, bh[] = { 0.025, 0.05, NAN, 0.05, 0.025, 0.2 };
    double got[6], got_bh[6];
    nh_adjust_p(p, 6, got, got_bh);
    for (size_t i = 0; i < 6; i++) {
        assert_true(isnan(got[i]) == isnan(holm[i]) && isnan(got_bh[i]) == isnan(bh[i]));
        if (isnan(holm[i])) continue;
        assert_close(got[i], holm[i], 1e-15);
        assert_close(got_bh[i], bh[i], 1e-15);
    }
}

/* R: m <- lm(score ~ miles + kind + age); car::linearHypothesis(m, c("kindhomes", "kindkin")). */
static void tests_terms_together(void **state)
{
    (void)state;
    nh_frame *frame = small_csv("tests/data/regression.csv");
    fitting f = fit_on(frame, "score ~ miles + kind + age", NULL, NULL);
    nh_covariance c;
    f.errors.kind = NH_IID;
    assert_true(nh_covariance_find(f.fit, &f.errors, &c, &f.err));
    nh_wald w = nh_wald_test(f.fit, &c, (const size_t[]){ 2, 3 }, 2);
    assert_close(w.statistic, 9.5486389715075717, 1e-11);
    assert_close(w.df, 2, 0);
    assert_close(w.df_residual, 53, 0);
    assert_close(w.p_value, 2.8738264652740082e-04, 1e-13);
    w = nh_wald_test(f.fit, &c, (const size_t[]){ 1, 1 }, 2);
    assert_close(w.df, 1, 0);
    nh_covariance_clear(&c);
    fitting_free(&f);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adjusts_as_r_does),
        cmocka_unit_test(tests_terms_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
