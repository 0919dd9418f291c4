/* datasets/tables/providers.h: Ofsted's list of providers of children's social care, a row for each.
 *
 * The frame `providers` has the columns
 *     file line · year (of the 31 March nearest after the list's date; 0 until it is known) · authority · name ·
 *     region · urn · provision_type · status · sector · places · short_breaks_only · judgement
 * Texts are as in the file but for blanks; a list without some of the columns (2014 had six) leaves them missing.
 * Titles stand above the header, names of columns run over two lines, and trailing columns are empty. Names and
 * addresses are not read: those of homes are redacted anyway.
 */
#ifndef NH_TABLES_PROVIDERS_H
#define NH_TABLES_PROVIDERS_H

#include "datasets/frame/frame.h"
#include "datasets/read/csv.h"
#include "datasets/tables/problems.h"

bool nh_providers_is_header(const nh_header *header);
nh_frame *nh_providers_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err);

#endif
