/* datasets/derive/placement_rules.c: walks along a child's rows, one placement at hand. */
#include "datasets/derive/placement_rules.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

typedef struct walk {
    nh_histories *h;
    nh_problems *problems;
    nh_placement *at_hand;  /* NULL until the period's first ordinary row */
    uint32_t period_begins; /* row */
    uint32_t period_no, placement_no, carer_no;
    bool period_is_fresh;   /* no placement in it yet */
} walk;

static size_t source_of(const walk *w, uint32_t row)
{
    return w->h->row[row].source;
}

static void report(const walk *w, nh_problem_code code, uint32_t row, const char *column)
{
    nh_problem_add(w->problems, code, nh_episode_place(&w->h->episodes, source_of(w, row), column));
}

static bool same_code(const nh_column *column, size_t a, size_t b)
{
    return nh_code_in(column, a) == nh_code_in(column, b);
}

/* Back from temporary rows: only PLACE and PL_POST decide, whatever RNE says (decision 31). */
static bool returns_to(const walk *w, uint32_t before, uint32_t row)
{
    const nh_episodes *e = &w->h->episodes;
    size_t a = source_of(w, before), b = source_of(w, row);
    bool same = same_code(e->place, a, b) && nh_same_postcode(e->pl_post, a, b);
    nh_beginning begins = nh_begins(e, b);
    if (same && begins != NH_BEGINS_MOVE) report(w, NH_PROBLEM_TEMPORARY_RETURN, row, "RNE");
    if (!same && begins == NH_BEGINS_LEGAL_STATUS) report(w, NH_PROBLEM_LEGAL_ELSEWHERE, row, "RNE");
    return same;
}

static bool nothing_changed(const walk *w, size_t a, size_t b)
{
    const nh_episodes *e = &w->h->episodes;
    return same_code(e->place, a, b) && same_code(e->urn, a, b) && same_code(e->provider, a, b)
           && nh_same_postcode(e->pl_post, a, b);
}

static bool is_move(nh_beginning begins)
{
    return begins == NH_BEGINS_MOVE || begins == NH_BEGINS_MOVE_AND_LEGAL;
}

static bool is_same_carer(nh_beginning begins)
{
    return begins == NH_BEGINS_SAME_CARER || begins == NH_BEGINS_SAME_CARER_LEGAL;
}

/* One ordinary row straight after another: RNE L with the same PLACE goes on, everything else is new. */
static bool goes_on(const walk *w, uint32_t before, uint32_t row)
{
    const nh_episodes *e = &w->h->episodes;
    size_t a = source_of(w, before), b = source_of(w, row);
    nh_beginning begins = nh_begins(e, b);
    if (begins == NH_BEGINS_LEGAL_STATUS) {
        if (same_code(e->place, a, b)) return true;
        report(w, NH_PROBLEM_LEGAL_AND_PLACE, row, "RNE");
    }
    if (is_move(begins) && nothing_changed(w, a, b)) report(w, NH_PROBLEM_NOTHING_CHANGED, row, "RNE");
    return false;
}

static bool continues(const walk *w, uint32_t row)
{
    uint32_t before = w->at_hand->last_ordinary;
    return row - before > 1 ? returns_to(w, before, row) : goes_on(w, before, row);
}

static nh_ended_by ended_by(nh_beginning next)
{
    if (is_move(next)) return NH_ENDED_BY_MOVE;
    return is_same_carer(next) ? NH_ENDED_BY_STATUS_CHANGE : NH_ENDED_BY_OTHER;
}

static bool reason_is_status_change(const nh_histories *h, const nh_placement *placement)
{
    return h->episodes.end_reason[nh_end_reason(h, placement) + 1] & NH_IS_STATUS_CHANGE;
}

static void end_at(walk *w, uint32_t next)
{
    w->at_hand->ended_by = (uint8_t)ended_by(nh_begins(&w->h->episodes, source_of(w, next)));
    if (w->at_hand->ended_by == NH_ENDED_BY_MOVE && reason_is_status_change(w->h, w->at_hand))
        report(w, NH_PROBLEM_STATUS_BUT_MOVE, w->at_hand->last_ordinary, "REASON_PLACE_CHANGE");
}

/* The period's first placement takes in the temporary rows before it. */
static void begin_placement(walk *w, uint32_t row)
{
    bool carer_stays = !w->period_is_fresh && is_same_carer(nh_begins(&w->h->episodes, source_of(w, row)));
    if (!carer_stays) w->carer_no++;
    uint32_t first = w->period_is_fresh ? w->period_begins : row;
    w->at_hand = &w->h->placement[w->h->n_placements++];
    *w->at_hand = (nh_placement){ .first = first, .n = row - first + 1, .first_ordinary = row, .last_ordinary = row,
                                  .period_no = w->period_no, .placement_no = ++w->placement_no,
                                  .carer_no = w->carer_no };
    w->period_is_fresh = false;
}

static void take_row(walk *w, uint32_t row)
{
    bool is_temporary = nh_is_temporary_row(&w->h->episodes, source_of(w, row));
    if (!is_temporary && (!w->at_hand || !continues(w, row))) {
        if (w->at_hand) end_at(w, row);
        begin_placement(w, row);
        return;
    }
    if (!w->at_hand) return;
    w->at_hand->n = row - w->at_hand->first + 1;
    if (!is_temporary) w->at_hand->last_ordinary = row;
}

static void report_homes(const walk *w, uint32_t end)
{
    const nh_column *home = w->h->episodes.home_post;
    uint32_t known = end;
    for (uint32_t row = w->period_begins; row < end; row++) {
        if (nh_code_in(home, source_of(w, row)) < 0) continue;
        if (known < end && !nh_same_postcode(home, source_of(w, known), source_of(w, row))) {
            report(w, NH_PROBLEM_HOME_CHANGED, w->period_begins, "HOME_POST");
            return;
        }
        if (known == end) known = row;
    }
}

/* `end` is the row after the period's last. */
static void end_period(walk *w, uint32_t end)
{
    report_homes(w, end);
    if (!w->at_hand) {
        report(w, NH_PROBLEM_TEMPORARY_ONLY, w->period_begins, NULL);
        return;
    }
    bool is_open = w->h->row[end - 1].flags & NH_ROW_OPEN;
    w->at_hand->ended_by = is_open ? NH_STILL_OPEN : NH_ENDED_BY_LEAVING_CARE;
}

static void walk_child(nh_histories *h, nh_problems *problems, uint32_t child)
{
    nh_child_rows *rows = &h->child[child];
    walk w = { .h = h, .problems = problems };
    uint32_t end = rows->first + rows->n;
    rows->first_placement = (uint32_t)h->n_placements;
    for (uint32_t row = rows->first; row < end; row++) {
        if (h->row[row].flags & NH_ROW_NEW_PERIOD) {
            if (row > rows->first) end_period(&w, row);
            w.period_no++;
            w.period_begins = row;
            w.period_is_fresh = true;
            w.at_hand = NULL;
        }
        take_row(&w, row);
    }
    if (rows->n > 0) end_period(&w, end);
    rows->n_placements = (uint32_t)h->n_placements - rows->first_placement;
}

void nh_find_placements(nh_histories *h, nh_problems *problems)
{
    h->placement = nh_zeroed(h->n_rows, sizeof *h->placement); /* Memory that no placement needs is never touched. */
    for (uint32_t child = 0; child < h->index->n_children; child++) walk_child(h, problems, child);
    h->placement = nh_resize(h->placement, h->n_placements, sizeof *h->placement);
}

const nh_row *nh_placement_end(const nh_histories *h, const nh_placement *placement)
{
    return &h->row[placement->first + placement->n - 1];
}

int32_t nh_end_reason(const nh_histories *h, const nh_placement *placement)
{
    if (placement->ended_by == NH_STILL_OPEN) return -1;
    int32_t reason = nh_code_in(h->episodes.reason, h->row[placement->last_ordinary].source);
    if (reason >= 0) return reason;
    return nh_code_in(h->episodes.reason, nh_placement_end(h, placement)->source);
}

nh_breakdown nh_breakdown_at(const nh_histories *h, const nh_placement *placement)
{
    if (placement->ended_by == NH_STILL_OPEN) return NH_NO_BREAKDOWN;
    nh_breakdown set = (nh_breakdown)(h->episodes.end_reason[nh_end_reason(h, placement) + 1] & NH_BREAKDOWN_BITS);
    bool is_unplanned = placement->ended_by == NH_ENDED_BY_LEAVING_CARE
                        && nh_ends(&h->episodes, nh_placement_end(h, placement)->source) == NH_ENDS_UNPLANNED_RETURN;
    return is_unplanned && set < NH_WIDER_BREAKDOWN ? NH_WIDER_BREAKDOWN : set;
}

const nh_placement *nh_placement_of_row(const nh_histories *h, uint32_t child, uint32_t row)
{
    const nh_placement *placement = h->placement + h->child[child].first_placement;
    for (uint32_t i = 0; i < h->child[child].n_placements; i++)
        if (row - placement[i].first < placement[i].n) return &placement[i];
    return NULL;
}

bool nh_placement_touches(const nh_histories *h, const nh_placement *placement, int32_t first, int32_t last)
{
    return h->row[placement->first].start <= last && nh_placement_end(h, placement)->end >= first;
}
