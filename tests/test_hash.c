/* tests/test_hash.c: SHA-256 of the standard's own examples (FIPS 180-4), from memory and from a file. */
#include "cli/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_bytes),
        cmocka_unit_test(hashes_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
