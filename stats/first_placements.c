/* stats/first_placements.c: first placements as sequences of four.
 *
 * What is counted: children whose first known period of care began inside the history, so that none of its
 * placements is missing; a period that ended before the history began leaves no trace, and cannot be told. Each child
 * counts once, with the first four placements of that period: a placement that only changed its status (same carer)
 * continues the one before it. Who has fewer than four has left care, or is still in the last one. Ways that fewer
 * than ten children went are folded with others that begin alike (stats/methods/sequences.h). */
#include "stats/first_placements.h"

#include "datasets/frame/arena.h"
#include "stats/chain.h"
#include "stats/methods/sequences.h"
#include "stats/result_frame.h"

#include <stdlib.h>
#include <string.h>

enum { N_STEPS = 4, FEWEST = 10 };

/* Four groups of placement (the others are one), and two ways not to have another. */
enum { FOSTER, HOMES, SUPPORTED, OTHER, STILL_THERE, LEFT_CARE, N_STATES };
static const char *const state_words[N_STATES] = { "foster", "homes",       "supported",
                                                   "other",  "still there", "left care" };
static const char folded_word[] = "other paths";

static const nh_result_column columns[] = {
    { "placement_1", NH_CATEGORY, "First placement", NULL, NH_PLAIN, NULL, NULL },
    { "placement_2", NH_CATEGORY, "Second", NULL, NH_PLAIN, NULL, NULL },
    { "placement_3", NH_CATEGORY, "Third", NULL, NH_PLAIN, NULL, NULL },
    { "placement_4", NH_CATEGORY, "Fourth", NULL, NH_PLAIN, NULL, NULL },
    { "children", NH_NUMBER, "Children who went this way", "children", NH_COUNT, NULL, NULL },
    { "all_children", NH_NUMBER, "All children followed", "children", NH_COUNT, NULL, NULL },
    { "share", NH_NUMBER, "Share of all children followed", "%", NH_PERCENT, "children", "all_children" },
    { "since", NH_DATE, "Came into care on or after", NULL, NH_PLAIN, NULL, NULL },
    { "year", NH_NUMBER, "Followed to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { 0 }
};

typedef struct journeys {
    const nh_first_request *request;
    nh_chain chain;
    const nh_column *start, *carer_no, *group, *ended_by;
    uint8_t *state; /* N_STEPS for each child followed */
    size_t n;
} journeys;

static bool find_columns(journeys *j, nh_error *err)
{
    const nh_frame *p = j->request->placements;
    if (!nh_chain_find(&j->chain, p, err)) return false;
    j->start = nh_frame_need(p, "start", NH_DATE, err);
    j->carer_no = nh_frame_need(p, "carer_no", NH_NUMBER, err);
    j->group = nh_frame_need(p, "placement_group", NH_CATEGORY, err);
    j->ended_by = nh_frame_need(p, "ended_by", NH_CATEGORY, err);
    return j->start && j->carer_no && j->group && j->ended_by;
}

static uint8_t state_of(const journeys *j, size_t row)
{
    const char *group = nh_text_at(j->group, row);
    for (uint8_t state = FOSTER; state < OTHER; state++)
        if (strcmp(group, state_words[state]) == 0) return state;
    return OTHER;
}

static bool is_followed(const journeys *j, size_t row)
{
    if (j->request->keep && !j->request->keep[row]) return false;
    return j->chain.period_no->number[row] == 1 && j->start->date[row] >= nh_year_start(j->request->history_from);
}

/* The rows of one period, from its first to before `end`. */
static void follow(journeys *j, size_t row, size_t end)
{
    uint8_t *steps = j->state + N_STEPS * j->n++;
    bool has_left = strcmp(nh_text_at(j->ended_by, end - 1), "left_care") == 0;
    size_t n = 0;
    for (double carer = -1; row < end && n < N_STEPS; row++) {
        if (j->carer_no->number[row] != carer) steps[n++] = state_of(j, row);
        carer = j->carer_no->number[row];
    }
    while (n < N_STEPS) steps[n++] = has_left ? LEFT_CARE : STILL_THERE;
}

static void follow_all(journeys *j)
{
    size_t n = nh_frame_rows(j->request->placements);
    j->state = nh_zeroed(n + 1, N_STEPS);
    for (size_t row = 0, end; row < n; row = end) {
        for (end = row + 1; end < n && nh_is_same_period(&j->chain, row, end);) end++;
        if (is_followed(j, row)) follow(j, row, end);
    }
}

static nh_frame *table_of(const nh_ways *ways, const journeys *j)
{
    nh_frame *frame = nh_result_frame("first_placements", "First four placements of children who came into care",
                                      columns);
    for (size_t i = 0; i < ways->n; i++) {
        const nh_way *way = &ways->way[i];
        size_t row = nh_frame_append(frame);
        for (size_t step = 0; step < N_STEPS; step++)
            nh_put_text(nh_frame_at(frame, step), row,
                        way->state[step] == NH_FOLDED ? folded_word : state_words[way->state[step]]);
        nh_put_number(nh_frame_find(frame, "children"), row, (double)way->n);
        nh_put_number(nh_frame_find(frame, "all_children"), row, (double)j->n);
        nh_put_date(nh_frame_find(frame, "since"), row, nh_year_start(j->request->history_from));
        nh_put_number(nh_frame_find(frame, "year"), row, j->request->last_year);
    }
    nh_fill_in(frame);
    return frame;
}

nh_frame *nh_first_placements(const nh_first_request *request, nh_error *err)
{
    journeys j = { .request = request };
    if (!find_columns(&j, err)) return NULL;
    follow_all(&j);
    nh_ways *ways = nh_ways_count(&(nh_sequences){ .n = j.n, .n_steps = N_STEPS, .n_states = N_STATES,
                                                   .state = j.state }, FEWEST);
    nh_frame *frame = table_of(ways, &j);
    nh_ways_free(ways);
    free(j.state);
    return frame;
}
