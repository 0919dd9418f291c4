/* tests/test_labels_of_points.c: where names go beside points: never over what is taken, never nearer to another. */
#include "plots/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const nh_box plot = { 0, 200, 0, 100 };
static const nh_size name = { 50, 10 };

static void the_right_side_comes_first(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new(plot);
    nh_spot at;
    assert_true(nh_labels_place(labels, (nh_spot){ 50, 50 }, name, &at));
    assert_true(at.x == 57 && at.y == 50);
    nh_labels_free(labels);
}

static void at_the_edge_it_turns_to_the_left(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new(plot);
    nh_spot at;
    assert_true(nh_labels_place(labels, (nh_spot){ 180, 50 }, name, &at));
    assert_true(at.x == 180 - 7 - 50 && at.y == 50);
    nh_labels_free(labels);
}

static void names_do_not_cover_each_other(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new(plot);
    nh_spot first, second;
    assert_true(nh_labels_place(labels, (nh_spot){ 50, 50 }, name, &first));
    assert_true(nh_labels_place(labels, (nh_spot){ 52, 52 }, name, &second));
    assert_false(first.x < second.x + 50 && second.x < first.x + 50 && first.y < second.y + 10 &&
                 second.y < first.y + 10);
    nh_labels_free(labels);
}

static void a_line_is_spared_where_there_is_another_place(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new(plot);
    nh_spot at;
    nh_labels_spare(labels, (nh_box){ 55, 110, 48, 52 });
    assert_true(nh_labels_place(labels, (nh_spot){ 60, 50 }, name, &at));
    assert_true(at.x == 3); /* to the left of it */
    nh_labels_free(labels);
}

static void a_name_is_not_given_to_another_point(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new((nh_box){ 45, 110, 44, 56 }); /* room on the right only */
    nh_spot at;
    nh_labels_named(labels, (nh_spot){ 50, 50 });
    nh_labels_named(labels, (nh_spot){ 109, 50 });
    assert_false(nh_labels_place(labels, (nh_spot){ 50, 50 }, name, &at));
    nh_labels_free(labels);
}

static void without_room_there_is_no_name(void **state)
{
    (void)state;
    nh_labels *labels = nh_labels_new((nh_box){ 0, 40, 0, 40 });
    nh_spot at;
    assert_false(nh_labels_place(labels, (nh_spot){ 20, 20 }, name, &at));
    nh_labels_free(labels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_side_comes_first),
        cmocka_unit_test(at_the_edge_it_turns_to_the_left),
        cmocka_unit_test(names_do_not_cover_each_other),
        cmocka_unit_test(a_line_is_spared_where_there_is_another_place),
        cmocka_unit_test(a_name_is_not_given_to_another_point),
        cmocka_unit_test(without_room_there_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
