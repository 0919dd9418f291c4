/* tests/test_measures.c: plain measures of a return, by hand (domain rules 5). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/care.h"
#include "tests/close.h"

/* The value of a measure of Kent in 2024; -1 where it has none. */
static double measured(care *c, const char *measure)
{
    const nh_frame *measures = derive(c, "measures");
    const nh_column *name = nh_frame_find(measures, "measure"), *value = nh_frame_find(measures, "value");
    for (size_t row = 0; row < nh_frame_rows(measures); row++)
        if (strcmp(nh_text_at(name, row), measure) == 0) return nh_present(value, row) ? value->number[row] : -1;
    fail_msg("there is no measure '%s'", measure);
    return -1;
}

static void children_and_placements_are_counted(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/05/2023,S,C2,U4,11/05/2023,X1,CREQB,,,N1,PR1,\n" /* 10 days, a breakdown */
        "A,11/05/2023,P,C2,K2,31/05/2023,E4B,,,,N1,PR4,\n"     /* 20 days, home outside the plan */
        "A,01/06/2023,S,C2,U4,01/06/2024,X1,,,,N1,PR1,\n"      /* ends after the extract: open */
        "B,01/09/2021,S,C2,U4,01/04/2023,E11,,,,N1,PR1,\n"     /* 577 days */
        "C,01/02/2022,S,V4,U6,,,,,,N2,PR1,\n" } } };
    assert_close(measured(&c, "looked after on 31 March"), 1, 0);
    assert_close(measured(&c, "looked after in the year"), 2, 0);
    assert_close(measured(&c, "started in the year"), 1, 0); /* A, though twice */
    assert_close(measured(&c, "ceased in the year"), 2, 0);  /* A too, though back in care */
    assert_close(measured(&c, "only short-term in the year"), 1, 0);
    assert_close(measured(&c, "placements starting in the year"), 3, 0);
    assert_close(measured(&c, "placements ended in the year"), 3, 0);
    assert_close(measured(&c, "placements ended in the year by move"), 1, 0);
    assert_close(measured(&c, "ended by a move: breakdown primary"), 1, 0);
    assert_close(measured(&c, "ended with E4B"), 1, 0);
    assert_close(measured(&c, "duration of ended placements: mean days"), (10 + 20 + 577) / 3.0, 1e-12);
    assert_close(measured(&c, "duration of ended placements: median days"), 20, 0);
    assert_close(measured(&c, "SDQ: mean score"), -1, 0);
    forget(&c);
}

/* Under 16, in care since 30 September three years before, with one carer since 31 March two years before. */
static void stability_goes_by_carer(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,01/06/2023,X1,PLACE,,,N1,PR1,\n" /* the carer moved house: stable */
        "A,01/06/2023,T,C2,U4,,,,,,N1,PR1,\n"
        "B,01/09/2021,S,C2,U4,01/06/2023,X1,CARPL,,,N1,PR1,\n" /* another carer: not */
        "B,01/06/2023,P,C2,U4,,,,,,N1,PR1,\n"
        "C,01/09/2021,S,C2,U5,01/06/2023,X1,CARPL,,,N1,PR1,\n" /* placed for adoption: adds to the one before */
        "C,01/06/2023,P,E1,A6,,,,,,N1,PR1,\n"
        "D,01/10/2021,S,C2,U4,,,,,,N1,PR1,\n"                  /* not long enough for the base */
        "E,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },               /* 16 on 31 March */
                          { KENT_2024 "header.csv", HEADER
        "A,1,01/01/2012,WBRI,UN4,,\nB,1,01/01/2012,WBRI,UN4,,\nC,1,01/01/2020,WBRI,UN4,,\nD,1,01/01/2012,WBRI,UN4,,\n"
        "E,1,31/03/2008,WBRI,UN4,,\n" } } };
    assert_close(measured(&c, "2-year stability: base"), 3, 0);
    assert_close(measured(&c, "2-year stability: stable"), 2, 0);
    forget(&c);
}

static void outcomes_are_for_their_ages(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
        "B,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
        "C,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n"
        "D,01/09/2021,S,C2,U4,,,,,,N1,PR1,\n" },
                          { KENT_2024 "header.csv", HEADER
        "A,1,01/05/2019,WBRI,UN4,,\n"
        "B,1,31/03/2014,WBRI,UN4,,\n"
        "C,1,01/04/2014,WBRI,UN4,,\n"
        "D,1,31/03/2007,WBRI,UN4,,\n" },
                          { KENT_2024 "oc2.csv", OC2
        "A,01/05/2019,,SDQ1,,1,1,1,1,0,,\n"  /* 4: development */
        "B,31/03/2014,14,,1,,1,0,1,1,1,\n"   /* 10 on the day: convictions */
        "C,01/04/2014,17,,1,,1,1,0,0,,\n"    /* 9: not */
        "D,31/03/2007,30,,0,,0,1,1,0,,\n" }, /* 17: convictions, no score */
                        } };
    assert_close(measured(&c, "OC2 cohort"), 4, 0);
    assert_close(measured(&c, "development check: cohort aged 0 to 4"), 1, 0);
    assert_close(measured(&c, "development check"), 1, 0);
    assert_close(measured(&c, "convicted: cohort aged 10 to 17"), 2, 0);
    assert_close(measured(&c, "convicted"), 1, 0);
    assert_close(measured(&c, "SDQ: cohort aged 5 to 16"), 2, 0);
    assert_close(measured(&c, "SDQ: borderline"), 1, 0);
    assert_close(measured(&c, "SDQ: mean score"), 15.5, 0);
    assert_close(measured(&c, "immunisations"), 3, 0);
    assert_close(measured(&c, "substance misuse"), 1, 0);
    forget(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_and_placements_are_counted),
        cmocka_unit_test(stability_goes_by_carer),
        cmocka_unit_test(outcomes_are_for_their_ages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
