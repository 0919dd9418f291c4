/* stats/copy.h: a derived frame as a result: the same rows, under a name of its own.
 *
 *     nh_results_add(results, nh_copy_as(balance, "balance", NULL));
 */
#ifndef NH_STATS_COPY_H
#define NH_STATS_COPY_H

#include "datasets/frame/frame.h"

/* `title` NULL: that of the frame. Roles, labels, marks and lineage are kept; the copy is the caller's. */
nh_frame *nh_copy_as(const nh_frame *frame, const char *name, const char *title);

/* The same with one column under another name. */
nh_frame *nh_copy_renaming(const nh_frame *frame, const char *name, const char *column, const char *new_name);

#endif
