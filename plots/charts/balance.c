/* plots/charts/balance.c: who sends children out on balance and who takes them in, as diverging bars.
 *
 * One bar for each of the largest net exporters and importers among authorities in the latest year of the
 * table. Regions and England are left out, and so are authorities whose net gain is suppressed or missing:
 * how many is said under the chart. */
#include "datasets/frame/arena.h"
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_A_SIDE = 15 };

typedef struct bar {
    double net;
    const char *name;
} bar;

/* Exporters first, the largest at the top; then importers, the largest at the bottom. */
typedef struct bars {
    bar *all;
    size_t n, n_out, n_in; /* authorities with a value; drawn as exporters and importers */
    size_t n_without;      /* authorities whose value is suppressed or missing */
    int year;
} bars;

static bool is_authority(const nh_column *level, size_t row)
{
    static const char *const wider[] = { "national", "regional", "region", "country", "england" };
    const char *text = nh_text_at(level, row);
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if (strcasecmp(text, wider[i]) == 0) return false;
    return true;
}

static int by_net(const void *a, const void *b)
{
    const bar *x = a, *y = b;
    if (x->net != y->net) return x->net < y->net ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void count_sides(bars *b)
{
    for (size_t i = 0; i < b->n; i++) {
        b->n_out += b->all[i].net < 0;
        b->n_in += b->all[i].net > 0;
    }
    if (b->n_out > MOST_A_SIDE) b->n_out = MOST_A_SIDE;
    if (b->n_in > MOST_A_SIDE) b->n_in = MOST_A_SIDE;
}

static bool collect(const nh_frame *table, bars *b, nh_error *err)
{
    const nh_column *year = nh_frame_need(table, "year", NH_NUMBER, err);
    const nh_column *level = nh_frame_need(table, "geographic_level", NH_CATEGORY, err);
    const nh_column *name = nh_frame_need(table, "name", NH_CATEGORY, err);
    const nh_column *net = nh_frame_need(table, "net_gain", NH_NUMBER, err);
    if (!year || !level || !name || !net) return false;
    b->year = nh_latest_year(table);
    b->all = nh_zeroed(nh_frame_rows(table) + 1, sizeof *b->all);
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (!nh_present(year, row) || (int)year->number[row] != b->year || !is_authority(level, row)) continue;
        if (nh_present(net, row)) b->all[b->n++] = (bar){ net->number[row], nh_text_at(name, row) };
        else b->n_without += nh_mark_at(net, row) != NH_NOT_APPLICABLE;
    }
    qsort(b->all, b->n, sizeof *b->all, by_net);
    count_sides(b);
    return true;
}

/* ---- words ---- */

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    bars b = { 0 };
    char out[NH_SHOWN_TEXT], in[NH_SHOWN_TEXT];
    if (collect(table, &b, NULL) && b.n_out > 0 && b.n_in > 0) {
        const bar *exporter = &b.all[0], *importer = &b.all[b.n - 1];
        nh_text_say(title, "%s takes in most children on balance; %s sends out most", importer->name, exporter->name);
        nh_text_say(description,
                    "Diverging bars for %zu net exporters and %zu net importers of looked-after children on 31 "
                    "March %d. %s has the largest net loss, %s children. %s has the largest net gain, %s children.",
                    b.n_out, b.n_in, b.year, exporter->name, nh_show(-exporter->net, 0, out), importer->name,
                    nh_show(importer->net, 0, in));
    } else {
        nh_text_say(title, "Net gain of looked-after children by authority");
        nh_text_say(description, "Diverging bars of net gain by authority. There are not both exporters and "
                                 "importers.");
    }
    free(b.all);
}

static void say_note(const bars *b, nh_text *note)
{
    nh_text_say(note, "The %zu largest on each side of %zu authorities are shown.",
                b->n_out > b->n_in ? b->n_out : b->n_in, b->n + b->n_without);
    if (b->n_without)
        nh_text_say(note, " %zu %s left out: the figure is suppressed or missing.", b->n_without,
                    b->n_without == 1 ? "authority is" : "authorities are");
}

/* ---- picture ---- */

enum { ROW = 24, GAP = 24, HEAD = 40, FOOT = 44 };

/* Room beside the longest bars for their values; names stand across the axis, on the other side. */
static nh_scale net_scale(const bars *b, nh_box area)
{
    double lowest = b->n_out ? b->all[0].net : 0, highest = b->n_in ? b->all[b->n - 1].net : 0;
    double span = highest - lowest > 0 ? highest - lowest : 1;
    double least = span * 0.28; /* names need that much on a side with short bars */
    return (nh_scale){ fmin(lowest - span * 0.08, -least), fmax(highest + span * 0.08, least), area.left + 24,
                       area.right - 24 };
}

static void draw_bar(nh_script *script, const bar *one, nh_scale scale, double middle)
{
    const bool is_out = one->net < 0;
    double zero = nh_place(scale, 0), end = nh_place(scale, one->net);
    const nh_type value = { .size = 12, .colour = NH_INK, .anchor = is_out ? NH_RIGHT : NH_LEFT };
    const nh_type name = { .size = 12, .colour = NH_INK, .anchor = is_out ? NH_LEFT : NH_RIGHT };
    char text[NH_SHOWN_TEXT];
    nh_draw_box(script, (nh_box){ fmin(zero, end), fmax(zero, end), middle - 8, middle + 8 },
                is_out ? NH_NAVY : NH_ORANGE);
    nh_draw_text(script, end + (is_out ? -5 : 5), middle, &value, nh_show_signed(one->net, 0, text));
    nh_draw_text(script, zero + (is_out ? 6 : -6), middle, &name, one->name);
}

static void draw_sides(nh_script *script, nh_box area)
{
    const nh_type exporters = { .size = 13, .colour = NH_NAVY, .is_bold = true };
    const nh_type importers = { .size = 13, .colour = NH_ORANGE_WORD, .anchor = NH_RIGHT, .is_bold = true };
    nh_draw_text(script, area.left, area.top + 14, &exporters, "\xE2\x97\x80 Send out more than they take in");
    nh_draw_text(script, area.right, area.top + 14, &importers, "Take in more than they send out \xE2\x96\xB6");
}

static void draw_bars(nh_script *script, const bars *b, nh_box body)
{
    nh_box plot = { body.left, body.right, body.top + HEAD, body.bottom - FOOT };
    nh_scale scale = net_scale(b, body);
    nh_draw_grid_below(script, plot, scale, nh_round_step(scale.from, scale.to, 8), "");
    double middle = plot.top + ROW / 2.0;
    for (size_t i = 0; i < b->n_out; i++, middle += ROW) draw_bar(script, &b->all[i], scale, middle);
    if (b->n_out) middle += GAP;
    for (size_t i = b->n - b->n_in; i < b->n; i++, middle += ROW) draw_bar(script, &b->all[i], scale, middle);
    draw_sides(script, body);
    const nh_type unit = { .size = 11, .colour = NH_MUTED, .anchor = NH_RIGHT };
    nh_draw_text(script, body.right, body.bottom - 8, &unit, "children");
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    bars b = { 0 };
    if (!collect(table, &b, err)) return false;
    bool has_bars = b.n_out + b.n_in > 0;
    if (has_bars) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle,
                    "Net gain of looked-after children (other areas\xE2\x80\x99 children placed here, less own "
                    "children placed elsewhere), 31 March %d",
                    b.year);
        say_note(&b, note);
        double height = HEAD + FOOT + (double)(b.n_out + b.n_in) * ROW + (b.n_out && b.n_in ? GAP : 0);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_bars(script, &b, nh_script_open(script, &heading, height));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    free(b.all);
    return has_bars || nh_fail(err, NH_INCOMPLETE, "no balance chart: no authority has a net gain that can be shown");
}

const nh_chart nh_chart_balance = {
    .name = "balance", .summary = "largest net exporters and importers of children, as diverging bars",
    .table = "balance", .draw = draw, .describe = describe
};
