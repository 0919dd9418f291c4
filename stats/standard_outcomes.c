/* stats/standard_outcomes.c: outcomes of areas and of children, in the order in which they are reported. */
#include "stats/standard_outcomes.h"

#include <stdio.h>
#include <string.h>

static const char pp[] = "percentage points", points[] = "points";

static const nh_standard_outcome of_areas[] = {
    { "sdq_average", "sdq_received", "the mean strengths and difficulties score (higher is worse)",
      "Mean strengths and difficulties score", points, 1 },
    { "share_sdq_concern", "sdq_received", "the share of children whose score is a cause for concern",
      "Strengths and difficulties score a cause for concern", pp, 1 },
    { "share_health_assessed", "outcome_cohort", "the share of children with a health assessment",
      "Health assessment in the year", pp, 1 },
    { "share_teeth_checked", "outcome_cohort", "the share of children whose teeth were checked",
      "Teeth checked in the year", pp, 1 },
    { "share_immunised", "outcome_cohort", "the share of children with immunisations up to date",
      "Immunisations up to date", pp, 1 },
    { "share_convicted", "aged_10_to_17", "the share of children aged 10 to 17 convicted or cautioned",
      "Convicted or cautioned in the year", pp, 1 },
    { "share_three_or_more_placements", "children_31_march", "the share of children with three or more placements",
      "Three or more placements in the year", pp, 1 },
    { "share_same_carer_2_years", "children_2_5_years", "the share of children with the same carer for two years",
      "Same carer for two years", pp, 1 },
    { "share_missing_in_year", "children_in_year", "the share of children who went missing",
      "Went missing in the year", pp, 1 },
};

static const nh_standard_outcome of_the_children[] = {
    { "three_or_more", NULL, "three or more placements in the year", "Three or more placements in the year", pp,
      100 },
    { "immunisations", NULL, "immunisations up to date", "Immunisations up to date", pp, 100 },
    { "teeth_check", NULL, "teeth checked in the year", "Teeth checked in the year", pp, 100 },
    { "health_assessment", NULL, "a health assessment in the year", "Health assessment in the year", pp, 100 },
    { "convicted", NULL, "a conviction or caution in the year", "Convicted or cautioned in the year", pp, 100 },
    { "sdq_score", NULL, "the strengths and difficulties score (higher is worse)",
      "Strengths and difficulties score", points, 1 },
    { "I(missing_incidents>0)", NULL, "going missing in the year", "Went missing in the year", pp, 100 },
};

const nh_standard_outcome *nh_standard_outcomes(bool of_children, size_t *n)
{
    *n = of_children ? sizeof of_the_children / sizeof *of_the_children : sizeof of_areas / sizeof *of_areas;
    return of_children ? of_the_children : of_areas;
}

void nh_standard_plain_name(const char *column, char name[NH_PLAIN_NAME])
{
    size_t skipped = strncmp(column, "I(", 2) == 0 ? 2 : 0;
    size_t length = strspn(column + skipped, "abcdefghijklmnopqrstuvwxyz_0123456789");
    snprintf(name, NH_PLAIN_NAME, "%.*s", (int)length, column + skipped);
}

void nh_standard_model_name(const nh_standard_outcome *outcome, const char *form, const char *errors,
                            char name[NH_MODEL_NAME])
{
    char column[NH_PLAIN_NAME];
    nh_standard_plain_name(outcome->column, column);
    snprintf(name, NH_MODEL_NAME, "%s_%s_%s", column, form, errors);
}
