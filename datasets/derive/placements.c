/* datasets/derive/placements.c: the frame `placements`, a row per placement of each child.
 *
 * What is counted: placements of children looked after, temporary ones folded into those they interrupt; short
 * breaks (V3, V4) are left out. Facts are those of the first row; PLACE, provider, URN of its first ordinary one. */
#include "datasets/derive/care_words.h"
#include "datasets/derive/histories.h"
#include "datasets/derive/placement_rules.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>

static const nh_derived_column columns[] = {
    { "authority", "responsible authority" },
    { "child", "the child's identifier within the authority" },
    { "period_no", "period of care, counted from 1 within the child" },
    { "placement_no", "placement, counted from 1 within the child" },
    { "carer_no", "spell with one carer: RNE T and U do not end it" },
    { "start", "first day" },
    { "end", "day it ended; blank while open" },
    { "days", "end less start; up to where it is censored while open" },
    { "open", "1: not known to have ended" },
    { "start_reason", "RNE of its first episode" },
    { "end_reason", "REASON_PLACE_CHANGE it ended with; blank while open" },
    { "end_code", "REC it ended with; blank while open" },
    { "ended_by", "move, status_change, other, left_care, open" },
    { "breakdown", "1: ended by CREQB, CREQO or CHILD" },
    { "breakdown_wider", "1: those, LAREQ, ALLEG, STAND, APPRR, CUSTOD, or a return home by E4B" },
    { "breakdown_upper", "1: those, OTHER or CLOSE" },
    { "placement", "PLACE" },
    { "placement_group", "foster, adoption, parents, homes, supported, residential, school, other" },
    { "provider", "PLACE_PROVIDER" },
    { "urn", "Ofsted's number of the provision" },
    { "legal_status", "LS at the start" },
    { "need", "CIN at the start" },
    { "home_postcode", "HOME_POST at the start" },
    { "placement_postcode", "PL_POST at the start" },
    { "placement_authority", "authority where placed; none: the directory names none" },
    { "location", "IN or OUT of the responsible authority's area" },
    { "miles", "from home to placement, in a straight line, to one decimal" },
    { "over_20", "1: more than 20.0 miles" },
    { "at_a_distance", "1: outside the authority and every adjoining one (regulation 11)" },
    { "sex", "male, female, unknown" },
    { "age", "completed years at the start" },
    { "uasc", "1: unaccompanied asylum-seeking child in any loaded year" },
    { NULL, NULL }
};

typedef struct sheet {
    const nh_histories *h;
    nh_map *map;
    nh_problems *problems;
    nh_frame *frame;
    nh_column *authority, *child, *period_no, *placement_no, *carer_no, *start, *end, *days, *open, *start_reason;
    nh_column *end_reason, *end_code, *ended_by, *breakdown, *breakdown_wider, *breakdown_upper, *placement;
    nh_column *placement_group, *provider, *urn, *legal_status, *need, *home_postcode, *placement_postcode;
    nh_column *placement_authority, *sex, *age, *uasc;
    nh_distance_columns distance;
    int32_t continues; /* the code of X1, for rows that were cut */
} sheet;

static void add_spell_columns(sheet *s, const nh_episodes *e)
{
    static const char *const endings[] = { "move", "status_change", "other", "left_care", "open", NULL };
    nh_frame *frame = s->frame;
    s->authority = nh_add_codes(frame, "authority", e->authority);
    s->child = nh_add_codes(frame, "child", e->child);
    s->period_no = nh_frame_add(frame, "period_no", NH_NUMBER);
    s->placement_no = nh_frame_add(frame, "placement_no", NH_NUMBER);
    s->carer_no = nh_frame_add(frame, "carer_no", NH_NUMBER);
    s->start = nh_frame_add(frame, "start", NH_DATE);
    s->end = nh_frame_add(frame, "end", NH_DATE);
    s->days = nh_frame_add(frame, "days", NH_NUMBER);
    s->open = nh_frame_add(frame, "open", NH_NUMBER);
    s->start_reason = nh_add_codes(frame, "start_reason", e->rne);
    s->end_reason = nh_add_codes(frame, "end_reason", e->reason);
    s->end_code = nh_add_codes(frame, "end_code", e->rec);
    s->ended_by = nh_add_words(frame, "ended_by", endings); /* codes: nh_ended_by */
    s->breakdown = nh_frame_add(frame, "breakdown", NH_NUMBER);
    s->breakdown_wider = nh_frame_add(frame, "breakdown_wider", NH_NUMBER);
    s->breakdown_upper = nh_frame_add(frame, "breakdown_upper", NH_NUMBER);
    s->continues = nh_levels_add_text(s->end_code->levels, "X1");
}

static void add_fact_columns(sheet *s, const nh_episodes *e)
{
    nh_frame *frame = s->frame;
    s->placement = nh_add_codes(frame, "placement", e->place);
    s->placement_group = nh_add_placement_group(frame);
    s->provider = nh_add_codes(frame, "provider", e->provider);
    s->urn = nh_add_codes(frame, "urn", e->urn);
    s->legal_status = nh_add_codes(frame, "legal_status", e->ls);
    s->need = nh_add_codes(frame, "need", e->cin);
    s->home_postcode = nh_add_codes(frame, "home_postcode", e->home_post);
    s->placement_postcode = nh_add_codes(frame, "placement_postcode", e->pl_post);
    s->placement_authority = nh_frame_add_levels(frame, "placement_authority", nh_map_places(s->map));
    s->distance = nh_add_distance(frame);
    s->sex = nh_add_sex(frame);
    s->age = nh_frame_add(frame, "age", NH_NUMBER);
    s->uasc = nh_frame_add(frame, "uasc", NH_NUMBER);
}

/* Placements that follow one another. Their columns are filled a few at a time: what one of them needs stands side by
 * side in memory. */
enum { ROWS_AT_ONCE = 256 };

typedef struct batch {
    size_t row, n; /* of the frame: the first, and how many */
    const nh_placement *placement;
    uint32_t child[ROWS_AT_ONCE];
    uint32_t first[ROWS_AT_ONCE], ordinary[ROWS_AT_ONCE]; /* rows of the episodes: the first and first ordinary */
} batch;

static void put_children(const sheet *s, const batch *b)
{
    const nh_people *people = s->h->people;
    for (size_t i = 0; i < b->n; i++) {
        uint32_t child = b->child[i];
        nh_put_code(s->authority, b->row + i, s->h->index->authority[child]);
        nh_put_code(s->child, b->row + i, s->h->index->code[child]);
        nh_put_word(s->sex, b->row + i, people->sex[child]);
        nh_put_truth(s->uasc, b->row + i, (nh_truth)(people->asylum[child] - NH_NOT_ASYLUM));
    }
}

static void put_ages(const sheet *s, const batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        int32_t birth = s->h->people->birth[b->child[i]], start = s->h->row[b->placement[i].first].start;
        if (birth == NH_NO_DAY) nh_put_mark(s->age, b->row + i, NH_MISSING);
        else nh_put_number(s->age, b->row + i, nh_age(birth, start));
    }
}

static void put_numbers(const sheet *s, const batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        nh_put_number(s->period_no, b->row + i, b->placement[i].period_no);
        nh_put_number(s->placement_no, b->row + i, b->placement[i].placement_no);
        nh_put_number(s->carer_no, b->row + i, b->placement[i].carer_no);
    }
}

static int32_t day_until(const nh_histories *h, uint32_t child, const nh_placement *p)
{
    int32_t end = nh_placement_end(h, p)->end;
    return end == NH_NO_END ? nh_extract_date_of(h, child) : end;
}

static void put_days(const sheet *s, const batch *b)
{
    const nh_histories *h = s->h;
    for (size_t i = 0; i < b->n; i++) {
        const nh_placement *p = &b->placement[i];
        int32_t start = h->row[p->first].start, end = day_until(h, b->child[i], p);
        bool is_open = p->ended_by == NH_STILL_OPEN;
        nh_put_date(s->start, b->row + i, start);
        if (is_open) nh_put_mark(s->end, b->row + i, NH_MISSING);
        else nh_put_date(s->end, b->row + i, end);
        nh_put_number(s->days, b->row + i, end - start);
        nh_put_number(s->open, b->row + i, is_open);
    }
}

static int32_t end_code(const sheet *s, const nh_placement *p)
{
    if (p->ended_by == NH_STILL_OPEN) return -1;
    const nh_row *last = nh_placement_end(s->h, p);
    return last->flags & NH_ROW_CONTINUES ? s->continues : nh_code_in(s->h->episodes.rec, last->source);
}

static void put_endings(const sheet *s, const batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        const nh_placement *p = &b->placement[i];
        nh_breakdown set = nh_breakdown_at(s->h, p);
        nh_put_code(s->end_reason, b->row + i, nh_end_reason(s->h, p));
        nh_put_code(s->end_code, b->row + i, end_code(s, p));
        nh_put_code(s->ended_by, b->row + i, p->ended_by);
        nh_put_number(s->breakdown, b->row + i, set >= NH_PRIMARY_BREAKDOWN);
        nh_put_number(s->breakdown_wider, b->row + i, set >= NH_WIDER_BREAKDOWN);
        nh_put_number(s->breakdown_upper, b->row + i, set >= NH_UPPER_BREAKDOWN);
    }
}

static void copy_codes(nh_column *to, const batch *b, const nh_column *from, const uint32_t *rows)
{
    for (size_t i = 0; i < b->n; i++) nh_put_code(to, b->row + i, nh_code_in(from, rows[i]));
}

static void put_facts(const sheet *s, const batch *b)
{
    const nh_episodes *e = &s->h->episodes;
    copy_codes(s->start_reason, b, e->rne, b->first);
    copy_codes(s->placement, b, e->place, b->ordinary);
    copy_codes(s->provider, b, e->provider, b->ordinary);
    copy_codes(s->urn, b, e->urn, b->ordinary);
    copy_codes(s->legal_status, b, e->ls, b->first);
    copy_codes(s->need, b, e->cin, b->first);
    copy_codes(s->home_postcode, b, e->home_post, b->first);
    copy_codes(s->placement_postcode, b, e->pl_post, b->first);
    for (size_t i = 0; i < b->n; i++) {
        int32_t place = nh_code_in(e->place, b->ordinary[i]);
        nh_put_word(s->placement_group, b->row + i, e->placement[place + 1] & NH_GROUP_BITS);
    }
}

static const double VERY_FAR_MILES = 350;

static void put_distances(const sheet *s, const batch *b)
{
    for (size_t i = 0; i < b->n; i++) nh_whereabouts_expect(s->map, b->first[i]);
    for (size_t i = 0; i < b->n; i++) {
        nh_whereabouts where = nh_whereabouts_of(s->map, b->child[i], b->first[i]);
        nh_put_code(s->placement_authority, b->row + i, where.authority);
        nh_put_distance(&s->distance, b->row + i, &where);
        if (where.has_miles && where.miles > VERY_FAR_MILES)
            nh_problem_add(s->problems, NH_PROBLEM_VERY_FAR,
                           nh_episode_place(&s->h->episodes, b->first[i], "PL_POST"));
    }
}

static void put_batch(const sheet *s, batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        b->first[i] = s->h->row[b->placement[i].first].source;
        b->ordinary[i] = s->h->row[b->placement[i].first_ordinary].source;
    }
    put_children(s, b);
    put_ages(s, b);
    put_numbers(s, b);
    put_days(s, b);
    put_endings(s, b);
    put_facts(s, b);
    put_distances(s, b);
}

/* The rows of the children from `child` to before `end`, who have as many placements as the frame has rows.
 * Placements stand in order of their children. */
static void fill(const sheet *s, uint32_t child, uint32_t end)
{
    const nh_child_rows *rows = s->h->child;
    batch b = { .placement = s->h->placement + (child < end ? rows[child].first_placement : 0) };
    for (; child < end; child++)
        for (uint32_t i = 0; i < rows[child].n_placements; i++) {
            b.child[b.n++] = child;
            if (b.n < ROWS_AT_ONCE) continue;
            put_batch(s, &b);
            b.placement += b.n;
            b.row += b.n;
            b.n = 0;
        }
    put_batch(s, &b);
}

static bool open_sheet(sheet *s, nh_inputs *inputs, nh_error *err)
{
    const nh_histories *h = nh_inputs_histories(inputs, err);
    if (!h) return false;
    *s = (sheet){ .h = h, .map = nh_inputs_map(inputs), .problems = nh_inputs_problems(inputs),
                  .frame = nh_frame_new("placements", "Placements of children looked after") };
    add_spell_columns(s, &h->episodes);
    add_fact_columns(s, &h->episodes);
    return true;
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    sheet s;
    if (!open_sheet(&s, inputs, err)) return NULL;
    nh_inputs_tell(inputs, "placements", 0, 1);
    nh_frame_set_rows(s.frame, s.h->n_placements);
    fill(&s, 0, s.h->index->n_children);
    return s.frame;
}

/* ---- in parts ---- */

enum { ROWS_A_PART = 1 << 12 };

typedef struct placement_parts {
    nh_parts parts; /* first, so that a pointer to it is one to the whole */
    sheet sheet;
    uint32_t child; /* the next one */
} placement_parts;

/* Children until a part is full, and one at the least; *rows: their placements. */
static uint32_t end_of_part(const placement_parts *all, size_t *rows)
{
    const nh_histories *h = all->sheet.h;
    uint32_t child = all->child;
    for (*rows = 0; child < h->index->n_children; *rows += h->child[child++].n_placements)
        if (*rows > 0 && *rows + h->child[child].n_placements > ROWS_A_PART) break;
    return child;
}

static bool next_part(nh_parts *parts)
{
    placement_parts *all = (placement_parts *)parts;
    size_t rows;
    uint32_t end = end_of_part(all, &rows);
    nh_frame_set_rows(parts->frame, rows);
    fill(&all->sheet, all->child, end);
    all->child = end;
    return rows > 0;
}

static void close_parts(nh_parts *parts)
{
    nh_frame_free(parts->frame);
    free(parts);
}

static nh_parts *open_parts(nh_inputs *inputs, nh_error *err)
{
    placement_parts *all = nh_zeroed(1, sizeof *all);
    if (!open_sheet(&all->sheet, inputs, err)) {
        free(all);
        return NULL;
    }
    all->parts = (nh_parts){ all->sheet.frame, next_part, close_parts };
    return &all->parts;
}

const nh_derivation nh_derive_placements = {
    .name = "placements", .summary = "a row per placement: how long, where, how it ended", .is_public = true,
    .columns = columns, .make = make, .open_parts = open_parts
};
