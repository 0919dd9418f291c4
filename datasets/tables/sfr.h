/* datasets/tables/sfr.h: DfE's wide tables of children looked after, 2010 to 2017, one row an area.
 *
 *     New_geog_code, geog_l, geog_c, geog_n, CLA_Mar2016, CLA_2016 ... CLA_InBound, CLA_Outbound, CLA_NetGain
 *
 * What is read has the first columns of ees_rows.h, then a column of numbers for each of the file's: small letters,
 * without the year at its end (cla_mar). The frame is `sfr_cla` when it has children by where they are placed, else
 * `sfr`. The year is the one in the column's names, else in the name of folder or file, else that of --year (0 in
 * the frame until it is known). Codes are those of the file: Northumberland is E06000048 in all of them; nh_sfr_as_of
 * gives the ones in force in another year.
 *
 * Symbols: x is a number of 1 to 5, or one that would tell it (in the net gain it also stands for every number below
 * 0, so there it is no more than "not available"); .. and #VALUE! not available; . not applicable.
 */
#ifndef NH_TABLES_SFR_H
#define NH_TABLES_SFR_H

#include "datasets/frame/frame.h"
#include "datasets/read/csv.h"
#include "datasets/tables/problems.h"

bool nh_sfr_is_header(const nh_header *header);
nh_frame *nh_sfr_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err);

/* A copy whose authorities have the codes in force on 31 March of that year, where one authority came after the
 * other with the same three digits; an area that was split keeps its own. */
nh_frame *nh_sfr_as_of(const nh_frame *rows, int year);

#endif
