/* plots/charts/distance.c: how far from home children live, by kind of placement, as bars of shares.
 *
 * One bar for each placement group and one for all children, of the latest year and widest place of the table, all
 * children (unaccompanied ones included). A share is of all children of the group, unknown distances included, as
 * in DfE's tables. A suppressed cell is left as a gap and said so; a group without children is left out. It also
 * reads `distance_by` (its rows by placement group), which has one row for all authorities that were loaded. */
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/theme.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_PARTS = 5, UNKNOWN = 4, MOST_GROUPS = 24 };

static const struct part {
    const char *column, *words;
    uint32_t colour, ink;
} parts[N_PARTS] = {
    { "to_20_in", "20 miles or less, inside the area", NH_NAVY, NH_WHITE },
    { "to_20_out", "20 miles or less, outside", NH_SKY, NH_INK },
    { "over_20_in", "Over 20 miles, inside", 0xFBD0B8, NH_INK },
    { "over_20_out", "Over 20 miles, outside", NH_ORANGE, NH_INK },
    { "unknown", "Distance not known", 0xDEE0E2, NH_INK },
};

typedef struct group {
    const char *code;
    double part[N_PARTS], total;
    double far;                                              /* over 20 miles, inside or outside */
    bool is_hidden[N_PARTS], is_total_hidden, is_far_hidden; /* one of its cells is suppressed or missing */
} group;

typedef struct groups {
    group all[MOST_GROUPS];
    size_t n;
    bool are_new; /* placements that began in the year: a release need not have the children of 31 March */
    nh_pick *pick;
} groups;

static group *group_named(groups *g, const char *code)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->all[i].code, code) == 0) return &g->all[i];
    if (g->n == MOST_GROUPS) return NULL;
    g->all[g->n] = (group){ .code = code };
    return &g->all[g->n++];
}

/* The table's own count where it has one: rounded parts do not add up to it. */
static void add_far(group *to, const nh_column *const *columns, const nh_column *far, size_t row)
{
    bool is_shown = far ? nh_present(far, row) : nh_present(columns[2], row) && nh_present(columns[3], row);
    if (!is_shown) to->is_far_hidden = true;
    else to->far += far ? far->number[row] : columns[2]->number[row] + columns[3]->number[row];
}

static void add_row(group *to, const nh_column *const *columns, const nh_column *total, size_t row)
{
    for (int p = 0; p < N_PARTS; p++) {
        if (nh_present(columns[p], row)) to->part[p] += columns[p]->number[row];
        else to->is_hidden[p] = true;
    }
    if (nh_present(total, row)) to->total += total->number[row];
    else to->is_total_hidden = true;
}

static double far_share(const group *g)
{
    return g->total > 0 ? g->far / g->total : 0;
}

static bool is_known_of_nobody(const group *g)
{
    return !g->is_total_hidden && !g->is_hidden[N_PARTS - 1] && g->part[N_PARTS - 1] >= g->total;
}

static bool is_all(const group *g)
{
    static const char *const names[] = { "total", "all", "Total", "All children" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(g->code, names[i]) == 0) return true;
    return false;
}

/* All children first, then the groups from the farthest to the nearest; hidden ones last. */
static int by_distance(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (is_all(x) != is_all(y)) return is_all(x) ? -1 : 1;
    if (x->is_total_hidden != y->is_total_hidden) return x->is_total_hidden ? 1 : -1;
    if (far_share(x) != far_share(y)) return far_share(x) > far_share(y) ? -1 : 1;
    return strcmp(x->code, y->code);
}

/* Where a row's group stands: `group`, another word for it, or the column the table was broken down by. */
static const nh_column *group_column(const nh_frame *table, nh_error *err)
{
    static const char *const names[] = { "group", "placement_group", "level" };
    static const char *const keys[] = { "authority", "cover", "geographic_level", "name", "region" };
    const nh_column *found = NULL;
    for (size_t i = 0; i < 3 && !found; i++) found = nh_frame_find(table, names[i]);
    for (size_t i = 0; i < nh_frame_columns(table) && !found; i++) {
        const nh_column *column = nh_frame_at(table, i);
        bool is_key = column->kind != NH_CATEGORY;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) is_key = is_key || strcmp(column->name, keys[k]) == 0;
        if (!is_key) found = column;
    }
    return found ? found : nh_frame_need(table, "group", NH_CATEGORY, err);
}

/* The group of a row; NULL for a row of another breakdown. */
static const char *group_at(const nh_frame *table, const nh_column *code, size_t row)
{
    const nh_column *breakdown = nh_frame_find(table, "breakdown");
    if (!breakdown || strcmp(nh_text_at(breakdown, row), "placement_group") == 0) return nh_text_at(code, row);
    return strcmp(nh_text_at(breakdown, row), "all") == 0 ? "total" : NULL;
}

static void drop_empty(groups *g)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->n; i++)
        if (g->all[i].total > 0 || g->all[i].is_total_hidden) g->all[kept++] = g->all[i];
    g->n = kept;
}

/* Children of a return; of a published release, those of the day rather than new placements. */
static void pick_cover(groups *g, const nh_frame *table)
{
    g->pick = nh_pick_widest(table);
    nh_pick_any(g->pick, table, "cover", (const char *const[]){ "all", "on 31 March", NULL });
    const nh_column *cover = nh_frame_find(table, "cover");
    g->are_new = cover && g->pick->n && strcmp(nh_text_at(cover, g->pick->rows[0]), "new placements") == 0;
}

static bool collect(const nh_frame *table, groups *g, nh_error *err)
{
    const nh_column *columns[N_PARTS];
    const nh_column *code = group_column(table, err);
    const nh_column *total = code ? nh_frame_need(table, "total", NH_NUMBER, err) : NULL;
    if (!total) return false;
    for (int p = 0; p < N_PARTS; p++)
        if (!(columns[p] = nh_frame_need(table, parts[p].column, NH_NUMBER, err))) return false;
    const nh_column *far = nh_frame_find(table, "over_20");
    pick_cover(g, table);
    for (size_t i = 0; i < g->pick->n; i++) {
        const char *name = group_at(table, code, g->pick->rows[i]);
        group *to = name ? group_named(g, name) : NULL;
        if (!to) continue;
        add_row(to, columns, total, g->pick->rows[i]);
        add_far(to, columns, far && far->kind == NH_NUMBER ? far : NULL, g->pick->rows[i]);
    }
    drop_empty(g);
    qsort(g->all, g->n, sizeof *g->all, by_distance);
    return true;
}

/* ---- words ---- */

static const group *find(const groups *g, const char *code)
{
    for (size_t i = 0; i < g->n; i++) {
        const group *one = &g->all[i];
        if (strcmp(one->code, code) == 0)
            return one->is_total_hidden || one->is_far_hidden || is_known_of_nobody(one) ? NULL : one;
    }
    return NULL;
}

static void say_title(const groups *g, nh_text *title)
{
    const group *homes = find(g, "homes"), *foster = find(g, "foster");
    const group *all = g->n && is_all(&g->all[0]) ? find(g, g->all[0].code) : NULL;
    if (all && g->are_new)
        nh_text_say(title, "%.0f%% of new placements are over 20 miles from home", round(100 * far_share(all)));
    else if (homes && foster && !g->are_new)
        nh_text_say(title,
                    "%.0f%% of children in children\xE2\x80\x99s homes live over 20 miles from home, against %.0f%% "
                    "in foster care",
                    round(100 * far_share(homes)), round(100 * far_share(foster)));
    else if (all)
        nh_text_say(title, "%.0f%% of looked-after children live over 20 miles from home",
                    round(100 * far_share(all)));
    else
        nh_text_say(title, g->are_new ? "How far from home new placements are"
                                      : "How far from home looked-after children live");
}

static const char *words_of(const groups *g, const group *one)
{
    if (!is_all(one)) return nh_in_words(one->code);
    return g->are_new ? "All new placements" : "All children";
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    groups g = { .n = 0 };
    if (!collect(table, &g, NULL)) g.n = 0;
    say_title(&g, title);
    nh_text_say(description, "Stacked bars of the share of %s by distance from home and by area, one for each kind of "
                             "placement.", g.are_new ? "new placements" : "children");
    for (size_t i = 0; i < g.n; i++) {
        const group *one = find(&g, g.all[i].code);
        char total[NH_SHOWN_TEXT];
        if (one && one->total > 0)
            nh_text_say(description, " %s: %.0f%% of %s over 20 miles.",
                        words_of(&g, one), round(100 * far_share(one)),
                        nh_show(one->total, 0, total));
    }
    nh_pick_free(g.pick);
}

static size_t n_with_gaps(const groups *g)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        bool has_gap = g->all[i].is_total_hidden;
        for (int p = 0; p < N_PARTS; p++) has_gap = has_gap || g->all[i].is_hidden[p];
        n += has_gap;
    }
    return n;
}

/* ---- picture ---- */

enum { ROW = 34, BAR = 22, HEAD = 64, GAP = 14, NAMES = 236, FIGURES = 150 };

/* What the bars' colours mean, above the bars, each beside a square of its colour. */
static void draw_key(nh_script *script, nh_box body)
{
    const nh_type type = { .size = 12, .colour = NH_INK };
    double x = body.left, y = body.top + 14;
    for (int p = 0; p < N_PARTS; p++) {
        double width = 20 + nh_text_width(parts[p].words, 12, false) + 22;
        if (x + width > body.right + 22) {
            x = body.left;
            y += 20;
        }
        nh_draw_box(script, (nh_box){ x, x + 13, y - 6.5, y + 6.5 }, parts[p].colour);
        nh_draw_text(script, x + 19, y, &type, parts[p].words);
        x += width;
    }
}

static void draw_heads(nh_script *script, const groups *g, nh_box body, nh_box plot)
{
    nh_type type = { .size = 12, .colour = NH_MUTED, .is_bold = true };
    nh_draw_text(script, body.left, plot.top - 10, &type, "Placement");
    type.anchor = NH_RIGHT;
    nh_draw_text(script, plot.right + 76, plot.top - 10, &type, "Over 20 miles");
    nh_draw_text(script, body.right, plot.top - 10, &type, g->are_new ? "Placements" : "Children");
}

/* What the suppressed cells leave of the total; drawn as a gap where the first of them would stand. */
static double gap_of(const group *g)
{
    double shown = 0;
    for (int p = 0; p < N_PARTS; p++) shown += g->is_hidden[p] ? 0 : g->part[p];
    return fmax(0, g->total - shown);
}

static void draw_part(nh_script *script, nh_box box, uint32_t colour, uint32_t ink, const char *text)
{
    const nh_type type = { .size = 11, .colour = ink, .anchor = NH_CENTRE };
    if (box.right <= box.left) return;
    if (colour != NH_WHITE) nh_draw_box(script, box, colour);
    if (box.right - box.left > nh_text_width(text, 11, false) + 8)
        nh_draw_text(script, (box.left + box.right) / 2, (box.top + box.bottom) / 2, &type, text);
}

static void draw_parts(nh_script *script, const group *g, nh_box plot, double middle)
{
    const nh_scale scale = { 0, g->total, plot.left, plot.right };
    double from = 0, gap = gap_of(g);
    for (int p = 0; p < N_PARTS; p++) {
        char text[16];
        double to = fmin(from + (g->is_hidden[p] ? gap : g->part[p]), g->total);
        nh_box box = { nh_place(scale, from), nh_place(scale, to) - 1.5, middle - BAR / 2.0, middle + BAR / 2.0 };
        snprintf(text, sizeof text, "%.0f%%", round(100 * (to - from) / g->total));
        if (g->is_hidden[p]) draw_part(script, box, NH_WHITE, NH_MUTED, "c");
        else draw_part(script, box, parts[p].colour, parts[p].ink, text);
        if (g->is_hidden[p]) gap = 0;
        from = to;
    }
}

static void draw_group(nh_script *script, const group *g, nh_box body, nh_box plot, double middle)
{
    const nh_type figure = { .size = 13, .colour = NH_INK, .anchor = NH_RIGHT, .is_bold = true };
    const nh_type count = { .size = 13, .colour = NH_INK, .anchor = NH_RIGHT };
    const nh_type gap = { .size = 12, .colour = NH_MUTED };
    char text[NH_SHOWN_TEXT];
    nh_draw_text(script, body.right, middle, &count, g->is_total_hidden ? "c" : nh_show(g->total, 0, text));
    if (g->is_total_hidden) {
        nh_draw_text(script, plot.left, middle, &gap, "suppressed: few children");
        return;
    }
    draw_parts(script, g, plot, middle);
    snprintf(text, sizeof text, "%.0f%%", round(100 * far_share(g)));
    nh_draw_text(script, plot.right + 76, middle, &figure,
                 is_known_of_nobody(g) ? "not known" : g->is_far_hidden ? "c" : text);
}

static void draw_groups(nh_script *script, const groups *g, nh_box body)
{
    const nh_box plot = { body.left + NAMES, body.right - FIGURES, body.top + HEAD, body.bottom };
    draw_key(script, body);
    draw_heads(script, g, body, plot);
    double middle = plot.top + ROW / 2.0 + 2;
    for (size_t i = 0; i < g->n; i++) {
        const nh_type name = { .size = 13, .colour = NH_INK, .is_bold = is_all(&g->all[i]) };
        nh_draw_text(script, body.left, middle, &name, words_of(g, &g->all[i]));
        draw_group(script, &g->all[i], body, plot, middle);
        middle += ROW + (is_all(&g->all[i]) ? GAP : 0);
    }
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    groups g = { .n = 0 };
    bool is_read = collect(table, &g, err);
    if (is_read && g.n > 0) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle, "%s by kind of placement, distance from home and area, %s",
                    g.are_new ? "New placements" : "Children looked after", g.pick->place);
        if (g.pick->year) nh_text_say(subtitle, ", %s31 March %d", g.are_new ? "year to " : "", g.pick->year);
        nh_text_say(note, "Shares of all %s each kind, those whose distance is not known included.",
                    g.are_new ? "new placements of" : "children in placements of");
        if (n_with_gaps(&g))
            nh_text_say(note, " A gap in a bar and c: suppressed, because few children are behind it.");
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_groups(script, &g, nh_script_open(script, &heading, HEAD + (double)g.n * ROW + GAP + 4));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    nh_pick_free(g.pick);
    if (!is_read) return false;
    return g.n > 0 || nh_fail(err, NH_INCOMPLETE, "no distance chart: the table has no children");
}

const nh_chart nh_chart_distance = {
    .name = "distance", .summary = "placement type to distance and area, as shares",
    .table = "distance", .draw = draw, .describe = describe
};
