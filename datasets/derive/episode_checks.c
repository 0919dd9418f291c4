/* datasets/derive/episode_checks.c: rules of one episode and the next: codes that are due, the need of a period, who
 * provides what, and why placements change. */
#include "datasets/derive/rule_checks.h"

#include <stdlib.h>

typedef struct checking {
    const nh_episodes *e;
    const nh_people *people;
    uint32_t child;
    nh_problems *problems;
    int32_t parents, at_home; /* the codes of PR0 and P1 */
    uint8_t *is_nobodys;      /* of each level of PLACE: nobody provides it */
    int32_t *most_of_place, *most_of_status; /* days that it may last, of each level of PLACE and LS */
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
    if (!c->e->provider || is_blank(c->e->place, at->row)) return;
    int32_t place = c->e->place->code[at->row->source], provider = nh_code_in(c->e->provider, at->row->source);
    bool is_given = provider >= 0;
    if (c->is_nobodys[place] != is_given) {
        if (is_given && (provider == c->parents) != (place == c->at_home))
            report(c, NH_PROBLEM_PROVIDER_MISFIT, at->row, "PLACE_PROVIDER");
        return;
    }
    report(c, is_given ? NH_PROBLEM_PROVIDER_NOT_DUE : NH_PROBLEM_PROVIDER_MISSING, at->row, "PLACE_PROVIDER");
}

static int32_t most_days(const nh_column *column, const int32_t *most, const nh_row *row)
{
    return is_blank(column, row) ? INT32_MAX : most[column->code[row->source]];
}

static void check_length(const checking *c, const episode *at)
{
    const nh_row *row = at->row;
    if (row->end == NH_NO_END) return;
    int32_t days = row->end - row->start;
    if (days > most_days(c->e->place, c->most_of_place, row) || days > most_days(c->e->ls, c->most_of_status, row))
        report(c, NH_PROBLEM_TOO_LONG, row, "DEC");
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

static int32_t code_of(const nh_column *column, const char *text)
{
    return column ? nh_levels_find_text(column->levels, text) : NH_NO_LEVEL;
}

/* Temporary placements, and those that are in no place of their own. */
static uint8_t *find_nobodys(const nh_episodes *e)
{
    static const char *const nobodys[] = { "Z1", "Z11", "Z12", "Z13", "Z14" };
    size_t n = nh_levels_count(e->place->levels);
    uint8_t *is_nobodys = nh_zeroed(n, 1);
    for (size_t level = 0; level < n; level++) is_nobodys[level] = (e->placement[level + 1] & NH_IS_TEMPORARY) != 0;
    for (size_t i = 0; i < sizeof nobodys / sizeof *nobodys; i++) {
        int32_t level = code_of(e->place, nobodys[i]);
        if (level != NH_NO_LEVEL) is_nobodys[level] = 1;
    }
    return is_nobodys;
}

/* Days that a temporary placement or a legal status may last. */
typedef struct limit {
    const char *code;
    int32_t most;
} limit;

static const limit of_places[] = { { "T1", 42 }, { "T3", 21 }, { "T4", 7 } };
static const limit of_statuses[] = { { "L1", 3 }, { "L2", 21 }, { "L3", 7 } };

static int32_t *find_limits(const nh_column *column, const limit *limits, size_t n_limits)
{
    size_t n = nh_levels_count(column->levels);
    int32_t *most = nh_zeroed(n, sizeof *most);
    for (size_t level = 0; level < n; level++) most[level] = INT32_MAX;
    for (size_t i = 0; i < n_limits; i++) {
        int32_t level = code_of(column, limits[i].code);
        if (level != NH_NO_LEVEL) most[level] = limits[i].most;
    }
    return most;
}

void nh_check_episodes(const nh_histories *h, nh_problems *problems)
{
    const nh_episodes *e = &h->episodes;
    checking c = { e, h->people, 0, problems, code_of(e->provider, "PR0"), code_of(e->place, "P1"), find_nobodys(e),
                   find_limits(e->place, of_places, sizeof of_places / sizeof *of_places),
                   find_limits(e->ls, of_statuses, sizeof of_statuses / sizeof *of_statuses) };
    for (uint32_t child = 0; child < h->index->n_children; child++) {
        const nh_row *first = h->row + h->child[child].first, *end = first + h->child[child].n;
        c.child = child;
        for (const nh_row *row = first; row < end; row++) {
            bool goes_on = row + 1 < end && !(row[1].flags & NH_ROW_NEW_PERIOD);
            check(&c, &(episode){ row, goes_on ? row + 1 : NULL });
        }
    }
    free(c.is_nobodys);
    free(c.most_of_place);
    free(c.most_of_status);
}
