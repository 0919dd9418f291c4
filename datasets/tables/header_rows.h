/* datasets/tables/header_rows.h: one row of the header a child and return. */
#ifndef NH_TABLES_HEADER_ROWS_H
#define NH_TABLES_HEADER_ROWS_H

#include "datasets/tables/problems.h"

/* Sets aside rows that repeat another of the same child, authority and year; false and an error when two of them
 * have different dates of birth or sexes. */
bool nh_header_rows_settle(nh_frame **frame, nh_problems *problems, nh_error *err);

#endif
