/* plots/charts/transitions.c: where children go when a placement ends, as bands from kind to kind.
 *
 * Placements that ended by a move or by leaving care; of a table with more than one place or year, the widest and
 * latest. Suppressed flows are not drawn, and said so. */
#include "datasets/write/shown.h"
#include "plots/flow.h"
#include "plots/pick.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* In this order from the top, and no other kind. Three are in colour, so that their bands can be followed. */
static const struct kind {
    const char *code;
    uint32_t colour;
} kinds[] = {
    { "foster", NH_SKY }, { "homes", NH_PLUM }, { "supported", NH_ORANGE }, { "residential", 0x8C9196 },
    { "school", 0x8C9196 }, { "parents", 0xA9AEB2 }, { "adoption", 0x8C9196 }, { "other", 0xA9AEB2 },
    { "not known", NH_GREY }, { "exit", NH_MUTED }
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

typedef struct moves {
    double between[N_KINDS][N_KINDS];
    double share[N_KINDS][N_KINDS]; /* % of those of a kind that ended, as the table has it; 0 where it is not shown */
    double from[N_KINDS], total;
    size_t n_hidden;
    nh_pick *pick;
} moves;

static size_t kind_of(const char *code)
{
    for (size_t i = 0; i < N_KINDS; i++)
        if (strcmp(kinds[i].code, code) == 0) return i;
    return N_KINDS;
}

static bool collect(const nh_frame *table, moves *m, nh_error *err)
{
    const nh_column *from = nh_frame_need(table, "from_group", NH_CATEGORY, err);
    const nh_column *to = from ? nh_frame_need(table, "to_group", NH_CATEGORY, err) : NULL;
    const nh_column *count = to ? nh_frame_need(table, "moves", NH_NUMBER, err) : NULL;
    if (!count) return false;
    const nh_column *share = nh_frame_find(table, "share");
    m->pick = nh_pick_widest(table);
    for (size_t i = 0; i < m->pick->n; i++) {
        size_t row = m->pick->rows[i], f = kind_of(nh_text_at(from, row)), t = kind_of(nh_text_at(to, row));
        if (f == N_KINDS || t == N_KINDS) continue;
        if (!nh_present(count, row)) {
            m->n_hidden++;
            continue;
        }
        m->between[f][t] += count->number[row];
        if (share && nh_present(share, row)) m->share[f][t] = share->number[row];
        m->from[f] += count->number[row];
        m->total += count->number[row];
    }
    return true;
}

/* ---- words ---- */

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    moves m = { .total = 0 };
    if (!collect(table, &m, NULL)) m.total = 0;
    size_t homes = kind_of("homes");
    double fostered = m.share[homes][kind_of("foster")], again = m.share[homes][homes];
    if (fostered > 0 && again > 0)
        nh_text_say(title,
                    "When a children\xE2\x80\x99s home placement ends, %.0f%% go to foster care and %.0f%% to "
                    "another home",
                    round(fostered), round(again));
    else nh_text_say(title, "Where children go when a placement ends");
    nh_text_say(description, "Bands from the kind of placement that ended to where the child went next.");
    for (size_t f = 0; f < N_KINDS; f++) {
        size_t most = 0;
        for (size_t t = 1; t < N_KINDS; t++)
            if (m.between[f][t] > m.between[f][most]) most = t;
        if (m.share[f][most] > 0 && f != kind_of("not known"))
            nh_text_say(description, " %s: most often (%.0f%%) %s.", nh_in_words(kinds[f].code),
                        round(m.share[f][most]), nh_in_a_sentence(kinds[most].code));
    }
    nh_pick_free(m.pick);
}

/* ---- picture ---- */

enum { HEAD = 34, BODY = 470, NAMES = 270 };

static nh_flow *flow_of(const moves *m)
{
    nh_flow *flow = nh_flow_new(2);
    for (size_t f = 0; f < N_KINDS; f++)
        if (m->from[f] > 0) nh_flow_colour(flow, 0, nh_flow_node(flow, 0, kinds[f].code), kinds[f].colour);
    for (size_t t = 0; t < N_KINDS; t++) {
        double arriving = 0;
        for (size_t f = 0; f < N_KINDS; f++) arriving += m->between[f][t];
        if (arriving > 0) nh_flow_node(flow, 1, kinds[t].code);
    }
    for (size_t f = 0; f < N_KINDS; f++)
        for (size_t t = 0; t < N_KINDS; t++)
            if (m->between[f][t] > 0)
                nh_flow_add(flow, 0, nh_flow_node(flow, 0, kinds[f].code), nh_flow_node(flow, 1, kinds[t].code),
                            m->between[f][t], kinds[f].colour);
    return flow;
}

/* Small nodes stand close together: a name keeps its distance from the one above. */
static void draw_names(nh_script *script, const nh_flow *flow, size_t stage, double x, double bottom)
{
    const nh_type type = { .size = 12.5, .colour = NH_INK, .anchor = stage ? NH_LEFT : NH_RIGHT };
    size_t n = nh_flow_nodes(flow, stage);
    double last = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        char size[NH_SHOWN_TEXT], text[160];
        double share = nh_flow_size(flow, stage, i) / nh_flow_total(flow, stage);
        double y = fmax(last + 17, nh_flow_middle(flow, stage, i));
        y = fmin(y, bottom - 17.0 * (double)(n - 1 - i));
        const char *words = nh_in_words(nh_flow_code(flow, stage, i));
        if (stage && share < 0.005) snprintf(text, sizeof text, "under 1%%  %.100s", words);
        else if (stage) snprintf(text, sizeof text, "%.0f%%  %.100s", round(100 * share), words);
        else snprintf(text, sizeof text, "%.100s  %s", words, nh_show(nh_flow_size(flow, stage, i), 0, size));
        nh_draw_text(script, x, y, &type, text);
        last = y;
    }
}

static void draw_flow(nh_script *script, const moves *m, nh_box body)
{
    const nh_box plot = { body.left + NAMES, body.right - NAMES, body.top + HEAD, body.bottom };
    nh_type head = { .size = 12, .colour = NH_MUTED, .is_bold = true, .anchor = NH_RIGHT };
    nh_flow *flow = flow_of(m);
    nh_flow_draw(flow, script, plot);
    nh_draw_text(script, plot.left + 16, body.top + 14, &head, "Placement that ended (number)");
    head.anchor = NH_LEFT;
    nh_draw_text(script, plot.right - 16, body.top + 14, &head,
                 m->n_hidden ? "What came next (share of those shown)" : "What came next (share of all)");
    draw_names(script, flow, 0, plot.left - 10, plot.bottom);
    draw_names(script, flow, 1, plot.right + 10, plot.bottom);
    nh_flow_free(flow);
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    moves m = { .total = 0 };
    bool is_read = collect(table, &m, err);
    if (is_read && m.total > 0) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle, "Placements that ended by a move or by leaving care, by kind and by what came next, %s",
                    m.pick->place);
        if (m.pick->year) nh_text_say(subtitle, ", year to 31 March %d", m.pick->year);
        nh_text_say(note, "Changes of a placement\xE2\x80\x99s status alone are not moves.");
        if (m.n_hidden)
            nh_text_say(note, " Suppressed and not drawn, because few children are behind them: %zu.", m.n_hidden);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_flow(script, &m, nh_script_open(script, &heading, HEAD + BODY));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    nh_pick_free(m.pick);
    if (!is_read) return false;
    return m.total > 0 || nh_fail(err, NH_INCOMPLETE, "no transitions chart: no flow can be shown");
}

const nh_chart nh_chart_transitions = {
    .name = "transitions", .summary = "where children go when a placement ends", .table = "transitions", .draw = draw,
    .describe = describe
};
