/* datasets/derive/panel.c: measures of DfE's authority tables, side by side by authority and year.
 *
 * Counts are as printed, symbols kept. A share is 100 x count / denominator of the same row and has no number when
 * either has none. Left out: national and regional rows, which are rounded. The net gain of the wide tables to 2017,
 * which print no number below 0, is that of the balance. */
#include "datasets/derive/panel.h"

#include "datasets/derive/published_balance.h"
#include "datasets/derive/published_cells.h"
#include "datasets/tables/ees_rows.h"
#include "datasets/tables/table.h"

#include <string.h>

static const char group[] = "cla_group", label[] = "characteristic";
static const char stability[] = "placement_stability", population[] = "population_count";

/* Groups of children and of placements, as files name them. */
static const char location[] = "location of new placements during the year";
static const char reason[] = "reason for placement change during the year";
static const char sdq[] = "ages 5 to 16 years with sdq score";
static const char health[] = "health assessments: children looked after all ages";
static const char development[] = "development assessments: children looked after ages 0 to 4 years";
static const char convictions[] = "convictions: children looked after ages 10 to 17 years";
static const char misuse[] = "substance misuse: children looked after all ages";
static const char on_31_march[] = "cla on 31 march";
static const char two_years[] = "cla 2 years on 31 march";
static const char under_16[] =
    "children looked after continuously for at least 2.5 years on 31 march aged under 16 years";

static const nh_measure measures[] = {
    { "new_placements", "ees_new_placements", "number",
      { { group, location }, { label, "total new placements" } } },
    { "new_to_20_inside", "ees_new_placements", "number",
      { { group, location }, { label, "placed inside la boundary less than 20 miles from home" } } },
    { "new_to_20_outside", "ees_new_placements", "number",
      { { group, location }, { label, "placed outside la boundary less than 20 miles from home" } } },
    { "new_over_20_inside", "ees_new_placements", "number",
      { { group, location }, { label, "placed inside la boundary more than 20 miles from home" } } },
    { "new_over_20_outside", "ees_new_placements", "number",
      { { group, location }, { label, "placed outside la boundary more than 20 miles from home" } } },
    { "new_distance_unknown", "ees_new_placements", "number",
      { { group, location }, { label, "distance not known or not recorded" } } },
    { "placement_changes", "ees_new_placements", "number",
      { { group, reason }, { label, "total placements changing" } } },
    { "changes_carer_behaviour", "ees_new_placements", "number",
      { { group, reason }, { label, "carer requests placement to end due to child's behaviour" } } },
    { "changes_carer_other", "ees_new_placements", "number",
      { { group, reason }, { label, "carer requests placement to end other than due to child's behaviour" } } },
    { "changes_child_request", "ees_new_placements", "number",
      { { group, reason }, { label, "child requests placement to end" } } },
    { "sdq_cohort", "ees_outcomes", "number",
      { { group, sdq }, { label, "total ages 5 to 16 years" } } },
    { "sdq_received", "ees_outcomes", "number",
      { { group, sdq }, { label, "sdq score was received" } } },
    { "sdq_average", "ees_outcomes", "number", { { group, sdq }, { label, "sdq average score" } } },
    { "sdq_normal", "ees_outcomes", "number", { { group, sdq }, { label, "sdq score is normal" } } },
    { "sdq_borderline", "ees_outcomes", "number",
      { { group, sdq }, { label, "sdq score is borderline" } } },
    { "sdq_concern", "ees_outcomes", "number",
      { { group, sdq }, { label, "sdq score is a cause for concern" } } },
    { "outcome_cohort", "ees_outcomes", "number",
      { { group, health }, { label, "total all ages" } } },
    { "health_assessed", "ees_outcomes", "number",
      { { group, health }, { label, "had their annual health assessment" } } },
    { "teeth_checked", "ees_outcomes", "number",
      { { group, health }, { label, "had their teeth checked by a dentist" } } },
    { "immunised", "ees_outcomes", "number",
      { { group, health }, { label, "had their immunisations up to date" } } },
    { "aged_0_to_4", "ees_outcomes", "number",
      { { group, development }, { label, "total ages 0 to 4 years" } } },
    { "development_checked", "ees_outcomes", "number",
      { { group, development }, { label, "development assessments up to date" } } },
    { "aged_10_to_17", "ees_outcomes", "number",
      { { group, convictions }, { label, "total ages 10 to 17 years" } } },
    { "convicted", "ees_outcomes", "number",
      { { group, convictions }, { label,
                       "convicted or subject to youth cautions, or youth conditional cautions during the year" } } },
    { "substance_misuse", "ees_outcomes", "number",
      { { group, misuse }, { label, "identified as having a substance misuse problem" } } },
    { "children_31_march", "ees_stability", "number",
      { { group, on_31_march }, { stability, "total children" } } },
    { "three_or_more_placements", "ees_stability", "number",
      { { group, on_31_march }, { stability, "with 3 or more placements during the year" } } },
    { "children_2_years", "ees_stability", "number",
      { { group, two_years }, { stability, "total children" } } },
    { "three_or_more_in_2_years", "ees_stability", "number",
      { { group, two_years }, { stability, "with 3 or more placements during the previous 2 years" } } },
    { "children_2_5_years", "ees_stability", "number",
      { { group, under_16 }, { stability, "total children" } } },
    { "same_carer_2_years", "ees_stability", "number",
      { { group, under_16 }, { stability, "living with the same carer for at least 2 years" } } },
    { "children_in_year", "ees_missing", "number", { { group, "children looked after during the year" } } },
    { "missing_in_year", "ees_missing", "number",
      { { group, "children who had a missing incident during the year" } } },
    { "missing_more_than_once", "ees_missing", "number",
      { { group, "children who went missing more than once during the year" } } },
    { "missing_incidents", "ees_missing", "number",
      { { group, "number of missing incidents during the year" } } },
    { "placed_here_by_others", "ees_netgain", "number",
      { { label, "children who are the responsibility of other las placed within this la boundary" } } },
    { "placed_outside", "ees_netgain", "number",
      { { label, "children who are the responsibility of this la placed outside the la boundary" } } },
    { "net_gain", "ees_netgain", "number", { { label, "net gain of children by responsible la" } } },
    { "children_31_march", "sfr_cla", "cla_mar", { { NULL, NULL } } },
    { "placed_here_by_others", "sfr_cla", "cla_extpl", { { NULL, NULL } } },
    { "placed_outside", "sfr_cla", "cla_outbound", { { NULL, NULL } } },
    { "net_gain", "sfr_cla", "cla_netgain", { { NULL, NULL } } },
    { "children_in_year", "sfr_cla", "cla_year", { { NULL, NULL } } },
    { "three_or_more_placements", "sfr_cla", "cla_3pla", { { NULL, NULL } } },
    { "placement_changes", "sfr_cla", "cla_rpc_all_place", { { NULL, NULL } } },
    { "changes_carer_behaviour", "sfr_cla", "cla_rpc_creqb", { { NULL, NULL } } },
    { "changes_carer_other", "sfr_cla", "cla_rpc_creqo", { { NULL, NULL } } },
    { "changes_child_request", "sfr_cla", "cla_rpc_child", { { NULL, NULL } } },
    { "started", "ees_numbers", "number",
      { { population, "children starting to be looked after each year" } } },
    { "ceased", "ees_numbers", "number",
      { { population, "children ceasing to be looked after each year" } } },
    { "rate_per_10000", "ees_numbers", "rate_per_10000",
      { { population, "children looked after on 31 march each year" } } },
    { "children_in_area", "ees_numbers", "population_estimate",
      { { population, "children looked after on 31 march each year" } } },
};

/* 100 x the sum of the parts / (whole less what is taken off it). */
typedef struct ratio {
    const char *name, *parts[3], *whole, *less;
} ratio;

static const ratio shares[] = {
    { "share_new_over_20_outside", { "new_over_20_outside" }, "new_placements", NULL },
    { "share_new_over_20", { "new_over_20_inside", "new_over_20_outside" }, "new_placements", NULL },
    { "share_new_over_20_outside_known", { "new_over_20_outside" }, "new_placements", "new_distance_unknown" },
    { "share_new_outside", { "new_to_20_outside", "new_over_20_outside" }, "new_placements", NULL },
    { "share_breakdown", { "changes_carer_behaviour", "changes_carer_other", "changes_child_request" },
      "placement_changes", NULL },
    { "share_sdq_received", { "sdq_received" }, "sdq_cohort", NULL },
    { "share_sdq_concern", { "sdq_concern" }, "sdq_received", NULL },
    { "share_health_assessed", { "health_assessed" }, "outcome_cohort", NULL },
    { "share_teeth_checked", { "teeth_checked" }, "outcome_cohort", NULL },
    { "share_immunised", { "immunised" }, "outcome_cohort", NULL },
    { "share_development_checked", { "development_checked" }, "aged_0_to_4", NULL },
    { "share_convicted", { "convicted" }, "aged_10_to_17", NULL },
    { "share_substance_misuse", { "substance_misuse" }, "outcome_cohort", NULL },
    { "share_three_or_more_placements", { "three_or_more_placements" }, "children_31_march", NULL },
    { "share_three_or_more_in_2_years", { "three_or_more_in_2_years" }, "children_2_years", NULL },
    { "share_same_carer_2_years", { "same_carer_2_years" }, "children_2_5_years", NULL },
    { "share_missing_in_year", { "missing_in_year" }, "children_in_year", NULL },
    { "share_placed_outside", { "placed_outside" }, "children_31_march", NULL },
};

static const nh_derived_column columns[] = {
    { "year", "return year, which ends on 31 March" },
    { "authority", "nine-character code of the local authority" },
    { "name", "the authority's name as the latest release prints it" },
    { "region", "its region; London is Inner London or Outer London" },
    { "new_placements", "new placements in the year, the first of a period of care too" },
    { "new_to_20_inside", "new placements inside the authority, 20 miles from home or less" },
    { "new_to_20_outside", "new placements outside the authority, 20 miles from home or less" },
    { "new_over_20_inside", "new placements inside the authority, over 20 miles from home" },
    { "new_over_20_outside", "new placements outside the authority and over 20 miles from home" },
    { "new_distance_unknown", "new placements whose distance from home is not known" },
    { "placement_changes", "placements changing in the year, changes of status only among them" },
    { "changes_carer_behaviour", "changes asked for by the carer because of the child's behaviour" },
    { "changes_carer_other", "changes asked for by the carer for another reason" },
    { "changes_child_request", "changes asked for by the child" },
    { "sdq_cohort", "children aged 5 to 16 looked after for 12 months" },
    { "sdq_received", "of them, children with a strengths and difficulties score" },
    { "sdq_average", "their mean strengths and difficulties score (0 to 40); none where nobody has a score" },
    { "sdq_normal", "children whose score is normal (0 to 13)" },
    { "sdq_borderline", "children whose score is borderline (14 to 16)" },
    { "sdq_concern", "children whose score is a cause for concern (17 to 40)" },
    { "outcome_cohort", "children of all ages looked after for 12 months" },
    { "health_assessed", "of them, children who had their annual health assessment" },
    { "teeth_checked", "of them, children whose teeth were checked by a dentist" },
    { "immunised", "of them, children whose immunisations are up to date" },
    { "aged_0_to_4", "children aged 0 to 4 looked after for 12 months" },
    { "development_checked", "of them, children whose development assessments are up to date" },
    { "aged_10_to_17", "children aged 10 to 17 looked after for 12 months" },
    { "convicted", "of them, children convicted or cautioned in the year" },
    { "substance_misuse", "children of the outcome cohort with a substance misuse problem" },
    { "children_31_march", "children looked after on 31 March" },
    { "three_or_more_placements", "of them, children with three or more placements in the year" },
    { "children_2_years", "children looked after for two years on 31 March" },
    { "three_or_more_in_2_years", "of them, children with three or more placements in two years" },
    { "children_2_5_years", "children under 16 looked after for at least two and a half years" },
    { "same_carer_2_years", "of them, children with the same carer for at least two years "
                            "(the same placement in releases to 2022)" },
    { "children_in_year", "children looked after at any time in the year" },
    { "missing_in_year", "of them, children with a missing incident" },
    { "missing_more_than_once", "of them, children who went missing more than once" },
    { "missing_incidents", "missing incidents in the year" },
    { "placed_here_by_others", "children of other authorities placed in this one on 31 March" },
    { "placed_outside", "children of this authority placed outside it on 31 March" },
    { "net_gain", "placed here by others less placed outside, as printed; to 2017 worked out where it is below 0" },
    { "started", "children starting to be looked after in the year" },
    { "ceased", "children ceasing to be looked after in the year" },
    { "rate_per_10000", "children looked after on 31 March per 10,000 children of the area, as printed" },
    { "children_in_area", "children aged 0 to 17 in the area, mid-year estimate of the year before" },
    { "share_new_over_20_outside", "new placements outside and over 20 miles, % of new placements, unknown distances "
                                   "in the base" },
    { "share_new_over_20", "new placements over 20 miles from home, % of new placements" },
    { "share_new_over_20_outside_known", "new placements outside and over 20 miles, % of those of known distance" },
    { "share_new_outside", "new placements outside the authority of known distance, % of new placements" },
    { "share_breakdown", "changes asked for by the carer or the child (the primary breakdown set), % of changes" },
    { "share_sdq_received", "children with a score, % of the SDQ cohort" },
    { "share_sdq_concern", "score a cause for concern, % of children with a score" },
    { "share_health_assessed", "health assessed, % of the outcome cohort" },
    { "share_teeth_checked", "teeth checked, % of the outcome cohort" },
    { "share_immunised", "immunised, % of the outcome cohort" },
    { "share_development_checked", "development checked, % of those aged 0 to 4" },
    { "share_convicted", "convicted or cautioned, % of those aged 10 to 17" },
    { "share_substance_misuse", "substance misuse, % of the outcome cohort" },
    { "share_three_or_more_placements", "three or more placements, % of children on 31 March" },
    { "share_three_or_more_in_2_years", "three or more placements in two years, % of children looked after for two" },
    { "share_same_carer_2_years", "same carer for two years, % of children looked after for two and a half" },
    { "share_missing_in_year", "with a missing incident, % of children looked after in the year" },
    { "share_placed_outside", "placed outside, % of children on 31 March" },
    { 0 }
};

static const nh_shape shape = {
    .name = "panel", .title = "Authorities by year, from DfE's published tables",
    .level = NH_EES_LOCAL,
    .measures = measures, .n_measures = sizeof measures / sizeof *measures,
    .needs = "DfE's authority tables (new placements, outcomes, stability, missing, net gain)",
};

static nh_cell parts_of(const nh_frame *panel, const ratio *share, size_t row)
{
    nh_cell sum = nh_cell_at(nh_frame_find(panel, share->parts[0]), row);
    for (size_t i = 1; i < 3 && share->parts[i]; i++)
        sum = nh_cell_sum(sum, nh_cell_at(nh_frame_find(panel, share->parts[i]), row));
    return sum;
}

static nh_cell whole_of(const nh_frame *panel, const ratio *share, size_t row)
{
    nh_cell whole = nh_cell_at(nh_frame_find(panel, share->whole), row);
    return share->less ? nh_cell_less(whole, nh_cell_at(nh_frame_find(panel, share->less), row)) : whole;
}

static void add_share(nh_frame *panel, const ratio *share)
{
    if (!nh_frame_find(panel, share->parts[0]) || !nh_frame_find(panel, share->whole)) return;
    nh_column *column = nh_frame_add(panel, share->name, NH_NUMBER);
    for (size_t row = 0; row < column->n; row++)
        nh_cell_put(column, row, nh_cell_percent(parts_of(panel, share, row), whole_of(panel, share, row)));
}

/* A mean of nobody's scores is printed as 0; it is no mean. */
static void mend_sdq_average(nh_frame *panel)
{
    nh_column *average = nh_frame_find(panel, "sdq_average");
    const nh_column *received = nh_frame_find(panel, "sdq_received");
    for (size_t row = 0; average && received && row < average->n; row++)
        if (nh_present(average, row) && nh_present(received, row) && received->number[row] == 0)
            nh_put_mark(average, row, NH_NOT_APPLICABLE);
}

static void work_out_early_nets(nh_frame *panel)
{
    const nh_column *year = nh_frame_find(panel, "year"), *here = nh_frame_find(panel, "placed_here_by_others");
    const nh_column *outside = nh_frame_find(panel, "placed_outside");
    nh_column *net = nh_frame_find(panel, "net_gain");
    for (size_t row = 0; net && row < net->n; row++)
        if (year->number[row] <= nh_table_named("sfr")->last_year)
            nh_cell_put(net, row, nh_wide_net(nh_cell_at(net, row), nh_cell_at(here, row), nh_cell_at(outside, row)));
}

nh_frame *nh_panel_of(const nh_published *published, nh_error *err)
{
    nh_frame *panel = nh_published_wide(published, &shape, err);
    if (!panel) return NULL;
    mend_sdq_average(panel);
    work_out_early_nets(panel);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) add_share(panel, &shares[i]);
    nh_label_columns(panel, columns);
    return panel;
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    nh_published published = nh_published_of(inputs);
    nh_frame *panel = nh_panel_of(&published, err);
    if (panel && nh_published_has(&published, "sfr_cla"))
        nh_results_note(
            nh_inputs_notes(inputs),
            "panel: years to 2017 are those of DfE's wide tables, as first "
            "published; they have children and where they are placed, to 2014 how many had three placements or more, "
            "and in 2017 why placements changed");
    return panel;
}

const nh_derivation nh_derive_panel = {
    .name = "panel", .summary = "a row for each authority and year of a published release",
    .is_public = true, .columns = columns, .make = make
};
