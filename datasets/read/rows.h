/* datasets/read/rows.h: the records of files of one table as rows of one frame, by the table's descriptor.
 *
 *     nh_rows *episodes = nh_rows_new(&nh_table_episodes, children, authorities, problems);
 *     nh_rows_read(episodes, csv, file, NULL, &count, &err);              once for each file
 *     nh_frame *frame = nh_rows_finish(episodes);                         the rows are the caller's now
 *
 * A row's authority and year are those of its own columns LA and YEAR; NH_NO_LEVEL and 0 where it has none, for
 * whoever knows the files to fill in.
 */
#ifndef NH_READ_ROWS_H
#define NH_READ_ROWS_H

#include "datasets/read/extract.h"
#include "datasets/tables/table.h"

/* The file that records come from, whatever its form: a CSV file, or one table of an XML return. */
typedef struct nh_records {
    const nh_header *header;
    const char *name; /* of the file, for messages */
    nh_csv_place (*place)(const void *reader, size_t field); /* of the latest record; line 0: told elsewhere */
    const void *reader;
} nh_records;

typedef struct nh_rows nh_rows;

nh_rows *nh_rows_new(const nh_table *table, nh_levels *children, nh_levels *authorities, nh_problems *problems);

typedef struct nh_rows_count {
    size_t first, n_kept;      /* rows of the frame that this file gave */
    size_t n_records, n_aside; /* n_records = n_kept + n_aside */
    size_t n_usable;           /* of those kept, the ones that have what they need */
    nh_csv_place fault;        /* of the first row that cannot be used, where there is any */
    const char *fault_column, *fault_is; /* "DECOM", "is not a date (DD/MM/YYYY): correct it" */
} nh_rows_count;

/* False and an error when the file is refused: as CSV, for dates in two forms, or when no record can be used. */
bool nh_rows_read(nh_rows *rows, nh_csv *csv, uint32_t file, const nh_progress *progress, nh_rows_count *count,
                  nh_error *err);

/* The same record by record, for a file that holds the records of several tables. The records must outlive the
 * reading; closing refuses dates in two forms, and leaves it to the caller what to do when nothing is usable. */
void nh_rows_open(nh_rows *rows, const nh_records *records, uint32_t file);
void nh_rows_widen(nh_rows *rows); /* the header has a column more than it had before */
bool nh_rows_take(nh_rows *rows, const nh_record *record, nh_error *err);
bool nh_rows_close(nh_rows *rows, nh_rows_count *count, nh_error *err);
bool nh_rows_are_usable(const nh_rows_count *count, const char *name, nh_error *err); /* true of an empty file */

/* The frame; frees what was needed to fill it. */
nh_frame *nh_rows_finish(nh_rows *rows);

#endif
