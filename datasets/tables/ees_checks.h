/* datasets/tables/ees_checks.h: what can be odd in a published file: things said twice, names that differ, negative
 * counts, totals that are not the sum of their parts. Only the first refuses the file; the others are counted. */
#ifndef NH_TABLES_EES_CHECKS_H
#define NH_TABLES_EES_CHECKS_H

#include "datasets/frame/frame.h"
#include "datasets/tables/problems.h"

bool nh_ees_check(const nh_frame *rows, const char *file_name, nh_problems *problems, nh_error *err);

#endif
