/* datasets/read/rows.c: fields into typed columns. */
#include "datasets/read/filling.h"

#include "datasets/frame/arena.h"
#include "datasets/read/labels.h"
#include "datasets/read/number.h"
#include "datasets/tables/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 12, TELL_EVERY = 1 << 16 };

static bool is_label_of(const nh_table *table, const char *name)
{
    for (const nh_table_column *c = table->columns; c->name; c++)
        if (strcmp(c->name, name) == 0) return false;
    return true;
}

static bool take_text(nh_rows *, nh_filling *, nh_field), take_child(nh_rows *, nh_filling *, nh_field);
static bool take_code(nh_rows *, nh_filling *, nh_field), take_date(nh_rows *, nh_filling *, nh_field);
static bool take_number(nh_rows *, nh_filling *, nh_field);

static nh_take *const takers[] = {
    [NH_HOLDS_TEXT] = take_text, [NH_HOLDS_CHILD] = take_child, [NH_HOLDS_CODE] = take_code,
    [NH_HOLDS_POSTCODE] = take_text, [NH_HOLDS_DATE] = take_date, [NH_HOLDS_WHOLE] = take_number,
    [NH_HOLDS_NUMBER] = take_number,
};

nh_rows *nh_rows_new(const nh_table *table, nh_levels *children, nh_levels *authorities, nh_problems *problems)
{
    nh_rows *rows = nh_zeroed(1, sizeof *rows);
    rows->table = table;
    rows->problems = problems;
    rows->authorities = nh_levels_share(authorities);
    rows->frame = nh_frame_new(table->name, table->summary);
    rows->authority = nh_frame_add_levels(rows->frame, "authority", authorities);
    rows->year = nh_frame_add(rows->frame, "year", NH_NUMBER);
    rows->child = nh_frame_add_levels(rows->frame, "child", children);
    while (rows->n_cells < NH_MOST_CELLS && table->columns[rows->n_cells].name) rows->n_cells++;
    rows->cells = nh_zeroed(rows->n_cells, sizeof *rows->cells);
    for (size_t i = 0; i < rows->n_cells; i++)
        rows->cells[i] = (nh_filling){ .what = &table->columns[i], .take = takers[table->columns[i].holds],
                                   .take_run = nh_run_takers[table->columns[i].holds] };
    rows->la = nh_zeroed(1, sizeof *rows->la);
    nh_levels *las = nh_levels_new();
    rows->la->codes = nh_text_codes_new(las);
    nh_levels_release(las);
    return rows;
}

/* Millions of texts are met once: what finding them took is better spent on derivation. Postcodes must rest, for most
 * of them nobody else can find before (postcode_codes.h). */
static void rest_texts(const nh_rows *rows)
{
    enum { MANY = 1 << 16 };
    for (size_t i = 0; i < rows->n_cells; i++) {
        const nh_column *column = rows->cells[i].column;
        if (!column || !column->levels) continue;
        if (rows->cells[i].what->holds == NH_HOLDS_POSTCODE || nh_levels_count(column->levels) > MANY)
            nh_levels_rest(column->levels);
    }
}

nh_frame *nh_rows_finish(nh_rows *rows)
{
    nh_frame *frame = rows->frame;
    rest_texts(rows);
    nh_frame_set_rows(frame, rows->n);
    for (size_t i = 0; i < rows->n_cells; i++) {
        free(rows->cells[i].verdicts);
        free(rows->cells[i].seen);
        nh_text_codes_free(rows->cells[i].codes);
    }
    nh_text_codes_free(rows->la->codes);
    nh_levels_release(rows->authorities);
    free(rows->la);
    free(rows->authority_of_la);
    free(rows->cells);
    free(rows);
    return frame;
}

/* ---- problems ---- */

static nh_csv_place place_of_field(const nh_rows *rows, int field)
{
    return rows->records.place(rows->records.reader, field == NH_NO_FIELD ? 0 : (size_t)field);
}

/* Why a row cannot be used, kept when it is the first of the file. */
static void remember_fault(nh_rows *rows, nh_problem_code code, const nh_table_column *column, nh_csv_place place)
{
    if (rows->has_fault) return;
    rows->has_fault = true;
    rows->count.fault = place;
    rows->count.fault_column = column ? column->name : "the row";
    rows->count.fault_is = nh_problem_kind_of(code)->message;
}

static void report_at(nh_rows *rows, nh_problem_code code, const nh_table_column *column, int field)
{
    nh_csv_place place = place_of_field(rows, field);
    if (nh_problem_kind_of(code)->sets_aside) remember_fault(rows, code, column, place);
    if (place.line == 0) return;
    nh_problem_add(rows->problems, code,
                   (nh_problem_place){ .table = rows->table->name, .column = column ? column->name : NULL,
                                       .file = rows->file_number, .line = place.line, .byte_column = place.column });
}

static void report(nh_rows *rows, nh_problem_code code, const nh_filling *cell)
{
    report_at(rows, code, cell->what, cell->field);
}

/* For the table's own checks. */
static void report_row(const nh_table_row *row, nh_problem_code code, size_t column)
{
    nh_rows *rows = row->reporter;
    report(rows, code, &rows->cells[column]);
}

/* ---- texts ---- */

static bool is_letter_or_digit(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_length_of_postcode(size_t n)
{
    return n >= 5 && n <= 7;
}

/* As nh_can_be_postcode, but of any text and letter by letter. */
static bool can_be_postcode(const char *text)
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text != ' ' && !is_letter_or_digit(*text)) return false;
        n += *text != ' ';
    }
    return is_length_of_postcode(n);
}

typedef enum verdict { NOT_JUDGED, SOUND, FAULTY } verdict;

static verdict judge(const nh_rows *rows, const nh_filling *cell, int32_t code)
{
    const char *text = nh_levels_text(cell->column->levels, code);
    return nh_code_known(rows->table->name, cell->what->name, text, 0) ? SOUND : FAULTY;
}

bool nh_filling_knows(const nh_rows *rows, nh_filling *cell, int32_t code)
{
    size_t at = (size_t)code;
    if (at >= cell->n_verdicts) {
        size_t n = 2 * at + 64;
        cell->verdicts = nh_resize(cell->verdicts, n, 1);
        memset(cell->verdicts + cell->n_verdicts, NOT_JUDGED, n - cell->n_verdicts);
        cell->n_verdicts = n;
    }
    if (cell->verdicts[at] == NOT_JUDGED) cell->verdicts[at] = (uint8_t)judge(rows, cell, code);
    return cell->verdicts[at] == SOUND;
}

static bool take_blank(nh_rows *rows, const nh_filling *cell)
{
    nh_put_mark(cell->column, rows->n, NH_MISSING);
    if (!cell->what->is_needed) return true;
    report(rows, NH_PROBLEM_BLANK_VALUE, cell);
    return false;
}

static bool take_code(nh_rows *rows, nh_filling *cell, nh_field field)
{
    int32_t code = nh_text_code(cell->codes, field);
    if (code == NH_NO_LEVEL) return take_blank(rows, cell);
    nh_put_code(cell->column, rows->n, code);
    if (!nh_filling_knows(rows, cell, code)) report(rows, NH_PROBLEM_UNKNOWN_CODE, cell);
    return true;
}

static bool take_text(nh_rows *rows, nh_filling *cell, nh_field field)
{
    int32_t code = nh_text_code(cell->codes, field);
    if (code == NH_NO_LEVEL) return take_blank(rows, cell);
    nh_put_code(cell->column, rows->n, code);
    if (cell->what->holds == NH_HOLDS_POSTCODE && !can_be_postcode(nh_text_at(cell->column, rows->n)))
        report(rows, NH_PROBLEM_BAD_POSTCODE, cell);
    return true;
}

static bool take_child(nh_rows *rows, nh_filling *cell, nh_field field)
{
    int32_t code = nh_text_code(cell->codes, field);
    nh_put_code(cell->column, rows->n, code);
    if (code == NH_NO_LEVEL) report(rows, NH_PROBLEM_BLANK_CHILD, cell);
    return code != NH_NO_LEVEL;
}

/* ---- dates ---- */

static void put_date(nh_rows *rows, nh_filling *cell, int32_t date)
{
    nh_put_date(cell->column, rows->n, date);
    if (!nh_date_is_in_range(date)) report(rows, NH_PROBLEM_DATE_OUT_OF_RANGE, cell);
}

/* A row without a sound date stays for later rules, or is set aside, or has the date blanked, as the column says. */
static bool without_date(nh_rows *rows, nh_filling *cell, bool is_bad)
{
    const nh_table_column *what = cell->what;
    nh_put_mark(cell->column, rows->n, is_bad && what->keeps_faults ? NH_NOT_AVAILABLE : NH_MISSING);
    if (!is_bad && !what->is_needed) return true;
    bool is_usable = !what->is_needed && !what->keeps_faults;
    rows->is_usable &= is_usable;
    if (!is_bad) remember_fault(rows, NH_PROBLEM_BLANK_DATE, what, place_of_field(rows, cell->field));
    if (!is_bad && !what->keeps_faults) report(rows, NH_PROBLEM_BLANK_DATE, cell);
    if (is_bad) report(rows, is_usable ? NH_PROBLEM_BAD_DATE_BLANKED : NH_PROBLEM_BAD_DATE, cell);
    return is_usable || what->keeps_faults;
}

static bool put_british_date(nh_rows *rows, nh_filling *cell, int32_t date)
{
    cell->n_british++;
    put_date(rows, cell, date);
    return true;
}

/* With blanks around it, of another form, or none. */
static bool take_odd_date(nh_rows *rows, nh_filling *cell, nh_field field)
{
    int32_t date;
    if (field.length == 0) return without_date(rows, cell, false);
    if (nh_date_read(field.text, field.length, &date)) return put_british_date(rows, cell, date);
    if (nh_date_read_iso(field.text, field.length, &date)) cell->n_iso++;
    return without_date(rows, cell, true);
}

static bool take_date(nh_rows *rows, nh_filling *cell, nh_field field)
{
    int32_t date;
    if (nh_date_read(field.text, field.length, &date)) return put_british_date(rows, cell, date);
    return take_odd_date(rows, cell, nh_field_stripped(field));
}

/* ---- numbers ---- */

static bool take_number(nh_rows *rows, nh_filling *cell, nh_field field)
{
    const nh_table_column *what = cell->what;
    double value = 0;
    field = nh_field_stripped(field);
    nh_put_mark(cell->column, rows->n, NH_MISSING);
    if (field.length == 0) return !what->is_needed;
    bool is_number = nh_number_read(field.text, field.length, &value);
    if (is_number && what->holds == NH_HOLDS_WHOLE && value >= -1e15 && value <= 1e15)
        is_number = (double)(int64_t)value == value;
    if (!is_number) report(rows, NH_PROBLEM_NOT_A_NUMBER, cell);
    else if (value < what->low || value > what->high) report(rows, NH_PROBLEM_OUT_OF_RANGE, cell);
    else nh_put_number(cell->column, rows->n, value);
    return nh_present(cell->column, rows->n) || !what->is_needed;
}

/* ---- rows ---- */

int32_t nh_rows_authority(nh_rows *rows, nh_field label)
{
    int32_t text = nh_text_code(rows->la->codes, label);
    if (text == NH_NO_LEVEL) return NH_NO_LEVEL;
    if ((size_t)text >= rows->n_la) {
        rows->authority_of_la = nh_resize(rows->authority_of_la, (size_t)text + 1, sizeof *rows->authority_of_la);
        const char *code = nh_authority_code(nh_text_of_code(rows->la->codes, text));
        rows->authority_of_la[text] = nh_levels_add_text(rows->authorities, code);
        rows->n_la = (size_t)text + 1;
    }
    return rows->authority_of_la[text];
}

static int32_t authority_in(nh_rows *rows, const nh_record *record)
{
    return rows->la->field == NH_NO_FIELD ? NH_NO_LEVEL : nh_rows_authority(rows, record->fields[rows->la->field]);
}

bool nh_rows_year(nh_field label, double *year)
{
    *year = 0;
    label = nh_field_stripped(label);
    if (label.length == 0) return true;
    return label.length == 4 && nh_number_read(label.text, label.length, year) && *year >= 1000;
}

/* 0 where the row names none; false when what stands there is no year. */
static bool year_in(const nh_rows *rows, const nh_record *record, double *year, nh_error *err)
{
    *year = 0;
    if (rows->year_field == NH_NO_FIELD || nh_rows_year(record->fields[rows->year_field], year)) return true;
    nh_csv_place place = rows->records.place(rows->records.reader, (size_t)rows->year_field);
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: YEAR is not a return year (four digits: the year of its 31 March)",
                   rows->records.name, place.line, place.column);
}

static bool take_labels(nh_rows *rows, const nh_record *record, nh_error *err)
{
    double year;
    if (!year_in(rows, record, &year, err)) return false;
    rows->authority->code[rows->n] = authority_in(rows, record);
    nh_put_number(rows->year, rows->n, year);
    return true;
}

static bool take_cells(nh_rows *rows, const nh_record *record)
{
    bool keep = true;
    for (size_t i = 0; i < rows->n_filled; i++) {
        nh_filling *cell = rows->filled[i];
        if (cell->field != NH_NO_FIELD) keep &= cell->take(rows, cell, record->fields[cell->field]);
        else nh_put_mark(cell->column, rows->n, NH_MISSING);
    }
    return keep;
}

void nh_rows_make_room(nh_rows *rows, size_t n)
{
    if (rows->n + n > nh_frame_rows(rows->frame)) nh_frame_set_rows(rows->frame, rows->n + n + ROWS_AT_ONCE);
}

bool nh_rows_take(nh_rows *rows, const nh_record *record, nh_error *err)
{
    nh_rows_make_room(rows, 1);
    rows->is_usable = true;
    if (!take_labels(rows, record, err)) return false;
    bool keep = take_cells(rows, record);
    nh_table_row row = { rows->columns, rows->n, report_row, rows };
    if (keep && rows->table->check) keep = rows->table->check(&row);
    rows->count.n_records++;
    rows->count.n_aside += !keep;
    rows->count.n_usable += keep && rows->is_usable;
    if (keep) nh_frame_put_origins(rows->frame, rows->n, 1, (nh_origin){ rows->file_number, record->line });
    rows->n += keep;
    return true;
}

/* ---- files ---- */

/* No text is of bytes like these. */
static nh_seen_code *nothing_seen(void)
{
    nh_seen_code *seen = nh_zeroed(NH_SEEN + 1, sizeof *seen);
    memset(seen, 0xFF, (NH_SEEN + 1) * sizeof *seen);
    return seen;
}

static void add_column(nh_rows *rows, nh_filling *cell)
{
    char name[64] = "";
    const char *from = cell->what->name;
    static const nh_kind kinds[] = { [NH_HOLDS_DATE] = NH_DATE, [NH_HOLDS_WHOLE] = NH_NUMBER,
                                     [NH_HOLDS_NUMBER] = NH_NUMBER, [NH_HOLDS_TEXT] = NH_CATEGORY,
                                     [NH_HOLDS_CODE] = NH_CATEGORY, [NH_HOLDS_POSTCODE] = NH_CATEGORY };
    for (size_t i = 0; from[i] && i + 1 < sizeof name; i++)
        name[i] = from[i] >= 'A' && from[i] <= 'Z' ? (char)(from[i] - 'A' + 'a') : from[i];
    bool is_child = cell->what->holds == NH_HOLDS_CHILD;
    cell->column = is_child ? rows->child : nh_frame_add(rows->frame, name, kinds[cell->what->holds]);
    if (cell->what->holds == NH_HOLDS_POSTCODE) cell->codes = nh_text_codes_of_postcodes(cell->column->levels);
    else if (cell->column->levels) cell->codes = nh_text_codes_new(cell->column->levels);
    if (cell->what->holds == NH_HOLDS_CODE) cell->seen = nothing_seen();
    for (size_t row = 0; row < rows->n && !is_child; row++) nh_put_mark(cell->column, row, NH_MISSING);
}

/* Columns that the table does not have are told, each once; a name that is blank is a trailing comma. */
static void report_extra(nh_rows *rows, const nh_header *header)
{
    for (size_t field = 0; field < header->n; field++) {
        bool is_known = (int)field == rows->la->field || (int)field == rows->year_field || !*header->names[field];
        for (size_t i = 0; i < rows->n_cells; i++) is_known |= rows->cells[i].field == (int)field;
        if (!is_known) report_at(rows, NH_PROBLEM_EXTRA_COLUMN, NULL, (int)field);
    }
}

void nh_rows_widen(nh_rows *rows)
{
    rows->n_filled = 0;
    for (size_t i = 0; i < rows->n_cells; i++) {
        nh_filling *cell = &rows->cells[i];
        cell->field = nh_table_field(rows->records.header, cell->what);
        if (cell->field != NH_NO_FIELD && !cell->column && !cell->what->is_unused) add_column(rows, cell);
        if (cell->column) rows->filled[rows->n_filled++] = cell;
        rows->columns[i] = cell->column;
    }
}

void nh_rows_open(nh_rows *rows, const nh_records *records, uint32_t file)
{
    const nh_header *header = records->header;
    rows->records = *records;
    rows->file_number = file;
    rows->count = (nh_rows_count){ .first = rows->n };
    nh_rows_widen(rows);
    for (size_t i = 0; i < rows->n_cells; i++) {
        nh_filling *cell = &rows->cells[i];
        cell->n_british = cell->n_iso = 0;
        cell->n_levels = cell->codes ? nh_levels_count(cell->column->levels) : 0;
        if (cell->what->holds == NH_HOLDS_CHILD && cell->codes) nh_text_codes_expect_order(cell->codes);
    }
    rows->la->field = is_label_of(rows->table, "LA") ? nh_header_find(header, "LA") : NH_NO_FIELD;
    rows->year_field = is_label_of(rows->table, "YEAR") ? nh_header_find(header, "YEAR") : NH_NO_FIELD;
    report_extra(rows, header);
    rows->has_fault = false;
}

/* A few YYYY-MM-DD among many are mistakes, each a problem; one in ten and more are another habit. */
static bool has_one_form_of_dates(const nh_rows *rows, nh_error *err)
{
    for (size_t i = 0; i < rows->n_cells; i++)
        if (rows->cells[i].n_british && rows->cells[i].n_iso * 9 >= rows->cells[i].n_british)
            return nh_fail(err, NH_BAD_INPUT, "%s: %s has dates in two forms: write every date as DD/MM/YYYY",
                           rows->records.name, rows->cells[i].what->name);
    return true;
}

bool nh_rows_close(nh_rows *rows, nh_rows_count *count, nh_error *err)
{
    rows->count.n_kept = rows->n - rows->count.first;
    *count = rows->count;
    return has_one_form_of_dates(rows, err);
}

bool nh_rows_are_usable(const nh_rows_count *count, const char *name, nh_error *err)
{
    if (count->n_records == 0 || count->n_usable > 0) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: every record is set aside, %zu in all: of the first, %s %s", name,
                   count->fault.line, count->fault.column, count->n_records,
                   count->fault_column ? count->fault_column : "a field",
                   count->fault_is ? count->fault_is : "cannot be used");
}

/* Now and then; *told is how many records there were the last time. */
static void tell(const nh_rows *rows, const nh_csv *csv, const nh_progress *progress, size_t *told)
{
    if (rows->count.n_records - *told < TELL_EVERY) return;
    *told = rows->count.n_records;
    if (progress && progress->step) progress->step(progress->teller, "reading", nh_csv_share_read(csv), 1);
}

static nh_csv_place place_in_csv(const void *csv, size_t field)
{
    return nh_csv_place_of(csv, field);
}

/* The levels grow no faster than the rows, and children as fast. */
static void make_room_for_levels(const nh_filling *cell, double rows_to_come)
{
    if (!cell->codes) return;
    nh_levels *levels = cell->column->levels;
    double now = (double)nh_levels_count(levels), of_file = now - (double)cell->n_levels;
    size_t n = (size_t)(now + of_file * rows_to_come);
    if (cell->what->holds == NH_HOLDS_CHILD) nh_levels_expect(levels, n);
    else nh_levels_reserve(levels, n);
}

/* Columns that grow move; so once it can be told how many rows a file will give, they and their levels are given room.
 * False while it cannot be told. */
static bool make_room_for_all(const nh_rows *rows, const nh_csv *csv)
{
    enum { TOLD_BY = 1 << 11, MOST = 1 << 26 };
    if (rows->count.n_records < TOLD_BY) return false;
    double share = nh_csv_share_read(csv), n = (double)rows->count.n_records;
    double most = share > 0 ? n / share * 1.125 : MOST;
    if (most >= MOST) return true;
    nh_frame_reserve(rows->frame, rows->count.first + (size_t)most);
    for (size_t i = 0; i < rows->n_filled; i++) make_room_for_levels(rows->filled[i], most / n - 1);
    return true;
}

/* What is odd in a record, or in how it is written, is met here. Where much is, plain ones are not looked for again
 * before so many more. */
static bool take_alone(nh_rows *rows, nh_csv *csv, size_t n, nh_error *err)
{
    const nh_record *record;
    while (n > 0 && (record = nh_csv_next(csv, err))) {
        if (!nh_rows_take(rows, record, err)) return false;
        n--;
    }
    return n == 0;
}

static size_t take_plain(nh_rows *rows, nh_csv *csv)
{
    nh_csv_run run;
    size_t taken = 0, n = 0;
    for (bool is_whole = true; is_whole && nh_csv_look(csv, NH_CSV_RUN, &run); taken += n) {
        n = nh_rows_take_run(rows, &run);
        nh_csv_pass(csv, &run, n);
        is_whole = n == run.n;
    }
    return taken;
}

bool nh_rows_read(nh_rows *rows, nh_csv *csv, uint32_t file, const nh_progress *progress, nh_rows_count *count,
                  nh_error *err)
{
    enum { FEW = 16, MOST_ALONE = 256 };
    nh_rows_open(rows, &(nh_records){ nh_csv_header(csv), nh_csv_name(csv), place_in_csv, csv }, file);
    size_t alone = 1, told = 0;
    bool has_room = false;
    do {
        if (!has_room) has_room = make_room_for_all(rows, csv);
        bool are_few = take_plain(rows, csv) < FEW;
        alone = !are_few ? 1 : alone < MOST_ALONE ? 2 * alone : alone;
        tell(rows, csv, progress, &told);
    } while (take_alone(rows, csv, alone, err));
    return nh_csv_ended(csv) && nh_rows_close(rows, count, err) && nh_rows_are_usable(count, nh_csv_name(csv), err);
}
