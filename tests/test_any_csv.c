/* tests/test_any_csv.c: kinds of columns inferred from all their values. */
#include "datasets/read/any_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static nh_frame *frame_of(const char *text)
{
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("folder/panel.csv.gz", text, strlen(text));
    nh_frame *frame = nh_any_csv_from(source, &err);
    nh_source_close(source);
    if (!frame) fail_msg("%s", err.text);
    return frame;
}

static nh_kind kind_of(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    assert_non_null(column);
    return column->kind;
}

static void infers_the_kind_of_each_column(void **state)
{
    (void)state;
    nh_frame *frame = frame_of("number,marks,iso,british,mixed,Text Name,code,blank,sym\n"
                               "1.5,c,2024-03-31,31/03/2024,2024-03-31,Kent,007,,c\n"
                               "-2,17,,01/04/2023,01/04/2023,\"A, B\",1,,x\n"
                               ",,2020-02-29,,,,12,,c\n");
    assert_string_equal(nh_frame_name(frame), "panel");
    assert_int_equal(nh_frame_rows(frame), 3);
    assert_int_equal(kind_of(frame, "number"), NH_NUMBER);
    assert_int_equal(kind_of(frame, "marks"), NH_NUMBER);
    assert_int_equal(kind_of(frame, "iso"), NH_DATE);
    assert_int_equal(kind_of(frame, "british"), NH_DATE);
    assert_int_equal(kind_of(frame, "mixed"), NH_CATEGORY);
    assert_int_equal(kind_of(frame, "Text Name"), NH_CATEGORY);
    assert_int_equal(kind_of(frame, "code"), NH_CATEGORY);
    assert_int_equal(kind_of(frame, "blank"), NH_NUMBER);
    assert_int_equal(kind_of(frame, "sym"), NH_CATEGORY);
    nh_frame_free(frame);
}

static void keeps_values_and_marks(void **state)
{
    (void)state;
    nh_frame *frame = frame_of("n,m,d,t\n1.5,c,2024-03-31,Kent\n-2,17,,\"A, B\"\n,,2020-02-29,\n");
    const nh_column *n = nh_frame_find(frame, "n"), *m = nh_frame_find(frame, "m"), *d = nh_frame_find(frame, "d"),
                    *t = nh_frame_find(frame, "t");
    assert_true(n->number[0] == 1.5 && n->number[1] == -2 && nh_mark_at(n, 2) == NH_MISSING);
    assert_true(nh_mark_at(m, 0) == NH_SUPPRESSED && m->number[1] == 17 && nh_mark_at(m, 2) == NH_MISSING);
    assert_true(d->date[0] == nh_date(2024, 3, 31) && !nh_present(d, 1) && d->date[2] == nh_date(2020, 2, 29));
    assert_string_equal(nh_text_at(t, 1), "A, B");
    assert_false(nh_present(t, 2));
    nh_frame_free(frame);
}

/* As R, Excel, pandas and databases write them; among texts they are texts. */
static void other_words_for_no_value_are_missing(void **state)
{
    (void)state;
    nh_frame *frame = frame_of("n,d,t,all,big\n1.5,2024-03-31,NA,NA,\"1,234\"\nNA,#N/A,x y,NA,..\n"
                               "NaN,NULL,z y,NA,12\n4,2020-02-29,NA,NA,\"-12,345.5\"\n");
    const nh_column *n = nh_frame_find(frame, "n"), *d = nh_frame_find(frame, "d"), *t = nh_frame_find(frame, "t");
    const nh_column *big = nh_frame_find(frame, "big");
    assert_int_equal(n->kind, NH_NUMBER);
    assert_true(n->number[0] == 1.5 && nh_mark_at(n, 1) == NH_MISSING && nh_mark_at(n, 2) == NH_MISSING);
    assert_int_equal(d->kind, NH_DATE);
    assert_true(d->date[3] == nh_date(2020, 2, 29) && !nh_present(d, 1) && !nh_present(d, 2));
    assert_int_equal(t->kind, NH_CATEGORY);
    assert_string_equal(nh_text_at(t, 0), "NA");
    assert_int_equal(kind_of(frame, "all"), NH_CATEGORY);
    assert_true(big->number[0] == 1234 && !nh_present(big, 1) && big->number[2] == 12 && big->number[3] == -12345.5);
    nh_frame_free(frame);
}

static void a_header_alone_is_a_frame_without_rows(void **state)
{
    (void)state;
    nh_frame *frame = frame_of("a,b\n");
    assert_int_equal(nh_frame_rows(frame), 0);
    assert_int_equal(nh_frame_columns(frame), 2);
    nh_frame_free(frame);
}

/* Names of columns are shown in messages: what stands in their place must not be a child's row. */
static void a_row_is_not_taken_for_names(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "X17,05/06/2023,S,C2\nX18,05/06/2023,S,C2\n", "X17,2023-06-05,S\nX18,2023-06-05,S\n",
        "<RETURN><CHILD>X17</CHILD>\n</RETURN>\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        nh_error err = { 0 };
        nh_source *source = nh_source_memory("rows.csv", texts[i], strlen(texts[i]));
        assert_null(nh_any_csv_from(source, &err));
        assert_int_equal(err.status, NH_BAD_INPUT);
        assert_non_null(strstr(err.text, "rows.csv:1:"));
        assert_null(strstr(err.text, "X17"));
        nh_source_close(source);
    }
}

/* What is read from a file with the types that the user says; NULL and the error's text when it is refused. */
static nh_frame *typed(const char *said, const char *text, nh_error *err)
{
    nh_column_types *types = nh_column_types_read(said, err);
    if (!types) return NULL;
    char path[] = "/tmp/nh-types-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    nh_frame *frame = nh_any_csv_typed(path, NULL, types, err);
    nh_column_types_free(types);
    unlink(path);
    return frame;
}

static void what_the_user_says_is_not_inferred(void **state)
{
    (void)state;
    static const char text[] = "code,count,since,grade\n1,007,31/03/2024,c\n2,c,,b\n";
    nh_error err = { 0 };
    nh_frame *frame = typed("code=text,count=number,since=date,grade=category", text, &err);
    if (!frame) fail_msg("%s", err.text);
    assert_int_equal(kind_of(frame, "code"), NH_CATEGORY);
    assert_int_equal(kind_of(frame, "grade"), NH_CATEGORY);
    assert_string_equal(nh_text_at(nh_frame_find(frame, "grade"), 0), "c"); /* a text, no symbol */
    assert_true(nh_frame_find(frame, "count")->number[0] == 7);
    assert_int_equal(nh_mark_at(nh_frame_find(frame, "count"), 1), NH_SUPPRESSED);
    assert_int_equal(nh_frame_find(frame, "since")->date[0], nh_date(2024, 3, 31));
    nh_frame_free(frame);
}

static void what_does_not_fit_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct { const char *said, *text, *due; } cases[] = {
        { "y=number", "x,y\n1,2\n3,X17\n", ":3:3: y is not a number (none is blank, NA, c, z, x, k or u)" },
        { "y=date", "x,y\n1,2024-03-31\n3,31/03/2024\n", ":3:3: y is not a date as those before it are" },
        { "y", "x,y\n1,2\n", "--types takes COLUMN=number|date|text[,...]; 'y' is not of that form" },
        { "y=integer", "x,y\n1,2\n", "--types takes COLUMN=number|date|text[,...]; 'y=integer' is not of that form" },
        { "z=number", "x,y\n1,2\n", "has no column z, which --types names" },
        { "y=number,y=text", "x,y\n1,2\n", "--types says two things of the column y" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nh_error err = { 0 };
        assert_null(typed(cases[i].said, cases[i].text, &err));
        assert_int_equal(err.status, NH_BAD_INPUT);
        if (!strstr(err.text, cases[i].due)) fail_msg("%s", err.text);
        assert_null(strstr(err.text, "X17"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(infers_the_kind_of_each_column),
        cmocka_unit_test(keeps_values_and_marks),
        cmocka_unit_test(other_words_for_no_value_are_missing),
        cmocka_unit_test(a_header_alone_is_a_frame_without_rows),
        cmocka_unit_test(a_row_is_not_taken_for_names),
        cmocka_unit_test(what_the_user_says_is_not_inferred),
        cmocka_unit_test(what_does_not_fit_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
