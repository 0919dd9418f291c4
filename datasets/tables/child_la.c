/* datasets/tables/child_la.c: which authority each child is the responsibility of, where files do not say. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "LA", .holds = NH_HOLDS_TEXT, .is_required = true, .is_needed = true,
      .meaning = "responsible authority: nine characters, three digits or its name" },
    { 0 }
};

const nh_table nh_table_child_la = {
    .name = "child_la", .summary = "responsible authority of each child", .level = NH_LOOKUP_TABLE, .columns = columns
};
