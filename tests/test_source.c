/* tests/test_source.c: plain, packed and unpacked give the same bytes; a folder is walked in order of names. */
#include "datasets/read/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/nearhome-source-XXXXXX";
static char path_text[256];

static const char *in_folder(const char *name)
{
    snprintf(path_text, sizeof path_text, "%s/%s", folder, name);
    return path_text;
}

static void write_plain(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void add_bytes(struct archive *zip, const char *name, const char *bytes, size_t n)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)n);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(zip, entry);
    archive_write_data(zip, bytes, n);
    archive_entry_free(entry);
}

static void add_member(struct archive *zip, const char *name, const char *text)
{
    add_bytes(zip, name, text, strlen(text));
}

static void write_packed(const char *name, bool is_zip, const char *password)
{
    struct archive *packed = archive_write_new();
    if (is_zip) archive_write_set_format_zip(packed);
    else {
        archive_write_add_filter_gzip(packed);
        archive_write_set_format_raw(packed);
    }
    if (password) {
        archive_write_set_options(packed, "zip:encryption=traditional");
        archive_write_set_passphrase(packed, password);
    }
    assert_int_equal(archive_write_open_filename(packed, in_folder(name)), ARCHIVE_OK);
    add_member(packed, "2024/b.csv", "x,y\n1,2\n");
    if (is_zip) add_member(packed, "2024/a.csv", "p,q\n");
    archive_write_close(packed);
    archive_write_free(packed);
}

/* "name=bytes|" for each file met. */
static bool note_file(nh_source *source, void *context, nh_error *err)
{
    char *all = context, buffer[64];
    size_t n;
    const char *name = nh_source_name(source);
    if (strncmp(name, folder, strlen(folder)) == 0) name += strlen(folder);
    strcat(all, name);
    strcat(all, "=");
    while (nh_source_read(source, buffer, 5, &n, err) && n > 0) strncat(all, buffer, n);
    strcat(all, "|");
    return err->status == NH_OK;
}

static void check_met(const char *name, const char *due)
{
    char all[1024] = "";
    nh_error err = { 0 };
    if (!nh_sources_each(in_folder(name), note_file, all, &err)) fail_msg("%s", err.text);
    assert_string_equal(all, due);
}

static void check_not_met(const char *name, const char *words)
{
    char all[1024] = "";
    nh_error err = { 0 };
    assert_false(nh_sources_each(in_folder(name), note_file, all, &err));
    if (!strstr(err.text, words)) fail_msg("'%s' where '%s' is due", err.text, words);
}

static void reads_plain_and_packed_alike(void **state)
{
    (void)state;
    check_met("f/c.csv", "/f/c.csv=x,y\n1,2\n|");
    check_met("b.gz", "/b.gz=x,y\n1,2\n|");
    check_met("d.zip", "/d.zip/2024/b.csv=x,y\n1,2\n|/d.zip/2024/a.csv=p,q\n|");
}

static void walks_a_folder_in_order_of_names(void **state)
{
    (void)state;
    check_met("f", "/f/a/z.csv=1\n|/f/b.csv=2\n|/f/c.csv=x,y\n1,2\n|");
}

static void says_what_cannot_be_read(void **state)
{
    (void)state;
    check_not_met("absent.csv", "absent.csv cannot be read");
    check_not_met("locked.zip", "encrypted");
    check_not_met("cut.gz", "cut.gz cannot be unpacked");
}

/* Writes what b.gz holds, with bytes of its end changed or added. */
static void write_spoilt(const char *name, size_t kept_of_end, const char *added, size_t n_added)
{
    char bytes[256];
    FILE *from = fopen(in_folder("b.gz"), "rb");
    assert_non_null(from);
    size_t n = fread(bytes, 1, sizeof bytes, from);
    fclose(from);
    FILE *to = fopen(in_folder(name), "wb");
    assert_non_null(to);
    assert_true(n > 8 && n < sizeof bytes);
    fwrite(bytes, 1, n - 8 + kept_of_end, to);
    fwrite(added, 1, n_added, to);
    fclose(to);
}

/* The last eight bytes of a .gz are its sum and its length. */
static void a_gz_is_held_against_its_sum(void **state)
{
    (void)state;
    write_spoilt("sum.gz", 0, "\1\2\3\4\x08\0\0\0", 8);
    write_spoilt("length.gz", 4, "\x09\0\0\0", 4);
    write_spoilt("cut_sum.gz", 4, "", 0);
    write_spoilt("more.gz", 8, "more", 4);
    write_spoilt("zeros.gz", 8, "\0\0\0\0", 4);
    check_not_met("sum.gz", "sum.gz cannot be unpacked (incorrect data check): pack it again");
    check_not_met("length.gz", "length.gz cannot be unpacked (incorrect length check)");
    check_not_met("cut_sum.gz", "cut_sum.gz cannot be unpacked (it is cut short)");
    check_not_met("more.gz", "more.gz cannot be unpacked (something else stands behind its end)");
    check_met("zeros.gz", "/zeros.gz=x,y\n1,2\n|");
}

static void parts_of_a_gz_follow_one_another(void **state)
{
    (void)state;
    char bytes[256];
    FILE *from = fopen(in_folder("b.gz"), "rb");
    assert_non_null(from);
    size_t n = fread(bytes, 1, sizeof bytes, from);
    fclose(from);
    write_spoilt("twice.gz", 8, bytes, n);
    check_met("twice.gz", "/twice.gz=x,y\n1,2\nx,y\n1,2\n|");
}

/* A member may be a .gz, and its name may point anywhere: nothing is written, so that it leads nowhere. */
static void members_are_read_whatever_they_are_called(void **state)
{
    (void)state;
    char bytes[256];
    FILE *from = fopen(in_folder("b.gz"), "rb");
    assert_non_null(from);
    size_t n = fread(bytes, 1, sizeof bytes, from);
    fclose(from);
    struct archive *zip = archive_write_new();
    archive_write_set_format_zip(zip);
    assert_int_equal(archive_write_open_filename(zip, in_folder("odd.zip")), ARCHIVE_OK);
    add_bytes(zip, "2024/c.csv.gz", bytes, n);
    add_member(zip, "../../above.csv", "1\n");
    archive_write_free(zip);
    check_met("odd.zip", "/odd.zip/2024/c.csv.gz=x,y\n1,2\n|/odd.zip/../../above.csv=1\n|");
}

static void one_file_is_not_several(void **state)
{
    (void)state;
    char buffer[64];
    size_t n = 1;
    nh_error err = { 0 };
    nh_source *source = nh_source_open(in_folder("d.zip"), &err);
    assert_non_null(source);
    while (nh_source_read(source, buffer, sizeof buffer, &n, &err) && n > 0) continue;
    assert_non_null(strstr(err.text, "holds several files"));
    nh_source_close(source);
}

/* What comes through a pipe is unpacked alike. */
static void reads_standard_input(void **state)
{
    (void)state;
    static const char *const inputs[][2] = { { "f/c.csv", "standard input=x,y\n1,2\n|" },
                                             { "b.gz", "standard input=x,y\n1,2\n|" },
                                             { "d.zip", "standard input/2024/b.csv=x,y\n1,2\n|"
                                                        "standard input/2024/a.csv=p,q\n|" } };
    for (int i = 0; i < 3; i++) {
        char all[1024] = "";
        nh_error err = { 0 };
        assert_non_null(freopen(in_folder(inputs[i][0]), "rb", stdin));
        if (!nh_sources_each("-", note_file, all, &err)) fail_msg("%s", err.text);
        assert_string_equal(all, inputs[i][1]);
    }
}

/* All of a source, in steps of five bytes, as much as `peeked` had looked at first or not. */
static void check_converted(const char *bytes, const char *encoding, const char *due)
{
    char all[200] = "", buffer[16];
    const char *head;
    size_t n = 0, n_head = 0;
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("m.csv", bytes, strlen(bytes));
    assert_true(nh_source_peek(source, &head, &n_head, &err));
    assert_int_equal(n_head, strlen(bytes));
    assert_memory_equal(head, bytes, n_head);
    assert_true(nh_source_convert(source, nh_encoding_named(encoding), &err));
    while (nh_source_read(source, buffer, 5, &n, &err) && n > 0) strncat(all, buffer, n);
    assert_string_equal(all, due);
    nh_source_close(source);
}

/* \x80 is the euro sign in Windows-1252 and a control character in Latin-1; a file with a mark is UTF-8 already. */
static void older_encodings_become_utf_8(void **state)
{
    (void)state;
    check_converted("caf\xE9,\x80\x9F!", "windows-1252", "caf\xC3\xA9,\xE2\x82\xAC\xC5\xB8!");
    check_converted("caf\xE9,\x80\x9F!", "Latin-1", "caf\xC3\xA9,\xC2\x80\xC2\x9F!");
    check_converted("plain text, as it is", "latin-1", "plain text, as it is");
    check_converted("\xEF\xBB\xBF" "caf\xC3\xA9", "latin-1", "\xEF\xBB\xBF" "caf\xC3\xA9");
    assert_null(nh_encoding_named("utf-16"));
    assert_null(nh_encoding_named(NULL));
}

static void markup_is_known_by_its_first_bytes(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t n; bool is_markup; } files[] = {
        { "<?xml", 5, true }, { " \r\n<A/>", 7, true }, { "\xEF\xBB\xBF<A>", 6, true }, { "\xFF\xFE<\0A\0", 6, true },
        { "\xFE\xFF\0<\0A", 6, true }, { "CHILD,<", 7, false }, { "", 0, false }, { "  ", 2, false },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        nh_error err = { 0 };
        bool is_markup = !files[i].is_markup;
        nh_source *source = nh_source_memory("m", files[i].bytes, files[i].n);
        assert_true(nh_source_is_markup(source, &is_markup, &err));
        assert_int_equal(is_markup, files[i].is_markup);
        nh_source_close(source);
    }
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    mkdir(in_folder("f"), 0700);
    mkdir(in_folder("f/a"), 0700);
    write_plain("f/c.csv", "x,y\n1,2\n");
    write_plain("f/b.csv", "2\n");
    write_plain("f/.hidden", "no\n");
    write_plain("f/a/z.csv", "1\n");
    write_packed("b.gz", false, NULL);
    write_packed("cut.gz", false, NULL);
    if (truncate(in_folder("cut.gz"), 22) != 0) return -1;
    write_packed("d.zip", true, NULL);
    write_packed("locked.zip", true, "secret");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "f/c.csv", "f/b.csv", "f/.hidden", "f/a/z.csv", "f/a", "f", "b.gz", "cut.gz",
                                         "d.zip", "locked.zip", "" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) remove(in_folder(names[i]));
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain_and_packed_alike),
        cmocka_unit_test(walks_a_folder_in_order_of_names),
        cmocka_unit_test(says_what_cannot_be_read),
        cmocka_unit_test(a_gz_is_held_against_its_sum),
        cmocka_unit_test(parts_of_a_gz_follow_one_another),
        cmocka_unit_test(members_are_read_whatever_they_are_called),
        cmocka_unit_test(one_file_is_not_several),
        cmocka_unit_test(reads_standard_input),
        cmocka_unit_test(older_encodings_become_utf_8),
        cmocka_unit_test(markup_is_known_by_its_first_bytes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
