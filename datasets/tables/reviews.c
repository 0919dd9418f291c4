/* datasets/tables/reviews.c: reviews of the care plan, a row for each; one without a sound date is set aside. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "REVIEW", .holds = NH_HOLDS_DATE, .is_required = true, .is_needed = true, .meaning = "day of the review" },
    { "REVIEW_CODE", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "how the child took part" },
    { 0 }
};

const nh_table nh_table_reviews = {
    .name = "reviews", .summary = "reviews of the care plan", .level = NH_CHILD_TABLE, .columns = columns
};
