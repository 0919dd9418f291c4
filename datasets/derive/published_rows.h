/* datasets/derive/published_rows.h: a table of our own columns, filled from wide published frames, and the words
 * for what DfE's labels name. */
#ifndef NH_DERIVE_PUBLISHED_ROWS_H
#define NH_DERIVE_PUBLISHED_ROWS_H

#include "datasets/derive/published.h"

/* An empty published table with these columns: the first is a number (the year), then come `texts` categories. */
nh_frame *nh_published_table(const char *name, const char *title, const nh_derived_column *columns, size_t texts);

/* A row of `to` for row `row` of `wide`, with every column that both have; the number of the new row. */
size_t nh_published_add_row(nh_frame *to, const nh_frame *wide, size_t row);

/* foster, adoption, parents, homes, supported, residential, school, other, all; the label itself for another. */
const char *nh_published_group(const char *label);

#endif
