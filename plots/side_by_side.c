/* plots/side_by_side.c: one column a model, one or two rows a term, some rows about the fit. */
#include "plots/side_by_side.h"

#include "datasets/frame/arena.h"
#include "datasets/write/shown.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_MODEL = 2, CELL = 160 }; /* columns term and level go before */

typedef struct printing {
    const nh_regressions *all;
    const nh_regression_group *group;
    nh_print_choice choice;
    nh_frame *frame;
} printing;

/* ---- cells ---- */

static bool has_cell(const printing *p, size_t at) { return at < nh_frame_rows(p->all->estimates); }

/* As many decimals as show two figures of the smallest standard error in the row. */
static int decimals_for(const printing *p, const nh_regression_row *row)
{
    double least = INFINITY;
    for (size_t m = 0; m < p->group->n_models; m++) {
        size_t at = nh_regression_cell(p->all, &p->group->model[m], row);
        double error = has_cell(p, at) ? nh_number_of(p->all->estimates, "std_error", at) : NAN;
        if (error > 0) least = fmin(least, error);
    }
    if (!isfinite(least)) return 2;
    return (int)fmin(fmax(1 - floor(log10(least)), 0), 6);
}

static const char *stars_of(double p_value)
{
    if (p_value < 0.001) return "***";
    if (p_value < 0.01) return "**";
    return p_value < 0.05 ? "*" : "";
}

static void write_estimate(const printing *p, size_t at, int decimals, char text[CELL])
{
    char value[NH_SHOWN_TEXT];
    const nh_column *estimate = nh_frame_find(p->all->estimates, "estimate");
    if (!nh_present(estimate, at)) {
        snprintf(text, CELL, "%s", nh_mark_symbol(nh_mark_at(estimate, at)));
        return;
    }
    nh_show(estimate->number[at], decimals, value);
    const char *stars = p->choice.stars ? stars_of(nh_number_of(p->all->estimates, "p_value", at)) : "";
    snprintf(text, CELL, "%s%s", value, stars);
}

static void write_p_value(double p_value, char text[CELL])
{
    char value[NH_SHOWN_TEXT];
    if (p_value < 0.001) snprintf(text, CELL, "(<0.001)");
    else if (isfinite(p_value)) snprintf(text, CELL, "(%s)", nh_show(p_value, 3, value));
}

static void write_brackets(const printing *p, size_t at, int decimals, char text[CELL])
{
    char first[NH_SHOWN_TEXT], second[NH_SHOWN_TEXT];
    const nh_frame *estimates = p->all->estimates;
    double error = nh_number_of(estimates, "std_error", at), low = nh_number_of(estimates, "conf_low", at);
    double high = nh_number_of(estimates, "conf_high", at);
    text[0] = '\0';
    if (p->choice.brackets == NH_P_VALUES) write_p_value(nh_number_of(estimates, "p_value", at), text);
    else if (p->choice.brackets == NH_STD_ERRORS && isfinite(error))
        snprintf(text, CELL, "(%s)", nh_show(error, decimals, first));
    else if (p->choice.brackets == NH_INTERVALS && isfinite(low) && isfinite(high))
        snprintf(text, CELL, "(%s to %s)", nh_show(low, decimals, first), nh_show(high, decimals, second));
}

/* Both cells of a model's term; false where the model does not have it. */
static bool write_cells(const printing *p, const nh_regression_model *model, const nh_regression_row *row,
                        int decimals, char above[CELL], char below[CELL])
{
    size_t at = nh_regression_cell(p->all, model, row);
    above[0] = below[0] = '\0';
    if (!has_cell(p, at)) return false;
    const char *level = nh_text_of(p->all->estimates, "level", at);
    if (strstr(level, "(reference)")) snprintf(above, CELL, "Reference");
    else if (strstr(level, "(dropped)")) snprintf(above, CELL, "Dropped");
    else {
        write_estimate(p, at, decimals, above);
        write_brackets(p, at, decimals, below);
    }
    return true;
}

/* ---- rows of terms ---- */

static size_t begin_row(const printing *p, const char *term, const char *level)
{
    size_t row = nh_frame_append(p->frame);
    nh_put_text(nh_frame_at(p->frame, 0), row, term);
    nh_put_text(nh_frame_at(p->frame, 1), row, level);
    for (size_t m = 0; m < p->group->n_models; m++) nh_put_text(nh_frame_at(p->frame, FIRST_MODEL + m), row, "");
    return row;
}

static void add_term(const printing *p, const nh_regression_row *term)
{
    int decimals = decimals_for(p, term);
    size_t row = begin_row(p, term->term, term->level);
    bool has_second = false;
    for (int second = 0; second < 2; second++) {
        if (second && has_second) row = begin_row(p, "", "");
        if (second && !has_second) return;
        for (size_t m = 0; m < p->group->n_models; m++) {
            char above[CELL], below[CELL];
            write_cells(p, &p->group->model[m], term, decimals, above, below);
            has_second |= below[0] != '\0';
            nh_put_text(nh_frame_at(p->frame, FIRST_MODEL + m), row, second ? below : above);
        }
    }
}

/* ---- rows about the fit ---- */

/* The next of effects joined by +, and its length without blanks around; NULL behind the last. */
static const char *next_effect(const char *at, size_t *length)
{
    at += strspn(at, "+ ");
    *length = strcspn(at, "+");
    while (*length && at[*length - 1] == ' ') --*length;
    return *length ? at : NULL;
}

static bool has_effect(const nh_regression_model *m, const char *effect, size_t length)
{
    size_t n;
    const char *at = m->effects ? next_effect(m->effects, &n) : NULL;
    for (; at; at = next_effect(at + n, &n))
        if (n == length && strncmp(at, effect, n) == 0) return true;
    return false;
}

/* Whether any model has a random intercept, and of what. */
static void add_random(const printing *p)
{
    char words[100] = "";
    for (size_t m = 0; m < p->group->n_models && !words[0]; m++) {
        const char *column = p->group->model[m].random;
        size_t n = column ? strcspn(column, " )") : 0;
        if (n) snprintf(words, sizeof words, "Random intercept of %.*s", (int)(n < 60 ? n : 60), column);
    }
    if (!words[0]) return;
    size_t row = begin_row(p, words, "");
    for (size_t m = 0; m < p->group->n_models; m++)
        nh_put_text(nh_frame_at(p->frame, FIRST_MODEL + m), row, p->group->model[m].random ? "Yes" : "No");
}

static void add_effect(const printing *p, const char *effect, size_t length)
{
    char words[80];
    snprintf(words, sizeof words, "Effects of %.*s", (int)(length < 60 ? length : 60), effect);
    size_t row = begin_row(p, words, "");
    for (size_t m = 0; m < p->group->n_models; m++)
        nh_put_text(nh_frame_at(p->frame, FIRST_MODEL + m), row,
                    has_effect(&p->group->model[m], effect, length) ? "Yes" : "No");
}

/* "Effects of authority": a row for each effect behind the bar of any model. */
static void add_effects(const printing *p)
{
    for (size_t m = 0; m < p->group->n_models; m++) {
        size_t n;
        const char *at = p->group->model[m].effects ? next_effect(p->group->model[m].effects, &n) : NULL;
        for (; at; at = next_effect(at + n, &n)) {
            bool is_new = true;
            for (size_t before = 0; before < m && is_new; before++)
                is_new = !has_effect(&p->group->model[before], at, n);
            if (is_new) add_effect(p, at, n);
        }
    }
}

typedef struct fact {
    const char *column, *words;
    int decimals;
    bool is_text;
} fact;

static const fact facts[] = {
    { "nobs", "Rows", 0, false },
    { "n_events", "Events", 0, false },
    { "n_clusters", "Clusters", 0, false },
    { "r_squared", "R squared", 3, false },
    { "within_r_squared", "R squared within effects", 3, false },
    { "pseudo_r_squared", "Pseudo R squared", 3, false },
    { "log_lik", "Log likelihood", 0, false },
    { "se_type", "Standard errors", 0, true },
    { "small_sample", "Factor and clusters", 0, true },
    { "model", "Name in the tables", 0, true },
};

static bool are_alike(const printing *p, const nh_column *texts)
{
    const char *first = nh_text_at(texts, p->group->model[0].row);
    for (size_t m = 1; m < p->group->n_models; m++)
        if (strcmp(nh_text_at(texts, p->group->model[m].row), first) != 0) return false;
    return true;
}

static bool are_linear(const printing *p)
{
    for (size_t m = 0; m < p->group->n_models; m++)
        if (strcmp(p->group->model[m].family, "gaussian") != 0) return false;
    return true;
}

/* The factor of errors is in the title where all models have the same. */
static bool is_told(const printing *p, const fact *f, const nh_column *column)
{
    if (strcmp(f->column, "small_sample") == 0) return !are_alike(p, column);
    if (f->is_text) return true;
    if (strcmp(f->column, "log_lik") == 0 && are_linear(p)) return false;
    for (size_t m = 0; m < p->group->n_models; m++)
        if (nh_mark_at(column, p->group->model[m].row) != NH_NOT_APPLICABLE) return true;
    return false;
}

static const char *fact_of(const fact *f, const nh_column *column, size_t row, char text[NH_SHOWN_TEXT])
{
    if (!nh_present(column, row)) return nh_mark_symbol(nh_mark_at(column, row));
    if (f->is_text) return nh_text_at(column, row);
    return nh_show(column->number[row], f->decimals, text);
}

static void add_fact(const printing *p, const fact *f)
{
    char text[NH_SHOWN_TEXT];
    const nh_column *column = nh_frame_find(p->all->fit, f->column);
    if (!column || !is_told(p, f, column)) return;
    size_t row = begin_row(p, f->words, "");
    for (size_t m = 0; m < p->group->n_models; m++)
        nh_put_text(nh_frame_at(p->frame, FIRST_MODEL + m), row, fact_of(f, column, p->group->model[m].row, text));
}

/* ---- the frame ---- */

static const char *title_of(const printing *p, nh_arena *scratch)
{
    static const char *const brackets[] = { [NH_STD_ERRORS] = "standard errors in brackets",
                                            [NH_INTERVALS] = "confidence intervals in brackets",
                                            [NH_P_VALUES] = "p-values in brackets" };
    const nh_column *how = nh_frame_find(p->all->fit, "small_sample");
    const char *kind = how && are_alike(p, how) ? nh_text_at(how, p->group->model[0].row) : "";
    if (strcmp(kind, "none") == 0) kind = "";
    return nh_arena_print(scratch, "Models side by side; %s%s%s%s%s", brackets[p->choice.brackets],
                          kind[0] ? " (" : "", kind, kind[0] ? ")" : "",
                          p->choice.stars ? "; * p<0.05, ** p<0.01, *** p<0.001" : "");
}

nh_frame *nh_side_by_side(const nh_regressions *all, const nh_regression_group *group, nh_print_choice choice,
                          size_t *n_of_terms)
{
    printing p = { .all = all, .group = group, .choice = choice };
    nh_arena *scratch = nh_arena_new();
    bool is_only = all->n == 1 || nh_is_one_of_several(&group->model[0]);
    const char *form = is_only ? "" : group->model[0].form;
    p.frame = nh_frame_new(nh_arena_print(scratch, "models%s%s", *form && *form != '_' ? "_" : "", form),
                           title_of(&p, scratch));
    nh_frame_set_lineage(p.frame, nh_frame_lineage(all->estimates));
    nh_frame_add(p.frame, "term", NH_CATEGORY);
    nh_frame_add(p.frame, "level", NH_CATEGORY);
    for (size_t m = 0; m < group->n_models; m++)
        nh_frame_add(p.frame, nh_arena_print(scratch, "(%zu) %s", m + 1, group->model[m].outcome), NH_CATEGORY);
    for (size_t r = 0; r < group->n_rows; r++) add_term(&p, &group->row[r]);
    if (n_of_terms) *n_of_terms = nh_frame_rows(p.frame);
    add_effects(&p);
    add_random(&p);
    for (size_t f = 0; f < sizeof facts / sizeof *facts; f++) add_fact(&p, &facts[f]);
    nh_arena_free(scratch);
    return p.frame;
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

void nh_add_side_by_side(nh_results *released, nh_print_choice choice)
{
    if (!nh_has_regressions(released)) return;
    const nh_frame *estimates = nh_results_find(released, "estimates"), *fit = nh_results_find(released, "fit");
    nh_regressions *all = nh_regressions_of(estimates, fit);
    for (size_t g = 0; g < all->n; g++) nh_results_add(released, nh_side_by_side(all, &all->group[g], choice, NULL));
    nh_regressions_free(all);
}
