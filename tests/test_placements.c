/* tests/test_placements.c: rows folded into placements, how they end, where they lie (domain rules 4.3-4.7, 11). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/care.h"


/* Section 11 of the domain rules, worked by hand there: one child of Kent over two returns. */
static const char *const first_return = EPISODES
    "A,10/05/2022,S,C1,U6,01/11/2022,X1,,CT1 2EH,ME4 4TR,N1,PR1,\n"
    "A,01/11/2022,L,C2,U6,,,,CT1 2EH,ME4 4TR,N1,PR1,\n";
static const char *const second_return = EPISODES
    "A,01/11/2022,L,C2,U6,14/06/2023,X1,CREQB,CT1 2EH,ME4 4TR,N1,PR1,\n"
    "A,14/06/2023,P,C2,K2,02/08/2023,X1,,CT1 2EH,BN1 1JE,N1,PR4,\n"
    "A,02/08/2023,P,C2,T1,09/08/2023,X1,,CT1 2EH,BN1 1JE,N1,,\n"
    "A,09/08/2023,P,C2,K2,20/01/2024,X1,PLACE,CT1 2EH,BN1 1JE,N1,PR4,\n"
    "A,20/01/2024,T,C2,K2,,,,CT1 2EH,TN40 1HE,N1,PR4,\n";

static void the_worked_example_is_met(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", first_return },
                          { KENT_2024 "episodes.csv", second_return },
                          { KENT_2023 "header.csv", HEADER "A,1,05/06/2008,WBRI,UN4,,\n" },
                          { KENT_2024 "header.csv", HEADER "A,1,05/06/2008,WBRI,UN4,,\n" },
                          { KENT_2024 "uasc.csv", UASC } } };
    const nh_frame *p = derive(&c, "placements");
    assert_int_equal(nh_frame_rows(p), 3);
    assert_cells(p, 0, "period_no=1 placement_no=1 carer_no=1 start=2022-05-10 end=2023-06-14 days=400 open=0");
    assert_cells(p, 0, "start_reason=S end_reason=CREQB end_code=X1 ended_by=move breakdown=1 legal_status=C1");
    assert_cells(p, 0, "placement_authority=E06000035 location=OUT miles=25.4 over_20=1 at_a_distance=0");
    assert_cells(p, 1, "placement_no=2 carer_no=2 start=2023-06-14 end=2024-01-20 days=220 start_reason=P");
    assert_cells(p, 1, "end_reason=PLACE ended_by=status_change breakdown=0 breakdown_upper=0 placement=K2");
    assert_cells(p, 1, "placement_authority=E06000043 at_a_distance=1 placement_group=homes provider=PR4");
    assert_cells(p, 2, "placement_no=3 carer_no=2 start=2024-01-20 end= days=71 open=1 start_reason=T end_reason=");
    assert_cells(p, 2, "end_code= ended_by=open placement_authority=E10000011 location=OUT miles=40.3");
    assert_cells(p, 2, "at_a_distance=0"); /* East Sussex adjoins Kent. */
    assert_cells(p, 2, "sex=male age=15 uasc=0");
    forget(&c);
}

static void the_worked_example_at_31_march(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", first_return }, { KENT_2024 "episodes.csv", second_return } } };
    const nh_frame *children = derive(&c, "children");
    assert_int_equal(nh_frame_rows(children), 2);
    assert_cells(children, 0, "year=2023 looked_after_31_march=1 placement=U6 miles=25.4 placements_in_year=1");
    assert_cells(children, 1, "year=2024 looked_after_31_march=1 placement=K2 legal_status=C2 need=N1 location=OUT");
    assert_cells(children, 1, "miles=40.3 over_20=1 at_a_distance=0 placements_in_year=3 three_or_more=1");
    assert_cells(children, 0, "oc2_cohort=0");
    assert_cells(children, 1, "oc2_cohort=1");
    forget(&c);
    care by_carer = { .files = { { KENT_2023 "episodes.csv", first_return },
                                 { KENT_2024 "episodes.csv", second_return } },
                      .rules = { .count_carers = true } };
    assert_cells(derive(&by_carer, "children"), 1, "placements_in_year=2 three_or_more=0");
    forget(&by_carer);
}

static void temporary_rows_are_folded(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        /* Back to the same place and postcode, spaces aside, by B: one placement (rule 383). */
        "A,01/02/2022,S,C1,U4,10/07/2023,X1,,CT1 2EH,CT9 1AH,N1,PR1,SC000001\n"
        "A,10/07/2023,P,C1,T3,20/07/2023,X1,,CT1 2EH,CT9 1AH,N1,,\n"
        "A,20/07/2023,B,C2,U4,,,,CT1 2EH,ct9  1ah,N1,PR1,SC000002\n"
        /* Two temporary rows, then elsewhere: the placement ends there, with the reason of the last of them. */
        "B,01/02/2022,S,C2,U4,10/07/2023,X1,,CT1 2EH,CT9 1AH,N1,PR1,\n"
        "B,10/07/2023,P,C2,T1,20/07/2023,X1,CARPL,CT1 2EH,CT9 1AH,N1,,\n"
        "B,20/07/2023,P,C2,T3,01/08/2023,X1,STAND,CT1 2EH,CT9 1AH,N1,,\n"
        "B,01/08/2023,P,C2,U4,,,,CT1 2EH,TN23 1AG,N1,PR1,\n"
        /* At the start of the period: part of what follows, whose first ordinary row gives PLACE. */
        "C,20/11/2023,S,L1,T4,22/11/2023,X1,,CT1 2EH,CT9 1AH,N6,,\n"
        "C,22/11/2023,B,V2,K2,,,,CT1 2EH,ME14 1AF,N6,PR4,SC000003\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_int_equal(nh_frame_rows(p), 4);
    assert_cells(p, 0, "child=A start=2022-02-01 open=1 days=789 urn=SC000001");
    assert_int_equal(problems_of(&c, NH_PROBLEM_TEMPORARY_RETURN), 1);
    assert_cells(p, 1, "child=B end=2023-08-01 end_reason=STAND ended_by=move breakdown=0 breakdown_wider=1");
    assert_cells(p, 2, "child=B start=2023-08-01 start_reason=P placement_no=2 carer_no=2");
    assert_cells(p, 3, "child=C start=2023-11-20 start_reason=S legal_status=L1 placement=K2 urn=SC000003");
    forget(&c);
}

static void a_period_of_temporary_rows_has_no_placement(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,28/03/2024,S,L2,T4,,,,CT1 2EH,ME14 1AF,N1,,\n" } } };
    assert_int_equal(nh_frame_rows(derive(&c, "placements")), 0);
    const nh_frame *children = derive(&c, "children");
    assert_cells(children, 0, "looked_after_31_march=1 placement= placement_group= location=IN miles=24.4");
    assert_cells(children, 0, "legal_status=L2 placements_in_year=0 three_or_more=0");
    assert_int_equal(problems_of(&c, NH_PROBLEM_TEMPORARY_ONLY), 1);
    forget(&c);
}

static void the_next_beginning_says_how_a_placement_ended(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/02/2022,S,C1,U6,10/05/2022,X1,PLACE,,,N1,PR1,\n" /* T and U: the carer stays */
        "A,10/05/2022,T,C1,U6,20/10/2022,X1,PLACE,,,N1,PR1,\n"
        "A,20/10/2022,U,C2,U4,01/01/2023,X1,,,,N1,PR1,\n"
        "A,01/01/2023,L,C2,U3,01/02/2023,X1,,,,N1,PR1,\n" /* L, but PLACE changed: new, neither move nor status */
        "A,01/02/2023,P,C2,U3,01/03/2023,X1,PLACE,,,N1,PR1,\n" /* P, and nothing changed: a move all the same */
        "A,01/03/2023,B,C2,R5,01/04/2023,E4B,,,,N1,PR3,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_int_equal(nh_frame_rows(p), 6);
    assert_cells(p, 0, "carer_no=1 ended_by=status_change");
    assert_cells(p, 1, "carer_no=1 ended_by=status_change");
    assert_cells(p, 2, "carer_no=1 ended_by=other");
    assert_cells(p, 3, "carer_no=2 start_reason=L ended_by=move");
    assert_cells(p, 4, "carer_no=3 ended_by=move end_reason=PLACE breakdown_upper=0");
    assert_cells(p, 5, "carer_no=4 ended_by=left_care end_code=E4B breakdown=0 breakdown_wider=1 breakdown_upper=1");
    assert_int_equal(problems_of(&c, NH_PROBLEM_LEGAL_AND_PLACE), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_NOTHING_CHANGED), 1);
    assert_int_equal(problems_of(&c, NH_PROBLEM_STATUS_BUT_MOVE), 1);
    forget(&c);
}

/* Numbers go on over periods; each period starts a carer, whatever its RNE. */
static void periods_part_carers(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/05/2022,S,V2,U6,01/12/2022,E4A,,,,N1,PR1,\n"
        "A,05/05/2023,T,V2,K2,,,,,,N5,PR4,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "period_no=1 ended_by=left_care end_code=E4A days=214 breakdown_wider=0");
    assert_cells(p, 1, "period_no=2 placement_no=2 carer_no=2 ended_by=open");
    forget(&c);
}

/* 20.0 miles is not over 20 (decision 2): 32,186 m; the next two are 20.04997 and 20.05003 miles. */
static void twenty_miles_is_the_rounded_distance(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,,,,DA9 9YZ,SW18 2SW,N1,PR1,\n"
        "B,01/09/2021,S,C2,U4,,,,TN13 3UX,E3 2UX,N1,PR1,\n"
        "C,01/09/2021,S,C2,U4,,,,DA11 9QJ,CM2 9SA,N1,PR1,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "miles=20.0 over_20=0 at_a_distance=1");
    assert_cells(p, 1, "miles=20.0 over_20=0 at_a_distance=1");
    assert_cells(p, 2, "miles=20.1 over_20=1 at_a_distance=1");
    forget(&c);
}

static void places_outside_england_are_out(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U1,,,,CT1 2EH,EH1 1AG,N1,PR1,\n"
        "B,01/09/2021,S,C2,U1,,,,CT1 2EH,BT1 1AL,N1,PR1,\n"
        "C,01/09/2021,S,C2,U1,,,,CT1 2EH,IM1 1AA,N1,PR1,\n"
        "D,01/09/2021,S,C2,U1,,,,CT1 2EH,AB11 3AG,N1,PR1,\n"
        "E,01/09/2021,S,C2,U1,,,,CT1 2EH,ZZ99 9ZZ,N1,PR1,\n"
        "F,01/09/2021,S,C2,U1,,,,,CT9 1AH,N1,PR1,\n" },
                          { "E06000063/2024/episodes.csv", EPISODES
        "G,01/09/2021,S,C2,U1,,,,CA1 1AF,DG12 5AG,N1,PR1,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "placement_authority=S12000036 location=OUT miles=367.3 at_a_distance=1");
    assert_cells(p, 1, "placement_authority=N09000003 location=OUT miles= over_20= at_a_distance=1");
    assert_cells(p, 2, "placement_authority=M99999999 location=OUT miles= at_a_distance=1");
    assert_cells(p, 3, "placement_authority=none location=OUT miles= at_a_distance=1");
    assert_cells(p, 4, "placement_authority= location= miles= at_a_distance=");
    assert_cells(p, 5, "placement_authority=E10000016 location=IN miles= over_20= at_a_distance=0");
    assert_cells(p, 6, "placement_authority=S12000006 location=OUT miles=14.5 at_a_distance=0"); /* adjoins */
    assert_int_equal(problems_of(&c, NH_PROBLEM_VERY_FAR), 1);
    forget(&c);
}

/* An old authority's area is its successors', its neighbours any of theirs (decision 41). */
static void an_old_authority_lives_on_in_its_successors(void **state)
{
    (void)state;
    care c = { .files = { { "E10000006/2023/episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,,,,CA1 1AF,CA14 1AF,N1,PR1,\n"
        "B,01/09/2021,S,C2,U4,,,,CA1 1AF,LA9 4AF,N1,PR1,\n"
        "C,01/09/2021,S,C2,U1,,,,CA1 1AF,DG12 5AG,N1,PR1,\n" },
                          { "E06000063/2024/episodes.csv", EPISODES
        "A,01/09/2021,S,C2,U4,,,,CA1 1AF,LA9 4AF,N1,PR1,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "authority=E10000006 location=IN days=576 open=1"); /* known up to its own last 31 March */
    assert_cells(p, 1, "authority=E06000063 location=OUT at_a_distance=0 days=942");
    assert_cells(p, 2, "authority=E10000006 child=B location=IN");
    assert_cells(p, 3, "location=OUT at_a_distance=0");
    forget(&c);
}

static void asylum_in_any_year_leaves_no_distance(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2023 "episodes.csv", EPISODES "A,01/09/2022,S,C2,U6,,,,CT1 2EH,ME4 4TR,N8,PR1,\n" },
                          { KENT_2024 "episodes.csv", EPISODES "A,01/09/2022,S,C2,U6,,,,CT1 2EH,ME4 4TR,N8,PR1,\n"
                                                               "B,01/09/2022,S,C2,U6,,,,CT1 2EH,ME4 4TR,N8,PR1,\n" },
                          { KENT_2023 "uasc.csv", UASC "A,1,01/01/2008,20/03/2023\n" },
                          { "E09000007/2024/episodes.csv", EPISODES
                            "C,01/09/2022,S,C2,U6,,,,NW1 0AF,NW3 1AF,N8,PR1,\n" } } };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "uasc=1 location=OUT miles= over_20= at_a_distance=0");
    assert_cells(p, 1, "uasc=0 miles=25.4");
    assert_cells(p, 2, "authority=E09000007 uasc= miles=2.7"); /* no return of Camden has the table */
    forget(&c);
}

static const char *const with_derived_columns =
    "CHILD,DECOM,RNE,LS,PLACE,DEC,REC,CIN,PL_DISTANCE,PL_LA,PL_LOCATION\n"
    "A,01/09/2022,S,C2,U6,,,N1,20.1,887,OUT\n"
    "B,01/09/2022,S,C2,U6,,,N1,999.9,WAL,OUT\n"
    "C,01/09/2022,S,C2,U6,,,N1,12.0,886,IN\n"
    "D,01/09/2022,S,C2,U6,,,N1,,CON,\n";

/* Without a directory DfE's own columns serve (decision 51); 887 is Medway, which adjoins Kent. */
static void derived_columns_serve_without_postcodes(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", with_derived_columns } }, .without_postcodes = true };
    const nh_frame *p = derive(&c, "placements");
    assert_cells(p, 0, "placement_authority=E06000035 location=OUT miles=20.1 over_20=1 at_a_distance=0");
    assert_cells(p, 1, "placement_authority=WAL location=OUT miles= over_20= at_a_distance=1");
    assert_cells(p, 2, "placement_authority=E10000016 location=IN miles=12.0 over_20=0 at_a_distance=0");
    assert_cells(p, 3, "placement_authority= location= miles= at_a_distance=");
    forget(&c);
    care shropshire = { .files = { { "E06000051/2024/episodes.csv", with_derived_columns } },
                        .without_postcodes = true };
    assert_cells(derive(&shropshire, "placements"), 1, "location=OUT at_a_distance="); /* Powys may be meant */
    forget(&shropshire);
}

static void nothing_is_known_without_either(void **state)
{
    (void)state;
    care c = { .files = { { KENT_2024 "episodes.csv", first_return } }, .without_postcodes = true };
    assert_cells(derive(&c, "placements"), 0, "location= miles= over_20= at_a_distance= placement_authority=");
    forget(&c);
}

/* What is no code might be a name: derive keeps it, no analysis sees it. */
static void an_unknown_code_is_for_derive_only(void **state)
{
    (void)state;
    static const char episodes[] = EPISODES "A,01/06/2022,S,SMITH,U4,,,,,,JONES,PR1,\n";
    care kept = { .files = { { KENT_2024 "episodes.csv", episodes } } };
    assert_cells(derive(&kept, "placements"), 0, "legal_status=SMITH need=JONES placement=U4 provider=PR1");
    forget(&kept);
    care known = { .files = { { KENT_2024 "episodes.csv", episodes } }, .rules.known_codes_only = true };
    assert_cells(derive(&known, "placements"), 0, "legal_status=x need=x placement=U4 provider=PR1 start_reason=S");
    assert_cells(derive(&known, "children"), 0, "legal_status=x need=x placement=U4");
    forget(&known);
}

/* Of every third child the last placement has ended, and of every fifth the home is not known. */
static void write_moves(nh_text *csv, int child)
{
    nh_text_say(csv, "%d,01/06/2022,S,C2,U4,01/09/2022,X1,CREQB,%s,ME4 4TR,N1,PR1,\n", child,
                child % 5 ? "CT1 2EH" : "");
    nh_text_say(csv, "%d,01/09/2022,P,C2,K2,05/02/2023,X1,CARPL,CT1 2EH,BN1 1JE,N1,PR4,\n", child);
    nh_text_say(csv, "%d,05/02/2023,P,C2,U4,%s,CT1 2EH,TN40 1HE,N1,PR1,\n", child,
                child % 3 ? ",," : "10/02/2024,E4A,");
}

/* Without the line of the names of columns. */
static void add_rows_of(nh_text *all, const nh_frame *frame)
{
    nh_text *csv = nh_text_new();
    nh_csv_of(frame, csv);
    const char *rows = strchr(csv->bytes, '\n') + 1;
    nh_text_add(all, rows, csv->n - (size_t)(rows - csv->bytes));
    nh_text_free(csv);
}

/* Marks of one part must not stay in the next; 18,000 rows are more than one. */
static void parts_are_the_rows_of_the_whole(void **state)
{
    (void)state;
    nh_text *episodes = nh_text_new(), *whole = nh_text_new(), *in_parts = nh_text_new();
    nh_text_say(episodes, EPISODES);
    for (int child = 1; child <= 6000; child++) write_moves(episodes, child);
    care c = { .files = { { KENT_2024 "episodes.csv", episodes->bytes } } };
    add_rows_of(whole, derive(&c, "placements"));
    size_t n_parts = 0, n_rows = 0;
    nh_parts *parts = nh_derivation_named("placements")->open_parts(inputs_of(&c), NULL);
    for (; parts->next(parts); n_parts++) {
        n_rows += nh_frame_rows(parts->frame);
        add_rows_of(in_parts, parts->frame);
    }
    parts->close(parts);
    assert_int_equal(n_rows, 18000);
    assert_true(n_parts > 1);
    assert_string_equal(in_parts->bytes, whole->bytes);
    nh_text_free(episodes);
    nh_text_free(whole);
    nh_text_free(in_parts);
    forget(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_is_met),
        cmocka_unit_test(the_worked_example_at_31_march),
        cmocka_unit_test(temporary_rows_are_folded),
        cmocka_unit_test(a_period_of_temporary_rows_has_no_placement),
        cmocka_unit_test(the_next_beginning_says_how_a_placement_ended),
        cmocka_unit_test(periods_part_carers),
        cmocka_unit_test(twenty_miles_is_the_rounded_distance),
        cmocka_unit_test(places_outside_england_are_out),
        cmocka_unit_test(an_old_authority_lives_on_in_its_successors),
        cmocka_unit_test(asylum_in_any_year_leaves_no_distance),
        cmocka_unit_test(derived_columns_serve_without_postcodes),
        cmocka_unit_test(nothing_is_known_without_either),
        cmocka_unit_test(an_unknown_code_is_for_derive_only),
        cmocka_unit_test(parts_are_the_rows_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
