/* tests/test_sweep.c: what a killed run has left is removed by the next that writes there, and nothing else is. */
#include "datasets/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/nh-test-sweep-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Leaves it open: the caller may lock it. */
static int leave(const char *name)
{
    int file = open(path_of(name), O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(file >= 0);
    return file;
}

static bool is_there(const char *name)
{
    return access(path_of(name), F_OK) == 0;
}

static void write_something(void)
{
    nh_error err = { 0 };
    if (!nh_write_file(path_of("out.csv"), "a\n", 2, NH_SHARED_FILE, &err)) fail_msg("%s", err.text);
    unlink(path_of("out.csv"));
}

/* The number of a process that has ended and was waited for. */
static long ended_process(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    assert_true(child > 0);
    waitpid(child, NULL, 0);
    return (long)child;
}

static void leftovers_go(void **state)
{
    (void)state;
    char name[64], own[64];
    snprintf(name, sizeof name, ".nh-balance.csv.%ld.tmp", ended_process());
    snprintf(own, sizeof own, ".nh-out.csv.%ld.tmp", (long)getpid());
    close(leave(name));
    close(leave(own)); /* in a container the next run has the same number */
    write_something();
    assert_false(is_there(name));
    assert_false(is_there(own));
}

static void what_is_being_written_stays(void **state)
{
    (void)state;
    char locked[64], running[64];
    snprintf(locked, sizeof locked, ".nh-locked.csv.%ld.tmp", ended_process());
    snprintf(running, sizeof running, ".nh-running.csv.%ld.tmp", (long)getppid());
    int file = leave(locked);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), 0);
    close(leave(running));
    write_something();
    assert_true(is_there(locked) && is_there(running));
    close(file);
    write_something();
    assert_false(is_there(locked));
    assert_true(is_there(running));
    unlink(path_of(running));
}

static void other_names_stay(void **state)
{
    (void)state;
    char names[6][64];
    long gone = ended_process();
    snprintf(names[0], 64, ".nh-.tmp");
    snprintf(names[1], 64, ".nh-balance.csv.tmp");
    snprintf(names[2], 64, "nh-balance.csv.%ld.tmp", gone);
    snprintf(names[3], 64, ".nh-balance.csv.%ld.tmpx", gone);
    snprintf(names[4], 64, ".nh-balance.csv%ld.tmp", gone);
    snprintf(names[5], 64, ".nh-balance.csv.12345678901234567890.tmp");
    for (size_t i = 0; i < 6; i++) close(leave(names[i]));
    write_something();
    for (size_t i = 0; i < 6; i++) {
        if (!is_there(names[i])) fail_msg("%s was removed", names[i]);
        unlink(path_of(names[i]));
    }
}

/* A link of such a name is not followed, and a folder is left. */
static void only_plain_files_go(void **state)
{
    (void)state;
    char link[64], target[128];
    snprintf(link, sizeof link, ".nh-link.%ld.tmp", ended_process());
    close(leave("precious"));
    snprintf(target, sizeof target, "%s/precious", folder);
    assert_int_equal(symlink(target, path_of(link)), 0);
    write_something();
    assert_true(is_there("precious") && is_there(link));
    unlink(path_of(link));
    unlink(path_of("precious"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leftovers_go),
        cmocka_unit_test(what_is_being_written_stays),
        cmocka_unit_test(other_names_stay),
        cmocka_unit_test(only_plain_files_go),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
