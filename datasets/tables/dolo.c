/* datasets/tables/dolo.c: orders that deprive a child of liberty, a row for each (2027 on); one without a sound
 * beginning is set aside. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "DOLO_START", .holds = NH_HOLDS_DATE, .is_required = true, .is_needed = true,
      .meaning = "day on which the order began" },
    { "DOLO_END", .holds = NH_HOLDS_DATE, .is_required = true,
      .meaning = "day on which the order ended, blank while it lasts" },
    { 0 }
};

const nh_table nh_table_dolo = {
    .name = "dolo", .summary = "deprivation of liberty orders", .level = NH_CHILD_TABLE, .columns = columns,
    .first_year = 2027
};
