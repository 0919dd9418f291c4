/* datasets/write/csv_rows.c: a block of rows column by column, then line by line.
 *
 * Nearly every cell of a child's record is short: with its comma it fits sixteen bytes. A column lays out its cells
 * of some dozen rows in a loop of its own kind; a line is then put together by copying sixteen bytes a cell, whatever
 * is in them. What does not fit is written when its line is. */
#include "datasets/write/csv_rows.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

/* ---- one text ---- */

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

char *nh_csv_put_text(char *at, const char *text)
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

/* ---- one cell ---- */

enum { CELL_BYTES = 15, TOO_LONG = CELL_BYTES + 1 };

/* A cell and its comma. */
typedef struct cell {
    char text[CELL_BYTES];
    uint8_t n; /* bytes of text; TOO_LONG: it does not fit; 0: not laid out yet */
} cell;

/* How many of a category's levels are laid out once and for all; of more, a cell is copied from its level. */
enum { FEW_LEVELS = 4096 };

/* What is known of a level of many, some of them long. */
typedef enum look { UNSEEN, FITS, FITS_NOT } look;

enum { DAYS = 1 << 13 };

/* Cells of days by the lower bits of the day: those of twenty years do not meet. */
typedef struct calendar {
    int32_t day[DAYS];
    cell cells[DAYS];
} calendar;

typedef struct writer writer;
struct writer {
    const nh_column *column;
    void (*lay)(const writer *w, size_t first, size_t n, cell *cells);
    cell *levels;       /* by code; NULL where there are many */
    uint8_t *looks;     /* look by code, where there are many and some long */
    calendar *calendar; /* for dates */
};

static void end_cell(cell *c, size_t n)
{
    c->text[n] = ',';
    c->n = (uint8_t)(n + 1);
}

static void lay_text(cell *c, const char *text, size_t n)
{
    if (n >= CELL_BYTES) {
        c->n = TOO_LONG;
        return;
    }
    memcpy(c->text, text, n);
    end_cell(c, n);
}

static void lay_any(const writer *w, size_t row, cell *c)
{
    char text[NH_NUMBER_TEXT];
    lay_text(c, text, nh_cell_write(w->column, row, text, sizeof text));
}

/* True for a cell without a value, which is then laid out. */
static bool lay_mark(const writer *w, size_t row, cell *c)
{
    nh_mark mark = nh_mark_at(w->column, row);
    if (mark == NH_PRESENT) return false;
    if (mark == NH_MISSING) end_cell(c, 0);
    else lay_any(w, row, c);
    return true;
}

/* ---- categories ---- */

/* Quotes and an apostrophe are given to it here too, if it then fits. */
static void lay_level(const nh_levels *levels, int32_t code, cell *c)
{
    char text[2 * CELL_BYTES + 4];
    size_t n = nh_levels_length(levels, code);
    if (n >= CELL_BYTES) c->n = TOO_LONG;
    else lay_text(c, text, (size_t)(nh_csv_put_text(text, nh_levels_text(levels, code)) - text));
}

static void lay_few(const writer *w, size_t first, size_t n, cell *cells)
{
    const nh_column *column = w->column;
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        cell *known = &w->levels[column->code[first + i]];
        if (known->n == 0) lay_level(column->levels, column->code[first + i], known);
        cells[i] = *known;
    }
}

static look look_at(const nh_levels *levels, int32_t code)
{
    const char *text = nh_levels_text(levels, code);
    bool is_short = nh_levels_length(levels, code) <= NH_SHORT_TEXT;
    return is_short && !needs_quotes(text) && !starts_formula(text) ? FITS : FITS_NOT;
}

static void lay_many(const writer *w, size_t first, size_t n, cell *cells)
{
    const nh_column *column = w->column;
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        int32_t code = column->code[first + i];
        if (w->looks[code] == UNSEEN) w->looks[code] = (uint8_t)look_at(column->levels, code);
        if (w->looks[code] == FITS) end_cell(&cells[i], nh_levels_copy(column->levels, code, cells[i].text));
        else cells[i].n = TOO_LONG;
    }
}

/* Digits and capitals, and blanks within: what identifiers and postcodes are, with nothing to quote or disarm. */
static bool is_plain(const char *text, size_t n)
{
    nh_short_text t;
    memcpy(&t, text, sizeof t);
    uint64_t head = nh_bytes_between(t.head, '0', '9') | nh_bytes_between(t.head, 'A', 'Z');
    uint64_t tail = nh_bytes_between(t.tail, '0', '9') | nh_bytes_between(t.tail, 'A', 'Z');
    head |= nh_bytes_between(t.head, ' ', ' ');
    tail |= nh_bytes_between(t.tail, ' ', ' ');
    return nh_bytes_count(head, tail) == n && text[0] != ' ' && (n == 0 || text[n - 1] != ' ');
}

/* Of levels that are all short: looking at what was copied costs less than remembering it. */
static void lay_short(const writer *w, size_t first, size_t n, cell *cells)
{
    const nh_column *column = w->column;
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        int32_t code = column->code[first + i];
        size_t length = nh_levels_copy(column->levels, code, cells[i].text);
        if (is_plain(cells[i].text, length)) end_cell(&cells[i], length);
        else lay_level(column->levels, code, &cells[i]);
    }
}

/* ---- dates ---- */

static void lay_dates(const writer *w, size_t first, size_t n, cell *cells)
{
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        int32_t day = w->column->date[first + i];
        size_t at = (uint32_t)day % DAYS;
        cell *known = &w->calendar->cells[at];
        if (known->n == 0 || w->calendar->day[at] != day) {
            lay_any(w, first + i, known);
            w->calendar->day[at] = day;
        }
        cells[i] = *known;
    }
}

/* ---- numbers ---- */

static size_t put_digits(char *at, unsigned value)
{
    char digits[12];
    size_t n = 0, length = 0;
    do digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    while (n) at[length++] = digits[--n];
    return length;
}

/* Truths, counts, days: what most numbers are. */
static void lay_wholes(const writer *w, size_t first, size_t n, cell *cells)
{
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        double value = w->column->number[first + i];
        bool is_small = value >= 0 && value < 1e6 && (double)(unsigned)value == value;
        if (is_small && value < 10) {
            cells[i].text[0] = (char)('0' + (unsigned)value);
            end_cell(&cells[i], 1);
        } else if (is_small) {
            end_cell(&cells[i], put_digits(cells[i].text, (unsigned)value));
        } else {
            lay_any(w, first + i, &cells[i]);
        }
    }
}

/* Miles: facts measured to one decimal, which they show also where it is a nought (nh_cell_write). */
static void lay_tenths(const writer *w, size_t first, size_t n, cell *cells)
{
    for (size_t i = 0; i < n; i++) {
        if (lay_mark(w, first + i, &cells[i])) continue;
        double value = w->column->number[first + i];
        unsigned tenths = value >= 0 && value < 1e6 ? (unsigned)(value * 10 + 0.5) : 0;
        if (!(value >= 0 && value < 1e6) || (double)tenths / 10 != value) {
            lay_any(w, first + i, &cells[i]);
            continue;
        }
        size_t length = put_digits(cells[i].text, tenths / 10);
        cells[i].text[length] = '.';
        cells[i].text[length + 1] = (char)('0' + tenths % 10);
        end_cell(&cells[i], length + 2);
    }
}

static void lay_numbers(const writer *w, size_t first, size_t n, cell *cells)
{
    for (size_t i = 0; i < n; i++)
        if (!lay_mark(w, first + i, &cells[i])) lay_any(w, first + i, &cells[i]);
}

/* ---- lines ---- */

enum { BLOCK_ROWS = 64 };

struct nh_csv_rows {
    size_t n, longest; /* columns; bytes that a row takes at the most */
    writer *writers;
    cell *cells; /* [column][row of the block] */
    nh_arena *memory;
};

/* Every byte of a text doubled, two quotes and an apostrophe; then the comma. A cell is copied whole. */
static size_t longest_cell(const nh_column *column)
{
    return (column->levels ? 2 * nh_levels_longest(column->levels) + 4 : NH_NUMBER_TEXT + 1) + sizeof(cell);
}

static void choose_for_numbers(writer *w)
{
    bool has_tenths = w->column->decimals == 1 && w->column->role == NH_PLAIN;
    w->lay = w->column->decimals <= 0 ? lay_wholes : has_tenths ? lay_tenths : lay_numbers;
}

static void choose_for_levels(writer *w, nh_arena *memory)
{
    size_t n = nh_levels_count(w->column->levels);
    bool are_short = nh_levels_longest(w->column->levels) <= NH_SHORT_TEXT;
    w->lay = n <= FEW_LEVELS ? lay_few : are_short ? lay_short : lay_many;
    if (w->lay == lay_few) w->levels = nh_arena_array(memory, n, sizeof *w->levels);
    if (w->lay == lay_many) w->looks = nh_arena_array(memory, n, 1);
}

nh_csv_rows *nh_csv_rows_new(const nh_frame *frame)
{
    nh_csv_rows *rows = nh_zeroed(1, sizeof *rows);
    calendar *shared = NULL;
    rows->n = nh_frame_columns(frame);
    rows->memory = nh_arena_new();
    rows->writers = nh_arena_array(rows->memory, rows->n, sizeof *rows->writers);
    rows->cells = nh_arena_array(rows->memory, rows->n * BLOCK_ROWS, sizeof *rows->cells);
    for (size_t i = 0; i < rows->n; i++) {
        writer *w = &rows->writers[i];
        w->column = nh_frame_at(frame, i);
        rows->longest += longest_cell(w->column);
        if (w->column->kind == NH_NUMBER) choose_for_numbers(w);
        else if (w->column->levels) choose_for_levels(w, rows->memory);
        else {
            if (!shared) shared = nh_arena_array(rows->memory, 1, sizeof *shared);
            w->lay = lay_dates;
            w->calendar = shared;
        }
    }
    return rows;
}

void nh_csv_rows_free(nh_csv_rows *rows)
{
    if (!rows) return;
    nh_arena_free(rows->memory);
    free(rows);
}

/* What did not fit: a long text, or a number of many digits. */
static char *put_long(char *at, const nh_column *column, size_t row)
{
    if (column->levels) at = nh_csv_put_text(at, nh_levels_text(column->levels, column->code[row]));
    else at += nh_cell_write(column, row, at, NH_NUMBER_TEXT);
    *at++ = ',';
    return at;
}

static char *put_line(char *at, const nh_csv_rows *rows, size_t first, size_t i)
{
    for (size_t k = 0; k < rows->n; k++) {
        const cell *c = &rows->cells[k * BLOCK_ROWS + i];
        if (c->n == TOO_LONG) {
            at = put_long(at, rows->writers[k].column, first + i);
            continue;
        }
        memcpy(at, c, sizeof *c);
        at += c->n;
    }
    at[-1] = '\n';
    return at;
}

static void add_block(nh_csv_rows *rows, size_t first, size_t n, nh_text *out)
{
    for (size_t k = 0; k < rows->n; k++)
        rows->writers[k].lay(&rows->writers[k], first, n, rows->cells + k * BLOCK_ROWS);
    char *begin = nh_text_room(out, n * rows->longest), *at = begin;
    for (size_t i = 0; i < n; i++) at = put_line(at, rows, first, i);
    out->n += (size_t)(at - begin);
}

void nh_csv_rows_add(nh_csv_rows *rows, size_t first, size_t end, nh_text *out)
{
    if (rows->n == 0) return;
    for (size_t n; first < end; first += n) {
        n = end - first < BLOCK_ROWS ? end - first : BLOCK_ROWS;
        add_block(rows, first, n, out);
    }
}
