/* datasets/tables/episodes.c: the episodes of care of the SSDA903 return, a row for each stretch in which legal
 * status, placement and carer stay the same.
 *
 * Dates that are blank or cannot be read stay in the frame with their marks: whether a row counts is known only
 * after the returns of several years are joined. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DECOM", .holds = NH_HOLDS_DATE, .is_required = true, .is_needed = true, .keeps_faults = true,
      .meaning = "day on which the episode began" },
    { "RNE", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "why the episode began" },
    { "LS", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "legal status" },
    { "CIN", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "main need when the period of care began" },
    { "PLACE", .alias = "PL", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "type of placement" },
    { "PLACE_PROVIDER", .holds = NH_HOLDS_CODE, .meaning = "who provides the placement" },
    { "DEC", .holds = NH_HOLDS_DATE, .is_required = true, .keeps_faults = true,
      .meaning = "day on which the episode ended, blank while open" },
    { "REC", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "why the episode ended" },
    { "REASON_PLACE_CHANGE", .holds = NH_HOLDS_CODE, .meaning = "why the placement ended", .first_year = 2016 },
    { "HOME_POST", .holds = NH_HOLDS_POSTCODE, .meaning = "postcode of the home the child came from" },
    { "PL_POST", .holds = NH_HOLDS_POSTCODE, .meaning = "postcode of the placement" },
    { "URN", .holds = NH_HOLDS_TEXT, .meaning = "Ofsted's number of the provider", .first_year = 2016 },
    { "PL_DISTANCE", .holds = NH_HOLDS_NUMBER, .low = 0, .high = 999.9,
      .meaning = "miles from home as DfE derives them, 999.9 when it cannot" },
    { "PL_LA", .holds = NH_HOLDS_TEXT, .meaning = "authority of the placement as DfE derives it" },
    { "PL_LOCATION", .holds = NH_HOLDS_CODE,
      .meaning = "inside or outside the responsible authority, as DfE derives it" },
    { 0 }
};

const nh_table nh_table_episodes = {
    .name = "episodes", .summary = "episodes of care", .level = NH_CHILD_TABLE, .columns = columns
};
