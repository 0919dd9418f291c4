/* datasets/tables/codebook.h: what the columns of every table mean, and what their codes stand for.
 *
 *     nh_codebook("episodes", results, &err)      the columns of one table, and the codes they hold
 *     nh_codebook(NULL, results, &err)            of all tables
 *
 * Tables are those that are read (tables.def) and those that are derived (frames.def).
 */
#ifndef NH_TABLES_CODEBOOK_H
#define NH_TABLES_CODEBOOK_H

#include "datasets/frame/results.h"

/* Adds the frames `columns` (table column holds required from to meaning) and `codes` (table column code label group
 * first_year last_year). False and an error that lists what there is when no table has that name. */
bool nh_codebook(const char *table, nh_results *results, nh_error *err);

#endif
