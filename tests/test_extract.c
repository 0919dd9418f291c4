/* tests/test_extract.c: files recognised, rows labelled, and nothing dropped unseen. */
#include "datasets/read/extract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EPISODES "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
#define ROW(child, decom) child "," decom ",S,C2,N1,U4,PR1,,,,ZZ1 1AA,zz2 2bb,SC000001\n"
#define HEADER "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"

typedef struct given {
    nh_named_bytes files[6];
    const char *authority, *as, *encoding;
    int year;
} given;

static nh_extract *read_given(given g, nh_error *err)
{
    nh_extract_request request = { .embedded = g.files, .authority = g.authority, .as = g.as, .year = g.year,
                                   .encoding = nh_encoding_named(g.encoding) };
    for (; request.n_embedded < 6 && g.files[request.n_embedded].name; request.n_embedded++)
        g.files[request.n_embedded].n = strlen(g.files[request.n_embedded].bytes);
    return nh_extract_read(&request, err);
}

static nh_extract *must_read(given g)
{
    nh_error err = { 0 };
    nh_extract *extract = read_given(g, &err);
    if (!extract) fail_msg("%s", err.text);
    return extract;
}

static void must_refuse(given g, const char *words)
{
    nh_error err = { 0 };
    assert_null(read_given(g, &err));
    if (!strstr(err.text, words)) fail_msg("'%s' where '%s' is due", err.text, words);
    assert_int_equal(err.status, NH_BAD_INPUT);
}

static const char *text(const nh_frame *frame, const char *column, size_t row)
{
    const nh_column *found = nh_frame_find(frame, column);
    assert_non_null(found);
    return nh_text_at(found, row);
}

static double number(const nh_frame *frame, const char *column, size_t row)
{
    const nh_column *found = nh_frame_find(frame, column);
    assert_non_null(found);
    return found->number[row];
}

static void assert_origin(const nh_frame *frame, size_t row, uint32_t file, uint32_t line)
{
    assert_int_equal(nh_frame_origin(frame, row).file, file);
    assert_int_equal(nh_frame_origin(frame, row).line, line);
}

static void values_are_stripped_in_capitals_and_typed(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "e.csv", EPISODES
        "\" a1 \",01/05/2021,s,C2,N1,u4,PR1,10/06/2021,x1,,zz1 1aa,,\n", 0 } }, .authority = "Kent", .year = 2022 });
    const nh_frame *e = nh_extract_table(x, "episodes");
    assert_string_equal(text(e, "child", 0), "A1");
    assert_string_equal(text(e, "authority", 0), "E10000016");
    assert_string_equal(text(e, "place", 0), "U4");
    assert_string_equal(text(e, "home_post", 0), "ZZ1 1AA");
    assert_int_equal(nh_mark_at(nh_frame_find(e, "pl_post"), 0), NH_MISSING);
    assert_int_equal(nh_frame_find(e, "dec")->date[0], nh_date(2021, 6, 10));
    assert_true(number(e, "year", 0) == 2022);
    assert_origin(e, 0, 0, 2);
    assert_null(nh_frame_find(e, "pl_distance"));
    assert_true(nh_extract_is_child_level(x) && !nh_extract_is_published(x));
    assert_int_equal(nh_frame_lineage(e), NH_CHILD_LEVEL);
    nh_extract_free(x);
}

static void labels_come_in_their_order(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = {
        { "E10000016/2021/e.csv", EPISODES ROW("1", "01/05/2020") ROW("2", "01/05/2020"), 0 },
        { "f.csv", "LA,YEAR,CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n302,2020,3,01/05/2019,S,C2,N1,U4,,\n"
                   ",,4,01/05/2019,S,C2,N1,U4,,\n", 0 },
        { "la.csv", "child,la\n2,Medway\n", 0 } }, .authority = "E09000007", .year = 2023 });
    const nh_frame *e = nh_extract_table(x, "episodes");
    static const char *const authorities[] = { "E10000016", "E06000035", "E09000003", "E09000007" };
    static const int years[] = { 2021, 2021, 2020, 2023 };
    for (size_t row = 0; row < 4; row++) {
        assert_string_equal(text(e, "authority", row), authorities[row]);
        assert_int_equal((int)number(e, "year", row), years[row]);
    }
    assert_false(nh_present(nh_frame_find(e, "urn"), 3));
    nh_extract_free(x);
}

static void what_nothing_labels_is_a_clear_error(void **state)
{
    (void)state;
    given g = { .files = { { "e.csv", EPISODES ROW("1", "01/05/2020"), 0 } } };
    must_refuse(g, "e.csv: nothing names its return year");
    g.year = 2021;
    must_refuse(g, "e.csv: nothing names its authority");
    g.files[1] = (nh_named_bytes){ "la.csv", "CHILD,LA\n1,Kent\n1,Medway\n", 0 };
    must_refuse(g, "la.csv:3:1: this CHILD has two authorities");
}

static void a_child_without_authority_is_set_aside(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = {
        { "e.csv", EPISODES ROW("1", "01/05/2020") ROW("2", "01/05/2020"), 0 },
        { "la.csv", "CHILD,LA\n2,Kent\n", 0 } },
        .year = 2021 });
    const nh_frame *e = nh_extract_table(x, "episodes");
    assert_int_equal(nh_frame_rows(e), 1);
    assert_string_equal(text(e, "child", 0), "2");
    assert_origin(e, 0, 0, 3);
    assert_int_equal(nh_problems_of(nh_extract_problems(x), NH_PROBLEM_NO_AUTHORITY), 1);
    assert_string_equal(nh_extract_notes(x)->text[0], "episodes: \0012\002 rows in = \0011\002 read + \0011\002 set "
                                                      "aside in reading"); /* counts still to be settled */
    nh_extract_free(x);
}

/* Decision 48: rows begin after the 31 March of the name, so the names are starting years; siblings follow. */
static void a_starting_year_is_known_by_its_rows(void **state)
{
    (void)state;
    given g = { .files = { { "d/2017-episodes.csv", EPISODES ROW("1", "01/05/2017") ROW("2", "01/05/2015"), 0 },
                           { "d/2017-header.csv", HEADER "1,1,01/01/2010,WBRI,,,\n", 0 },
                           { "E10000016/2018/e.csv", EPISODES ROW("3", "01/05/2016"), 0 } }, .authority = "Kent" };
    nh_extract *x = must_read(g);
    assert_true(number(nh_extract_table(x, "episodes"), "year", 0) == 2018);
    assert_true(number(nh_extract_table(x, "episodes"), "year", 2) == 2018);
    assert_true(number(nh_extract_table(x, "header"), "year", 0) == 2018);
    assert_int_equal(nh_extract_notes(x)->n, 3);
    nh_extract_free(x);
}

static void episodes_without_sound_dates_stay_with_their_marks(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "2024/e.csv",
        EPISODES ROW("1", "31/02/2021") ROW("2", "") ROW("3", "01/05/2021") ROW("", "01/05/2021"), 0 } },
        .authority = "Kent" });
    const nh_column *decom = nh_frame_find(nh_extract_table(x, "episodes"), "decom");
    assert_int_equal(decom->n, 3);
    assert_int_equal(nh_mark_at(decom, 0), NH_NOT_AVAILABLE);
    assert_int_equal(nh_mark_at(decom, 1), NH_MISSING);
    assert_true(nh_present(decom, 2));
    const nh_problems *problems = nh_extract_problems(x);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_BAD_DATE), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_BLANK_CHILD), 1);
    char message[600];
    nh_problem_message(problems, 0, message, sizeof message);
    assert_string_equal(message, "2024/e.csv:2:3: warning: DECOM is not a date (DD/MM/YYYY): correct it");
    assert_true(number(nh_extract_inputs(x), "rows", 0) == 4);
    assert_true(number(nh_extract_inputs(x), "rows_set_aside", 0) == 1);
    nh_extract_free(x);
}

static void other_tables_set_aside_what_they_need(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = {
        { "2024/m.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/01/2010,M,,\n1,xx,M,01/05/2023,31/04/2023\n"
                        "1,,M,2023-05-01,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n"
                        "1,,A,02/05/2023,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n1,,A,02/05/2023,\n",
          0 },
        { "2024/o.csv", "CHILD,SDQ_SCORE,SDQ_REASON,CONVICTED\n"
                        "1,40,,0\n1,41,,0\n1,-1,,0\n1,nan,,0\n1,1.5,,7\n1,3,SDQ1,0\n",
          0 } }, .authority = "Kent" });
    const nh_problems *problems = nh_extract_problems(x);
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "missing")), 10);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_BLANK_DATE), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_BAD_DATE), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_BAD_DATE_BLANKED), 2);
    const nh_column *score = nh_frame_find(nh_extract_table(x, "oc2"), "sdq_score");
    assert_true(score->number[0] == 40 && score->number[5] == 3);
    for (size_t row = 1; row < 5; row++) assert_int_equal(nh_mark_at(score, row), NH_MISSING);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_OUT_OF_RANGE), 2);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_NOT_A_NUMBER), 2);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_UNKNOWN_CODE), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_INCONSISTENT), 1);
    nh_extract_free(x);
}

/* Decision 46. */
static void one_child_has_one_row_of_the_header(void **state)
{
    (void)state;
    given g = { .files = { { "E10000016/2023/h.csv", HEADER "1,1,01/01/2010,WBRI,,,\n1,1,01/01/2010,WBRI,,,\n", 0 },
                           { "E10000016/2024/h.csv", HEADER "1,1,02/01/2010,WBRI,,,\n", 0 },
                           { "E06000035/2024/h.csv", "CHILD,GENDER,DOB,ETHNIC\n1,2,03/01/2010,WBRI\n", 0 } } };
    nh_extract *x = must_read(g);
    const nh_frame *header = nh_extract_table(x, "header");
    assert_int_equal(nh_frame_rows(header), 3);
    for (uint32_t file = 0; file < 3; file++) assert_origin(header, file, file, 2);
    assert_int_equal(nh_problems_of(nh_extract_problems(x), NH_PROBLEM_REPEATED_CHILD), 1);
    nh_extract_free(x);
    g.files[3] = (nh_named_bytes){ "E06000035/2024/i.csv", HEADER "1,1,03/01/2010,WBRI,,,\n", 0 };
    must_refuse(g, "E06000035/2024/i.csv:2:1: this CHILD has another row");
}

static void files_that_cannot_be_used_are_refused(void **state)
{
    (void)state;
    must_refuse((given){ .files = { { "x.csv", "a,b\n1,2\n", 0 } } }, "x.csv:1:1: its columns are those of no table");
    must_refuse((given){ .files = { { "e.csv", "CHILD,RNE,LS,CIN,PLACE,DEC,REC\n", 0 } } },
                "e.csv:1:1: the column DECOM of episodes is not in the header");
    must_refuse((given){ .files = { { "e.csv", EPISODES ROW("1", "31/02/2021") ROW("2", "31/02/2021"), 0 } } },
                "e.csv:2:3: every record is set aside, 2 in all: of the first, DECOM is not a date (DD/MM/YYYY): correct it");
    must_refuse((given){ .files = { { "e.csv", EPISODES ROW("1", "2021-05-01") ROW("2", "01/05/2021"), 0 } } },
                "e.csv: DECOM has dates in two forms");
    must_refuse((given){ .files = { { "h.csv", "CHILD,SEX,DOB,ETHNIC,dob\nX17,1,01/05/2010,WBRI,01/05/2010\n", 0 } } },
                "h.csv:1:22: the column DOB of header stands twice in the header, if by another name: take one");
    must_refuse((given){ .files = { { "h.csv", "CHILD,SEX,DOB,ETHNIC,GENDER\nX17,1,01/05/2010,WBRI,2\n", 0 } },
                         .as = "header" }, "h.csv:1:22: the column SEX of header stands twice in the header");
    must_refuse((given){ .files = { { "e.csv", "a,b\n", 0 } }, .as = "episode" }, "there is no table 'episode'");
    must_refuse((given){ .files = { { "e.csv", "a,b\n", 0 } }, .as = "header" },
                "e.csv:1:1: the column CHILD of header");
}

/* Names as people write them: blanks for underscores, and what Excel puts above a table of its own. */
static void names_of_columns_may_be_written_otherwise(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "E10000016/2024/e.csv",
        "sep=,\nChild,decom,RNE,LS,CIN,Place,place provider,DEC,REC,Home Post,PL-POST\n"
        "1,01/05/2023,S,C2,N1,U4,PR1,,,CT1 2EH,ME4 4TR\n", 0 } } });
    const nh_frame *episodes = nh_extract_table(x, "episodes");
    assert_string_equal(text(episodes, "place_provider", 0), "PR1");
    assert_string_equal(text(episodes, "home_post", 0), "CT1 2EH");
    assert_string_equal(text(episodes, "pl_post", 0), "ME4 4TR");
    assert_int_equal(nh_problems_count(nh_extract_problems(x)), 0);
    nh_extract_free(x);
}

/* Whatever it is made of, it is one thing beside the tables. */
static void a_workbook_beside_tables_is_told_once(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "book.xlsx/[Content_Types].xml", "<Types/>", 0 },
                                                  { "book.xlsx/xl/workbook.xml", "<workbook/>", 0 },
                                                  { "book.xlsx/xl/media/a.csv", "a,b\n1\n", 0 },
                                                  { "E10000016/2024/e.csv", EPISODES ROW("1", "01/05/2023"), 0 } } });
    assert_int_equal(nh_frame_rows(nh_extract_inputs(x)), 2);
    assert_string_equal(text(nh_extract_inputs(x), "file", 0), "book.xlsx");
    assert_string_equal(text(nh_extract_inputs(x), "table", 0), "not used");
    nh_extract_free(x);
}

static void a_header_alone_is_a_warning(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "E10000016/2024/e.csv", EPISODES, 0 } } });
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "episodes")), 0);
    assert_int_equal(nh_problems_of(nh_extract_problems(x), NH_PROBLEM_NO_RECORDS), 1);
    assert_string_equal(text(nh_extract_inputs(x), "years", 0), "2024");
    assert_string_equal(text(nh_extract_inputs(x), "authorities", 0), "E10000016");
    nh_extract_free(x);
}

static void a_column_that_comes_late_is_missing_before(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = {
        { "2023/e.csv", EPISODES ROW("1", "01/05/2021"), 0 },
        { "2024/e.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,PL_DISTANCE,NOTES\n"
                        "1,01/05/2021,S,C2,N1,U4,,,20.1,x\n", 0 } },
        .authority = "Kent" });
    const nh_column *miles = nh_frame_find(nh_extract_table(x, "episodes"), "pl_distance");
    assert_non_null(miles);
    assert_int_equal(nh_mark_at(miles, 0), NH_MISSING);
    assert_true(nh_present(miles, 1) && miles->number[1] == 20.1);
    assert_int_equal(nh_problems_of(nh_extract_problems(x), NH_PROBLEM_EXTRA_COLUMN), 1);
    nh_extract_free(x);
}

/* Columns count the bytes of the file, though what is read has more. */
static void an_older_encoding_is_converted_when_named(void **state)
{
    (void)state;
    given g = { .files = { { "2024/e.csv", EPISODES "caf\xE9,01/05/2021,S,C2,N1,U4,PR1,,,,ZZ1 1AA,zz2 2bb,\x80\n"
                                           "\xE9,31/02/2021,S,C2,N1,U4,PR1,,,,,,\n", 0 } }, .authority = "Kent" };
    must_refuse(g,
                "2024/e.csv:2:1: not UTF-8 but Windows-1252 or Latin-1, it seems: save the file as \"CSV UTF-8\", or "
                "give --encoding windows-1252");
    g.encoding = "windows-1252";
    nh_extract *x = must_read(g);
    assert_string_equal(text(nh_extract_table(x, "episodes"), "child", 0), "CAF\xC3\xA9");
    assert_string_equal(text(nh_extract_table(x, "episodes"), "urn", 0), "\xE2\x82\xAC");
    assert_string_equal(text(nh_extract_inputs(x), "encoding", 0), "windows-1252");
    char message[600];
    nh_problem_message(nh_extract_problems(x), 0, message, sizeof message);
    assert_string_equal(message, "2024/e.csv:3:3: warning: DECOM is not a date (DD/MM/YYYY): correct it");
    nh_extract_free(x);
    g.files[0] = (nh_named_bytes){ "2024/e.csv", "\xFF\xFE" "C", 0 };
    must_refuse(g, "2024/e.csv:1:1: UTF-16 text");
}

/* It is for --postcodes to read. */
static void a_postcode_directory_is_known_but_left_unread(void **state)
{
    (void)state;
    nh_extract *x = must_read((given){ .files = { { "nspl.csv", "pcd,laua,oseast1m,osnrth1m\nZZ11AA,E06000001,1,1\n", 0 } } });
    const nh_frame *inputs = nh_extract_inputs(x);
    assert_string_equal(text(inputs, "table", 0), "onspd");
    assert_int_equal(nh_mark_at(nh_frame_find(inputs, "rows"), 0), NH_MISSING);
    assert_non_null(strstr(nh_extract_notes(x)->text[0], "nspl.csv is not used: it is a postcode directory"));
    assert_false(nh_extract_is_child_level(x) || nh_extract_is_published(x));
    nh_extract_free(x);
}

static void write_file(const char *folder, const char *name, const char *bytes)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

static void remove_all(const char *folder, const char *const *names, size_t n)
{
    char path[200];
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
}

static void files_of_a_folder_that_are_no_table_are_listed(void **state)
{
    (void)state;
    static const char *const names[] = { "E10000016/episodes.csv", "E10000016/notes.txt", "E10000016/other.csv",
                                         "E10000016", "" };
    char folder[] = "/tmp/nearhome-extract-XXXXXX", inside[100];
    assert_non_null(mkdtemp(folder));
    snprintf(inside, sizeof inside, "%s/E10000016", folder);
    assert_int_equal(mkdir(inside, 0700), 0);
    write_file(folder, names[0], EPISODES ROW("1", "01/05/2021"));
    write_file(folder, names[1], "\"not CSV");
    write_file(folder, names[2], "a,b\n1,2,3\n");
    nh_error err = { 0 };
    const char *inputs[] = { folder };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .inputs = inputs, .n_inputs = 1, .year = 2022 }, &err);
    remove_all(folder, names, 5);
    if (!x) fail_msg("%s", err.text);
    static const char *const tables[] = { "episodes", "not used", "not used" };
    assert_int_equal(nh_frame_rows(nh_extract_inputs(x)), 3);
    for (size_t row = 0; row < 3; row++) assert_string_equal(text(nh_extract_inputs(x), "table", row), tables[row]);
    assert_string_equal(text(nh_extract_table(x, "episodes"), "authority", 0), "E10000016");
    assert_int_equal(nh_extract_notes(x)->n, 3);
    nh_extract_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_stripped_in_capitals_and_typed),
        cmocka_unit_test(labels_come_in_their_order),
        cmocka_unit_test(what_nothing_labels_is_a_clear_error),
        cmocka_unit_test(a_child_without_authority_is_set_aside),
        cmocka_unit_test(a_starting_year_is_known_by_its_rows),
        cmocka_unit_test(episodes_without_sound_dates_stay_with_their_marks),
        cmocka_unit_test(other_tables_set_aside_what_they_need),
        cmocka_unit_test(one_child_has_one_row_of_the_header),
        cmocka_unit_test(files_that_cannot_be_used_are_refused),
        cmocka_unit_test(names_of_columns_may_be_written_otherwise),
        cmocka_unit_test(a_workbook_beside_tables_is_told_once),
        cmocka_unit_test(a_header_alone_is_a_warning),
        cmocka_unit_test(a_column_that_comes_late_is_missing_before),
        cmocka_unit_test(an_older_encoding_is_converted_when_named),
        cmocka_unit_test(a_postcode_directory_is_known_but_left_unread),
        cmocka_unit_test(files_of_a_folder_that_are_no_table_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
