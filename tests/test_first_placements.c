/* tests/test_first_placements.c: who is followed, what counts as a placement, and how a way ends; by hand. */
#include "stats/disclosure.h"
#include "stats/first_placements.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* A child's placements; the same life is lived by `n` children. */
typedef struct stay {
    double period_no, carer_no;
    const char *start, *group, *ended_by; /* NULL group: no more */
} stay;

typedef struct life {
    size_t n;
    stay stays[6];
} life;

static nh_frame *no_placements(void)
{
    static const char *const words[] = { "authority", "child", "placement_group", "ended_by" };
    nh_frame *frame = nh_frame_new("placements", NULL);
    for (size_t i = 0; i < 4; i++) nh_frame_add(frame, words[i], NH_CATEGORY);
    nh_frame_add(frame, "period_no", NH_NUMBER);
    nh_frame_add(frame, "carer_no", NH_NUMBER);
    nh_frame_add(frame, "start", NH_DATE);
    return frame;
}

static void live(nh_frame *frame, const char *child, const stay *s)
{
    for (; s->group; s++) {
        size_t row = nh_frame_append(frame);
        int32_t start = 0;
        nh_date_read_iso(s->start, 10, &start);
        nh_put_text(nh_frame_find(frame, "authority"), row, "E10000016");
        nh_put_text(nh_frame_find(frame, "child"), row, child);
        nh_put_text(nh_frame_find(frame, "placement_group"), row, s->group);
        nh_put_text(nh_frame_find(frame, "ended_by"), row, s->ended_by);
        nh_put_number(nh_frame_find(frame, "period_no"), row, s->period_no);
        nh_put_number(nh_frame_find(frame, "carer_no"), row, s->carer_no);
        nh_put_date(nh_frame_find(frame, "start"), row, start);
    }
}

static nh_frame *placements_of(const life *lives)
{
    nh_frame *frame = no_placements();
    for (int id = 0; lives->n; lives++)
        for (size_t i = 0; i < lives->n; i++) {
            char child[20];
            snprintf(child, sizeof child, "%d", id++);
            live(frame, child, lives->stays);
        }
    return frame;
}

static nh_frame *ways_of(const life *lives)
{
    nh_error err = { 0 };
    nh_frame *placements = placements_of(lives);
    nh_frame *ways = nh_first_placements(&(nh_first_request){ placements, NULL, 2023, 2024 }, &err);
    if (!ways) fail_msg("%s", err.text);
    nh_frame_free(placements);
    return ways;
}

static void is_way(const nh_frame *ways, size_t row, const char *steps, double children)
{
    char is[200];
    snprintf(is, sizeof is, "%s, %s, %s, %s", nh_text_at(nh_frame_at(ways, 0), row),
             nh_text_at(nh_frame_at(ways, 1), row), nh_text_at(nh_frame_at(ways, 2), row),
             nh_text_at(nh_frame_at(ways, 3), row));
    assert_string_equal(is, steps);
    assert_int_equal(nh_frame_find(ways, "children")->number[row], children);
}

static const life lives[] = {
    /* A change of status (same carer) is no new placement; a second period of care is not looked at. */
    { 12, { { 1, 1, "2022-04-01", "foster", "status_change" }, { 1, 1, "2022-05-01", "adoption", "left_care" },
            { 2, 2, "2023-01-01", "homes", "open" } } },
    /* The fifth placement is beyond the four. */
    { 11, { { 1, 1, "2022-06-01", "homes", "move" }, { 1, 2, "2022-07-01", "homes", "move" },
            { 1, 3, "2022-08-01", "foster", "move" }, { 1, 4, "2022-09-01", "school", "move" },
            { 1, 5, "2022-10-01", "foster", "open" } } },
    /* Began before the history: not followed. */
    { 30, { { 1, 1, "2022-03-31", "foster", "open" } } },
    { 10, { { 1, 1, "2023-06-01", "supported", "open" } } },
    { 0 },
};

static void ways_through_four_placements(void **state)
{
    (void)state;
    nh_frame *ways = ways_of(lives);
    assert_int_equal(nh_frame_rows(ways), 3);
    is_way(ways, 0, "foster, left care, left care, left care", 12);
    is_way(ways, 1, "homes, homes, foster, other", 11);
    is_way(ways, 2, "supported, still there, still there, still there", 10);
    assert_int_equal(nh_frame_find(ways, "all_children")->number[0], 33);
    nh_frame_free(ways);
}

static void released_counts_are_rounded_and_none_is_small(void **state)
{
    (void)state;
    nh_frame *ways = ways_of(lives), *released = nh_disclose(ways, NULL);
    is_way(released, 0, "foster, left care, left care, left care", 10);
    is_way(released, 2, "supported, still there, still there, still there", 10);
    assert_int_equal(nh_frame_find(released, "all_children")->number[0], 35);
    nh_frame_free(released);
    nh_frame_free(ways);
}

static void children_whose_first_placement_is_not_kept_are_left_out(void **state)
{
    (void)state;
    nh_frame *placements = placements_of(lives);
    uint8_t keep[200] = { 0 };
    for (size_t row = 0; row < nh_frame_rows(placements); row++)
        keep[row] = strcmp(nh_text_at(nh_frame_find(placements, "placement_group"), row), "homes") == 0;
    nh_frame *ways = nh_first_placements(&(nh_first_request){ placements, keep, 2023, 2024 }, NULL);
    assert_int_equal(nh_frame_rows(ways), 1);
    is_way(ways, 0, "homes, homes, foster, other", 11);
    nh_frame_free(ways);
    nh_frame_free(placements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_through_four_placements),
        cmocka_unit_test(released_counts_are_rounded_and_none_is_small),
        cmocka_unit_test(children_whose_first_placement_is_not_kept_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
