/* tests/test_outlines.c: areas traced from dots of a known shape; the embedded areas of all authorities. */
#include "plots/outlines.h"
#include "plots/trace_outlines.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A square of 40 km: Kent west of 20 km, Medway east of it, a dot in the middle of every cell of 1 km. */
static void neighbours_share_one_line(void **state)
{
    (void)state;
    enum { SIDE = 40 };
    float x[SIDE * SIDE], y[SIDE * SIDE];
    short who[SIDE * SIDE];
    short kent = (short)nh_authority_of("E10000016"), medway = (short)nh_authority_of("E06000035");
    for (int i = 0; i < SIDE * SIDE; i++) {
        x[i] = (float)(i % SIDE) * 1000 + 10500;
        y[i] = (float)(i / SIDE) * 1000 + 10500;
        who[i] = i % SIDE < SIDE / 2 ? kent : medway;
    }
    nh_raster raster = { "test", 0, 0, 60000, 60000, 1000, 100 };
    nh_frame *lines = nh_trace_outlines(&(nh_dots){ x, y, who, SIDE * SIDE }, &raster, 1);
    size_t shared = 0;
    for (size_t i = 0; i < nh_frame_rows(lines); i++)
        shared += nh_present(nh_frame_find(lines, "left"), i) && nh_present(nh_frame_find(lines, "right"), i);
    assert_int_equal(nh_frame_rows(lines), 3); /* the two coasts and the border between them */
    assert_int_equal(shared, 1);
    nh_frame_free(lines);
}

static double area_of(const nh_outlines *outlines, const char *code)
{
    double area = 0;
    for (size_t i = 0; i < outlines->n_rings; i++)
        if (outlines->rings[i].authority == nh_authority_of(code)) area += outlines->rings[i].area;
    return area / 1e6;
}

/* Square kilometres of the Office for National Statistics' Standard Area Measurements; inland areas are met
 * within a tenth, and those with a long coast come out larger since a cell on the shore counts whole. */
static void embedded_areas_have_about_the_size_of_the_real_ones(void **state)
{
    (void)state;
    nh_outlines *england = nh_outlines_read("england");
    assert_true(fabs(area_of(england, "E06000016") / 73 - 1) < 0.10);    /* Leicester */
    assert_true(fabs(area_of(england, "E06000057") / 5014 - 1) < 0.10);  /* Northumberland */
    assert_true(fabs(area_of(england, "E10000016") / 3544 - 1) < 0.10);  /* Kent */
    nh_outlines_free(england);
    nh_outlines *london = nh_outlines_read("london");
    assert_true(fabs(area_of(london, "E09000001") / 2.9 - 1) < 0.25); /* City of London, three cells wide */
    assert_true(fabs(area_of(london, "E09000007") / 21.8 - 1) < 0.10); /* Camden */
    nh_outlines_free(london);
}

static void every_authority_in_force_has_an_area(void **state)
{
    (void)state;
    nh_outlines *england = nh_outlines_read("england");
    size_t in_force = 0;
    for (int a = 0; a < (int)nh_authority_count(); a++) {
        const nh_authority *authority = nh_authority_at(a);
        if (!authority->in_england || *authority->valid_to) continue;
        in_force++;
        assert_true(area_of(england, authority->code) > 0);
    }
    assert_int_equal(in_force, 153);
    for (size_t i = 1; i < england->n_rings; i++) assert_true(england->rings[i].area <= england->rings[i - 1].area);
    for (size_t i = 0; i < england->n_rings; i++) {
        const nh_ring *ring = &england->rings[i];
        assert_true(ring->at[0].x == ring->at[ring->n - 1].x && ring->at[0].y == ring->at[ring->n - 1].y);
    }
    nh_outlines_free(england);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_share_one_line),
        cmocka_unit_test(embedded_areas_have_about_the_size_of_the_real_ones),
        cmocka_unit_test(every_authority_in_force_has_an_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
