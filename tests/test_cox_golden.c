/* tests/test_cox_golden.c: proportional hazards against the digits of R's survival 3.5.
 *
 * The cases lie in ../shared/golden; without that folder these tests are skipped. Small cases with R's digits of
 * their own are in test_cox.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/gsl.h"
#include "stats/methods/kaplan_meier.h"
#include "tests/fitting.h"
#include "tests/golden_case.h"

typedef struct cox_model {
    const char *prefix, *formula;
    nh_ties ties;
    const char *cluster;   /* robust errors by it, or NULL */
    bool by_row;           /* robust errors without clusters */
} cox_model;

static void check_value(golden_case *g, const char *term, const char *prefix, const char *name, double value)
{
    char quantity[200];
    snprintf(quantity, sizeof quantity, "%s|%s", prefix, name);
    golden_check(g, term, quantity, value);
}

static bool holds(const golden_case *g, const char *term, const char *prefix, const char *name)
{
    char quantity[200];
    snprintf(quantity, sizeof quantity, "%s|%s", prefix, name);
    const nh_column *terms = nh_frame_find(g->expected, "term"), *names = nh_frame_find(g->expected, "quantity");
    for (size_t row = 0; row < nh_frame_rows(g->expected); row++)
        if (strcmp(nh_text_at(terms, row), term) == 0 && strcmp(nh_text_at(names, row), quantity) == 0) return true;
    return false;
}

static double wald_of(fitting *f)
{
    double sum = 0;
    nh_solution solution;
    double *information = nh_zeroed(f->fit->k * f->fit->k, sizeof *information);
    nh_system system = { .k = f->fit->k, .information = information, .score = f->fit->coefficient };
    memcpy(information, f->fit->inverse, f->fit->k * f->fit->k * sizeof *information);
    assert_true(nh_solve_system(&system, &solution));
    for (size_t j = 0; j < f->fit->k; j++) sum += f->fit->coefficient[j] * solution.coefficient[j].high;
    nh_solution_clear(&solution);
    free(information);
    return sum;
}

static void check_overall(golden_case *g, fitting *f, const char *prefix)
{
    const struct { const char *name; double value; } values[] = {
        { "loglik0", f->fit->cox->log_lik_null }, { "loglik", f->fit->log_lik },
        { "score_test", f->fit->cox->score_test }, { "score", f->fit->cox->score_test }, { "wald", wald_of(f) },
        { "n", (double)f->fit->design->n },        { "nevent", (double)f->fit->cox->n_events },
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (holds(g, "(model)", prefix, values[i].name))
            check_value(g, "(model)", prefix, values[i].name, values[i].value);
}

/* The terms are checked in order; a robust error where the case has one. */
static fitting check_model(golden_case *g, const nh_frame *input, const cox_model *m, const char *const *terms)
{
    fitting f = cox_on(input, m->formula, m->ties, NULL);
    if (!f.fit) fail_msg("%s: %s", m->prefix, f.err.text);
    if (m->cluster) cluster_by(&f, m->cluster, 0);
    for (size_t j = 0; j < f.fit->k; j++) {
        check_value(g, terms[j], m->prefix, "estimate", f.fit->coefficient[j]);
        check_value(g, terms[j], m->prefix, "se_model", sure_of(&f, NH_IID, j).std_error);
        if (m->cluster) check_value(g, terms[j], m->prefix, "se_robust", sure_of(&f, NH_CR0, j).std_error);
        if (m->by_row) check_value(g, terms[j], m->prefix, "se_robust", sure_of(&f, NH_HC0, j).std_error);
    }
    check_overall(g, &f, m->prefix);
    return f;
}

static const char *const two[] = { "dist", "res" };

static void check_hazard_tests(golden_case *g, const fitting *f)
{
    static const struct { const char *prefix; nh_time_scale scale; } scales[] = {
        { "zph_km", NH_TIME_KM }, { "zph_rank", NH_TIME_RANK }, { "zph_identity", NH_TIME_IDENTITY } };
    for (size_t s = 0; s < 3; s++) {
        nh_hazard_tests tests = nh_cox_hazard_tests(f->fit, scales[s].scale);
        assert_int_equal(tests.n, 3);
        for (size_t t = 0; t < 3; t++) {
            const nh_hazard_test *test = &tests.item[t];
            const char *term = test->term ? test->term : "GLOBAL";
            check_value(g, term, scales[s].prefix, "chisq", test->chi_squared);
            check_value(g, term, scales[s].prefix, "p", nh_chi_squared_above(test->chi_squared, test->df));
        }
        free(tests.item);
    }
}

/* Survival of a row (NULL: of 0), and its error, at some times: as survfit gives them. */
static void check_baseline(golden_case *g, const fitting *f, const char *prefix, const double *at, bool of_survival)
{
    static const double shown[] = { 50, 100, 200, 300 }, hazards[] = { 7, 30, 90, 180, 365, 730 };
    nh_baseline *baseline = nh_cox_baseline(f->fit, at);
    for (size_t i = 0; i < (of_survival ? 4 : 6); i++) {
        char term[40];
        double time = of_survival ? shown[i] : hazards[i];
        size_t t = 0;
        snprintf(term, sizeof term, "t=%g", time);
        while (t + 1 < f->fit->cox->sets->n_times && f->fit->cox->sets->time[t + 1] <= time) t++;
        double survival = exp(-baseline[t].hazard);
        if (!of_survival) check_value(g, term, prefix, "basehaz_x0", baseline[t].hazard);
        else check_value(g, term, prefix, "surv", survival);
        if (of_survival) check_value(g, term, prefix, "se", survival * sqrt(baseline[t].variance));
    }
    free(baseline);
}

/* The score test of discrete times is the log-rank test, with strata too. */
static void check_log_rank(golden_case *g)
{
    static const char *const models[][2] = { { "Surv(time, status) ~ res", "logrank_res" },
                                             { "Surv(time, status) ~ res + strata(strat)", "logrank_res_strat" } };
    for (size_t m = 0; m < 2; m++) {
        fitting f = cox_on(g->input, models[m][0], NH_EXACT_TIES, NULL);
        if (!f.fit) fail_msg("%s", f.err.text);
        check_value(g, "(model)", models[m][1], "chisq", f.fit->cox->score_test);
        fitting_free(&f);
    }
}

static void check_kaplan_meier(golden_case *g)
{
    size_t n = nh_frame_rows(g->input);
    int32_t *days = nh_zeroed(n + 1, sizeof *days), *end = nh_zeroed(n + 1, sizeof *end);
    for (size_t row = 0; row < n; row++) {
        days[row] = (int32_t)nh_frame_find(g->input, "time")->number[row];
        end[row] = (int32_t)nh_frame_find(g->input, "status")->number[row];
    }
    nh_spells spells = { .n = n, .n_groups = 1, .n_ends = 1, .days = days, .end = end };
    nh_day_counts *counts = nh_day_counts_new(&spells);
    nh_days all = nh_days_of_all(counts);
    nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG, 0.95);
    for (size_t i = 0; i < 4; i++) {
        const size_t day = (const size_t[]){ 50, 100, 200, 300 }[i];
        char term[20];
        snprintf(term, sizeof term, "t=%zu", day);
        check_value(g, term, "km", "surv", curve->survival[day]);
        check_value(g, term, "km", "se", curve->std_error[day]);
    }
    nh_curve_free(curve);
    nh_day_counts_free(counts);
    free(days);
    free(end);
}

static void equals_r_on_heavy_ties(void **state)
{
    (void)state;
    static const cox_model models[] = {
        { "efron", "Surv(time, status) ~ dist + res", NH_EFRON, NULL, false },
        { "breslow", "Surv(time, status) ~ dist + res", NH_BRESLOW, NULL, false },
        { "exact", "Surv(time, status) ~ dist + res", NH_EXACT_TIES, NULL, false },
        { "efron_strata", "Surv(time, status) ~ dist + res + strata(strat)", NH_EFRON, NULL, false },
        { "efron_strata", "Surv(time, status) ~ dist + res | strat", NH_EFRON, NULL, false },
        { "efron_entry", "Surv(entry, time, status) ~ dist + res", NH_EFRON, NULL, false },
        { "efron_cluster", "Surv(time, status) ~ dist + res", NH_EFRON, "child", false },
        { "breslow_cluster", "Surv(time, status) ~ dist + res", NH_BRESLOW, "child", false },
        { "efron_robust", "Surv(time, status) ~ dist + res", NH_EFRON, NULL, true },
    };
    golden_case *g = golden_open("D3_cox_ties", "expected.csv");
    if (!g) skip();
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        fitting f = check_model(g, g->input, &models[m], two);
        if (m == 0) {
            check_hazard_tests(g, &f);
            for (size_t j = 0; j < 2; j++) check_value(g, two[j], "efron_tvc_none", "hr", exp(f.fit->coefficient[j]));
            check_baseline(g, &f, "efron_survfit_x0", NULL, true);
            check_baseline(g, &f, "efron_survfit_30_1", (const double[]){ 30, 1 }, true);
            check_value(g, "(model)", "efron", "concordance", nh_cox_concordance(f.fit));
            static const size_t rows[] = { 1, 50, 100, 200 };
            for (size_t i = 0; i < 4; i++) {
                char term[20];
                snprintf(term, sizeof term, "id%zu", rows[i]);
                check_value(g, term, "efron", "martingale_resid", f.fit->residual[rows[i] - 1]);
            }
        }
        fitting_free(&f);
    }
    check_log_rank(g);
    check_kaplan_meier(g);
    assert_int_equal(golden_unchecked(g, ""), 0);
    golden_close(g, 1e-9);
}

/* 4,275 placements; the event is a placement that broke down. */
#define COLUMNS "age + I(sex == 1) + I(group == \"RES\") + I(group == \"KIN\")"
static void equals_r_on_placements(void **state)
{
    (void)state;
    static const char *const four[] = { "age", "male", "res", "kin" };
    static const cox_model models[] = {
        { "cox_efron", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_EFRON, NULL, false },
        { "cox_breslow", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_BRESLOW, NULL, false },
        { "cox_efron_cluster", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_EFRON, "child", false },
        { "cox_efron_cluster_lefttrunc", "Surv(entry, dur, endtype == 1) ~ " COLUMNS, NH_EFRON, "child", false },
        { "cox_efron_strata", "Surv(dur, endtype == 1) ~ age + I(sex == 1) | group", NH_EFRON, "child", false },
    };
    golden_case *g = golden_open_as("C1_fake_placements", "placements.csv", "expected_surv.csv");
    if (!g) skip();
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        fitting f = check_model(g, g->input, &models[m], four);
        if (m == 0) check_baseline(g, &f, "cox_efron", NULL, false);
        if (m == 0) check_value(g, "(model)", "cox_efron", "concordance", nh_cox_concordance(f.fit));
        fitting_free(&f);
    }
    golden_close(g, 1e-9);
}

/* C2 has an input and a specification. R 4.2.2, survival 3.5-3, with `male`, `res`, `kin` of sex and group:
 *     coxph(Surv(dur, endtype == 1) ~ age + male + res + kin, control = coxph.control(eps = 1e-15, toler.chol = 1e-14,
 *           iter.max = 60)), with ties = "breslow", cluster = child; Surv(entry, dur, ...); strata(group) */
static void equals_r_on_the_demand_sample(void **state)
{
    (void)state;
    static const struct {
        cox_model model;
        double log_lik, estimate[4], error[4];
    } due[] = {
        { { "efron", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_EFRON, NULL, false }, -3822.37147811341,
          { 0.0101249043409987, -0.0795054264181865, 0.131198598071668, 0.16186462735058 },
          { 0.0151306999875802, 0.0838899107434875, 0.118307994332287, 0.142475057411056 } },
        { { "breslow", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_BRESLOW, NULL, false }, -3822.57805000915,
          { 0.010125563694387, -0.0795117575216333, 0.131153108052913, 0.161836295729962 },
          { 0.0151307075088777, 0.0838898436325256, 0.118308060792525, 0.142474779143205 } },
        { { "cluster", "Surv(dur, endtype == 1) ~ " COLUMNS, NH_EFRON, "child", false }, -3822.37147811341,
          { 0.0101249043409987, -0.0795054264181865, 0.131198598071668, 0.16186462735058 },
          { 0.0154322153013885, 0.0841590430631385, 0.121383796156689, 0.136224934745347 } },
        { { "entry", "Surv(entry, dur, endtype == 1) ~ " COLUMNS, NH_EFRON, "child", false }, -3693.46429803695,
          { -0.0193297206467418, -0.061956409493916, 0.139675496811327, 0.115688217855545 },
          { 0.0156339300932191, 0.0796464798464461, 0.119768264036107, 0.137647091449432 } },
        { { "strata", "Surv(dur, endtype == 1) ~ age + I(sex == 1) | group", NH_EFRON, "child", false },
          -3143.79776107368, { 0.0120750864793439, -0.0723889094975949 }, { 0.0171193184663401, 0.0847682164228338 } },
    };
    nh_frame *input = small_csv("../shared/golden/C2_demand_placements/placements.csv");
    double worst = 0;
    if (!input) skip();
    for (size_t m = 0; m < sizeof due / sizeof *due; m++) {
        const cox_model *model = &due[m].model;
        fitting f = cox_on(input, model->formula, model->ties, NULL);
        if (!f.fit) fail_msg("%s: %s", model->prefix, f.err.text);
        if (model->cluster) cluster_by(&f, model->cluster, 0);
        assert_int_equal(f.fit->design->n, 2103);
        worst = fmax(worst, fabs(f.fit->log_lik / due[m].log_lik - 1));
        for (size_t j = 0; j < f.fit->k; j++) {
            double error = sure_of(&f, model->cluster ? NH_CR0 : NH_IID, j).std_error;
            worst = fmax(worst, fabs(f.fit->coefficient[j] / due[m].estimate[j] - 1));
            worst = fmax(worst, fabs(error / due[m].error[j] - 1));
        }
        fitting_free(&f);
    }
    print_message("C2_demand_placements: worst relative error %.1e\n", worst);
    assert_true(worst < 1e-9);
    nh_frame_free(input);
}

/* Of each cause with the others censored. */
static void equals_r_on_each_cause(void **state)
{
    (void)state;
    golden_case *g = golden_open("D4_crr", "expected.csv");
    if (!g) skip();
    for (size_t cause = 1; cause <= 2; cause++) {
        char formula[80], quantity[80];
        snprintf(formula, sizeof formula, "Surv(time, status == %zu) ~ dist + res", cause);
        fitting f = cox_on(g->input, formula, NH_EFRON, NULL);
        if (!f.fit) fail_msg("%s", f.err.text);
        for (size_t j = 0; j < 2; j++) {
            snprintf(quantity, sizeof quantity, "causespecific%zu|estimate", cause);
            golden_check(g, two[j], quantity, f.fit->coefficient[j]);
            snprintf(quantity, sizeof quantity, "causespecific%zu|se", cause);
            golden_check(g, two[j], quantity, sure_of(&f, NH_IID, j).std_error);
        }
        fitting_free(&f);
    }
    golden_close(g, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_r_on_heavy_ties),
        cmocka_unit_test(equals_r_on_placements),
        cmocka_unit_test(equals_r_on_the_demand_sample),
        cmocka_unit_test(equals_r_on_each_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
