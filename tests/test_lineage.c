/* tests/test_lineage.c: which files of one's own are children's records, by their columns. */
#include "stats/lineage.h"

#include "datasets/read/any_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static nh_rows_of rows_of(const char *text)
{
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("rows.csv", text, strlen(text));
    nh_frame *frame = nh_any_csv_from(source, &err);
    nh_source_close(source);
    if (!frame) fail_msg("%s", err.text);
    nh_rows_of rows = nh_rows_are_of(frame);
    nh_frame_free(frame);
    return rows;
}

static void children_are_known_by_their_columns(void **state)
{
    (void)state;
    static const char *const files[] = {
        "CHILD,y\n1,2\n", "Child_ID,y\n1,2\n", "id,DOB,y\n7,01/02/2010,1\n", "y,PL_POST\n1,ZZ1 1AA\n",
        "sex,age,need\nmale,9,N1\n",              /* the frame children without its column child */
        "authority,sex,need\nE10000016,male,N1\nE10000016,male,N1\n",
        "RNE,LS,y\nS,C2,1\n",                     /* the return's */
        "authority,year,child\nE10000016,2024,1\n" /* one row an area, and still a child */
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) assert_int_equal(rows_of(files[i]), NH_OF_CHILDREN);
}

static void areas_are_known_by_one_row_each(void **state)
{
    (void)state;
    static const char *const files[] = {
        "authority,year,convicted,substance_misuse\nE10000016,2023,3,4\nE10000016,2024,3,4\n",
        "la,sex,age\nKent,1,9\nMedway,2,9\n", "time_period,geographic_level,sex,age\n2024,National,Male,9\n",
        "New_geog_code,year,placement,provider\nE06000001,2011,1,2\nE06000001,2011,1,2\n"
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) assert_int_equal(rows_of(files[i]), NH_OF_AREAS);
}

static void other_files_say_nothing(void **state)
{
    (void)state;
    assert_int_equal(rows_of("x,y\n1,2\n"), NH_OF_ANYTHING);
    assert_int_equal(rows_of("id,dist,sex,y\n1,2,3,4\n"), NH_OF_ANYTHING); /* one such column tells too little */
    assert_int_equal(rows_of("days,age,miles\n1,2,3\n"), NH_OF_ANYTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_are_known_by_their_columns),
        cmocka_unit_test(areas_are_known_by_one_row_each),
        cmocka_unit_test(other_files_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
