/* datasets/write/csv.c: a frame as CSV: its header, then its rows in blocks. */
#include "datasets/write.h"

#include "datasets/write/csv_rows.h"
#include "datasets/write/file.h"

#include <string.h>

enum { ROWS_A_BLOCK = 4096 };

static void add_header(nh_text *out, const nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const char *name = nh_frame_at(frame, i)->name;
        char *begin = nh_text_room(out, 2 * strlen(name) + 4), *at = nh_csv_put_text(begin, name);
        *at++ = i + 1 < nh_frame_columns(frame) ? ',' : '\n';
        out->n += (size_t)(at - begin);
    }
}

void nh_csv_of(const nh_frame *frame, nh_text *out)
{
    nh_csv_rows *rows = nh_csv_rows_new(frame);
    add_header(out, frame);
    nh_csv_rows_add(rows, 0, nh_frame_rows(frame), out);
    nh_text_add(out, "", 0); /* the NUL */
    nh_csv_rows_free(rows);
}

static bool flush(nh_text *block, nh_file *file, nh_error *err)
{
    bool ok = nh_file_add(file, block->bytes, block->n, err);
    block->n = 0;
    return ok;
}

/* A file on its way: what is not yet written of it stands in `block`. */
typedef struct csv_file {
    nh_file *file;
    nh_csv_rows *rows;
    nh_text *block;
} csv_file;

static bool begin_file(csv_file *csv, const char *path, const nh_frame *frame, nh_privacy privacy, nh_error *err)
{
    csv->file = nh_file_begin(path, privacy, err);
    if (!csv->file) return false;
    csv->rows = nh_csv_rows_new(frame);
    csv->block = nh_text_new();
    add_header(csv->block, frame);
    return true;
}

static bool add_rows(csv_file *csv, const nh_frame *frame, nh_error *err)
{
    size_t n = nh_frame_rows(frame);
    bool ok = true;
    for (size_t first = 0; ok && first < n; first += ROWS_A_BLOCK) {
        nh_csv_rows_add(csv->rows, first, n - first < ROWS_A_BLOCK ? n : first + ROWS_A_BLOCK, csv->block);
        ok = flush(csv->block, csv->file, err);
    }
    return ok;
}

static bool end_file(csv_file *csv, bool ok, nh_error *err)
{
    ok = ok && flush(csv->block, csv->file, err);
    nh_text_free(csv->block);
    nh_csv_rows_free(csv->rows);
    return nh_file_end(csv->file, ok, err);
}

bool nh_write_csv(const char *path, const nh_frame *frame, nh_privacy privacy, nh_error *err)
{
    csv_file csv;
    return begin_file(&csv, path, frame, privacy, err) && end_file(&csv, add_rows(&csv, frame, err), err);
}

bool nh_write_csv_parts(const char *path, nh_parts *parts, nh_privacy privacy, nh_error *err)
{
    csv_file csv;
    if (!begin_file(&csv, path, parts->frame, privacy, err)) return false;
    bool ok = true;
    while (ok && parts->next(parts)) ok = add_rows(&csv, parts->frame, err);
    return end_file(&csv, ok, err);
}
