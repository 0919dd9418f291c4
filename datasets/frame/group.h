/* datasets/frame/group.h: rows that share their values in some columns, in order of first appearance.
 *
 *     const nh_column *by[] = { authority, year };
 *     nh_groups *groups = nh_group(frame, by, 2);
 *     for (size_t g = 0; g < groups->n; g++)
 *         use(groups->first[g], groups->rows[g], groups->n_rows[g]);
 *     nh_groups_free(groups);
 *
 * Cells without a value form a group of their own, one for each mark. With no column at all every row is in
 * one group (and a frame without rows has none).
 */
#ifndef NH_FRAME_GROUP_H
#define NH_FRAME_GROUP_H

#include "datasets/frame/frame.h"

typedef struct nh_groups {
    size_t n;
    size_t *first;         /* the first row of each group: its values there are the group's */
    const size_t **rows;   /* rows[g][0 .. n_rows[g]), ascending */
    size_t *n_rows;
    uint32_t *of_row;      /* the group of each row */
    size_t *row_numbers;   /* what rows[] points into */
} nh_groups;

nh_groups *nh_group(const nh_frame *frame, const nh_column *const *by, size_t n_by);
void nh_groups_free(nh_groups *groups); /* NULL is allowed */

/* Only the group of each row, of *n groups; free() it. */
uint32_t *nh_group_numbers(const nh_frame *frame, const nh_column *const *by, size_t n_by, size_t *n);

#endif
