/* tests/test_children.c: a child's year: facts of 31 March, the OC2 cohort, outcomes (domain rules 5, 12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/care.h"

static void an_ending_on_31_march_is_not_looked_after(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,31/03/2024,E4A,,,,N1,PR1,\n"
        "B,01/09/2021,S,C2,U4,01/04/2023,E11,,,,N1,PR1,\n" /* on 1 April: still in the year */
        "C,01/09/2021,S,C2,U4,31/03/2023,E4A,,,,N1,PR1,\n" /* on the day before: not */
        "D,31/03/2024,S,C2,U4,,,,,,N1,PR1,\n" } } };
    const nh_frame *children = derive(&c, "children");
    assert_int_equal(nh_frame_rows(children), 3);
    assert_cells(children, 0, "child=A looked_after_31_march=0 need= placement= three_or_more= placements_in_year=1");
    assert_cells(children, 1, "child=B looked_after_31_march=0 oc2_cohort=0");
    assert_cells(children, 2, "child=D looked_after_31_march=1 need=N1 placement_group=foster three_or_more=0");
    forget(&c);
}

/* Out: S after 1 April, an ending other than X1 before 31 March, any short break. In: S on 1 April itself. */
static void the_oc2_cohort_is_decided_by_rows(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/04/2023,S,C2,U4,,,,,,N1,PR1,\n"
        "B,02/04/2023,S,C2,U4,,,,,,N1,PR1,\n"
        "C,01/09/2021,S,C2,U4,01/09/2023,,,,,N1,PR1,\n"
        "C,01/09/2023,P,C2,U4,,,,,,N1,PR1,\n"
        "D,01/06/2021,S,C2,U4,10/09/2023,X1,,,,N1,PR1,\n" /* a gap, yet no row says that care ended */
        "D,15/09/2023,P,C2,K2,,,,,,N1,PR4,\n"
        "E,01/02/2021,S,C2,U4,10/05/2023,X1,,,,N2,PR1,\n"
        "E,10/05/2023,L,V3,U4,20/05/2023,X1,,,,N2,PR1,\n"
        "E,20/05/2023,L,C2,U4,,,,,,N2,PR1,\n"
        "F,01/02/2022,S,V4,U6,,,,,,N2,PR1,\n" } } };
    const nh_frame *children = derive(&c, "children");
    assert_int_equal(nh_frame_rows(children), 5); /* F has short breaks only. */
    assert_cells(children, 0, "child=A oc2_cohort=1");
    assert_cells(children, 1, "child=B oc2_cohort=0");
    assert_cells(children, 2, "child=C oc2_cohort=0");
    assert_cells(children, 3, "child=D oc2_cohort=1");
    assert_cells(children, 4, "child=E oc2_cohort=0");
    forget(&c);
}

static void outcomes_are_those_of_the_year(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
                                                               "B,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
                                                               "C,02/04/2023,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2023 "oc2.csv", OC2 "A,14/02/2014,13,,,,1,1,1,0,,\n" },
                          { KENT_2024 "oc2.csv", OC2 "A,14/02/2014,14,,1,,1,0,,0,,\n"
                                                     "C,01/01/2012,17,,0,,1,1,1,0,,\n" } } };
    const nh_frame *children = derive(&c, "children");
    assert_cells(children, 0, "child=A year=2023 sdq_score=13 sdq_band=normal convicted= immunisations=1");
    assert_cells(children, 1, "child=A year=2024 sdq_score=14 sdq_band=borderline convicted=1 health_check=");
    assert_cells(children, 1, "teeth_check=0 health_assessment= substance_misuse=0");
    assert_cells(children, 2, "child=B year=2023 oc2_cohort=1 sdq_score= sdq_band="); /* since 2021 */
    assert_cells(children, 3, "child=B year=2024 oc2_cohort=1 sdq_score= sdq_band=");
    assert_cells(children, 4, "child=C oc2_cohort=0 sdq_score=17 sdq_band=concern");
    assert_int_equal(problems_of(&c, NH_PROBLEM_COHORT_WITHOUT_OC2), 2);
    assert_int_equal(problems_of(&c, NH_PROBLEM_OC2_OUTSIDE_COHORT), 1);
    forget(&c);
}

static void incidents_overlap_the_year_of_their_table(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "missing.csv", MISSING
                            "A,29/02/2008,M,20/03/2023,02/04/2023\n" /* over the year end: in both years */
                            "A,29/02/2008,M,01/02/2023,31/03/2023\n" /* over before it */
                            "A,29/02/2008,M,05/05/2023,05/05/2023\n"
                            "A,29/02/2008,M,05/05/2023,06/05/2023\n" /* two on one day are two */
                            "A,29/02/2008,A,07/07/2023,08/07/2023\n"
                            "A,29/02/2008,M,30/03/2024,\n"
                            "A,29/02/2008,A,01/04/2024,02/04/2024\n" } } };
    const nh_frame *children = derive(&c, "children");
    assert_cells(children, 0, "year=2023 missing_incidents= away_incidents="); /* no such table in that return */
    assert_cells(children, 1, "year=2024 missing_incidents=4 away_incidents=1");
    forget(&c);
}

static void a_table_without_rows_is_a_table(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "missing.csv", MISSING }, { KENT_2024 "uasc.csv", UASC },
                          { KENT_2024 "oc2.csv", OC2 } } };
    assert_cells(derive(&c, "children"), 0, "missing_incidents=0 away_incidents=0 uasc=0");
    assert_int_equal(problems_of(&c, NH_PROBLEM_COHORT_WITHOUT_OC2), 1);
    forget(&c);
    care without = { .files = { { KENT_2024 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" } } };
    assert_cells(derive(&without, "children"), 0, "missing_incidents= uasc=");
    assert_int_equal(problems_of(&without, NH_PROBLEM_COHORT_WITHOUT_OC2), 0);
    forget(&without);
}

static void the_latest_header_stands_for_all_years(void **state)
{
    (void)state;
    const char *const row = EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\nB,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n";
    care c = { .files = { { KENT_2023 "episodes.csv", row }, { KENT_2024 "episodes.csv", row },
                          { KENT_2023 "header.csv", HEADER "A,1,30/03/2013,WBRI,UN4,,\n" },
                          { KENT_2024 "header.csv", HEADER "A,2,30/03/2014,WBRI,UN4,,\n" } } };
    const nh_frame *children = derive(&c, "children");
    assert_cells(children, 0, "child=A year=2023 sex=female age=9");
    assert_cells(children, 1, "child=A year=2024 sex=female age=10");
    assert_cells(children, 2, "child=B sex= age=");
    assert_int_equal(problems_of(&c, NH_PROBLEM_HEADER_CHANGED), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_NOT_IN_HEADER), 1);
    forget(&c);
}

/* Facts of 31 March are the covering row's: its own postcodes, the placement's PLACE though a holiday covers it. */
static void a_temporary_row_covers_31_march(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/02/2022,S,C2,U4,25/03/2024,X1,,CT1 2EH,CT9 1AH,N1,PR1,\n"
        "A,25/03/2024,P,C2,T2,,,,CT1 2EH,ME14 1AF,N1,,\n" } } };
    assert_cells(derive(&c, "children"), 0, "placement=U4 placement_group=foster miles=24.4 placements_in_year=1");
    forget(&c);
}

/* X1 in 2021 and nothing after it: last heard of then, though never known to have ended. */
static void a_placement_of_long_ago_is_not_in_the_year(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/02/2021,S,C2,U4,01/06/2021,X1,,,,N1,PR1,\n"
        "A,01/02/2023,S,C2,U4,,,,,,N1,PR1,\n" } } };
    assert_cells(derive(&c, "placements"), 0, "open=1 days=120");
    assert_cells(derive(&c, "children"), 0, "placements_in_year=1");
    forget(&c);
}

static void every_row_is_accounted_for(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
                                                               "A,01/10/2022,S,V3,U4,05/10/2022,E8,,,,N1,PR1,\n"
                                                               ",01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
                                                               "B,,S,C2,U4,,,,,,N1,PR1,\n" } } };
    derive(&c, "children");
    const nh_sentences *notes = &nh_inputs_notes(c.inputs)->notes;
    bool found = false;
    for (size_t i = 0; i < notes->n; i++)
        found |= strstr(notes->text[i], "\0015\002 rows = \0011\002 used + \0011\002 superseded by a later "
                                        "return + \0011\002 of short breaks (V3, V4) + \0012\002 set aside") != NULL;
    assert_true(found);
    forget(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ending_on_31_march_is_not_looked_after),
        cmocka_unit_test(the_oc2_cohort_is_decided_by_rows),
        cmocka_unit_test(outcomes_are_those_of_the_year),
        cmocka_unit_test(incidents_overlap_the_year_of_their_table),
        cmocka_unit_test(a_table_without_rows_is_a_table),
        cmocka_unit_test(the_latest_header_stands_for_all_years),
        cmocka_unit_test(a_temporary_row_covers_31_march),
        cmocka_unit_test(a_placement_of_long_ago_is_not_in_the_year),
        cmocka_unit_test(every_row_is_accounted_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
