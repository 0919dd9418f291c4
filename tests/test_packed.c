/* tests/test_packed.c: returns and releases as people send them: in .zip, in .gz, through a pipe, as CSV and XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "datasets/derive/inputs.h"
#include "tests/same_rows.h"

#include <archive.h>
#include <archive_entry.h>

#define CSV "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n" \
            "1,01/05/2020,S,C2,N1,U4,PR1,,,,,,\n"
#define XML "<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><SEX>1</SEX><DOB>02/03/2010</DOB></HEADER><EPISODE>" \
            "<DECOM>01/05/2020</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL></EPISODE></CHILD></EXPSSDA903>"

typedef struct member {
    const char *name, *text; /* ended by a NULL name */
} member;

static char folder[] = "/tmp/nearhome-packed-XXXXXX";
static char path_text[200];

static const char *in_folder(const char *name)
{
    snprintf(path_text, sizeof path_text, "%s/%s", folder, name);
    return path_text;
}

static void add_member(struct archive *packed, const member *m)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, m->name);
    archive_entry_set_size(entry, (la_int64_t)strlen(m->text));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(packed, entry);
    archive_write_data(packed, m->text, strlen(m->text));
    archive_entry_free(entry);
}

static void pack(const char *name, const member *members)
{
    struct archive *packed = archive_write_new();
    if (strstr(name, ".zip")) archive_write_set_format_zip(packed);
    else archive_write_add_filter_gzip(packed), archive_write_set_format_raw(packed);
    assert_int_equal(archive_write_open_filename(packed, in_folder(name)), ARCHIVE_OK);
    for (; members->name; members++) add_member(packed, members);
    archive_write_close(packed);
    archive_write_free(packed);
}

static nh_extract *read_inputs(const char *const *inputs, size_t n)
{
    nh_error err = { 0 };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .inputs = inputs, .n_inputs = n, .authority = "Kent",
                                                           .year = 2022 }, &err);
    if (!x) fail_msg("%s", err.text);
    return x;
}

static nh_extract *read_packed(const char *name)
{
    const char *input = in_folder(name);
    return read_inputs(&input, 1);
}

static void assert_years(const nh_extract *x, const char *due)
{
    static const char *const columns[] = { "authority", "year", "child", NULL };
    const nh_frame *episodes = nh_extract_table(x, "episodes");
    char all[400] = "";
    assert_non_null(episodes);
    for (size_t row = 0; row < nh_frame_rows(episodes); row++) {
        char *line = line_of_row(episodes, row, columns);
        strcat(all, line);
        free(line);
    }
    assert_string_equal(all, due);
}

static void a_zip_may_hold_csv_and_xml_of_several_years(void **state)
{
    (void)state;
    static const member members[] = { { "E10000016/2021/episodes.csv", CSV }, { "E10000016/2022/return.xml", XML },
                                      { "E06000035/2022/RETURN.XML", XML }, { "read me.txt", "not a table" }, { 0 } };
    pack("both.zip", members);
    nh_extract *x = read_packed("both.zip");
    assert_years(x, "E10000016|2021|1|E10000016|2022|1|E06000035|2022|1|");
    const nh_frame *inputs = nh_extract_inputs(x);
    assert_string_equal(nh_text_at(nh_frame_find(inputs, "table"), nh_frame_rows(inputs) - 1), "not used");
    nh_extract_free(x);
    remove(in_folder("both.zip"));
}

static void gz_of_either_is_read(void **state)
{
    (void)state;
    static const char *const names[] = { "return.xml.gz", "episodes.csv.gz" };
    static const member members[][2] = { { { "x", XML }, { 0 } }, { { "x", CSV }, { 0 } } };
    for (int i = 0; i < 2; i++) {
        pack(names[i], members[i]);
        nh_extract *x = read_packed(names[i]);
        assert_years(x, "E10000016|2022|1|");
        nh_extract_free(x);
    }
    /* Among other files too. */
    const char *input = folder;
    nh_extract *x = read_inputs(&input, 1);
    assert_years(x, "E10000016|2022|1|E10000016|2022|1|");
    nh_extract_free(x);
    for (int i = 0; i < 2; i++) remove(in_folder(names[i]));
}

static void a_pipe_brings_any_of_them(void **state)
{
    (void)state;
    static const char *const names[] = { "p.zip", "p.xml.gz", "p.csv.gz" };
    static const member members[][2] = { { { "a/return.xml", XML }, { 0 } },
                                         { { "x", XML }, { 0 } },
                                         { { "x", CSV }, { 0 } } };
    const char *input = "-";
    for (int i = 0; i < 3; i++) {
        pack(names[i], members[i]);
        assert_non_null(freopen(in_folder(names[i]), "rb", stdin));
        nh_extract *x = read_inputs(&input, 1);
        assert_years(x, "E10000016|2022|1|");
        nh_extract_free(x);
        remove(in_folder(names[i]));
    }
}

/* Files beside the tables are passed over in a pipe as in a file. */
static void other_files_of_a_zip_in_a_pipe_are_passed_over(void **state)
{
    (void)state;
    static const member members[] = { { "a/episodes.csv", CSV }, { "a/about.csv", "what,why\n1,2\n" },
                                      { "read me.txt", "not a table" }, { 0 } };
    const char *input = "-";
    pack("pipe.zip", members);
    assert_non_null(freopen(in_folder("pipe.zip"), "rb", stdin));
    nh_extract *x = read_inputs(&input, 1);
    assert_years(x, "E10000016|2022|1|");
    assert_int_equal(nh_frame_rows(nh_extract_inputs(x)), 3);
    nh_extract_free(x);
    remove(in_folder("pipe.zip"));
}

static void a_member_can_be_named(void **state)
{
    (void)state;
    static const member members[] = { { "2021/episodes.csv", CSV }, { "2022/episodes.csv", CSV }, { 0 } };
    char path[400], none[400];
    const char *input = path;
    nh_error err = { 0 };
    pack("two.zip", members);
    snprintf(path, sizeof path, "%s/2021/episodes.csv", in_folder("two.zip"));
    assert_int_equal(nh_source_archive_in(path), strlen(in_folder("two.zip")));
    assert_int_equal(nh_source_archive_in(in_folder("two.zip")), 0);
    nh_extract *x = read_inputs(&input, 1);
    assert_years(x, "E10000016|2021|1|");
    nh_extract_free(x);
    snprintf(none, sizeof none, "%s/2023/episodes.csv", in_folder("two.zip"));
    assert_null(nh_source_open(none, &err));
    assert_non_null(strstr(err.text, "two.zip holds no file 2023/episodes.csv"));
    remove(in_folder("two.zip"));
}

static char *text_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1 << 20, 1);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

/* As it is downloaded: tables under data/, descriptions of columns and guidance beside them. */
static void a_release_in_a_zip_is_the_release(void **state)
{
    (void)state;
    static const char *const columns[] = { "year", "authority", "own_children", "placed_outside", "net_gain", NULL };
    char *net = text_of("tests/data/release/net_gain.csv"), *stability = text_of("tests/data/release/stability.csv");
    const member members[] = { { "data/net_gain.csv", net }, { "data/stability.csv", stability },
                               { "data/stability.meta.csv", "col_name,col_type\nnumber,Indicator\n" },
                               { "data-guidance/data-guidance.txt", "guidance" }, { 0 } };
    const char *plain[] = { "tests/data/release/net_gain.csv", "tests/data/release/stability.csv" };
    nh_error err = { 0 };
    pack("release.zip", members);
    nh_inputs *packed = nh_inputs_new(read_packed("release.zip"), NULL, NULL, NULL);
    nh_inputs *unpacked = nh_inputs_new(read_inputs(plain, 2), NULL, NULL, NULL);
    const nh_frame *got = nh_inputs_frame(packed, "balance", &err), *due = nh_inputs_frame(unpacked, "balance", &err);
    if (!got || !due) fail_msg("%s", err.text);
    assert_same_rows(got, due, columns);
    nh_inputs_free(packed);
    nh_inputs_free(unpacked);
    remove(in_folder("release.zip"));
    free(net);
    free(stability);
}

static void a_workbook_is_named(void **state)
{
    (void)state;
    static const member members[] = { { "[Content_Types].xml", "<Types/>" },
                                      { "xl/workbook.xml", "<workbook/>" },
                                      { 0 } };
    pack("return.xlsx.zip", members);
    const char *input = in_folder("return.xlsx.zip");
    nh_error err = { 0 };
    assert_null(nh_extract_read(&(nh_extract_request){ .inputs = &input, .n_inputs = 1 }, &err));
    assert_non_null(strstr(err.text, "return.xlsx.zip is an Excel workbook, or another document of Office: save its "
                                     "sheet as"));
    remove(in_folder("return.xlsx.zip"));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zip_may_hold_csv_and_xml_of_several_years),
        cmocka_unit_test(gz_of_either_is_read),
        cmocka_unit_test(a_pipe_brings_any_of_them),
        cmocka_unit_test(other_files_of_a_zip_in_a_pipe_are_passed_over),
        cmocka_unit_test(a_member_can_be_named),
        cmocka_unit_test(a_release_in_a_zip_is_the_release),
        cmocka_unit_test(a_workbook_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
