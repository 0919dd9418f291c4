/* stats/transitions.c: pairs of groups, counted.
 *
 * What is counted: every placement that was ended by a move (RNE of the next is P or B) or by leaving care. Status
 * changes (T, U) and placements still open are left out. */
#include "stats/transitions.h"

#include "datasets/frame/arena.h"
#include "stats/chain.h"
#include "stats/result_frame.h"

#include <stdlib.h>
#include <string.h>

const char *const nh_placement_group_words[] = { "foster", "adoption", "parents", "homes", "supported", "residential",
                                                 "school", "other", "not known", NULL };

enum { N_GROUPS = 9, NOT_KNOWN = 8, EXIT = 9, N_TO = 10 };

static const nh_result_column columns[] = {
    { "from_group", NH_CATEGORY, "From", NULL, NH_PLAIN, NULL, NULL },
    { "to_group", NH_CATEGORY, "To", NULL, NH_PLAIN, NULL, NULL },
    { "moves", NH_NUMBER, "Placements", "placements", NH_COUNT, NULL, NULL },
    { "of", NH_NUMBER, "Placements that ended by a move or by leaving care", "placements", NH_SUPPORT, NULL, NULL },
    { "share", NH_NUMBER, "Share of those that ended", "%", NH_PERCENT, "moves", "of" },
    { 0 }
};

typedef struct moving {
    nh_chain chain;
    const nh_column *placement_no, *ended_by, *group;
} moving;

static bool find_columns(const nh_frame *placements, moving *m, nh_error *err)
{
    if (!nh_chain_find(&m->chain, placements, err)) return false;
    m->placement_no = nh_frame_need(placements, "placement_no", NH_NUMBER, err);
    m->ended_by = nh_frame_need(placements, "ended_by", NH_CATEGORY, err);
    m->group = nh_frame_need(placements, "placement_group", NH_CATEGORY, err);
    return m->placement_no && m->ended_by && m->group;
}

static bool is_followed(const moving *m, size_t row)
{
    return row + 1 < m->group->n && nh_is_same_period(&m->chain, row, row + 1) &&
           m->placement_no->number[row] + 1 == m->placement_no->number[row + 1];
}

/* The place of each level among the words. */
static uint8_t *places_of(const nh_column *group)
{
    size_t n = nh_levels_count(group->levels);
    uint8_t *place = nh_zeroed(n + 1, 1);
    for (size_t level = 0; level < n; level++) {
        size_t g = 0;
        while (g < NOT_KNOWN &&
               strcmp(nh_levels_text(group->levels, (int32_t)level), nh_placement_group_words[g]) != 0)
            g++;
        place[level] = (uint8_t)g;
    }
    return place;
}

static size_t group_at(const moving *m, const uint8_t *place, size_t row)
{
    return nh_present(m->group, row) ? place[m->group->code[row]] : NOT_KNOWN;
}

static void count_rows(const moving *m, const uint8_t *keep, double counts[N_GROUPS][N_TO])
{
    uint8_t *place = places_of(m->group);
    int32_t move = nh_levels_find_text(m->ended_by->levels, "move");
    int32_t left = nh_levels_find_text(m->ended_by->levels, "left_care");
    for (size_t row = 0; row < m->group->n; row++) {
        if ((keep && !keep[row]) || !nh_present(m->ended_by, row)) continue;
        int32_t how = m->ended_by->code[row];
        if (how != move && how != left) continue;
        size_t to = how == left ? EXIT : is_followed(m, row) ? group_at(m, place, row + 1) : NOT_KNOWN;
        counts[group_at(m, place, row)][to]++;
    }
    free(place);
}

static void put_row(nh_frame *frame, size_t from, size_t to, const double counts[N_TO])
{
    double of = 0;
    for (size_t i = 0; i < N_TO; i++) of += counts[i];
    size_t row = nh_frame_append(frame);
    nh_put_text(nh_frame_find(frame, "from_group"), row, nh_placement_group_words[from]);
    nh_put_text(nh_frame_find(frame, "to_group"), row, to == EXIT ? "exit" : nh_placement_group_words[to]);
    nh_put_number(nh_frame_find(frame, "moves"), row, counts[to]);
    nh_put_number(nh_frame_find(frame, "of"), row, of);
}

nh_frame *nh_transitions(const nh_frame *placements, const uint8_t *keep, nh_error *err)
{
    moving m;
    if (!find_columns(placements, &m, err)) return NULL;
    double counts[N_GROUPS][N_TO] = { { 0 } };
    count_rows(&m, keep, counts);
    nh_frame *frame = nh_result_frame("transitions", "Moves between groups of placement, and endings of care (exit)",
                                      columns);
    for (size_t from = 0; from < N_GROUPS; from++)
        for (size_t to = 0; to < N_TO; to++)
            if (counts[from][to] > 0) put_row(frame, from, to, counts[from]);
    nh_fill_in(frame);
    return frame;
}
