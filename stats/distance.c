/* stats/distance.c: how far from home children live, and whether inside the authority that answers for them.
 *
 * What is counted: children looked after on 31 March (short breaks left out), by 20 miles, inside or outside the
 * responsible authority, and at a distance (outside it and every adjoining authority: regulation 11). A distance that
 * is not known stays in the denominator and in sight. Three measures, never one "out of area": each is named. */
#include "stats/distance.h"

#include "datasets/frame/arena.h"
#include "stats/analysis.h"
#include "stats/copy.h"
#include "stats/distance_cells.h"
#include "stats/ranking.h"
#include "stats/words.h"

#include <string.h>

static const nh_option_record options[] = {
    { .name = "by", .kind = NH_OPTION_TEXT, .argument = "COL[,COL]", .value = "placement_group",
      .help = "one row per value of COL: placement_group, need, age_band, sex, region, legal_status, or any other "
              "column of the frame children" },
    { 0 }
};

static const char *const tables[] = { "distance", "distance_by", "two_tests", "histogram", "regions", NULL };
static const nh_chart_choice charts[] = { { "distance", "distance_by" }, { "distance", "distance" },
                                         { "histogram", "histogram" }, { "multiples", "regions" },
                                         { "multiples", "distance" }, { 0 } };

static const char no_distance[] = "no distance tables: neither postcodes nor the columns PL_DISTANCE, PL_LA and "
                                  "PL_LOCATION say where children live (--postcodes FILE names a postcode directory)";

static bool add(nh_results *results, nh_frame *table)
{
    nh_results_add(results, table);
    return table != NULL;
}

/* Where all of England is loaded; a region has no row otherwise. */
static bool add_regions(const nh_frame *distance, const char *group, nh_results *results)
{
    nh_frame *regions = nh_distance_regions(distance, group);
    if (nh_frame_rows(regions) > 0) return add(results, regions);
    nh_frame_free(regions);
    return true;
}

static bool add_regions_of(const nh_frame *children, nh_results *results, nh_error *err)
{
    nh_frame *by_sex = nh_distance_table(children, "sex", err);
    bool ok = by_sex && add_regions(by_sex, "sex", results);
    nh_frame_free(by_sex);
    return ok;
}

static bool add_tables(const nh_frame *children, const char *by, nh_results *results, nh_error *err)
{
    return add(results, nh_distance_table(children, by, err)) && add(results, nh_distance_by(children, err)) &&
           add(results, nh_two_tests(children, err)) && add(results, nh_distance_histogram(children, err)) &&
           add_regions_of(children, results, err);
}

static bool from_children(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    const nh_frame *children = nh_inputs_frame(inputs, "children", err);
    if (!children) return false;
    if (nh_frame_rows(children) == 0) return true; /* nothing left by --year and --where: said */
    if (nh_distance_is_unknown(children)) {
        nh_results_gap(results, "%s", no_distance);
        return true;
    }
    if (!add_tables(children, nh_option_text(given, "by"), results, err)) return false;
    nh_results_note(results, "Distances are straight lines between the postcodes of home and placement, in miles to "
                             "one decimal; over 20 means more than 20.0. Shares are of all children, those of "
                             "unknown distance among them; the columns that end in share_known leave those out.");
    return true;
}

static bool run(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    if (nh_inputs_are_child_level(inputs)) return from_children(inputs, given, results, err);
    const nh_frame *published = nh_inputs_frame(inputs, "published_distance", err);
    if (!published) return false;
    nh_results_add(results, nh_copy_renaming(published, "distance", "placement_group", "group"));
    return add_regions(published, "placement_group", results);
}

static size_t first_row(const nh_frame *frame, double year, const nh_condition *conditions)
{
    size_t rows[NH_MOST_RANKED];
    nh_ranking any = { .column = "year", .year = year, .conditions = conditions };
    return nh_rank_rows(frame, &any, rows) > 0 ? rows[0] : nh_frame_rows(frame);
}

/* A share of those where it is known does not apply when it is known of nobody: 0 of all would then mislead. */
static bool is_known_of_nobody(const nh_frame *by, size_t row, const char *measure)
{
    nh_arena *scratch = nh_arena_new();
    const nh_column *known = nh_frame_find(by, nh_arena_print(scratch, "%s_share_known", measure));
    nh_arena_free(scratch);
    return known && nh_mark_at(known, row) == NH_NOT_APPLICABLE;
}

/* "Outside the authority: 1,234 of 5,678 (22%)", or that it is not known, or too few to show. */
static void say_measure(nh_results *results, const nh_frame *by, size_t row, const char *measure, const char *words)
{
    char hits[NH_WORDS], all[NH_WORDS], share[NH_WORDS];
    const nh_column *year = nh_frame_find(by, "year");
    if (!nh_say_count(nh_frame_find(by, "total"), row, all)) return;
    const char *where = nh_text_of(by, "name", row);
    if (is_known_of_nobody(by, row, measure)) {
        nh_results_finding(results, "%s, 31 March %.0f: it is not known of any of %s children looked after whether they "
                           "were placed %s.", where, year->number[row], all, words);
        return;
    }
    if (!nh_say_share(by, measure, row, share)) {
        nh_results_finding(results,
                           "%s, 31 March %.0f: the number of children %s is too small, or too close to all %s, to "
                           "show.",
                           where, year->number[row], words, all);
        return;
    }
    nh_say_count(nh_frame_find(by, measure), row, hits);
    nh_results_finding(results, "%s, 31 March %.0f: %s of %s children looked after, %s, were placed %s.", where,
                       year->number[row], hits, all, share, words);
    if (strcmp(measure, "over_20_out") == 0) nh_results_headline(results);
}

static void say_unknown(nh_results *results, const nh_frame *by, size_t row)
{
    char unknown[NH_WORDS];
    if (!nh_say_count(nh_frame_find(by, "unknown"), row, unknown) || strcmp(unknown, "0") == 0) return;
    nh_results_finding(results, "The distance of %s of them is not known; they are in the denominators.", unknown);
}

static const char *group_words(const char *group)
{
    static const char *const words[][2] = {
        { "foster", "foster placements" }, { "adoption", "placements for adoption" },
        { "parents", "placements with parents" }, { "homes", "children's homes, secure ones included" },
        { "supported", "supported and independent living" }, { "other placements", "other placements" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(group, words[i][0]) == 0) return words[i][1];
    return group;
}

/* Of those that can be shown: a small group that is suppressed may be higher. */
static void say_groups(nh_results *results, const nh_frame *by, double year)
{
    static const nh_condition groups[] = { { "breakdown", "placement_group" }, { "cover", "all" }, { 0 } };
    nh_ranking far = { .column = "over_20_out_share", .year = year, .conditions = groups };
    size_t rows[NH_MOST_RANKED], n = nh_rank_rows(by, &far, rows);
    for (size_t i = 0; i < n && i < 2; i++) {
        char share[NH_WORDS], all[NH_WORDS];
        if (nh_frame_find(by, "over_20_out")->number[rows[i]] == 0 ||
            !nh_say_share(by, "over_20_out", rows[i], share) ||
            !nh_say_count(nh_frame_find(by, "total"), rows[i], all))
            continue;
        nh_results_finding(
            results,
            "Of the kinds of placement that can be shown, the share placed over 20 miles from home and "
            "outside the responsible authority was %s for %s: %s of %s children.",
            i == 0 ? "highest" : "next highest", group_words(nh_text_of(by, "level", rows[i])), share, all);
        if (i == 0) nh_results_headline(results);
    }
}

static void say_children(nh_results *released, const nh_frame *by)
{
    static const nh_condition everyone[] = { { "breakdown", "all" }, { "cover", "all" }, { 0 } };
    double year = nh_last_year_of(by);
    size_t row = first_row(by, year, everyone);
    if (row == nh_frame_rows(by)) return;
    say_measure(released, by, row, "over_20_out", "over 20 miles from home and outside the responsible authority");
    say_measure(released, by, row, "outside", "outside the responsible authority, at any distance");
    say_measure(released, by, row, "at_a_distance",
                "at a distance (outside the responsible authority and every adjoining one: regulation 11)");
    say_unknown(released, by, row);
    say_groups(released, by, year);
}

/* DfE's own percentage, as printed: its denominator keeps unknown distances. */
static void say_printed(nh_results *results, const nh_frame *distance, const char *cover, const char *what)
{
    const nh_condition england[] = {
        { "geographic_level", "National" }, { "cover", cover }, { "group", "all" }, { 0 }
    };
    double year = nh_last_year_of(distance);
    size_t row = first_row(distance, year, england);
    const nh_column *percent = nh_frame_find(distance, "percent_over_20_out");
    char far[NH_WORDS], all[NH_WORDS], unknown[NH_WORDS];
    if (row == nh_frame_rows(distance) || !percent || !nh_present(percent, row) ||
        !nh_say_count(nh_frame_find(distance, "over_20_out"), row, far) ||
        !nh_say_count(nh_frame_find(distance, "total"), row, all) ||
        !nh_say_count(nh_frame_find(distance, "unknown"), row, unknown))
        return;
    nh_results_finding(results,
                       "England, year to 31 March %.0f: %s of %s %s (%.0f%%) were over 20 miles from home and "
                       "outside the responsible authority; the distance of %s is not known and they are in the "
                       "denominator.",
                       year, far, all, what, percent->number[row], unknown);
    nh_results_headline(results);
}

static void findings(nh_results *released)
{
    const nh_frame *by = nh_results_find(released, "distance_by"), *distance = nh_results_find(released, "distance");
    if (by) say_children(released, by);
    if (by || !distance) return;
    say_printed(released, distance, "on 31 March", "children looked after on 31 March");
    say_printed(released, distance, "new placements", "placements that began in the year");
}

const nh_analysis nh_distance = {
    .name = "distance",
    .summary = "how far from home children live, inside or outside the responsible authority",
    .heading = "How far from home children live",
    .options = options,
    .tables = tables,
    .charts = charts,
    .example = "nearhome distance --by need extract/",
    .description = "Counts children looked after on 31 March by 20 miles from home, inside or outside the "
                   "responsible authority, and at a distance (outside it and every adjoining authority: regulation "
                   "11 of the Care Planning Regulations 2010). Each count has its share of all children and Wilson's "
                   "interval; unknown distances are kept in sight. The table two_tests sets the 20 miles against the "
                   "regulation, histogram has bands of five miles, regions the regions over the years. From DfE's "
                   "releases: the figures as printed.",
    .introduction =
        "Children looked after on 31 March by how far they live from home, and whether inside or outside the "
        "area of the authority responsible for them. Over 20 miles is the measure of the Department for "
        "Education; at a distance (outside the authority and every adjoining one) is that of the law. Children "
        "whose distance is not known are kept in sight.",
    .run = run,
    .findings = findings,
};
