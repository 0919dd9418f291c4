/* tests/test_gnuplot.c: programs that are missing, die, block, flood or lie in gnuplot's place. Each must end in one
 * clear sentence within the deadline, with no process left behind; and nothing a script asks for may be run. */
#include "plots/gnuplot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/nh-test-gnuplot-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "%s/gnuplot", folder);
    unlink(path);
    return rmdir(folder);
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct outcome {
    bool ok;
    nh_error err;
    double seconds;
} outcome;

static outcome run(const char *program, double seconds, nh_picture picture, nh_text *out)
{
    static const char script[] = "set terminal svg\nplot 1\n";
    const nh_gnuplot how = { program, seconds };
    outcome result = { 0 };
    double begun = seconds_now();
    result.ok = nh_gnuplot_run(&how, script, sizeof script - 1, picture, out, &result.err);
    result.seconds = seconds_now() - begun;
    return result;
}

/* Runs a shell script in gnuplot's place: it must be refused in time, with `due` in the sentence. */
static void refuse(const char *shell_lines, mode_t mode, const char *due)
{
    char path[80];
    snprintf(path, sizeof path, "%s/gnuplot", folder);
    unlink(path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", shell_lines);
    fclose(file);
    chmod(path, mode);

    /* Only those that must run into the deadline get a short one: a busy machine may be slow with the others. */
    bool is_slow = strstr(due, "within") != NULL;
    nh_text *out = nh_text_new();
    outcome result = run(path, is_slow ? 1 : 30, NH_SVG, out);
    assert_false(result.ok);
    assert_int_equal(result.err.status, NH_INCOMPLETE);
    if (!strstr(result.err.text, due)) fail_msg("said: %s\ndue: %s", result.err.text, due);
    assert_null(strchr(result.err.text, '\n'));
    assert_true(result.seconds < (is_slow ? 10 : 30));
    int status;
    assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    nh_text_free(out);
}

static void says_when_it_is_missing(void **state)
{
    (void)state;
    nh_text *out = nh_text_new();
    outcome result = run("/nonexistent/gnuplot", 1, NH_SVG, out);
    assert_false(result.ok);
    assert_int_equal(result.err.status, NH_INCOMPLETE);
    assert_non_null(strstr(result.err.text, "gnuplot is not at /nonexistent/gnuplot"));
    assert_int_equal(out->n, 0);
    nh_text_free(out);
    refuse("exit 0", 0600, "gnuplot is not at");
}

#define WHOLE_SVG "printf '<?xml version=\"1.0\"?><svg></svg>'"

static void survives_programs_that_misbehave(void **state)
{
    (void)state;
    refuse("exit 0", 0700, "no whole SVG");
    refuse("exec sleep 60", 0700, "within 1 seconds");
    refuse("trap '' TERM; while read -r line; do :; done < \"$2\"; exec sleep 60", 0700, "within 1 seconds");
    refuse("exec >&-; exec 2>&-; exec sleep 60", 0700, "within 1 seconds");
    refuse("printf '<?xml version=\"1.0\"?><svg>'; kill -9 $$", 0700, "ended by signal 9");
    refuse("while :; do echo 'line 1: nonsense' >&2; done", 0700, "wrote without end");
    refuse("x=0123456789abcdef; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do x=$x$x; done; while :; do echo $x; done",
           0700, "wrote without end");
    refuse("printf '<?xml version=\"1.0\"?><svg><g>'", 0700, "no whole SVG");
    refuse("echo gnuplot 3.7", 0700, "no whole SVG");
    refuse(WHOLE_SVG "; exit 1", 0700, "ended with status 1");
    refuse(WHOLE_SVG "; echo 'warning: Skipping data file with no valid points' >&2", 0700,
           "complained: warning: Skipping");
    refuse("exit 127", 0700, "could not be started");
}

static bool has_gnuplot(void)
{
    if (access("/usr/bin/gnuplot", X_OK) == 0) return true;
    print_message("gnuplot is not installed: not tried\n");
    return false;
}

static void draws_with_the_real_one(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    const char *const scripts[] = { "set terminal svg\nplot x\n", "set terminal pngcairo\nplot x\n" };
    for (nh_picture picture = NH_SVG; picture <= NH_PNG; picture++) {
        nh_text *out = nh_text_new();
        nh_error err = { 0 };
        if (!nh_gnuplot_run(NULL, scripts[picture], strlen(scripts[picture]), picture, out, &err))
            fail_msg("%s", err.text);
        assert_true(out->n > 1000);
        nh_text_free(out);
    }
}

static void says_its_version(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    char version[NH_GNUPLOT_VERSION];
    nh_error err = { 0 };
    if (!nh_gnuplot_version(NULL, version, &err)) fail_msg("%s", err.text);
    assert_true(version[0] >= '4' && version[0] <= '9');
    assert_non_null(strstr(version, " patchlevel "));
    assert_null(strchr(version, '\n'));
}

/* A program that ends well, in silence, but is not gnuplot. */
static void another_program_has_no_version(void **state)
{
    (void)state;
    static const char *const others[] = { "/bin/true", "/bin/cat" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char version[NH_GNUPLOT_VERSION] = "unset";
        nh_error err = { 0 };
        assert_false(nh_gnuplot_version(&(nh_gnuplot){ others[i], 30 }, version, &err));
        assert_int_equal(err.status, NH_INCOMPLETE);
        assert_string_equal(version, "");
    }
}

/* A script that has been tampered with: each way to a command or a file that gnuplot knows. */
static void nothing_escapes(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    if (nh_gnuplot_note()) {
        print_message("%s: not tried\n", nh_gnuplot_note());
        skip();
    }
    /* The name of the file goes where the @ is. */
    const char *const attempts[] = {
        "system(\"touch @\")", "x = system(\"touch @\")", "!touch @", "set title \"`touch @`\"", "plot '< touch @'",
        "load '< touch @'", "set output '| touch @'\nplot x", "set print '| touch @'\nprint 1",
        "set output '@'\nplot x", "set print '@'\nprint 1", "save '@'", "set table '@'\nplot x\nunset table"
    };
    char mark[80];
    snprintf(mark, sizeof mark, "%s/mark", folder);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        nh_text *script = nh_text_new(), *out = nh_text_new();
        const char *at = strchr(attempts[i], '@');
        nh_text_say(script, "set terminal svg\n%.*s%s%s\nset output\nplot x\n", (int)(at - attempts[i]), attempts[i],
                    mark, at + 1);
        nh_gnuplot_run(NULL, script->bytes, script->n, NH_SVG, out, NULL);
        if (access(mark, F_OK) == 0) fail_msg("escaped: %s", attempts[i]);
        nh_text_free(script);
        nh_text_free(out);
    }
}

static void takes_nothing_from_the_environment(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    setenv("GNUTERM", "nonsense", 1);
    setenv("GNUPLOT_LIB", folder, 1);
    draws_with_the_real_one(state);
    unsetenv("GNUTERM");
    unsetenv("GNUPLOT_LIB");
}

static void passes_gnuplots_complaint_on(void **state)
{
    (void)state;
    if (!has_gnuplot()) skip();
    static const char script[] = "set terminal svg\nplot no_such_thing\nplot x\n";
    nh_text *out = nh_text_new();
    nh_error err = { 0 };
    assert_false(nh_gnuplot_run(NULL, script, sizeof script - 1, NH_SVG, out, &err));
    assert_non_null(strstr(err.text, "undefined variable: no_such_thing"));
    nh_text_free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_when_it_is_missing),
        cmocka_unit_test(survives_programs_that_misbehave),
        cmocka_unit_test(draws_with_the_real_one),
        cmocka_unit_test(says_its_version),
        cmocka_unit_test(another_program_has_no_version),
        cmocka_unit_test(nothing_escapes),
        cmocka_unit_test(takes_nothing_from_the_environment),
        cmocka_unit_test(passes_gnuplots_complaint_on),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
