/* datasets/read/runs.c: plain records by column, the cells of many of them in one loop.
 *
 * Each loop ends before a field that is odd: one that would be reported, or of a form that is rare. The records
 * before it are taken, and that one by itself (rows.c), which fills its cells anew. Levels count as they would record
 * by record: a column's texts are met in the same order, and meeting one twice changes nothing. */
#include "datasets/read/filling.h"

#include "datasets/read/number.h"

#include <string.h>

enum { LONGEST_WORD = 8 };

/* The mark array of a column that is about to have a first mark. */
static uint8_t *marks_of(nh_column *column, size_t row)
{
    if (!column->mark) nh_put_mark(column, row, NH_MISSING);
    return column->mark;
}

static bool is_blank(nh_field field)
{
    return nh_field_stripped(field).length == 0;
}

/* A blank is a missing value, or odd where a value is needed. */
static bool put_blank(const nh_rows *rows, nh_filling *cell, size_t record)
{
    if (cell->what->is_needed) return false;
    nh_put_mark(cell->column, rows->n + record, NH_MISSING);
    return true;
}

/* ---- codes ---- */

/* Up to eight bytes as a word, zeros behind them; behind a field there are bytes that may be read. */
static inline uint64_t word_of(nh_field field)
{
    static const unsigned char kept[2 * LONGEST_WORD] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
    uint64_t bytes, mask;
    memcpy(&bytes, field.text, sizeof bytes);
    memcpy(&mask, kept + LONGEST_WORD - field.length, sizeof mask);
    return bytes & mask;
}

static inline nh_seen_code *seen_slot(const nh_filling *cell, uint64_t bytes)
{
    return &cell->seen[bytes * 0x9E3779B97F4A7C15u >> (64 - NH_SEEN_BITS)];
}

/* What a field means that was not seen lately; NULL where it is odd. One that is too long to be kept has the place
 * behind the others. */
static const nh_seen_code *learn(nh_rows *rows, nh_filling *cell, nh_field field, size_t record)
{
    bool is_word = field.length <= LONGEST_WORD;
    nh_seen_code *seen = is_word ? seen_slot(cell, word_of(field)) : &cell->seen[NH_SEEN];
    int32_t code = nh_text_code(cell->codes, field);
    if (code == NH_NO_LEVEL && !put_blank(rows, cell, record)) return NULL;
    if (code != NH_NO_LEVEL && !nh_filling_knows(rows, cell, code)) return NULL;
    *seen = (nh_seen_code){ is_word ? word_of(field) : 0, code < 0 ? 0 : code, code < 0 ? NH_MISSING : NH_PRESENT };
    return seen;
}

static size_t take_codes(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    const uint32_t *end = run->ends + cell->field;
    int32_t *code = cell->column->code + rows->n;
    for (size_t r = 0; r < n; r++, end += run->stride) {
        nh_field field = nh_csv_field_at(run, end);
        const nh_seen_code *seen = field.length <= LONGEST_WORD ? seen_slot(cell, word_of(field)) : NULL;
        if (!seen || seen->bytes != word_of(field)) seen = learn(rows, cell, field, r);
        if (!seen) return r;
        code[r] = seen->code;
        if (cell->column->mark) cell->column->mark[rows->n + r] = (uint8_t)seen->mark;
    }
    return n;
}

/* ---- texts ---- */

/* The place of a blank's code, which is any: behind all others, so that filling need not ask. */
enum { BLANK = NH_CSV_RUN };

/* The texts of a run's records, each once for those that follow each other; `of` says which is a record's. The first
 * n_coded have their codes. */
typedef struct run_texts {
    nh_short_text texts[NH_CSV_RUN];
    int32_t codes[NH_CSV_RUN + 1];
    uint16_t of[NH_CSV_RUN];
    size_t n, n_coded;
    bool has_blanks;
} run_texts;

static void code_texts(nh_text_codes *codes, run_texts *met)
{
    nh_text_codes_many(codes, met->texts + met->n_coded, met->n - met->n_coded, met->codes + met->n_coded);
    met->n_coded = met->n;
}

/* A long text is coded at once, after those before it. */
static bool put_long_text(const nh_filling *cell, nh_field field, run_texts *met, size_t record)
{
    if (cell->what->holds == NH_HOLDS_POSTCODE) return false;
    code_texts(cell->codes, met);
    met->of[record] = (uint16_t)met->n;
    met->codes[met->n++] = nh_text_code(cell->codes, field);
    met->n_coded = met->n;
    return true;
}

/* What no short text is. */
static const nh_short_text no_text = { 0, ~(uint64_t)0 };

/* Hardly any field has blanks or small letters: it is then clean as it stands. */
static inline bool is_clean(nh_short_text text, nh_field field)
{
    bool has_blanks = (unsigned char)field.text[0] <= ' ' || (unsigned char)field.text[field.length - 1] <= ' ';
    return !has_blanks && !(nh_bytes_between(text.head, 'a', 'z') | nh_bytes_between(text.tail, 'a', 'z'));
}

static bool put_blank_text(const nh_filling *cell, run_texts *met, size_t record)
{
    met->of[record] = BLANK;
    met->has_blanks = true;
    return !cell->what->is_needed && cell->what->holds != NH_HOLDS_CHILD;
}

/* Whether the text of another record than the one before can be taken here. */
static bool put_text(const nh_filling *cell, nh_field field, nh_short_text text, run_texts *met, size_t record)
{
    bool is_short = field.length > 0 && field.length <= NH_SHORT_TEXT;
    if (!(is_short && is_clean(text, field)) && !nh_text_cleaned(field, &text))
        return put_long_text(cell, field, met, record);
    if (nh_short_text_length(text) == 0) return put_blank_text(cell, met, record);
    if (cell->what->holds == NH_HOLDS_POSTCODE && !nh_can_be_postcode(text)) return false;
    met->of[record] = (uint16_t)met->n;
    met->texts[met->n++] = text;
    return true;
}

/* The texts of the first records, up to an odd one. A child's rows follow each other, and often name one home. */
static size_t gather_texts(const nh_filling *cell, const nh_csv_run *run, size_t n, run_texts *met)
{
    const uint32_t *end = run->ends + cell->field;
    nh_short_text last = no_text;
    met->n = met->n_coded = 0;
    met->has_blanks = false;
    for (size_t r = 0; r < n; r++, end += run->stride) {
        nh_field field = nh_csv_field_at(run, end);
        nh_short_text text = field.length <= NH_SHORT_TEXT ? nh_short_text_of(field.text, field.length) : no_text;
        if (r > 0 && nh_short_text_same(text, last) && field.length <= NH_SHORT_TEXT) met->of[r] = met->of[r - 1];
        else if (!put_text(cell, field, text, met, r)) return r;
        last = text;
    }
    return n;
}

static size_t take_texts(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    run_texts met;
    n = gather_texts(cell, run, n, &met);
    code_texts(cell->codes, &met);
    met.codes[BLANK] = 0;
    int32_t *code = cell->column->code + rows->n;
    for (size_t r = 0; r < n; r++) code[r] = met.codes[met.of[r]];
    if (!met.has_blanks && !cell->column->mark) return n;
    uint8_t *mark = marks_of(cell->column, rows->n) + rows->n;
    for (size_t r = 0; r < n; r++) mark[r] = met.of[r] == BLANK ? NH_MISSING : NH_PRESENT;
    return n;
}

/* ---- dates and numbers ---- */

static size_t take_dates(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    const uint32_t *end = run->ends + cell->field;
    int32_t *date = cell->column->date + rows->n;
    for (size_t r = 0; r < n; r++, end += run->stride) {
        nh_field field = nh_csv_field_at(run, end);
        if (nh_date_read(field.text, field.length, &date[r]) && nh_date_is_in_range(date[r]))
            nh_put_present(cell->column, rows->n + r);
        else if (!is_blank(field) || !put_blank(rows, cell, r)) return r;
    }
    return n;
}

static bool number_of(const nh_filling *cell, nh_field field, double *value)
{
    *value = nh_small_whole(field.text, field.length);
    if (*value < 0 && cell->what->holds == NH_HOLDS_WHOLE) return false;
    field = nh_field_stripped(field);
    if (*value < 0 && !nh_number_read(field.text, field.length, value)) return false;
    return *value >= cell->what->low && *value <= cell->what->high;
}

static size_t take_numbers(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    const uint32_t *end = run->ends + cell->field;
    double value;
    for (size_t r = 0; r < n; r++, end += run->stride) {
        nh_field field = nh_csv_field_at(run, end);
        if (number_of(cell, field, &value)) nh_put_number(cell->column, rows->n + r, value);
        else if (!is_blank(field) || !put_blank(rows, cell, r)) return r;
    }
    return n;
}

nh_take_run *const nh_run_takers[] = {
    [NH_HOLDS_TEXT] = take_texts, [NH_HOLDS_CHILD] = take_texts, [NH_HOLDS_CODE] = take_codes,
    [NH_HOLDS_POSTCODE] = take_texts, [NH_HOLDS_DATE] = take_dates, [NH_HOLDS_WHOLE] = take_numbers,
    [NH_HOLDS_NUMBER] = take_numbers,
};

/* ---- labels ---- */

static bool is_same_field(nh_field a, nh_field b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

static size_t take_authorities(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    int32_t authority = NH_NO_LEVEL;
    nh_field last = { "", 0 };
    for (size_t r = 0; r < n; r++) {
        if (rows->la->field != NH_NO_FIELD) {
            nh_field label = nh_csv_run_field(run, r, (size_t)rows->la->field);
            if (r == 0 || !is_same_field(label, last)) authority = nh_rows_authority(rows, label);
            last = label;
        }
        rows->authority->code[rows->n + r] = authority;
    }
    return n;
}

static size_t take_years(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    double year = 0;
    for (size_t r = 0; r < n; r++) {
        if (rows->year_field != NH_NO_FIELD &&
            !nh_rows_year(nh_csv_run_field(run, r, (size_t)rows->year_field), &year)) return r;
        nh_put_number(rows->year, rows->n + r, year);
    }
    return n;
}

static void put_origins(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    double *origin = rows->origin->number + rows->n;
    for (size_t r = 0; r < n; r++) origin[r] = nh_origin(rows->file_number, run->line + (uint32_t)r);
}

/* ---- whole records ---- */

static void take_nothing(const nh_rows *rows, const nh_filling *cell, size_t n)
{
    memset(marks_of(cell->column, rows->n) + rows->n, NH_MISSING, n);
}

static size_t take_cells(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    for (size_t i = 0; i < rows->n_filled; i++) {
        nh_filling *cell = rows->filled[i];
        if (cell->field == NH_NO_FIELD) take_nothing(rows, cell, n);
        else n = cell->take_run(rows, cell, run, n);
    }
    return n;
}

/* What the table's own check reports, or sets aside, is odd. */
static void note_oddness(const nh_table_row *row, nh_problem_code code, size_t column)
{
    (void)code;
    (void)column;
    *(bool *)row->reporter = true;
}

static size_t check_rows(nh_rows *rows, size_t n)
{
    bool is_odd = false;
    nh_table_row row = { rows->columns, rows->n, note_oddness, &is_odd };
    for (size_t r = 0; rows->table->check && r < n; r++, row.row++)
        if (!rows->table->check(&row) || is_odd) return r;
    return n;
}

static void count_dates(nh_rows *rows, size_t n)
{
    for (size_t i = 0; i < rows->n_filled; i++) {
        nh_filling *cell = rows->filled[i];
        if (cell->field == NH_NO_FIELD || cell->what->holds != NH_HOLDS_DATE) continue;
        for (size_t r = 0; r < n; r++) cell->n_british += nh_present(cell->column, rows->n + r);
    }
}

size_t nh_rows_take_run(nh_rows *rows, const nh_csv_run *run)
{
    nh_rows_make_room(rows, run->n);
    size_t n = take_years(rows, run, run->n);
    n = take_authorities(rows, run, n);
    n = take_cells(rows, run, n);
    n = check_rows(rows, n);
    put_origins(rows, run, n);
    count_dates(rows, n);
    rows->n += n;
    rows->count.n_records += n;
    rows->count.n_usable += n;
    return n;
}
