/* stats/breaks.h: which line of a table each row of a frame belongs to, for any columns, in the order people expect.
 *
 * A table broken down by two columns has a line for each pair of their levels, also where nobody is in it. Levels
 * stand in the order of their texts, numbers by value, recoded ones as their recoding says; rows without a value
 * are in the line "not known", the last.
 *
 *     nh_breaks *breaks = nh_breaks_new(children, "need,sex", counted, recodings, &err);
 *     if (!breaks) return false;
 *     breaks->of_row[row]                              a line, 0 .. breaks->n - 1
 *     nh_breaks_text(breaks, line, 0)                  "N1"
 *     nh_breaks_free(breaks);
 */
#ifndef NH_STATS_BREAKS_H
#define NH_STATS_BREAKS_H

#include "datasets/frame/frame.h"

/* A column that a table shows in other words than the frame has: age as bands, authority as region. */
typedef struct nh_recoding {
    const char *by;     /* as --by names it */
    const char *column; /* of the frame */
    const char *shown;  /* the column's name in the table */
    const char *const *levels; /* all of them, in order, NULL-ended, shown also where nobody is; or NULL */
    const char *(*word)(const nh_column *column, size_t row); /* one of the levels, or any text; "" for not known */
    bool not_known;     /* the line "not known" is there even when nobody is in it */
} nh_recoding;

enum { NH_MOST_BREAKS = 4, NH_MOST_LINES = 20000 };

typedef struct nh_breaks {
    size_t n_columns, n;             /* lines */
    const char *name[NH_MOST_BREAKS];
    nh_levels *levels[NH_MOST_BREAKS];
    uint32_t *of_row;
    struct nh_arena *texts;
} nh_breaks;

/* `by` is "COL[,COL]"; rows where the number column `counted` is not 1 are in no line that matters and add no level
 * (NULL: all count). `recodings` ends with NULL. NULL and an error for a column that is not there, or for more lines
 * than fit. */
nh_breaks *nh_breaks_new(const nh_frame *frame, const char *by, const nh_column *counted,
                         const nh_recoding *const *recodings, nh_error *err);
void nh_breaks_free(nh_breaks *breaks); /* NULL is allowed */

const char *nh_breaks_text(const nh_breaks *breaks, size_t line, size_t column);

/* Age bands of the published tables: under 1, 1 to 4, 5 to 9, 10 to 15, 16 and over. */
extern const nh_recoding nh_age_bands;
/* The region of the responsible authority. */
extern const nh_recoding nh_region_of_authority;

#endif
