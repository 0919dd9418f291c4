/* datasets/tables/missing.c: times when a child was missing or away without authorisation, a row for each.
 *
 * An incident without a sound beginning is set aside; a blank end means still missing. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "MISSING", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "missing, or away without authorisation" },
    { "MIS_START", .holds = NH_HOLDS_DATE, .is_required = true, .is_needed = true,
      .meaning = "day on which it began" },
    { "MIS_END", .holds = NH_HOLDS_DATE, .is_required = true,
      .meaning = "day on which it ended, blank while it lasts" },
    { 0 }
};

const nh_table nh_table_missing = { .name = "missing",
                                    .summary = "missing and away without authorisation",
                                    .level = NH_CHILD_TABLE,
                                    .columns = columns,
                                    .first_year = 2015 };
