/* tests/test_identity.c: which columns point at a child, and that they do not leave. */
#include "stats/identity.h"

#include "stats/breaks.h"
#include "stats/disclosure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void names_are_told_whole(void **state)
{
    (void)state;
    static const char *const pointing[] = { "child", "CHILD", "home_postcode", "PL_POST", "urn", "miles", "start" };
    static const char *const shared[] = { "children", "age", "need", "start_reason", "days_in_care", "", "over_20" };
    for (size_t i = 0; i < sizeof pointing / sizeof *pointing; i++) assert_true(nh_is_identity(pointing[i]));
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) assert_false(nh_is_identity(shared[i]));
    assert_true(nh_mentions_identity("over_20:i(child)"));
    assert_true(nh_mentions_identity("log(days)"));
    assert_false(nh_mentions_identity("children:need"));
    assert_false(nh_mentions_identity("i(start_reason)"));
}

static void filters_are_told_by_their_column(void **state)
{
    (void)state;
    static const char *const pointing[] = { "child=QZ71", "CHILD=QZ71,QZ72", "urn=1234567", "start=2023-04-01",
                                            "miles=3.1" };
    static const char *const shared[] = { "need=N1", "age=4", "over_20=1", "start_reason=S", "name=child",
                                          "children=3" };
    for (size_t i = 0; i < sizeof pointing / sizeof *pointing; i++) {
        nh_error err = { 0 };
        assert_false(nh_where_is_shared(pointing[i], &err));
        assert_int_equal(err.status, NH_DISCLOSURE);
        assert_null(strstr(err.text, strchr(pointing[i], '=') + 1));
    }
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) assert_true(nh_where_is_shared(shared[i], NULL));
    assert_true(nh_where_is_shared(NULL, NULL));
}

/* Two rows of a model's table: a child's level and a level of need. */
static nh_frame *estimates(nh_lineage lineage)
{
    nh_frame *frame = nh_frame_new("estimates", NULL);
    nh_column *term = nh_frame_add(frame, "term", NH_CATEGORY), *level = nh_frame_add(frame, "level", NH_CATEGORY);
    nh_frame_set_rows(frame, 2);
    nh_put_text(term, 0, "child");
    nh_put_text(level, 0, "QZ71");
    nh_put_text(term, 1, "need");
    nh_put_text(level, 1, "N1");
    nh_frame_set_lineage(frame, lineage);
    return frame;
}

static void levels_that_point_at_a_child_stay(void **state)
{
    (void)state;
    nh_frame *exact = estimates(NH_CHILD_LEVEL), *released = nh_disclose(exact, NULL);
    assert_int_equal(nh_mark_at(nh_frame_find(released, "level"), 0), NH_SUPPRESSED);
    assert_string_equal(nh_text_at(nh_frame_find(released, "level"), 1), "N1");
    nh_frame *published = estimates(NH_PUBLISHED), *as_it_is = nh_disclose(published, NULL);
    assert_string_equal(nh_text_at(nh_frame_find(as_it_is, "level"), 0), "QZ71");
    nh_frame *const all[] = { exact, released, published, as_it_is };
    for (size_t i = 0; i < 4; i++) nh_frame_free(all[i]);
}

static void no_table_has_a_row_for_each(void **state)
{
    (void)state;
    nh_frame *children = nh_frame_new("children", NULL);
    nh_put_text(nh_frame_add(children, "child", NH_CATEGORY), nh_frame_append(children), "QZ71");
    nh_error err = { 0 };
    assert_null(nh_breaks_new(children, "child", NULL, NULL, &err));
    assert_int_equal(err.status, NH_DISCLOSURE);
    assert_non_null(strstr(err.text, "--by"));
    assert_null(strstr(err.text, "QZ71"));
    nh_frame_free(children);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_told_whole),
        cmocka_unit_test(filters_are_told_by_their_column),
        cmocka_unit_test(levels_that_point_at_a_child_stay),
        cmocka_unit_test(no_table_has_a_row_for_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
