/* stats/models/model_tests.c: Wald tests of terms as rows: each term of several columns, all terms, and a chosen set.
 *
 * The intercept and absorbed effects are in none. A test stands on the least support of the columns in it. */
#include "stats/models/cells.h"
#include "stats/models/model.h"
#include "stats/models/wald.h"
#include "stats/result_frame.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const nh_result_column columns[] = {
    { "model", NH_CATEGORY, "Model", NULL, NH_PLAIN, NULL, NULL },
    { "outcome", NH_CATEGORY, "Outcome", NULL, NH_PLAIN, NULL, NULL },
    { "terms", NH_CATEGORY, "Terms that are 0 together", NULL, NH_PLAIN, NULL, NULL },
    { "test", NH_CATEGORY, "Distribution", NULL, NH_PLAIN, NULL, NULL },
    { "statistic", NH_NUMBER, "F, or chi-squared", NULL, NH_ESTIMATE, NULL, "support" },
    { "df", NH_NUMBER, "Degrees of freedom", NULL, NH_ESTIMATE, NULL, "support" },
    { "df_residual", NH_NUMBER, "Residual degrees of freedom of F", NULL, NH_FREEDOM, "df_from", "support" },
    { "p_value", NH_NUMBER, "p-value", NULL, NH_ESTIMATE, NULL, "support" },
    { "support", NH_NUMBER, "Least of rows, events and others", NULL, NH_SUPPORT, NULL, NULL },
    { "df_from", NH_NUMBER, "Rows or clusters that df_residual is counted from", NULL, NH_SUPPORT, NULL, NULL },
    { 0 }
};

/* What is tested of one model. */
typedef struct tester {
    const nh_fit *fit;
    const nh_model_request *request;
    const nh_covariance *errors;
    const char *name;
    nh_frame *table;
    size_t *which, n;
} tester;

static bool is_testable(const nh_fit *fit, size_t j)
{
    return nh_kept_column(fit->design, j)->n_parts > 0 && !nh_kept_column(fit->design, j)->is_hidden;
}

/* Adds every coefficient of the term; of all terms where it is NULL. */
static void choose(tester *t, const char *term)
{
    for (size_t j = 0; j < t->fit->design->n_kept && t->n < t->fit->k; j++)
        if (is_testable(t->fit, j) && (!term || strcmp(nh_kept_column(t->fit->design, j)->term, term) == 0))
            t->which[t->n++] = j;
}

static void write_test(tester *t, const char *terms)
{
    nh_wald w = nh_wald_test(t->fit, t->errors, t->which, t->n);
    double behind = INFINITY;
    for (size_t i = 0; i < t->n; i++)
        behind = fmin(behind, nh_kept_column(t->fit->design, t->which[i])->support.behind);
    size_t row = nh_frame_append(t->table);
    const nh_named_number numbers[] = { { "statistic", w.statistic }, { "df", w.df },
                                        { "df_residual", w.df_residual }, { "p_value", w.p_value },
                                        { "support", behind },
                                        { "df_from", nh_freedom_from(t->fit, t->request, t->errors, w.df_residual) } };
    nh_cell_text(t->table, row, "model", t->name);
    nh_cell_text(t->table, row, "outcome", t->fit->design->outcome_text);
    nh_cell_text(t->table, row, "terms", terms);
    nh_cell_text(t->table, row, "test", t->fit->has_t_reference || isfinite(w.df_residual) ? "F" : "chi-squared");
    nh_cell_numbers(t->table, row, numbers, sizeof numbers / sizeof *numbers);
    t->n = 0;
}

static void write_terms(tester *t)
{
    for (size_t j = 0, n; j < t->fit->design->n_kept; j += n) {
        const char *term = nh_kept_column(t->fit->design, j)->term;
        for (n = 1; j + n < t->fit->design->n_kept; n++)
            if (strcmp(nh_kept_column(t->fit->design, j + n)->term, term) != 0) break;
        if (n > 1 && is_testable(t->fit, j)) {
            choose(t, term);
            write_test(t, term);
        }
    }
    choose(t, NULL);
    if (t->n > 1) write_test(t, "all terms");
    t->n = 0;
}

/* Tables name i(kind, ref=homes) and factor(kind) by their column: so does what is looked for. */
static void unwrap(char *term)
{
    size_t skipped = strncmp(term, "i(", 2) == 0 ? 2 : strncmp(term, "factor(", 7) == 0 ? 7 : 0;
    if (!skipped) return;
    size_t n = strcspn(term + skipped, ",)");
    memmove(term, term + skipped, n);
    term[n] = 0;
}

/* The next term of "age + ns(miles, 3)" without its blanks, into `term`; where the one after it begins. */
static const char *next_term(const char *at, char term[200])
{
    size_t n = 0;
    for (int depth = 0; *at && (*at != '+' || depth > 0); at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at != ' ' && n < 199) term[n++] = *at;
    }
    term[n] = 0;
    return *at ? at + 1 : at;
}

static bool write_chosen(tester *t, const char *terms, nh_error *err)
{
    char term[200];
    for (const char *at = terms; *at;) {
        size_t before = t->n;
        at = next_term(at, term);
        unwrap(term);
        choose(t, term);
        if (t->n == before)
            return nh_fail(err, NH_BAD_INPUT, "--wald: the model has no coefficient of a term '%.60s'; terms are "
                           "written as in the formula and joined by +", term);
    }
    write_test(t, terms);
    return true;
}

bool nh_model_write_tests(const nh_fit *fit, const nh_model_request *request, const char *name,
                          const nh_covariance *errors, nh_model_tables *tables, nh_error *err)
{
    if (!tables->tests) {
        tables->tests =
            nh_result_frame_like("tests", "Whether terms are 0 together (Wald)", columns, fit->design->frame);
    }
    tester t = { fit, request, errors, name, tables->tests, nh_zeroed(2 * fit->k + 1, sizeof *t.which), 0 };
    write_terms(&t);
    bool is_written = !request->tested || write_chosen(&t, request->tested, err);
    free(t.which);
    return is_written;
}
