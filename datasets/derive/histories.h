/* datasets/derive/histories.h: each child's episodes, cleaned, joined over the years, parted into periods of care.
 *
 * What is counted: every row of the episodes table, once. Superseded rows (a later return repeats them), rows set
 * aside and short breaks (V3, V4) are left out of `rows` and counted in the tally; the sum is the rows read.
 *
 *     const nh_histories *h = nh_inputs_histories(inputs, err);
 *     for (uint32_t i = h->child[c].first; i < h->child[c].first + h->child[c].n; i++)
 *         use(h->row[i].start, h->row[i].end, nh_begins(&h->episodes, h->row[i].source));
 */
#ifndef NH_DERIVE_HISTORIES_H
#define NH_DERIVE_HISTORIES_H

#include "datasets/derive/child_index.h"
#include "datasets/derive/episodes.h"
#include "datasets/derive/inputs.h"
#include "datasets/derive/people.h"
#include "datasets/derive/returns.h"

#define NH_NO_END INT32_MAX /* a day later than every other: no ending is known */

enum {
    NH_ROW_RESPITE = 1,   /* V3, V4 */
    NH_ROW_CONTINUES = 2, /* ended with X1, or cut where the next one begins */
    NH_ROW_OPEN = 4,      /* not known to have ended: `end` is where it is censored, or NH_NO_END */
    NH_ROW_NEW_PERIOD = 8,
    NH_ROW_BAD_END = 16,  /* only while cleaning: DEC is not a date */
    NH_ROW_LATE_END = 32, /* only while cleaning: DEC after the extract date */
    NH_ROW_SET_ASIDE = 64 /* only while cleaning */
};

typedef struct nh_row {
    uint32_t source; /* row of the episodes table */
    int32_t start, end;
    int16_t year; /* return year of that row */
    uint8_t flags;
} nh_row;

/* Where a child's rows are: in order of DECOM. */
typedef struct nh_child_rows {
    uint32_t first, n;                    /* in row[] */
    uint32_t first_break, n_breaks;       /* short breaks, in short_break[] */
    uint32_t first_placement, n_placements; /* in placement[] */
} nh_child_rows;

/* How a placement ended: RNE of the next decides (4.3). */
typedef enum nh_ended_by { NH_ENDED_BY_MOVE, NH_ENDED_BY_STATUS_CHANGE, NH_ENDED_BY_OTHER, NH_ENDED_BY_LEAVING_CARE,
                           NH_STILL_OPEN } nh_ended_by;

/* Rows first .. first + n - 1; temporary rows are folded in. Numbers count from 1 within the child. */
typedef struct nh_placement {
    uint32_t first, n;
    uint32_t first_ordinary, last_ordinary; /* rows that are not temporary */
    uint32_t period_no, placement_no, carer_no;
    uint8_t ended_by; /* nh_ended_by */
} nh_placement;

typedef struct nh_row_tally {
    size_t read, superseded, set_aside, short_breaks, used, censored;
} nh_row_tally;

struct nh_histories {
    nh_episodes episodes;
    nh_child_index *index; /* children are numbered as there */
    nh_people *people;
    nh_returns *returns;
    nh_child_rows *child;
    nh_row *row, *short_break;
    nh_placement *placement;
    size_t n_rows, n_short_breaks, n_placements;
    nh_row_tally tally;
    nh_arena *memory;
};

nh_histories *nh_histories_make(nh_inputs *inputs, nh_error *err);
void nh_histories_free(nh_histories *histories); /* NULL is allowed */

/* The day up to which the child's return tells. */
static inline int32_t nh_extract_date_of(const nh_histories *h, uint32_t child)
{
    return h->returns->extract_date[h->index->authority[child]];
}

/* Some of the row lies in the return year: from 1 April `first` to 31 March `last`. */
static inline bool nh_row_touches(const nh_row *row, int32_t first, int32_t last)
{
    return row->start <= last && row->end >= first;
}

/* In care at the end of that day: ending on it is not looked after on it (decision 6). */
static inline bool nh_row_covers(const nh_row *row, int32_t day)
{
    return row->start <= day && row->end > day;
}

/* Where a row of the episodes stands, for problems. */
nh_problem_place nh_episode_place(const nh_episodes *episodes, size_t row, const char *column);

#endif
