/* plots/charts/forest.c: estimates with their intervals, printed beside.
 *
 * One line a term of a model; of several models, one line a model for the term that most of them share. Intercepts
 * are left out, and so are estimates that are not shown (too few children behind them), which are counted in the
 * note. The upright line is no association: 0, or 1 where the table says that estimates are ratios (`exponentiated`).
 */
#include "plots/number.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include "datasets/frame/arena.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 30, NAME = 160 };

typedef struct line {
    char name[NAME];
    double value, low, high, n; /* n NaN: not given */
} line;

typedef struct lines {
    line all[MOST_LINES];
    size_t n, n_hidden, n_more, n_models, n_clear;
    double none;             /* the value of no association */
    const char *outcome, *term; /* the term that several models share; else NULL */
} lines;

typedef struct columns {
    const nh_column *model, *outcome, *term, *level, *estimate, *low, *high, *n;
} columns;

static bool find_columns(const nh_frame *table, columns *c, nh_error *err)
{
    c->term = nh_frame_need(table, "term", NH_CATEGORY, err);
    c->estimate = c->term ? nh_frame_need(table, "estimate", NH_NUMBER, err) : NULL;
    c->low = c->estimate ? nh_frame_need(table, "conf_low", NH_NUMBER, err) : NULL;
    c->high = c->low ? nh_frame_need(table, "conf_high", NH_NUMBER, err) : NULL;
    c->model = nh_frame_find(table, "model");
    c->outcome = nh_frame_find(table, "outcome");
    c->level = nh_frame_find(table, "level");
    c->n = nh_frame_find(table, "n");
    return c->high != NULL;
}

static bool is_text(const nh_column *column)
{
    return column && column->kind == NH_CATEGORY;
}

static bool is_intercept(const char *term)
{
    return strstr(term, "ntercept") != NULL || strcmp(term, "_cons") == 0;
}

static size_t count_models(const columns *c)
{
    size_t n = 0;
    for (size_t row = 0; is_text(c->model) && row < c->model->n; row++) {
        bool is_new = true;
        for (size_t k = 0; k < row && is_new; k++)
            is_new = strcmp(nh_text_at(c->model, k), nh_text_at(c->model, row)) != 0;
        n += is_new;
    }
    return n;
}

/* The term with most rows, the first of several: with one row a model it is what they share. */
static const char *shared_term(const columns *c)
{
    const char *best = NULL;
    size_t most = 0;
    for (size_t row = 0; row < c->term->n; row++) {
        const char *term = nh_text_at(c->term, row);
        size_t n = 0;
        for (size_t k = 0; k < c->term->n; k++) n += strcmp(nh_text_at(c->term, k), term) == 0;
        if (n > most && !is_intercept(term)) {
            most = n;
            best = term;
        }
    }
    return best;
}

/* "share_over_20" reads "share over 20". */
static void say_plainly(const char *text, char words[NAME])
{
    snprintf(words, NAME, "%s", text);
    for (char *at = words; *at; at++)
        if (*at == '_') *at = ' ';
}

static void name_line(const columns *c, const lines *l, size_t row, char name[NAME])
{
    const char *level = is_text(c->level) ? nh_text_at(c->level, row) : "";
    char words[NAME];
    say_plainly(l->term ? nh_text_at(c->model, row) : nh_text_at(c->term, row), words);
    if (level[0]) snprintf(name, NAME, "%.100s: %.50s", words, level);
    else snprintf(name, NAME, "%s", words);
    name[0] = (char)toupper((unsigned char)name[0]);
}

static void add_line(lines *l, const columns *c, size_t row)
{
    bool is_shown = nh_present(c->estimate, row) && nh_present(c->low, row) && nh_present(c->high, row) &&
                    isfinite(c->estimate->number[row]) && isfinite(c->low->number[row]) &&
                    isfinite(c->high->number[row]);
    if (!is_shown) l->n_hidden++;
    if (!is_shown) return;
    l->n_clear += c->low->number[row] > l->none || c->high->number[row] < l->none;
    if (l->n == MOST_LINES) {
        l->n_more++;
        return;
    }
    line *to = &l->all[l->n++];
    *to = (line){
        .value = c->estimate->number[row], .low = c->low->number[row], .high = c->high->number[row], .n = NAN
    };
    if (c->n && c->n->kind == NH_NUMBER && nh_present(c->n, row)) to->n = c->n->number[row];
    name_line(c, l, row, to->name);
}

static double no_association(const nh_frame *table)
{
    const nh_column *ratios = nh_frame_find(table, "exponentiated");
    bool is_number = ratios && ratios->kind == NH_NUMBER && ratios->n && nh_present(ratios, 0);
    return is_number && ratios->number[0] == 1 ? 1 : 0;
}

static bool collect(const nh_frame *table, lines *l, nh_error *err)
{
    columns c;
    if (!find_columns(table, &c, err)) return false;
    l->none = no_association(table);
    l->n_models = count_models(&c);
    l->term = l->n_models > 1 ? shared_term(&c) : NULL;
    l->outcome = is_text(c.outcome) && c.outcome->n ? nh_text_at(c.outcome, 0) : "";
    for (size_t row = 0; l->outcome[0] && row < c.outcome->n; row++)
        if (strcmp(nh_text_at(c.outcome, row), l->outcome) != 0) l->outcome = ""; /* models of several outcomes */
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        const char *term = nh_text_at(c.term, row);
        if (!is_intercept(term) && (!l->term || strcmp(term, l->term) == 0)) add_line(l, &c, row);
    }
    return true;
}

/* ---- words ---- */

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    lines l = { .n = 0 };
    char outcome[NAME], term[NAME];
    if (!collect(table, &l, NULL)) l.n = 0;
    say_plainly(l.outcome ? l.outcome : "", outcome);
    say_plainly(l.term ? l.term : "", term);
    if (l.n && l.term && !outcome[0])
        nh_text_say(title, "%zu of %zu models find a link with \xE2\x80\x98%s\xE2\x80\x99", l.n_clear, l.n + l.n_more, term);
    else if (l.n && l.term)
        nh_text_say(title,
                    "%zu of %zu models find a link between \xE2\x80\x98%s\xE2\x80\x99 and \xE2\x80\x98%s\xE2\x80\x99",
                    l.n_clear, l.n + l.n_more, term, outcome);
    else if (l.n && outcome[0])
        nh_text_say(title, "%zu of %zu terms are clearly linked with \xE2\x80\x98%s\xE2\x80\x99", l.n_clear, l.n + l.n_more,
                    outcome);
    else nh_text_say(title, "Estimates with their 95%% intervals");
    nh_text_say(description, "Forest plot: a point and a line across for each estimate and its 95%% interval. ");
    nh_text_say(description, "%zu of %zu intervals leave out %g, which is no association.", l.n_clear, l.n + l.n_more, l.none);
    for (size_t i = 0; i < l.n && i < 8; i++) {
        char value[NH_SHOWN_TEXT], low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT];
        nh_text_say(description, " %s: %s (%s to %s).", l.all[i].name, nh_show(l.all[i].value, 2, value),
                    nh_show(l.all[i].low, 2, low), nh_show(l.all[i].high, 2, high));
    }
}

static void say_note(const lines *l, nh_text *note)
{
    nh_text_say(note,
                "Points are estimates, lines their 95%% intervals. The upright line at %g is no association. An "
                "association does not show what causes what.",
                l->none);
    if (l->n_hidden) nh_text_say(note, " %zu not shown: few children are behind them.", l->n_hidden);
    if (l->n_more) nh_text_say(note, " %zu more are in the table.", l->n_more);
}

/* ---- picture ---- */

enum { ROW = 30, HEAD = 34, AXIS = 30, NAMES = 330, FIGURES = 250 };

/* Enough decimals to tell the estimates apart from no association. */
static int decimals_for(const lines *l)
{
    double widest = 0;
    for (size_t i = 0; i < l->n; i++)
        widest = fmax(widest, fmax(fabs(l->all[i].low - l->none), fabs(l->all[i].high - l->none)));
    return widest < 0.02 ? 4 : widest < 0.2 ? 3 : widest < 50 ? 2 : 0;
}

static nh_scale scale_for(const lines *l, nh_box plot)
{
    double from = l->none, to = l->none;
    for (size_t i = 0; i < l->n; i++) {
        from = fmin(from, l->all[i].low);
        to = fmax(to, l->all[i].high);
    }
    double room = to > from ? (to - from) * 0.06 : 1;
    return (nh_scale){ from - room, to + room, plot.left, plot.right };
}

static void draw_heads(nh_script *script, const lines *l, nh_box body, nh_box plot)
{
    nh_type type = { .size = 12, .colour = NH_MUTED, .is_bold = true };
    nh_draw_text(script, body.left, body.top + 16, &type, l->term ? "Model" : "Term");
    nh_draw_text(script, plot.right + 24, body.top + 16, &type, "Estimate (95% interval)");
    type.anchor = NH_RIGHT;
    nh_draw_text(script, body.right, body.top + 16, &type, "n");
}

static void draw_one(nh_script *script, const line *one, nh_scale scale, double y)
{
    const nh_stroke stroke = { NH_NAVY, 2.2, NH_SOLID };
    double low = nh_place(scale, one->low), high = nh_place(scale, one->high);
    nh_draw_line(script, (nh_spot){ low, y }, (nh_spot){ high, y }, stroke);
    nh_draw_line(script, (nh_spot){ low, y - 4 }, (nh_spot){ low, y + 4 }, stroke);
    nh_draw_line(script, (nh_spot){ high, y - 4 }, (nh_spot){ high, y + 4 }, stroke);
}

static void print_one(nh_script *script, const line *one, nh_box body, double x, double y, int decimals)
{
    const nh_type type = { .size = 12.5, .colour = NH_INK },
                  right = { .size = 12.5, .colour = NH_INK, .anchor = NH_RIGHT };
    char value[NH_SHOWN_TEXT], low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT], text[3 * NH_SHOWN_TEXT + 16];
    snprintf(text, sizeof text, "%s (%s to %s)", nh_show(one->value, decimals, value),
             nh_show(one->low, decimals, low), nh_show(one->high, decimals, high));
    nh_draw_text(script, body.left, y, &type, one->name);
    nh_draw_text(script, x, y, &type, text);
    if (isfinite(one->n)) nh_draw_text(script, body.right, y, &right, nh_show(one->n, 0, value));
}

static void draw_grid(nh_script *script, nh_box plot, nh_scale scale, double none)
{
    nh_draw_grid_below(script, plot, scale, nh_round_step(scale.from, scale.to, 5), "");
    double x = nh_place(scale, none);
    nh_draw_line(script, (nh_spot){ x, plot.top }, (nh_spot){ x, plot.bottom }, (nh_stroke){ NH_INK, 1.2, NH_SOLID });
}

static void draw_lines(nh_script *script, const lines *l, nh_box body)
{
    const nh_box plot = { body.left + NAMES, body.right - FIGURES, body.top + HEAD, body.bottom - AXIS };
    nh_scale scale = scale_for(l, plot);
    int decimals = decimals_for(l);
    draw_heads(script, l, body, plot);
    draw_grid(script, plot, scale, l->none);
    for (size_t i = 0; i < l->n; i++) {
        double y = plot.top + (double)i * ROW + ROW / 2.0;
        draw_one(script, &l->all[i], scale, y);
        print_one(script, &l->all[i], body, plot.right + 24, y, decimals);
    }
    for (size_t i = 0; i < l->n; i++) {
        const nh_spot at = { nh_place(scale, l->all[i].value), plot.top + (double)i * ROW + ROW / 2.0 };
        nh_draw_point(script, at, NH_SQUARE, 8, NH_NAVY);
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    lines l = { .n = 0 };
    if (!collect(table, &l, err)) return false;
    if (l.n == 0)
        return nh_fail(err, NH_INCOMPLETE, "no forest chart: no estimate has an interval that can be shown");
    nh_text *subtitle = nh_text_new(), *note = nh_text_new();
    char outcome[NAME], term[NAME];
    say_plainly(l.outcome, outcome);
    say_plainly(l.term ? l.term : "", term);
    if (l.term && outcome[0])
        nh_text_say(subtitle,
                    "Change in \xE2\x80\x98%s\xE2\x80\x99 for one more of \xE2\x80\x98%s\xE2\x80\x99, by model",
                    outcome, term);
    else if (l.term)
        nh_text_say(subtitle, "Change in each model\xE2\x80\x99s outcome for one more of \xE2\x80\x98%s\xE2\x80\x99",
                    term);
    else nh_text_say(subtitle, "Estimates for \xE2\x80\x98%s\xE2\x80\x99", outcome[0] ? outcome : "the outcome");
    say_note(&l, note);
    const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
    draw_lines(script, &l, nh_script_open(script, &heading, HEAD + AXIS + (double)l.n * ROW));
    nh_text_free(note);
    nh_text_free(subtitle);
    return true;
}

const nh_chart nh_chart_forest = {
    .name = "forest", .summary = "estimates with their intervals",
    .table = "estimates", .draw = draw, .describe = describe
};
