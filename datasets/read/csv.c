/* datasets/read/csv.c: the one door to libcsv.
 *
 * libcsv decides what a record is, but its byte-by-byte machine is slow and knows no places. So a record without
 * any quote is split where its marks stand, by libcsv's own rules for such records: many plain ones at once for who
 * asks for runs, else one by one. Only a record that holds a quote is handed to csv_parse, physical line by physical
 * line until it is complete. tests/test_csv.c holds all three ways to the same fields. A missing last line end is
 * supplied, so every record is complete when csv_parse returns and csv_fini, which hands out half-read fields after
 * an error, is never needed. */
#include "datasets/read/csv.h"

#include "datasets/frame/arena.h"
#include "datasets/read/file_forms.h"
#include "datasets/read/marks.h"
#include "datasets/read/utf8.h"

#include <csv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A run of plain records is shorter than the longest field, so that none of its fields is too long. */
enum { BLOCK = 1 << 18, LONGEST_RECORD = 1 << 24, LONGEST_PLAIN_RUN = NH_CSV_LONGEST_FIELD };
/* Behind the bytes read there is room for a line end supplied and a stop, and for what may be read past the end. */
enum { SLACK = NH_MARKS_SLACK + NH_TEXT_SLACK + 2 };

struct nh_csv {
    nh_source *source;
    char *bytes; /* bytes[start .. end) are read, checked, and not yet given */
    size_t raw, start, end, room; /* the latest record is bytes[raw .. start) */
    nh_marks marks; /* of bytes[start .. end), and `end` behind them; there is room for one before the first */
    size_t next_mark, next_break;
    nh_utf8 text;
    bool drained, is_unsound; /* unsound: what follows `end` is not text, and begins with unsound_byte */
    char unsound_byte;
    bool after_return;        /* the last line ended in CR: an LF that follows belongs to it */
    bool failed, ended, has_mark;
    uint32_t line; /* physical line of bytes[start] */
    nh_field *fields;
    nh_record record;
    nh_header header;
    const char *title;
    nh_arena *names;

    struct csv_parser parser; /* for records with quotes; its fields are gathered in `gathered` */
    char *gathered;
    size_t n_gathered, gathered_room, *gathered_start;
    bool is_complete, is_too_wide, is_too_long;
};

/* Every complaint of the reader ends here: it goes no further after the first. */
static bool refuse(nh_csv *csv, nh_csv_place place, nh_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool refuse(nh_csv *csv, nh_csv_place place, nh_error *err, const char *format, ...)
{
    char what[300];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    csv->failed = true;
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: %s", nh_csv_name(csv), place.line, place.column, what);
}

/* ---- places ---- */

/* Line and column of a byte of the latest record. */
static nh_csv_place place_at(const nh_csv *csv, size_t at)
{
    nh_csv_place place = { csv->record.line, 1 };
    nh_csv_place_move(&place, csv->bytes + csv->raw, at - csv->raw, nh_source_encoding(csv->source));
    return place;
}

/* Where the field begins, or `to` where there are fewer before that. */
static size_t beginning_of(const nh_csv *csv, size_t field, size_t to)
{
    return csv->raw + nh_csv_beginning_of(csv->bytes + csv->raw, to - csv->raw, field);
}

static size_t without_line_end(const nh_csv *csv)
{
    size_t end = csv->start;
    while (end > csv->raw && (csv->bytes[end - 1] == '\n' || csv->bytes[end - 1] == '\r')) end--;
    return end;
}

nh_csv_place nh_csv_place_of(const nh_csv *csv, size_t field)
{
    return place_at(csv, beginning_of(csv, field, without_line_end(csv)));
}

bool nh_csv_fail(const nh_csv *csv, size_t field, nh_error *err, const char *format, ...)
{
    char what[300];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    nh_csv_place place = nh_csv_place_of(csv, field);
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: %s", nh_csv_name(csv), place.line, place.column, what);
}

/* ---- bytes ---- */

/* What they held is found anew after each block. */
static void make_room_for_marks(nh_csv *csv)
{
    size_t most = csv->room + NH_MARKS_ROOM;
    if (csv->marks.at) free(csv->marks.at - 1);
    free(csv->marks.breaks);
    csv->marks.at = (uint32_t *)nh_resize(NULL, most + 1, sizeof *csv->marks.at) + 1;
    csv->marks.breaks = nh_resize(NULL, most, sizeof *csv->marks.breaks);
}

/* Moves what is left to the front, and makes room for more where a long record leaves less than half a block. */
static void make_room(nh_csv *csv)
{
    if (csv->raw > 0) {
        memmove(csv->bytes, csv->bytes + csv->raw, csv->end - csv->raw);
        csv->end -= csv->raw;
        csv->start -= csv->raw;
        csv->raw = 0;
    }
    size_t due = csv->end + BLOCK / 2 + SLACK;
    if (due <= csv->room) return;
    csv->room = due > 2 * csv->room ? due : 2 * csv->room;
    csv->bytes = nh_resize(csv->bytes, csv->room, 1);
    make_room_for_marks(csv);
}

/* At the end of the file: a character that is cut off is unsound, and a missing line end is supplied. */
static bool finish(nh_csv *csv)
{
    csv->drained = true;
    csv->is_unsound = !nh_utf8_is_whole(&csv->text);
    csv->unsound_byte = '?';
    if (csv->is_unsound) return false;
    if (csv->end > csv->raw && csv->bytes[csv->end - 1] != '\n' && csv->bytes[csv->end - 1] != '\r')
        csv->bytes[csv->end++] = '\n';
    else return false;
    return true;
}

/* A stop stands behind the last of them. */
static void find_marks(nh_csv *csv)
{
    nh_marks_find(&csv->marks, csv->bytes, csv->start, csv->end);
    csv->marks.at[csv->marks.n] = (uint32_t)csv->end;
    csv->bytes[csv->end] = '\n';
    csv->next_mark = csv->next_break = 0;
}

static bool read_block(nh_csv *csv, nh_error *err)
{
    size_t n;
    if (!nh_source_read(csv->source, csv->bytes + csv->end, csv->room - csv->end - SLACK, &n, err)) {
        csv->failed = true;
        return false;
    }
    if (n == 0) return finish(csv);
    size_t sound = nh_utf8_check(&csv->text, csv->bytes + csv->end, n);
    csv->end += sound;
    csv->is_unsound = csv->drained = sound < n;
    if (csv->is_unsound) csv->unsound_byte = csv->bytes[csv->end];
    return sound > 0;
}

/* More bytes behind `end`; false when there are none (or the source failed: err is set, and `failed`). */
static bool more(nh_csv *csv, nh_error *err)
{
    if (csv->drained) return false;
    make_room(csv);
    bool has_more = read_block(csv, err);
    find_marks(csv);
    return has_more;
}

/* A NUL is named where it stands, any other unsound byte by the field it stands in. */
static bool refuse_unsound(nh_csv *csv, nh_error *err)
{
    if (csv->text.due == 0 && csv->unsound_byte == '\0')
        return refuse(csv, place_at(csv, csv->end), err, "a NUL byte: the file is damaged or is not text");
    size_t field = csv->end;
    while (field > csv->raw && csv->bytes[field - 1] != ',') field--;
    return refuse(csv, place_at(csv, field), err, "not UTF-8 but Windows-1252 or Latin-1, it seems: save the file as "
                  "\"CSV UTF-8\", or give --encoding windows-1252");
}

/* ---- records without a quote ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

nh_field nh_csv_trimmed_of_blanks(nh_field field)
{
    while (field.length && is_space(field.text[0])) field.text++, field.length--;
    while (field.length && is_space(field.text[field.length - 1])) field.length--;
    return field;
}

static inline nh_field trimmed(const char *from, const char *to)
{
    return nh_csv_trimmed((nh_field){ from, (size_t)(to - from) });
}

static bool refuse_long(nh_csv *csv, size_t at, nh_error *err)
{
    return refuse(csv, place_at(csv, at), err, "a field of more than %d bytes%s", (int)NH_CSV_LONGEST_FIELD,
                  csv->bytes[at] == '"' ? ": is the quote that opens it never closed?" : "");
}

static bool refuse_wide(nh_csv *csv, size_t at, nh_error *err)
{
    return refuse(csv, place_at(csv, at), err, "more than %d columns", (int)NH_CSV_MOST_COLUMNS);
}

typedef enum outcome { WHOLE, CUT_SHORT, QUOTED, REFUSED } outcome;

/* The first mark from `start` on. */
static const uint32_t *next_mark(nh_csv *csv)
{
    while (csv->marks.at[csv->next_mark] < csv->start) csv->next_mark++;
    return csv->marks.at + csv->next_mark;
}

/* The fields that end in commas; `*mark` is then the first that is none, or begins what cannot be. */
static size_t split_at_commas(const char *bytes, size_t *field, const uint32_t **mark, nh_field *fields)
{
    size_t n = 0;
    for (; n < NH_CSV_MOST_COLUMNS; (*mark)++) {
        size_t at = **mark;
        if (bytes[at] != ',' || at - *field > NH_CSV_LONGEST_FIELD) break;
        fields[n++] = trimmed(bytes + *field, bytes + at);
        *field = at + 1;
    }
    return n;
}

/* Splits the record at `start` in place. CUT_SHORT: its end is not yet read. */
static outcome split(nh_csv *csv, nh_error *err)
{
    const char *bytes = csv->bytes;
    size_t field = csv->start;
    const uint32_t *mark = next_mark(csv);
    size_t n = split_at_commas(bytes, &field, &mark, csv->fields), at = *mark;
    if (bytes[at] == '"') return QUOTED;
    if (at - field > NH_CSV_LONGEST_FIELD) return refuse_long(csv, field, err), REFUSED;
    if (at == csv->end) return CUT_SHORT;
    if (n == NH_CSV_MOST_COLUMNS) return refuse_wide(csv, field, err), REFUSED;
    csv->fields[n] = trimmed(bytes + field, bytes + at);
    csv->record.n = n + 1;
    csv->after_return = bytes[at] == '\r';
    csv->start = at + 1;
    csv->line++;
    csv->next_mark = (size_t)(mark + 1 - csv->marks.at);
    return WHOLE;
}

/* ---- records with quotes: libcsv ---- */

static void on_field(void *text, size_t length, void *reader)
{
    nh_csv *csv = reader;
    csv->is_too_long |= length > NH_CSV_LONGEST_FIELD;
    csv->is_too_wide |= csv->record.n == NH_CSV_MOST_COLUMNS;
    if (csv->is_too_long || csv->is_too_wide) return;
    if (csv->n_gathered + length + NH_TEXT_SLACK > csv->gathered_room) {
        csv->gathered_room = 2 * (csv->n_gathered + length) + NH_TEXT_SLACK;
        csv->gathered = nh_resize(csv->gathered, csv->gathered_room, 1);
    }
    if (length) memcpy(csv->gathered + csv->n_gathered, text, length);
    csv->gathered_start[csv->record.n++] = csv->n_gathered;
    csv->n_gathered += length;
}

static void on_record(int line_end, void *reader)
{
    (void)line_end;
    ((nh_csv *)reader)->is_complete = true;
}

static void *resize_for_libcsv(void *block, size_t size)
{
    return nh_resize(block, size, 1);
}

/* The end of the physical line at `from`, or what there is of it. */
static size_t line_end(const nh_csv *csv, size_t from)
{
    for (size_t i = from; i < csv->end; i++)
        if (csv->bytes[i] == '\n' || csv->bytes[i] == '\r') return i + 1;
    return csv->end;
}

static bool refuse_quote(nh_csv *csv, size_t at, nh_error *err)
{
    bool is_stray = csv->bytes[at] == '"' && !csv->parser.quoted;
    return refuse(csv, place_at(csv, at), err, "%s",
                  is_stray ? "a quote inside a field that does not begin with one: put the field in quotes and "
                             "double the quotes in it"
                           : "text after the quote that closes a field: double the quotes inside a field");
}

/* Feeds libcsv up to the end of a physical line; false when it, or a limit, refuses what it holds. */
static bool feed(nh_csv *csv, size_t to, nh_error *err)
{
    size_t due = to - csv->start;
    size_t eaten = csv_parse(&csv->parser, csv->bytes + csv->start, due, on_field, on_record, csv);
    if (eaten != due) return refuse_quote(csv, csv->start + eaten, err);
    csv->start = to;
    if (csv->is_too_wide) return refuse_wide(csv, beginning_of(csv, NH_CSV_MOST_COLUMNS, to), err);
    if (csv->is_too_long || csv->parser.entry_pos > NH_CSV_LONGEST_FIELD)
        return refuse_long(csv, beginning_of(csv, csv->record.n, to), err);
    if (csv->start - csv->raw <= LONGEST_RECORD) return true;
    return refuse(csv, place_at(csv, csv->raw), err, "a record of more than %d bytes", (int)LONGEST_RECORD);
}

static bool refuse_open_quote(nh_csv *csv, nh_error *err)
{
    if (csv->failed) return false;
    if (csv->is_unsound) return refuse_unsound(csv, err);
    size_t quote = csv->raw + nh_csv_open_quote(csv->bytes + csv->raw, csv->end - csv->raw);
    return refuse(csv, place_at(csv, quote), err, "a quote that is never closed");
}

static void take_gathered(nh_csv *csv)
{
    for (size_t i = 0; i < csv->record.n; i++) {
        size_t end = i + 1 < csv->record.n ? csv->gathered_start[i + 1] : csv->n_gathered;
        csv->fields[i] = (nh_field){ csv->gathered + csv->gathered_start[i], end - csv->gathered_start[i] };
    }
}

static outcome split_quoted(nh_csv *csv, nh_error *err)
{
    csv->record.n = csv->n_gathered = 0;
    csv->is_complete = false;
    while (!csv->is_complete) {
        if (csv->start == csv->end && !more(csv, err)) return refuse_open_quote(csv, err), REFUSED;
        if (!feed(csv, line_end(csv, csv->start), err)) return REFUSED;
    }
    take_gathered(csv);
    csv->after_return = csv->bytes[csv->start - 1] == '\r';
    csv->line = place_at(csv, csv->start).line;
    return WHOLE;
}

/* ---- one after another ---- */

/* Passes over blank lines and the LF of a CRLF; false when no byte is left. */
static bool skip_blank_lines(nh_csv *csv, nh_error *err)
{
    for (size_t at = csv->start;; at++) {
        if (at == csv->end) {
            csv->raw = csv->start;
            if (!more(csv, err)) return csv->start < csv->end || csv->is_unsound;
            at = csv->start;
        }
        char c = csv->bytes[at];
        if (c == '\n' && csv->after_return && at == csv->start) csv->start = at + 1, csv->after_return = false;
        else if (c == '\n' || c == '\r') csv->start = at + 1, csv->line++, csv->after_return = c == '\r';
        else if (!is_space(c)) return true;
        else csv->after_return = false;
    }
}

/* The record at `start`, read on as far as it takes. */
static bool next_record(nh_csv *csv, nh_error *err)
{
    if (!skip_blank_lines(csv, err)) return false;
    csv->after_return = false;
    csv->raw = csv->start;
    csv->record.line = csv->line;
    outcome got = split(csv, err);
    while (got == CUT_SHORT && more(csv, err)) got = split(csv, err);
    if (got == QUOTED) got = split_quoted(csv, err);
    if (got == CUT_SHORT && !csv->failed && csv->is_unsound) return refuse_unsound(csv, err);
    return got == WHOLE;
}

/* What most often made the record too short or too long comes with the refusal. */
static bool refuse_length(nh_csv *csv, nh_error *err)
{
    size_t n = csv->record.n, due = csv->header.n;
    const char *advice = n == 1    ? "take out a note beneath the table"
                         : n < due ? "write every field, also where it is blank"
                                   : "put a field that holds a comma in quotes";
    return refuse(csv, nh_csv_place_of(csv, n < due ? n : due), err,
                  "%zu field%s where %zu are due, as in the header: %s", n, n == 1 ? "" : "s", due, advice);
}

const nh_record *nh_csv_next(nh_csv *csv, nh_error *err)
{
    if (csv->failed || csv->ended) return NULL;
    if (!next_record(csv, err)) {
        csv->ended = !csv->failed;
        return NULL;
    }
    if (csv->record.n == csv->header.n) return &csv->record;
    refuse_length(csv, err);
    return NULL;
}

/* ---- plain records, many at once ---- */

/* The LF of a CRLF before. */
static void skip_rest_of_line_end(nh_csv *csv)
{
    if (csv->after_return && csv->start < csv->end && csv->bytes[csv->start] == '\n') {
        csv->start++;
        csv->after_return = false;
    }
}

/* How many records end as the first does, each after as many commas as are due, from the given break on. A line
 * ends in one break, or in a CR and the LF behind it. */
static size_t n_alike(const nh_csv *csv, const nh_csv_run *run, const uint32_t *breaks, const uint32_t *last)
{
    const char *bytes = csv->bytes;
    const uint32_t *at = csv->marks.at;
    size_t ends = run->stride - csv->header.n, n = 0, due = csv->next_mark + csv->header.n - 1;
    for (; n < run->n && breaks + ends < last; n++, breaks += 1 + ends, due += run->stride) {
        if (breaks[0] != due || bytes[at[breaks[ends]]] != '\n' || at[due] - run->ends[-1] > LONGEST_PLAIN_RUN) break;
        if (ends && (breaks[1] != due + 1 || bytes[at[due]] != '\r' || at[due + 1] != at[due] + 1)) break;
    }
    return n;
}

size_t nh_csv_look(nh_csv *csv, size_t most, nh_csv_run *run)
{
    *run = (nh_csv_run){ .bytes = csv->bytes, .n = most, .line = csv->line };
    if (csv->failed || csv->ended || csv->header.n < 2) return run->n = 0;
    skip_rest_of_line_end(csv);
    const uint32_t *first = next_mark(csv), *breaks = csv->marks.breaks, *last = breaks + csv->marks.n_breaks;
    while (csv->next_break < csv->marks.n_breaks && breaks[csv->next_break] < csv->next_mark) csv->next_break++;
    breaks += csv->next_break;
    csv->marks.at[(ptrdiff_t)csv->next_mark - 1] = (uint32_t)csv->start - 1;
    run->ends = first;
    run->stride = csv->header.n + (breaks < last && csv->bytes[csv->marks.at[*breaks]] == '\r');
    return run->n = n_alike(csv, run, breaks, last);
}

void nh_csv_pass(nh_csv *csv, const nh_csv_run *run, size_t n)
{
    if (n == 0) return;
    csv->next_mark += n * run->stride;
    csv->next_break += n * (1 + run->stride - csv->header.n);
    csv->raw = csv->start = csv->marks.at[csv->next_mark - 1] + 1;
    csv->line += (uint32_t)n;
    csv->after_return = false;
}

/* ---- the header ---- */

static bool begins_with(const nh_csv *csv, const char *first, size_t n)
{
    return csv->end >= n && memcmp(csv->bytes, first, n) == 0;
}

static bool read_first_block(nh_csv *csv, nh_error *err)
{
    const char *first;
    size_t n;
    if (!nh_source_peek(csv->source, &first, &n, err)) return false;
    const char *form = nh_form_instead_of_text(first, n);
    if (form) return refuse(csv, (nh_csv_place){ 1, 1 }, err, "%s", form);
    more(csv, err);
    if (csv->failed) return false;
    csv->has_mark = begins_with(csv, "\xEF\xBB\xBF", 3);
    if (csv->has_mark) csv->raw = csv->start = 3;
    bool has_record = next_record(csv, err);
    if (!has_record && !csv->failed) refuse(csv, (nh_csv_place){ 1, 1 }, err, "the file is empty: a header is due");
    return has_record;
}

static void keep_header(nh_csv *csv)
{
    nh_header *header = &csv->header;
    header->n = csv->record.n;
    header->line = csv->record.line;
    header->names = nh_arena_array(csv->names, header->n, sizeof *header->names);
    header->columns = nh_arena_array(csv->names, header->n, sizeof *header->columns);
    for (size_t i = 0; i < header->n; i++) {
        header->names[i] = nh_arena_text(csv->names, csv->fields[i].text, csv->fields[i].length);
        header->columns[i] = nh_csv_place_of(csv, i).column;
    }
}

/* A row of a file that has lost its header holds dates or numbers, and what stands in it must not be shown. */
static bool names_differ(nh_csv *csv, nh_error *err)
{
    const nh_header *header = &csv->header;
    int repeated = nh_header_repeated(header);
    if (repeated == NH_NO_FIELD) return true;
    bool may_show = nh_header_holds_names(header);
    return refuse(csv, nh_csv_place_of(csv, (size_t)repeated), err, "the column %.64s stands twice in the header%s",
                  may_show ? header->names[repeated] : "that begins here",
                  may_show ? "" : ", or there is none: a header is due in the first line");
}

static bool is_separated_by_commas(nh_csv *csv, nh_error *err)
{
    const char *separator = nh_header_other_separator(&csv->header);
    return !separator || refuse(csv, (nh_csv_place){ csv->header.line, 1 }, err,
                                "looks %s separated: save it with commas between the fields", separator);
}

nh_csv *nh_csv_open(nh_source *source, nh_error *err)
{
    nh_csv *csv = nh_zeroed(1, sizeof *csv);
    csv->source = source;
    csv->line = 1;
    csv->room = BLOCK + SLACK;
    csv->bytes = nh_resize(NULL, csv->room, 1);
    make_room_for_marks(csv);
    csv->names = nh_arena_new();
    csv->fields = nh_zeroed(NH_CSV_MOST_COLUMNS, sizeof *csv->fields);
    csv->gathered_start = nh_zeroed(NH_CSV_MOST_COLUMNS, sizeof *csv->gathered_start);
    csv->record.fields = csv->fields;
    csv->gathered = nh_zeroed(csv->gathered_room = 256, 1);
    csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&csv->parser, resize_for_libcsv);
    csv_set_blk_size(&csv->parser, 4096);
    bool ok = read_first_block(csv, err);
    if (ok) keep_header(csv);
    if (ok && names_differ(csv, err) && is_separated_by_commas(csv, err)) return csv;
    nh_csv_close(csv);
    return NULL;
}

bool nh_csv_skip_title(nh_csv *csv, nh_error *err)
{
    const char *title = nh_header_title(&csv->header);
    if (!title || csv->failed) return false;
    if (!csv->title && !nh_is_for_excel(title)) csv->title = title;
    if (!next_record(csv, err)) {
        csv->ended = !csv->failed;
        return false;
    }
    keep_header(csv);
    return names_differ(csv, err);
}

const char *nh_csv_title(const nh_csv *csv)
{
    return csv->title ? csv->title : "";
}

void nh_csv_close(nh_csv *csv)
{
    if (!csv) return;
    csv_free(&csv->parser);
    nh_arena_free(csv->names);
    free(csv->fields);
    free(csv->gathered);
    free(csv->gathered_start);
    free(csv->bytes);
    free(csv->marks.at - 1);
    free(csv->marks.breaks);
    free(csv);
}

const nh_header *nh_csv_header(const nh_csv *csv)
{
    return &csv->header;
}

const char *nh_csv_name(const nh_csv *csv)
{
    return nh_source_name(csv->source);
}

double nh_csv_share_read(const nh_csv *csv)
{
    return nh_source_share_before(csv->source, csv->end - csv->start);
}

bool nh_csv_ended(const nh_csv *csv)
{
    return csv->ended;
}

const char *nh_csv_encoding(const nh_csv *csv)
{
    const nh_encoding *converted = nh_source_encoding(csv->source);
    if (converted) return nh_encoding_name(converted);
    return csv->has_mark ? "UTF-8 with byte order mark" : "UTF-8";
}

const char *nh_csv_library(void)
{
    static const char version[] = { '0' + CSV_MAJOR, '.', '0' + CSV_MINOR, '\0' };
    return version;
}
