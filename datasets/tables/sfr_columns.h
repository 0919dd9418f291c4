/* datasets/tables/sfr_columns.h: the columns of DfE's wide tables under one name in every year. */
#ifndef NH_TABLES_SFR_COLUMNS_H
#define NH_TABLES_SFR_COLUMNS_H

#include "datasets/frame/arena.h"
#include "datasets/tables/table.h"

/* The column that a header's name stands for: small letters, without the year at its end. */
const char *nh_sfr_column_name(nh_arena *arena, const nh_header *header, size_t field);

int nh_sfr_year(const nh_header *header); /* the one in most names that end in one; 0 where none does */
bool nh_sfr_has_flows(const nh_header *header); /* children by where they are placed */

extern const nh_named_column nh_sfr_columns[]; /* the ones whose meaning is known, ended by a NULL name */

#endif
