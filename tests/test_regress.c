/* tests/test_regress.c: the analysis as commands see it: its tables, what it says, and the standard models.
 *
 * The published panel comes from ../shared/data/dfe-2024 and is held against ../shared/golden/B_la_panel; without
 * that folder those tests are skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/analysis.h"
#include "stats/disclosure.h"
#include "stats/disclosure_rules.h"
#include "tests/golden_case.h"

extern const nh_analysis nh_regress;

static const char rows[] = "tests/data/regression.csv";

typedef struct run {
    nh_inputs *inputs;
    nh_options *options;
    nh_results *results;
    nh_error err;
    bool ok;
} run;

/* `words`: name, value, name, value, NULL; a flag's value is "". */
static run run_on(const char *input, const char *const *words)
{
    run r = { 0 };
    static const nh_option_record formula[] = { { .name = "formula", .kind = NH_OPTION_TEXT }, { 0 } };
    nh_extract_request request = { .inputs = &input, .n_inputs = input ? 1 : 0 };
    nh_extract *extract = nh_extract_read(&request, &r.err);
    if (!extract) fail_msg("%s", r.err.text);
    r.inputs = nh_inputs_new(extract, NULL, &(nh_rules){ 0 }, NULL);
    r.options = nh_options_new();
    nh_options_declare(r.options, nh_regress.options);
    nh_options_declare(r.options, formula);
    for (; *words; words += 2) {
        const char *wrong = nh_options_set(r.options, words[0], *words[1] ? words[1] : NULL);
        if (wrong) fail_msg("%s", wrong);
    }
    r.results = nh_results_new();
    r.ok = nh_regress.run(r.inputs, r.options, r.results, &r.err);
    return r;
}

static void end(run *r)
{
    nh_results_free(r->results);
    nh_options_free(r->options);
    nh_inputs_free(r->inputs);
}

static run run_formula(const char *formula, const char *family)
{
    return run_on(NULL, (const char *const[]){ "formula", formula, "on", rows, "family", family, NULL });
}

static void assert_columns(const nh_frame *frame, const char *due)
{
    char names[600] = "";
    for (size_t c = 0; c < nh_frame_columns(frame); c++) {
        if (nh_frame_at(frame, c)->role == NH_SUPPORT) continue;
        strcat(names, names[0] ? " " : "");
        strcat(names, nh_frame_at(frame, c)->name);
    }
    assert_string_equal(names, due);
}

static void gives_tidy_and_fit_columns(void **state)
{
    (void)state;
    run r = run_formula("score ~ miles + kind", "gaussian");
    assert_true(r.ok);
    assert_columns(
        nh_results_find(r.results, "estimates"),
        "model outcome term level estimate std_error statistic df p_value conf_low conf_high conf_level n");
    assert_columns(
        nh_results_find(r.results, "fit"),
        "model formula family nobs n_left_out n_clusters r_squared adj_r_squared within_r_squared log_lik aic bic "
        "sigma df_residual deviance se_type small_sample converged iterations n_events pseudo_r_squared");
    const nh_frame *estimates = nh_results_find(r.results, "estimates");
    assert_int_equal(nh_frame_rows(estimates), 5);
    assert_string_equal(nh_text_at(nh_frame_find(estimates, "level"), 2), "foster (reference)");
    assert_true(nh_frame_find(estimates, "estimate")->number[2] == 0);
    assert_int_equal(nh_mark_at(nh_frame_find(estimates, "std_error"), 2), NH_NOT_APPLICABLE);
    assert_true(nh_frame_find(estimates, "n")->number[2] == 17);
    end(&r);
}

static void shows_no_number_that_is_none(void **state)
{
    (void)state;
    static const char *const formulas[] = { "score ~ miles + I(2 * miles)", "score ~ 0 + kind | area", "moves ~ 1",
                                            "I(2 * miles + 1) ~ miles", "yes ~ kind | year" };
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        run r = run_on(NULL, (const char *const[]){ "formula", formulas[i], "on", rows, "margins", "", NULL });
        assert_true(r.ok && r.results->n == 3);
        for (size_t f = 0; f < r.results->n; f++)
            for (size_t c = 0; c < nh_frame_columns(r.results->frames[f]); c++) {
                const nh_column *column = nh_frame_at(r.results->frames[f], c);
                for (size_t row = 0; column->kind == NH_NUMBER && row < nh_frame_rows(r.results->frames[f]); row++)
                    assert_true(!nh_present(column, row) || isfinite(column->number[row]));
            }
        end(&r);
    }
}

static void gives_several_outcomes(void **state)
{
    (void)state;
    run r = run_formula("c(score, log1p(moves)) ~ miles", "gaussian");
    const nh_frame *fits = nh_results_find(r.results, "fit");
    assert_int_equal(nh_frame_rows(fits), 2);
    assert_string_equal(nh_text_at(nh_frame_find(fits, "model"), 1), "log1p(moves)");
    assert_true(nh_frame_find(fits, "nobs")->number[0] == 58 && nh_frame_find(fits, "nobs")->number[1] == 59);
    end(&r);
}

/* exp(b), and its interval; the error stays that of b. */
static void exponentiates(void **state)
{
    (void)state;
    const char *const words[] = {
        "formula", "yes ~ miles", "on", rows, "family", "binomial", "exponentiate", "", NULL
    };
    run plain = run_formula("yes ~ miles", "binomial"), ratio = run_on(NULL, words);
    const nh_frame *a = nh_results_find(plain.results, "estimates"), *b = nh_results_find(ratio.results, "estimates");
    static const char *const names[] = { "estimate", "conf_low", "conf_high" };
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(nh_frame_find(b, names[i])->number[1] - exp(nh_frame_find(a, names[i])->number[1])) < 1e-14);
    assert_true(nh_frame_find(b, "std_error")->number[1] == nh_frame_find(a, "std_error")->number[1]);
    end(&plain);
    end(&ratio);
}

static void tells_missing_from_refused(void **state)
{
    (void)state;
    run r = run_formula("score ~ i(year) | year", "gaussian");
    assert_true(r.ok);
    assert_int_equal(r.results->gaps.n, 1);
    assert_int_equal(r.results->n, 0);
    end(&r);
    r = run_formula("score ~ milse", "gaussian");
    assert_false(r.ok);
    assert_int_equal(r.err.status, NH_BAD_INPUT);
    end(&r);
    r = run_formula("Surv(miles, yes) ~ age", "gaussian");
    assert_false(r.ok);
    assert_int_equal(r.err.status, NH_BAD_INPUT);
    end(&r);
}

/* A file that names children passes disclosure control: a level of three children tells nothing. */
static void guards_small_levels(void **state)
{
    (void)state;
    static const char path[] = "build/regress_children.csv";
    FILE *file = fopen(path, "w");
    if (!file) skip();
    fputs("child,score,kind\n", file);
    for (int i = 0; i < 60; i++) fprintf(file, "C%d,%d,%s\n", i, 10 + i * 7 % 11, i < 3 ? "rare" : i % 2 ? "b" : "a");
    fclose(file);
    run r = run_on(NULL, (const char *const[]){ "formula", "score ~ kind", "on", path, NULL });
    assert_true(r.ok);
    assert_int_equal(nh_frame_lineage(nh_results_find(r.results, "estimates")), NH_CHILD_LEVEL);
    nh_disclose_results(r.results, false);
    const nh_frame *estimates = nh_results_find(r.results, "estimates");
    const nh_column *estimate = nh_frame_find(estimates, "estimate"), *level = nh_frame_find(estimates, "level");
    bool has_rare = false;
    for (size_t row = 0; row < nh_frame_rows(estimates); row++) {
        bool is_rare = strcmp(nh_text_at(level, row), "rare") == 0;
        has_rare |= is_rare;
        assert_int_equal(nh_mark_at(estimate, row), is_rare ? NH_SUPPRESSED : NH_PRESENT);
    }
    assert_true(has_rare);
    assert_null(nh_frame_find(estimates, "support"));
    end(&r);
    remove(path);
}

/* Sixty children, two of them of another kind, whose scores are 10 and 11; one ever went missing. */
static bool write_two_of_a_kind(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) return false;
    fputs("child,score,age,missing,usual\n", file);
    for (int i = 0; i < 60; i++)
        fprintf(file, "C%d,%d,%d,%d,%d\n", i, 10 + i * 7 % 11, 5 + i * 3 % 10, i == 30 ? 4 : 0, i > 1);
    fclose(file);
    return true;
}

static void assert_hidden_terms(const char *path, const char *formula, const char *hidden)
{
    run r = run_on(NULL, (const char *const[]){ "formula", formula, "on", path, NULL });
    assert_true(r.ok);
    nh_disclose_results(r.results, false);
    const nh_frame *estimates = nh_results_find(r.results, "estimates");
    const nh_column *estimate = nh_frame_find(estimates, "estimate"), *term = nh_frame_find(estimates, "term");
    for (size_t row = 0; row < nh_frame_rows(estimates); row++) {
        bool is_due = strstr(hidden, nh_text_at(term, row)) != NULL;
        if ((nh_mark_at(estimate, row) == NH_SUPPRESSED) != is_due)
            fail_msg("%s: %s is%s hidden", formula, nh_text_at(term, row), is_due ? " not" : "");
    }
    end(&r);
}

/* Where everybody else has a 1, the intercept is the mean of the others, and beside a product a slope is theirs; the
 * mean of an outcome that one child has is that child's. */
static void guards_the_rest(void **state)
{
    (void)state;
    static const char path[] = "build/regress_rest.csv";
    if (!write_two_of_a_kind(path)) skip();
    assert_hidden_terms(path, "score ~ usual", "(Intercept) usual");
    assert_hidden_terms(path, "score ~ age", "");
    assert_hidden_terms(path, "score ~ usual*age", "(Intercept) usual age");
    assert_hidden_terms(path, "score ~ i(usual)*age", "(Intercept) usual age");
    assert_hidden_terms(path, "missing ~ age", "(Intercept) age");
    remove(path);
}

/* ---- what the table of fits gives back of a level ---- */

typedef struct split {
    int n, n_rare, rare, usual; /* children, those of the rare kind, and how many of either had the outcome */
} split;

static bool write_split(const char *path, split s)
{
    FILE *file = fopen(path, "w");
    if (!file) return false;
    fputs("child,seen,kind\n", file);
    for (int i = 0; i < s.n; i++) {
        bool is_rare = i < s.n_rare;
        fprintf(file, "C%d,%d,%s\n", i, is_rare ? i < s.rare : i - s.n_rare < s.usual, is_rare ? "rare" : "usual");
    }
    fclose(file);
    return true;
}

static bool shows(const nh_frame *fit, const char *name, double due)
{
    const nh_column *column = nh_frame_find(fit, name);
    return fabs(column->number[0] - nh_significant(due, 4)) <= 1e-12 * fabs(due);
}

/* Whether a split of `s.n` children would show as this released line: its deviance is that of two shares. */
static bool fits(const nh_frame *fit, split s)
{
    int n_usual = s.n - s.n_rare, hits = s.rare + s.usual;
    double deviance =
        (double)s.rare * (s.n_rare - s.rare) / s.n_rare + (double)s.usual * (n_usual - s.usual) / n_usual;
    double squares = (double)hits * (s.n - hits) / s.n;
    return deviance > 0 && shows(fit, "deviance", deviance) && shows(fit, "r_squared", 1 - deviance / squares);
}

/* Every split that would show as the line does; the last of them in `found`. */
static int splits_that_fit(const nh_frame *fit, int n, split *found)
{
    int n_found = 0;
    for (int rare_children = 1; rare_children < n; rare_children++)
        for (int rare = 0; rare <= rare_children; rare++)
            for (int usual = 0; usual <= n - rare_children; usual++) {
                split s = { n, rare_children, rare, usual };
                if (!fits(fit, s)) continue;
                *found = s;
                n_found++;
            }
    return n_found;
}

static bool has_few(split s)
{
    int cells[] = { s.rare, s.n_rare - s.rare, s.usual, s.n - s.n_rare - s.usual };
    for (size_t i = 0; i < 4; i++)
        if (nh_is_small(cells[i])) return true;
    return false;
}

/* Whoever tries every split finds none in which a few stand out. */
static void a_fit_gives_no_level_back(void **state)
{
    (void)state;
    static const char path[] = "build/regress_split.csv";
    size_t n_shown = 0;
    for (int n_rare = 1; n_rare < 30; n_rare += 4) {
        split s = { 61, n_rare, n_rare / 2, (61 - n_rare) / 3 }, found;
        if (!write_split(path, s)) skip();
        run r = run_on(NULL, (const char *const[]){ "formula", "seen ~ kind", "on", path, NULL });
        nh_disclose_results(r.results, false);
        const nh_frame *fit = nh_results_find(r.results, "fit");
        n_shown += nh_present(nh_frame_find(fit, "r_squared"), 0);
        if (nh_present(nh_frame_find(fit, "deviance"), 0) && splits_that_fit(fit, s.n, &found) && has_few(found))
            fail_msg("%d of %d children of the rare kind are found", found.rare, found.n_rare);
        end(&r);
    }
    assert_true(n_shown > 0 && n_shown < 8);
    remove(path);
}

/* 62 children leave as 60, and what is left of them after two coefficients as 58: they do not tell of 62. */
static void degrees_of_freedom_are_those_of_rounded_numbers(void **state)
{
    (void)state;
    static const char path[] = "build/regress_freedom.csv";
    if (!write_split(path, (split){ 62, 30, 15, 16 })) skip();
    run r = run_on(NULL, (const char *const[]){ "formula", "seen ~ kind", "on", path, "tests", "", NULL });
    nh_disclose_results(r.results, false);
    assert_true(nh_frame_find(nh_results_find(r.results, "fit"), "nobs")->number[0] == 60);
    assert_true(nh_frame_find(nh_results_find(r.results, "fit"), "df_residual")->number[0] == 58);
    assert_true(nh_frame_find(nh_results_find(r.results, "estimates"), "df")->number[0] == 58);
    assert_null(nh_frame_find(nh_results_find(r.results, "fit"), "df_from"));
    end(&r);
    remove(path);
}

/* ---- the standard models on the real release ---- */

static double estimate_of(const nh_frame *estimates, const char *model, const char *column)
{
    for (size_t row = 0; row < nh_frame_rows(estimates); row++)
        if (strcmp(nh_text_at(nh_frame_find(estimates, "model"), row), model) == 0 &&
            strcmp(nh_text_at(nh_frame_find(estimates, "term"), row), "share_new_over_20_outside") == 0)
            return nh_frame_find(estimates, column)->number[row];
    fail_msg("there is no model %s", model);
    return NAN;
}

static void check_outcome(golden_case *g, const nh_frame *estimates, const char *ours, const char *theirs)
{
    static const struct { const char *ours, *theirs; } forms[] = { { "ols", "ols" }, { "wls", "wls_n" },
                                                                   { "year", "ols_yearfe" }, { "within", "fe2" } };
    for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
        char cr1[120], cr2[120], quantity[120];
        snprintf(cr1, sizeof cr1, "%s_%s_cr1", ours, forms[f].ours);
        snprintf(cr2, sizeof cr2, "%s_%s_cr2", ours, forms[f].ours);
        const struct { const char *name; double value; } due[] = {
            { "estimate", estimate_of(estimates, cr1, "estimate") },
            { "se_CR1", estimate_of(estimates, cr1, "std_error") },
            { "se_CR2", estimate_of(estimates, cr2, "std_error") },
            { "df_satt_CR2", estimate_of(estimates, cr2, "df") },
            { "p_satt_CR2", estimate_of(estimates, cr2, "p_value") },
        };
        for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
            snprintf(quantity, sizeof quantity, "%s~x_out20|%s|%s", theirs, forms[f].theirs, due[i].name);
            golden_check(g, "x", quantity, due[i].value);
        }
    }
}

static const char release[] = "../shared/data/dfe-2024";
static const char *const pairs[][2] = {
    { "sdq_average", "sdq_avg" },           { "share_sdq_concern", "sdq_conc" },
    { "share_health_assessed", "health" },  { "share_teeth_checked", "dental" },
    { "share_immunised", "immun" },         { "share_convicted", "convict" },
    { "share_three_or_more_placements", "three_plus" }, { "share_same_carer_2_years", "stable2y" },
    { "share_missing_in_year", "missing" },
};

static void equals_the_golden_panel_from_the_release(void **state)
{
    (void)state;
    golden_case *g = golden_open("B_la_panel", "expected.csv");
    if (!g) skip();
    run r = run_on(release, (const char *const[]){ NULL });
    assert_true(r.ok && r.results->gaps.n == 0);
    nh_disclose_results(r.results, false);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_outcome(g, nh_results_find(r.results, "estimates"), pairs[i][0], pairs[i][1]);
    nh_regress.findings(r.results);
    assert_int_equal(r.results->findings.n, 10);
    assert_non_null(strstr(r.results->findings.text[6],
                           "within an authority over the years, 0.8 percentage points higher "
                           "(95% interval 0.2 to 1.4 higher)"));
    end(&r);
    golden_close(g, 1e-9);
}

/* The number of a row of the table dose, found by the beginning of its model's name. */
static double dose_of(const nh_frame *dose, const char *outcome, const char *model, const char *column)
{
    char name[120];
    snprintf(name, sizeof name, "%s_%s", outcome, model);
    for (size_t row = 0; row < nh_frame_rows(dose); row++)
        if (strcmp(nh_text_of(dose, "model", row), name) == 0) return nh_number_of(dose, column, row);
    fail_msg("there is no %s", name);
    return NAN;
}

/* Along distance in one call: the line unadjusted and within authority and year are models of that case, for ten
 * percentage points in the place of one. */
static void dose_equals_the_golden_panel(void **state)
{
    (void)state;
    static const struct { const char *ours, *theirs; } models[] = { { "linear_unadjusted", "ols" },
                                                                    { "linear_within_authority", "fe2" } };
    char outcomes[400] = "";
    golden_case *g = golden_open("B_la_panel", "expected.csv");
    if (!g) skip();
    for (size_t i = 0; i < 9; i++)
        snprintf(outcomes + strlen(outcomes), sizeof outcomes - strlen(outcomes), "%s%s", i ? "," : "", pairs[i][0]);
    run r = run_on(release, (const char *const[]){ "dose", outcomes, "on", "panel", NULL });
    if (!r.ok) fail_msg("%s", r.err.text);
    const nh_frame *dose = nh_results_find(r.results, "dose"), *effects = nh_results_find(r.results, "effects");
    for (size_t i = 0; i < 9; i++)
        for (size_t m = 0; m < 2; m++) {
            char quantity[120];
            snprintf(quantity, sizeof quantity, "%s~x_out20|%s|estimate", pairs[i][1], models[m].theirs);
            golden_check(g, "x", quantity, dose_of(dose, pairs[i][0], models[m].ours, "estimate") / 10);
            snprintf(quantity, sizeof quantity, "%s~x_out20|%s|se_CR1", pairs[i][1], models[m].theirs);
            golden_check(g, "x", quantity, dose_of(dose, pairs[i][0], models[m].ours, "std_error") / 10);
        }
    assert_int_equal(nh_frame_rows(effects), 18);
    assert_string_equal(nh_text_of(dose, "unit", 0), "points");
    assert_string_equal(nh_text_of(dose, "unit", nh_frame_rows(dose) - 2), "percentage points");
    assert_int_equal(nh_frame_rows(nh_results_find(r.results, "sensitivity")), 9 * 8);
    assert_non_null(nh_results_find(r.results, "response"));
    end(&r);
    golden_close(g, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_tidy_and_fit_columns),
        cmocka_unit_test(shows_no_number_that_is_none),
        cmocka_unit_test(gives_several_outcomes),
        cmocka_unit_test(exponentiates),
        cmocka_unit_test(tells_missing_from_refused),
        cmocka_unit_test(guards_small_levels),
        cmocka_unit_test(guards_the_rest),
        cmocka_unit_test(a_fit_gives_no_level_back),
        cmocka_unit_test(degrees_of_freedom_are_those_of_rounded_numbers),
        cmocka_unit_test(equals_the_golden_panel_from_the_release),
        cmocka_unit_test(dose_equals_the_golden_panel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
