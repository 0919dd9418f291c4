/* tests/test_rule_checks.c: each rule broken once, each kept beside it; rules as domain rules 1.3 words them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "datasets/derive/rule_checks.h"

#include <stdio.h>
#include <string.h>

#define EPISODES "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
#define HEADER "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
#define OC2 "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT," \
            "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n"
#define OC3 "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n"

enum { MOST_FILES = 4 };

typedef struct broken {
    nh_problem_code code; /* NH_PROBLEM_COUNT: none of the rules looked at is broken */
    const char *rule, *column;
    const char *name[MOST_FILES], *text[MOST_FILES];
} broken;

/* What is found in these files, of return year 2024, by check alone. */
static nh_problems *found_in(const broken *b, nh_inputs **inputs)
{
    nh_error err = { 0 };
    nh_named_bytes files[MOST_FILES];
    size_t n = 0;
    for (; n < MOST_FILES && b->name[n]; n++)
        files[n] = (nh_named_bytes){ b->name[n], b->text[n], strlen(b->text[n]) };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .embedded = files, .n_embedded = n, .year = 2024,
                                                           .authority = "E10000016" }, &err);
    if (!x) fail_msg("%s", err.text);
    *inputs = nh_inputs_new(x, NULL, NULL, NULL);
    nh_check_rules(*inputs);
    return nh_inputs_problems(*inputs);
}

/* Most of the rows here have no postcodes, which is told of them unless it is what the case is about. */
static bool is_looked_at(nh_problem_code code, const broken *b)
{
    return code >= NH_PROBLEM_BLANK_CODE && (code != NH_PROBLEM_PLACE_NOT_TOLD || code == b->code);
}

static void assert_found(const broken *b)
{
    nh_inputs *inputs;
    nh_problems *problems = found_in(b, &inputs);
    nh_frame *frame = nh_problems_frame(problems);
    size_t n = 0;
    for (size_t i = 0; i < nh_problems_count(problems); i++) {
        if (!is_looked_at(nh_problem_at(problems, i), b)) continue;
        n++;
        if (nh_problem_at(problems, i) != b->code)
            fail_msg("%s", nh_problem_kind_of(nh_problem_at(problems, i))->name);
        assert_string_equal(nh_text_at(nh_frame_find(frame, "rule"), i), b->rule);
        assert_non_null(strstr(nh_text_at(nh_frame_find(frame, "message"), i), b->column));
        assert_true(nh_present(nh_frame_find(frame, "line"), i));
    }
    if (n != (b->code != NH_PROBLEM_COUNT)) fail_msg("%s: found %zu times", b->rule, n);
    nh_frame_free(frame);
    nh_inputs_free(inputs);
}

#define IN_EPISODES(code, rule, column, rows) { code, rule, column, { "e.csv" }, { EPISODES rows } }
#define OPEN_FROM(day) "1," day ",S,C2,N1,U4,PR1,,,,,,\n"

static void episodes_and_the_next(void **state)
{
    (void)state;
    static const broken cases[] = {
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", OPEN_FROM("01/05/2023")),
        IN_EPISODES(NH_PROBLEM_BLANK_CODE, "143", "RNE", "1,01/05/2023,,C2,N1,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_BLANK_CODE, "144", "LS", "1,01/05/2023,S,,N1,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_BLANK_CODE, "145", "CIN", "1,01/05/2023,S,C2,,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_BLANK_CODE, "146", "PLACE", "1,01/05/2023,S,C2,N1,,,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_START_BEFORE_1991, "353", "DECOM", OPEN_FROM("13/10/1991")),
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", OPEN_FROM("14/10/1991")),
        IN_EPISODES(NH_PROBLEM_NEED_CHANGED, "504", "CIN",
                    "1,01/05/2023,S,C1,N1,U4,PR1,01/06/2023,X1,,,,\n1,01/06/2023,L,C2,N2,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", /* another period */
                    "1,01/05/2023,S,C1,N1,U4,PR1,01/06/2023,E4A,,,,\n1,01/07/2023,S,C2,N2,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_PROVIDER_NOT_DUE, "213", "PLACE_PROVIDER", "1,01/05/2023,S,C2,N1,Z1,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_PROVIDER_MISSING, "526", "PLACE_PROVIDER", "1,01/05/2023,S,C2,N1,U4,,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_PROVIDER_MISFIT, "527-531, 550", "PLACE_PROVIDER",
                    "1,01/05/2023,S,C2,N1,P1,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_PROVIDER_MISFIT, "527-531, 550", "PLACE_PROVIDER",
                    "1,01/05/2023,S,C2,N1,U4,PR0,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", "1,01/05/2023,S,C2,N1,P1,PR0,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_REASON_MISSING, "225", "REASON_PLACE_CHANGE",
                    "1,01/05/2023,S,C2,N1,U4,PR1,01/06/2023,X1,,,,\n1,01/06/2023,P,C2,N1,U4,PR1,,,,,ZZ1 1AA,\n"),
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", /* back from a temporary placement none is due */
                    "1,01/05/2023,S,C2,N1,U4,PR1,01/06/2023,X1,,,,\n1,01/06/2023,P,C2,N1,T1,,08/06/2023,X1,,,,\n"
                    "1,08/06/2023,P,C2,N1,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_REASON_NOT_DUE, "226", "REASON_PLACE_CHANGE",
                    "1,01/05/2023,S,C2,N1,U4,PR1,01/06/2023,X1,CREQB,,,\n1,01/06/2023,P,C2,N1,T1,,08/06/2023,X1,,,,\n"
                    "1,08/06/2023,P,C2,N1,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_CODE_OF_OTHER_YEAR, "", "REC", /* E4 became E4A and E4B in 2015 */
                    "1,01/05/2023,S,C2,N1,U4,PR1,01/06/2023,E4,,,,\n"),
        IN_EPISODES(NH_PROBLEM_TOO_LONG, "", "DEC",
                    "1,01/05/2023,S,C2,N1,U4,PR1,01/06/2023,X1,,,,\n1,01/06/2023,P,C2,N1,T4,,09/06/2023,X1,,,,\n"
                    "1,09/06/2023,P,C2,N1,U4,PR1,,,,,,\n"),
        IN_EPISODES(NH_PROBLEM_TOO_LONG, "", "DEC", "1,01/05/2023,S,L2,N1,U4,PR1,23/05/2023,E4A,,,,\n"),
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", "1,01/05/2023,S,L2,N1,U4,PR1,22/05/2023,E4A,,,,\n"), /* 21 days */
        IN_EPISODES(NH_PROBLEM_PLACE_NOT_TOLD, "", "PL_POST", "1,01/05/2023,S,C2,N1,U4,PR1,,,,CT1 2EH,,\n"),
        IN_EPISODES(NH_PROBLEM_PLACE_NOT_TOLD, "", "HOME_POST", "1,01/05/2023,S,C2,N1,U4,PR1,,,,,ME4 4TR,\n"),
        { NH_PROBLEM_COUNT, "", "", { "e.csv", "u.csv" }, /* where UASC come from is not collected */
          { EPISODES "1,01/05/2023,S,C2,N1,U4,PR1,,,,,ME4 4TR,\n", "CHILD,SEX,DOB,DUC\n1,1,01/05/2010,\n" } },
        { NH_PROBLEM_REASON_WHILE_OPEN, "233", "REASON_PLACE_CHANGE", { "2026/e.csv" },
          { EPISODES "1,01/05/2025,S,C2,N1,U4,PR1,,,PLACE,,,\n" } },
        IN_EPISODES(NH_PROBLEM_COUNT, "", "", "1,01/05/2023,S,C2,N1,U4,PR1,,,PLACE,,,\n"), /* before 2026 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_found(&cases[i]);
}

#define BESIDE(code, rule, column, born, name, text) \
    { code, rule, column, { "e.csv", "h.csv", name }, \
      { EPISODES OPEN_FROM("01/05/2022"), HEADER "1,1," born ",WBRI,,,\n", text } }

static void births_and_answers_beside(void **state)
{
    (void)state;
    static const broken cases[] = {
        BESIDE(NH_PROBLEM_BORN_AFTER_YEAR, "301", "DOB", "01/04/2024", NULL, NULL),
        BESIDE(NH_PROBLEM_COUNT, "", "", "31/03/2024", NULL, NULL),
        { NH_PROBLEM_CODE_OF_OTHER_YEAR, "101", "SEX", { "h.csv" }, { HEADER "1,M,01/05/2010,WBRI,,,\n" } }, /* from 2025 */
        { NH_PROBLEM_COUNT, "", "", { "2025/h.csv" }, { HEADER "1,M,01/05/2010,WBRI,,,\n" } },
        BESIDE(NH_PROBLEM_BIRTH_DIFFERS, "INT11-INT18", "DOB", "01/05/2010", "u.csv",
               "CHILD,SEX,DOB,DUC\n1,1,02/05/2010,\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "01/05/2010", "u.csv", "CHILD,SEX,DOB,DUC\n1,1,01/05/2010,\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "31/03/2014", "o.csv",
               OC2 "1,31/03/2014,,SDQ1,0,,1,1,1,0,,\n"), /* 10 that day */
        BESIDE(NH_PROBLEM_CONVICTION_TOO_YOUNG, "542", "CONVICTED", "01/04/2014", "o.csv",
               OC2 "1,01/04/2014,,SDQ1,0,,1,1,1,0,,\n"),
        BESIDE(NH_PROBLEM_CONVICTION_MISSING, "543", "CONVICTED", "31/03/2014", "o.csv",
               OC2 "1,31/03/2014,,SDQ1,,,1,1,1,0,,\n"),
        BESIDE(NH_PROBLEM_HEALTH_CHECK_MISSING, "545", "HEALTH_CHECK", "01/04/2019", "o.csv",
               OC2 "1,01/04/2019,,,,,1,1,1,0,,\n"),
        { NH_PROBLEM_COUNT, "", "", { "e.csv", "h.csv", "o.csv" }, /* not looked after for a year: none is due */
          { EPISODES OPEN_FROM("01/05/2023"), HEADER "1,1,31/03/2014,WBRI,,,\n",
            OC2 "1,31/03/2014,,SDQ1,,,1,1,1,0,,\n" } },
        BESIDE(NH_PROBLEM_ANSWER_MISSING, "544, 547", "TEETH_CHECK", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,SDQ1,0,,1,,1,0,,\n"),
        BESIDE(NH_PROBLEM_ANSWER_MISSING, "544, 547", "SUBSTANCE_MISUSE", "01/04/2019", "o.csv",
               OC2 "1,01/04/2019,,SDQ1,,1,1,1,1,,,\n"),
        BESIDE(NH_PROBLEM_SCORE_MISSING, "", "SDQ_SCORE", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,,0,,1,1,1,0,,\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "01/04/2020", "o.csv", OC2 "1,01/04/2020,,,,1,1,1,1,0,,\n"), /* aged 3 */
        BESIDE(NH_PROBLEM_REPEATED_ANSWERS, "", "CHILD", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,12,,0,,1,1,1,0,,\n1,01/05/2010,20,,0,,1,1,1,0,,\n"),
        BESIDE(NH_PROBLEM_INCIDENT_REVERSED, "", "MIS_END", "01/05/2010", "m.csv",
               "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/05/2010,M,10/06/2023,09/06/2023\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "01/05/2010", "m.csv",
               "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/05/2010,M,10/06/2023,10/06/2023\n"),
        BESIDE(NH_PROBLEM_HEALTH_CHECK_TOO_OLD, "546", "HEALTH_CHECK", "31/03/2019", "o.csv",
               OC2 "1,31/03/2019,,SDQ1,,1,1,1,1,0,,\n"),
        BESIDE(NH_PROBLEM_HELP_OFFERED_TWICE, "158", "INTERVENTION_OFFERED", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,SDQ1,0,,1,1,1,1,1,0\n"),
        BESIDE(NH_PROBLEM_OFFER_NOT_TOLD, "159", "INTERVENTION_OFFERED", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,SDQ1,0,,1,1,1,1,0,\n"),
        BESIDE(NH_PROBLEM_HELP_NOT_TOLD, "192", "INTERVENTION_RECEIVED", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,SDQ1,0,,1,1,1,1,,\n"),
        BESIDE(NH_PROBLEM_HELP_WITHOUT_PROBLEM, "193", "INTERVENTION_RECEIVED", "01/05/2010", "o.csv",
               OC2 "1,01/05/2010,,SDQ1,0,,1,1,1,0,0,\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "01/05/2010", "o.csv", OC2 "1,01/05/2010,,SDQ1,0,,1,1,1,1,0,1\n"),
        BESIDE(NH_PROBLEM_LEAVER_INCOMPLETE, "153", "IN_TOUCH", "01/05/2005", "l.csv", OC3 "1,01/05/2005,YES,F4,\n"),
        BESIDE(NH_PROBLEM_LEAVER_GONE, "344", "ACTIV", "01/05/2005", "l.csv", OC3 "1,01/05/2005,DIED,F4,0\n"),
        BESIDE(NH_PROBLEM_LEAVER_NOT_TOLD, "345", "ACTIV", "01/05/2005", "l.csv", OC3 "1,01/05/2005,YES,0,B1\n"),
        BESIDE(NH_PROBLEM_COUNT, "", "", "01/05/2005", "l.csv", OC3 "1,01/05/2005,RHOM,0,0\n"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_found(&cases[i]);
}

/* Published tables have no records to look at. */
static void published_tables_have_none(void **state)
{
    (void)state;
    static const broken release = { NH_PROBLEM_COUNT, "", "", { "net.csv" },
        { "time_period,time_identifier,geographic_level,country_code,country_name,characteristic,number\n"
          "2024,Reporting year,National,E92000001,England,Net gain of children by responsible LA,-1080\n" } };
    assert_found(&release);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(episodes_and_the_next),
        cmocka_unit_test(births_and_answers_beside),
        cmocka_unit_test(published_tables_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
