/* tests/test_postcode_file.c: an index that is kept answers as the directory it was made from, and one that is
 * damaged, cut, foreign or out of date is not believed. */
#include "datasets/frame/arena.h"
#include "datasets/tables/postcodes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

static const char *const few = "tests/data/onspd_few.csv";
static const char *const whole = "../shared/data/onspd/onspd_nov_2025.csv.gz";
static char folder[] = "/tmp/nh-test-postcodes-XXXXXX", kept[64], copy[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(kept, sizeof kept, "%s/kept.index", folder);
    snprintf(copy, sizeof copy, "%s/onspd.csv", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(kept);
    unlink(copy);
    return rmdir(folder);
}

static nh_postcodes *opened(const char *path)
{
    nh_error err = { 0 };
    nh_postcodes *directory = nh_postcodes_open(path, NULL, NULL, &err);
    if (!directory) fail_msg("%s", err.text);
    return directory;
}

static void keep(const char *path)
{
    nh_error err = { 0 };
    nh_postcode_source source;
    nh_postcodes *directory = opened(path);
    assert_true(nh_postcode_source_look(path, &source));
    snprintf(source.sha256, sizeof source.sha256, "not worked out here");
    if (!nh_postcodes_keep(directory, &source, kept, &err)) fail_msg("%s", err.text);
    nh_postcodes_free(directory);
}

/* Every postcode of a directory (its first column), the one place and the other. */
static size_t compare_all(const char *path, const nh_postcodes *read, const nh_postcodes *mapped)
{
    char line[512];
    size_t n = 0;
    gzFile file = gzopen(path, "rb");
    assert_non_null(file);
    assert_non_null(gzgets(file, line, sizeof line));
    while (gzgets(file, line, sizeof line)) {
        const char *text = line + (line[0] == '"');
        char key[NH_POSTCODE_KEY];
        size_t length = nh_postcode_key(text, strcspn(text, "\","), key);
        nh_place a = { 0 }, b = { 0 };
        bool found = nh_postcodes_find(read, key, length, &a), also = nh_postcodes_find(mapped, key, length, &b);
        if (!found || !also || a.easting != b.easting || a.northing != b.northing || a.has_grid != b.has_grid ||
            a.authority != b.authority) fail_msg("%s differs", key);
        n++;
    }
    gzclose(file);
    return n;
}

static void compare_with(const char *path, size_t due)
{
    keep(path);
    nh_postcodes *read = opened(path), *mapped = opened(kept);
    assert_int_equal(compare_all(path, read, mapped), due);
    assert_int_equal(nh_postcodes_count(mapped), nh_postcodes_count(read));
    assert_int_equal(nh_postcodes_without_grid(mapped), nh_postcodes_without_grid(read));
    nh_place place;
    static const char *const absent[] = { "CT12EJ", "CT92EH", "ZZ99ZZ", "CT1EEH" };
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_int_equal(nh_postcodes_find(mapped, absent[i], 6, &place),
                         nh_postcodes_find(read, absent[i], 6, &place));
    nh_postcodes_free(read);
    nh_postcodes_free(mapped);
}

static void the_same_answers_for_a_few(void **state)
{
    (void)state;
    compare_with(few, 21);
}

static void the_same_answers_for_all(void **state)
{
    (void)state;
    if (access(whole, R_OK) != 0) {
        print_message("%s is not there: skipped\n", whole);
        skip();
    }
    compare_with(whole, 2720556);
    /* Look-ups start at once: processor time, since a busy machine only makes us wait. */
    clock_t begun = clock();
    for (int i = 0; i < 20; i++) nh_postcodes_free(opened(kept));
    double milliseconds = (double)(clock() - begun) * 1000 / CLOCKS_PER_SEC / 20;
    print_message("opened in %.1f ms\n", milliseconds);
    assert_true(milliseconds < 20); /* 2.5 on a quiet machine; reading the directory takes 500 */
}

static void an_empty_directory_is_kept_too(void **state)
{
    (void)state;
    FILE *file = fopen(copy, "w");
    assert_non_null(file);
    fputs("pcd,oslaua,oseast1m,osnrth1m\n", file);
    fclose(file);
    compare_with(copy, 0);
}

/* ---- what is refused ---- */

typedef struct bytes {
    char *at;
    size_t n;
} bytes;

static bytes read_kept(void)
{
    bytes b = { .at = nh_zeroed(1 << 20, 1) };
    FILE *file = fopen(kept, "rb");
    assert_non_null(file);
    b.n = fread(b.at, 1, 1 << 20, file);
    fclose(file);
    return b;
}

static void write_kept(const char *at, size_t n)
{
    FILE *file = fopen(kept, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(at, 1, n, file), n);
    fclose(file);
}

static void is_refused(const char *must_say)
{
    nh_error err = { 0 };
    nh_postcodes *directory = nh_postcodes_open(kept, NULL, NULL, &err);
    if (directory) fail_msg("accepted, though '%s' is due", must_say);
    assert_int_equal(err.status, NH_BAD_INPUT);
    if (!strstr(err.text, must_say)) fail_msg("'%s' does not say '%s'", err.text, must_say);
}

static void any_byte_that_changed_is_noticed(void **state)
{
    (void)state;
    keep(few);
    bytes b = read_kept();
    for (size_t i = 24; i < b.n; i = i < 1200 ? i + 1 : i + 997) {
        b.at[i] ^= 0x10;
        write_kept(b.at, b.n);
        is_refused("make it anew with nearhome postcodes");
        b.at[i] ^= 0x10;
    }
    write_kept(b.at, b.n);
    nh_postcodes_free(opened(kept));
    free(b.at);
}

static void each_kind_of_harm_has_its_word(void **state)
{
    (void)state;
    keep(few);
    bytes b = read_kept();
    write_kept(b.at, b.n - 8);
    is_refused("cut short");
    write_kept(b.at, 100);
    is_refused("cut short");
    write_kept(b.at, b.n + 8);
    is_refused("added to it");
    b.at[28]++; /* the number of the format, behind 24 bytes of magic and 4 of byte order */
    write_kept(b.at, b.n);
    is_refused("another version");
    b.at[24] ^= 0x05, b.at[27] ^= 0x05; /* 04 03 02 01 and 01 02 03 04 */
    write_kept(b.at, b.n);
    is_refused("another byte order");
    b.at[0] = 'N';
    write_kept(b.at, b.n);
    is_refused("kept.index");
    free(b.at);
}

/* ---- what is out of date ---- */

static void write_copy(const char *last_line)
{
    FILE *file = fopen(copy, "w");
    assert_non_null(file);
    fprintf(file, "pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E06000001,1,1\n%s", last_line);
    fclose(file);
}

static nh_source_state state_of_source(void)
{
    char source[NH_SOURCE_PATH];
    nh_postcodes *directory = opened(kept);
    nh_source_state now = nh_postcodes_source_state(directory, kept, source);
    if (now != NH_SOURCE_ABSENT) assert_string_equal(source, copy);
    nh_postcodes_free(directory);
    return now;
}

static void a_source_that_changed_is_told(void **state)
{
    (void)state;
    write_copy("ZZ12AA,E06000001,1,1\n");
    keep(copy);
    assert_int_equal(state_of_source(), NH_SOURCE_AS_IT_WAS);
    write_copy("ZZ12AA,E06000001,1,1\nZZ13AA,E06000001,1,1\n");
    assert_int_equal(state_of_source(), NH_SOURCE_OF_OTHER_SIZE);
    unlink(copy);
    assert_int_equal(state_of_source(), NH_SOURCE_ABSENT);
    write_copy("ZZ12AA,E06000001,1,2\n"); /* as many bytes, another time */
    assert_int_equal(state_of_source(), NH_SOURCE_OF_OTHER_TIME);
}

static void a_directory_that_was_read_is_never_stale(void **state)
{
    (void)state;
    char source[NH_SOURCE_PATH];
    nh_postcodes *directory = opened(few);
    assert_null(nh_postcodes_kept_from(directory));
    assert_int_equal(nh_postcodes_source_state(directory, few, source), NH_SOURCE_ABSENT);
    nh_postcodes_free(directory);
}

static void an_index_says_what_it_was_made_from(void **state)
{
    (void)state;
    keep(few);
    nh_postcodes *directory = opened(kept);
    const nh_postcode_source *source = nh_postcodes_kept_from(directory);
    assert_string_equal(source->name, "onspd_few.csv");
    assert_string_equal(source->sha256, "not worked out here");
    nh_postcodes_free(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_answers_for_a_few),
        cmocka_unit_test(the_same_answers_for_all),
        cmocka_unit_test(an_empty_directory_is_kept_too),
        cmocka_unit_test(any_byte_that_changed_is_noticed),
        cmocka_unit_test(each_kind_of_harm_has_its_word),
        cmocka_unit_test(a_source_that_changed_is_told),
        cmocka_unit_test(a_directory_that_was_read_is_never_stale),
        cmocka_unit_test(an_index_says_what_it_was_made_from),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
