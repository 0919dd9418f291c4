/* datasets/read/any_csv.c: the texts of each column are kept until the last one has said what they are. */
#include "datasets/read/any_csv.h"

#include "datasets/frame/arena.h"
#include "datasets/read/csv.h"
#include "datasets/read/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The fields of one column, one behind the other. */
typedef struct texts {
    char *bytes;
    uint32_t *length;
    size_t n, room, n_bytes, bytes_room;
    bool maybe_number, maybe_iso, maybe_british, has_value, has_known, has_number;
    bool is_declared; /* by the user: nothing is inferred */
    nh_kind declared;
} texts;

static bool has_leading_zero(const char *text, size_t length)
{
    return length > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

/* How other programs write that there is no value: R, Excel, pandas, databases, Stata, and the tables to 2017. */
static bool is_missing(const char *text, size_t length)
{
    static const char *const words[] = { "NA", "N/A", "#N/A", "NaN", "nan", "NULL", ".", ".." };
    if (length == 0) return true;
    char first = text[0];
    if (first != 'N' && first != 'n' && first != '#' && first != '.') return false; /* as hardly any value begins */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0) return true;
    return false;
}

static bool number_read(const char *text, size_t length, double *number)
{
    return nh_number_read(text, length, number) || nh_number_read_grouped(text, length, number);
}

/* What the column can still be after this value. */
static void narrow(texts *column, const char *text, size_t length)
{
    nh_mark mark;
    double number;
    int32_t date;
    if (length == 0) return;
    column->has_value = true;
    if (is_missing(text, length)) return;
    column->has_known = true;
    if (column->maybe_iso) column->maybe_iso = nh_date_read_iso(text, length, &date);
    if (column->maybe_british) column->maybe_british = nh_date_read(text, length, &date);
    if (!column->maybe_number) return;
    bool is_number = number_read(text, length, &number) && !has_leading_zero(text, length);
    column->has_number |= is_number;
    column->maybe_number = is_number || nh_mark_read(text, length, &mark);
}

static void keep(texts *column, nh_field field)
{
    if (column->n == column->room) {
        column->room = column->room ? column->room * 2 : 64;
        column->length = nh_resize(column->length, column->room, sizeof *column->length);
    }
    if (column->n_bytes + field.length > column->bytes_room) {
        column->bytes_room = 2 * (column->n_bytes + field.length);
        column->bytes = nh_resize(column->bytes, column->bytes_room, 1);
    }
    if (field.length) memcpy(column->bytes + column->n_bytes, field.text, field.length);
    column->n_bytes += field.length;
    column->length[column->n++] = (uint32_t)field.length;
    narrow(column, field.text, field.length);
}

/* Why a value cannot be in the column, which was declared; NULL when it can. */
static const char *misfit(const texts *column, nh_field field)
{
    nh_mark mark;
    double number;
    if (!column->is_declared || is_missing(field.text, field.length)) return NULL;
    if (column->declared == NH_DATE && !column->maybe_iso && !column->maybe_british)
        return "is not a date as those before it are (YYYY-MM-DD or DD/MM/YYYY)";
    bool is_number =
        number_read(field.text, field.length, &number) || nh_mark_read(field.text, field.length, &mark);
    if (column->declared != NH_NUMBER || is_number) return NULL;
    return "is not a number (none is blank, NA, c, z, x, k or u)";
}

static nh_kind kind_of(const texts *column)
{
    if (column->is_declared) return column->declared;
    if (!column->has_value || (column->maybe_number && column->has_number)) return NH_NUMBER;
    bool is_date = column->has_known && (column->maybe_iso || column->maybe_british);
    return is_date ? NH_DATE : NH_CATEGORY;
}

static void put(nh_column *to, size_t row, const char *text, size_t length)
{
    nh_mark mark = NH_MISSING;
    double number;
    int32_t date;
    if (length == 0) nh_put_mark(to, row, NH_MISSING);
    else if (to->kind == NH_CATEGORY) to->code[row] = nh_levels_add(to->levels, text, length);
    else if (is_missing(text, length)) nh_put_mark(to, row, NH_MISSING);
    else if (to->kind == NH_NUMBER && number_read(text, length, &number)) to->number[row] = number;
    else if (to->kind == NH_NUMBER && nh_mark_read(text, length, &mark)) nh_put_mark(to, row, mark);
    else if (nh_date_read_iso(text, length, &date) || nh_date_read(text, length, &date)) to->date[row] = date;
}

/* The column as a frame has it; the texts are given back. */
static void settle(nh_frame *frame, const char *name, texts *column)
{
    nh_column *to = nh_frame_add(frame, name, kind_of(column));
    const char *text = column->bytes ? column->bytes : "";
    for (size_t row = 0; row < column->n; row++) {
        put(to, row, text, column->length[row]);
        text += column->length[row];
    }
    free(column->bytes);
    free(column->length);
    *column = (texts){ 0 };
}

/* "out/panel.csv.gz" is "panel". */
static nh_frame *frame_named_after(const char *path)
{
    char name[64];
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    int n = (int)strcspn(base, ".");
    snprintf(name, sizeof name, "%.*s", n, base);
    return nh_frame_new(name, NULL);
}

/* False when a declared column holds something else. */
static bool keep_record(texts *columns, const nh_record *record, const nh_csv *csv, nh_error *err)
{
    for (size_t i = 0; i < record->n; i++) {
        keep(&columns[i], record->fields[i]);
        const char *why = misfit(&columns[i], record->fields[i]);
        if (why)
            return nh_csv_fail(csv, i, err, "%s %s, though --types says so", nh_csv_header(csv)->names[i], why);
    }
    return true;
}

static void forget(texts *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(columns[i].bytes);
        free(columns[i].length);
    }
    free(columns);
}

static nh_frame *read_all(nh_csv *csv, const nh_column_types *types, nh_error *err)
{
    const nh_header *header = nh_csv_header(csv);
    const nh_record *record;
    size_t n_rows = 0;
    texts *columns = nh_zeroed(header->n, sizeof *columns);
    for (size_t i = 0; i < header->n; i++) {
        columns[i].maybe_number = columns[i].maybe_iso = columns[i].maybe_british = true;
        columns[i].is_declared = nh_column_types_find(types, header->names[i], &columns[i].declared);
    }
    for (; (record = nh_csv_next(csv, err)); n_rows++)
        if (!keep_record(columns, record, csv, err)) {
            forget(columns, header->n);
            return NULL;
        }
    nh_frame *frame = frame_named_after(nh_csv_name(csv));
    nh_frame_set_rows(frame, n_rows);
    for (size_t i = 0; i < header->n; i++) settle(frame, header->names[i], &columns[i]);
    free(columns);
    if (nh_csv_ended(csv)) return frame;
    nh_frame_free(frame);
    return NULL;
}

static bool is_date(const char *text)
{
    int32_t date;
    return nh_date_read(text, strlen(text), &date) || nh_date_read_iso(text, strlen(text), &date);
}

/* Names of columns are shown in messages, values never: a first line with a date in it is a row of a file that has
 * lost its header. */
static bool has_names(const nh_csv *csv, nh_error *err)
{
    const nh_header *header = nh_csv_header(csv);
    for (size_t i = 0; i < header->n; i++) {
        if (header->names[i][0] == '<') return nh_csv_fail(csv, i, err, "this is XML or HTML where a CSV is due");
        if (is_date(header->names[i]))
            return nh_csv_fail(csv, i, err, "the first line holds a date where the name of a column is due: add the "
                               "header");
    }
    return true;
}

static nh_frame *read_source(nh_source *source, const nh_column_types *types, nh_error *err)
{
    nh_csv *csv = nh_csv_open(source, err);
    bool ok = csv && has_names(csv, err) && nh_column_types_fit(types, csv, err);
    nh_frame *frame = ok ? read_all(csv, types, err) : NULL;
    nh_csv_close(csv);
    return frame;
}

nh_frame *nh_any_csv_from(nh_source *source, nh_error *err)
{
    return read_source(source, NULL, err);
}

nh_frame *nh_any_csv_typed(const char *path, const nh_encoding *from, const nh_column_types *types, nh_error *err)
{
    nh_source *source = nh_source_open(path, err);
    bool ok = source && (!from || nh_source_convert(source, from, err));
    nh_frame *frame = ok ? read_source(source, types, err) : NULL;
    nh_source_close(source);
    return frame;
}

nh_frame *nh_any_csv_convert(const char *path, const nh_encoding *from, nh_error *err)
{
    return nh_any_csv_typed(path, from, NULL, err);
}

nh_frame *nh_any_csv_read(const char *path, nh_error *err)
{
    return nh_any_csv_convert(path, NULL, err);
}
