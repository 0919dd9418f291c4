/* tests/test_homes.c: Ofsted's list of providers, counted by area and set beside the balance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "datasets/derive/inputs.h"
#include "tests/same_rows.h"

#define TITLE "\xEF\xBB\xBF" "Providers as at 31 March 2025,,,,,,,,,\n\"Two tables, no: one.\",,,,,,,,,\n"
#define HEADER \
    "URN,Provision type,Registration status,Government Office Region,Local authority,Sector,Places," \
    "Short-break-only children's home,\"\nOverall experiences and progress of children\nand young people\",\n"
#define KENT(urn, kind, status, sector, places, breaks, grade) \
    urn "," kind "," status ",South East,Kent," sector "," places "," breaks "," grade ",\n"

static const char list[] = TITLE HEADER
    KENT("1", "Children's home", "Active", "Private", "4", "", "Good")
    KENT("2", "Children\xE2\x80\x99s Home", "Suspended", "Local authority", "6", "Short breaks only", "Outstanding")
    KENT("3", "Children's home", "Resigned", "Private", "9", "", "Good")
    KENT("4", "Secure children's home", "Active", "Private", "20", "", "Good")
    KENT("5", "Residential special school (registered as a children's home)", "Active", "Voluntary", "30", "", "")
    KENT("6", "Independent Fostering Agency", "Active", "Private", "", "", "Good")
    "7,Children's home,Active,South East,Medway & the Marsh,Voluntary,3,,Requires improvement to be good,\n"
    "8,Children's home,Active,London,Camden,Health Authority,2,,,\n"
    "9,Children's home,Active,Wales,Wrexham,Private,5,,Good,\n"
    "1,Children's home,Active,South East,Kent,Private,4,,Good,\n";

static nh_inputs *inputs_of(const nh_named_bytes *files, size_t n, int year)
{
    nh_error err = { 0 };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .embedded = files, .n_embedded = n, .year = year }, &err);
    if (!x) fail_msg("%s", err.text);
    return nh_inputs_new(x, NULL, NULL, NULL);
}

static const nh_frame *homes_of(nh_inputs *inputs)
{
    nh_error err = { 0 };
    const nh_frame *homes = nh_inputs_frame(inputs, "homes", &err);
    if (!homes) fail_msg("%s", err.text);
    return homes;
}

static const char *const counted[] = { "year", "authority", "name", "region", "homes", "places", "private_homes",
                                       "local_authority_homes", "voluntary_homes", "other_homes", "short_break_homes",
                                       NULL };
static const char *const judged[] = { "outstanding", "good", "requires_improvement", "adequate", "satisfactory",
                                      "inadequate", "not_judged", "school_homes", "secure_homes", NULL };

static void assert_row(const nh_frame *frame, size_t row, const char *const *columns, const char *due)
{
    char *line = line_of_row(frame, row, columns);
    assert_string_equal(line, due);
    free(line);
}

static void open_homes_are_counted_by_area(void **state)
{
    (void)state;
    nh_inputs *inputs = inputs_of(&(nh_named_bytes){ "list.csv", list, strlen(list) }, 1, 0);
    const nh_frame *homes = homes_of(inputs);
    assert_int_equal(nh_frame_rows(homes), 6);
    assert_row(homes, 0, counted, "2025|E92000001|England||4|15|1|1|1|1|1|");
    assert_row(homes, 0, judged, "1|1|1|z|z|0|1|1|1|");
    assert_row(homes, 1, counted, "2025|E12000007|London|London|1|2|0|0|0|1|0|");
    assert_row(homes, 2, counted, "2025|E12000008|South East|South East|3|13|1|1|1|0|1|");
    assert_row(homes, 3, counted, "2025||Medway & the Marsh|South East|1|3|0|0|1|0|0|");
    assert_row(homes, 4, counted, "2025|E09000007|Camden|Inner London|1|2|0|0|0|1|0|");
    assert_row(homes, 5, counted, "2025|E10000016|Kent|South East|2|10|1|1|0|0|1|");
    assert_int_equal(nh_problems_of(nh_inputs_problems(inputs), NH_PROBLEM_REPLACED), 1);
    const nh_sentences *notes = &nh_inputs_notes(inputs)->notes;
    assert_int_equal(notes->n, 1);
    assert_non_null(
        strstr(notes->text[0], "homes: 1 of the list stand under names of authorities that are not known"));
    nh_inputs_free(inputs);
}

/* The title says when, else the name of the file, else --year; a list of autumn stands for the next 31 March. */
static void the_year_is_that_of_the_next_31_march(void **state)
{
    (void)state;
    static const char plain[] = "URN,Provision Type,LA,GOR,Max/Estimated Places,Sector\n"
                                "1,Children's home,Kent,South East,4,Private\n";
    static const char september[] = "Providers as at 30 September 2013,,,,,\n"
                                    "URN,Provision Type,LA,GOR,Max/Estimated Places,Sector\n"
                                    "1,Children's home,Kent,South East,4,Private\n";
    static const struct {
        const char *name, *text;
        int year, due;
    } lists[] = { { "list.csv", september, 0, 2014 },          { "provider_at_march_2016.csv", plain, 0, 2016 },
                  { "30 August 2015 list.csv", plain, 0, 2016 }, { "list.csv", plain, 2014, 2014 } };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        nh_inputs *inputs = inputs_of(&(nh_named_bytes){ lists[i].name, lists[i].text, strlen(lists[i].text) }, 1,
                                      lists[i].year);
        const nh_frame *homes = homes_of(inputs);
        assert_true(nh_frame_find(homes, "year")->number[0] == lists[i].due);
        assert_true(nh_frame_find(homes, "places")->number[0] == 4);
        nh_inputs_free(inputs);
    }
}

#define EES_HEAD "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name," \
                 "old_la_code,la_name,new_la_code,"
#define KENT_2024 "2024,Reporting year,Local authority,E92000001,England,E12000008,South East,886,Kent,E10000016,"

static void homes_stand_beside_the_balance(void **state)
{
    (void)state;
    static const char net[] = EES_HEAD "characteristic,number\n" KENT_2024
        "Children who are the responsibility of this LA placed outside the LA boundary,24\n" KENT_2024
        "Net gain of children by responsible LA,37\n";
    static const char own[] = EES_HEAD "population_count,number\n" KENT_2024
        "Children looked after on 31 March each year,160\n";
    static const char *const beside[] = { "authority", "homes", "places", "places_per_own_child", "share_of_homes",
                                          "homes_rank", "homes_outstanding", "homes_good",
                                          "homes_requires_improvement", "homes_inadequate", "homes_not_judged",
                                          "share_good_or_better", NULL };
    nh_named_bytes files[] = { { "list.csv", list, strlen(list) }, { "net.csv", net, strlen(net) },
                               { "own.csv", own, strlen(own) } };
    nh_error err = { 0 };
    nh_inputs *inputs = inputs_of(files, 3, 0);
    const nh_frame *balance = nh_inputs_frame(inputs, "balance", &err);
    if (!balance) fail_msg("%s", err.text);
    assert_row(balance, 0, beside, "E10000016|2|10|0.0625|50|1|1|1|0|0|0|100|");
    assert_null(nh_frame_find(balance, "homes_adequate"));
    const nh_sentences *notes = &nh_inputs_notes(inputs)->notes;
    assert_string_equal(notes->text[notes->n - 1],
                        "homes and places of 31 March 2025 stand beside the children of 31 March 2024");
    nh_inputs_free(inputs);
}

/* Places for each own child would tell the true number of children, and are not among the columns. */
static void homes_stand_beside_children_of_records_too(void **state)
{
    (void)state;
    static const char episodes[] =
        "CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC,PL_DISTANCE,PL_LA,PL_LOCATION\n1,01/05/2023,S,C2,N1,U4,,,3.1,886,IN\n";
    static const char *const beside[] = { "authority", "homes", "places", "share_of_homes", "homes_rank", NULL };
    nh_named_bytes files[] = { { "list.csv", list, strlen(list) },
                               { "E10000016/2024/e.csv", episodes, strlen(episodes) } };
    nh_error err = { 0 };
    nh_inputs *inputs = inputs_of(files, 2, 0);
    const nh_frame *balance = nh_inputs_frame(inputs, "balance", &err);
    if (!balance) fail_msg("%s", err.text);
    assert_row(balance, 0, beside, "E10000016|2|10|50|1|");
    assert_null(nh_frame_find(balance, "places_per_own_child"));
    nh_inputs_free(inputs);
}

/* Counted apart with another program: the list of 31 March 2025. */
static void the_list_of_2025(void **state)
{
    (void)state;
    const char *input = "../shared/data/ofsted/provider_at_march_2025.csv";
    if (access(input, R_OK) != 0) print_message("../shared is not there\n"), skip();
    nh_error err = { 0 };
    nh_extract *x = nh_extract_read(&(nh_extract_request){ .inputs = &input, .n_inputs = 1 }, &err);
    if (!x) fail_msg("%s", err.text);
    nh_inputs *inputs = nh_inputs_new(x, NULL, NULL, NULL);
    const nh_frame *homes = homes_of(inputs);
    assert_row(homes, 0, counted, "2025|E92000001|England||3946|14275|3320|467|152|7|124|");
    assert_row(homes, 0, judged, "447|2598|478|z|z|43|380|49|14|");
    assert_row(homes, 2, counted, "2025|E12000002|North West|North West|1024|3212|911|84|29|0|27|");
    size_t n = 0;
    for (size_t row = 0; row < nh_frame_rows(homes); row++)
        n += strcmp(nh_text_at(nh_frame_find(homes, "geographic_level"), row), "Local authority") == 0;
    assert_int_equal(n, 153);
    assert_int_equal(nh_inputs_notes(inputs)->notes.n, 0);
    nh_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_homes_are_counted_by_area),
        cmocka_unit_test(the_year_is_that_of_the_next_31_march),
        cmocka_unit_test(homes_stand_beside_the_balance),
        cmocka_unit_test(homes_stand_beside_children_of_records_too),
        cmocka_unit_test(the_list_of_2025),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
