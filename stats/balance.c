/* stats/balance.c: which authorities place children elsewhere, and which receive them.
 *
 * What is counted: children looked after on 31 March. Exported: placed outside the area of the authority that
 * answers for them; imported: children of other authorities placed in an area. From children's records received
 * children are those of the loaded authorities; from DfE's net gain file every figure is as printed. */
#include "stats/analysis.h"
#include "stats/copy.h"
#include "stats/homes_by_region.h"
#include "stats/ranking.h"
#include "stats/words.h"

#include <stdio.h>
#include <string.h>

static const char *const tables[] = { "balance", "flows", "homes", "homes_by_region", NULL };
static const nh_chart_choice charts[] = { { "balance", "balance" }, { "map", "balance" },
                                          { "dumbbell", "homes_by_region" }, { 0 } };

static nh_frame *flows_of(const nh_frame *derived)
{
    nh_frame *flows = nh_copy_as(derived, "flows", "Children by responsible authority and authority of placement");
    nh_column *children = nh_frame_find(flows, "children");
    if (children) nh_column_role(flows, children, NH_COUNT, NULL, NULL);
    return flows;
}

/* Whether every authority is there: a row for England says so. */
static bool has_england(const nh_frame *balance)
{
    static const nh_condition england[] = { { "geographic_level", "National" }, { 0 } };
    for (size_t row = 0; row < nh_frame_rows(balance); row++)
        if (nh_row_is(balance, row, england)) return true;
    return false;
}

static const char no_places[] =
    "no balance: neither postcodes nor the columns PL_DISTANCE, PL_LA and PL_LOCATION say "
    "where children are placed (--postcodes FILE names a postcode directory)";

/* Whether no child's place is known: nothing inside, nothing outside, and a net gain of 0 that means nothing. */
static bool is_known_of_nobody(const nh_frame *balance)
{
    const nh_column *unknown = nh_frame_find(balance, "placed_unknown");
    const nh_column *own = nh_frame_find(balance, "own_children");
    double n = 0;
    for (size_t row = 0; row < nh_frame_rows(balance); row++) {
        if (!nh_present(unknown, row) || !nh_present(own, row)) return false;
        if (unknown->number[row] != own->number[row]) return false;
        n += own->number[row];
    }
    return n > 0;
}

/* Only where Ofsted's list of providers is among the inputs. */
static bool add_homes(nh_inputs *inputs, const nh_frame *balance, nh_results *results, nh_error *err)
{
    if (!nh_extract_table(nh_inputs_extract(inputs), "providers")) return true;
    const nh_frame *homes = nh_inputs_whole(inputs, "homes", err);
    if (!homes) return false;
    nh_results_add(results, nh_copy_as(homes, "homes", NULL));
    nh_results_add(results, nh_homes_by_region(balance, homes));
    return true;
}

static bool run(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    (void)given;
    const nh_frame *balance = nh_inputs_frame(inputs, "balance", err);
    if (!balance) return false;
    if (nh_inputs_are_child_level(inputs) && is_known_of_nobody(balance)) {
        nh_results_gap(results, "%s", no_places);
        return true;
    }
    nh_results_add(results, nh_copy_as(balance, "balance", NULL));
    if (!add_homes(inputs, balance, results, err)) return false;
    if (!nh_inputs_are_child_level(inputs)) return true;
    const nh_frame *flows = nh_inputs_frame(inputs, "flows", err);
    if (!flows) return false;
    nh_results_add(results, flows_of(flows));
    return true;
}

static void say_area(nh_results *results, const nh_frame *balance, size_t row, const char *rank)
{
    char net[NH_WORDS], received[NH_WORDS], placed[NH_WORDS];
    if (!nh_say_count(nh_frame_find(balance, "net_gain"), row, net) ||
        !nh_say_count(nh_frame_find(balance, "placed_here_by_others"), row, received) ||
        !nh_say_count(nh_frame_find(balance, "placed_outside"), row, placed))
        return;
    nh_results_finding(results,
                       "%s, 31 March %.0f: %s, with %s children of other authorities placed there and %s of its own "
                       "placed outside its area, a net %s of %s.",
                       rank, nh_frame_find(balance, "year")->number[row],
                       nh_text_of(balance, "name", row), received, placed,
                       net[0] == '-' ? "loss" : "gain", net[0] == '-' ? net + 1 : net);
    if (strncmp(rank, "Largest", 7) == 0) nh_results_headline(results);
}

static const nh_condition authorities[] = { { "geographic_level", "Local authority" }, { 0 } };

/* The largest importer (rank 0) or the one after it, or likewise of exporters. */
static void say_ranked(nh_results *results, const nh_frame *balance, bool importers, size_t rank)
{
    nh_ranking by_net = { .column = "net_gain", .year = nh_last_year_of(balance), .conditions = authorities,
                          .smallest_first = !importers };
    static const char *const ranks[2][2] = { { "Largest exporter of children", "Next largest exporter" },
                                             { "Largest importer of children", "Next largest importer" } };
    size_t rows[NH_MOST_RANKED];
    if (nh_rank_rows(balance, &by_net, rows) <= rank) return;
    double net = nh_frame_find(balance, "net_gain")->number[rows[rank]];
    if (importers ? net > 0 : net < 0) say_area(results, balance, rows[rank], ranks[importers][rank]);
}

static void say_england(nh_results *results, const nh_frame *balance)
{
    static const nh_condition england[] = { { "geographic_level", "National" }, { 0 } };
    nh_ranking latest = { .column = "year", .year = nh_last_year_of(balance), .conditions = england };
    size_t rows[NH_MOST_RANKED];
    char outside[NH_WORDS], own[NH_WORDS];
    if (nh_rank_rows(balance, &latest, rows) == 0) return;
    if (!nh_say_count(nh_frame_find(balance, "placed_outside"), rows[0], outside)) return;
    if (!nh_say_count(nh_frame_find(balance, "own_children"), rows[0], own)) {
        nh_results_finding(results,
                           "England, 31 March %.0f: %s children were placed outside the area of the authority "
                           "responsible for them.",
                           latest.year, outside);
        return;
    }
    nh_results_finding(results,
                       "England, 31 March %.0f: %s of %s children looked after were placed outside the area of the "
                       "authority responsible for them.",
                       latest.year, outside, own);
}

/* Children of whom it is not known where they are placed are told of with the others: 0 outside may be all there
 * is to know. */
static void say_unknown(const nh_frame *balance, size_t row, const char *own, char text[NH_WORDS])
{
    char unknown[NH_WORDS];
    text[0] = '\0';
    if (!nh_say_count(nh_frame_find(balance, "placed_unknown"), row, unknown) || strcmp(unknown, "0") == 0) return;
    snprintf(text, NH_WORDS, "; of %.20s it is not known", strcmp(unknown, own) == 0 ? "all of them" : unknown);
}

/* With a part of England nobody's net gain is known; what each authority exports is. */
static void say_exports(nh_results *results, const nh_frame *balance)
{
    nh_ranking by_share = { .column = "share_outside", .year = nh_last_year_of(balance), .conditions = authorities };
    size_t rows[NH_MOST_RANKED], n = nh_rank_rows(balance, &by_share, rows);
    for (size_t i = 0; i < n; i++) {
        char outside[NH_WORDS], own[NH_WORDS], unknown[NH_WORDS];
        if (!nh_say_count(nh_frame_find(balance, "placed_outside"), rows[i], outside) ||
            !nh_say_count(nh_frame_find(balance, "own_children"), rows[i], own))
            continue;
        say_unknown(balance, rows[i], own, unknown);
        nh_results_finding(results,
                           "%s, 31 March %.0f: %s of %s children looked after (%.0f%%) were placed outside the "
                           "authority's area%s.",
                           nh_text_of(balance, "name", rows[i]), by_share.year, outside, own,
                           nh_frame_find(balance, "share_outside")->number[rows[i]], unknown);
        nh_results_headline(results);
    }
}

/* Three regions held more than half of the homes in 2013; whether they still do is asked every year. */
static void say_homes(nh_results *results, const nh_frame *homes)
{
    static const nh_condition regions[] = { { "geographic_level", "Regional" }, { 0 } };
    static const nh_condition england[] = { { "geographic_level", "National" }, { 0 } };
    double year = nh_last_year_of(homes), three = 0;
    size_t most[NH_MOST_RANKED], whole[NH_MOST_RANKED];
    const nh_column *n = nh_frame_find(homes, "homes"), *name = nh_frame_find(homes, "name");
    nh_ranking by_homes = { .column = "homes", .year = year, .conditions = regions };
    nh_ranking all = { .column = "homes", .year = year, .conditions = england };
    if (nh_rank_rows(homes, &by_homes, most) < NH_MOST_RANKED || nh_rank_rows(homes, &all, whole) == 0) return;
    for (size_t i = 0; i < NH_MOST_RANKED; i++) three += n->number[most[i]];
    char of_three[NH_WORDS], of_england[NH_WORDS];
    nh_say_number(three, of_three);
    nh_say_number(n->number[whole[0]], of_england);
    nh_results_finding(results,
                       "Children's homes, 31 March %.0f: %s, %s and %s hold %s of the %s homes in England (%.0f%%).",
                       year, nh_text_at(name, most[0]), nh_text_at(name, most[1]), nh_text_at(name, most[2]),
                       of_three, of_england, 100 * three / n->number[whole[0]]);
    nh_results_headline(results);
}

static void findings(nh_results *released)
{
    const nh_frame *balance = nh_results_find(released, "balance"), *homes = nh_results_find(released, "homes");
    if (homes) say_homes(released, homes);
    if (!balance) return;
    if (!has_england(balance)) {
        say_exports(released, balance);
        return;
    }
    for (size_t rank = 0; rank < 2; rank++) {
        say_ranked(released, balance, true, rank);
        say_ranked(released, balance, false, rank);
    }
    say_england(released, balance);
}

const nh_analysis nh_balance = {
    .name = "balance",
    .summary = "importers and exporters of children, per authority and year",
    .heading = "Which authorities send children away, and which take them in",
    .tables = tables,
    .charts = charts,
    .may_draw = has_england,
    .example = "nearhome balance extract/",
    .description =
        "For each authority and year, and for regions and England: children it is responsible for, those "
        "placed inside and outside its area, children that other authorities have placed there, and the "
        "net gain. The table flows has the children of each pair of authorities. From DfE's net gain file, and "
        "its wide tables to 2017, the figures are as printed, and breaks in the series are marked. With "
        "Ofsted's list of providers among the inputs, homes counts children's homes, places and judgements, which "
        "stand beside published balances too, with places for each own child and the rank by homes, and homes_by_region "
        "has each region's shares of England's homes and children.",
    .introduction =
        "An authority exports the children it places outside its own area and imports those whom others place "
        "there. The net gain is the second number less the first: above zero, an authority takes in more "
        "children than it sends away.",
    .run = run,
    .findings = findings,
};
