/* stats/lineage.h: whether the rows of a file of one's own are children's records, whose tables must be made safe.
 *
 *     nh_frame_set_lineage(frame, nh_rows_are_of(frame) == NH_OF_CHILDREN ? NH_CHILD_LEVEL : NH_PUBLISHED);
 */
#ifndef NH_STATS_LINEAGE_H
#define NH_STATS_LINEAGE_H

#include "datasets/frame/frame.h"

typedef enum nh_rows_of {
    NH_OF_CHILDREN, /* a column names a child, a home or a birth; or two columns are those of the return or of frames
                     * derived from it, and rows are not one an area */
    NH_OF_AREAS,    /* a row an area (and year), or the columns of DfE's tidy files */
    NH_OF_ANYTHING  /* nothing says what the rows are */
} nh_rows_of;

nh_rows_of nh_rows_are_of(const nh_frame *frame);

#endif
