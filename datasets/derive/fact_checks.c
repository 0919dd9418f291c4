/* datasets/derive/fact_checks.c: rules of the tables beside the episodes: birth dates, incidents, care leavers
 * (health and offending: oc2_checks.c).
 *
 * Left out: reviews' participation, UPNs and social workers, which no figure stands on. */
#include "datasets/derive/rule_checks.h"

#include "datasets/derive/facts.h"

#include <string.h>

/* ---- birth ---- */

static void check_births(const nh_facts *header)
{
    for (size_t row = 0; header->dob && row < header->n; row++) {
        if (!nh_present(header->dob, row) || !nh_present(header->year, row)) continue;
        if (header->dob->date[row] > nh_year_end((int)header->year->number[row]))
            nh_facts_report(header, NH_PROBLEM_BORN_AFTER_YEAR, row, "DOB");
    }
}

/* A child that the header tells otherwise of may be another child. */
static void check_same_birth(const nh_facts *t)
{
    for (size_t row = 0; t->dob && row < t->n; row++) {
        int32_t birth = nh_facts_birth(t, row);
        if (birth != NH_NO_DAY && nh_present(t->dob, row) && t->dob->date[row] != birth)
            nh_facts_report(t, NH_PROBLEM_BIRTH_DIFFERS, row, "DOB");
    }
}

/* ---- missing ---- */

static void check_incidents(const nh_facts *missing)
{
    const nh_column *start = missing->n ? nh_frame_find(missing->frame, "mis_start") : NULL;
    const nh_column *end = missing->n ? nh_frame_find(missing->frame, "mis_end") : NULL;
    for (size_t row = 0; start && end && row < missing->n; row++)
        if (nh_present(start, row) && nh_present(end, row) && end->date[row] < start->date[row])
            nh_facts_report(missing, NH_PROBLEM_INCIDENT_REVERSED, row, "MIS_END");
}

/* ---- care leavers ---- */

static bool is_zero(const char *code) { return strcmp(code, "0") == 0; }

static void check_leaver(const nh_facts *oc3, size_t row)
{
    const char *touch = nh_facts_answer(oc3, "in_touch", row), *activity = nh_facts_answer(oc3, "activ", row);
    const char *home = nh_facts_answer(oc3, "accom", row);
    int n_given = (*touch != '\0') + (*activity != '\0') + (*home != '\0');
    if (n_given == 1 || n_given == 2) {
        nh_facts_report(oc3, NH_PROBLEM_LEAVER_INCOMPLETE, row, "IN_TOUCH");
        return;
    }
    bool is_gone = strcmp(touch, "DIED") == 0 || strcmp(touch, "RHOM") == 0;
    if (is_gone && (!is_zero(activity) || !is_zero(home)))
        nh_facts_report(oc3, NH_PROBLEM_LEAVER_GONE, row, "ACTIV");
    if (strcmp(touch, "YES") == 0 && (is_zero(activity) || is_zero(home)))
        nh_facts_report(oc3, NH_PROBLEM_LEAVER_NOT_TOLD, row, "ACTIV");
}

void nh_check_facts(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems)
{
    static const char *const with_births[] = { "reviews", "uasc", "oc2", "oc3", "ad1", "placed_adoption", "prev_perm",
                                               "missing", "sw_episodes", "dolo" };
    nh_facts header = nh_facts_of(inputs, h, problems, "header"), oc3 = nh_facts_of(inputs, h, problems, "oc3");
    nh_facts missing = nh_facts_of(inputs, h, problems, "missing");
    check_births(&header);
    for (size_t i = 0; i < sizeof with_births / sizeof *with_births; i++) {
        nh_facts t = nh_facts_of(inputs, h, problems, with_births[i]);
        check_same_birth(&t);
    }
    check_incidents(&missing);
    for (size_t row = 0; row < oc3.n; row++) check_leaver(&oc3, row);
    nh_check_oc2(inputs, h, problems);
}
