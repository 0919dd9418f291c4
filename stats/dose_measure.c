/* stats/dose_measure.c: miles of children and shares of areas, as forms of distance. */
#include "stats/dose_measure.h"

#include <stdio.h>
#include <string.h>

static const char *const miles_bands[] = { "up to 5", "over 5 to 10", "over 10 to 20", "over 20 to 50", "over 50",
                                           NULL };
static const char *const quarters[] = { "lowest quarter", "second quarter", "third quarter", "highest quarter",
                                        NULL };

static const nh_dose_change changes_of_children[] = {
    { "as fitted", "over_20", NULL, NULL, false },
    { "unknown distances as up to 20 miles", "unknown_as_near", NULL, NULL, false },
    { "unknown distances as over 20 miles", "unknown_as_far", NULL, NULL, false },
    { "without unaccompanied asylum-seeking children", "over_20", "not_uasc", "not_uasc", false },
};

static const nh_dose_change changes_of_areas[] = {
    { "as fitted", "I(%s/10)", NULL, NULL, false },
    { "weighted by the children behind the outcome", "I(%s/10)", NULL, NULL, true },
    { "inside the authority too, over 20 miles", "I(share_new_over_20/10)", "share_new_over_20", NULL, false },
    { "outside the authority, whatever the distance", "I(share_new_outside/10)", "share_new_outside", NULL, false },
    { "unknown distances left out of the base", "I(share_new_over_20_outside_known/10)",
      "share_new_over_20_outside_known", NULL, false },
    { "unknown distances as outside and over 20 miles", "I(unknown_as_far/10)", "unknown_as_far", NULL, false },
};

static const char *const of_a_child[] = { "age", "sex", "placement_group", NULL };
static const char *const of_an_area[] = { "region", "year", NULL };

static const nh_dose_kind of_children = {
    .forms = { { "linear", "I(%s/10)", "I(%s/10)", "each 10 miles" },
               { "over 20 miles", "over_20", "over_20", "over 20 miles" },
               { "bands", "i(miles_band, ref=up to 5)", "miles_band", "" },
               { "spline", "%1$s + ns(%1$s,3)", NULL, "not a straight line" } },
    .headline = NH_DOSE_THRESHOLD,
    .bands = miles_bands,
    .changes = changes_of_children,
    .n_changes = sizeof changes_of_children / sizeof *changes_of_children,
    .curve = { .to = 100, .step = 5, .reference = 5, .fewest = 10 },
    .adjusted_for = of_a_child,
    .adjusted_words = "Across authorities",
    .keeps_terms_within = true,
};

static const nh_dose_kind of_areas = {
    .of_areas = true,
    .forms = { { "linear", "I(%s/10)", "I(%s/10)", "each 10 percentage points" },
               { "over the median", "over_median", "over_median", "over the median of the year" },
               { "quarters", "i(quarter, ref=lowest quarter)", "quarter", "" },
               { "spline", "%1$s + ns(%1$s,3)", NULL, "not a straight line" } },
    .headline = NH_DOSE_LINE,
    .bands = quarters,
    .changes = changes_of_areas,
    .n_changes = sizeof changes_of_areas / sizeof *changes_of_areas,
    .curve = { .to = 100, .step = 2.5, .reference = 10, .fewest = 10, .wants_levels = true },
    .curve_is_adjusted = true,
    .adjusted_for = of_an_area,
    .adjusted_words = "Between authorities",
    .curve_words = "Between authorities, adjusted for region and year",
};

/* The shares of published figures that can stand for distance; the first unless another is asked for. */
static const struct { const char *column, *per, *what; } shares[] = {
    { "share_new_over_20_outside",
      "10 percentage points more of new placements outside the authority and over 20 miles from home",
      "more new placements outside the authority and over 20 miles from home" },
    { "share_new_over_20", "10 percentage points more of new placements over 20 miles from home",
      "more new placements over 20 miles from home" },
    { "share_new_over_20_outside_known",
      "10 percentage points more of new placements of known distance outside the authority and over 20 miles",
      "more new placements of known distance outside the authority and over 20 miles from home" },
    { "share_new_outside", "10 percentage points more of new placements outside the authority",
      "more new placements outside the authority" },
};
enum { N_SHARES = sizeof shares / sizeof *shares };

static bool has_number(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    return column && column->kind == NH_NUMBER;
}

static bool no_such_share(const char *said, nh_error *err)
{
    char names[200] = "";
    for (size_t i = 0; i < N_SHARES; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "", shares[i].column);
    return nh_fail(err, NH_BAD_INPUT, "--distance: '%.60s' is no share of new placements; there are %s", said, names);
}

bool nh_dose_measure_find(const nh_frame *frame, const char *said, nh_dose_measure *measure, nh_error *err)
{
    bool has_miles = has_number(frame, "miles");
    size_t share = 0;
    if (said && has_miles)
        return nh_fail(err, NH_BAD_INPUT, "--distance goes with published figures; %s has miles",
                       nh_frame_name(frame));
    while (said && share < N_SHARES && strcmp(shares[share].column, said) != 0) share++;
    if (share == N_SHARES) return no_such_share(said, err);
    *measure = (nh_dose_measure){ &of_children, "miles", "children living over 20 miles from home",
                                  "living over 20 miles from home" };
    if (has_miles) return true;
    *measure = (nh_dose_measure){ &of_areas, shares[share].column, shares[share].per, shares[share].what };
    if (has_number(frame, measure->column)) return true;
    return nh_fail(err, NH_BAD_INPUT, "--dose needs a column of numbers called miles (children's records) or %s "
                   "(published figures), and %s has neither", measure->column, nh_frame_name(frame));
}
