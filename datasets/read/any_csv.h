/* datasets/read/any_csv.h: any CSV file as a frame, the kind of each column inferred from all its values.
 *
 * Numbers when every value is a number ("1,234" too), a blank, a word for a missing value (NA N/A #N/A NaN NULL . ..)
 * or a symbol of the published tables (c z x k u : ~ low, kept as marks); dates when all are YYYY-MM-DD, or all
 * DD/MM/YYYY, blank or such a word; else categories, a blank alone being missing. A column in which a number has a
 * zero before other digits holds codes ("007"), and is a category. Header names stay as they are.
 *
 *     nh_frame *panel = nh_any_csv_read("panel.csv", &err);           named "panel"
 *
 * What the user says of a column (column_types.h) is not inferred, and a value that does not fit is refused with its
 * place. A declared number may begin with noughts.
 */
#ifndef NH_READ_ANY_CSV_H
#define NH_READ_ANY_CSV_H

#include "datasets/frame/frame.h"
#include "datasets/read/column_types.h"
#include "datasets/read/source.h"

/* NULL and an error, with its place, when the file cannot be read or is refused. */
nh_frame *nh_any_csv_read(const char *path, nh_error *err);
nh_frame *nh_any_csv_convert(const char *path, const nh_encoding *from, nh_error *err); /* NULL: it is UTF-8 */
nh_frame *nh_any_csv_typed(const char *path, const nh_encoding *from, const nh_column_types *types, nh_error *err);
nh_frame *nh_any_csv_from(nh_source *source, nh_error *err);

#endif
