/* datasets/read/filling.h: the columns of a table while they are filled; what rows.c and runs.c share.
 *
 * rows.c takes any record, field by field, and reports what is odd in it. runs.c takes plain records, many at once
 * and column by column, and leaves an odd one to rows.c: so each kind of oddness is met in one place.
 */
#ifndef NH_READ_FILLING_H
#define NH_READ_FILLING_H

#include "datasets/read/rows.h"
#include "datasets/read/text_codes.h"

enum { NH_MOST_CELLS = 32 };

/* A field of codes of at most eight bytes as it stands in files, and what it means. */
typedef struct nh_seen_code {
    uint64_t bytes;
    int32_t code;
    nh_mark mark; /* NH_MISSING of a blank */
} nh_seen_code;

enum { NH_SEEN_BITS = 8, NH_SEEN = 1 << NH_SEEN_BITS };

struct nh_filling;
typedef bool nh_take(struct nh_rows *rows, struct nh_filling *cell, nh_field field);
/* Cells of the first n records of a run; how many of them, from the first, hold nothing odd in this column. */
typedef size_t nh_take_run(struct nh_rows *rows, struct nh_filling *cell, const nh_csv_run *run, size_t n);

/* One column while it is filled. */
typedef struct nh_filling {
    nh_take *take;
    nh_take_run *take_run;
    const nh_table_column *what; /* NULL: the label LA */
    nh_column *column;
    nh_text_codes *codes; /* of a category */
    int field;            /* in the file at hand, or NH_NO_FIELD */
    size_t n_british, n_iso;
    size_t n_levels; /* before the file at hand */
    uint8_t *verdicts; /* by level: asked once whether a code is known */
    size_t n_verdicts;
    nh_seen_code *seen; /* codes that fields held lately, all of them known ones */
} nh_filling;

struct nh_rows {
    const nh_table *table;
    nh_frame *frame;
    nh_problems *problems;
    nh_levels *authorities;
    nh_column *authority, *year, *child;
    nh_column *columns[NH_MOST_CELLS]; /* in the descriptor's order */
    nh_filling *cells;
    nh_filling *filled[NH_MOST_CELLS]; /* those that have a column */
    size_t n_cells, n_filled, n;
    nh_filling *la;     /* the label in a column LA: its levels are texts as files give them */
    int32_t *authority_of_la;
    size_t n_la;
    int year_field;

    nh_records records; /* the file at hand */
    nh_rows_count count;
    uint32_t file_number;
    bool is_usable; /* the row at hand */
    bool has_fault; /* and the file at hand has a first one */
};

/* Whether a code is one of those that the book lists for the column. */
bool nh_filling_knows(const nh_rows *rows, nh_filling *cell, int32_t code);
/* From 1 January 1900 to 31 December 2100. */
static inline bool nh_date_is_in_range(int32_t date)
{
    return date >= -25567 && date <= 47846;
}

/* The authority of a label; NH_NO_LEVEL where the field names none. */
int32_t nh_rows_authority(nh_rows *rows, nh_field label);
/* The year of a label, 0 for a blank; false when it is none. */
bool nh_rows_year(nh_field label, double *year);
/* Makes room for n more rows. */
void nh_rows_make_room(nh_rows *rows, size_t n);

extern nh_take_run *const nh_run_takers[]; /* by nh_holds */

/* The plain records of a run, from the first, up to one that is not; how many were taken. */
size_t nh_rows_take_run(nh_rows *rows, const nh_csv_run *run);

#endif
