/* stats/result_frame.h: a result table said once, as a list of its columns; what is made of counts fills itself in.
 *
 *     static const nh_result_column columns[] = {
 *         { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
 *         { "far", NH_NUMBER, "Children over 20 miles from home", "children", NH_COUNT, NULL, NULL },
 *         { "children", NH_NUMBER, "All children", "children", NH_COUNT, NULL, NULL },
 *         { "share", NH_NUMBER, "Share over 20 miles from home", "%", NH_PERCENT, "far", "children" },
 *         { 0 }
 *     };
 *     nh_frame *table = nh_result_frame("places", "Children far from home", columns);
 *     ... counts ...
 *     nh_fill_in(table);                                 every share, bound and difference
 */
#ifndef NH_STATS_RESULT_FRAME_H
#define NH_STATS_RESULT_FRAME_H

#include "datasets/frame/frame.h"

typedef struct nh_result_column {
    const char *name;
    nh_kind kind;
    const char *label, *unit;
    nh_role role;
    const char *part, *whole;
} nh_result_column;

/* `columns` ends with a NULL name. nh_add_columns adds more to a frame that exists. */
nh_frame *nh_result_frame(const char *name, const char *title, const nh_result_column *columns);
/* The same of what `like` is about: children's records, or published figures. */
nh_frame *nh_result_frame_like(const char *name, const char *title, const nh_result_column *columns,
                               const nh_frame *like);
void nh_add_columns(nh_frame *frame, const nh_result_column *columns);

/* Fills in every NH_DIFFERENCE, NH_PERCENT, NH_LOWER and NH_UPPER from the columns it names: without a value where
 * one of them has none (its mark), not applicable where the whole is 0. */
void nh_fill_in(nh_frame *frame);

#endif
