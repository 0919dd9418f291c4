/* datasets/derive/episode_checks.c: rules of one episode and the next: codes that are due, the need of a period, who
 * provides what, and why placements change. */
#include "datasets/derive/rule_checks.h"

#include <string.h>

typedef struct checking {
    const nh_episodes *e;
    const nh_people *people;
    uint32_t child;
    nh_problems *problems;
} checking;

/* An episode, and the one after it in the same period of care, or NULL. */
typedef struct episode {
    const nh_row *row, *next;
} episode;

static void report(const checking *c, nh_problem_code code, const nh_row *row, const char *column)
{
    nh_problem_add(c->problems, code, nh_episode_place(c->e, row->source, column));
}

static bool is_blank(const nh_column *column, const nh_row *row)
{
    return !column || !nh_present(column, row->source);
}

static bool is_one_of(const nh_column *column, const nh_row *row, const char *const *codes)
{
    if (is_blank(column, row)) return false;
    const char *code = nh_text_at(column, row->source);
    while (*codes && strcmp(*codes, code) != 0) codes++;
    return *codes != NULL;
}

static bool is_code(const nh_column *column, const nh_row *row, const char *code)
{
    return is_one_of(column, row, (const char *const[]){ code, NULL });
}

/* 143 to 146: without its code a row begins no period, has no legal status, no need, no placement. */
static void check_codes(const checking *c, const episode *at)
{
    const struct { const nh_column *column; const char *name; } due[] = {
        { c->e->rne, "RNE" }, { c->e->ls, "LS" }, { c->e->cin, "CIN" }, { c->e->place, "PLACE" }
    };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        if (is_blank(due[i].column, at->row)) report(c, NH_PROBLEM_BLANK_CODE, at->row, due[i].name);
}

/* The Children Act 1989 came into force on 14 October 1991: no episode is older. */
static void check_start(const checking *c, const episode *at)
{
    if (at->row->start < nh_date(1991, 10, 14)) report(c, NH_PROBLEM_START_BEFORE_1991, at->row, "DECOM");
}

static void check_need(const checking *c, const episode *at)
{
    if (!at->next || is_blank(c->e->cin, at->row) || is_blank(c->e->cin, at->next)) return;
    if (nh_code_in(c->e->cin, at->row->source) != nh_code_in(c->e->cin, at->next->source))
        report(c, NH_PROBLEM_NEED_CHANGED, at->next, "CIN");
}

/* Providers are of placements that somebody provides; parents (PR0) go with P1 and nothing else. */
static void check_provider(const checking *c, const episode *at)
{
    static const char *const nobodys[] = { "Z1", "Z11", "Z12", "Z13", "Z14", NULL };
    if (!c->e->provider || is_blank(c->e->place, at->row)) return;
    bool is_nobodys = nh_is_temporary_row(c->e, at->row->source) || is_one_of(c->e->place, at->row, nobodys);
    bool is_given = !is_blank(c->e->provider, at->row);
    if (is_nobodys != is_given) {
        bool parents = is_code(c->e->provider, at->row, "PR0"), at_home = is_code(c->e->place, at->row, "P1");
        if (is_given && parents != at_home) report(c, NH_PROBLEM_PROVIDER_MISFIT, at->row, "PLACE_PROVIDER");
        return;
    }
    report(c, is_given ? NH_PROBLEM_PROVIDER_NOT_DUE : NH_PROBLEM_PROVIDER_MISSING, at->row, "PLACE_PROVIDER");
}

/* Days that a temporary placement or a legal status may last. */
static void check_length(const checking *c, const episode *at)
{
    static const struct { const char *place, *status; int32_t most; } limits[] = {
        { "T1", NULL, 42 }, { "T3", NULL, 21 }, { "T4", NULL, 7 }, { NULL, "L1", 3 }, { NULL, "L2", 21 },
        { NULL, "L3", 7 }
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        bool is_limited = limits[i].place ? is_code(c->e->place, at->row, limits[i].place)
                                          : is_code(c->e->ls, at->row, limits[i].status);
        if (!is_limited || at->row->end == NH_NO_END || at->row->end - at->row->start <= limits[i].most) continue;
        report(c, NH_PROBLEM_TOO_LONG, at->row, "DEC");
        return;
    }
}

/* UASC have no home postcode; a return with DfE's distances needs none. */
static void check_postcodes(const checking *c, const episode *at)
{
    bool is_asylum = c->people->asylum[c->child] == NH_ASYLUM;
    if (!c->e->home_post || !c->e->pl_post || c->e->pl_distance) return;
    if (is_blank(c->e->home_post, at->row) && !is_asylum) report(c, NH_PROBLEM_PLACE_NOT_TOLD, at->row, "HOME_POST");
    if (is_blank(c->e->pl_post, at->row)) report(c, NH_PROBLEM_PLACE_NOT_TOLD, at->row, "PL_POST");
}

enum { FIRST_YEAR_OF_REASONS = 2016, NO_REASON_WHILE_OPEN = 2026 };

static bool begins_a_placement(const checking *c, const nh_row *row)
{
    switch (nh_begins(c->e, row->source)) {
    case NH_BEGINS_MOVE: case NH_BEGINS_MOVE_AND_LEGAL: case NH_BEGINS_SAME_CARER: case NH_BEGINS_SAME_CARER_LEGAL:
        return true;
    default: return false;
    }
}

/* Without its reason a placement that ended is in no set of breakdowns. */
static void check_reason(const checking *c, const episode *at)
{
    if (!c->e->reason || at->row->year < FIRST_YEAR_OF_REASONS) return;
    bool is_given = !is_blank(c->e->reason, at->row), is_temporary = nh_is_temporary_row(c->e, at->row->source);
    bool before_temporary = at->next && nh_is_temporary_row(c->e, at->next->source);
    bool is_open = !nh_present(c->e->dec, at->row->source);
    bool goes_on = at->next && nh_ends(c->e, at->row->source) == NH_ENDS_CONTINUES;
    bool is_due = goes_on && begins_a_placement(c, at->next) && !is_temporary && !before_temporary;
    if (is_due && !is_given) report(c, NH_PROBLEM_REASON_MISSING, at->row, "REASON_PLACE_CHANGE");
    if (is_given && (is_temporary || before_temporary))
        report(c, NH_PROBLEM_REASON_NOT_DUE, at->row, "REASON_PLACE_CHANGE");
    if (is_given && is_open && at->row->year >= NO_REASON_WHILE_OPEN)
        report(c, NH_PROBLEM_REASON_WHILE_OPEN, at->row, "REASON_PLACE_CHANGE");
}

static void check(const checking *c, const episode *at)
{
    static void (*const rules[])(const checking *, const episode *) = {
        check_codes, check_start, check_need, check_provider, check_length, check_postcodes, check_reason
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) rules[i](c, at);
}

void nh_check_episodes(const nh_histories *h, nh_problems *problems)
{
    checking c = { &h->episodes, h->people, 0, problems };
    for (uint32_t child = 0; child < h->index->n_children; child++) {
        const nh_row *first = h->row + h->child[child].first, *end = first + h->child[child].n;
        c.child = child;
        for (const nh_row *row = first; row < end; row++) {
            bool goes_on = row + 1 < end && !(row[1].flags & NH_ROW_NEW_PERIOD);
            check(&c, &(episode){ row, goes_on ? row + 1 : NULL });
        }
    }
}
