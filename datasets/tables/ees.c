/* datasets/tables/ees.c: records of a tidy file as rows, before the labels are made comparable.
 *
 * Time and place are columns of fixed names. A column with an indicator's name is read as numbers at once, so that
 * a fault can be named where it stands; every other column is kept as text until the whole file is known. */
#include "datasets/tables/ees.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/ees_labels.h"
#include "datasets/tables/ees_numbers.h"
#include "datasets/tables/ees_releases.h"
#include "datasets/tables/ees_rows.h"
#include "datasets/tables/table.h"

#include <string.h>

typedef enum fixed_column {
    TIME_PERIOD, TIME_IDENTIFIER, LEVEL, COUNTRY_CODE, COUNTRY_NAME,
    REGION_CODE, REGION_NAME, OLD_LA_CODE, LA_NAME, NEW_LA_CODE, N_FIXED
} fixed_column;

static const char *const fixed_names[N_FIXED] = {
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name", "old_la_code", "la_name", "new_la_code",
};

enum { N_REQUIRED = COUNTRY_NAME + 1 };

/* What a header's column is: one of the fixed ones, or a column of the frame. */
typedef struct header_column {
    int fixed; /* N_FIXED: none of them */
    nh_column *column;
} header_column;

/* A file under way. */
typedef struct file_reader {
    nh_csv *csv;
    uint32_t file;
    nh_problems *problems;
    nh_frame *rows;
    header_column *header;
    int field_of[N_FIXED]; /* NH_NO_FIELD where the file has no such column */
    const nh_record *record;
    size_t row;
} file_reader;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static nh_field trimmed(nh_field field)
{
    while (field.length > 0 && is_blank(field.text[0])) field.text++, field.length--;
    while (field.length > 0 && is_blank(field.text[field.length - 1])) field.length--;
    return field;
}

static int fixed_of(const char *name)
{
    for (int i = 0; i < N_FIXED; i++)
        if (strcmp(fixed_names[i], name) == 0) return i;
    return N_FIXED;
}

/* The first required name that the header has not, or NULL. */
static const char *lacking(const nh_header *header)
{
    for (int i = 0; i < N_REQUIRED; i++)
        if (nh_header_find(header, fixed_names[i]) == NH_NO_FIELD) return fixed_names[i];
    return NULL;
}

bool nh_ees_is_header(const nh_header *header)
{
    return !lacking(header);
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Without a list of meanings, an indicator is known by its name (population_count is a filter in spite of it). */
static bool is_indicator(const char *name)
{
    static const char *const names[] = { "number", "percentage", "rate_per_10000", "population_estimate" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return true;
    return starts(name, "t_") || starts(name, "pt_");
}

static nh_frame *empty_rows(void)
{
    nh_frame *rows = nh_frame_new("ees", NULL);
    for (size_t i = 0; i < NH_EES_N_PLAIN; i++) nh_frame_add(rows, nh_ees_plain[i].name, nh_ees_plain[i].kind);
    return rows;
}

/* A column called like one of our own ("year") stays beside it under another name. */
static const char *free_name(nh_arena *scratch, const nh_frame *rows, const char *name)
{
    while (name[0] == '\0' || nh_frame_find(rows, name)) name = nh_arena_print(scratch, "%s_of_file", name);
    return name;
}

static void take_header(file_reader *reader, nh_arena *scratch)
{
    const nh_header *header = nh_csv_header(reader->csv);
    reader->rows = empty_rows();
    reader->header = nh_arena_array(scratch, header->n, sizeof *reader->header);
    for (int i = 0; i < N_FIXED; i++) reader->field_of[i] = nh_header_find(header, fixed_names[i]);
    for (size_t i = 0; i < header->n; i++) {
        const char *name = nh_ees_column(scratch, header->names[i], strlen(header->names[i]));
        reader->header[i].fixed = fixed_of(name);
        if (reader->header[i].fixed < N_FIXED) continue;
        name = free_name(scratch, reader->rows, name);
        reader->header[i].column = nh_frame_add(reader->rows, name, is_indicator(name) ? NH_NUMBER : NH_CATEGORY);
    }
}

static int digits_of(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* "2024" is the year that ends in it; "202324" is the year from 2023 to 2024, known by where it ends. 0: neither. */
static int year_of(const char *text, size_t length)
{
    int first = length >= 4 ? digits_of(text, 4) : -1;
    if (first < 0) return 0;
    if (length == 4) return first;
    return length == 6 && digits_of(text + 4, 2) == (first + 1) % 100 ? first + 1 : 0;
}

static void put_text(nh_column *column, size_t row, nh_field field)
{
    if (field.length > 0) nh_put_code(column, row, nh_levels_add(column->levels, field.text, field.length));
}

/* Characters that turn text round or cannot be seen have no place in a name: U+200B-200F, 202A-202E, 2066-2069. */
static bool has_odd_characters(nh_field field)
{
    for (size_t i = 0; i + 2 < field.length; i++) {
        const unsigned char *at = (const unsigned char *)field.text + i;
        if (at[0] != 0xE2) continue;
        if (at[1] == 0x80 && ((at[2] >= 0x8B && at[2] <= 0x8F) || (at[2] >= 0xAA && at[2] <= 0xAE))) return true;
        if (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9) return true;
    }
    return false;
}

/* `column` outlives the file: a literal, or NULL. */
static void warn(file_reader *reader, nh_problem_code code, const char *column, size_t field)
{
    nh_csv_place place = nh_csv_place_of(reader->csv, field);
    nh_problem_add(reader->problems, code,
                   (nh_problem_place){ "ees", column, reader->file, place.line, place.column });
}

static nh_field fixed_field(const file_reader *reader, fixed_column which)
{
    int field = reader->field_of[which];
    return field == NH_NO_FIELD ? (nh_field){ "", 0 } : trimmed(reader->record->fields[field]);
}

typedef struct area {
    nh_field code, name;
    const char *level; /* NULL: as the file says */
} area;

/* Compared by its ASCII letters, capitals or not. */
static bool is_level(nh_field field, const char *level)
{
    if (field.length != strlen(level)) return false;
    for (size_t i = 0; i < field.length; i++)
        if ((field.text[i] | 0x20) != (level[i] | 0x20)) return false;
    return true;
}

static nh_field first_given(nh_field a, nh_field b, nh_field c)
{
    return a.length > 0 ? a : b.length > 0 ? b : c;
}

/* The area a row is about. A legacy authority may have no nine-character code: then its three digits stand for it,
 * and a name where there is no code at all. */
static area area_of(const file_reader *reader)
{
    nh_field level = fixed_field(reader, LEVEL), name = fixed_field(reader, LA_NAME);
    if (is_level(level, NH_EES_NATIONAL))
        return (area){ fixed_field(reader, COUNTRY_CODE), fixed_field(reader, COUNTRY_NAME), NH_EES_NATIONAL };
    if (is_level(level, NH_EES_REGIONAL))
        return (area){ fixed_field(reader, REGION_CODE), fixed_field(reader, REGION_NAME), NH_EES_REGIONAL };
    return (area){ first_given(fixed_field(reader, NEW_LA_CODE), fixed_field(reader, OLD_LA_CODE), name), name,
                    is_level(level, NH_EES_LOCAL) ? NH_EES_LOCAL : NULL };
}

static nh_column *plain(const file_reader *reader, nh_ees_place which)
{
    return nh_frame_at(reader->rows, which);
}

static void put_place(file_reader *reader)
{
    area place = area_of(reader);
    if (place.level) nh_put_text(plain(reader, NH_EES_LEVEL), reader->row, place.level);
    else put_text(plain(reader, NH_EES_LEVEL), reader->row, fixed_field(reader, LEVEL));
    put_text(plain(reader, NH_EES_AUTHORITY), reader->row, place.code);
    put_text(plain(reader, NH_EES_OLD_CODE), reader->row, fixed_field(reader, OLD_LA_CODE));
    put_text(plain(reader, NH_EES_NAME), reader->row, place.name);
    put_text(plain(reader, NH_EES_REGION_CODE), reader->row, fixed_field(reader, REGION_CODE));
    put_text(plain(reader, NH_EES_REGION), reader->row, fixed_field(reader, REGION_NAME));
}

static bool put_year(file_reader *reader, nh_error *err)
{
    nh_field period = fixed_field(reader, TIME_PERIOD);
    int year = year_of(period.text, period.length);
    if (year == 0)
        return nh_csv_fail(reader->csv, (size_t)reader->field_of[TIME_PERIOD], err,
                           "time_period is neither a year (2024) nor two running ones (202324)");
    nh_put_number(plain(reader, NH_EES_FILE), reader->row, reader->file);
    nh_put_number(plain(reader, NH_EES_LINE), reader->row, reader->record->line);
    nh_put_number(plain(reader, NH_EES_YEAR), reader->row, year);
    return true;
}

static bool put_number(file_reader *reader, nh_column *column, size_t field, nh_error *err)
{
    nh_field text = trimmed(reader->record->fields[field]);
    nh_ees_value value = nh_ees_value_of(text.text, text.length);
    if (value.kind == NH_EES_REFUSED)
        return nh_csv_fail(reader->csv, field, err, "%.80s is neither a number nor one of the symbols "
                           "c z x k u : ~ low: correct it in the file", column->name);
    if (value.kind == NH_EES_TIDIED) warn(reader, NH_PROBLEM_NUMBER_TIDIED, "number", field);
    if (value.kind == NH_EES_SYMBOL) warn(reader, NH_PROBLEM_SUPPRESSED, "number", field);
    if (value.mark == NH_PRESENT) nh_put_number(column, reader->row, value.number);
    else nh_put_mark(column, reader->row, value.mark);
    return true;
}

static bool put_cell(file_reader *reader, size_t field, nh_error *err)
{
    nh_column *column = reader->header[field].column;
    if (has_odd_characters(reader->record->fields[field])) warn(reader, NH_PROBLEM_ODD_CHARACTERS, "text", field);
    if (!column) return true;
    if (column->kind == NH_NUMBER) return put_number(reader, column, field, err);
    put_text(column, reader->row, trimmed(reader->record->fields[field]));
    return true;
}

static bool put_record(file_reader *reader, nh_error *err)
{
    reader->row = nh_frame_append(reader->rows);
    if (!put_year(reader, err)) return false;
    put_place(reader);
    for (size_t i = 0; i < reader->record->n; i++)
        if (!put_cell(reader, i, err)) return false;
    return true;
}

static bool read_records(file_reader *reader, nh_error *err)
{
    while ((reader->record = nh_csv_next(reader->csv, err)))
        if (!put_record(reader, err)) return false;
    return nh_csv_ended(reader->csv);
}

static bool has_all_columns(const nh_csv *csv, nh_error *err)
{
    const char *name = lacking(nh_csv_header(csv));
    return !name || nh_fail(err, NH_BAD_INPUT, "%s:%u:1: the column %s of published tables is not in the header",
                            nh_csv_name(csv), nh_csv_header(csv)->line, name);
}

nh_frame *nh_ees_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err)
{
    if (!has_all_columns(csv, err)) return NULL;
    nh_arena *scratch = nh_arena_new();
    file_reader reader = { .csv = csv, .file = file, .problems = problems };
    take_header(&reader, scratch);
    nh_frame *rows = read_records(&reader, err) ? nh_ees_settle(reader.rows, nh_csv_name(csv), problems, err) : NULL;
    nh_frame_free(reader.rows);
    nh_arena_free(scratch);
    return rows;
}

static const nh_named_column named[] = {
    { "time_period", "year, or two of them in six digits (202223)" },
    { "time_identifier", "what the period is of (Reporting year: to 31 March)" },
    { "geographic_level", "National, Regional or Local authority" },
    { "country_code", "E92000001 for England" },
    { "region_code", "code of the region" },
    { "new_la_code", "nine-character code of the authority" },
    { "old_la_code", "its three digits" },
    { "la_name", "its name" },
    { "number", "an indicator: numbers, or a symbol that says why there is none" },
    { "percentage", "an indicator" },
    { NULL, NULL }
};

const nh_table nh_table_ees = {
    .name = "ees", .summary = "DfE's published tables, each known by its labels", .level = NH_PUBLISHED_TABLE,
    .named = named, .first_year = 2018,
    .matches = nh_ees_is_header, .read = nh_ees_read, .append = nh_ees_append, .settle = nh_ees_keep_latest
};
