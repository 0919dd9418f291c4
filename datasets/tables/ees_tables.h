/* datasets/tables/ees_tables.h: the published tables whose meaning is known, one record each.
 *
 * A file is known by the names of its filters and, where several tables share them, by a label that only this
 * table has. Other tidy files are read as `ees` and listed.
 */
#ifndef NH_TABLES_EES_TABLES_H
#define NH_TABLES_EES_TABLES_H

#include "datasets/frame/frame.h"

enum { NH_EES_FILTERS = 4, NH_EES_LABELS = 4 };

typedef struct nh_ees_table {
    const char *name, *title;
    const char *filters[NH_EES_FILTERS];  /* our names, ended by NULL when fewer */
    const char *aliases[NH_EES_FILTERS];  /* what an earlier release called the same filter, or NULL */
    const char *telling;                  /* the filter that holds a label of this table only, or NULL */
    const char *labels[NH_EES_LABELS];    /* such labels: one of them is enough */
} nh_ees_table;

size_t nh_ees_table_count(void);
const nh_ees_table *nh_ees_table_at(size_t i);

/* The table that a file with these filter columns (labels made comparable) is; NULL when it is none of them. */
const nh_ees_table *nh_ees_table_of(const nh_column *const *filters, size_t n);

/* Our name for a column of that table. */
const char *nh_ees_filter_name(const nh_ees_table *table, const char *name);

#endif
