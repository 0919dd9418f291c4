/* tests/test_response.c: an outcome along one number, against R's digits on 58 complete rows of
 * tests/data/regression.csv.
 *
 * d <- read.csv("tests/data/regression.csv"); at(g) is model.matrix with miles set to g; V is CR1 by area (or
 * vcov(m)). level: colMeans(at(g)) %*% coef(m); difference: colMeans(at(g) - at(10)) %*% coef(m); errors: sqrt(a %*%
 * V %*% a). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/response.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

static const nh_response_request tens = { .column = "miles", .from = 0, .to = 80, .step = 10, .reference = 10,
                                          .wants_levels = true };

static void assert_near(double value, double due)
{
    if (!(fabs(value - due) <= 1e-10 * fmax(fabs(due), 1e-3))) fail_msg("%.17g, due %.17g", value, due);
}

static nh_response_curve curve_of(fitting *f, nh_error_kind kind, const nh_response_request *request)
{
    nh_covariance c;
    if (!f->fit) fail_msg("%s", f->err.text);
    f->errors.kind = kind;
    if (!nh_covariance_find(f->fit, &f->errors, &c, &f->err)) fail_msg("%s", f->err.text);
    nh_response_curve curve = nh_response_find(f->fit, request, c.matrix);
    nh_covariance_clear(&c);
    return curve;
}

static const nh_response_point *at(const nh_response_curve *curve, double value)
{
    for (size_t i = 0; i < curve->n; i++)
        if (curve->point[i].at == value) return &curve->point[i];
    fail_msg("no point at %g", value);
    return NULL;
}

/* m <- lm(score ~ ns(miles, 3) + age + kind, d); V is CR1 by area. */
static void levels_and_differences(void **state)
{
    (void)state;
    nh_frame *d = small_csv("tests/data/regression.csv");
    fitting f = fit_on(d, "score ~ ns(miles,3) + age + kind", NULL, NULL);
    cluster_by(&f, "area", 0);
    nh_response_curve curve = curve_of(&f, NH_CR1, &tens);
    assert_near(at(&curve, 10)->level.value, 15.28661116000658);
    assert_near(at(&curve, 10)->level.std_error, 0.3557816662010295);
    assert_true(at(&curve, 10)->difference.value == 0 && at(&curve, 10)->difference.std_error == 0);
    assert_near(at(&curve, 20)->difference.value, -0.2113324473936756);
    assert_near(at(&curve, 20)->difference.std_error, 0.525118139742943);
    assert_near(at(&curve, 40)->level.value, 16.21941569534586);
    assert_near(at(&curve, 40)->level.std_error, 0.9261914096353576);
    assert_int_equal(at(&curve, 10)->n, 23);
    assert_near(at(&curve, 10)->observed, 15.84782608695652);
    nh_response_clear(&curve);
    fitting_free(&f);
    nh_frame_free(d);
}

/* f <- lm(score ~ ns(miles, 3) + age + factor(area), d); V is vcov(f). */
static void differences_where_effects_are_absorbed(void **state)
{
    (void)state;
    nh_response_request request = tens;
    request.wants_levels = false;
    nh_frame *d = small_csv("tests/data/regression.csv");
    fitting f = fit_on(d, "score ~ ns(miles,3) + age | area", NULL, NULL);
    nh_response_curve curve = curve_of(&f, NH_IID, &request);
    assert_near(at(&curve, 20)->difference.value, -0.2662844616724724);
    assert_near(at(&curve, 20)->difference.std_error, 0.5276462172760129);
    assert_near(at(&curve, 40)->difference.value, 0.4492099411615096);
    assert_near(at(&curve, 40)->difference.std_error, 1.046495095662511);
    nh_response_clear(&curve);
    fitting_free(&f);
    nh_frame_free(d);
}

/* w <- lm(score ~ ns(miles, 3) + age + kind, d, weights = age); means weighted by age. */
static void weights_count_in_levels(void **state)
{
    (void)state;
    nh_frame *d = small_csv("tests/data/regression.csv");
    fitting f = fit_on(d, "score ~ ns(miles,3) + age + kind", NULL, "age");
    nh_response_curve curve = curve_of(&f, NH_IID, &tens);
    assert_near(at(&curve, 40)->level.value, 16.69895709915177);
    assert_near(at(&curve, 40)->level.std_error, 0.7077534396863528);
    nh_response_clear(&curve);
    fitting_free(&f);
    nh_frame_free(d);
}

static void points_of_few_rows_are_left_out(void **state)
{
    (void)state;
    nh_response_request request = tens;
    request.fewest = 10;
    nh_frame *d = small_csv("tests/data/regression.csv");
    fitting f = fit_on(d, "score ~ ns(miles,3)", NULL, NULL);
    nh_response_curve curve = curve_of(&f, NH_IID, &request);
    assert_true(curve.n > 0);
    for (size_t i = 0; i < curve.n; i++) assert_true(curve.point[i].n >= 10);
    nh_response_clear(&curve);
    request.column = "nothing";
    curve = curve_of(&f, NH_IID, &request);
    assert_int_equal(curve.n, 0);
    nh_response_clear(&curve);
    fitting_free(&f);
    nh_frame_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_and_differences),
        cmocka_unit_test(differences_where_effects_are_absorbed),
        cmocka_unit_test(weights_count_in_levels),
        cmocka_unit_test(points_of_few_rows_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
