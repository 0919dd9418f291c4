/* plots/charts/forest_lines.c: rows of estimates or effects as lines. */
#include "plots/charts/forest_lines.h"

#include "datasets/frame/arena.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct columns {
    const nh_column *model, *outcome, *term, *level, *estimate, *low, *high, *n, *comparison, *unit;
} columns;

static const nh_column *of_kind(const nh_frame *table, const char *name, nh_kind kind)
{
    const nh_column *column = nh_frame_find(table, name);
    return column && column->kind == kind ? column : NULL;
}

/* Effects have comparisons; everything else must have terms. */
static bool find_columns(const nh_frame *table, columns *c, nh_error *err)
{
    c->comparison = of_kind(table, "comparison", NH_CATEGORY);
    c->outcome = of_kind(table, "outcome", NH_CATEGORY);
    c->unit = of_kind(table, "unit", NH_CATEGORY);
    if (!c->comparison || !c->outcome || !c->unit) {
        c->comparison = NULL;
        if (!(c->term = nh_frame_need(table, "term", NH_CATEGORY, err))) return false;
    }
    c->estimate = nh_frame_need(table, "estimate", NH_NUMBER, err);
    c->low = c->estimate ? nh_frame_need(table, "conf_low", NH_NUMBER, err) : NULL;
    c->high = c->low ? nh_frame_need(table, "conf_high", NH_NUMBER, err) : NULL;
    c->model = of_kind(table, "model", NH_CATEGORY);
    c->level = of_kind(table, "level", NH_CATEGORY);
    c->n = of_kind(table, "n", NH_NUMBER);
    return c->high != NULL;
}

void nh_say_plainly(const char *text, char words[NH_FOREST_NAME])
{
    snprintf(words, NH_FOREST_NAME, "%s", text);
    for (char *at = words; *at; at++)
        if (*at == '_') *at = ' ';
}

/* False where the row is hidden or there is no more room: it is counted then. */
static bool add_line(nh_forest_lines *l, const columns *c, size_t row)
{
    bool is_shown = nh_present(c->estimate, row) && nh_present(c->low, row) && nh_present(c->high, row) &&
                    isfinite(c->estimate->number[row]) && isfinite(c->low->number[row]) &&
                    isfinite(c->high->number[row]);
    if (!is_shown) l->n_hidden++;
    if (!is_shown) return false;
    l->n_clear += c->low->number[row] > l->none || c->high->number[row] < l->none;
    if (l->n == NH_FOREST_LINES) l->n_more++;
    if (l->n == NH_FOREST_LINES) return false;
    nh_forest_line *to = &l->all[l->n++];
    *to = (nh_forest_line){ .value = c->estimate->number[row], .low = c->low->number[row],
                            .high = c->high->number[row], .n = NAN };
    if (c->n && nh_present(c->n, row)) to->n = c->n->number[row];
    return true;
}

/* ---- estimates ---- */

static bool is_intercept(const char *term)
{
    return strstr(term, "ntercept") != NULL || strcmp(term, "_cons") == 0;
}

/* How many rows each text of the column has. free() it. */
static size_t *tally(const nh_column *column)
{
    size_t *rows = nh_zeroed(nh_levels_count(column->levels) + 1, sizeof *rows);
    for (size_t row = 0; row < column->n; row++)
        if (nh_present(column, row)) rows[column->code[row]]++;
    return rows;
}

static size_t count_texts(const nh_column *column)
{
    size_t n = 0, *rows = column ? tally(column) : NULL;
    for (size_t level = 0; column && level < nh_levels_count(column->levels); level++) n += rows[level] > 0;
    free(rows);
    return n;
}

/* The text with most rows, the first of several; NULL when there is none. */
static const char *commonest(const nh_column *column, bool (*leaves_out)(const char *text))
{
    const char *best = NULL;
    size_t most = 0, *rows = tally(column);
    for (size_t level = 0; level < nh_levels_count(column->levels); level++) {
        const char *text = nh_levels_text(column->levels, (int32_t)level);
        if (rows[level] <= most || (leaves_out && leaves_out(text))) continue;
        most = rows[level];
        best = text;
    }
    free(rows);
    return best;
}

static void name_line(const columns *c, const nh_forest_lines *l, size_t row, char name[NH_FOREST_NAME])
{
    const char *level = c->level ? nh_text_at(c->level, row) : "";
    char words[NH_FOREST_NAME];
    nh_say_plainly(l->term ? nh_text_at(c->model, row) : nh_text_at(c->term, row), words);
    if (level[0]) snprintf(name, NH_FOREST_NAME, "%.100s: %.50s", words, level);
    else snprintf(name, NH_FOREST_NAME, "%s", words);
    name[0] = (char)toupper((unsigned char)name[0]);
}

static double no_association(const nh_frame *table)
{
    const nh_column *ratios = of_kind(table, "exponentiated", NH_NUMBER);
    return ratios && ratios->n && nh_present(ratios, 0) && ratios->number[0] == 1 ? 1 : 0;
}

static void read_estimates(const columns *c, nh_forest_lines *l)
{
    l->n_models = count_texts(c->model);
    l->term = l->n_models > 1 ? commonest(c->term, is_intercept) : NULL;
    l->outcome = c->outcome && count_texts(c->outcome) == 1 ? nh_text_at(c->outcome, 0) : "";
    for (size_t row = 0; row < c->term->n; row++) {
        const char *term = nh_text_at(c->term, row);
        if (is_intercept(term) || (l->term && strcmp(term, l->term) != 0)) continue;
        if (add_line(l, c, row)) name_line(c, l, row, l->all[l->n - 1].name);
    }
}

/* ---- effects ---- */

/* The place of a comparison among those seen; NH_FOREST_GROUPS: one too many. */
static size_t group_of(nh_forest_lines *l, const char *comparison)
{
    size_t g = 0;
    while (g < l->n_groups && strcmp(l->group[g], comparison) != 0) g++;
    if (g == l->n_groups && g < NH_FOREST_GROUPS) l->group[l->n_groups++] = comparison;
    return g;
}

static void read_effects(const nh_frame *table, const columns *c, nh_forest_lines *l)
{
    const nh_column *per = of_kind(table, "per", NH_CATEGORY), *year = of_kind(table, "year", NH_NUMBER),
                    *first = of_kind(table, "first_year", NH_NUMBER);
    l->unit = commonest(c->unit, NULL);
    if (!l->unit) return;
    if (strstr(l->unit, "ratio")) l->none = 1;
    l->per = per && count_texts(per) == 1 ? nh_text_at(per, 0) : "";
    if (year && year->n && nh_present(year, 0)) l->year = (int)year->number[0];
    if (first && first->n && nh_present(first, 0)) l->first_year = (int)first->number[0];
    for (size_t row = 0; row < c->outcome->n; row++) {
        bool is_of_unit = strcmp(nh_text_at(c->unit, row), l->unit) == 0;
        size_t group = group_of(l, nh_text_at(c->comparison, row));
        if (!is_of_unit || group == NH_FOREST_GROUPS) l->n_of_other_units++;
        else if (add_line(l, c, row)) {
            l->all[l->n - 1].group = group;
            snprintf(l->all[l->n - 1].name, NH_FOREST_NAME, "%s", nh_text_at(c->outcome, row));
        }
    }
}

bool nh_forest_read(const nh_frame *table, nh_forest_lines *lines, nh_error *err)
{
    columns c = { 0 };
    *lines = (nh_forest_lines){ .none = no_association(table), .outcome = "" };
    if (!find_columns(table, &c, err)) return false;
    if (c.comparison) read_effects(table, &c, lines);
    else read_estimates(&c, lines);
    return true;
}
