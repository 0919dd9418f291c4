/* datasets/tables/sfr.c: a wide row of an area as one row of numbers, its place in the words of later releases. */
#include "datasets/tables/sfr.h"

#include "datasets/frame/arena.h"
#include "datasets/read/labels.h"
#include "datasets/read/text_codes.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/ees_numbers.h"
#include "datasets/tables/ees_releases.h"
#include "datasets/tables/ees_rows.h"
#include "datasets/tables/regions.h"
#include "datasets/tables/sfr_columns.h"
#include "datasets/tables/table.h"

#include <string.h>
#include <strings.h>

/* ---- the header ---- */

bool nh_sfr_is_header(const nh_header *header)
{
    return nh_header_find(header, "geog_l") != NH_NO_FIELD && nh_header_find(header, "geog_c") != NH_NO_FIELD &&
           nh_header_find(header, "geog_n") != NH_NO_FIELD;
}

static int year_of_file(const nh_csv *csv)
{
    int year = nh_sfr_year(nh_csv_header(csv));
    return year ? year : nh_label_of(nh_csv_name(csv)).year;
}

/* ---- a file under way ---- */

typedef struct file_reader {
    nh_csv *csv;
    uint32_t file;
    int year;
    nh_problems *problems;
    nh_frame *rows;
    nh_column **column_of; /* of each field; NULL: of place, or without a name */
    int level, code, old_code, name;
    const nh_record *record;
    size_t row;
} file_reader;

static bool is_of_place(const char *name)
{
    static const char *const names[] = { "new_geog_code", "geog_l", "geog_c", "geog_n", "la_order" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i], name) == 0) return true;
    return false;
}

static void take_header(file_reader *reader, nh_arena *scratch)
{
    const nh_header *header = nh_csv_header(reader->csv);
    reader->rows = nh_frame_new(nh_sfr_has_flows(header) ? "sfr_cla" : "sfr",
                                "DfE's wide tables of children looked after, to 2017");
    for (size_t i = 0; i < NH_EES_N_PLAIN; i++)
        nh_frame_add(reader->rows, nh_ees_plain[i].name, nh_ees_plain[i].kind);
    reader->column_of = nh_arena_array(scratch, header->n, sizeof *reader->column_of);
    for (size_t i = 0; i < header->n; i++) {
        if (!*header->names[i] || is_of_place(header->names[i])) continue;
        const char *name = nh_sfr_column_name(scratch, header, i);
        while (nh_frame_find(reader->rows, name)) name = nh_arena_print(scratch, "%s_of_file", name);
        reader->column_of[i] = nh_frame_add(reader->rows, name, NH_NUMBER);
    }
    reader->code = nh_header_find(header, "New_geog_code");
    reader->level = nh_header_find(header, "geog_l");
    reader->old_code = nh_header_find(header, "geog_c");
    reader->name = nh_header_find(header, "geog_n");
}

/* ---- places ---- */

static nh_field field_at(const file_reader *reader, int field)
{
    return field == NH_NO_FIELD ? (nh_field){ "", 0 } : nh_field_stripped(reader->record->fields[field]);
}

/* Compared by letters, whatever their case. */
static bool is_word(nh_field field, const char *word)
{
    return field.length == strlen(word) && strncasecmp(field.text, word, field.length) == 0;
}

static const char *level_of(nh_field level)
{
    if (is_word(level, "NATIONAL")) return NH_EES_NATIONAL;
    if (is_word(level, "REGION") || is_word(level, "REGIONAL") || is_word(level, "GOR")) return NH_EES_REGIONAL;
    return NH_EES_LOCAL;
}

static nh_column *plain(const file_reader *reader, nh_ees_place which)
{
    return nh_frame_at(reader->rows, which);
}

static void put_field(file_reader *reader, nh_ees_place which, nh_field text)
{
    nh_column *column = plain(reader, which);
    if (text.length) nh_put_code(column, reader->row, nh_levels_add(column->levels, text.text, text.length));
}

static void put_area(file_reader *reader, const nh_region *place)
{
    nh_put_text(plain(reader, NH_EES_AUTHORITY), reader->row, place->code);
    nh_put_text(plain(reader, NH_EES_NAME), reader->row, place->name);
}

static int authority_of(nh_arena *scratch, nh_field code)
{
    return nh_authority_of(nh_arena_text(scratch, code.text, code.length));
}

/* The file does not say which region an authority lies in. */
static void put_authority(file_reader *reader, nh_arena *scratch)
{
    nh_field code = field_at(reader, reader->code), old_code = field_at(reader, reader->old_code);
    int authority = authority_of(scratch, code.length ? code : old_code);
    put_field(reader, NH_EES_AUTHORITY, code.length ? code : old_code);
    put_field(reader, NH_EES_OLD_CODE, old_code);
    put_field(reader, NH_EES_NAME, field_at(reader, reader->name));
    if (authority == NH_NO_AUTHORITY) return;
    const nh_authority *known = nh_authority_at(authority);
    if (!code.length) nh_put_text(plain(reader, NH_EES_AUTHORITY), reader->row, known->code);
    nh_put_text(plain(reader, NH_EES_REGION_CODE), reader->row, known->region_code);
    nh_put_text(plain(reader, NH_EES_REGION), reader->row, known->region);
}

/* Inner and Outer London have London's code in these files, and regions have letters that changed in 2011. */
static void put_place(file_reader *reader, nh_arena *scratch)
{
    static const nh_region england = { "E92000001", "England" };
    const char *level = level_of(field_at(reader, reader->level));
    nh_field name = field_at(reader, reader->name);
    const nh_region *region = nh_region_named(name.text, name.length);
    nh_put_text(plain(reader, NH_EES_LEVEL), reader->row, level);
    if (strcmp(level, NH_EES_NATIONAL) == 0) put_area(reader, &england);
    else if (strcmp(level, NH_EES_REGIONAL) == 0 && region) put_area(reader, region);
    else put_authority(reader, scratch);
}

/* ---- numbers ---- */

static void count(file_reader *reader, nh_problem_code code, size_t field)
{
    nh_csv_place place = nh_csv_place_of(reader->csv, field);
    nh_problem_add(reader->problems, code,
                   (nh_problem_place){ "sfr", "number", reader->file, place.line, place.column });
}

/* What these files mean by a symbol; false when it is none of theirs. */
static bool symbol_of(nh_field text, const nh_column *column, nh_mark *mark)
{
    static const struct {
        const char *text;
        nh_mark mark;
    } symbols[] = { { "x", NH_SUPPRESSED }, { "..", NH_NOT_AVAILABLE }, { ".", NH_NOT_APPLICABLE },
                    { "#VALUE!", NH_NOT_AVAILABLE }, { "-", NH_ROUNDS_TO_ZERO } };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        if (!is_word(text, symbols[i].text)) continue;
        bool is_net = symbols[i].mark == NH_SUPPRESSED && strcmp(column->name, "cla_netgain") == 0;
        *mark = is_net ? NH_NOT_AVAILABLE : symbols[i].mark;
        return true;
    }
    return false;
}

static bool put_number(file_reader *reader, nh_column *column, size_t field, nh_error *err)
{
    nh_field text = nh_field_stripped(reader->record->fields[field]);
    nh_mark mark = NH_MISSING;
    nh_put_mark(column, reader->row, NH_MISSING);
    if (text.length == 0) return true;
    if (symbol_of(text, column, &mark)) {
        nh_put_mark(column, reader->row, mark);
        count(reader, NH_PROBLEM_SUPPRESSED, field);
        return true;
    }
    nh_ees_value value = nh_ees_value_of(text.text, text.length);
    if (value.mark != NH_PRESENT)
        return nh_csv_fail(reader->csv, field, err, "%.80s is neither a number nor one of the symbols x . .. : "
                           "correct it in the file", column->name);
    if (value.kind == NH_EES_TIDIED) count(reader, NH_PROBLEM_NUMBER_TIDIED, field);
    nh_put_number(column, reader->row, value.number);
    return true;
}

static bool put_record(file_reader *reader, nh_arena *scratch, nh_error *err)
{
    reader->row = nh_frame_append(reader->rows);
    nh_put_number(plain(reader, NH_EES_FILE), reader->row, reader->file);
    nh_put_number(plain(reader, NH_EES_LINE), reader->row, reader->record->line);
    nh_put_number(plain(reader, NH_EES_YEAR), reader->row, reader->year);
    put_place(reader, scratch);
    for (size_t i = 0; i < reader->record->n; i++)
        if (reader->column_of[i] && !put_number(reader, reader->column_of[i], i, err)) return false;
    return true;
}

static bool read_records(file_reader *reader, nh_arena *scratch, nh_error *err)
{
    while ((reader->record = nh_csv_next(reader->csv, err)))
        if (!put_record(reader, scratch, err)) return false;
    return nh_csv_ended(reader->csv);
}

static void describe(nh_frame *rows)
{
    for (const nh_named_column *c = nh_sfr_columns; c->name; c++) {
        nh_column *column = nh_frame_find(rows, c->name);
        if (column) nh_column_describe(rows, column, c->meaning, NULL);
    }
}

nh_frame *nh_sfr_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err)
{
    nh_arena *scratch = nh_arena_new();
    file_reader reader = { .csv = csv, .file = file, .problems = problems, .year = year_of_file(csv) };
    take_header(&reader, scratch);
    bool ok = read_records(&reader, scratch, err);
    nh_arena_free(scratch);
    if (ok) describe(reader.rows);
    if (ok) return reader.rows;
    nh_frame_free(reader.rows);
    return NULL;
}

/* ---- all of them ---- */

/* One file a year: its own word is the latest. */
static bool settle(nh_frame **frame, nh_problems *problems, nh_error *err)
{
    const nh_column *year = nh_frame_at(*frame, NH_EES_YEAR);
    nh_column *release = nh_frame_at(*frame, NH_EES_RELEASE);
    for (size_t row = 0; row < year->n; row++) nh_put_number(release, row, year->number[row]);
    return strcmp(nh_frame_name(*frame), "sfr_cla") != 0 || nh_ees_keep_latest(frame, problems, err);
}

const nh_table nh_table_sfr = {
    .name = "sfr", .summary = "DfE's wide tables of children looked after, to 2017", .level = NH_PUBLISHED_TABLE,
    .named = nh_sfr_columns, .last_year = 2017, .encoding = "windows-1252",
    .matches = nh_sfr_is_header, .read = nh_sfr_read, .append = nh_ees_append, .settle = settle
};

/* ---- codes ---- */

nh_frame *nh_sfr_as_of(const nh_frame *rows, int year)
{
    nh_arena *scratch = nh_arena_new();
    size_t n = nh_frame_rows(rows), *all = nh_arena_array(scratch, n, sizeof *all);
    for (size_t row = 0; row < n; row++) all[row] = row;
    nh_frame *copy = nh_frame_take(rows, all, n);
    nh_column *code = nh_frame_at(copy, NH_EES_AUTHORITY);
    for (size_t row = 0; row < n; row++) {
        int authority = nh_present(code, row) ? nh_authority_of(nh_text_at(code, row)) : NH_NO_AUTHORITY;
        if (authority != NH_NO_AUTHORITY)
            nh_put_text(code, row, nh_authority_at(nh_authority_as_of(authority, year))->code);
    }
    nh_arena_free(scratch);
    return copy;
}
