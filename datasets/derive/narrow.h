/* datasets/derive/narrow.h: what --where and --year leave of a derived frame.
 *
 * --where COLUMN=VALUE[,VALUE] keeps the rows whose cell is one of the values, as files write them
 * (`placement_group=homes,foster`, `over_20=1`, `start=2023-04-01`). A frame without the column stays whole, which
 * is said in a note; a column that no derived frame has is refused. --year keeps that return year in frames with a
 * column `year`.
 *
 *     nh_frame *narrowed = NULL;                            stays NULL when no row is taken away
 *     if (!nh_narrow(inputs, whole, &narrowed, err)) return false;
 */
#ifndef NH_DERIVE_NARROW_H
#define NH_DERIVE_NARROW_H

#include "datasets/derive/inputs.h"

bool nh_narrow(nh_inputs *inputs, const nh_frame *whole, nh_frame **narrowed, nh_error *err);

/* One truth a row of `source`, from which `counts` is counted: all of them when --where names one of the columns of
 * `counts` itself (it is narrowed after counting), else those that it names (children of one need, counted by
 * authority). free() it; NULL and an error when --where cannot be read. */
uint8_t *nh_rows_counted(nh_inputs *inputs, const nh_frame *source, const nh_derivation *counts, nh_error *err);

#endif
