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

static void add_text(nh_text *out, const char *text)
{
    bool quoted = needs_quotes(text);
    if (quoted) nh_text_add(out, "\"", 1);
    if (starts_formula(text)) nh_text_add(out, "'", 1);
    for (const char *c = text; *c; c++) {
        if (*c == '"') nh_text_add(out, "\"", 1);
        nh_text_add(out, c, 1);
    }
    if (quoted) nh_text_add(out, "\"", 1);
}

/* plain[column][code]: the level can be copied as it is. NULL for columns that are not categories. */
static uint8_t **plain_levels(const nh_frame *frame, nh_arena *scratch)
{
    size_t n = nh_frame_columns(frame);
    uint8_t **plain = nh_arena_array(scratch, n, sizeof *plain);
    for (size_t i = 0; i < n; i++) {
        const nh_levels *levels = nh_frame_at(frame, i)->levels;
        if (!levels) continue;
        plain[i] = nh_arena_array(scratch, nh_levels_count(levels), 1);
        for (size_t k = 0; k < nh_levels_count(levels); k++) {
            const char *text = nh_levels_text(levels, (int32_t)k);
            plain[i][k] = !needs_quotes(text) && !starts_formula(text);
        }
    }
    return plain;
}

static void add_cell(nh_text *out, const nh_column *column, size_t row, const uint8_t *plain)
{
    if (column->code && nh_present(column, row)) {
        int32_t code = column->code[row];
        const char *text = nh_levels_text(column->levels, code);
        if (plain[code]) nh_text_add(out, text, nh_levels_length(column->levels, code));
        else add_text(out, text);
        return;
    }
    char text[NH_NUMBER_TEXT];
    size_t n = nh_cell_write(column, row, text, sizeof text);
    nh_text_add(out, text, n);
}

static void add_header(nh_text *out, const nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        if (i) nh_text_add(out, ",", 1);
        add_text(out, nh_frame_at(frame, i)->name);
    }
    nh_text_add(out, "\n", 1);
}

static void add_row(nh_text *out, const nh_frame *frame, size_t row, uint8_t *const *plain)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        if (i) nh_text_add(out, ",", 1);
        add_cell(out, nh_frame_at(frame, i), row, plain[i]);
    }
    nh_text_add(out, "\n", 1);
}

void nh_csv_of(const nh_frame *frame, nh_text *out)
{
    nh_arena *scratch = nh_arena_new();
    uint8_t **plain = plain_levels(frame, scratch);
    add_header(out, frame);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) add_row(out, frame, row, plain);
    nh_arena_free(scratch);
}

static bool flush(nh_text *block, nh_file *file, nh_error *err)
{
    bool ok = nh_file_add(file, block->bytes, block->n, err);
    block->n = 0;
    return ok;
}

bool nh_write_csv(const char *path, const nh_frame *frame, nh_privacy privacy, nh_error *err)
{
    nh_file *file = nh_file_begin(path, privacy, err);
    if (!file) return false;
    nh_arena *scratch = nh_arena_new();
    uint8_t **plain = plain_levels(frame, scratch);
    nh_text *block = nh_text_new();
    add_header(block, frame);
    bool ok = true;
    for (size_t row = 0; ok && row < nh_frame_rows(frame); row++) {
        add_row(block, frame, row, plain);
        if (block->n >= BLOCK_BYTES) ok = flush(block, file, err);
    }
    ok = ok && flush(block, file, err);
    nh_text_free(block);
    nh_arena_free(scratch);
    return nh_file_end(file, ok, err);
}
