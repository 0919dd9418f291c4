/* datasets/tables/ees_releases.h: files of several releases as one table, where the latest word counts.
 *
 * Each release restates five years. Of the rows for one year, area and set of labels, those of the latest release
 * stand; a file's release is the latest year in it. Two values for one of these in a single release are refused.
 */
#ifndef NH_TABLES_EES_RELEASES_H
#define NH_TABLES_EES_RELEASES_H

#include "datasets/frame/frame.h"

/* The rows of one file behind those of the same table; columns may differ between releases. */
void nh_ees_append(nh_frame *table, const nh_frame *rows);

/* Two rows of one release for the same year, area and labels, with different values. */
typedef struct nh_ees_twice {
    bool is_found;
    size_t first, again;
} nh_ees_twice;

nh_ees_twice nh_ees_said_twice(const nh_frame *table);

/* The rows that stand, in the order of the table; NULL when something is said twice. */
nh_frame *nh_ees_latest(const nh_frame *table, nh_ees_twice *twice);

#endif
