/* datasets/tables/ees_releases.h: files of several releases as one table, where the latest word counts.
 *
 * Each release restates five years. Of the rows for one year, area and set of labels, those of the latest release
 * stand; a file's release is the latest year in it. Two values for one of these in a single release are refused.
 * An authority that has a new nine-character code and kept its three digits (North Yorkshire, 815) is one area: older
 * rows take the code of the latest release, as DfE itself gives past years today's codes.
 */
#ifndef NH_TABLES_EES_RELEASES_H
#define NH_TABLES_EES_RELEASES_H

#include "datasets/frame/frame.h"
#include "datasets/tables/problems.h"

/* The rows of one file behind those of the same table; columns may differ between releases. */
void nh_ees_append(nh_frame *table, const nh_frame *rows);

/* Two rows of one release for the same year, area and labels, with different values. */
typedef struct nh_ees_twice {
    bool is_found;
    size_t first, again;
} nh_ees_twice;

nh_ees_twice nh_ees_said_twice(const nh_frame *table);

/* Leaves the rows that stand, in their order; the others are counted as replaced. False and an error when two
 * files of one release differ. */
bool nh_ees_keep_latest(nh_frame **table, nh_problems *problems, nh_error *err);

#endif
