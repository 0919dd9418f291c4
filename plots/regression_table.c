/* plots/regression_table.c: groups of models as HTML. */
#include "plots/regression_table.h"

#include "plots/pick.h"
#include "plots/regression_models.h"
#include "plots/side_by_side.h"
#include "plots/svg.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef struct printing {
    const nh_regressions *all;
    const nh_frame *effects; /* knows what outcomes are called; or NULL */
    nh_text *html;
} printing;

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
        const char *model = nh_text_of(p->effects, "model", row);
        const nh_column *models = nh_frame_find(p->all->estimates, "model");
        for (size_t at = 0; at < models->n; at++)
            if (strcmp(nh_text_at(models, at), model) == 0 &&
                strcmp(nh_text_of(p->all->estimates, "outcome", at), outcome) == 0) {
                nh_escape(nh_text_of(p->effects, "outcome", row), out);
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
    size_t first = 0;
    while (first + 1 < group->n_rows && strcmp(group->row[first].term, "(Intercept)") == 0) first++;
    nh_text_say(out, is_linear(m) ? "Least squares" : strcmp(m->family, "binomial") == 0 ? "Logit" : "Regression");
    nh_text_say(out, ": outcomes on \xE2\x80\x98");
    if (group->n_rows) say_plainly(group->row[first].term, out);
    nh_text_say(out, "\xE2\x80\x99");
    if (group->n_rows > first + 1) nh_text_say(out, ", adjusted");
    if (m->effects) {
        nh_text_say(out, ", within ");
        nh_escape(m->effects, out);
    }
    if (m->form[0] == '_') {
        nh_text_say(out, " (");
        nh_escape(m->form + 1, out);
        nh_text_say(out, ")");
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
    const char *how = nh_text_of(p->all->fit, "small_sample", group->model[0].row);
    nh_text_say(p->html, "<p class=\"file\">Standard errors in brackets");
    if (how[0]) nh_text_say(p->html, " (");
    nh_escape(how, p->html);
    nh_text_say(p->html, "%s. Intervals and p-values: <code>tables/estimates.csv</code>; more about each fit: "
                         "<code>tables/fit.csv</code></p>\n", how[0] ? ")" : "");
}

/* A term's row, with what stands in brackets below it in the same cells. */
static size_t say_term(const printing *p, const nh_frame *cells, size_t row, size_t n_of_terms)
{
    bool has_second = row + 1 < n_of_terms && !nh_text_at(nh_frame_at(cells, 0), row + 1)[0];
    const nh_regression_row name = { nh_text_at(nh_frame_at(cells, 0), row), nh_text_at(nh_frame_at(cells, 1), row) };
    nh_text_say(p->html, "<tr><th scope=\"row\">");
    say_row_name(&name, p->html);
    nh_text_say(p->html, "</th>");
    for (size_t i = 2; i < nh_frame_columns(cells); i++) {
        const nh_column *column = nh_frame_at(cells, i);
        const char *below = has_second ? nh_text_at(column, row + 1) : "";
        nh_text_say(p->html, "<td class=\"num\">");
        nh_escape(nh_text_at(column, row), p->html);
        nh_text_say(p->html, below[0] ? "<br>" : "");
        nh_escape(below, p->html);
        nh_text_say(p->html, "</td>");
    }
    nh_text_say(p->html, "</tr>\n");
    return row + 1 + has_second;
}

static void say_group(const printing *p, const nh_regression_group *group, size_t number)
{
    size_t n_of_terms = 0, row = 0;
    nh_frame *cells = nh_side_by_side(p->all, group, (nh_print_choice){ NH_STD_ERRORS, false }, &n_of_terms);
    nh_text_say(p->html, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"table-%zu\" tabindex=\"0\">\n"
                "<table class=\"regression\"><caption id=\"table-%zu\">Table %zu: ", number, number, number);
    say_caption(group, p->html);
    nh_text_say(p->html, "</caption>\n");
    say_head(p, group);
    nh_text_say(p->html, "<tbody>\n");
    while (row < n_of_terms) row = say_term(p, cells, row, n_of_terms);
    nh_text_say(p->html, "</tbody>\n<tbody class=\"fit\">\n");
    while (row < nh_frame_rows(cells)) row = say_term(p, cells, row, n_of_terms);
    nh_text_say(p->html, "</tbody></table></div>\n");
    say_note(p, group);
    nh_frame_free(cells);
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
