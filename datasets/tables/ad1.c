/* datasets/tables/ad1.c: children adopted in the year. */
#include "datasets/tables/table.h"

static const nh_table_column columns[] = {
    { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    { "DATE_INT", .holds = NH_HOLDS_DATE, .is_required = true,
      .meaning = "day of the decision that the child should be placed" },
    { "DATE_MATCH", .holds = NH_HOLDS_DATE, .is_required = true, .meaning = "day of the match" },
    { "FOSTER_CARE", .holds = NH_HOLDS_CODE, .meaning = "1 when the adopter was the foster carer" },
    { "NB_ADOPTR", .holds = NH_HOLDS_CODE, .meaning = "number of adopters" },
    { "SEX_ADOPTR", .holds = NH_HOLDS_CODE, .meaning = "sex of the adopters" },
    { "LS_ADOPTR", .holds = NH_HOLDS_CODE, .meaning = "legal status of the adopters" },
    { 0 }
};

const nh_table nh_table_ad1 = {
    .name = "ad1", .summary = "adoptions", .level = NH_CHILD_TABLE, .columns = columns
};
