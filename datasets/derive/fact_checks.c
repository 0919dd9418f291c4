/* datasets/derive/fact_checks.c: rules of the tables beside the episodes: birth dates, and what goes with an age or
 * with another answer of the same row.
 *
 * Left out: reviews' participation, UPNs and social workers, which no figure stands on. */
#include "datasets/derive/rule_checks.h"

#include <string.h>

/* A table of the return with the columns that say whose each row is. */
typedef struct facts {
    const char *name;
    const nh_frame *frame;
    const nh_column *authority, *year, *child, *dob, *origin;
    const nh_histories *histories;
    nh_problems *problems;
} facts;

static facts open_facts(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems, const char *name)
{
    const nh_frame *f = nh_extract_table(nh_inputs_extract(inputs), name);
    if (!f) return (facts){ .name = name };
    return (facts){ name, f, nh_frame_find(f, "authority"), nh_frame_find(f, "year"), nh_frame_find(f, "child"),
                    nh_frame_find(f, "dob"), nh_frame_find(f, "origin"), h, problems };
}

static void report(const facts *t, nh_problem_code code, size_t row, const char *column)
{
    nh_problem_add(t->problems, code, nh_problem_place_of(t->name, column, t->origin, row));
}

static uint32_t owner_of(const facts *t, size_t row)
{
    if (!nh_present(t->authority, row) || !nh_present(t->child, row)) return NH_NO_CHILD;
    return nh_child_find(t->histories->index, t->authority->code[row], t->child->code[row]);
}

static int32_t birth_of(const facts *t, size_t row)
{
    uint32_t child = owner_of(t, row);
    return child == NH_NO_CHILD ? NH_NO_DAY : t->histories->people->birth[child];
}

static const char *answer(const facts *t, const char *column, size_t row)
{
    const nh_column *c = nh_frame_find(t->frame, column);
    return c && nh_present(c, row) ? nh_text_at(c, row) : "";
}

/* ---- birth ---- */

static void check_births(const facts *header)
{
    for (size_t row = 0; header->frame && header->dob && row < nh_frame_rows(header->frame); row++) {
        if (!nh_present(header->dob, row) || !nh_present(header->year, row)) continue;
        if (header->dob->date[row] > nh_year_end((int)header->year->number[row]))
            report(header, NH_PROBLEM_BORN_AFTER_YEAR, row, "DOB");
    }
}

/* A child that the header tells otherwise of may be another child. */
static void check_same_birth(const facts *t)
{
    for (size_t row = 0; t->dob && row < nh_frame_rows(t->frame); row++) {
        int32_t birth = birth_of(t, row);
        if (birth != NH_NO_DAY && nh_present(t->dob, row) && t->dob->date[row] != birth)
            report(t, NH_PROBLEM_BIRTH_DIFFERS, row, "DOB");
    }
}

/* ---- health and offending ---- */

/* An answer of those who are old enough, or young enough, on 31 March: due of them, and not of others. */
typedef struct due_by_age {
    const char *column, *shown;
    int from, to; /* years of age */
    nh_problem_code not_due, missing;
} due_by_age;

static const due_by_age by_age[] = {
    { "convicted", "CONVICTED", 10, 200, NH_PROBLEM_CONVICTION_TOO_YOUNG, NH_PROBLEM_CONVICTION_MISSING },
    { "health_check", "HEALTH_CHECK", 0, 4, NH_PROBLEM_HEALTH_CHECK_TOO_OLD, NH_PROBLEM_HEALTH_CHECK_MISSING },
};

static void check_age(const facts *oc2, size_t row)
{
    int32_t birth = birth_of(oc2, row);
    if (birth == NH_NO_DAY || !nh_present(oc2->year, row)) return;
    int age = nh_age(birth, nh_year_end((int)oc2->year->number[row]));
    for (size_t i = 0; i < sizeof by_age / sizeof *by_age; i++) {
        const due_by_age *due = &by_age[i];
        bool is_given = *answer(oc2, due->column, row) != '\0', is_due = age >= due->from && age <= due->to;
        if (is_given && !is_due) report(oc2, due->not_due, row, due->shown);
        if (!is_given && is_due) report(oc2, due->missing, row, due->shown);
    }
}

/* Help is offered to those with a problem, and asked of again only where it was not received. */
static void check_help(const facts *oc2, size_t row)
{
    bool has_problem = strcmp(answer(oc2, "substance_misuse", row), "1") == 0;
    const char *received = answer(oc2, "intervention_received", row);
    const char *offered = answer(oc2, "intervention_offered", row);
    if (!has_problem) {
        if (*received || *offered) report(oc2, NH_PROBLEM_HELP_WITHOUT_PROBLEM, row, "INTERVENTION_RECEIVED");
        return;
    }
    if (!*received) report(oc2, NH_PROBLEM_HELP_NOT_TOLD, row, "INTERVENTION_RECEIVED");
    if (strcmp(received, "1") == 0 && *offered)
        report(oc2, NH_PROBLEM_HELP_OFFERED_TWICE, row, "INTERVENTION_OFFERED");
    if (strcmp(received, "0") == 0 && !*offered)
        report(oc2, NH_PROBLEM_OFFER_NOT_TOLD, row, "INTERVENTION_OFFERED");
}

/* ---- care leavers ---- */

static bool is_zero(const char *code) { return strcmp(code, "0") == 0; }

static void check_leaver(const facts *oc3, size_t row)
{
    const char *touch = answer(oc3, "in_touch", row), *activity = answer(oc3, "activ", row);
    const char *home = answer(oc3, "accom", row);
    int n_given = (*touch != '\0') + (*activity != '\0') + (*home != '\0');
    if (n_given == 1 || n_given == 2) {
        report(oc3, NH_PROBLEM_LEAVER_INCOMPLETE, row, "IN_TOUCH");
        return;
    }
    bool is_gone = strcmp(touch, "DIED") == 0 || strcmp(touch, "RHOM") == 0;
    if (is_gone && (!is_zero(activity) || !is_zero(home))) report(oc3, NH_PROBLEM_LEAVER_GONE, row, "ACTIV");
    if (strcmp(touch, "YES") == 0 && (is_zero(activity) || is_zero(home)))
        report(oc3, NH_PROBLEM_LEAVER_NOT_TOLD, row, "ACTIV");
}

void nh_check_facts(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems)
{
    static const char *const with_births[] = { "reviews", "uasc", "oc2", "oc3", "ad1", "placed_adoption", "prev_perm",
                                               "missing", "sw_episodes", "dolo" };
    facts header = open_facts(inputs, h, problems, "header");
    facts oc2 = open_facts(inputs, h, problems, "oc2"), oc3 = open_facts(inputs, h, problems, "oc3");
    check_births(&header);
    for (size_t i = 0; i < sizeof with_births / sizeof *with_births; i++) {
        facts t = open_facts(inputs, h, problems, with_births[i]);
        if (t.frame) check_same_birth(&t);
    }
    for (size_t row = 0; oc2.frame && row < nh_frame_rows(oc2.frame); row++) {
        check_age(&oc2, row);
        check_help(&oc2, row);
    }
    for (size_t row = 0; oc3.frame && row < nh_frame_rows(oc3.frame); row++) check_leaver(&oc3, row);
}
