/* datasets/read/rows.c: fields into typed columns. */
#include "datasets/read/rows.h"

#include "datasets/frame/arena.h"
#include "datasets/read/labels.h"
#include "datasets/read/number.h"
#include "datasets/read/text_codes.h"
#include "datasets/tables/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* New rows are few enough that what was just cleared is still near when it is filled. */
enum { MOST_CELLS = 32, ROWS_AT_ONCE = 1 << 12, TELL_EVERY = 1 << 16 };

typedef enum verdict { NOT_JUDGED, SOUND, FAULTY } verdict;

/* A field of codes as it stands in files, and what it means. */
typedef struct known_code {
    nh_short_text text; /* of no length: free */
    int32_t code;
    bool is_sound;
} known_code;

enum { KNOWN_BITS = 8, KNOWN = 1 << KNOWN_BITS };

/* One column while it is filled. */
typedef struct target {
    bool (*take)(struct nh_rows *rows, struct target *cell, nh_field field);
    const nh_table_column *what; /* NULL: the label LA */
    nh_column *column;
    nh_text_codes *codes; /* of a category */
    int field;            /* in the file at hand, or NH_NO_FIELD */
    size_t n_british, n_iso;
    uint8_t *verdicts; /* by level: asked once whether a code is known */
    size_t n_verdicts;
    known_code *known;       /* codes: what fields held lately */
    nh_short_text last_text; /* children, postcodes, texts: the last one, as its field had it */
    bool last_is_sound;
} target;

struct nh_rows {
    const nh_table *table;
    nh_frame *frame;
    nh_problems *problems;
    nh_levels *authorities;
    nh_column *authority, *year, *child, *file, *line;
    nh_column *columns[MOST_CELLS]; /* in the descriptor's order */
    target *cells;
    target *filled[MOST_CELLS]; /* those that have a column */
    size_t n_cells, n_filled, n;
    target *la;     /* the label in a column LA: its levels are texts as files give them */
    int32_t *authority_of_la;
    size_t n_la;
    int year_field;

    nh_records records; /* the file at hand */
    nh_rows_count count;
    uint32_t file_number;
    bool is_usable; /* the row at hand */
    bool has_fault; /* and the file at hand has a first one */
    bool children_may_wait; /* no other table meets children meanwhile, who are numbered as they are met */
};

static bool is_label_of(const nh_table *table, const char *name)
{
    for (const nh_table_column *c = table->columns; c->name; c++)
        if (strcmp(c->name, name) == 0) return false;
    return true;
}

static bool take_text(nh_rows *, target *, nh_field), take_child(nh_rows *, target *, nh_field);
static bool take_code(nh_rows *, target *, nh_field), take_date(nh_rows *, target *, nh_field);
static bool take_number(nh_rows *, target *, nh_field);

static bool (*const takers[])(nh_rows *, target *, nh_field) = {
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
    rows->file = nh_frame_add(rows->frame, "file", NH_NUMBER);
    rows->line = nh_frame_add(rows->frame, "line", NH_NUMBER);
    while (rows->n_cells < MOST_CELLS && table->columns[rows->n_cells].name) rows->n_cells++;
    rows->cells = nh_zeroed(rows->n_cells, sizeof *rows->cells);
    for (size_t i = 0; i < rows->n_cells; i++)
        rows->cells[i] = (target){ .what = &table->columns[i], .take = takers[table->columns[i].holds] };
    rows->la = nh_zeroed(1, sizeof *rows->la);
    nh_levels *las = nh_levels_new();
    rows->la->codes = nh_text_codes_new(las, NULL);
    nh_levels_release(las);
    return rows;
}

static void settle_texts(nh_rows *rows)
{
    for (size_t i = 0; i < rows->n_cells; i++)
        if (rows->cells[i].codes) nh_text_codes_settle(rows->cells[i].codes);
}

/* Millions of texts are met once: what finding them took is better spent on derivation. */
static void rest_texts(const nh_rows *rows)
{
    enum { MANY = 1 << 16 };
    for (size_t i = 0; i < rows->n_cells; i++) {
        const nh_column *column = rows->cells[i].column;
        if (column && column->levels && nh_levels_count(column->levels) > MANY) nh_levels_rest(column->levels);
    }
}

nh_frame *nh_rows_finish(nh_rows *rows)
{
    nh_frame *frame = rows->frame;
    settle_texts(rows);
    rest_texts(rows);
    nh_frame_set_rows(frame, rows->n);
    for (size_t i = 0; i < rows->n_cells; i++) {
        free(rows->cells[i].verdicts);
        free(rows->cells[i].known);
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

static void report(nh_rows *rows, nh_problem_code code, const target *cell)
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

/* The upper bit of each letter and digit. */
static uint64_t letters_and_digits(uint64_t word)
{
    return nh_bytes_between(word, 'A', 'Z') | nh_bytes_between(word, '0', '9');
}

/* Five to seven letters and digits, and blanks between them. */
static bool can_be_postcode(nh_short_text text)
{
    uint64_t head = letters_and_digits(text.head), tail = letters_and_digits(text.tail);
    uint64_t blank_head = nh_bytes_between(text.head, ' ', ' '), blank_tail = nh_bytes_between(text.tail, ' ', ' ');
    return is_length_of_postcode(nh_bytes_count(head, tail)) &&
           nh_bytes_count(head | blank_head, tail | blank_tail) == nh_short_text_length(text);
}

/* The same of a text with many blanks. */
static bool can_be_long_postcode(const char *text)
{
    size_t n = 0;
    for (; *text; text++) {
        if (*text != ' ' && !is_letter_or_digit(*text)) return false;
        n += *text != ' ';
    }
    return is_length_of_postcode(n);
}

static verdict judge(const nh_rows *rows, const target *cell, int32_t code)
{
    const char *text = nh_levels_text(cell->column->levels, code);
    return nh_code_known(rows->table->name, cell->what->name, text, 0) ? SOUND : FAULTY;
}

static verdict verdict_of(const nh_rows *rows, target *cell, int32_t code)
{
    size_t at = (size_t)code;
    if (at >= cell->n_verdicts) {
        size_t n = 2 * at + 64;
        cell->verdicts = nh_resize(cell->verdicts, n, 1);
        memset(cell->verdicts + cell->n_verdicts, NOT_JUDGED, n - cell->n_verdicts);
        cell->n_verdicts = n;
    }
    if (cell->verdicts[at] == NOT_JUDGED) cell->verdicts[at] = (uint8_t)judge(rows, cell, code);
    return (verdict)cell->verdicts[at];
}

static bool take_blank(nh_rows *rows, const target *cell)
{
    nh_put_mark(cell->column, rows->n, NH_MISSING);
    if (!cell->what->is_needed) return true;
    report(rows, NH_PROBLEM_BLANK_VALUE, cell);
    return false;
}

static void look_up(const nh_rows *rows, target *cell, nh_field field, known_code *known)
{
    known->code = nh_text_code(cell->codes, field);
    known->is_sound = known->code == NH_NO_LEVEL || verdict_of(rows, cell, known->code) == SOUND;
}

/* Most fields hold a code seen a moment before. What is too long to be kept is looked up behind the others. */
static const known_code *known_code_of(const nh_rows *rows, target *cell, nh_field field)
{
    if (field.length > NH_SHORT_TEXT) {
        look_up(rows, cell, field, &cell->known[KNOWN]);
        return &cell->known[KNOWN];
    }
    nh_short_text text = nh_short_text_of(field.text, field.length);
    known_code *known = &cell->known[(text.head ^ text.tail) * 0x9E3779B97F4A7C15u >> (64 - KNOWN_BITS)];
    if (nh_short_text_same(known->text, text)) return known;
    look_up(rows, cell, field, known);
    known->text = text;
    return known;
}

static bool take_code(nh_rows *rows, target *cell, nh_field field)
{
    if (field.length == 0) return take_blank(rows, cell);
    const known_code *known = known_code_of(rows, cell, field);
    if (known->code == NH_NO_LEVEL) return take_blank(rows, cell);
    cell->column->code[rows->n] = known->code;
    nh_put_present(cell->column, rows->n);
    if (!known->is_sound) report(rows, NH_PROBLEM_UNKNOWN_CODE, cell);
    return true;
}

/* A child's rows follow each other, and often name one home. */
static bool is_last_text(const target *cell, nh_field field)
{
    return field.length > 0 && field.length <= NH_SHORT_TEXT &&
           nh_short_text_same(nh_short_text_of(field.text, field.length), cell->last_text);
}

static void put_long_text(nh_rows *rows, target *cell, nh_field field)
{
    nh_put_code(cell->column, rows->n, nh_text_code(cell->codes, field));
    const char *text = nh_text_at(cell->column, rows->n);
    cell->last_is_sound = cell->what->holds != NH_HOLDS_POSTCODE || can_be_long_postcode(text);
}

static void put_short_text(nh_rows *rows, target *cell, nh_field field, nh_short_text text)
{
    nh_put_present(cell->column, rows->n);
    nh_text_code_later(cell->codes, text, rows->n);
    cell->last_is_sound = cell->what->holds != NH_HOLDS_POSTCODE || can_be_postcode(text);
    if (field.length <= NH_SHORT_TEXT) cell->last_text = nh_short_text_of(field.text, field.length);
}

/* Texts of which there may be millions: their codes are written a little later. False for a blank. */
static bool put_text(nh_rows *rows, target *cell, nh_field field)
{
    nh_short_text text;
    if (is_last_text(cell, field)) {
        nh_put_present(cell->column, rows->n);
        nh_text_code_again(cell->codes, rows->n);
        return true;
    }
    cell->last_text = (nh_short_text){ 0, 0 };
    bool is_short = nh_text_cleaned(field, &text);
    if (is_short && nh_short_text_length(text) == 0) return false;
    if (is_short) put_short_text(rows, cell, field, text);
    else put_long_text(rows, cell, field);
    return true;
}

static bool take_text(nh_rows *rows, target *cell, nh_field field)
{
    if (field.length == 0 || !put_text(rows, cell, field)) return take_blank(rows, cell);
    if (!cell->last_is_sound) report(rows, NH_PROBLEM_BAD_POSTCODE, cell);
    return true;
}

static bool put_child_now(nh_rows *rows, target *cell, nh_field field)
{
    int32_t code = nh_text_code(cell->codes, field);
    nh_put_code(cell->column, rows->n, code);
    return code != NH_NO_LEVEL;
}

static bool take_child(nh_rows *rows, target *cell, nh_field field)
{
    bool is_there = rows->children_may_wait ? put_text(rows, cell, field) : put_child_now(rows, cell, field);
    if (!is_there) report(rows, NH_PROBLEM_BLANK_CHILD, cell);
    return is_there;
}

/* ---- dates ---- */

static void put_date(nh_rows *rows, target *cell, int32_t date)
{
    static const int32_t first = -25567, last = 47846; /* 1 January 1900, 31 December 2100 */
    nh_put_date(cell->column, rows->n, date);
    if (date < first || date > last) report(rows, NH_PROBLEM_DATE_OUT_OF_RANGE, cell);
}

/* A row without a sound date stays for later rules, or is set aside, or has the date blanked, as the column says. */
static bool without_date(nh_rows *rows, target *cell, bool is_bad)
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

static bool put_british_date(nh_rows *rows, target *cell, int32_t date)
{
    cell->n_british++;
    put_date(rows, cell, date);
    return true;
}

/* With blanks around it, of another form, or none. */
static bool take_odd_date(nh_rows *rows, target *cell, nh_field field)
{
    int32_t date;
    if (field.length == 0) return without_date(rows, cell, false);
    if (nh_date_read(field.text, field.length, &date)) return put_british_date(rows, cell, date);
    if (nh_date_read_iso(field.text, field.length, &date)) cell->n_iso++;
    return without_date(rows, cell, true);
}

static bool take_date(nh_rows *rows, target *cell, nh_field field)
{
    int32_t date;
    if (nh_date_read(field.text, field.length, &date)) return put_british_date(rows, cell, date);
    return take_odd_date(rows, cell, nh_field_stripped(field));
}

/* ---- numbers ---- */

static bool take_number(nh_rows *rows, target *cell, nh_field field)
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


static int32_t authority_in(nh_rows *rows, const nh_record *record)
{
    if (rows->la->field == NH_NO_FIELD) return NH_NO_LEVEL;
    int32_t text = nh_text_code(rows->la->codes, record->fields[rows->la->field]);
    if (text == NH_NO_LEVEL) return NH_NO_LEVEL;
    if ((size_t)text >= rows->n_la) {
        rows->authority_of_la = nh_resize(rows->authority_of_la, (size_t)text + 1, sizeof *rows->authority_of_la);
        const char *code = nh_authority_code(nh_text_of_code(rows->la->codes, text));
        rows->authority_of_la[text] = nh_levels_add_text(rows->authorities, code);
        rows->n_la = (size_t)text + 1;
    }
    return rows->authority_of_la[text];
}

/* 0 where the row names none; false when what stands there is no year. */
static bool year_in(const nh_rows *rows, const nh_record *record, double *year, nh_error *err)
{
    *year = 0;
    if (rows->year_field == NH_NO_FIELD) return true;
    nh_field field = nh_field_stripped(record->fields[rows->year_field]);
    if (field.length == 0) return true;
    bool is_year = field.length == 4 && nh_number_read(field.text, field.length, year) && *year >= 1000;
    if (is_year) return true;
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
    nh_put_number(rows->file, rows->n, rows->file_number);
    nh_put_number(rows->line, rows->n, record->line);
    return true;
}

static bool take_cells(nh_rows *rows, const nh_record *record)
{
    bool keep = true;
    for (size_t i = 0; i < rows->n_filled; i++) {
        target *cell = rows->filled[i];
        if (cell->field != NH_NO_FIELD) keep &= cell->take(rows, cell, record->fields[cell->field]);
        else nh_put_mark(cell->column, rows->n, NH_MISSING);
    }
    return keep;
}

bool nh_rows_take(nh_rows *rows, const nh_record *record, nh_error *err)
{
    if (rows->n == nh_frame_rows(rows->frame)) nh_frame_set_rows(rows->frame, rows->n + ROWS_AT_ONCE);
    rows->is_usable = true;
    if (!take_labels(rows, record, err)) return false;
    bool keep = take_cells(rows, record);
    nh_table_row row = { rows->columns, rows->n, report_row, rows };
    if (keep && rows->table->check) keep = rows->table->check(&row);
    rows->count.n_records++;
    rows->count.n_aside += !keep;
    rows->count.n_usable += keep && rows->is_usable;
    rows->n += keep;
    return true;
}

/* ---- files ---- */

static void add_column(nh_rows *rows, target *cell)
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
    if (cell->column->levels) cell->codes = nh_text_codes_new(cell->column->levels, cell->column);
    if (cell->what->holds == NH_HOLDS_CODE) cell->known = nh_zeroed(KNOWN + 1, sizeof *cell->known);
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
        target *cell = &rows->cells[i];
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
        target *cell = &rows->cells[i];
        cell->n_british = cell->n_iso = 0;
        cell->last_text = (nh_short_text){ 0, 0 };
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
    settle_texts(rows);
    rows->children_may_wait = false;
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

static void tell(const nh_progress *progress, double done)
{
    if (progress && progress->step) progress->step(progress->teller, "reading", done, 1);
}

static nh_csv_place place_in_csv(const void *csv, size_t field)
{
    return nh_csv_place_of(csv, field);
}

bool nh_rows_read(nh_rows *rows, nh_csv *csv, uint32_t file, const nh_progress *progress, nh_rows_count *count,
                  nh_error *err)
{
    const nh_record *record;
    nh_rows_open(rows, &(nh_records){ nh_csv_header(csv), nh_csv_name(csv), place_in_csv, csv }, file);
    rows->children_may_wait = true;
    while ((record = nh_csv_next(csv, err))) {
        if (!nh_rows_take(rows, record, err)) return false;
        if (rows->count.n_records % TELL_EVERY == 0) tell(progress, nh_csv_share_read(csv));
    }
    return nh_csv_ended(csv) && nh_rows_close(rows, count, err) && nh_rows_are_usable(count, nh_csv_name(csv), err);
}
