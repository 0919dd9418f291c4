/* datasets/write/csv.c: a frame as CSV, in blocks, each level looked at once for what needs quotes.
 *
 * RFC 4180 with LF. A text that a spreadsheet would run (it begins with = + - @, a tab or a carriage return, also
 * after blanks or in full width) gets a leading apostrophe; numbers of our own are not text and stay. */
#include "datasets/write.h"

#include "datasets/frame/arena.h"
#include "datasets/write/file.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 20 };

static bool starts_formula(const char *text)
{
    while (*text == ' ') text++;
    if (*text && strchr("=+-@\t\r", *text)) return true;
    /* U+FF1D, U+FF0B, U+FF0D, U+FF20: the full-width twins. */
    static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], 3) == 0) return true;
    return false;
}

static bool needs_quotes(const char *text)
{
    size_t n = strlen(text);
    return strpbrk(text, ",\"\r\n") || (n && (text[0] == ' ' || text[n - 1] == ' '));
}

static char *put_text(char *at, const char *text)
{
    bool quoted = needs_quotes(text);
    if (quoted) *at++ = '"';
    if (starts_formula(text)) *at++ = '\'';
    for (; *text; text++) {
        if (*text == '"') *at++ = '"';
        *at++ = *text;
    }
    if (quoted) *at++ = '"';
    return at;
}

/* What is known of a level: not yet looked at, to be copied as it is, or with something to quote or disarm. */
typedef enum look { UNSEEN, PLAIN, SPECIAL } look;

typedef struct writer {
    const nh_column *column;
    uint8_t *looks; /* look by code; NULL for columns that are not categories */
} writer;

typedef struct row_writer {
    writer *cells;
    size_t n, longest; /* bytes that a row takes at the most */
    nh_arena *memory;
} row_writer;

/* Every byte of a text doubled, two quotes and an apostrophe; then the comma. Or what copying a level takes. */
static size_t longest_cell(const nh_column *column)
{
    return column->levels ? 2 * nh_levels_longest(column->levels) + 4 + NH_LEVEL_ROOM : NH_NUMBER_TEXT + 1;
}

static row_writer new_row_writer(const nh_frame *frame)
{
    row_writer rows = { .n = nh_frame_columns(frame), .memory = nh_arena_new() };
    rows.cells = nh_arena_array(rows.memory, rows.n, sizeof *rows.cells);
    for (size_t i = 0; i < rows.n; i++) {
        const nh_column *column = nh_frame_at(frame, i);
        rows.cells[i].column = column;
        if (column->levels) rows.cells[i].looks = nh_arena_array(rows.memory, nh_levels_count(column->levels), 1);
        rows.longest += longest_cell(column);
    }
    return rows;
}

static char *put_level(char *at, const writer *w, int32_t code)
{
    const nh_levels *levels = w->column->levels;
    if (w->looks[code] == PLAIN) return at + nh_levels_copy(levels, code, at);
    const char *text = nh_levels_text(levels, code);
    w->looks[code] = needs_quotes(text) || starts_formula(text) ? SPECIAL : PLAIN;
    return w->looks[code] == SPECIAL ? put_text(at, text) : at + nh_levels_copy(levels, code, at);
}

static char *put_digits(char *at, unsigned value)
{
    char digits[12];
    size_t n = 0;
    do digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    while (n) *at++ = digits[--n];
    return at;
}

/* Truths, counts, days: what most numbers are. */
static bool is_small_whole(const nh_column *column, double value)
{
    return column->decimals <= 0 && value >= 0 && value < 1e6 && (double)(unsigned)value == value;
}

static char *put_cell(char *at, const writer *w, size_t row)
{
    const nh_column *column = w->column;
    nh_mark mark = nh_mark_at(column, row);
    if (mark == NH_MISSING) return at;
    if (mark != NH_PRESENT) return at + nh_cell_write(column, row, at, NH_NUMBER_TEXT);
    if (w->looks) return put_level(at, w, column->code[row]);
    if (column->number && is_small_whole(column, column->number[row]))
        return put_digits(at, (unsigned)column->number[row]);
    return at + nh_cell_write(column, row, at, NH_NUMBER_TEXT);
}

static void add_row(nh_text *out, const row_writer *rows, size_t row)
{
    if (rows->n == 0) return;
    char *begin = nh_text_room(out, rows->longest), *at = begin;
    for (size_t i = 0; i < rows->n; i++) {
        at = put_cell(at, &rows->cells[i], row);
        *at++ = ',';
    }
    at[-1] = '\n';
    out->n += (size_t)(at - begin);
}

static void add_header(nh_text *out, const nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const char *name = nh_frame_at(frame, i)->name;
        char *begin = nh_text_room(out, 2 * strlen(name) + 4), *at = put_text(begin, name);
        *at++ = i + 1 < nh_frame_columns(frame) ? ',' : '\n';
        out->n += (size_t)(at - begin);
    }
}

void nh_csv_of(const nh_frame *frame, nh_text *out)
{
    row_writer rows = new_row_writer(frame);
    add_header(out, frame);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) add_row(out, &rows, row);
    nh_text_add(out, "", 0); /* the NUL */
    nh_arena_free(rows.memory);
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
    row_writer rows;
    nh_text *block;
} csv_file;

static bool begin_file(csv_file *csv, const char *path, const nh_frame *frame, nh_privacy privacy, nh_error *err)
{
    csv->file = nh_file_begin(path, privacy, err);
    if (!csv->file) return false;
    csv->rows = new_row_writer(frame);
    csv->block = nh_text_new();
    add_header(csv->block, frame);
    return true;
}

static bool add_rows(csv_file *csv, const nh_frame *frame, nh_error *err)
{
    bool ok = true;
    for (size_t row = 0; ok && row < nh_frame_rows(frame); row++) {
        add_row(csv->block, &csv->rows, row);
        if (csv->block->n >= BLOCK_BYTES) ok = flush(csv->block, csv->file, err);
    }
    return ok;
}

static bool end_file(csv_file *csv, bool ok, nh_error *err)
{
    ok = ok && flush(csv->block, csv->file, err);
    nh_text_free(csv->block);
    nh_arena_free(csv->rows.memory);
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
