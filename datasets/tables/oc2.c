/* datasets/tables/oc2.c: health, offending and the strengths and difficulties score of the SSDA903 return, for
 * children looked after for a year or more. */
#include "datasets/tables/table.h"

enum { CHILD, DOB, SDQ_SCORE, SDQ_REASON };

static const nh_table_column columns[] = {
    [CHILD] = { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
    [DOB] = { "DOB", .holds = NH_HOLDS_DATE, .meaning = "date of birth" },
    [SDQ_SCORE] = { "SDQ_SCORE", .holds = NH_HOLDS_WHOLE, .low = 0, .high = 40, .is_required = true,
                    .meaning = "score of the strengths and difficulties questionnaire, 0 to 40" },
    [SDQ_REASON] = { "SDQ_REASON", .holds = NH_HOLDS_CODE, .is_required = true, .meaning = "why there is no score" },
    { "CONVICTED", .holds = NH_HOLDS_CODE, .is_required = true,
      .meaning = "1 when convicted or cautioned in the year" },
    { "HEALTH_CHECK", .holds = NH_HOLDS_CODE, .meaning = "1 when development checks are up to date (under 5)" },
    { "IMMUNISATIONS", .holds = NH_HOLDS_CODE, .meaning = "1 when immunisations are up to date" },
    { "TEETH_CHECK", .holds = NH_HOLDS_CODE, .meaning = "1 when a dentist saw the teeth in the year" },
    { "HEALTH_ASSESSMENT", .holds = NH_HOLDS_CODE, .meaning = "1 when the annual assessment was made" },
    { "SUBSTANCE_MISUSE", .holds = NH_HOLDS_CODE, .meaning = "1 when a problem was identified" },
    { "INTERVENTION_RECEIVED", .holds = NH_HOLDS_CODE, .meaning = "1 when help was received" },
    { "INTERVENTION_OFFERED", .holds = NH_HOLDS_CODE, .meaning = "1 when help was offered and refused" },
    { 0 }
};

static bool check(const nh_table_row *row)
{
    bool has_score = nh_present(row->columns[SDQ_SCORE], row->row);
    if (has_score && nh_present(row->columns[SDQ_REASON], row->row))
        row->report(row, NH_PROBLEM_INCONSISTENT, SDQ_REASON);
    return true;
}

const nh_table nh_table_oc2 = {
    .name = "oc2", .summary = "health, offending and the strengths and difficulties score", .level = NH_CHILD_TABLE,
    .columns = columns, .check = check
};
