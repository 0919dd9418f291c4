/* plots/charts/dumbbell.c: each region's share of England's children's homes against its share of the children.
 *
 * Two points a region with a line between them, in order of how much larger the share of homes is. A region without
 * one of the shares is left out, and said so. */
#include "datasets/write/shown.h"
#include "plots/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_REGIONS = 16 };

typedef struct region {
    const char *name;
    double homes, children;             /* shares, % */
    double n_homes, n_children;
} region;

typedef struct regions {
    region all[MOST_REGIONS];
    size_t n, n_without;
    int year, homes_year;
    double highest;
} regions;

static double excess(const region *r)
{
    return r->homes - r->children;
}

/* Insertion, the largest excess of homes first: there are nine. */
static void add_in_order(regions *r, region one)
{
    size_t k = r->n++;
    for (; k > 0 && excess(&r->all[k - 1]) < excess(&one); k--) r->all[k] = r->all[k - 1];
    r->all[k] = one;
    r->highest = fmax(r->highest, fmax(one.homes, one.children));
}

enum { HOMES, CHILDREN, N_HOMES, N_CHILDREN, YEAR, HOMES_YEAR, N_NUMBERS };

static bool find_numbers(const nh_frame *table, const nh_column *numbers[N_NUMBERS], nh_error *err)
{
    static const char *const names[N_NUMBERS] = { "share_of_homes", "share_of_children", "homes", "children", "year",
                                                  "homes_year" };
    for (size_t i = 0; i < N_NUMBERS; i++)
        if (!(numbers[i] = nh_frame_need(table, names[i], NH_NUMBER, err))) return false;
    return true;
}

static bool collect(const nh_frame *table, regions *r, nh_error *err)
{
    const nh_column *numbers[N_NUMBERS];
    const nh_column *level = nh_frame_need(table, "geographic_level", NH_CATEGORY, err);
    const nh_column *name = nh_frame_need(table, "name", NH_CATEGORY, err);
    if (!level || !name || !find_numbers(table, numbers, err)) return false;
    for (size_t row = 0; row < nh_frame_rows(table) && r->n < MOST_REGIONS; row++) {
        if (strcmp(nh_text_at(level, row), "Regional") != 0) continue;
        const region one = { nh_text_at(name, row), nh_number_at(numbers[HOMES], row),
                             nh_number_at(numbers[CHILDREN], row), nh_number_at(numbers[N_HOMES], row),
                             nh_number_at(numbers[N_CHILDREN], row) };
        r->year = (int)nh_number_at(numbers[YEAR], row);
        r->homes_year = (int)nh_number_at(numbers[HOMES_YEAR], row);
        if (isfinite(excess(&one))) add_in_order(r, one);
        else r->n_without++;
    }
    return true;
}

static bool suits(const nh_frame *table)
{
    regions r = { .n = 0 };
    return collect(table, &r, NULL) && r.n > 1;
}

/* ---- words ---- */

/* "The North East", but "London" and "Yorkshire and The Humber". */
static const char *article(const char *name, bool begins)
{
    bool has_none = strncmp(name, "London", 6) == 0 || strncmp(name, "Yorkshire", 9) == 0;
    return has_none ? "" : begins ? "The " : "the ";
}

static void say_title(const regions *r, nh_text *title)
{
    const region *most = &r->all[0], *least = &r->all[r->n - 1];
    nh_text_say(title,
                "%s%s has %.0f%% of children\xE2\x80\x99s homes and %.0f%% of looked-after children; %s%s %.0f%% and "
                "%.0f%%",
                article(most->name, true), most->name, round(most->homes), round(most->children),
                article(least->name, false), least->name, round(least->homes), round(least->children));
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    regions r = { .n = 0 };
    bool is_read = collect(table, &r, NULL) && r.n > 1;
    if (is_read) say_title(&r, title);
    else nh_text_say(title, "Children\xE2\x80\x99s homes and looked-after children by region");
    nh_text_say(description, "Two points a region: its share of England\xE2\x80\x99s children\xE2\x80\x99s homes and "
                             "of its looked-after children.");
    for (size_t i = 0; is_read && i < r.n; i++)
        nh_text_say(description, " %s: %.0f%% of homes, %.0f%% of children.", r.all[i].name, round(r.all[i].homes),
                    round(r.all[i].children));
}

/* ---- picture ---- */

enum { ROW = 36, HEAD = 62, FOOT = 30, NAMES = 190, NUMBERS = 190, LEGEND = 10 };

typedef struct mark {
    nh_shape shape;
    uint32_t colour, word;
    const char *meaning;
} mark;

static const mark of_homes = { NH_SQUARE, NH_ORANGE, NH_ORANGE_WORD, "Share of children\xE2\x80\x99s homes" };
static const mark of_children = { NH_CIRCLE, NH_NAVY, NH_NAVY, "Share of looked-after children" };

static double draw_meaning(nh_script *script, double x, double y, const mark *m)
{
    const nh_type type = { .size = 12.5, .colour = m->word, .is_bold = true };
    nh_draw_point(script, (nh_spot){ x + 6, y }, m->shape, 12, m->colour);
    nh_draw_text(script, x + 18, y, &type, m->meaning);
    return x + 18 + nh_text_width(m->meaning, 12.5, true) + 26;
}

static void draw_share(nh_script *script, nh_spot at, double share, const mark *m, bool is_left)
{
    const nh_type type = { .size = 12.5, .colour = m->word, .anchor = is_left ? NH_RIGHT : NH_LEFT, .is_bold = true };
    char text[16];
    snprintf(text, sizeof text, "%.0f%%", round(share));
    nh_draw_point(script, at, m->shape, 13, m->colour);
    nh_draw_text(script, at.x + (is_left ? -11 : 11), at.y, &type, text);
}

static void draw_region(nh_script *script, const region *r, nh_box plot, nh_scale scale, double y)
{
    const nh_type name = { .size = 13, .colour = NH_INK };
    const nh_type number = { .size = 12.5, .colour = NH_INK, .anchor = NH_RIGHT };
    const nh_spot homes = { nh_place(scale, r->homes), y }, children = { nh_place(scale, r->children), y };
    char text[NH_SHOWN_TEXT];
    nh_draw_text(script, plot.left - NAMES, y, &name, r->name);
    nh_draw_line(script, homes, children, (nh_stroke){ NH_GREY, 4, NH_SOLID });
    draw_share(script, children, r->children, &of_children, r->children < r->homes);
    draw_share(script, homes, r->homes, &of_homes, r->homes <= r->children);
    nh_draw_text(script, plot.right + NUMBERS - 90, y, &number, nh_show(r->n_homes, 0, text));
    nh_draw_text(script, plot.right + NUMBERS, y, &number, nh_show(r->n_children, 0, text));
}

static void draw_regions(nh_script *script, const regions *r, nh_box body)
{
    const nh_box plot = { body.left + NAMES, body.right - NUMBERS, body.top + HEAD, body.bottom - FOOT };
    const nh_scale scale = { 0, ceil(r->highest / 5) * 5 + 2, plot.left, plot.right };
    const nh_type head = { .size = 12, .colour = NH_MUTED, .anchor = NH_RIGHT, .is_bold = true };
    double x = draw_meaning(script, body.left, body.top + LEGEND, &of_homes);
    draw_meaning(script, x, body.top + LEGEND, &of_children);
    nh_draw_text(script, plot.right + NUMBERS - 90, plot.top - 14, &head, "Homes");
    nh_draw_text(script, plot.right + NUMBERS, plot.top - 14, &head, "Children");
    nh_draw_grid_below(script, plot, scale, 5, "%");
    for (size_t i = 0; i < r->n; i++)
        draw_region(script, &r->all[i], plot, scale, plot.top + ROW * ((double)i + 0.5));
}

static void say_note(const regions *r, nh_text *note)
{
    nh_text_say(note, "Homes: Ofsted\xE2\x80\x99s list of providers, 31 March %d. Children: those whom the "
                      "region\xE2\x80\x99s authorities are responsible for, in any placement and wherever they live.",
                r->homes_year);
    if (r->n_without)
        nh_text_say(note, " %zu region%s left out: a figure is suppressed or missing.", r->n_without,
                    r->n_without == 1 ? " is" : "s are");
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    regions r = { .n = 0 };
    if (!collect(table, &r, err)) return false;
    if (r.n < 2) return nh_fail(err, NH_INCOMPLETE, "no dumbbell chart: fewer than two regions have both shares");
    nh_text *subtitle = nh_text_new(), *note = nh_text_new();
    nh_text_say(subtitle,
                "Share of England\xE2\x80\x99s children\xE2\x80\x99s homes, 31 March %d, and of its looked-after children, "
                "31 March %d, by region",
                r.homes_year, r.year);
    say_note(&r, note);
    const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
    draw_regions(script, &r, nh_script_open(script, &heading, HEAD + FOOT + (double)r.n * ROW));
    nh_text_free(note);
    nh_text_free(subtitle);
    return true;
}

const nh_chart nh_chart_dumbbell = {
    .name = "dumbbell", .summary = "each region's share of homes against its share of children",
    .table = "homes_by_region", .suits = suits, .draw = draw, .describe = describe
};
