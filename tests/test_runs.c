/* tests/test_runs.c: records taken many at once fill the same cells, and report the same, as taken one by one. */
#include "datasets/read/rows.h"
#include "datasets/tables/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- two readings of the same bytes ---- */

typedef struct reading {
    nh_levels *children, *authorities;
    nh_problems *problems;
    nh_frame *frame;
    nh_rows_count count;
    bool is_taken;
    nh_error err;
} reading;

static void read_one_by_one(nh_rows *rows, nh_csv *csv, reading *r)
{
    const nh_record *record;
    nh_rows_open(rows, &(nh_records){ nh_csv_header(csv), nh_csv_name(csv),
                                      (nh_csv_place (*)(const void *, size_t))nh_csv_place_of, csv }, 1);
    r->is_taken = true;
    while (r->is_taken && (record = nh_csv_next(csv, &r->err))) r->is_taken = nh_rows_take(rows, record, &r->err);
    r->is_taken = r->is_taken && nh_csv_ended(csv) && nh_rows_close(rows, &r->count, &r->err) &&
                  nh_rows_are_usable(&r->count, nh_csv_name(csv), &r->err);
}

/* The files one after the other into one frame. */
static reading read_files(const nh_table *table, const char *const *files, bool many_at_once)
{
    reading r = { .children = nh_levels_new(), .authorities = nh_levels_new(), .problems = nh_problems_new() };
    nh_rows *rows = nh_rows_new(table, r.children, r.authorities, r.problems);
    nh_problems_file(r.problems, "mem.csv");
    r.is_taken = true;
    for (size_t i = 0; files[i] && r.is_taken; i++) {
        nh_source *source = nh_source_memory("mem.csv", files[i], strlen(files[i]));
        nh_csv *csv = nh_csv_open(source, &r.err);
        assert_non_null(csv);
        if (many_at_once) r.is_taken = nh_rows_read(rows, csv, 1, NULL, &r.count, &r.err);
        else read_one_by_one(rows, csv, &r);
        nh_csv_close(csv);
        nh_source_close(source);
    }
    r.frame = nh_rows_finish(rows);
    return r;
}

static void free_reading(reading *r)
{
    nh_frame_free(r->frame);
    nh_problems_free(r->problems);
    nh_levels_release(r->children);
    nh_levels_release(r->authorities);
}

static void same_cells(const nh_column *a, const nh_column *b)
{
    assert_string_equal(a->name, b->name);
    for (size_t row = 0; row < a->n; row++) {
        if (nh_mark_at(a, row) != nh_mark_at(b, row)) fail_msg("marks of %s differ in row %zu", a->name, row);
        if (!nh_present(a, row)) continue;
        bool same = a->number ? a->number[row] == b->number[row]
                              : a->date ? a->date[row] == b->date[row] : a->code[row] == b->code[row];
        if (!same) fail_msg("values of %s differ in row %zu", a->name, row);
    }
    assert_int_equal(a->levels != NULL, b->levels != NULL);
    for (size_t i = 0; a->levels && i < nh_levels_count(a->levels); i++)
        assert_string_equal(nh_levels_text(a->levels, (int32_t)i), nh_levels_text(b->levels, (int32_t)i));
    if (a->levels) assert_int_equal(nh_levels_count(a->levels), nh_levels_count(b->levels));
}

static void same_origins(const nh_frame *a, const nh_frame *b)
{
    for (size_t row = 0; row < nh_frame_rows(a); row++) {
        nh_origin of_a = nh_frame_origin(a, row), of_b = nh_frame_origin(b, row);
        if (of_a.line == 0) fail_msg("row %zu has no line", row);
        if (of_a.file != of_b.file || of_a.line != of_b.line) fail_msg("origins of row %zu differ", row);
    }
}

static void same_problems(const nh_problems *a, const nh_problems *b)
{
    assert_int_equal(nh_problems_count(a), nh_problems_count(b));
    for (size_t i = 0; i < nh_problems_count(a); i++) {
        char of_a[600], of_b[600];
        nh_problem_message(a, i, of_a, sizeof of_a);
        nh_problem_message(b, i, of_b, sizeof of_b);
        assert_string_equal(of_a, of_b);
    }
}

/* Returns how many rows there are. */
static size_t check_files(const nh_table *table, const char *const *files)
{
    reading many = read_files(table, files, true), single = read_files(table, files, false);
    assert_int_equal(many.is_taken, single.is_taken);
    assert_string_equal(many.err.text, single.err.text);
    same_problems(many.problems, single.problems);
    size_t n = nh_frame_rows(many.frame);
    if (many.is_taken) {
        assert_int_equal(n, nh_frame_rows(single.frame));
        assert_int_equal(nh_frame_columns(many.frame), nh_frame_columns(single.frame));
        for (size_t i = 0; i < nh_frame_columns(many.frame); i++)
            same_cells(nh_frame_at(many.frame, i), nh_frame_at(single.frame, i));
        same_origins(many.frame, single.frame);
        assert_int_equal(many.count.n_records, single.count.n_records);
        assert_int_equal(many.count.n_aside, single.count.n_aside);
        assert_int_equal(many.count.n_usable, single.count.n_usable);
    }
    free_reading(&many);
    free_reading(&single);
    return n;
}

/* ---- files of every kind of field ---- */

static uint64_t state_of_chance = 20240331;

static unsigned chance(unsigned below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state_of_chance >> 33) % below);
}

typedef struct kinds {
    const char *const *plain, *const *odd;
} kinds;

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *one_of(const char *const *words)
{
    unsigned n = 0;
    while (words[n]) n++;
    return words[chance(n)];
}

/* Odd in about so many of a thousand fields: in some columns never, in some ten times as often. */
static char *file_of(const char *header, const kinds *columns, size_t n_columns, unsigned odd, const char *line_end)
{
    enum { RECORDS = 900, ROOM = 400 };
    static const unsigned times[] = { 0, 0, 1, 1, 10 };
    char *file = calloc(RECORDS + 1, ROOM), *to = file;
    unsigned odd_of[32];
    for (size_t i = 0; i < n_columns; i++) odd_of[i] = odd * times[chance(5)];
    to += sprintf(to, "%s%s", header, line_end);
    for (size_t r = 0; r < RECORDS; r++)
        for (size_t i = 0; i < n_columns; i++) {
            bool is_odd = chance(1000) < odd_of[i] && columns[i].odd[0];
            to += sprintf(to, "%s%s", one_of(is_odd ? columns[i].odd : columns[i].plain),
                          i + 1 < n_columns ? "," : line_end);
        }
    return file;
}

#define CHILDREN WORDS("1001", "1002", "1003", "a7", "A7", " 1001", "pseudonym-0123456789abcdef", "1004")
#define ODD_CHILDREN WORDS("", " ", "\"1005\"")
#define DATES WORDS("01/04/2023", "29/02/2024", "31/12/1999", "28/02/2023", "15/08/2022")
#define ODD_DATES WORDS("", "2023-04-01", "31/02/2023", "29/02/2023", " 01/04/2023", "1/4/2023", "01/04/1899",      \
                        "01/01/2101", "\"01/04/2023\"")
#define POSTCODES WORDS("CT1 2EH", "ct1 2eh", "M1 1AA", "SW1A 2AA", "CT12EH", "", "NPT 0VA", "CT1  2EH")
#define ODD_POSTCODES WORDS("nowhere", "CT1-2EH", "CT1 2EH and more", "\"CT1 2EH\"", "C      T      1 2EH")

static void episodes_in_both_ways(void **state)
{
    (void)state;
    static const char header[] = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,"
                                 "PL_POST,URN,PL_DISTANCE,LA,YEAR";
    const kinds columns[] = {
        { CHILDREN, ODD_CHILDREN }, { DATES, ODD_DATES },
        { WORDS("S", "P", "L", "s", "T"), WORDS("", "Q", "too long to be a code", "\xC3\xA9") },
        { WORDS("C2", "V2", ""), WORDS("XX", "12345678", "123456789") },
        { WORDS("N1", "N8", "n2"), WORDS("N99") }, { WORDS("U1", "K2", "H5"), WORDS("ZZ9", "\"U1\"") },
        { WORDS("PR1", ""), WORDS("PR9") }, { DATES, ODD_DATES }, { WORDS("X1", "E3", ""), WORDS("E99") },
        { WORDS("CARPL", ""), WORDS("WHY") }, { POSTCODES, ODD_POSTCODES }, { POSTCODES, ODD_POSTCODES },
        { WORDS("SC000001", "2500596", ""), WORDS("a number of more than fourteen letters") },
        { WORDS("12.5", "0", "999.9", ""), WORDS("-1", "far", "1e5", " 3") },
        { WORDS("E10000016", "886", "Kent", ""), WORDS("\"Kent\"") }, { WORDS("2024", "2023", ""), WORDS("2024 ") },
    };
    kinds rare[16]; /* a column whose first blank may stand behind a long text */
    memcpy(rare, columns, sizeof rare);
    rare[12] = (kinds){ WORDS("SC000001", "2500596"), WORDS("a number of more than fourteen letters", "") };
    static const unsigned odd[] = { 0, 1, 5, 40, 400 };
    size_t n_rows = 0;
    for (size_t i = 0; i < 40; i++) {
        char *first = file_of(header, i % 2 ? rare : columns, 16, odd[i % 5], i % 3 ? "\n" : "\r\n");
        char *second = file_of(header, columns, 16, odd[(i + 2) % 5], i % 4 ? "\n" : "\r");
        n_rows += check_files(nh_table_named("episodes"), (const char *const[]){ first, second, NULL });
        free(first);
        free(second);
    }
    assert_true(n_rows > 40 * 900);
}

static void a_blank_behind_a_long_text(void **state)
{
    (void)state;
    check_files(nh_table_named("episodes"), (const char *const[]){
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,URN\n1,01/04/2023,S,C2,N1,U1,,,SC1234567890123456\n"
        "2,01/04/2023,S,C2,N1,U1,,,3\n3,01/04/2023,S,C2,N1,U1,,,\n", NULL });
}

static void checks_of_a_table_in_both_ways(void **state)
{
    (void)state;
    static const char header[] = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK";
    const kinds columns[] = {
        { CHILDREN, ODD_CHILDREN }, { DATES, ODD_DATES },
        { WORDS("12", "", "0", "40", "007"), WORDS("41", "1.0", "x", "1.5", "12345") },
        { WORDS("", "SDQ1"), WORDS("SDQ9") }, { WORDS("0", "1"), WORDS("2", "") },
        { WORDS("0", "1", ""), WORDS("yes") },
    };
    for (unsigned i = 0; i < 20; i++) {
        char *file = file_of(header, columns, 6, i * i, "\n");
        check_files(nh_table_named("oc2"), (const char *const[]){ file, NULL });
        free(file);
    }
}

/* A check that alters a cell (a birth after 2100), a column that is not kept, a mother who is a boy. */
static void facts_of_children_in_both_ways(void **state)
{
    (void)state;
    static const char header[] = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB,UASC,LA";
    const kinds columns[] = {
        { CHILDREN, ODD_CHILDREN }, { WORDS("1", "2", "f"), WORDS("", "3") }, { DATES, ODD_DATES },
        { WORDS("WBRI", "wbri", ""), WORDS("WHITE") }, { WORDS("UN1", ""), WORDS("\"UN\n2\"") },
        { WORDS("", "0"), WORDS("1", " 1", "1.0") }, { DATES, ODD_DATES }, { WORDS("", "0", "1"), WORDS("y") },
        { WORDS("E10000016", "886"), WORDS("", "Kent and others") },
    };
    for (unsigned i = 0; i < 20; i++) {
        char *file = file_of(header, columns, 9, i * i, i % 2 ? "\n" : "\r\n");
        check_files(nh_table_named("header"), (const char *const[]){ file, file, NULL });
        free(file);
    }
}

/* Here the column LA is the table's own, and no label. */
static void authorities_of_children_in_both_ways(void **state)
{
    (void)state;
    const kinds columns[] = {
        { CHILDREN, ODD_CHILDREN }, { WORDS("E10000016", "886", "Kent", "kent"), WORDS("", " Kent", "\"Kent\"") },
    };
    for (unsigned i = 0; i < 10; i++) {
        char *file = file_of("CHILD,LA", columns, 2, i * i * 2, "\n");
        check_files(nh_table_named("child_la"), (const char *const[]){ file, NULL });
        free(file);
    }
}

static const char short_header[] = "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,PL_POST";

/* Plain but for a record in so many. */
static char *short_file(unsigned odd, const char *line_end)
{
    const kinds columns[] = {
        { CHILDREN, ODD_CHILDREN }, { DATES, ODD_DATES }, { WORDS("S", "P"), WORDS("") },
        { WORDS("C2"), WORDS("c2 ") }, { WORDS("N1"), WORDS("\"N1\"") }, { WORDS("U1", "K2"), WORDS("U1\t") },
        { WORDS(""), WORDS(" ") }, { WORDS(""), WORDS(" ") }, { POSTCODES, ODD_POSTCODES },
    };
    return file_of(short_header, columns, 9, odd, line_end);
}

/* Files of several blocks, whose ends fall on other bytes of a record each time. */
static void ends_of_blocks(void **state)
{
    (void)state;
    enum { TIMES = 12, BLOCK = 1 << 18 };
    for (unsigned i = 0; i < 40; i++) {
        const char *line_end = i / 2 % 2 ? "\r\n" : "\n";
        char *part = short_file(i % 3, line_end), *body = part + strlen(short_header) + strlen(line_end);
        char *file = calloc(TIMES + 1, strlen(part) + 200), *to = file;
        to += sprintf(to, "%s%s", short_header, line_end);
        to += sprintf(to, "%0*u,01/04/2023,S,C2,N1,U1,,,%s", (int)i + 1, i, line_end);
        for (int k = 0; k < TIMES; k++) to += sprintf(to, "%s", body);
        assert_true(to - file > BLOCK);
        check_files(nh_table_named("episodes"), (const char *const[]){ file, NULL });
        free(part);
        free(file);
    }
}

/* What is odd in how a file is written: passed over alike, or refused in the same place. */
#define ROW "9,01/04/2023,S,C2,N1,U1,,,"

static void what_follows_plain_records(void **state)
{
    (void)state;
    enum { LONG = 70000 };
    static const char *const tails[] = {
        ROW, ROW "\r", ROW "\r \n" ROW "nowhere\r\n", "\n \t\n\r\r\n" ROW "\n\n", " ", "9,01/04/2023", ROW ",\n",
        ROW "\xE9\n", ROW "\xC3", ROW "\"CT1", ROW "CT\"1\n", "\"9\"" ROW "\n", "\"\n\"," ROW "\n",
        "\"\n\"\n" ROW "\n", "\"9\n\",01/04/2023,S,C2,N1,U1,,,\n",
    };
    const size_t n = sizeof tails / sizeof *tails;
    for (size_t i = 0; i <= 2 * n + 1; i++) {
        char *part = short_file(1, i % 2 ? "\r\n" : "\n");
        char *file = calloc(strlen(part) + LONG + 200, 1), *to = file;
        to += sprintf(to, "\xEF\xBB\xBF%s", part);
        if (i / 2 < n) to += sprintf(to, "%s", tails[i / 2]);
        else to += sprintf(to, "%0*d%s\n", (int)LONG, 0, ROW);
        check_files(nh_table_named("episodes"), (const char *const[]){ file, NULL });
        free(part);
        free(file);
    }
}

/* A second file has columns that the first has not, and the other way round; a refused year ends both alike. */
static void files_of_other_columns(void **state)
{
    (void)state;
    check_files(nh_table_named("episodes"), (const char *const[]){
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,URN\n1,01/04/2023,S,C2,N1,U1,,,2\n2,01/04/2023,S,C2,N1,U1,,,3\n",
        "DECOM,CHILD,RNE,LS,CIN,PLACE,DEC,REC,PL_POST\n02/04/2023,1,S,C2,N1,U1,,,CT1 2EH\n\n"
        "02/04/2023,3,S,C2,N1,U1,,,M1 1AA\n",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,URN\n4,01/04/2023,S,C2,N1,U1,,,2\n", NULL });
    check_files(nh_table_named("episodes"), (const char *const[]){
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,YEAR\n1,01/04/2023,S,C2,N1,U1,,,2024\n2,01/04/2023,S,C2,N1,U1,,,soon\n",
        NULL });
}

/* More sectors than there are pages for. */
static void more_postcodes_than_there_are(void **state)
{
    (void)state;
    enum { N = 24000 };
    char *file = calloc(N + 2, 60), *to = file;
    to += sprintf(to, "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,PL_POST\n");
    for (unsigned i = 0; i < 2 * N; i += 2)
        to += sprintf(to, "1,01/04/2023,S,C2,N1,U1,,,%c%c%c%c 1AA\n", 'A' + i % 26, '0' + i / 26 % 10,
                      '0' + i / 260 % 10, 'A' + i / 2600 % 26);
    assert_int_equal(check_files(nh_table_named("episodes"), (const char *const[]){ file, file, NULL }), 2 * N);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(episodes_in_both_ways),
        cmocka_unit_test(a_blank_behind_a_long_text),
        cmocka_unit_test(checks_of_a_table_in_both_ways),
        cmocka_unit_test(facts_of_children_in_both_ways),
        cmocka_unit_test(authorities_of_children_in_both_ways),
        cmocka_unit_test(ends_of_blocks),
        cmocka_unit_test(what_follows_plain_records),
        cmocka_unit_test(files_of_other_columns),
        cmocka_unit_test(more_postcodes_than_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
