/* plots/charts/forest.c: estimates with their intervals, printed beside.
 *
 * Which lines there are, plots/charts/forest_lines.h says. Two comparisons of an outcome stand under each other, in
 * two colours and shapes. The upright line is no association: 0, or 1 where the table says that estimates are ratios
 * (`exponentiated`). */
#include "datasets/write/shown.h"
#include "plots/charts/forest_lines.h"
#include "plots/charts/forest_words.h"
#include "plots/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A table of an audit in which nothing can be shown stands without a picture. */
static bool suits(const nh_frame *table)
{
    nh_forest_lines l;
    return nh_forest_read(table, &l, NULL) && l.n > 0;
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    nh_forest_lines l;
    if (!nh_forest_read(table, &l, NULL)) l.n = l.n_groups = 0;
    nh_forest_title(&l, title);
    nh_forest_description(&l, description);
}

/* ---- picture ---- */

enum { ROW = 30, PAIR_ROW = 23, PAIR_GAP = 12, HEAD = 34, LEGEND = 26, AXIS = 30, NAMES = 338, FIGURES = 250 };

static const struct look {
    uint32_t colour, word;
    nh_shape shape;
    double size;
} looks[NH_FOREST_GROUPS] = { { NH_NAVY, NH_NAVY, NH_SQUARE, 8 }, { NH_ORANGE, NH_ORANGE_WORD, NH_CIRCLE, 9 } };

static bool has_pairs(const nh_forest_lines *l)
{
    return l->n_groups == NH_FOREST_GROUPS;
}

/* Whether a line is of the same outcome as the one above it. */
static bool continues(const nh_forest_lines *l, size_t i)
{
    return has_pairs(l) && i > 0 && strcmp(l->all[i].name, l->all[i - 1].name) == 0;
}

/* The middles of the lines, from the top of the plot; returns where they end. */
static double lay_out(const nh_forest_lines *l, double top, double middles[NH_FOREST_LINES])
{
    double y = top;
    for (size_t i = 0; i < l->n; i++) {
        double height = has_pairs(l) ? PAIR_ROW : ROW;
        if (has_pairs(l) && !continues(l, i)) y += i ? PAIR_GAP : PAIR_GAP / 2.0;
        middles[i] = y + height / 2;
        y += height;
    }
    return y + (has_pairs(l) ? PAIR_GAP / 2.0 : 0);
}

static nh_scale scale_for(const nh_forest_lines *l, nh_box plot)
{
    double from = l->none, to = l->none;
    for (size_t i = 0; i < l->n; i++) {
        from = fmin(from, l->all[i].low);
        to = fmax(to, l->all[i].high);
    }
    double room = to > from ? (to - from) * 0.06 : 1;
    return (nh_scale){ from - room, to + room, plot.left, plot.right };
}

/* Which shape is which comparison, above everything. */
static void draw_legend(nh_script *script, const nh_forest_lines *l, nh_box body)
{
    double x = body.left;
    for (size_t g = 0; g < l->n_groups; g++) {
        const nh_type type = { .size = 12.5, .colour = looks[g].word, .is_bold = true };
        nh_draw_point(script, (nh_spot){ x + 6, body.top + 10 }, looks[g].shape, looks[g].size, looks[g].colour);
        nh_draw_text(script, x + 18, body.top + 10, &type, l->group[g]);
        x += 18 + nh_text_width(l->group[g], 12.5, true) + 36;
    }
}

static void draw_heads(nh_script *script, const nh_forest_lines *l, nh_box body, nh_box plot)
{
    nh_type type = { .size = 12, .colour = NH_MUTED, .is_bold = true };
    double y = plot.top - HEAD + 16;
    nh_draw_text(script, body.left, y, &type, l->n_groups ? "Outcome" : l->term ? "Model" : "Term");
    nh_draw_text(script, plot.right + 24, y, &type, "Estimate (95% interval)");
    type.anchor = NH_RIGHT;
    nh_draw_text(script, body.right, y, &type, "n");
}

/* Which side is which, on either side of no association, where there is room. */
static void draw_sides(nh_script *script, nh_box plot, double none)
{
    nh_type type = { .size = 11, .colour = NH_MUTED, .anchor = NH_RIGHT };
    double y = plot.top - HEAD + 16;
    if (none - plot.left > 60) nh_draw_text(script, none - 6, y, &type, "\xE2\x97\x80 lower");
    type.anchor = NH_LEFT;
    if (plot.right - none > 60) nh_draw_text(script, none + 6, y, &type, "higher \xE2\x96\xB6");
}

static void draw_interval(nh_script *script, const nh_forest_line *one, nh_scale scale, double y)
{
    const nh_stroke stroke = { looks[one->group].colour, 2.2, NH_SOLID };
    double low = nh_place(scale, one->low), high = nh_place(scale, one->high);
    nh_draw_line(script, (nh_spot){ low, y }, (nh_spot){ high, y }, stroke);
    nh_draw_line(script, (nh_spot){ low, y - 4 }, (nh_spot){ low, y + 4 }, stroke);
    nh_draw_line(script, (nh_spot){ high, y - 4 }, (nh_spot){ high, y + 4 }, stroke);
}

static void print_numbers(nh_script *script, const nh_forest_line *one, nh_spot at, double right, int decimals)
{
    const nh_type type = { .size = 12.5, .colour = looks[one->group].colour == NH_NAVY ? NH_INK : looks[1].word };
    const nh_type end = { .size = 12.5, .colour = type.colour, .anchor = NH_RIGHT };
    char value[NH_SHOWN_TEXT], low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT], text[3 * NH_SHOWN_TEXT + 16];
    snprintf(text, sizeof text, "%s (%s to %s)", nh_show(one->value, decimals, value),
             nh_show(one->low, decimals, low), nh_show(one->high, decimals, high));
    nh_draw_text(script, at.x, at.y, &type, text);
    if (isfinite(one->n)) nh_draw_text(script, right, at.y, &end, nh_show(one->n, 0, value));
}

static void draw_grid(nh_script *script, nh_box plot, nh_scale scale, double none)
{
    nh_draw_grid_below(script, plot, scale, nh_round_step(scale.from, scale.to, 5), "");
    double x = nh_place(scale, none);
    nh_draw_line(script, (nh_spot){ x, plot.top }, (nh_spot){ x, plot.bottom }, (nh_stroke){ NH_INK, 1.2, NH_SOLID });
}

static void draw_names(nh_script *script, const nh_forest_lines *l, double left, const double middles[])
{
    const nh_type type = { .size = 12.5, .colour = NH_INK };
    for (size_t i = 0; i < l->n; i++) {
        bool is_first_of_two = i + 1 < l->n && continues(l, i + 1);
        if (continues(l, i)) continue;
        nh_draw_text(script, left, is_first_of_two ? (middles[i] + middles[i + 1]) / 2 : middles[i], &type,
                     l->all[i].name);
    }
}

static void draw_lines(nh_script *script, const nh_forest_lines *l, nh_box body)
{
    double middles[NH_FOREST_LINES], top = body.top + HEAD + (has_pairs(l) ? LEGEND : 0);
    const nh_box plot = { body.left + NAMES, body.right - FIGURES, top, lay_out(l, top, middles) };
    nh_scale scale = scale_for(l, plot);
    int decimals = nh_forest_decimals(l);
    if (has_pairs(l)) draw_legend(script, l, body);
    draw_heads(script, l, body, plot);
    if (l->n_groups) draw_sides(script, plot, nh_place(scale, l->none));
    draw_grid(script, plot, scale, l->none);
    draw_names(script, l, body.left, middles);
    for (size_t i = 0; i < l->n; i++) {
        draw_interval(script, &l->all[i], scale, middles[i]);
        print_numbers(script, &l->all[i], (nh_spot){ plot.right + 24, middles[i] }, body.right, decimals);
    }
    for (size_t i = 0; i < l->n; i++) {
        const struct look *look = &looks[l->all[i].group];
        nh_draw_point(script, (nh_spot){ nh_place(scale, l->all[i].value), middles[i] }, look->shape, look->size,
                      look->colour);
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    nh_forest_lines l;
    double middles[NH_FOREST_LINES];
    if (!nh_forest_read(table, &l, err)) return false;
    if (l.n == 0)
        return nh_fail(err, NH_INCOMPLETE, "no forest chart: no estimate has an interval that can be shown");
    nh_text *subtitle = nh_text_new(), *note = nh_text_new();
    nh_forest_subtitle(&l, subtitle);
    nh_forest_note(&l, note);
    const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
    double height = HEAD + AXIS + (has_pairs(&l) ? LEGEND : 0) + lay_out(&l, 0, middles);
    draw_lines(script, &l, nh_script_open(script, &heading, height));
    nh_text_free(note);
    nh_text_free(subtitle);
    return true;
}

const nh_chart nh_chart_forest = {
    .name = "forest", .summary = "estimates with their intervals",
    .table = "estimates", .suits = suits, .draw = draw, .describe = describe
};
