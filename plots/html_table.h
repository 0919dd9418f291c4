/* plots/html_table.h: a frame as a table that people and screen readers can read.
 *
 * A caption, a scope on every heading, words for columns, numbers with thousands commas and a true minus, and the
 * symbol of a cell without a value. A long table shows its latest year, at most so many rows, and says where the
 * rest is.
 *
 *     nh_html_table(balance, 3, html);                            "Table 3: ..."
 */
#ifndef NH_PLOTS_HTML_TABLE_H
#define NH_PLOTS_HTML_TABLE_H

#include "datasets/write.h"

/* Rows: what stands open on the page; what is shown with all its years; the most that is ever shown:
 * every authority, region and England of a year. */
enum { NH_SHORT_TABLE = 12, NH_YEARS_TABLE = 170, NH_LONGEST_TABLE = 170 };

void nh_html_table(const nh_frame *frame, size_t number, nh_text *html);

/* "net_per_100" as "Net per 100"; the column's own label when it has one. */
void nh_html_heading(const nh_column *column, nh_text *html);

#endif
