/* tests/test_code_point.c: a folder of Code-Point Open as a postcode directory, and an index that is kept of it.
 *
 * The rows are made up after the pattern of the real files: ten fields, no header, 0, 0 where there is no grid
 * reference. Coordinates of CT1 2EH and ME4 4TR are those of tests/data/onspd_few.csv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "datasets/tables/authorities.h"
#include "datasets/tables/code_point.h"
#include "datasets/tables/postcodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KENT "\"E92000001\",\"E19000002\",\"E18000009\",\"E10000016\",\"E07000106\",\"E05004941\"\n"
#define MEDWAY "\"E92000001\",\"E19000002\",\"E18000009\",\"\",\"E06000035\",\"E05002322\"\n"

static const struct { const char *name, *text; } files[] = {
    { "Data/CSV/ct.csv", "\"CT1 2EH\",10,615146,157812," KENT "\"CT1 9ZZ\",90,0,0," KENT },
    { "Data/CSV/me.csv", "\"ME4 4TR\",10,575711,168586," MEDWAY },
    { "Doc/headers.csv", "PC,PQ,EA,NO\nPostcode,Quality,Eastings,Northings\n" },
    { "Doc/licence.txt", "Contains OS data, \"so to speak.\n" },
};

enum { N_FILES = sizeof files / sizeof *files };

static const char *inside(const char *folder, const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void make_folder(char folder[40])
{
    static const char *const folders[] = { "Data", "Data/CSV", "Doc" };
    snprintf(folder, 40, "/tmp/nearhome-codepo-XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 3; i++) assert_int_equal(mkdir(inside(folder, folders[i]), 0700), 0);
    for (size_t i = 0; i < N_FILES; i++) write_file(inside(folder, files[i].name), files[i].text);
}

static void remove_folder(const char *folder)
{
    static const char *const folders[] = { "Data/CSV", "Data", "Doc", "" };
    for (size_t i = 0; i < N_FILES; i++) unlink(inside(folder, files[i].name));
    for (size_t i = 0; i < 4; i++) rmdir(inside(folder, folders[i]));
}

static void a_folder_gives_distances(void **state)
{
    (void)state;
    char folder[40];
    nh_error err = { 0 };
    nh_place home, placement, nowhere;
    make_folder(folder);
    nh_problems *problems = nh_problems_new();
    nh_postcodes *directory = nh_postcodes_open(folder, problems, NULL, &err);
    if (!directory) fail_msg("%s", err.text);
    assert_int_equal(nh_postcodes_count(directory), 3);
    assert_true(nh_postcodes_find(directory, "CT12EH", 6, &home));
    assert_true(nh_postcodes_find(directory, "ME44TR", 6, &placement));
    assert_true(nh_postcodes_find(directory, "CT19ZZ", 6, &nowhere) && !nowhere.has_grid);
    assert_true(nh_miles(&home, &placement) == 25.4); /* domain rules, section 4.7 */
    assert_string_equal(nh_authority_at(home.authority)->name, "Kent");
    assert_string_equal(nh_authority_at(placement.authority)->name, "Medway");
    /* The line is that of the file, which has no header. */
    char text[600];
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_NO_GRID_REFERENCE), 1);
    nh_problem_message(problems, 0, text, sizeof text);
    assert_non_null(strstr(text, "Data/CSV/ct.csv:2:"));
    nh_postcodes_free(directory);
    nh_problems_free(problems);
    remove_folder(folder);
}

static void the_source_of_an_index_is_the_whole_folder(void **state)
{
    (void)state;
    char folder[40];
    nh_postcode_source before, after, with_slash;
    make_folder(folder);
    assert_true(nh_postcode_source_look(folder, &before));
    assert_true(nh_postcode_source_look(inside(folder, ""), &with_slash));
    uint64_t bytes = 0;
    for (size_t i = 0; i < N_FILES; i++) bytes += strlen(files[i].text);
    assert_int_equal(before.bytes, bytes);
    assert_string_equal(before.name, folder + strlen("/tmp/"));
    assert_string_equal(with_slash.name, before.name);
    write_file(inside(folder, "Data/CSV/me.csv"), "");
    assert_true(nh_postcode_source_look(folder, &after));
    assert_true(after.bytes < before.bytes);
    remove_folder(folder);
    assert_false(nh_postcode_source_look(folder, &after));
}

static void other_files_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "\n", "pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E06000001,1,1\n", "\"CT1 2EH\",10,615017\n",
        "CT1 2EH,10,east,157850,a,b,c,d,e,f\n", "1,2,3,4,5,6,7,8,9,10\n", "\"CT1 2EH\",10,615017,157850,a,b,c,d,e,f,g\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        nh_error err = { 0 };
        nh_source *source = nh_source_memory("file.csv", texts[i], strlen(texts[i]));
        assert_null(nh_code_point_open(source, &err));
        assert_int_equal(err.text[0], 0);
        nh_source_close(source);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_gives_distances),
        cmocka_unit_test(the_source_of_an_index_is_the_whole_folder),
        cmocka_unit_test(other_files_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
