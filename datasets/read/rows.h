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

typedef struct nh_rows nh_rows;

nh_rows *nh_rows_new(const nh_table *table, nh_levels *children, nh_levels *authorities, nh_problems *problems);

typedef struct nh_rows_count {
    size_t first, n_kept;      /* rows of the frame that this file gave */
    size_t n_records, n_aside; /* n_records = n_kept + n_aside */
    bool has_authorities, has_years; /* columns LA and YEAR */
} nh_rows_count;

/* False and an error when the file is refused: as CSV, for dates in two forms, or when no record can be used. */
bool nh_rows_read(nh_rows *rows, nh_csv *csv, uint32_t file, const nh_progress *progress, nh_rows_count *count,
                  nh_error *err);

/* The frame; frees what was needed to fill it. */
nh_frame *nh_rows_finish(nh_rows *rows);

#endif
