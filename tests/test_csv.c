/* tests/test_csv.c: the reader gives libcsv's fields, and names the place of what it refuses. */
#include "datasets/read/csv.h"

#include <csv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fields as text with 0x1f behind each and 0x1e behind a record: none of these occurs in the input. */
typedef struct transcript {
    char *bytes;
    size_t n, room;
} transcript;

static void say(transcript *to, const char *bytes, size_t n)
{
    if (to->n + n + 2 > to->room) {
        to->room = 2 * (to->n + n + 2);
        to->bytes = realloc(to->bytes, to->room);
        assert_non_null(to->bytes);
    }
    if (n) memcpy(to->bytes + to->n, bytes, n);
    to->n += n;
}

static void field_of_libcsv(void *text, size_t n, void *to)
{
    say(to, text, n);
    say(to, "\x1f", 1);
}

static void record_of_libcsv(int end, void *to)
{
    (void)end;
    say(to, "\x1e", 1);
}

/* What libcsv itself makes of the bytes in strict mode; false when it refuses them. */
static bool by_libcsv(const char *bytes, size_t n, transcript *to)
{
    struct csv_parser parser;
    assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    bool ok = csv_parse(&parser, bytes, n, field_of_libcsv, record_of_libcsv, to) == n;
    ok = ok && csv_fini(&parser, field_of_libcsv, record_of_libcsv, to) == 0;
    csv_free(&parser);
    return ok;
}

static uint64_t state_of_chance = 20240331;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state_of_chance >> 33) % below);
}

static bool add_record(const nh_field *fields, size_t n, transcript *to)
{
    for (size_t i = 0; i < n; i++) field_of_libcsv((void *)(uintptr_t)fields[i].text, fields[i].length, to);
    say(to, "\x1e", 1);
    return true;
}

static nh_field trimmed(nh_field field)
{
    while (field.length && strchr(" \t", field.text[0])) field.text++, field.length--;
    while (field.length && strchr(" \t", field.text[field.length - 1])) field.length--;
    return field;
}

/* The plain records ahead, some of them at once, some left for the next look. */
static void add_plain(nh_csv *csv, transcript *to)
{
    nh_csv_run run;
    if (!csv) return;
    while (nh_csv_look(csv, 1 + chance(9), &run)) {
        size_t n = 1 + chance((unsigned)run.n);
        for (size_t r = 0; r < n; r++) {
            nh_field fields[8];
            assert_true(nh_csv_header(csv)->n <= 8);
            for (size_t i = 0; i < nh_csv_header(csv)->n; i++) fields[i] = trimmed(nh_csv_run_field(&run, r, i));
            add_record(fields, nh_csv_header(csv)->n, to);
        }
        nh_csv_pass(csv, &run, n);
        if (chance(3) == 0) return;
    }
}

static bool by_us(const char *bytes, size_t n, transcript *to, nh_error *err)
{
    nh_source *source = nh_source_memory("mem.csv", bytes, n);
    nh_csv *csv = nh_csv_open(source, err);
    const nh_record *record;
    for (size_t i = 0; csv && i < nh_csv_header(csv)->n; i++)
        field_of_libcsv((void *)(uintptr_t)nh_csv_header(csv)->names[i], strlen(nh_csv_header(csv)->names[i]), to);
    if (csv) say(to, "\x1e", 1);
    do add_plain(csv, to);
    while (csv && (record = nh_csv_next(csv, err)) && add_record(record->fields, record->n, to));
    bool ok = csv && nh_csv_ended(csv);
    assert_true(ok || err->status != NH_OK);
    nh_csv_close(csv);
    nh_source_close(source);
    return ok;
}

/* A random record of three fields, some quoted, with any line end. */
static void random_record(transcript *file)
{
    static const char *const plain[] = { "", "a", " ab ", "\tx", "a b", "caf\xC3\xA9", "  ", "01/02/2021" };
    static const char *const quoted[] = { "\"\"", "\"a,b\"", " \"q\" ", "\"a\"\"b\"", "\"x\ny\"", "\"x\r\ny\"",
                                          "\"\r\"",                                          "\" s \"", "\"\"\"\"" };
    static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "\r\n  \r\n", "\r\r" };
    for (int i = 0; i < 3; i++) {
        const char *field = chance(8) ? plain[chance(8)] : quoted[chance(9)];
        if (i == 0 && strspn(field, " \t") == strlen(field)) field = "k";
        say(file, field, strlen(field));
        if (i < 2) say(file, ",", 1);
    }
    const char *end = ends[chance(6)];
    say(file, end, strlen(end));
}

static void check_same(const transcript *file)
{
    transcript theirs = { 0 }, ours = { 0 };
    nh_error err = { 0 };
    assert_true(by_libcsv(file->bytes, file->n, &theirs));
    if (!by_us(file->bytes, file->n, &ours, &err)) fail_msg("%s", err.text);
    assert_int_equal(ours.n, theirs.n);
    assert_memory_equal(ours.bytes, theirs.bytes, ours.n);
    free(theirs.bytes);
    free(ours.bytes);
}

/* Larger than two blocks, so that records of every kind lie over their borders. */
static void gives_the_fields_of_libcsv(void **state)
{
    (void)state;
    for (int run = 0; run < 12; run++) {
        transcript file = { 0 };
        say(&file, "a,b,c\n", 6);
        while (file.n < 600000) random_record(&file);
        if (run % 2) say(&file, "last,\"l\",without an end", 23);
        check_same(&file);
        free(file.bytes);
    }
}

static bool is_rectangular(const transcript *t)
{
    size_t due = 0, n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (t->bytes[i] == '\x1f') n++;
        if (t->bytes[i] != '\x1e') continue;
        if (due && n != due) return false;
        due = n;
        n = 0;
    }
    return due > 0;
}

/* Any bytes over the letters that matter: both refuse, or both give the same fields. */
static void agrees_with_libcsv_on_any_bytes(void **state)
{
    (void)state;
    static const char letters[] = "\",\r\n ab";
    size_t n_accepted = 0;
    for (int run = 0; run < 200000; run++) {
        char bytes[24];
        size_t n = 1 + chance(sizeof bytes - 1);
        for (size_t i = 0; i < n; i++) bytes[i] = letters[chance(7)];
        transcript theirs = { 0 }, ours = { 0 };
        nh_error err = { 0 };
        bool they = by_libcsv(bytes, n, &theirs), we = by_us(bytes, n, &ours, &err);
        if (we) {
            assert_true(they && ours.n == theirs.n);
            assert_memory_equal(ours.bytes, theirs.bytes, ours.n);
            n_accepted++;
        } else {
            bool has_reason = !they || !is_rectangular(&theirs) || strstr(err.text, "twice");
            if (!has_reason) fail_msg("refused without reason: %s", err.text);
        }
        free(theirs.bytes);
        free(ours.bytes);
    }
    assert_true(n_accepted > 20000);
}

static void check_refused(const char *bytes, size_t n, const char *place_and_words)
{
    transcript ours = { 0 };
    nh_error err = { 0 };
    assert_false(by_us(bytes, n, &ours, &err));
    free(ours.bytes);
    if (!strstr(err.text, place_and_words)) fail_msg("'%s' where '%s' is due", err.text, place_and_words);
    assert_int_equal(err.status, NH_BAD_INPUT);
}

#define REFUSED(bytes, words) check_refused(bytes, sizeof bytes - 1, words)

static void names_the_place_of_a_fault(void **state)
{
    (void)state;
    REFUSED("", "mem.csv:1:1: the file is empty");
    REFUSED("\n\r\n  \n", "the file is empty");
    REFUSED("a,b\n1,x\"y\n", "mem.csv:2:4: a quote inside");
    REFUSED("a,b\r\n\r\n\"p\rq\",\"x\"y\r\n", "mem.csv:4:7: text after the quote");
    REFUSED("a,b\n1,\"x\n2,y\n3,z", "mem.csv:2:3: a quote that is never closed");
    REFUSED("a,b\n\"1\"\"\",\"x\"\"\n2,y\n", "mem.csv:2:7: a quote that is never closed");
    REFUSED("a,b\n1\n", "mem.csv:2:2: 1 field where 2 are due, as in the header: take out a note");
    REFUSED("a,b,c\n1,2\n", "mem.csv:2:4: 2 fields where 3 are due, as in the header: write every field");
    REFUSED("a,b\n1,2,3\n", "mem.csv:2:5: 3 fields where 2 are due, as in the header: put a field");
    REFUSED("a,b\n1,\"2\n3\",4\n", "mem.csv:3:4: 3 fields where 2 are due");
    REFUSED("a;b\n1;2\n", "mem.csv:1:1: looks semicolon separated");
    REFUSED("a\tb\n", "mem.csv:1:1: looks tab separated");
    REFUSED("a|b|c\n", "mem.csv:1:1: looks bar (|) separated");
    REFUSED("sep=;\na;b\n", "mem.csv:1:1: looks semicolon separated");
    REFUSED("a,b,a\n", "mem.csv:1:5: the column a stands twice");
    REFUSED("X17,01/05/2023,CT1 2EH,CT1 2EH\n",
            "mem.csv:1:24: the column that begins here stands twice in the header, or there is none: a header is due");
    REFUSED("a,b\n1,x\0y\n", "mem.csv:2:4: a NUL byte");
    REFUSED("\xFF\xFE\0\0a\0\0\0", "mem.csv:1:1: UTF-32 text: save it as \"CSV UTF-8\"");
    REFUSED("\0\0\xFE\xFF\0\0\0a", "mem.csv:1:1: UTF-32 text");
    REFUSED("a\0\0\0,\0\0\0", "mem.csv:1:1: UTF-32 text");
    REFUSED("\0a,b\n", "mem.csv:1:1: a NUL byte");
    REFUSED("\xC3\xC8\xC9\xD3\xC4\x6B\xC4\xC5\xC3\xD6\xD4\x25", "mem.csv:1:1: EBCDIC text");
    REFUSED("BZh91AY", "mem.csv:1:1: packed with bzip2: unpack it");
    REFUSED("PAR1\x15\x04", "mem.csv:1:1: a Parquet file");
    REFUSED("nearhome postcode index\n\1", "mem.csv:1:1: a postcode index: give its file with --postcodes");
    REFUSED("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "mem.csv:1:1: an Excel workbook (.xls)");
    REFUSED("%PDF-1.7\n", "mem.csv:1:1: a PDF document");
    REFUSED("a,b\n1,x\xE2y\n", "mem.csv:2:3: not UTF-8");
    REFUSED("a,b\n1,\"x\xC0\xAF\"\n", "mem.csv:2:3: not UTF-8");
    REFUSED("a,b\n1,x\xE2\x82", "mem.csv:2:3: not UTF-8");
    REFUSED("a,b\n1,\xED\xA0\x80\n", "mem.csv:2:3: not UTF-8");
    REFUSED("\xFF\xFE" "a\0,\0b\0\n\0", "mem.csv:1:1: UTF-16");
    REFUSED("\0a\0,\0b\0\n", "mem.csv:1:1: UTF-16");
    REFUSED("a\0,\0b\0\n\0", "mem.csv:1:1: UTF-16");
}

static void caps_fields_and_columns(void **state)
{
    (void)state;
    transcript file = { 0 }, ours = { 0 };
    nh_error err = { 0 };
    char *long_field = calloc(1, 70000);
    memset(long_field, 'x', 65536);
    say(&file, "a,b\n\"", 5);
    say(&file, long_field, 65536);
    say(&file, "\",", 2);
    say(&file, long_field, 65536);
    say(&file, "\n", 1);
    assert_true(by_us(file.bytes, file.n, &ours, &err));
    say(&file, "1,\"", 3);
    say(&file, long_field, 65536);
    say(&file, "y\"\n", 3);
    check_refused(file.bytes, file.n, "mem.csv:3:3: a field of more than 65536 bytes");
    file.n = 0;
    for (int i = 0; i < 1025; i++) say(&file, ",", 1);
    check_refused(file.bytes, file.n, "mem.csv:1:1025: more than 1024 columns");
    free(long_field);
    free(file.bytes);
    free(ours.bytes);
}

static void counts_physical_lines_and_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "\xEF\xBB\xBF" "a,b\r\n\r\n 1 , 2\r\"x\r\ny\",\"z\"\n\n5,6";
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("mem.csv", bytes, sizeof bytes - 1);
    nh_csv *csv = nh_csv_open(source, &err);
    assert_non_null(csv);
    assert_int_equal(nh_header_find(nh_csv_header(csv), "A"), 0);
    assert_int_equal(nh_header_find(nh_csv_header(csv), "c"), NH_NO_FIELD);
    const uint32_t lines[] = { 3, 4, 7 };
    for (int i = 0; i < 3; i++) {
        const nh_record *record = nh_csv_next(csv, &err);
        assert_non_null(record);
        assert_int_equal(record->line, lines[i]);
        nh_csv_place place = nh_csv_place_of(csv, 1);
        assert_int_equal(place.line, i == 1 ? 5 : lines[i]);
        assert_int_equal(place.column, i == 0 ? 5 : i == 1 ? 4 : 3);
    }
    assert_null(nh_csv_next(csv, &err));
    assert_true(nh_csv_ended(csv));
    nh_csv_close(csv);
    nh_source_close(source);
}

/* Above a table may stand sentences, each alone in its line. */
static void titles_above_the_header_can_be_skipped(void **state)
{
    (void)state;
    static const char bytes[] = "\xEF\xBB\xBF"
                                "A list of 2025,,\n\"One, two\nlines\",,\n\nID,\"\nWHEN\",\n1,2,\n1,2\n";
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("mem.csv", bytes, sizeof bytes - 1);
    nh_csv *csv = nh_csv_open(source, &err);
    assert_non_null(csv);
    assert_true(nh_csv_skip_title(csv, &err));
    assert_true(nh_csv_skip_title(csv, &err));
    assert_false(nh_csv_skip_title(csv, &err));
    assert_string_equal(nh_csv_title(csv), "A list of 2025");
    assert_string_equal(nh_csv_header(csv)->names[1], "\nWHEN");
    assert_int_equal(nh_csv_header(csv)->line, 5);
    assert_int_equal(nh_csv_next(csv, &err)->line, 7);
    assert_null(nh_csv_next(csv, &err));
    assert_non_null(strstr(err.text, "mem.csv:8:4: 2 fields where 3 are due"));
    nh_csv_close(csv);
    nh_source_close(source);
}

static void a_title_alone_is_no_table(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("mem.csv", "A title,\n", 9);
    nh_csv *csv = nh_csv_open(source, &err);
    assert_non_null(csv);
    assert_false(nh_csv_skip_title(csv, &err));
    assert_int_equal(err.status, NH_OK);
    nh_csv_close(csv);
    nh_source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_above_the_header_can_be_skipped),
        cmocka_unit_test(a_title_alone_is_no_table),
        cmocka_unit_test(gives_the_fields_of_libcsv),     cmocka_unit_test(agrees_with_libcsv_on_any_bytes),
        cmocka_unit_test(names_the_place_of_a_fault),     cmocka_unit_test(caps_fields_and_columns),
        cmocka_unit_test(counts_physical_lines_and_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
