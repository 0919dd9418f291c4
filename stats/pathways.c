/* stats/pathways.c: moves, how placements end and how long they last, and what leads into children's homes.
 *
 * What is counted: placements of children's records by the rules of derivation (temporary ones folded in, short
 * breaks left out). From DfE's releases only what they print: reasons for changes, and durations. */
#include "datasets/derive/histories.h"
#include "datasets/derive/narrow.h"
#include "datasets/frame/arena.h"
#include "stats/analysis.h"
#include "stats/breakdown_rates.h"
#include "stats/copy.h"
#include "stats/first_placements.h"
#include "stats/home_entries.h"
#include "stats/lasting.h"
#include "stats/pathways_findings.h"
#include "stats/transitions.h"
#include "stats/year_rows.h"

#include <stdlib.h>
#include <string.h>

static const nh_option_record options[] = {
    { .name = "by", .kind = NH_OPTION_TEXT, .argument = "COL[,COL]", .value = "placement_group",
      .help = "the groups of survival, incidence and durations: columns of the frame placements, age_band, region" },
    { .name = "curves-from", .kind = NH_OPTION_CHOICE, .argument = "history|start", .value = "history",
      .help = "curves count a placement that began before the first return from the history's first day on, or from "
              "its start, which over-represents long ones" },
    { .name = "months", .kind = NH_OPTION_WHOLE, .argument = "N", .value = "60",
      .help = "the last month that curves show" },
    { 0 }
};

static const char *const tables[] = { "transitions", "breakdowns", "home_entries", "home_classes",     "survival",
                                      "incidence",   "durations",  "first_placements", NULL };
static const nh_chart_choice charts[] = {
    { "pathways", "first_placements" }, { "survival", "survival" }, { "incidence", "incidence" },
    { "transitions", "transitions" },   { 0 }
};

/* The placements, whole, with what --where keeps of them, and of that what --year is about (all of it without
 * --year); histories stand in the same order. */
typedef struct material {
    const nh_frame *placements;
    const nh_histories *histories;
    uint8_t *keep, *begun, *ended, *alive, *after_refuge;
    int history_from, year;
} material;

/* A T4 episode stands right before the first episode of the placement that is not temporary, in the same period. */
static bool comes_after_refuge(const nh_histories *h, const nh_placement *p, int32_t refuge)
{
    const nh_column *place = h->episodes.place;
    if (refuge == NH_NO_LEVEL || p->first_ordinary == 0) return false;
    if (h->row[p->first_ordinary].flags & NH_ROW_NEW_PERIOD) return false;
    return nh_code_in(place, h->row[p->first_ordinary - 1].source) == refuge;
}

static uint8_t *find_refuge(const nh_histories *h)
{
    uint8_t *after = nh_zeroed(h->n_placements + 1, 1), *at = after;
    int32_t refuge = nh_levels_find_text(h->episodes.place->levels, "T4");
    for (uint32_t child = 0; child < h->index->n_children; child++) {
        const nh_placement *p = h->placement + h->child[child].first_placement;
        for (uint32_t i = 0; i < h->child[child].n_placements; i++) *at++ = comes_after_refuge(h, p + i, refuge);
    }
    return after;
}

static bool find_rows_of_year(material *m, nh_error *err)
{
    m->begun = nh_rows_of_year(m->placements, m->keep, m->year, NH_BEGUN, err);
    m->ended = m->begun ? nh_rows_of_year(m->placements, m->keep, m->year, NH_ENDED, err) : NULL;
    m->alive = m->ended ? nh_rows_of_year(m->placements, m->keep, m->year, NH_ALIVE, err) : NULL;
    return m->alive != NULL;
}

static bool gather(material *m, nh_inputs *inputs, nh_error *err)
{
    static const nh_derived_column no_columns[] = { { NULL, NULL } };
    static const nh_derivation counted = { .name = "pathways", .columns = no_columns };
    *m = (material){ .placements = nh_inputs_whole(inputs, "placements", err),
                     .year = nh_inputs_rules(inputs)->year };
    if (!m->placements || !(m->histories = nh_inputs_histories(inputs, err))) return false;
    if (!(m->keep = nh_rows_counted(inputs, m->placements, &counted, err))) return false;
    if (!find_rows_of_year(m, err)) return false;
    m->after_refuge = find_refuge(m->histories);
    m->history_from = nh_inputs_rules(inputs)->history_from;
    if (m->history_from == 0) m->history_from = m->histories->returns->first_year;
    return true;
}

static void release(material *m)
{
    free(m->keep);
    free(m->begun);
    free(m->ended);
    free(m->alive);
    free(m->after_refuge);
}

/* The curves of one year are those of what was seen in it: each placement counts from the year's first day on, and is
 * censored on its last. */
static bool add_curves(const material *m, const nh_options *given, nh_results *results, nh_error *err)
{
    long months = nh_option_whole(given, "months");
    nh_lasting_request request = { .placements = m->placements, .keep = m->alive, .by = nh_option_text(given, "by"),
                                   .watched_from = nh_year_start(m->year ? m->year : m->history_from),
                                   .watched_to = m->year ? nh_year_end(m->year) : 0,
                                   .late_entry =
                                       m->year || strcmp(nh_option_text(given, "curves-from"), "history") == 0 };
    if (months < 1 || months > 216) return nh_fail(err, NH_BAD_INPUT, "--months takes 1 to 216 (eighteen years)");
    request.months = (int)months;
    nh_lasting *lasting = nh_lasting_new(&request, err);
    if (!lasting) return false;
    nh_results_add(results, nh_survival_table(lasting));
    nh_results_add(results, nh_incidence_table(lasting));
    nh_results_add(results, nh_durations_table(lasting));
    nh_lasting_free(lasting);
    return true;
}

static nh_frame *breakdowns_of(const material *m, nh_error *err)
{
    const nh_returns *returns = m->histories->returns;
    nh_breakdown_request request = { .placements = m->placements, .keep = m->keep,
                                     .first_year = m->year ? m->year : returns->first_year,
                                     .last_year = m->year ? m->year : returns->last_year };
    return nh_breakdowns(&request, err);
}

static bool add_entries(const material *m, nh_results *results, nh_error *err)
{
    nh_entry_request request = { .placements = m->placements, .keep = m->begun, .after_refuge = m->after_refuge,
                                 .history_from = m->history_from };
    nh_frame *entries = nh_home_entries(&request, err);
    if (!entries) return false;
    nh_results_add(results, entries);
    nh_results_add(results, nh_home_classes(entries));
    return true;
}

static bool add_first(const material *m, nh_results *results, nh_error *err)
{
    nh_first_request request = { .placements = m->placements, .keep = m->begun,
                                 .history_from = m->year > m->history_from ? m->year : m->history_from,
                                 .last_year = m->histories->returns->last_year };
    nh_frame *first = nh_first_placements(&request, err);
    nh_results_add(results, first);
    return first != NULL;
}

static void add_notes(const material *m, nh_results *results)
{
    nh_results_note(results, "Breakdown is a proxy from the reason a placement ended for: primary CREQB, CREQO, "
                             "CHILD; wider also LAREQ, ALLEG, STAND, APPRR, CUSTOD; the upper bound also OTHER and "
                             "CLOSE. Status changes are in neither numerator nor denominator, but in DfE's "
                             "denominator beside it.");
    nh_results_note(results,
                    "Classes of entry to a home are administrative proxies, not findings of case files. The history "
                    "is partial: it begins on 1 April %d, later than most children's birth; first placements are "
                    "known as first only in periods begun since (entries_since_history).",
                    m->history_from - 1);
    nh_results_note(results, "Emergency is not collected; its three proxies (a: the period began with L1, L2 or J2; "
                             "b: after a placement of at most 7 days ended by ALLEG, APPRR or CREQB; c: straight "
                             "after a T4 episode) are not to be added up.");
    nh_results_note(results,
                    "First placements are those of children whose first known period of care began on 1 April %d or "
                    "later; a period that had ended before leaves no trace. A placement that only changes its status "
                    "(same carer) continues the one before it. Ways that fewer than 10 children went are folded into "
                    "'other paths'; children have been followed for unequal times, so the shares still there fall "
                    "as they are followed longer.",
                    m->history_from - 1);
    if (m->year) return;
    nh_results_note(results,
                    "Open placements count as censored where their return stops. Returns hold the placements alive "
                    "in their year, so long ones begun before %d are over-represented; curves and median_late_entry "
                    "count a placement only from 1 April %d on (--curves-from start: from its start).",
                    m->history_from - 1, m->history_from - 1);
}

static void tell_of_year(const material *m, const nh_frame *breakdowns, nh_results *results)
{
    if (!m->year) return;
    nh_results_note(
        results,
        "Of the return year %d: transitions and breakdowns of placements that ended in it, entries to "
        "homes that fell in it, first placements of children whose care began in it. Curves and medians are of "
        "what was seen in the year alone: a placement counts from 1 April %d on, and is censored on 31 "
        "March %d; placements, ended and mean_ended are those alive, and ended, in the year.",
        m->year, m->year - 1, m->year);
    if (nh_frame_rows(breakdowns) == 0)
        nh_results_gap(results, "no breakdowns: no placement that ended in the year to 31 March %d is loaded",
                       m->year);
}

static bool from_children(const material *m, const nh_options *given, nh_results *results, nh_error *err)
{
    nh_frame *transitions = nh_transitions(m->placements, m->ended, err);
    nh_results_add(results, transitions);
    nh_frame *breakdowns = transitions ? breakdowns_of(m, err) : NULL;
    nh_results_add(results, breakdowns);
    if (!breakdowns || !add_entries(m, results, err) || !add_curves(m, given, results, err)) return false;
    if (!add_first(m, results, err)) return false;
    add_notes(m, results);
    tell_of_year(m, breakdowns, results);
    return true;
}

/* What DfE prints; the rest needs children's records. */
static bool from_releases(nh_inputs *inputs, nh_results *results, nh_error *err)
{
    static const char *const printed[][2] = { { "published_breakdowns", "breakdowns" },
                                              { "published_durations", "durations" } };
    size_t n_added = 0;
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        const nh_frame *frame = nh_inputs_frame(inputs, printed[i][0], err);
        if (frame) nh_results_add(results, nh_copy_as(frame, printed[i][1], NULL));
        n_added += frame != NULL;
    }
    if (n_added == 0) return false;
    *err = (nh_error){ 0 };
    nh_results_note(results, "Published tables hold reasons for changes and durations of placements; transitions, "
                             "entries to homes and survival need children's records.");
    return true;
}

static bool run(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    if (!nh_inputs_are_child_level(inputs)) return from_releases(inputs, results, err);
    material m;
    bool ok = gather(&m, inputs, err) && from_children(&m, given, results, err);
    release(&m);
    return ok;
}

const nh_analysis nh_pathways = {
    .name = "pathways",
    .summary = "moves, how placements end and how long they last, entries to children's homes",
    .heading = "How placements end, and what comes next",
    .options = options,
    .tables = tables,
    .charts = charts,
    .example = "nearhome pathways --table survival extract/",
    .description = "Moves between groups of placement; breakdowns in three nested senses, over placements ended by a "
                   "move and over DfE's denominator; entries to children's homes by what came before; how long "
                   "placements last (Kaplan-Meier, open placements censored) and how they end (Aalen-Johansen), by "
                   "group, with numbers at risk. With --year each table is of that year's endings or beginnings, and "
                   "curves count what was seen in it.",
    .introduction = "How placements end, how long they last, and what comes before a children's home. A breakdown is taken "
                    "from the reason that the return gives for a change of placement, in a narrow and in wider senses; "
                    "no case file was read.",
    .run = run,
    .findings = nh_pathways_findings,
};
