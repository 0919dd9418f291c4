/* tests/test_xml.c: XML and CSV of one return give the same frames; what is wrong in XML is named where it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "datasets/derive/inputs.h"
#include "datasets/read/xml_layout.h"
#include "tests/same_rows.h"
#include "tests/xml_of_csv.h"

#include <dirent.h>

/* One return with every table that both forms have. */
static const return_text small_return[] = {
    { "HEADER", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,1,05/06/2008,WBRI,UN4,,\nb2,2,29/02/2012,ABAN,UN1,,\n"
                "C3,2,01/01/2005,OOTH,A123456789012,1,03/04/2023\nD4,1,11/11/2006,AOTH,UN2,,\n" },
    { "EPISODE",
      "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
      "A1,10/05/2022,S,C1,N1,U6,PR1,01/11/2023,X1,CREQB,CT1 2EH,ME4 4TR,SC000001\n"
      "A1,01/11/2023,P,C2,N1,K2,PR4,,,,CT1 2EH,BN1 1JE,SC000002\n"
      "b2,01/07/2023,S,V2,N1,U1,PR0,20/02/2024,E46,,CT1 2EH,,\n"
      "D4,31/02/2023,S,V2,N5,H5,PR4,,,,,CT1 2EH,1234567\nD4,02/09/2023,S,V2,N5,H5,PR4,,,,,CT1 2EH,1234567\n" },
    { "AREVIEW", "CHILD,DOB,REVIEW,REVIEW_CODE\nA1,05/06/2008,01/06/2023,PN1\nA1,05/06/2008,01/12/2023,PN3\n" },
    { "PERMANENCE", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nA1,05/06/2008,Z1,,\nb2,29/02/2012,P1,999,zz/01/2019\n" },
    { "OC2", "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
             "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\nA1,05/06/2008,17,,0,,1,1,1,0,,\n"
             "D4,11/11/2006,41,,1,,1,0,0,1,0,1\n" },
    { "AMISSING", "CHILD,DOB,MISSING,MIS_START,MIS_END\nA1,05/06/2008,M,01/02/2024,02/02/2024\n"
                  "A1,05/06/2008,A,30/03/2024,\n" },
    { "HEADER", "CHILD,SEX,DOB,DUC\nD4,1,11/11/2006,10/11/2024\n" },
    { "HEADER", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nC3,01/01/2005,YES,F2,U1\n" },
    { "HEADER", "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n"
                "b2,29/02/2012,01/07/2023,02/08/2023,0,2,MF,L12\n" },
    { "AD_PLACED", "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n"
                   "b2,29/02/2012,03/09/2023,01/10/2023,RD2\nb2,29/02/2012,03/11/2023,,\n" },
    { 0 }
};

static nh_extract *read_files(const nh_named_bytes *files, size_t n, nh_error *err)
{
    return nh_extract_read(&(nh_extract_request){ .embedded = files, .n_embedded = n, .authority = "Kent",
                                                  .year = 2024 }, err);
}

static nh_extract *read_csvs(const return_text *tables)
{
    nh_named_bytes files[12];
    static char names[12][24];
    size_t n = 0;
    for (; tables[n].group; n++) {
        snprintf(names[n], sizeof names[n], "2024/%zu.csv", n);
        files[n] = (nh_named_bytes){ names[n], tables[n].text, strlen(tables[n].text) };
    }
    nh_error err = { 0 };
    nh_extract *extract = read_files(files, n, &err);
    if (!extract) fail_msg("%s", err.text);
    return extract;
}

static nh_extract *read_xml(const char *text, nh_error *err)
{
    return read_files(&(nh_named_bytes){ "2024/return.xml", text, strlen(text) }, 1, err);
}

static nh_extract *must_read_xml(const char *text)
{
    nh_error err = { 0 };
    nh_extract *extract = read_xml(text, &err);
    if (!extract) fail_msg("%s", err.text);
    return extract;
}

static void assert_same_table(const nh_extract *xml, const nh_extract *csv, const char *table)
{
    const nh_frame *got = nh_extract_table(xml, table), *due = nh_extract_table(csv, table);
    const char *columns[24];
    size_t n = 0;
    if (!due) return;
    assert_non_null(got);
    for (; n < nh_frame_columns(due) && n < 23; n++) columns[n] = nh_frame_at(due, n)->name;
    columns[n] = NULL;
    assert_same_rows(got, due, columns);
}

static void assert_same_problems(const nh_extract *xml, const nh_extract *csv)
{
    for (size_t code = 0; code < NH_PROBLEM_COUNT; code++)
        assert_int_equal(nh_problems_of(nh_extract_problems(xml), (nh_problem_code)code),
                         nh_problems_of(nh_extract_problems(csv), (nh_problem_code)code));
}

/* Both extracts are taken over. */
static void assert_same_frame(nh_inputs *xml, nh_inputs *csv, const char *name)
{
    nh_error err = { 0 };
    const nh_frame *got = nh_inputs_frame(xml, name, &err), *due = nh_inputs_frame(csv, name, &err);
    if (!got || !due) fail_msg("%s", err.text);
    const char *columns[64];
    size_t n = 0;
    for (; n < nh_frame_columns(due) && n < 63; n++) columns[n] = nh_frame_at(due, n)->name;
    columns[n] = NULL;
    assert_same_rows(got, due, columns);
}

static void assert_same_return(const return_text *tables)
{
    char *text = xml_of_csv(tables);
    nh_extract *xml = must_read_xml(text), *csv = read_csvs(tables);
    for (size_t t = 0; t < nh_xml_table_count(); t++) assert_same_table(xml, csv, nh_xml_table_at(t)->name);
    nh_inputs *of_xml = nh_inputs_new(xml, NULL, NULL, NULL), *of_csv = nh_inputs_new(csv, NULL, NULL, NULL);
    assert_same_frame(of_xml, of_csv, "placements");
    assert_same_frame(of_xml, of_csv, "children");
    nh_inputs_free(of_xml);
    nh_inputs_free(of_csv);
    free(text);
}

static void xml_and_csv_give_the_same_frames(void **state)
{
    (void)state;
    assert_same_return(small_return);
    char *text = xml_of_csv(small_return);
    nh_extract *xml = must_read_xml(text), *csv = read_csvs(small_return);
    assert_same_problems(xml, csv);
    assert_int_equal(nh_frame_rows(nh_extract_table(xml, "oc3")), 1);
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_table(xml, "oc3"), "child"), 0), "C3");
    nh_extract_free(xml);
    nh_extract_free(csv);
    free(text);
}

/* A public sample of invented children, where it is there. */
static char *text_of_file(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "../shared/data/ssda903/demand-model/2019-%s.csv", name);
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = NULL, block[4096];
    size_t n = 0, got;
    FILE *out = open_memstream(&text, &n);
    while ((got = fread(block, 1, sizeof block, file)) > 0) fwrite(block, 1, got, out);
    fclose(out);
    fclose(file);
    return text;
}

static void a_sample_return_is_the_same_in_both_forms(void **state)
{
    (void)state;
    static const char *const files[][2] = { { "HEADER", "header" }, { "EPISODE", "episodes" }, { "HEADER", "uasc" },
                                            { "AREVIEW", "reviews" }, { "PERMANENCE", "previous_permanence" },
                                            { "OC2", "oc2" }, { "AMISSING", "missing" }, { "HEADER", "oc3" } };
    enum { N_FILES = sizeof files / sizeof *files };
    return_text tables[N_FILES + 1] = { { 0 } };
    char *texts[N_FILES];
    for (size_t i = 0; i < N_FILES; i++) {
        texts[i] = text_of_file(files[i][1]);
        if (!texts[i]) print_message("../shared is not there\n"), skip();
        tables[i] = (return_text){ files[i][0], texts[i] };
    }
    assert_same_return(tables);
    for (size_t i = 0; i < N_FILES; i++) free(texts[i]);
}

/* ---- what is wrong ---- */

#define TOP "<?xml version=\"1.0\"?>\n<EXPSSDA903>\n"
#define GOOD "<CHILD><HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>02/03/2010</DOB><ETHNIC>WBRI</ETHNIC></HEADER>\n"
#define EPISODE \
    "<EPISODE><DECOM>01/05/2021</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL></EPISODE></CHILD>\n"
#define END "</EXPSSDA903>\n"

static void refused(const char *text, const char *words)
{
    nh_error err = { 0 };
    nh_extract *extract = read_xml(text, &err);
    if (extract) fail_msg("'%s' is due, but it was read", words);
    if (!strstr(err.text, words)) fail_msg("'%s' where '%s' is due", err.text, words);
    assert_int_equal(err.status, NH_BAD_INPUT);
}

static void what_is_not_a_return_is_refused_where_it_stands(void **state)
{
    (void)state;
    refused(TOP "<!DOCTYPE x>" END, "return.xml:3:3: cannot be read as XML");
    refused("<?xml version=\"1.0\"?>\n<!DOCTYPE\n EXPSSDA903 [ <!ENTITY a \"b\"> ]>\n<EXPSSDA903/>",
            "return.xml:2:1: a DOCTYPE");
    refused("<Message><CHILD/></Message>", "return.xml:1:1: the root is not EXPSSDA903");
    refused(TOP GOOD EPISODE, "return.xml:5:1: the end of the file inside an element");
    refused(TOP GOOD "<EPISODE><DECOM>01/05/2021</DEC></EPISODE></CHILD>" END, "return.xml:4:29: an end tag");
    refused(TOP "<CHILD id=\"7\"></CHILD>" END, "return.xml:3:1: an attribute");
    refused(TOP GOOD "tail" EPISODE END, "return.xml:4:1: text where elements are due");
    refused(TOP "<CHILD>\n stray</CHILD>" END, "return.xml:4:2: text in CHILD");
    refused(TOP GOOD EPISODE END "<EXPSSDA903/>", "return.xml:6:1: more behind the end");
    refused(TOP "<CHILD><HEADER><CHILDID>&x;</CHILDID></HEADER></CHILD>" END, "return.xml:3:25: an entity");
    refused(TOP "<CHILD><HEADER><CHILDID>caf\xE9</CHILDID></HEADER></CHILD>" END, "return.xml:3:28: a byte");
}

/* Each would lose a record or a value. */
static void what_would_be_lost_is_refused(void **state)
{
    (void)state;
    refused(TOP GOOD GOOD EPISODE END, "return.xml:4:1: CHILD stands where it may not");
    refused(TOP GOOD "<HEADER></HEADER></CHILD>" END, "return.xml:4:1: HEADER stands twice in one CHILD");
    refused(TOP "<CHILD><HEADER><SEX>1</SEX><SEX>2</SEX></HEADER></CHILD>" END, "return.xml:3:28: SEX stands twice");
    refused(TOP "<CHILD><HEADER><SEX>1</SEX><GENDER>2</GENDER></HEADER></CHILD>" END, "SEX stands twice");
    refused(TOP "<CHILD><HEADER><SEX><B>1</B></SEX></HEADER></CHILD>" END,
            "return.xml:3:21: an element inside the value");
    refused(TOP "<EPISODE></EPISODE>" END, "return.xml:3:1: EPISODE stands where it may not");
}

static void limits_hold(void **state)
{
    (void)state;
    enum { LONG = 70000 };
    char *text = calloc(LONG + 400, 1);
    strcpy(text, TOP "<CHILD><HEADER><CHILDID>");
    memset(text + strlen(text), '7', LONG);
    strcat(text, "</CHILDID></HEADER></CHILD>" END);
    refused(text, "return.xml:3:25: a value of more than 65536 bytes");
    strcpy(text, TOP);
    for (int i = 0; i < 20; i++) strcat(text, "<X>");
    refused(text, "return.xml:3:46: elements more than 16 deep");
    memset(text, 0, LONG + 400);
    strcpy(text, TOP "<!--");
    memset(text + strlen(text), '-' + 1, LONG);
    refused(text, "return.xml:3:1: the end of the file inside a tag");
    free(text);
}

static void one_child_with_two_births_is_refused(void **state)
{
    (void)state;
    refused(TOP GOOD EPISODE
            "<CHILD><HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>03/03/2010</DOB></HEADER></CHILD>" END,
            "return.xml:5:1: this CHILD has another row with a different date of birth");
}

/* ---- what is odd ---- */

static const char *message(const nh_extract *extract, size_t i)
{
    static char text[600];
    nh_problem_message(nh_extract_problems(extract), i, text, sizeof text);
    return text;
}

static void a_fault_is_told_once_where_it_stands(void **state)
{
    (void)state;
    nh_extract *x =
        must_read_xml(TOP "<CHILD><HEADER><CHILDID>1</CHILDID><SEX>9</SEX><DOB>31/02/2010</DOB><UASC>1</UASC>"
                          "<DUC>  31/04/2023</DUC></HEADER>" EPISODE "<CHILD></CHILD>\n" END);
    assert_string_equal(message(x, 0),
                        "2024/return.xml:3:41: warning: SEX is a code that the return does not have: kept, "
                        "and counted as not known");
    assert_string_equal(message(x, 1),
                        "2024/return.xml:3:53: warning: DOB is not a date (DD/MM/YYYY): read as blank");
    assert_string_equal(message(x, 2),
                        "2024/return.xml:3:90: warning: DUC is not a date (DD/MM/YYYY): read as blank");
    assert_non_null(strstr(message(x, 3), "return.xml:4:1: warning: CHILD is blank"));
    assert_int_equal(nh_problems_count(nh_extract_problems(x)), 4);
    nh_extract_free(x);
}

static void unknown_elements_are_told_once_and_passed_over(void **state)
{
    (void)state;
    nh_extract *x = must_read_xml(TOP GOOD "<SW><SW_ID>SW1</SW_ID><DECOM>x</DECOM></SW><SW>2</SW>" EPISODE END);
    assert_int_equal(nh_problems_of(nh_extract_problems(x), NH_PROBLEM_EXTRA_COLUMN), 1);
    assert_non_null(strstr(message(x, 0), "return.xml:4:1: warning:"));
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "episodes")), 1);
    nh_extract_free(x);
}

/* 1 is a flag, 0 is none; the rest of the child's parts are known by their text. */
static void parts_of_the_header_are_records_where_they_are_filled(void **state)
{
    (void)state;
    nh_extract *x =
        must_read_xml(TOP "<CHILD><HEADER><CHILDID>1</CHILDID><UASC>0</UASC><IN_TOUCH> </IN_TOUCH></HEADER>" EPISODE
                          "<CHILD><EPISODE><DECOM>02/05/2021</DECOM><RNE>S</RNE></EPISODE><HEADER>"
                          "<UASC_STATUS>1</UASC_STATUS><CHILDID>2</CHILDID></HEADER></CHILD>\n" END);
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "uasc")), 1);
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_table(x, "uasc"), "child"), 0), "2");
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "oc3")), 0);
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "header")), 2);
    assert_int_equal(nh_frame_origin(nh_extract_table(x, "episodes"), 0).line, 3);
    assert_int_equal(nh_frame_origin(nh_extract_table(x, "episodes"), 1).line, 4);
    assert_int_equal(nh_frame_origin(nh_extract_table(x, "header"), 1).line, 4);
    /* Columns are those whose elements occur, and those that the table cannot be without. */
    assert_non_null(nh_frame_find(nh_extract_table(x, "header"), "uasc"));
    assert_non_null(nh_frame_find(nh_extract_table(x, "header"), "dob"));
    assert_null(nh_frame_find(nh_extract_table(x, "header"), "upn"));
    assert_null(nh_frame_find(nh_extract_table(x, "episodes"), "pl_distance"));
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_table(x, "episodes"), "child"), 1), "2");
    nh_extract_free(x);
}

static void utf_16_and_declared_encodings_are_read(void **state)
{
    (void)state;
    static const char text[] = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<EXPSSDA903>\n" GOOD EPISODE END;
    char wide[2 * sizeof text] = "\xFF\xFE";
    for (size_t i = 0; i + 1 < sizeof text; i++) wide[2 + 2 * i] = text[i];
    nh_error err = { 0 };
    nh_extract *x = read_files(&(nh_named_bytes){ "2024/wide", wide, 2 * sizeof text }, 1, &err);
    if (!x) fail_msg("%s", err.text);
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "episodes")), 1);
    nh_extract_free(x);
    x = must_read_xml(
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?><EXPSSDA903><CHILD><HEADER><CHILDID>a\x80</CHILDID>"
        "</HEADER></CHILD></EXPSSDA903>");
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_table(x, "header"), "child"), 0), "A\xE2\x82\xAC");
    nh_extract_free(x);
}

static void other_xml_beside_a_return_is_passed_over(void **state)
{
    (void)state;
    static const char *const names[] = { "note.xml", "return.xml", "" };
    static const char *const texts[] = { "<note>none</note>", TOP GOOD EPISODE END };
    char folder[] = "/tmp/nearhome-xml-XXXXXX", path[100];
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        FILE *file = fopen(path, "wb");
        fputs(texts[i], file);
        fclose(file);
    }
    nh_error err = { 0 };
    const char *inputs[] = { folder };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .inputs = inputs, .n_inputs = 1, .year = 2022,
                                                           .authority = "Kent" }, &err);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    if (!x) fail_msg("%s", err.text);
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_inputs(x), "table"), 0), "not used");
    assert_string_equal(nh_text_at(nh_frame_find(nh_extract_inputs(x), "encoding"), 1), "XML");
    assert_int_equal(nh_frame_rows(nh_extract_table(x, "episodes")), 1);
    nh_extract_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_and_csv_give_the_same_frames),
        cmocka_unit_test(a_sample_return_is_the_same_in_both_forms),
        cmocka_unit_test(what_is_not_a_return_is_refused_where_it_stands),
        cmocka_unit_test(what_would_be_lost_is_refused),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(one_child_with_two_births_is_refused),
        cmocka_unit_test(a_fault_is_told_once_where_it_stands),
        cmocka_unit_test(unknown_elements_are_told_once_and_passed_over),
        cmocka_unit_test(parts_of_the_header_are_records_where_they_are_filled),
        cmocka_unit_test(utf_16_and_declared_encodings_are_read),
        cmocka_unit_test(other_xml_beside_a_return_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
