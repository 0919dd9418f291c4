/* datasets/derive/episodes.h: the columns of the episodes table, and what their codes mean to the rules.
 *
 * Each different code is looked at once; a rule over millions of rows then reads a small number from an array.
 *
 *     nh_episodes episodes;
 *     if (!nh_episodes_open(&episodes, frame, scratch, err)) return NULL;
 *     if (nh_begins(&episodes, row) == NH_BEGINS_MOVE) ...
 */
#ifndef NH_DERIVE_EPISODES_H
#define NH_DERIVE_EPISODES_H

#include "datasets/frame/arena.h"
#include "datasets/frame/frame.h"
#include "datasets/tables/codes.h"

/* Why an episode began: RNE. */
typedef enum nh_beginning {
    NH_BEGINS_UNKNOWN,
    NH_BEGINS_CARE,            /* S */
    NH_BEGINS_LEGAL_STATUS,    /* L */
    NH_BEGINS_MOVE,            /* P */
    NH_BEGINS_MOVE_AND_LEGAL,  /* B */
    NH_BEGINS_SAME_CARER,      /* T */
    NH_BEGINS_SAME_CARER_LEGAL /* U */
} nh_beginning;

/* How it ended: REC, as far as the rules tell endings apart. */
typedef enum nh_ending {
    NH_ENDS_UNKNOWN,
    NH_ENDS_CONTINUES,        /* X1 */
    NH_ENDS_UNPLANNED_RETURN, /* E4B */
    NH_ENDS_CARE              /* any other code */
} nh_ending;

enum { NH_IS_TEMPORARY = 0x10, NH_GROUP_BITS = 0x0F, NH_IS_STATUS_CHANGE = 0x10, NH_BREAKDOWN_BITS = 0x0F };

typedef struct nh_episodes {
    const nh_frame *frame;
    size_t n;
    const nh_column *authority, *year, *child, *decom, *dec;
    const nh_column *rne, *ls, *cin, *place, *provider, *rec, *reason, *home_post, *pl_post, *urn;
    const nh_column *pl_distance, *pl_la, *pl_location; /* derived by DfE; NULL when the return has none */
    /* By level and one more, so that [-1 + 1] is what a blank means. */
    const uint8_t *beginning, *ending, *is_respite, *placement, *end_reason;
    const int *place_from, *place_until; /* return years that a level of PLACE is for; an unknown code is for none */
} nh_episodes;

/* Arrays live in `memory`. False and an error when a column that the rules need is not there. */
bool nh_episodes_open(nh_episodes *episodes, const nh_frame *frame, nh_arena *memory, nh_error *err);

/* The code of a cell, or -1: blank, or no such column. */
static inline int32_t nh_code_in(const nh_column *column, size_t row)
{
    return column && nh_present(column, row) ? column->code[row] : -1;
}

static inline int nh_year_of(const nh_episodes *e, size_t row)
{
    return (int)e->year->number[row];
}

static inline nh_beginning nh_begins(const nh_episodes *e, size_t row)
{
    return (nh_beginning)e->beginning[nh_code_in(e->rne, row) + 1];
}

static inline nh_ending nh_ends(const nh_episodes *e, size_t row)
{
    return (nh_ending)e->ending[nh_code_in(e->rec, row) + 1];
}

static inline bool nh_is_temporary_row(const nh_episodes *e, size_t row)
{
    return e->placement[nh_code_in(e->place, row) + 1] & NH_IS_TEMPORARY;
}

/* Two cells of one postcode column; spaces do not count, and two blanks are equal. */
bool nh_same_postcode(const nh_column *column, size_t a, size_t b);

#endif
