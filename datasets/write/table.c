/* datasets/write/table.c: a frame for eyes: columns aligned, thousands with commas, what does not fit named.
 *
 * Where the terminal is too narrow, names of columns are broken at their underscores and long texts are cut; columns
 * that still find no room are left out, those that say least first and then from the right, and named under the
 * table. */
#include "datasets/write.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { GAP = 2, WIDEST_CELL = 48, NARROW_CELL = 18, CELL_BYTES = 256 };

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
static void shorten(char *text, size_t widest)
{
    if (width_of(text) <= widest) return;
    size_t n = 0, i = 0;
    while (n < widest - 2 || is_continuation(text[i])) n += !is_continuation(text[i++]);
    memcpy(text + i, "..", 3);
}

static void format_cell(const nh_column *column, size_t row, size_t widest, char text[CELL_BYTES])
{
    if (column->number && nh_present(column, row) && isfinite(column->number[row]))
        format_number(column, column->number[row], text, CELL_BYTES);
    else nh_cell_write(column, row, text, CELL_BYTES - 4);
    if (!column->number) shorten(text, widest);
}

/* A table as it is laid out: each column's width, and how many lines its name may take. */
typedef struct layout {
    size_t *widths;
    bool *is_left_out;
    size_t widest;     /* text cell */
    bool breaks_names; /* at their underscores */
} layout;

/* The bytes of a name that go in its next line: as many words as the width holds, one at the least. */
static size_t name_line(const char *name, size_t width)
{
    size_t n = strcspn(name, "_");
    for (size_t next; name[n]; n = next) {
        next = n + 1 + strcspn(name + n + 1, "_");
        if (next > width) break;
    }
    return n;
}

static size_t name_width(const char *name, bool breaks)
{
    size_t widest = 0;
    if (!breaks) return width_of(name);
    for (size_t n; *name; name += n + (name[n] == '_')) {
        n = strcspn(name, "_");
        if (n > widest) widest = n;
    }
    return widest;
}

static size_t column_width(const nh_column *column, const layout *l)
{
    size_t widest = name_width(column->name, l->breaks_names);
    for (size_t row = 0; row < column->n; row++) {
        char text[CELL_BYTES];
        format_cell(column, row, l->widest, text);
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

/* What says least at a glance, in the order in which it goes. `beside`: only where this column follows, which says
 * the same in words; NULL: anyhow. */
static const struct {
    const char *name, *beside;
} first_to_go[] = {
    { "geographic_level", NULL }, { "region", NULL },     { "placed_unknown", NULL }, { "authority", "name" },
    { "model", "outcome" },       { "conf_level", NULL }, { "df", NULL },             { "statistic", NULL },
};

static size_t column_named(const nh_frame *frame, const char *name)
{
    size_t i = 0, n = nh_frame_columns(frame);
    while (i < n && strcmp(nh_frame_at(frame, i)->name, name) != 0) i++;
    return i;
}

static bool may_go(const nh_frame *frame, size_t column, const char *beside)
{
    size_t n = nh_frame_columns(frame);
    return column < n &&
           (!beside || (column + 1 < n && strcmp(nh_frame_at(frame, column + 1)->name, beside) == 0));
}

static size_t whole_width(const nh_frame *frame, const layout *l)
{
    size_t used = 0, n_shown = 0;
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        if (!l->is_left_out[i]) used += l->widths[i] + (n_shown++ ? GAP : 0);
    return used;
}

/* Leaves out until the rest fits; the first column always stays. */
static void leave_out(const nh_frame *frame, size_t width, layout *l)
{
    for (size_t i = 0; i < sizeof first_to_go / sizeof *first_to_go && whole_width(frame, l) > width; i++) {
        size_t column = column_named(frame, first_to_go[i].name);
        if (may_go(frame, column, first_to_go[i].beside)) l->is_left_out[column] = true;
    }
    for (size_t i = nh_frame_columns(frame); i-- > 1 && whole_width(frame, l) > width;) l->is_left_out[i] = true;
}

static void measure(const nh_frame *frame, layout *l)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) l->widths[i] = column_width(nh_frame_at(frame, i), l);
}

static void add_gap(nh_text *out, size_t line_began)
{
    if (out->n > line_began) nh_text_say(out, "%*s", GAP, "");
}

/* What is left of each name, line by line, until nothing is left of any. */
static void add_names(const nh_frame *frame, const layout *l, nh_text *out)
{
    nh_arena *scratch = nh_arena_new();
    size_t n_columns = nh_frame_columns(frame);
    const char **rest = nh_arena_array(scratch, n_columns, sizeof *rest);
    for (size_t i = 0; i < n_columns; i++) rest[i] = nh_frame_at(frame, i)->name;
    for (bool goes_on = true; goes_on;) {
        size_t began = out->n;
        goes_on = false;
        for (size_t i = 0; i < n_columns; i++) {
            if (l->is_left_out[i]) continue;
            size_t n = l->breaks_names ? name_line(rest[i], l->widths[i]) : strlen(rest[i]);
            char *line = nh_arena_text(scratch, rest[i], n);
            rest[i] += n + (rest[i][n] == '_');
            goes_on = goes_on || *rest[i];
            add_gap(out, began);
            add_padded(out, line, l->widths[i], nh_frame_at(frame, i)->number);
        }
        end_line(out);
    }
    nh_arena_free(scratch);
}

static void add_row(const nh_frame *frame, size_t row, const layout *l, nh_text *out)
{
    size_t began = out->n;
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        char text[CELL_BYTES];
        if (l->is_left_out[i]) continue;
        format_cell(nh_frame_at(frame, i), row, l->widest, text);
        add_gap(out, began);
        add_padded(out, text, l->widths[i], nh_frame_at(frame, i)->number);
    }
    end_line(out);
}

static void name_the_rest(const nh_frame *frame, const layout *l, nh_text *out)
{
    size_t n = nh_frame_columns(frame), n_left_out = 0, n_named = 0;
    for (size_t i = 0; i < n; i++) n_left_out += l->is_left_out[i];
    if (n_left_out == 0) return;
    nh_text_say(out, "and %zu more column%s (-f csv shows all):", n_left_out, n_left_out == 1 ? "" : "s");
    for (size_t i = 0; i < n; i++)
        if (l->is_left_out[i]) nh_text_say(out, "%s %s", n_named++ ? "," : "", nh_frame_at(frame, i)->name);
    nh_text_add(out, "\n", 1);
}

void nh_table_of(const nh_frame *frame, size_t width, nh_text *out)
{
    nh_arena *scratch = nh_arena_new();
    size_t n = nh_frame_columns(frame);
    layout l = { .widths = nh_arena_array(scratch, n, sizeof *l.widths),
                 .is_left_out = nh_arena_array(scratch, n, sizeof *l.is_left_out), .widest = WIDEST_CELL };
    measure(frame, &l);
    if (width && whole_width(frame, &l) > width) {
        l.breaks_names = true;
        l.widest = NARROW_CELL;
        measure(frame, &l);
        leave_out(frame, width, &l);
    }
    add_names(frame, &l, out);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) add_row(frame, row, &l, out);
    name_the_rest(frame, &l, out);
    nh_arena_free(scratch);
}
