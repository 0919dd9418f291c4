/* plots/regression_models.c: rows of estimates and fits, sorted into tables. */
#include "plots/regression_models.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

/* ---- models ---- */

/* What a model's name takes from its outcome: I(missing_incidents>0) gives missing_incidents. */
static size_t plain_length(const char *outcome, const char **plain)
{
    *plain = outcome + (strncmp(outcome, "I(", 2) == 0 ? 2 : 0);
    return strspn(*plain, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
}

/* "share_convicted_within_cr2" of share_convicted with cr2 errors is "_within". */
static const char *form_of(nh_arena *memory, const char *name, const char *outcome, const char *errors)
{
    const char *plain;
    size_t length = plain_length(outcome, &plain), n = strlen(name), n_errors = strlen(errors);
    if (strncmp(name, outcome, strlen(outcome)) == 0) length = strlen(plain = outcome);
    if (length && strncmp(name, plain, length) == 0) {
        name += length;
        n -= length;
    }
    if (n > n_errors && name[n - n_errors - 1] == '_' && strcmp(name + n - n_errors, errors) == 0) n -= n_errors + 1;
    return nh_arena_text(memory, name, n);
}

static const char *terms_of(const char *formula)
{
    const char *tilde = strchr(formula, '~');
    return tilde ? tilde + 1 + strspn(tilde + 1, " ") : formula;
}

/* The bar that is in no bracket: (1 | authority) is a term. */
static const char *effects_of(const char *terms)
{
    int depth = 0;
    for (; *terms && (*terms != '|' || depth > 0); terms++) depth += (*terms == '(') - (*terms == ')');
    return *terms ? terms + 1 + strspn(terms + 1, " ") : NULL;
}

static const char *random_of(const char *terms)
{
    for (const char *at = strchr(terms, '('); at; at = strchr(at + 1, '(')) {
        const char *one = at + 1 + strspn(at + 1, " "), *bar = one + 1 + strspn(one + (*one != 0), " ");
        if (*one == '1' && *bar == '|') return bar + 1 + strspn(bar + 1, " ");
    }
    return NULL;
}

static const char *outcome_of(const nh_frame *estimates, const char *name)
{
    const nh_column *models = nh_frame_find(estimates, "model");
    for (size_t row = 0; row < nh_frame_rows(estimates); row++)
        if (strcmp(nh_text_at(models, row), name) == 0) return nh_text_of(estimates, "outcome", row);
    return name;
}

static nh_regression_model model_at(const nh_regressions *r, size_t row)
{
    nh_regression_model m = { .name = nh_text_of(r->fit, "model", row), .family = nh_text_of(r->fit, "family", row) };
    m.row = row;
    m.terms = terms_of(nh_text_of(r->fit, "formula", row));
    m.effects = effects_of(m.terms);
    m.random = random_of(m.terms);
    m.outcome = outcome_of(r->estimates, m.name);
    m.form = form_of(r->memory, m.name, m.outcome, nh_text_of(r->fit, "se_type", row));
    return m;
}

bool nh_is_one_of_several(const nh_regression_model *m)
{
    return m->form[0] == '_' && m->form[1] && m->form[1 + strspn(m->form + 1, "0123456789")] == '\0';
}

static bool belong_together(const nh_regression_model *a, const nh_regression_model *b)
{
    if (nh_is_one_of_several(a) || nh_is_one_of_several(b)) return nh_is_one_of_several(a) && nh_is_one_of_several(b);
    return strcmp(a->terms, b->terms) == 0 && strcmp(a->family, b->family) == 0 && strcmp(a->form, b->form) == 0;
}

/* Whoever wrote the formula wants its table. */
static bool is_a_curve(const nh_regression_model *m)
{
    bool has_a_form = m->form[0] && !nh_is_one_of_several(m);
    return has_a_form && (strstr(m->terms, "ns(") || strstr(m->terms, "poly("));
}

/* ---- groups ---- */

static nh_regression_group *group_for(nh_regressions *r, const nh_regression_model *m)
{
    for (size_t g = 0; g < r->n; g++)
        if (belong_together(&r->group[g].model[0], m)) return &r->group[g];
    r->group = nh_resize(r->group, r->n + 1, sizeof *r->group);
    r->group[r->n] = (nh_regression_group){ .n_models = 0 };
    return &r->group[r->n++];
}

static void add_model(nh_regressions *r, const nh_regression_model *m)
{
    nh_regression_group *to = group_for(r, m);
    size_t i = nh_is_one_of_several(m) ? to->n_models : 0;
    while (i < to->n_models && strcmp(to->model[i].outcome, m->outcome) != 0) i++;
    if (i == to->n_models) to->model = nh_resize(to->model, ++to->n_models, sizeof *to->model);
    to->model[i] = *m;
}

/* ---- rows ---- */

/* "foster (reference)" and "(dropped)" are marks behind a level. */
static size_t length_of_level(const char *level)
{
    static const char *const marks[] = { "(reference)", "(dropped)" };
    size_t n = strlen(level);
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(marks[i]);
        if (n >= length && strcmp(level + n - length, marks[i]) == 0) n -= length;
    }
    while (n > 0 && level[n - 1] == ' ') n--;
    return n;
}

static bool is_of_row(const char *term, const char *level, const nh_regression_row *row)
{
    size_t n = length_of_level(level);
    return strcmp(term, row->term) == 0 && strlen(row->level) == n && strncmp(level, row->level, n) == 0;
}

static void add_row(nh_regressions *r, nh_regression_group *group, const char *term, const char *level)
{
    for (size_t i = 0; i < group->n_rows; i++)
        if (is_of_row(term, level, &group->row[i])) return;
    group->row = nh_resize(group->row, group->n_rows + 1, sizeof *group->row);
    group->row[group->n_rows++] =
        (nh_regression_row){ term, nh_arena_text(r->memory, level, length_of_level(level)) };
}

static void add_rows(nh_regressions *r, nh_regression_group *group)
{
    const nh_column *models = nh_frame_find(r->estimates, "model");
    for (size_t m = 0; m < group->n_models; m++)
        for (size_t row = 0; row < nh_frame_rows(r->estimates); row++)
            if (strcmp(nh_text_at(models, row), group->model[m].name) == 0)
                add_row(r, group, nh_text_of(r->estimates, "term", row), nh_text_of(r->estimates, "level", row));
}

size_t nh_regression_cell(const nh_regressions *r, const nh_regression_model *model, const nh_regression_row *row)
{
    size_t at = 0, n = nh_frame_rows(r->estimates);
    const nh_column *models = nh_frame_find(r->estimates, "model");
    for (; at < n; at++)
        if (strcmp(nh_text_at(models, at), model->name) == 0 &&
            is_of_row(nh_text_of(r->estimates, "term", at), nh_text_of(r->estimates, "level", at), row))
            break;
    return at;
}

nh_regressions *nh_regressions_of(const nh_frame *estimates, const nh_frame *fit)
{
    nh_regressions *r = nh_zeroed(1, sizeof *r);
    *r = (nh_regressions){ .estimates = estimates, .fit = fit, .memory = nh_arena_new() };
    for (size_t row = 0; row < nh_frame_rows(fit); row++) {
        nh_regression_model m = model_at(r, row);
        if (!is_a_curve(&m)) add_model(r, &m);
    }
    for (size_t g = 0; g < r->n; g++) add_rows(r, &r->group[g]);
    return r;
}

void nh_regressions_free(nh_regressions *r)
{
    if (!r) return;
    for (size_t g = 0; g < r->n; g++) {
        free(r->group[g].model);
        free(r->group[g].row);
    }
    free(r->group);
    nh_arena_free(r->memory);
    free(r);
}
