/* datasets/tables/ees.h: one file of DfE's published tables (Explore Education Statistics) as a frame.
 *
 * Every such file names time and place in columns of fixed names; the other columns are filters (texts) and
 * indicators (numbers, or a symbol that says why there is none). What is read has the columns
 *     file line · release (the latest year in the file) · year · geographic_level · authority (the area's code)
 *     · old_code · name · region_code · region
 * then the filters, their labels made comparable (ees_labels.h), and the indicators as numbers with marks. The
 * frame's name is the table's (ees_tables.h): ees_netgain, or `ees` when it is none that is known.
 *
 *     if (nh_ees_is_header(nh_csv_header(csv)))
 *         nh_frame *rows = nh_ees_read(csv, file, problems, &err);
 */
#ifndef NH_TABLES_EES_H
#define NH_TABLES_EES_H

#include "datasets/read/csv.h"
#include "datasets/tables/problems.h"

/* Whether these are the column names of such a file, in any order and case. */
bool nh_ees_is_header(const nh_header *header);

/* Every record behind the header. `file` is its number in problems, where what is odd is counted; NULL and an
 * error when the file is refused. */
nh_frame *nh_ees_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err);

#endif
