/* datasets/write/table.c: a frame for eyes: columns aligned, thousands with commas, what does not fit named.
 *
 * Columns beyond the width of the terminal are left out from the right and named under the table. */
#include "datasets/write.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GAP = 2, WIDEST_CELL = 48, CELL_BYTES = 256 };

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Characters, not bytes: every continuation byte of UTF-8 is left out. */
static size_t width_of(const char *text)
{
    size_t n = 0;
    for (; *text; text++) n += !is_continuation(*text);
    return n;
}

static void insert_commas(const char *digits, char *text, size_t room)
{
    size_t n = strspn(digits, "-0123456789"), k = 0;
    for (size_t i = 0; digits[i] && k + 1 < room; i++) {
        size_t left = n - i;
        if (i > 0 && i < n && left % 3 == 0 && digits[i - 1] != '-') text[k++] = ',';
        if (k + 1 < room) text[k++] = digits[i];
    }
    text[k] = '\0';
}

/* Identifiers (years, numbers of periods) are plain and keep their digits together; counts take commas. */
static void format_number(const nh_column *column, double value, char *text, size_t room)
{
    char digits[400];
    if (column->decimals >= 0) snprintf(digits, sizeof digits, "%.*f", column->decimals, value);
    else if (value == trunc(value) && fabs(value) < 1e15) snprintf(digits, sizeof digits, "%.0f", value);
    else snprintf(digits, sizeof digits, "%.6g", value);
    if (column->role == NH_PLAIN) snprintf(text, room, "%.*s", (int)room - 1, digits);
    else insert_commas(digits, text, room);
}

/* A text longer than a column may be is cut at a character, with dots. */
static void shorten(char *text)
{
    if (width_of(text) <= WIDEST_CELL) return;
    size_t n = 0, i = 0;
    while (n < WIDEST_CELL - 2 || is_continuation(text[i])) n += !is_continuation(text[i++]);
    memcpy(text + i, "..", 3);
}

static void format_cell(const nh_column *column, size_t row, char text[CELL_BYTES])
{
    if (column->number && nh_present(column, row) && isfinite(column->number[row]))
        format_number(column, column->number[row], text, CELL_BYTES);
    else nh_cell_write(column, row, text, CELL_BYTES - 4);
    shorten(text);
}

static size_t column_width(const nh_column *column)
{
    size_t widest = width_of(column->name);
    for (size_t row = 0; row < column->n; row++) {
        char text[CELL_BYTES];
        format_cell(column, row, text);
        size_t width = width_of(text);
        if (width > widest) widest = width;
    }
    return widest;
}

static void add_padded(nh_text *out, const char *text, size_t width, bool to_the_right)
{
    size_t own = width_of(text);
    int padding = own < width ? (int)(width - own) : 0;
    if (to_the_right) nh_text_say(out, "%*s%s", padding, "", text);
    else nh_text_say(out, "%s%*s", text, padding, "");
}

/* Trailing blanks are cut, so that a last column of texts leaves none. */
static void end_line(nh_text *out)
{
    while (out->n && out->bytes[out->n - 1] == ' ') out->n--;
    nh_text_add(out, "\n", 1);
}

static size_t columns_that_fit(const nh_frame *frame, size_t *widths, size_t width)
{
    size_t used = 0, n = nh_frame_columns(frame);
    for (size_t i = 0; i < n; i++) {
        widths[i] = column_width(nh_frame_at(frame, i));
        used += widths[i] + (i ? GAP : 0);
        if (width && i > 0 && used > width) return i;
    }
    return n;
}

static void name_the_rest(const nh_frame *frame, size_t shown, nh_text *out)
{
    size_t n = nh_frame_columns(frame);
    if (shown == n) return;
    nh_text_say(out, "and %zu more column%s (-f csv shows all):", n - shown, n - shown == 1 ? "" : "s");
    for (size_t i = shown; i < n; i++) nh_text_say(out, "%s %s", i > shown ? "," : "", nh_frame_at(frame, i)->name);
    nh_text_add(out, "\n", 1);
}

void nh_table_of(const nh_frame *frame, size_t width, nh_text *out)
{
    nh_arena *scratch = nh_arena_new();
    size_t *widths = nh_arena_array(scratch, nh_frame_columns(frame), sizeof *widths);
    size_t shown = columns_that_fit(frame, widths, width);
    for (size_t i = 0; i < shown; i++) {
        if (i) nh_text_say(out, "%*s", GAP, "");
        add_padded(out, nh_frame_at(frame, i)->name, widths[i], nh_frame_at(frame, i)->number);
    }
    end_line(out);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        for (size_t i = 0; i < shown; i++) {
            char text[CELL_BYTES];
            format_cell(nh_frame_at(frame, i), row, text);
            if (i) nh_text_say(out, "%*s", GAP, "");
            add_padded(out, text, widths[i], nh_frame_at(frame, i)->number);
        }
        end_line(out);
    }
    name_the_rest(frame, shown, out);
    nh_arena_free(scratch);
}
