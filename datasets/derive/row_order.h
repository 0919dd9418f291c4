/* datasets/derive/row_order.h: one child's rows in the order in which they are cleaned.
 *
 * By DECOM; on one day care before short breaks, the latest return first, then as the rows stood.
 *
 *     nh_rows_sort(rows, n, spare);                          spare has room for n rows
 */
#ifndef NH_DERIVE_ROW_ORDER_H
#define NH_DERIVE_ROW_ORDER_H

#include "datasets/derive/histories.h"

void nh_rows_sort(nh_row *rows, size_t n, nh_row *spare);

#endif
