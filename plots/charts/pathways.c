/* plots/charts/pathways.c: the first four placements of children, as bands that keep the colour of the first.
 *
 * A row of the table is a way through four placements and the number of children who went it. Who has left care, or
 * is still in an earlier placement, has a place of its own at each later stage, so that all stages hold the same
 * children. Ways that few children went are folded into "other paths"; suppressed rows are not drawn, and said. */
#include "datasets/write/shown.h"
#include "plots/flow.h"
#include "plots/pick.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In this order from the top, and no other state. */
static const struct state {
    const char *code;
    uint32_t colour;
} states[] = {
    { "foster", NH_NAVY },     { "homes", NH_PLUM },        { "supported", NH_ORANGE },  { "other", NH_TEAL },
    { "still there", 0x8C9196 }, { "left care", NH_GREY }, { "other paths", NH_MUTED }
};
enum { FOSTER, HOMES, STILL_THERE = 4, OTHER_PATHS = 6, N_STATES };
enum { N_STAGES = 4 };
static const char *const columns[N_STAGES] = { "placement_1", "placement_2", "placement_3", "placement_4" };

typedef struct way {
    size_t state[N_STAGES];
    double n;
} way;

typedef struct ways {
    way *all;
    size_t n, n_hidden;
    double at[N_STAGES][N_STATES], total, followed; /* followed: of all rows, as the table says */
    int year;
    int32_t since;
    bool has_since;
} ways;

static size_t state_of(const char *code)
{
    for (size_t i = 0; i < N_STATES; i++)
        if (strcmp(states[i].code, code) == 0) return i;
    return OTHER_PATHS;
}

static void add_way(ways *w, const nh_column *const steps[N_STAGES], const nh_column *children, size_t row)
{
    if (!nh_present(children, row)) {
        w->n_hidden++;
        return;
    }
    way *to = &w->all[w->n++];
    to->n = children->number[row];
    w->total += to->n;
    for (size_t s = 0; s < N_STAGES; s++) {
        to->state[s] = state_of(nh_text_at(steps[s], row));
        w->at[s][to->state[s]] += to->n;
    }
}

static bool collect(const nh_frame *table, ways *w, nh_error *err)
{
    const nh_column *steps[N_STAGES], *children = nh_frame_need(table, "children", NH_NUMBER, err);
    *w = (ways){ .year = nh_latest_year(table) };
    for (size_t s = 0; s < N_STAGES && children; s++)
        if (!(steps[s] = nh_frame_need(table, columns[s], NH_CATEGORY, err))) return false;
    if (!children) return false;
    const nh_column *since = nh_frame_find(table, "since");
    w->has_since = since && since->kind == NH_DATE && since->n && nh_present(since, 0);
    if (w->has_since) w->since = since->date[0];
    const nh_column *followed = nh_frame_find(table, "all_children");
    if (followed && followed->kind == NH_NUMBER && followed->n && nh_present(followed, 0))
        w->followed = followed->number[0];
    w->all = nh_zeroed(nh_frame_rows(table) + 1, sizeof *w->all);
    for (size_t row = 0; row < nh_frame_rows(table); row++) add_way(w, steps, children, row);
    return true;
}

/* A table of an audit in which no way can be shown stands without a picture. */
static bool suits(const nh_frame *table)
{
    ways w;
    bool is_drawn = collect(table, &w, NULL) && w.total > 0;
    free(w.all);
    return is_drawn;
}

/* ---- words ---- */

/* Children of those who began in `from`: all, those who were in `to` later, and those of whom it is not known. */
typedef struct reach {
    double all, known, unknown;
} reach;

static reach reach_of(const ways *w, size_t from, size_t to)
{
    reach r = { 0, 0, 0 };
    for (size_t i = 0; i < w->n; i++) {
        const way *one = &w->all[i];
        bool is_known = false, is_folded = false;
        if (one->state[0] != from) continue;
        for (size_t s = 1; s < N_STAGES; s++) {
            is_known = is_known || one->state[s] == to;
            is_folded = is_folded || one->state[s] == OTHER_PATHS;
        }
        r.all += one->n;
        if (is_known) r.known += one->n;
        else if (is_folded) r.unknown += one->n;
    }
    return r;
}

static bool is_certain(reach r)
{
    return r.all > 0 && r.known > 0 && round(100 * r.known / r.all) == round(100 * (r.known + r.unknown) / r.all);
}

/* The first of the findings that no way that was folded could change. */
static void say_title(const ways *w, nh_text *title)
{
    reach fostered = reach_of(w, HOMES, FOSTER), housed = reach_of(w, FOSTER, HOMES);
    double in_one = w->at[1][STILL_THERE], unknown = w->at[1][OTHER_PATHS];
    const reach still = { w->total, in_one, unknown };
    if (is_certain(fostered))
        nh_text_say(title,
                    "Of children who began in children\xE2\x80\x99s homes, %.0f%% were in foster care by their "
                    "fourth placement",
                    round(100 * fostered.known / fostered.all));
    else if (is_certain(housed))
        nh_text_say(title,
                    "Of children who began in foster care, %.0f%% were in a children\xE2\x80\x99s home by their "
                    "fourth placement",
                    round(100 * housed.known / housed.all));
    else if (is_certain(still))
        nh_text_say(title, "%.0f%% of children who came into care are still in their first placement",
                    round(100 * in_one / w->total));
    else nh_text_say(title, "First four placements of children who came into care");
}

static void describe_stage(const ways *w, size_t stage, nh_text *description)
{
    static const char *const names[] = { "First placement", "Second", "Third", "Fourth" };
    bool is_first = true;
    nh_text_say(description, " %s: ", names[stage]);
    for (size_t i = 0; i < N_STATES; i++) {
        if (w->at[stage][i] <= 0) continue;
        nh_text_say(description, "%s%.0f%% %s", is_first ? "" : ", ", round(100 * w->at[stage][i] / w->total),
                    nh_in_a_sentence(states[i].code));
        is_first = false;
    }
    nh_text_say(description, ".");
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    ways w;
    if (!collect(table, &w, NULL)) w.total = 0;
    say_title(&w, title);
    nh_text_say(description, "Bands from each kind of first placement through the second, third and fourth "
                             "placement, or out of care.");
    for (size_t s = 0; w.total > 0 && s < N_STAGES; s++) describe_stage(&w, s, description);
    free(w.all);
}

/* ---- picture ---- */

enum { HEAD = 34, BODY = 500, LEFT_NAMES = 226, RIGHT_NAMES = 262, NODE = 16 };

/* Bands of each pair of stages, by first placement. */
static void add_bands(nh_flow *flow, const ways *w, size_t stage)
{
    double size[N_STATES][N_STATES][N_STATES] = { { { 0 } } };
    for (size_t i = 0; i < w->n; i++)
        size[w->all[i].state[stage]][w->all[i].state[stage + 1]][w->all[i].state[0]] += w->all[i].n;
    for (size_t from = 0; from < N_STATES; from++)
        for (size_t to = 0; to < N_STATES; to++)
            for (size_t first = 0; first < N_STATES; first++)
                if (size[from][to][first] > 0)
                    nh_flow_add(flow, stage, nh_flow_node(flow, stage, states[from].code),
                                nh_flow_node(flow, stage + 1, states[to].code), size[from][to][first],
                                states[first].colour);
}

static nh_flow *flow_of(const ways *w)
{
    nh_flow *flow = nh_flow_new(N_STAGES);
    for (size_t s = 0; s < N_STAGES; s++)
        for (size_t i = 0; i < N_STATES; i++)
            if (w->at[s][i] > 0) nh_flow_colour(flow, s, nh_flow_node(flow, s, states[i].code), states[i].colour);
    for (size_t s = 0; s + 1 < N_STAGES; s++) add_bands(flow, w, s);
    return flow;
}

static void draw_heads(nh_script *script, nh_box plot, double y)
{
    static const char *const names[N_STAGES] = { "First placement", "Second", "Third", "Fourth" };
    const nh_type type = { .size = 12, .colour = NH_MUTED, .is_bold = true, .anchor = NH_CENTRE };
    for (size_t s = 0; s < N_STAGES; s++)
        nh_draw_text(script, plot.left + NODE / 2.0 + (plot.right - plot.left - NODE) * (double)s / (N_STAGES - 1), y,
                     &type, names[s]);
}

/* Small nodes stand close together: a name keeps its distance from the one above. */
static void draw_names(nh_script *script, const nh_flow *flow, size_t stage, nh_box plot)
{
    const nh_type type = { .size = 12.5, .colour = NH_INK, .anchor = stage ? NH_LEFT : NH_RIGHT };
    double x = stage ? plot.right + 10 : plot.left - 10, last = -INFINITY;
    size_t n = nh_flow_nodes(flow, stage);
    for (size_t i = 0; i < n; i++) {
        char text[160], percent[16];
        double share = nh_flow_size(flow, stage, i) / nh_flow_total(flow, stage);
        double y = fmax(last + 17, nh_flow_middle(flow, stage, i));
        y = fmin(y, plot.bottom - 17.0 * (double)(n - 1 - i));
        const char *words = nh_in_words(nh_flow_code(flow, stage, i));
        snprintf(percent, sizeof percent, share < 0.005 ? "under 1%%" : "%.0f%%", round(100 * share));
        if (stage) snprintf(text, sizeof text, "%s  %.100s", percent, words);
        else snprintf(text, sizeof text, "%.100s  %s", words, percent);
        nh_draw_text(script, x, y, &type, text);
        last = y;
    }
}

static void draw_flow(nh_script *script, const ways *w, nh_box body)
{
    const nh_box plot = { body.left + LEFT_NAMES, body.right - RIGHT_NAMES, body.top + HEAD, body.bottom };
    nh_flow *flow = flow_of(w);
    nh_flow_draw(flow, script, plot);
    draw_heads(script, plot, body.top + 14);
    draw_names(script, flow, 0, plot);
    draw_names(script, flow, N_STAGES - 1, plot);
    nh_flow_free(flow);
}

static void say_subtitle(const ways *w, nh_text *subtitle)
{
    char total[NH_SHOWN_TEXT];
    int year, month, day;
    nh_show(w->followed > 0 ? w->followed : w->total, 0, total);
    nh_text_say(subtitle, "First four placements of %s children who came into care", total);
    if (w->has_since) {
        nh_date_parts(w->since, &year, &month, &day);
        nh_text_say(subtitle, " from 1 April %d on", year);
    }
    if (w->year) nh_text_say(subtitle, ", followed to 31 March %d", w->year);
    nh_text_say(subtitle, "; colour shows the first placement");
}

static void say_note(const ways *w, nh_text *note)
{
    nh_text_say(note, "The first known period of care of each child; a change of status with the same carer is not a "
                      "new placement. Still in an earlier placement: had fewer placements "
                      "and has not left care.");
    if (w->at[N_STAGES - 1][OTHER_PATHS] > 0)
        nh_text_say(note, " Other paths: ways that fewer than 10 children went, together.");
    if (w->n_hidden) nh_text_say(note, " Suppressed and not drawn: %zu.", w->n_hidden);
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    ways w;
    bool is_read = collect(table, &w, err);
    if (is_read && w.total > 0) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        say_subtitle(&w, subtitle);
        say_note(&w, note);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_flow(script, &w, nh_script_open(script, &heading, HEAD + BODY));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    bool is_drawn = is_read && w.total > 0;
    free(w.all);
    if (!is_read) return false;
    return is_drawn || nh_fail(err, NH_INCOMPLETE, "no pathways chart: no way can be shown");
}

const nh_chart nh_chart_pathways = {
    .name = "pathways", .summary = "the first four placements of children who came into care",
    .table = "first_placements", .suits = suits, .draw = draw, .describe = describe
};
