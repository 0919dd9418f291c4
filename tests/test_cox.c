/* tests/test_cox.c: proportional hazards on a small table of invented placements, held against R's survival 3.5.
 *
 *     d <- read.csv("tests/data/survival.csv"); control <- coxph.control(eps = 1e-15, iter.max = 50)
 *     coxph(Surv(entry, days, ended) ~ miles + home + strata(area), d, weights = share, robust = FALSE) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/gsl.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

static const char data[] = "tests/data/survival.csv";

/* What R gives: two coefficients and their errors, log likelihoods without and with them, the concordance. */
typedef struct due {
    double b[2], std_error[2], log_lik[2], concordance;
} due;

static void check_fit(const char *formula, nh_ties ties, const char *weights, const due *d)
{
    nh_frame *frame = small_csv(data);
    fitting f = cox_on(frame, formula, ties, weights);
    if (!f.fit) fail_msg("%s: %s", formula, f.err.text);
    assert_int_equal(f.fit->k, 2);
    for (size_t j = 0; j < 2; j++) {
        assert_close(f.fit->coefficient[j], d->b[j], 1e-10 * fabs(d->b[j]));
        assert_close(sure_of(&f, NH_IID, j).std_error, d->std_error[j], 1e-10 * d->std_error[j]);
    }
    assert_close(f.fit->cox->log_lik_null, d->log_lik[0], 1e-10);
    assert_close(f.fit->log_lik, d->log_lik[1], 1e-10);
    if (d->concordance > 0) assert_close(nh_cox_concordance(f.fit), d->concordance, 1e-12);
    fitting_free(&f);
    nh_frame_free(frame);
}

static void takes_strata_weights_and_late_entry(void **state)
{
    (void)state;
    static const due d = { { -0.02232338241892716, 0.52261000639012156 },
                           { 0.009892541375166656, 0.397688513751026262 },
                           { -84.94086487335707, -81.26552044868617 }, 0.5755395683453237 };
    check_fit("Surv(entry, days, ended) ~ miles + home + strata(area)", NH_EFRON, "share", &d);
    check_fit("Surv(entry, days, ended) ~ miles + home | area", NH_EFRON, "share", &d);
}

static void takes_ties_three_ways(void **state)
{
    (void)state;
    static const due efron = { { -0.021015183565256359, 0.008788167488609383 },
                               { 0.009284944495882328, 0.394714636306083166 },
                               { -81.81436710106976, -78.63374720768977 }, 0.5977112676056338 };
    static const due breslow = { { -0.01931039859419749, 0.02497522377184348 },
                                 { 0.00929565713743143, 0.39249761494422580 },
                                 { -84.17233258014217, -81.52414111367611 }, 0.6001788908765653 };
    static const due exact = { { -0.02514871320496684, 0.09491456875479479 },
                               { 0.01093675268088888, 0.44857019106452967 },
                               { -59.04913249317088, -55.64192933160881 }, 0 };
    check_fit("Surv(days, ended) ~ miles + home", NH_EFRON, NULL, &efron);
    check_fit("Surv(entry, days, ended) ~ miles + home", NH_BRESLOW, NULL, &breslow);
    check_fit("Surv(entry, days, ended) ~ miles + home", NH_EXACT_TIES, NULL, &exact);
}

/* R: coxph(..., cluster = area), cox.zph(fit). */
static void has_robust_errors_and_tests_of_its_hazards(void **state)
{
    (void)state;
    static const double robust[] = { 0.00807663392449076, 0.42422021613629657 };
    static const double chi_squared[] = { 0.1174752494326122, 0.6379096348977907, 1.0930674758431489 };
    static const double p[] = { 0.7317890827272824, 0.4244687638021128, 0.5789531396556835 };
    nh_frame *frame = small_csv(data);
    fitting f = cox_on(frame, "Surv(days, ended) ~ miles + home", NH_EFRON, NULL);
    cluster_by(&f, "area", 0);
    for (size_t j = 0; j < 2; j++)
        assert_close(sure_of(&f, NH_CR0, j).std_error, robust[j], 1e-10 * robust[j]);
    nh_hazard_tests tests = nh_cox_hazard_tests(f.fit, NH_TIME_KM);
    assert_int_equal(tests.n, 3);
    for (size_t t = 0; t < 3; t++) {
        assert_close(tests.item[t].chi_squared, chi_squared[t], 1e-10);
        assert_close(nh_chi_squared_above(tests.item[t].chi_squared, tests.item[t].df), p[t], 1e-10);
    }
    free(tests.item);
    fitting_free(&f);
    nh_frame_free(frame);
}

static void fails_with(const char *formula, const char *words)
{
    nh_frame *frame = small_csv(data);
    fitting f = cox_on(frame, formula, NH_EFRON, NULL);
    assert_null(f.fit);
    if (!strstr(f.err.text, words)) fail_msg("%s", f.err.text);
    fitting_free(&f);
    nh_frame_free(frame);
}

static void says_why_it_cannot_be_fitted(void **state)
{
    (void)state;
    fails_with("Surv(days, I(ended > 5)) ~ miles", "no event came");
    fails_with("Surv(days, miles) ~ home", "must be 1 where the event came");
    fails_with("Surv(days, ended) ~ I(0 * miles)", "no term is left");
    fails_with("Surv(days, ended) ~ 1", "no term is left");
    fails_with("Surv(days, ended) ~ I(ended == 0)", "separation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_strata_weights_and_late_entry),
        cmocka_unit_test(takes_ties_three_ways),
        cmocka_unit_test(has_robust_errors_and_tests_of_its_hazards),
        cmocka_unit_test(says_why_it_cannot_be_fitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
