/* datasets/derive/child_index.h: which rows of a table are one child's.
 *
 * A child is a CHILD value within a responsible authority. Children are numbered from 0 in the order in which
 * their CHILD values first appear, so that facts about children are plain arrays.
 *
 *     nh_child_index *index = nh_child_index_of(episodes);
 *     for (uint32_t i = index->first[child]; i < index->first[child + 1]; i++) use(index->rows[i]);
 *     nh_child_index_free(index);
 */
#ifndef NH_DERIVE_CHILD_INDEX_H
#define NH_DERIVE_CHILD_INDEX_H

#include "datasets/frame/frame.h"

#define NH_NO_CHILD UINT32_MAX

typedef struct nh_child_index {
    uint32_t n_children;
    uint32_t *rows;     /* rows of the table child by child, each child's in the table's order; what is freed */
    uint32_t *first;    /* n_children + 1 places in rows */
    int32_t *authority; /* of each child, a code of the column's levels */
    int32_t *code;      /* of each child, a code of the child column's levels */
    uint32_t *first_of_code; /* children of one CHILD value stand together, by authority */
    uint32_t n_codes;
} nh_child_index;

/* `table` has the columns authority and child; a row without one of them belongs to nobody. */
nh_child_index *nh_child_index_of(const nh_frame *table);
void nh_child_index_free(nh_child_index *index); /* NULL is allowed */

/* The child of a row of another table that shares the levels of authority and child, or NH_NO_CHILD. */
uint32_t nh_child_find(const nh_child_index *index, int32_t authority, int32_t code);

#endif
