/* stats/pathways_findings.c: how placements end, how long they last, what leads into children's homes.
 *
 * A sentence names its measure, its denominator and its year; what is not shown is not spoken of. */
#include "stats/pathways_findings.h"

#include "datasets/frame/arena.h"
#include "stats/ranking.h"
#include "stats/words.h"

#include <stdio.h>
#include <string.h>

static void say_set(nh_results *results, const nh_frame *breakdowns, const char *set, const char *reasons)
{
    const nh_condition all[] = {
        { "geographic_level", "National" }, { "placement_group", "total" }, { "set", set }, { 0 }
    };
    const nh_condition loaded[] = {
        { "geographic_level", "Loaded" }, { "placement_group", "total" }, { "set", set }, { 0 }
    };
    double year = nh_last_year_of(breakdowns);
    size_t rows[NH_MOST_RANKED];
    nh_ranking r = { .column = "placements", .year = year, .conditions = all };
    if (nh_rank_rows(breakdowns, &r, rows) == 0) {
        r.conditions = loaded;
        if (nh_rank_rows(breakdowns, &r, rows) == 0) return;
    }
    char hits[NH_WORDS], of[NH_WORDS], share[NH_WORDS];
    if (!nh_say_share(breakdowns, "placements", rows[0], share)) return;
    nh_say_count(nh_frame_find(breakdowns, "placements"), rows[0], hits);
    nh_say_count(nh_frame_find(breakdowns, "ended_by_move"), rows[0], of);
    nh_results_finding(results,
                       "%s, year to 31 March %.0f: %s of %s placements ended by a move, %s, broke down in the %s "
                       "sense: %s.",
                       nh_text_of(breakdowns, "name", rows[0]), year, hits, of, share, set, reasons);
    if (strcmp(set, "primary") == 0) nh_results_headline(results);
}

static void say_breakdowns(nh_results *results)
{
    const nh_frame *breakdowns = nh_results_find(results, "breakdowns");
    if (!breakdowns || !nh_frame_find(breakdowns, "set")) return;
    say_set(results, breakdowns, "primary", "the carer or the child asked for the end");
    say_set(results, breakdowns, "wider",
            "that, or the authority ended it outside the plan, for safeguarding or by custody");
    say_set(results, breakdowns, "upper bound", "those, or the provision closed, or another reason was given");
}

/* " (95% interval 165 to 193)", or nothing where a limit is not shown. */
static void say_limits(const nh_frame *durations, size_t row, char text[NH_WORDS])
{
    char low[NH_WORDS], high[NH_WORDS];
    text[0] = '\0';
    if (nh_say_count(nh_frame_find(durations, "late_entry_low"), row, low) &&
        nh_say_count(nh_frame_find(durations, "late_entry_high"), row, high))
        snprintf(text, NH_WORDS, " (95%% interval %.20s to %.20s)", low, high);
}

/* The median counted from the first day of the history leads: the plain one leans to long placements. */
static void say_median(nh_results *results, const nh_frame *durations, size_t row)
{
    char late[NH_WORDS], limits[NH_WORDS], plain[NH_WORDS];
    const char *group = nh_text_of(durations, "placement_group", row);
    if (!nh_say_count(nh_frame_find(durations, "median_late_entry"), row, late) ||
        !nh_say_count(nh_frame_find(durations, "median"), row, plain))
        return;
    const char *what = strcmp(group, "foster") == 0 ? "foster placements"
                       : strcmp(group, "homes") == 0 ? "placements in children's homes" : "all placements";
    say_limits(durations, row, limits);
    nh_results_finding(results,
                       "Half of %s last longer than %s days%s, by Kaplan-Meier from the first day of the history on "
                       "(%s days when placements that began before it count from their start).",
                       what, late, limits, plain);
}

static void say_durations(nh_results *results)
{
    static const nh_condition spoken_of[][2] = { { { "placement_group", "total" }, { 0 } },
                                                 { { "placement_group", "foster" }, { 0 } },
                                                 { { "placement_group", "homes" }, { 0 } } };
    const nh_frame *durations = nh_results_find(results, "durations");
    if (!durations || !nh_frame_find(durations, "median") || !nh_frame_find(durations, "median_late_entry")) return;
    for (size_t i = 0; i < 3; i++)
        for (size_t row = 0; row < nh_frame_rows(durations); row++)
            if (nh_row_is(durations, row, spoken_of[i])) say_median(results, durations, row);
}

static const char *cause_words(const char *cause)
{
    static const char *const words[][2] = { { "move", "by a move to another carer" },
                                            { "status_change", "by a change of status with the same carer" },
                                            { "left_care", "because the child left care" },
                                            { "other", "in another way" } };
    for (size_t i = 0; i < 4; i++)
        if (strcmp(cause, words[i][0]) == 0) return words[i][1];
    return cause;
}

/* A year after the start, in the words of each cause that is shown. */
static void say_incidence(nh_results *results)
{
    static const nh_condition total[] = { { "placement_group", "total" }, { 0 } };
    const nh_frame *incidence = nh_results_find(results, "incidence");
    if (!incidence || !nh_frame_find(incidence, "placement_group")) return;
    const nh_column *months = nh_frame_find(incidence, "months"), *share = nh_frame_find(incidence, "incidence");
    for (size_t row = 0; row < nh_frame_rows(incidence); row++) {
        bool is_shown = nh_present(share, row) && share->number[row] > 0;
        if (months->number[row] != 12 || !is_shown || !nh_row_is(incidence, row, total)) continue;
        char percent[NH_WORDS];
        nh_say_decimal(100 * share->number[row], 1, percent);
        nh_results_finding(results, "Within 12 months of starting, %s%% of placements had ended %s.", percent,
                           cause_words(nh_text_of(incidence, "cause", row)));
    }
}

/* What an entry to a home followed, in words that finish "9% ..". */
static const char *entry_words(const char *class)
{
    static const char *const words[][2] = {
        { "first placement, first period known", "were a child's first known placement" },
        { "first placement, returned to care", "were the first placement of a child who came back into care" },
        { "foster breakdown", "followed a foster placement that broke down" },
        { "foster planned", "followed a foster placement that ended as planned" },
        { "foster unknown", "followed a foster placement that ended for a reason not told" },
        { "home breakdown", "followed another home, where the placement broke down" },
        { "home planned", "followed another home, where the placement ended as planned" },
        { "home unknown", "followed another home, where the placement ended for a reason not told" },
        { "family breakdown", "followed a placement with parents that broke down" },
        { "adoption disrupted", "followed a placement for adoption that was disrupted" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(class, words[i][0]) == 0) return words[i][1];
    return strcmp(class, "other") == 0 ? "came about in another way" : NULL;
}

/* The largest classes in one sentence: "of 19,025 entries 58% (95% interval ..) were ..; 10% (..) followed ..". */
static void say_entries(nh_results *results)
{
    static const nh_condition homes[] = { { "home", "K2" }, { 0 } };
    const nh_frame *classes = nh_results_find(results, "home_classes");
    if (!classes) return;
    nh_ranking largest = { .column = "entries", .conditions = homes };
    size_t rows[NH_MOST_RANKED], n = nh_rank_rows(classes, &largest, rows), said = 0;
    nh_arena *keep = nh_arena_new();
    const char *ways = "";
    for (size_t i = 0; i < n; i++) {
        char share[NH_WORDS];
        const char *words = entry_words(nh_text_of(classes, "class", rows[i]));
        if (!words || nh_frame_find(classes, "entries")->number[rows[i]] == 0) continue;
        if (!nh_say_share(classes, "entries", rows[i], share)) continue;
        ways = nh_arena_print(keep, "%s%s%s %s", ways, said++ ? "; " : "", share, words);
    }
    char all[NH_WORDS];
    if (said && nh_say_count(nh_frame_find(classes, "all_entries"), rows[0], all)) {
        nh_results_finding(
            results,
            "Of %s entries to children's homes (K2) in periods of care that began inside the history, %s. "
            "These classes are administrative proxies.",
            all, ways);
        nh_results_headline(results);
    }
    nh_arena_free(keep);
}

/* What DfE prints: its denominator is every change of placement, status changes too. */
static void say_printed_breakdowns(nh_results *results)
{
    static const nh_condition england[] = { { "geographic_level", "National" }, { "by", "all" }, { 0 } };
    const nh_frame *b = nh_results_find(results, "breakdowns");
    if (!b || !nh_frame_find(b, "share_breakdown")) return;
    nh_ranking latest = { .column = "share_breakdown", .year = nh_last_year_of(b), .conditions = england };
    size_t rows[NH_MOST_RANKED];
    char primary[NH_WORDS], wider[NH_WORDS], upper[NH_WORDS], changes[NH_WORDS];
    if (nh_rank_rows(b, &latest, rows) == 0) return;
    size_t row = rows[0];
    if (!nh_say_count(nh_frame_find(b, "breakdowns"), row, primary) ||
        !nh_say_count(nh_frame_find(b, "breakdowns_wider"), row, wider) ||
        !nh_say_count(nh_frame_find(b, "breakdowns_upper"), row, upper) ||
        !nh_say_count(nh_frame_find(b, "changes"), row, changes))
        return;
    nh_results_finding(results,
                       "England, year to 31 March %.0f: of %s changes of placement (changes of status among them), "
                       "%s broke down in the primary sense, %s in the wider sense, %s at the upper bound.",
                       latest.year, changes, primary, wider, upper);
    nh_results_headline(results);
}

static void say_printed_durations(nh_results *results)
{
    static const nh_condition england[] = { { "geographic_level", "National" }, { "placement_group", "all" }, { 0 } };
    const nh_frame *durations = nh_results_find(results, "durations");
    if (!durations || !nh_frame_find(durations, "median_days")) return;
    nh_ranking latest = { .column = "median_days", .year = nh_last_year_of(durations), .conditions = england };
    size_t rows[NH_MOST_RANKED];
    char median[NH_WORDS], mean[NH_WORDS];
    if (nh_rank_rows(durations, &latest, rows) == 0) return;
    if (!nh_say_count(nh_frame_find(durations, "median_days"), rows[0], median) ||
        !nh_say_count(nh_frame_find(durations, "mean_days"), rows[0], mean))
        return;
    nh_results_finding(results,
                       "England, year to 31 March %.0f: placements that ended in the year had lasted %s days at the "
                       "median, %s on average.",
                       latest.year, median, mean);
    nh_results_headline(results);
}

void nh_pathways_findings(nh_results *released)
{
    say_breakdowns(released);
    say_durations(released);
    say_incidence(released);
    say_entries(released);
    say_printed_breakdowns(released);
    say_printed_durations(released);
}
