/* tests/test_models.c: fitted models against R's digits, on 60 invented rows (tests/data/regression.csv).
 *
 * d <- read.csv("tests/data/regression.csv"); each expectation names its R 4.2 call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/fitting.h"
#include "tests/small_csv.h"

static nh_frame *rows(void)
{
    nh_frame *frame = small_csv("tests/data/regression.csv");
    if (!frame) fail_msg("tests/data/regression.csv is not there; tests run from the project's folder");
    return frame;
}

static void assert_near(double value, double due, double tolerance)
{
    if (!(fabs(value - due) <= tolerance * fabs(due))) fail_msg("%.17g, due %.17g", value, due);
}

static void assert_all(fitting *f, nh_error_kind kind, const double *due, double tolerance)
{
    for (size_t j = 0; j < f->fit->k; j++) assert_near(sure_of(f, kind, j).std_error, due[j], tolerance);
}

static void assert_coefficients(const fitting *f, const double *due, size_t k, double tolerance)
{
    if (!f->fit) fail_msg("%s", f->err.text);
    assert_int_equal(f->fit->k, k);
    for (size_t j = 0; j < k; j++) assert_near(f->fit->coefficient[j], due[j], tolerance);
}

/* m <- lm(score ~ miles + age * kind, d); HC3 and CR1 by area from model.matrix(m) and resid(m). */
static void fits_lines_with_interactions(void **state)
{
    (void)state;
    static const double b[] = { 10.01782749927291, 0.04884542571841567, 0.2748816856071308, 0.5383061693219441,
                                0.9598569710674003, 0.2252521039136508, -0.01630966301638113 };
    static const double se[] = { 1.61431274626498, 0.02039489830174595, 0.1200045774380008, 2.362367999191682,
                                 2.205141068482358, 0.1971597128287373, 0.1976973808761537 };
    static const double hc3[] = { 1.644939510478401, 0.02510086326709767, 0.1164658315950936, 2.942778462032478,
                                  1.99505437704014, 0.244807765606349, 0.1720688195906543 };
    static const double cr1[] = { 1.677622949786445, 0.02562669409939238, 0.100202391373614, 2.850692527278156,
                                  1.916466716226057, 0.2236651844245557, 0.1285460697586841 };
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + age * kind", NULL, NULL);
    assert_coefficients(&f, b, 7, 1e-12);
    cluster_by(&f, "area", 0);
    assert_all(&f, NH_IID, se, 1e-12);
    assert_all(&f, NH_HC3, hc3, 1e-12);
    assert_all(&f, NH_CR1, cr1, 1e-12);
    assert_int_equal(f.fit->design->n_left_out, 2);
    assert_near(f.fit->r_squared, 0.4699494308671895, 1e-13);
    assert_near(f.fit->adj_r_squared, 0.4075905403809765, 1e-13);
    assert_near(f.fit->sigma, 2.308009116148102, 1e-13);
    assert_near(f.fit->log_lik, -127.0788782786812, 1e-13);
    assert_near(f.fit->aic, 270.1577565573623, 1e-13);
    assert_near(f.fit->bic, 286.6413006417337, 1e-13);
    fitting_free(&f);
    nh_frame_free(d);
}

/* lm(score ~ ns(miles, 3) + poly(age, 2), d[complete.cases(d), ]) */
static void bends_as_r_bends(void **state)
{
    (void)state;
    static const double b[] = { 16.82794017177122, 0.2240307346795285, -1.914273777373184, 1.550026676998236,
                                11.45529640043033, -2.669259742066685 };
    static const double se[] = { 1.612052874403216, 1.687027904750177, 3.53858420103608, 1.739929142785633,
                                 2.752471642440637, 2.836128398609119 };
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ ns(miles, 3) + poly(age, 2)", NULL, NULL);
    assert_coefficients(&f, b, 6, 1e-11);
    assert_all(&f, NH_IID, se, 1e-11);
    fitting_free(&f);
    nh_frame_free(d);
}

/* lm(score ~ miles + I(age^2), d, weights = n) */
static void weighs_rows(void **state)
{
    (void)state;
    static const double b[] = { 12.62508367185024, 0.03554335176056269, 0.01638885639303348 };
    static const double se[] = { 0.8435757710778399, 0.02024583381606269, 0.004176742868881942 };
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + I(age^2)", NULL, "n");
    assert_coefficients(&f, b, 3, 1e-12);
    assert_all(&f, NH_IID, se, 1e-12);
    assert_near(f.fit->log_lik, -139.7551099880842, 1e-13);
    assert_near(f.fit->sigma, 13.02336094788861, 1e-13);
    fitting_free(&f);
    nh_frame_free(d);
}

/* lm(score ~ miles + age + factor(area) + factor(year), d): the same slopes when the effects are absorbed. */
static void absorbs_what_dummies_take(void **state)
{
    (void)state;
    static const double b[] = { 0.02434344599279177, 0.4454969911350764 };
    static const double se[] = { 0.0228335156296601, 0.09160874969311873 };
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + age | area + year", NULL, NULL);
    assert_coefficients(&f, b, 2, 1e-12);
    assert_all(&f, NH_IID, se, 1e-12);
    assert_true(f.fit->df_residual == 46);
    assert_near(f.fit->r_squared, 0.4217906060485249, 1e-12);
    fitting dummies = fit_on(d, "score ~ miles + age + area + i(year)", NULL, NULL);
    for (size_t w = 0; w < 2; w++) {
        fitting *each = w ? &dummies : &f;
        cluster_by(each, "area", 0);
        each->errors.fe_dof = NH_FE_ALL;
    }
    static const nh_error_kind kinds[] = { NH_HC0, NH_HC1, NH_HC2, NH_HC3, NH_CR0, NH_CR1S, NH_CR2 };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t j = 0; j < 2; j++) {
            sureness near = sure_of(&f, kinds[k], j), far = sure_of(&dummies, kinds[k], j + 1);
            assert_near(near.std_error, far.std_error, 1e-11);
            if (kinds[k] == NH_CR2) assert_near(near.df, far.df, 1e-10);
        }
    fitting_free(&f);
    fitting_free(&dummies);
    nh_frame_free(d);
}

/* Under weights, with three effects, by clusters that cut across them. */
static void absorbs_three_effects_under_weights(void **state)
{
    (void)state;
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + age | area + year + kind", NULL, "n");
    fitting dummies = fit_on(d, "score ~ miles + age + area + i(year) + kind", NULL, "n");
    if (!f.fit || !dummies.fit) fail_msg("%s%s", f.err.text, dummies.err.text);
    assert_int_equal(f.fit->n_parameters, dummies.fit->n_parameters);
    cluster_by(&f, "year", 0);
    cluster_by(&dummies, "year", 0);
    static const nh_error_kind kinds[] = { NH_IID, NH_HC3, NH_CR1, NH_CR2 };
    for (size_t j = 0; j < 2; j++) {
        assert_near(f.fit->coefficient[j], dummies.fit->coefficient[j + 1], 1e-11);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            assert_near(sure_of(&f, kinds[k], j).std_error, sure_of(&dummies, kinds[k], j + 1).std_error, 1e-10);
        assert_near(sure_of(&f, NH_CR2, j).df, sure_of(&dummies, NH_CR2, j + 1).df, 1e-9);
    }
    fitting_free(&f);
    fitting_free(&dummies);
    nh_frame_free(d);
}

/* K of CR1S, as fixest counts it: slopes; slopes and effects not nested in the clusters; all. */
static void counts_absorbed_constants(void **state)
{
    (void)state;
    static const double k[] = { 2, 2 + 5, 2 + 5 + 6 - 1 };
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + age | area + year", NULL, NULL);
    cluster_by(&f, "area", 0);
    double cr1 = sure_of(&f, NH_CR1, 0).std_error;
    for (int dof = NH_FE_NONE; dof <= NH_FE_ALL; dof++) {
        f.errors.fe_dof = (nh_fe_dof)dof;
        assert_near(sure_of(&f, NH_CR1S, 0).std_error, cr1 * sqrt(57 / (58 - k[dof])), 1e-13);
    }
    fitting_free(&f);
    nh_frame_free(d);
}

static void names_what_it_drops(void **state)
{
    (void)state;
    nh_frame *d = rows();
    fitting f = fit_on(d, "score ~ miles + I(2 * miles - 1) + age", NULL, NULL);
    assert_non_null(f.fit);
    assert_int_equal(f.fit->k, 3);
    assert_int_equal(f.fit->n_dropped, 1);
    assert_string_equal(f.fit->design->columns[f.fit->dropped[0]].term, "I(2*miles-1)");
    fitting_free(&f);
    f = fit_on(d, "score ~ I(year - 2020) + age | year", NULL, NULL);
    assert_int_equal(f.fit->n_dropped, 1);
    assert_int_equal(f.fit->k, 1);
    fitting_free(&f);
    nh_frame_free(d);
}

/* glm(..., control = list(epsilon = 1e-15, maxit = 100)); R's own errors are of one step before: 8 digits. */
static void fits_logit_and_counts(void **state)
{
    (void)state;
    static const struct {
        const char *formula, *family;
        double b[4], se[4];
        double deviance, log_lik;
    } all[] = {
        { "yes ~ miles + kind", "binomial",
          { 0.5928008920943177, 0.009976899447899843, -2.088819002483072, -1.565919317583728 },
          { 0.7312915345837563, 0.01811801750864319, 0.7426604712190757, 0.7396215977108467 },
          68.07790425950658, -34.03895212975329 },
        { "cbind(hits, n - hits) ~ miles", "binomial", { -0.9111168523930052, 0.007181959510065002 },
          { 0.09538924807159874, 0.003229213908973111 }, 75.7100951709339, -136.8496913440064 },
        { "moves ~ over_20 + offset(log(age))", "poisson", { -2.598850909137219, 0.7326931498553036 },
          { 0.1856953379645485, 0.2426375948609706 }, 97.31940276122546, -92.88305014423982 },
        { "moves ~ over_20 + offset(log(age))", "quasipoisson", { -2.598850909137219, 0.7326931498553036 },
          { 0.2293190961998605, 0.2996382923100004 }, 97.31940276122546, NAN },
    };
    nh_frame *d = rows();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        fitting f = fit_on(d, all[i].formula, all[i].family, NULL);
        assert_coefficients(&f, all[i].b, f.fit ? f.fit->k : 0, 1e-11);
        assert_all(&f, NH_IID, all[i].se, 1e-7);
        assert_near(f.fit->deviance, all[i].deviance, 1e-12);
        if (isnan(all[i].log_lik)) assert_true(isnan(f.fit->log_lik));
        else assert_near(f.fit->log_lik, all[i].log_lik, 1e-12);
        fitting_free(&f);
    }
    nh_frame_free(d);
}

/* At the maximum the score is nothing: sum of x (y - mu) is 0 for every column. */
static void stops_at_the_maximum(void **state)
{
    (void)state;
    nh_frame *d = rows();
    fitting f = fit_on(d, "yes ~ miles + age + kind", "binomial", NULL);
    assert_non_null(f.fit);
    double block[6 * NH_BLOCK], score[6] = { 0 };
    nh_design_block(f.fit->design, 0, f.fit->design->n, block);
    for (size_t j = 0; j < f.fit->k; j++)
        for (size_t i = 0; i < f.fit->design->n; i++)
            score[j] += block[j * NH_BLOCK + i] * (f.fit->design->outcome[i] - f.fit->family->mean(f.fit->fitted[i]));
    for (size_t j = 0; j < f.fit->k; j++) assert_true(fabs(score[j]) < 1e-10);
    fitting_free(&f);
    nh_frame_free(d);
}

static void put_truths(nh_frame *frame, const char *name, const double *values, size_t n)
{
    nh_column *column = nh_frame_add(frame, name, NH_NUMBER);
    for (size_t i = 0; i < n; i++) nh_put_number(column, i, values[i]);
}

static void finds_separation(void **state)
{
    (void)state;
    enum { N = 12 };
    static const double y[N] = { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1 },
                        mixed[N] = { 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1 };
    static const double x[N] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 },
                        rare[N] = { 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0 };
    nh_frame *frame = nh_frame_new("data", NULL);
    nh_frame_set_rows(frame, N);
    put_truths(frame, "y", y, N);
    put_truths(frame, "x", x, N);
    put_truths(frame, "rare", rare, N);
    put_truths(frame, "mixed", mixed, N);
    static const char *const separated[] = { "y ~ x", "y ~ rare", "mixed ~ rare", "y ~ x + mixed" };
    for (size_t i = 0; i < sizeof separated / sizeof *separated; i++) {
        fitting f = fit_on(frame, separated[i], "binomial", NULL);
        assert_null(f.fit);
        assert_int_equal(f.err.status, NH_INCOMPLETE);
        assert_non_null(strstr(f.err.text, "separation"));
        fitting_free(&f);
    }
    fitting f = fit_on(frame, "mixed ~ x", "binomial", NULL);
    assert_non_null(f.fit);
    fitting_free(&f);
    nh_frame_free(frame);
}

/* What least squares cannot carry is refused, with a sentence; nothing comes out as NaN. */
static void refuses_what_cannot_be_fitted(void **state)
{
    (void)state;
    nh_frame *d = rows();
    static const struct { const char *formula, *family, *says; nh_status status; } all[] = {
        { "score ~ i(miles):i(age)", NULL, "rows cannot carry", NH_INCOMPLETE },
        { "score ~ i(age):i(year):area:i(n)", NULL, "at most 1500", NH_INCOMPLETE },
        { "score ~ i(year) | year", NULL, "no term is left", NH_INCOMPLETE },
        { "score ~ log(over_20)", NULL, "is not a number in", NH_BAD_INPUT },
        { "I(score / over_20) ~ miles", NULL, "is not a number in", NH_BAD_INPUT },
        { "score ~ poly(over_20, 2)", NULL, "too few different values", NH_INCOMPLETE },
        { "score ~ ns(over_20, 4)", NULL, "too few different values", NH_INCOMPLETE },
        { "score ~ miles", "binomial", "outcome must be", NH_BAD_INPUT },
        { "I(0 - moves) ~ miles", "poisson", "outcome must be", NH_BAD_INPUT },
        { "score ~ i(kind, ref=nobody)", NULL, "has no level", NH_BAD_INPUT },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        fitting f = fit_on(d, all[i].formula, all[i].family, NULL);
        assert_null(f.fit);
        if (!strstr(f.err.text, all[i].says)) fail_msg("%s says: %s", all[i].formula, f.err.text);
        assert_int_equal(f.err.status, all[i].status);
        fitting_free(&f);
    }
    fitting f = fit_on(d, "score ~ miles", NULL, NULL);
    cluster_by(&f, "area", 0);
    for (size_t i = 0; i < f.fit->design->n; i++) f.errors.ways[0].of_row[i] = 0;
    f.errors.ways[0].n = 1;
    assert_true(isnan(sure_of(&f, NH_CR1, 0).std_error));
    assert_non_null(strstr(f.err.text, "two clusters"));
    fitting_free(&f);
    nh_frame_free(d);
}

/* Tall designs take the fast way: a difference of two means known by hand, far from 0, to twelve digits. */
static void stays_exact_when_tall(void **state)
{
    (void)state;
    enum { N = 1 << 19 };
    nh_frame *frame = nh_frame_new("tall", NULL);
    nh_column *x = nh_frame_add(frame, "x", NH_NUMBER), *y = nh_frame_add(frame, "y", NH_NUMBER);
    nh_column *wave = nh_frame_add(frame, "wave", NH_NUMBER);
    nh_frame_set_rows(frame, N);
    for (size_t i = 0; i < N; i++) {
        x->number[i] = i % 2 ? 1e6 + 1 : 1e6;
        wave->number[i] = (double)(i / 2 % 2);
        y->number[i] = 5e5 + (i % 2 ? 0.375 : 0) + (i / 2 % 2 ? 2 : 1) + (i / 4 % 2 ? 0.25 : -0.25);
    }
    fitting f = fit_on(frame, "y ~ x + wave", NULL, NULL);
    assert_non_null(f.fit);
    assert_near(f.fit->coefficient[1], 0.375, 1e-12);
    assert_near(f.fit->coefficient[2], 1, 1e-12);
    assert_near(f.fit->sigma, 0.25 * sqrt((double)N / (N - 3)), 1e-12);
    /* An orthogonal design: the variance of a slope is 4 sigma^2 / N. */
    assert_near(sure_of(&f, NH_IID, 1).std_error, f.fit->sigma * 2 / sqrt(N), 1e-11);
    fitting_free(&f);
    nh_frame_free(frame);
}

/* Marginal effects of a linear model are its coefficients; those of a logit average the slopes. */
static void averages_marginal_effects(void **state)
{
    (void)state;
    nh_frame *d = rows();
    fitting f = fit_on(d, "yes ~ poly(miles, 2) + kind", "binomial", NULL);
    nh_covariance c;
    assert_true(nh_covariance_find(f.fit, &f.errors, &c, &f.err));
    nh_margins margins = nh_margins_find(f.fit, c.matrix, false);
    assert_int_equal(margins.n, 3);
    assert_string_equal(margins.item[0].term, "miles");
    /* The slope of the mean, by moving every child a thousandth of a mile. */
    double step = 1e-3, difference = 0;
    nh_column *miles = nh_frame_find(d, "miles");
    for (int side = -1; side <= 1; side += 2) {
        double block[6 * NH_BLOCK];
        for (size_t row = 0; row < nh_frame_rows(d); row++) miles->number[row] += side * step;
        nh_design_block(f.fit->design, 0, f.fit->design->n, block);
        for (size_t i = 0; i < f.fit->design->n; i++) {
            double eta = 0;
            for (size_t j = 0; j < f.fit->k; j++) eta += f.fit->coefficient[j] * block[j * NH_BLOCK + i];
            difference += side * f.fit->family->mean(eta);
        }
        for (size_t row = 0; row < nh_frame_rows(d); row++) miles->number[row] -= side * step;
    }
    assert_near(margins.item[0].effect, difference / (2 * step) / (double)f.fit->design->n, 1e-6);
    assert_true(margins.item[0].std_error > 0 && margins.item[2].std_error > 0);
    nh_margins_clear(&margins);
    nh_covariance_clear(&c);
    fitting_free(&f);
    nh_frame_free(d);
}

/* R: 2 * pt(-t, df) and qt(p, df). */
static void knows_students_t(void **state)
{
    (void)state;
    assert_near(nh_t_two_sided(0.1, 14.57), 0.9217073082633145, 1e-13);
    assert_near(nh_t_two_sided(-2.3, 1.2), 0.2264774908720361, 1e-13);
    assert_near(nh_t_two_sided(8.19, 50.86), 7.486890251093873e-11, 1e-13);
    assert_near(nh_t_two_sided(57, 86.02), 4.145527738464584e-70, 1e-12);
    assert_near(nh_t_two_sided(40, 5), 1.841196217177295e-07, 1e-13);
    assert_near(nh_t_quantile(0.95, 57.3441), 2.002205075730173, 1e-14);
    assert_near(nh_t_quantile(0.99, 1.5), 17.8203105144628, 1e-13);
    assert_near(nh_t_quantile(0.90, 12), 1.78228755564932, 1e-14);
    assert_near(nh_t_quantile(0.95, INFINITY), 1.959963984540054, 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_lines_with_interactions), cmocka_unit_test(bends_as_r_bends),
        cmocka_unit_test(weighs_rows),                  cmocka_unit_test(absorbs_what_dummies_take),
        cmocka_unit_test(absorbs_three_effects_under_weights), cmocka_unit_test(counts_absorbed_constants),
        cmocka_unit_test(names_what_it_drops),          cmocka_unit_test(fits_logit_and_counts),
        cmocka_unit_test(stops_at_the_maximum),         cmocka_unit_test(finds_separation),
        cmocka_unit_test(refuses_what_cannot_be_fitted), cmocka_unit_test(stays_exact_when_tall),
        cmocka_unit_test(averages_marginal_effects),    cmocka_unit_test(knows_students_t),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
