/* datasets/write/csv_rows.h: rows of a frame as lines of CSV.
 *
 * RFC 4180 with LF. A text that a spreadsheet would run (it begins with = + - @, a tab or a carriage return, also
 * after blanks or in full width) gets a leading apostrophe; numbers of our own are not text and stay.
 *
 *     nh_csv_rows *rows = nh_csv_rows_new(frame);
 *     nh_csv_rows_add(rows, 0, nh_frame_rows(frame), out);          again when the frame holds its next part
 *     nh_csv_rows_free(rows);
 */
#ifndef NH_WRITE_CSV_ROWS_H
#define NH_WRITE_CSV_ROWS_H

#include "datasets/write.h"

typedef struct nh_csv_rows nh_csv_rows;

/* The columns and their levels are as they will be; rows may come and go. */
nh_csv_rows *nh_csv_rows_new(const nh_frame *frame);
void nh_csv_rows_free(nh_csv_rows *rows); /* NULL is allowed */

/* Lines of the rows from `first` to before `end`, behind what `out` holds. */
void nh_csv_rows_add(nh_csv_rows *rows, size_t first, size_t end, nh_text *out);

/* One text as a cell, at `at`, where there is room for it doubled and for three bytes; returns where it ends. */
char *nh_csv_put_text(char *at, const char *text);

#endif
