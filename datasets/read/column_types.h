/* datasets/read/column_types.h: what the user says columns of a file are, "area=text,age=number,since=date".
 *
 *     nh_column_types *types = nh_column_types_read("area=text,age=number", &err);
 *     nh_kind kind;
 *     if (nh_column_types_find(types, "age", &kind)) ...                    NH_NUMBER
 *     nh_column_types_free(types);
 */
#ifndef NH_READ_COLUMN_TYPES_H
#define NH_READ_COLUMN_TYPES_H

#include "datasets/frame/frame.h"
#include "datasets/read/csv.h"

typedef struct nh_column_types nh_column_types;

/* NULL and an error when it is not of that form, or says two things of one column. */
nh_column_types *nh_column_types_read(const char *said, nh_error *err);
void nh_column_types_free(nh_column_types *types); /* NULL is allowed */

bool nh_column_types_find(const nh_column_types *types, const char *column, nh_kind *kind); /* types may be NULL */

/* False and an error when one of them is no column of the file. */
bool nh_column_types_fit(const nh_column_types *types, const nh_csv *csv, nh_error *err);

#endif
