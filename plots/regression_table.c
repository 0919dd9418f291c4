/* plots/regression_table.c: groups of models as HTML. */
#include "plots/regression_table.h"

#include "plots/number.h"
#include "plots/pick.h"
#include "plots/regression_models.h"
#include "plots/svg.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct printing {
    const nh_regressions *all;
    const nh_frame *effects; /* knows what outcomes are called; or NULL */
    nh_text *html;
} printing;

static const char *text_of(const nh_frame *frame, const char *column, size_t row)
{
    return nh_text_at(nh_frame_find(frame, column), row);
}

/* ---- words ---- */

/* "share_over_20" as "Share over 20", I(x>0) as "X>0"; a word of its own where the code has one. */
static void say_plainly(const char *code, nh_text *out)
{
    bool is_wrapped = strncmp(code, "I(", 2) == 0 && code[strlen(code) - 1] == ')';
    if (nh_in_words(code) != code) {
        nh_escape(nh_in_words(code), out);
        return;
    }
    nh_text *plain = nh_text_new();
    nh_text_add(plain, code + (is_wrapped ? 2 : 0), strlen(code) - (is_wrapped ? 3 : 0));
    for (size_t i = 0; i < plain->n; i++)
        if (plain->bytes[i] == '_') plain->bytes[i] = ' ';
    if (plain->n) plain->bytes[0] = (char)toupper((unsigned char)plain->bytes[0]);
    nh_escape(plain->bytes, out);
    nh_text_free(plain);
}

/* The table of effects names a model and what readers call its outcome. */
static void say_outcome(const printing *p, const char *outcome, nh_text *out)
{
    for (size_t row = 0; p->effects && row < nh_frame_rows(p->effects); row++) {
        const char *model = text_of(p->effects, "model", row);
        const nh_column *models = nh_frame_find(p->all->estimates, "model");
        for (size_t at = 0; at < models->n; at++)
            if (strcmp(nh_text_at(models, at), model) == 0 &&
                strcmp(text_of(p->all->estimates, "outcome", at), outcome) == 0) {
                nh_escape(text_of(p->effects, "outcome", row), out);
                return;
            }
    }
    say_plainly(outcome, out);
}

static void say_row_name(const nh_regression_row *row, nh_text *out)
{
    say_plainly(row->term, out);
    if (!row->level[0]) return;
    nh_text_say(out, ": ");
    nh_escape(nh_in_words(row->level), out);
}

static bool is_linear(const nh_regression_model *m)
{
    return strcmp(m->family, "gaussian") == 0;
}

/* "Least squares on over 20 miles from home, with effects of authority + year". */
static void say_caption(const nh_regression_group *group, nh_text *out)
{
    const nh_regression_model *m = &group->model[0];
    const char *bar = strchr(m->terms, '|');
    size_t first = 0;
    while (first + 1 < group->n_rows && strcmp(group->row[first].term, "(Intercept)") == 0) first++;
    nh_text_say(out, is_linear(m) ? "Least squares" : strcmp(m->family, "binomial") == 0 ? "Logit" : "Regression");
    nh_text_say(out, ": outcomes on \xE2\x80\x98");
    if (group->n_rows) say_plainly(group->row[first].term, out);
    nh_text_say(out, "\xE2\x80\x99");
    if (group->n_rows > first + 1) nh_text_say(out, ", adjusted");
    if (bar) {
        nh_text_say(out, ", within ");
        nh_escape(bar + 1 + strspn(bar + 1, " "), out);
    }
    if (m->form[0] == '_') {
        nh_text_say(out, " (");
        nh_escape(m->form + 1, out);
        nh_text_say(out, ")");
    }
}

/* ---- cells ---- */

static double number_at(const nh_frame *frame, const char *name, size_t row)
{
    const nh_column *column = nh_frame_find(frame, name);
    return column && column->kind == NH_NUMBER && nh_present(column, row) ? column->number[row] : NAN;
}

/* As many decimals as show two figures of the smallest standard error in the row. */
static int decimals_for(const printing *p, const nh_regression_group *group, const nh_regression_row *row)
{
    double least = INFINITY;
    for (size_t m = 0; m < group->n_models; m++) {
        size_t at = nh_regression_cell(p->all, &group->model[m], row);
        double error = at < nh_frame_rows(p->all->estimates) ? number_at(p->all->estimates, "std_error", at) : NAN;
        if (error > 0) least = fmin(least, error);
    }
    if (!isfinite(least)) return 2;
    return (int)fmin(fmax(1 - floor(log10(least)), 0), 6);
}

static void say_estimate(const printing *p, size_t at, int decimals)
{
    char value[NH_SHOWN_TEXT], error[NH_SHOWN_TEXT];
    const nh_column *estimate = nh_frame_find(p->all->estimates, "estimate");
    double std_error = number_at(p->all->estimates, "std_error", at);
    if (!nh_present(estimate, at)) nh_text_say(p->html, "%s", nh_mark_symbol(nh_mark_at(estimate, at)));
    else nh_text_say(p->html, "%s", nh_show(estimate->number[at], decimals, value));
    if (isfinite(std_error)) nh_text_say(p->html, "<br>(%s)", nh_show(std_error, decimals, error));
}

static void say_cell(const printing *p, const nh_regression_model *model, const nh_regression_row *row, int decimals)
{
    size_t at = nh_regression_cell(p->all, model, row);
    nh_text_say(p->html, "<td class=\"num\">");
    if (at < nh_frame_rows(p->all->estimates)) {
        const char *level = text_of(p->all->estimates, "level", at);
        if (strstr(level, "(reference)")) nh_text_say(p->html, "Reference");
        else if (strstr(level, "(dropped)")) nh_text_say(p->html, "Dropped");
        else say_estimate(p, at, decimals);
    }
    nh_text_say(p->html, "</td>");
}

/* ---- rows about the fit ---- */

typedef struct fact {
    const char *column, *words;
    int decimals;
    bool is_text;
} fact;

static const fact facts[] = {
    { "nobs", "Rows", 0, false },
    { "n_clusters", "Clusters", 0, false },
    { "r_squared", "R squared", 3, false },
    { "within_r_squared", "R squared within effects", 3, false },
    { "log_lik", "Log likelihood", 0, false },
    { "se_type", "Standard errors", 0, true },
    { "model", "Name in the tables", 0, true },
};
enum { N_FACTS = sizeof facts / sizeof *facts };

static bool is_told(const printing *p, const nh_regression_group *group, const fact *f)
{
    if (f->is_text) return true;
    if (strcmp(f->column, "log_lik") == 0 && is_linear(&group->model[0])) return false;
    const nh_column *column = nh_frame_find(p->all->fit, f->column);
    for (size_t m = 0; column && m < group->n_models; m++)
        if (nh_mark_at(column, group->model[m].row) != NH_NOT_APPLICABLE) return true;
    return false;
}

static void say_fact(const printing *p, const nh_regression_group *group, const fact *f)
{
    char text[NH_SHOWN_TEXT];
    const nh_column *column = nh_frame_find(p->all->fit, f->column);
    if (!column || !is_told(p, group, f)) return;
    nh_text_say(p->html, "<tr><th scope=\"row\">%s</th>", f->words);
    for (size_t m = 0; m < group->n_models; m++) {
        size_t row = group->model[m].row;
        nh_text_say(p->html, "<td class=\"num\">");
        if (!nh_present(column, row)) nh_text_say(p->html, "%s", nh_mark_symbol(nh_mark_at(column, row)));
        else if (!f->is_text) nh_text_say(p->html, "%s", nh_show(column->number[row], f->decimals, text));
        else nh_escape(nh_text_at(column, row), p->html);
        nh_text_say(p->html, "</td>");
    }
    nh_text_say(p->html, "</tr>\n");
}

/* "Effects of authority: yes", for each effect behind the bar; one line that there are none. */
static void say_effects(const printing *p, const nh_regression_group *group)
{
    const char *bar = strchr(group->model[0].terms, '|');
    for (const char *at = bar ? bar + 1 : ""; at; at = strchr(at, '+') ? strchr(at, '+') + 1 : NULL) {
        at += strspn(at, " ");
        size_t n = strcspn(at, "+ ");
        nh_text_say(p->html, "<tr><th scope=\"row\">Effects");
        if (n) nh_text_say(p->html, " of %.*s", (int)(n < 60 ? n : 60), at);
        nh_text_say(p->html, "</th>");
        for (size_t m = 0; m < group->n_models; m++)
            nh_text_say(p->html, "<td class=\"num\">%s</td>", n ? "Yes" : "No");
        nh_text_say(p->html, "</tr>\n");
    }
}

/* ---- the table ---- */

static void say_head(const printing *p, const nh_regression_group *group)
{
    nh_text_say(p->html, "<thead><tr><th scope=\"col\">Term</th>");
    for (size_t m = 0; m < group->n_models; m++) {
        nh_text_say(p->html, "<th scope=\"col\" class=\"num\">(%zu) ", m + 1);
        say_outcome(p, group->model[m].outcome, p->html);
        nh_text_say(p->html, "</th>");
    }
    nh_text_say(p->html, "</tr></thead>\n");
}

static void say_note(const printing *p, const nh_regression_group *group)
{
    const char *how = text_of(p->all->fit, "small_sample", group->model[0].row);
    nh_text_say(p->html, "<p class=\"file\">Standard errors in brackets");
    if (how[0]) nh_text_say(p->html, " (");
    nh_escape(how, p->html);
    nh_text_say(p->html, "%s. Intervals and p-values: <code>tables/estimates.csv</code>; more about each fit: "
                         "<code>tables/fit.csv</code></p>\n", how[0] ? ")" : "");
}

static void say_group(const printing *p, const nh_regression_group *group, size_t number)
{
    nh_text_say(p->html, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"table-%zu\" tabindex=\"0\">\n"
                "<table class=\"regression\"><caption id=\"table-%zu\">Table %zu: ", number, number, number);
    say_caption(group, p->html);
    nh_text_say(p->html, "</caption>\n");
    say_head(p, group);
    nh_text_say(p->html, "<tbody>\n");
    for (size_t r = 0; r < group->n_rows; r++) {
        int decimals = decimals_for(p, group, &group->row[r]);
        nh_text_say(p->html, "<tr><th scope=\"row\">");
        say_row_name(&group->row[r], p->html);
        nh_text_say(p->html, "</th>");
        for (size_t m = 0; m < group->n_models; m++) say_cell(p, &group->model[m], &group->row[r], decimals);
        nh_text_say(p->html, "</tr>\n");
    }
    nh_text_say(p->html, "</tbody>\n<tbody class=\"fit\">\n");
    say_effects(p, group);
    for (size_t f = 0; f < N_FACTS; f++) say_fact(p, group, &facts[f]);
    nh_text_say(p->html, "</tbody></table></div>\n");
    say_note(p, group);
}

bool nh_has_regressions(const nh_results *results)
{
    static const char *const due[] = { "model", "outcome", "term", "level", "estimate", "std_error" };
    static const char *const due_of_fit[] = { "model", "formula", "family", "se_type", "small_sample", "nobs" };
    const nh_frame *estimates = nh_results_find(results, "estimates"), *fit = nh_results_find(results, "fit");
    if (!estimates || !fit) return false;
    for (size_t i = 0; i < 6; i++)
        if (!nh_frame_find(estimates, due[i]) || !nh_frame_find(fit, due_of_fit[i])) return false;
    return true;
}

void nh_regression_tables(const nh_results *results, size_t *n_tables, nh_text *html)
{
    nh_regressions *all = nh_regressions_of(nh_results_find(results, "estimates"), nh_results_find(results, "fit"));
    const printing p = { .all = all, .effects = nh_results_find(results, "effects"), .html = html };
    for (size_t g = 0; g < all->n; g++) {
        if (g) {
            nh_text_say(html, "<details><summary>Table: ");
            say_caption(&all->group[g], html);
            nh_text_say(html, "</summary>\n");
        }
        say_group(&p, &all->group[g], ++*n_tables);
        if (g) nh_text_say(html, "</details>\n");
    }
    nh_regressions_free(all);
}
