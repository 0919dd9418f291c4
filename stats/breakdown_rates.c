/* stats/breakdown_rates.c: ended placements by set of end reasons, over two denominators.
 *
 * What is counted: placements that ended in a loaded return year. Rates take numerator and denominator from those
 * ended by a move (RNE of the next is P or B); beside them stands the denominator of DfE's tables, all changes of
 * placement (status changes too). A blank reason has a row of its own; returns home outside the care plan (E4B) end
 * care, not a placement by a move, and are printed beside, without a rate. */
#include "stats/breakdown_rates.h"

#include "datasets/frame/arena.h"
#include "stats/areas.h"
#include "stats/breaks.h"
#include "stats/result_frame.h"
#include "stats/transitions.h"

#include <stdlib.h>

static const nh_result_column columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "placement_group", NH_CATEGORY, "Placement that ended", NULL, NH_PLAIN, NULL, NULL },
    { "set", NH_CATEGORY, "How it ended", NULL, NH_PLAIN, NULL, NULL },
    { "placements", NH_NUMBER, "Ended by a move, of that set", "placements", NH_COUNT, NULL, NULL },
    { "ended_by_move", NH_NUMBER, "Ended by a move", "placements", NH_COUNT, NULL, NULL },
    { "placements_share", NH_NUMBER, "Share of those ended by a move", "%", NH_PERCENT, "placements",
      "ended_by_move" },
    { "placements_low", NH_NUMBER, "Lower 95% bound", "%", NH_LOWER, "placements", "ended_by_move" },
    { "placements_high", NH_NUMBER, "Upper 95% bound", "%", NH_UPPER, "placements", "ended_by_move" },
    { "placements_of_changes", NH_NUMBER, "Ended by any change of placement, of that set", "placements", NH_COUNT,
      NULL, NULL },
    { "changes", NH_NUMBER, "Ended by any change of placement (DfE's denominator)", "placements", NH_COUNT, NULL,
      NULL },
    { "share_of_changes", NH_NUMBER, "Share of all changes", "%", NH_PERCENT, "placements_of_changes", "changes" },
    { 0 }
};

enum { PRIMARY, WIDER, UPPER, BLANK, E4B, N_SETS };
static const char *const set_words[N_SETS] = { "primary", "wider", "upper bound", "reason blank",
                                               "returned home outside the plan (E4B)" };

typedef struct sums {
    double moves, changes, of_moves[N_SETS], of_changes[N_SETS];
} sums;

typedef struct ends {
    const nh_column *ended_by, *end_reason, *end_code, *set[3];
    int32_t move, status_change, other, e4b; /* levels */
} ends;

static bool find_ends(const nh_frame *p, ends *e, nh_error *err)
{
    static const char *const sets[] = { "breakdown", "breakdown_wider", "breakdown_upper" };
    e->ended_by = nh_frame_need(p, "ended_by", NH_CATEGORY, err);
    e->end_reason = nh_frame_need(p, "end_reason", NH_CATEGORY, err);
    e->end_code = nh_frame_need(p, "end_code", NH_CATEGORY, err);
    for (size_t i = 0; i < 3; i++)
        if (!(e->set[i] = nh_frame_need(p, sets[i], NH_NUMBER, err))) return false;
    if (!e->ended_by || !e->end_reason || !e->end_code) return false;
    e->move = nh_levels_find_text(e->ended_by->levels, "move");
    e->status_change = nh_levels_find_text(e->ended_by->levels, "status_change");
    e->other = nh_levels_find_text(e->ended_by->levels, "other");
    e->e4b = nh_levels_find_text(e->end_code->levels, "E4B");
    return true;
}

static bool is_in_set(const ends *e, size_t row, size_t set)
{
    if (set == BLANK) return !nh_present(e->end_reason, row);
    return set != E4B && nh_present(e->set[set], row) && e->set[set]->number[row] == 1;
}

static void count_end(const ends *e, size_t row, sums *to)
{
    int32_t how = nh_present(e->ended_by, row) ? e->ended_by->code[row] : NH_NO_LEVEL;
    bool is_move = how == e->move, is_change = is_move || how == e->status_change || how == e->other;
    to->moves += is_move;
    to->changes += is_change;
    for (size_t set = 0; set < N_SETS && is_change; set++) {
        to->of_moves[set] += is_move && is_in_set(e, row, set);
        to->of_changes[set] += is_in_set(e, row, set);
    }
    to->of_moves[E4B] += !is_change && nh_present(e->end_code, row) && e->end_code->code[row] == e->e4b;
}

/* Authority and return year of the end of each placement that counts; the others have no authority. */
static nh_frame *years_of(const nh_breakdown_request *r, const nh_column *authority, const nh_column *end)
{
    size_t n = nh_frame_rows(r->placements);
    int32_t first = nh_year_start(r->first_year), last = nh_year_end(r->last_year);
    nh_frame *years = nh_frame_new("years", NULL);
    nh_column *year = nh_frame_add(years, "year", NH_NUMBER);
    nh_column *where = nh_frame_add_levels(years, "authority", authority->levels);
    nh_frame_set_rows(years, n);
    for (size_t row = 0; row < n; row++) {
        bool counts = nh_present(end, row) && end->date[row] >= first && end->date[row] <= last &&
                      (!r->keep || r->keep[row]);
        year->number[row] = counts ? nh_return_year(end->date[row]) : r->last_year;
        nh_put_code(where, row, counts ? authority->code[row] : NH_NO_LEVEL);
    }
    return years;
}

static const char *group_of(const nh_column *group, size_t row)
{
    return nh_text_at(group, row);
}

static const nh_recoding groups = { .by = "placement_group", .column = "placement_group", .shown = "placement_group",
                                    .levels = nh_placement_group_words, .word = group_of };
static const nh_recoding *const recodings[] = { &groups, NULL };

static void put_set(nh_frame *frame, const nh_area *area, const char *group, const sums *s, size_t set)
{
    size_t row = nh_frame_append(frame);
    const char *const texts[] = { area->level, area->code, area->name, group, set_words[set] };
    nh_put_number(nh_frame_at(frame, 0), row, area->year);
    for (size_t i = 0; i < 5; i++)
        if (*texts[i]) nh_put_text(nh_frame_at(frame, i + 1), row, texts[i]);
    nh_put_number(nh_frame_find(frame, "placements"), row, s->of_moves[set]);
    static const char *const others[] = { "ended_by_move", "placements_of_changes", "changes" };
    const double values[] = { s->moves, s->of_changes[set], s->changes };
    for (size_t i = 0; i < 3; i++) {
        if (set == E4B) nh_put_mark(nh_frame_find(frame, others[i]), row, NH_NOT_APPLICABLE);
        else nh_put_number(nh_frame_find(frame, others[i]), row, values[i]);
    }
}

static void put_area(nh_frame *frame, const nh_area *area, const nh_breaks *breaks, const sums *lines)
{
    for (size_t line = 0; line <= breaks->n; line++)
        for (size_t set = 0; set < N_SETS; set++)
            put_set(frame, area, line < breaks->n ? nh_breaks_text(breaks, line, 0) : "total", &lines[line], set);
}

static nh_frame *tabulate(const ends *e, const nh_areas *areas, const nh_breaks *breaks)
{
    size_t n_lines = breaks->n + 1;
    sums *all = nh_zeroed(areas->n * n_lines + 1, sizeof *all);
    for (size_t row = 0; row < e->ended_by->n; row++) {
        const int32_t *targets = areas->targets[areas->of_row[row]];
        for (size_t k = 0; k < NH_AREA_TARGETS && targets[k] >= 0; k++) {
            count_end(e, row, &all[(size_t)targets[k] * n_lines + breaks->of_row[row]]);
            count_end(e, row, &all[(size_t)targets[k] * n_lines + breaks->n]);
        }
    }
    nh_frame *frame =
        nh_result_frame("breakdowns", "Placements that broke down, of those that ended by a move", columns);
    for (size_t a = 0; a < areas->n; a++) put_area(frame, &areas->area[a], breaks, all + a * n_lines);
    nh_fill_in(frame);
    free(all);
    return frame;
}

nh_frame *nh_breakdowns(const nh_breakdown_request *request, nh_error *err)
{
    ends e;
    const nh_column *authority = nh_frame_need(request->placements, "authority", NH_CATEGORY, err);
    const nh_column *end = nh_frame_need(request->placements, "end", NH_DATE, err);
    if (!authority || !end || !find_ends(request->placements, &e, err)) return NULL;
    nh_breaks *breaks = nh_breaks_new(request->placements, "placement_group", NULL, recodings, err);
    if (!breaks) return NULL;
    nh_frame *years = years_of(request, authority, end);
    nh_areas *areas = nh_areas_new(nh_frame_find(years, "authority"), nh_frame_find(years, "year"),
                                   NH_AREAS_AUTHORITIES | NH_AREAS_REGIONS | NH_AREAS_WHOLE);
    nh_frame *frame = tabulate(&e, areas, breaks);
    nh_areas_free(areas);
    nh_frame_free(years);
    nh_breaks_free(breaks);
    return frame;
}
