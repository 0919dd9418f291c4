/* tests/test_flows.c: who is placed where, who imports and exports, and what --where and --year leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/care.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kent = EPISODES
    "A,01/09/2021,S,C2,U4,,,,CT1 2EH,CT9 1AH,N1,PR1,\n"  /* inside */
    "B,01/09/2021,S,C2,K2,,,,CT1 2EH,ME14 1AF,N2,PR4,\n" /* inside */
    "C,01/09/2021,S,C2,U4,,,,CT1 2EH,NW1 0AF,N1,PR1,\n"  /* Camden */
    "D,01/09/2021,S,C2,U4,,,,CT1 2EH,AB11 3AG,N1,PR1,\n" /* a postcode of no authority */
    "E,01/09/2021,S,C2,U4,,,,CT1 2EH,,N1,PR1,\n"         /* not known */
    "F,01/09/2021,S,C2,U4,30/03/2024,E4A,,CT1 2EH,NW1 0AF,N1,PR1,\n"; /* not on 31 March */
static const char *const camden = EPISODES
    "A,01/09/2021,S,C2,K2,,,,NW1 0AF,CT9 1AH,N1,PR4,\n"
    "B,01/09/2021,S,C2,U4,,,,NW1 0AF,CT1 2EH,N1,PR1,\n";

#define TWO_AUTHORITIES { { KENT_2024 "episodes.csv", kent }, { "E09000007/2024/episodes.csv", camden } }

static void children_are_counted_by_where_they_are(void **state)
{
    (void)state;
    care c = { .files = TWO_AUTHORITIES };
    const nh_frame *flows = derive(&c, "flows");
    assert_int_equal(nh_frame_rows(flows), 5);
    assert_cells(flows, 0, "year=2024 authority=E09000007 placement_authority=E10000016 children=2");
    assert_cells(flows, 1, "authority=E10000016 placement_authority=E09000007 children=1");
    assert_cells(flows, 2, "authority=E10000016 placement_authority=E10000016 children=2");
    assert_cells(flows, 3, "authority=E10000016 placement_authority=none children=1");
    assert_cells(flows, 4, "authority=E10000016 placement_authority= children=1");
    forget(&c);
}

static void inside_outside_and_unknown_are_all(void **state)
{
    (void)state;
    care c = { .files = TWO_AUTHORITIES };
    const nh_frame *balance = derive(&c, "balance");
    assert_int_equal(nh_frame_rows(balance), 2); /* no region, no England: not all of their authorities are here */
    assert_cells(balance, 0, "authority=E09000007 name=Camden own_children=2");
    assert_cells(balance, 0, "placed_inside=0 placed_outside=2 placed_unknown=0 placed_here_by_others=1 net_gain=-1");
    assert_cells(balance, 0, "share_outside=100 net_per_100=-50");
    assert_cells(balance, 1, "authority=E10000016 own_children=5 placed_inside=2 placed_outside=2 placed_unknown=1");
    assert_cells(balance, 1, "placed_here_by_others=2 net_gain=0 share_outside=40 net_per_100=0");
    const nh_sentences *notes = &nh_inputs_notes(c.inputs)->notes;
    assert_non_null(strstr(notes->text[notes->n - 1], "149 authorities in force are missing"));
    forget(&c);
}

/* Where every authority of a region is loaded, the region is the sum of their rows. */
static void a_whole_region_has_a_row(void **state)
{
    (void)state;
    enum { ROOM = 40 };
    care c = { .files = { { NULL, NULL } } };
    nh_named_bytes files[ROOM];
    char names[ROOM][64];
    size_t n = 0;
    for (size_t i = 0; i < nh_authority_count(); i++) {
        const nh_authority *a = nh_authority_at((int)i);
        if (strcmp(a->region_code, "E12000008") != 0 || !nh_is_in_force((int)i, 2024)) continue;
        snprintf(names[n], sizeof names[n], "%s/2024/episodes.csv", a->code);
        files[n] = (nh_named_bytes){ names[n], camden, strlen(camden) }; /* each with two children in Kent */
        n++;
    }
    nh_error err = { 0 };
    nh_extract *extract = nh_extract_read(&(nh_extract_request){ .embedded = files, .n_embedded = n }, &err);
    assert_non_null(extract);
    nh_postcodes *directory = nh_postcodes_open("tests/data/care/postcodes.csv", NULL, NULL, &err);
    c.inputs = nh_inputs_new(extract, directory, NULL, NULL);
    const nh_frame *balance = derive(&c, "balance");
    assert_int_equal(n, 19); /* authorities.csv: the South East in 2024 */
    assert_int_equal(nh_frame_rows(balance), n + 1);
    assert_cells(balance, 0, "geographic_level=Regional authority=E12000008 own_children=38 placed_inside=2");
    assert_cells(balance, 0, "placed_outside=36 placed_here_by_others=36 net_gain=0");
    forget(&c);
}

static void where_keeps_the_rows_it_names(void **state)
{
    (void)state;
    care homes = { .files = TWO_AUTHORITIES, .rules = { .where = "placement_group=homes,adoption" } };
    assert_int_equal(nh_frame_rows(derive(&homes, "placements")), 2);
    assert_int_equal(nh_frame_rows(derive(&homes, "children")), 2);
    forget(&homes);
    care number = { .files = TWO_AUTHORITIES, .rules = { .where = "over_20=1" } };
    assert_int_equal(nh_frame_rows(derive(&number, "children")), 4); /* Kent's B and C, both of Camden */
    forget(&number);
    care date = { .files = TWO_AUTHORITIES, .rules = { .where = "end=2024-03-30" } };
    assert_int_equal(nh_frame_rows(derive(&date, "placements")), 1);
    forget(&date);
}

/* A balance narrowed to Kent keeps the children whom Camden placed there; one of children of need N2 counts those. */
static void where_narrows_before_or_after_counting(void **state)
{
    (void)state;
    care own = { .files = TWO_AUTHORITIES, .rules = { .where = "authority=E10000016" } };
    assert_int_equal(nh_frame_rows(derive(&own, "balance")), 1);
    assert_cells(derive(&own, "balance"), 0, "own_children=5 placed_here_by_others=2");
    forget(&own);
    care need = { .files = TWO_AUTHORITIES, .rules = { .where = "need=N2" } };
    assert_cells(derive(&need, "balance"), 1, "authority=E10000016 own_children=1 placed_here_by_others=0");
    assert_int_equal(nh_frame_rows(derive(&need, "flows")), 1);
    forget(&need);
}

static void must_refuse(const char *where, const char *words)
{
    care c = { .files = TWO_AUTHORITIES, .rules = { .where = where } };
    nh_error err = { 0 };
    assert_null(nh_inputs_frame(inputs_of(&c), "children", &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    if (!strstr(err.text, words)) fail_msg("'%s' where '%s' is due", err.text, words);
    forget(&c);
}

static void where_must_be_read(void **state)
{
    (void)state;
    must_refuse("need", "COLUMN=VALUE");
    must_refuse("=N1", "COLUMN=VALUE");
    must_refuse("regoin=London", "'regoin'");
}

static void year_keeps_one_return_year(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", kent }, { KENT_2024 "episodes.csv", kent } },
               .rules = { .year = 2023 } };
    const nh_frame *children = derive(&c, "children");
    assert_int_equal(nh_frame_rows(children), 6);
    for (size_t row = 0; row < 6; row++) assert_cells(children, row, "year=2023");
    forget(&c);
}

static void frames_are_kept_and_known_by_name(void **state)
{
    (void)state;
    care c = { .files = TWO_AUTHORITIES };
    assert_ptr_equal(derive(&c, "flows"), derive(&c, "flows"));
    nh_error err = { 0 };
    assert_null(nh_inputs_frame(inputs_of(&c), "plaecments", &err));
    assert_non_null(strstr(err.text, "plaecments"));
    assert_null(nh_derivation_named("plaecments"));
    for (size_t i = 0; i < nh_derivation_count(); i++)
        assert_ptr_equal(nh_derivation_named(nh_derivation_at(i)->name), nh_derivation_at(i));
    forget(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_are_counted_by_where_they_are),
        cmocka_unit_test(inside_outside_and_unknown_are_all),
        cmocka_unit_test(a_whole_region_has_a_row),
        cmocka_unit_test(where_keeps_the_rows_it_names),
        cmocka_unit_test(where_narrows_before_or_after_counting),
        cmocka_unit_test(where_must_be_read),
        cmocka_unit_test(year_keeps_one_return_year),
        cmocka_unit_test(frames_are_kept_and_known_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
