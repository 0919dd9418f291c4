/* datasets/read/runs.c: plain records by column, the cells of many of them in one loop.
 *
 * Each loop ends before a field that is odd: one that would be reported, or of a form that is rare. The records
 * before it are taken, and that one by itself (rows.c), which fills its cells anew. Levels count as they would record
 * by record: a column's texts are met in the same order, and meeting one twice changes nothing. */
#include "datasets/read/filling.h"

#include "datasets/read/number.h"

#include <string.h>

enum { LONGEST_WORD = 8 };

/* The marks from this row on; NULL while the column has none. */
static uint8_t *marks_from(const nh_column *column, size_t row)
{
    return column->mark ? column->mark + row : NULL;
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

/* Cells from record `r` on, up to a field that was not seen lately: its record. */
static size_t put_seen_codes(const nh_filling *cell, const nh_csv_run *run, size_t r, size_t n, size_t row)
{
    const nh_csv_run fields = *run;
    const nh_filling filled = *cell;
    int32_t *code = filled.column->code + row;
    uint8_t *mark = marks_from(filled.column, row);
    for (const uint32_t *end = fields.ends + r * fields.stride + filled.field; r < n; r++, end += fields.stride) {
        nh_field field = nh_csv_field_at(&fields, end);
        if (field.length > LONGEST_WORD) return r;
        uint64_t word = word_of(field);
        const nh_seen_code *seen = seen_slot(&filled, word);
        if (seen->bytes != word) return r;
        code[r] = seen->code;
        if (mark) mark[r] = (uint8_t)seen->mark;
    }
    return n;
}

static size_t take_codes(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    for (size_t r = 0; (r = put_seen_codes(cell, run, r, n, rows->n)) < n; r++) {
        const nh_seen_code *seen = learn(rows, cell, nh_csv_run_field(run, r, (size_t)cell->field), r);
        if (!seen) return r;
        cell->column->code[rows->n + r] = seen->code;
        if (cell->column->mark) cell->column->mark[rows->n + r] = (uint8_t)seen->mark;
    }
    return n;
}

/* ---- texts ---- */

/* The place of a blank's code, which is any: behind all others, so that filling need not ask. */
enum { BLANK = NH_CSV_RUN };

/* The texts of a run's records in one column. No loop over all of them has a branch that depends on what they hold:
 * the few that are rare are noted, and seen to afterwards. */
typedef struct run_texts {
    nh_short_text texts[NH_CSV_RUN];
    uint16_t rare[NH_CSV_RUN + 1], longs[NH_CSV_RUN]; /* records to look at, and of these the too long ones */
    size_t n_rare, n_longs;

    nh_short_text met[NH_CSV_RUN + 1]; /* each once of those that follow each other */
    size_t n_met, n_blanks;
    uint16_t of[NH_CSV_RUN]; /* the number of a record's text among them, or BLANK */
    int32_t codes[NH_CSV_RUN + 1];
} run_texts;

/* What no short text is. */
static const nh_short_text no_text = { 0, ~(uint64_t)0 };

/* Too long, or perhaps not clean: with blanks around it, or with a byte from 0x60 on, as small letters are. */
static inline bool may_be_rare(nh_field field, nh_short_text text)
{
    uint64_t both_bits = (text.head & text.head << 1) | (text.tail & text.tail << 1);
    const char *last = field.text + field.length - (field.length > 0);
    return ((both_bits & 0x4040404040404040u) != 0) | (field.length > NH_SHORT_TEXT) |
           ((unsigned char)*field.text <= ' ') | ((unsigned char)*last <= ' ');
}

static void read_texts(const nh_filling *cell, const nh_csv_run *run, size_t n, run_texts *in)
{
    const nh_csv_run fields = *run;
    const uint32_t *end = fields.ends + cell->field;
    size_t n_rare = 0;
    for (size_t r = 0; r < n; r++, end += fields.stride) {
        nh_field field = nh_csv_field_at(&fields, end);
        nh_short_text text = nh_short_text_of(field.text, field.length <= NH_SHORT_TEXT ? field.length : 0);
        in->texts[r] = text;
        in->rare[n_rare] = (uint16_t)r;
        n_rare += may_be_rare(field, text);
    }
    in->n_rare = n_rare;
}

/* How many records come before the first that is odd. */
static size_t clean_rare(const nh_filling *cell, const nh_csv_run *run, size_t n, run_texts *in)
{
    in->n_longs = 0;
    for (size_t i = 0; i < in->n_rare; i++) {
        size_t r = in->rare[i];
        if (nh_text_cleaned(nh_csv_run_field(run, r, (size_t)cell->field), &in->texts[r])) continue;
        if (cell->what->holds == NH_HOLDS_POSTCODE) return r;
        in->texts[r] = no_text;
        in->longs[in->n_longs++] = (uint16_t)r;
    }
    return n;
}

static size_t before_blank(const nh_filling *cell, const run_texts *in, size_t n)
{
    if (!cell->what->is_needed && cell->what->holds != NH_HOLDS_CHILD) return n;
    size_t r = 0;
    while (r < n && nh_short_text_length(in->texts[r]) > 0) r++;
    return r;
}

/* A child's rows follow each other, and often name one home. */
static void tell_apart(run_texts *in, size_t from, size_t to)
{
    nh_short_text last = { 0, 0 };
    size_t n_met = 0, n_blanks = 0;
    for (size_t r = from; r < to; r++) {
        nh_short_text text = in->texts[r];
        bool is_blank = nh_short_text_length(text) == 0;
        in->met[n_met] = text;
        n_met += !is_blank & !nh_short_text_same(text, last);
        n_blanks += is_blank;
        in->of[r] = (uint16_t)(is_blank ? BLANK : n_met - 1);
        last = text;
    }
    in->n_met = n_met;
    in->n_blanks = n_blanks;
}

/* Cells of the records from `from` on; those of the first odd one and of what follows it are filled anew. */
static size_t put_short_texts(const nh_rows *rows, const nh_filling *cell, run_texts *in, size_t from, size_t to)
{
    tell_apart(in, from, to);
    size_t n_coded = nh_text_codes_many(cell->codes, in->met, in->n_met, in->codes);
    if (n_coded < in->n_met)
        for (size_t r = from; r < to; r++)
            if (in->of[r] == n_coded) to = r;
    in->codes[BLANK] = 0;
    int32_t *code = cell->column->code + rows->n;
    for (size_t r = from; r < to; r++) code[r] = in->codes[in->of[r]];
    if (in->n_blanks == 0 && !cell->column->mark) return to;
    uint8_t *mark = nh_column_marks(cell->column) + rows->n;
    for (size_t r = from; r < to; r++) mark[r] = in->of[r] == BLANK ? NH_MISSING : NH_PRESENT;
    return to;
}

/* A long text is coded by itself, after those before it. */
static void put_long_text(const nh_rows *rows, const nh_filling *cell, nh_field field, size_t record)
{
    nh_put_code(cell->column, rows->n + record, nh_text_code(cell->codes, field));
}

static size_t take_texts(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    run_texts in;
    read_texts(cell, run, n, &in);
    n = clean_rare(cell, run, n, &in);
    n = before_blank(cell, &in, n);
    size_t from = 0;
    for (size_t i = 0; i < in.n_longs && in.longs[i] < n; from = in.longs[i++] + 1) { /* none is odd: no postcodes */
        put_short_texts(rows, cell, &in, from, in.longs[i]);
        put_long_text(rows, cell, nh_csv_run_field(run, in.longs[i], (size_t)cell->field), in.longs[i]);
    }
    return put_short_texts(rows, cell, &in, from, n);
}

/* ---- dates and numbers ---- */

/* Cells from record `r` on, up to one that is neither a date nor empty where marks are kept: its record. */
static size_t put_dates(const nh_filling *cell, const nh_csv_run *run, size_t r, size_t n, size_t row)
{
    const nh_csv_run fields = *run;
    int32_t *date = cell->column->date + row, day;
    uint8_t *mark = marks_from(cell->column, row);
    bool may_be_empty = mark && !cell->what->is_needed;
    for (const uint32_t *end = fields.ends + r * fields.stride + cell->field; r < n; r++, end += fields.stride) {
        nh_field field = nh_csv_field_at(&fields, end);
        bool is_empty = may_be_empty && field.length == 0;
        if (is_empty) day = 0;
        else if (!nh_date_read(field.text, field.length, &day) || !nh_date_is_in_range(day)) return r;
        date[r] = day;
        if (mark) mark[r] = is_empty ? NH_MISSING : NH_PRESENT;
    }
    return n;
}

static size_t take_dates(nh_rows *rows, nh_filling *cell, const nh_csv_run *run, size_t n)
{
    for (size_t r = 0; (r = put_dates(cell, run, r, n, rows->n)) < n; r++)
        if (!is_blank(nh_csv_run_field(run, r, (size_t)cell->field)) || !put_blank(rows, cell, r)) return r;
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

static void take_authorities(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    int32_t *code = rows->authority->code + rows->n, authority = NH_NO_LEVEL;
    nh_field last = { "", 0 };
    for (size_t r = 0; rows->la->field != NH_NO_FIELD && r < n; r++) {
        nh_field label = nh_csv_run_field(run, r, (size_t)rows->la->field);
        if (r == 0 || !is_same_field(label, last)) authority = nh_rows_authority(rows, label);
        last = label;
        code[r] = authority;
    }
    for (size_t r = 0; rows->la->field == NH_NO_FIELD && r < n; r++) code[r] = NH_NO_LEVEL;
}

static size_t take_years(nh_rows *rows, const nh_csv_run *run, size_t n)
{
    double *year = rows->year->number + rows->n;
    for (size_t r = 0; rows->year_field != NH_NO_FIELD && r < n; r++)
        if (!nh_rows_year(nh_csv_run_field(run, r, (size_t)rows->year_field), &year[r])) return r;
    for (size_t r = 0; rows->year_field == NH_NO_FIELD && r < n; r++) year[r] = 0;
    return n;
}

/* ---- whole records ---- */

static void take_nothing(const nh_rows *rows, const nh_filling *cell, size_t n)
{
    memset(nh_column_marks(cell->column) + rows->n, NH_MISSING, n);
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

static size_t count_present(const nh_column *column, size_t from, size_t n)
{
    const uint8_t *mark = marks_from(column, from);
    size_t n_marked = 0;
    for (size_t r = 0; mark && r < n; r++) n_marked += mark[r] != NH_PRESENT;
    return n - n_marked;
}

static void count_dates(nh_rows *rows, size_t n)
{
    for (size_t i = 0; i < rows->n_filled; i++) {
        nh_filling *cell = rows->filled[i];
        if (cell->field == NH_NO_FIELD || cell->what->holds != NH_HOLDS_DATE) continue;
        cell->n_british += count_present(cell->column, rows->n, n);
    }
}

size_t nh_rows_take_run(nh_rows *rows, const nh_csv_run *run)
{
    nh_rows_make_room(rows, run->n);
    size_t n = take_years(rows, run, run->n);
    take_authorities(rows, run, n);
    n = take_cells(rows, run, n);
    n = check_rows(rows, n);
    nh_frame_put_origins(rows->frame, rows->n, n, (nh_origin){ rows->file_number, run->line });
    count_dates(rows, n);
    rows->n += n;
    rows->count.n_records += n;
    rows->count.n_usable += n;
    return n;
}
