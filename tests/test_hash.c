/* tests/test_hash.c: SHA-256 of the standard's own examples (FIPS 180-4), from memory and from a file. */
#include "cli/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char of_abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char of_nothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void hashes_bytes(void **state)
{
    (void)state;
    assert_string_equal(hash_bytes("abc", 3).sha256, of_abc);
    assert_string_equal(hash_bytes("", 0).sha256, of_nothing);
    assert_true(hash_bytes("abc", 3).bytes == 3);
}

static void hashes_files(void **state)
{
    (void)state;
    char path[] = "/tmp/nearhome-hash-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
    file_hash hash;
    nh_error err = { 0 };
    assert_true(hash_file(path, &hash, &err));
    assert_string_equal(hash.sha256, of_abc);
    unlink(path);
    assert_false(hash_file(path, &hash, &err));
    assert_int_equal(err.status, NH_SYSTEM);
}

/* Files of a folder one behind the other, by name: "a" and then "bc", with a folder between; dots are passed over. */
static void hashes_folders(void **state)
{
    (void)state;
    char folder[] = "/tmp/nearhome-hash-XXXXXX", path[100];
    static const struct { const char *name, *text; } files[] = { { "1", "a" }, { "2/x", "b" }, { "3", "c" },
                                                                   { ".hidden", "z" } };
    file_hash hash;
    nh_error err = { 0 };
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/2", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(files[i].text, file);
        fclose(file);
    }
    assert_true(hash_input(folder, &hash, &err));
    assert_string_equal(hash.sha256, of_abc);
    assert_true(hash.bytes == 3);
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/2", folder);
    rmdir(path);
    rmdir(folder);
    assert_false(hash_input(folder, &hash, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_bytes),
        cmocka_unit_test(hashes_files),
        cmocka_unit_test(hashes_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
