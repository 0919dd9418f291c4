/* datasets/codebook.h: what the columns of every table mean, and what their codes stand for.
 *
 *     nh_codebook("episodes", 0, results, &err)      the columns of one table, and the codes they hold
 *     nh_codebook(NULL, 2024, results, &err)            of all tables, as they are in that return year
 *
 * Tables are those that are read (tables.def) and those that are derived (frames.def).
 */
#ifndef NH_DATASETS_CODEBOOK_H
#define NH_DATASETS_CODEBOOK_H

#include "datasets/frame/results.h"

/* Adds the frames `columns` (table column holds required from to first_year last_year meaning) and `codes` (table
 * column code label group first_year last_year). False and an error that lists what there is when no table has that
 * name. */
bool nh_codebook(const char *table, int year, nh_results *results, nh_error *err);

#endif
