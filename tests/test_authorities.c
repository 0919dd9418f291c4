/* tests/test_authorities.c: codes, names, successors and neighbours. */
#include "datasets/tables/authorities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static int of(const char *code)
{
    int authority = nh_authority_of(code);
    if (authority == NH_NO_AUTHORITY) fail_msg("%s is not known", code);
    return authority;
}

static int named(const char *name)
{
    int authority = nh_authority_named(name);
    if (authority == NH_NO_AUTHORITY) fail_msg("%s is not known", name);
    return authority;
}

static void codes_of_nine_and_of_three(void **state)
{
    (void)state;
    assert_string_equal(nh_authority_at(of("E10000016"))->name, "Kent");
    assert_string_equal(nh_authority_at(of("E10000016"))->region, "South East");
    assert_int_equal(of("886"), of("E10000016"));
    /* Two authorities had 815, 825, 929 and 370: the one in force is meant. */
    assert_int_equal(of("815"), of("E06000065"));
    assert_int_equal(of("825"), of("E06000060"));
    assert_int_equal(of("929"), of("E06000057"));
    assert_int_equal(of("370"), of("E08000038"));
    assert_int_equal(of("909"), of("E10000006"));
    assert_int_equal(nh_authority_of("E07000105"), NH_NO_AUTHORITY);
    assert_int_equal(nh_authority_of(""), NH_NO_AUTHORITY);
    assert_int_equal(nh_authority_of("CON"), NH_NO_AUTHORITY);
}

static void names_as_files_spell_them(void **state)
{
    (void)state;
    static const char *const spellings[][2] = {
        { "Barking & Dagenham", "E09000002" },      { "Barking and Dagenham", "E09000002" },
        { "Herefordshire, County of", "E06000019" }, { "Herefordshire", "E06000019" },
        { "Bristol, City of", "E06000023" },         { "City of Bristol", "E06000023" },
        { "BRISTOL", "E06000023" },                  { "Kingston upon Hull, City of", "E06000010" },
        { "St. Helens", "E08000013" },               { "St Helens", "E08000013" },
        { "City of London", "E09000001" },           { "Stoke-on-Trent", "E06000021" },
        { "stoke on trent", "E06000021" },           { "Dorset", "E06000059" },
        { "Durham", "E06000047" },                   { "Tyne&Wear", NULL },
        { "London", NULL },                          { "Bath & North East Somerset", "E06000022" },
        { "Powys", "W06000023" },                    { "Cumbria", "E10000006" },
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const char *due = spellings[i][1];
        assert_int_equal(nh_authority_named(spellings[i][0]), due ? of(due) : NH_NO_AUTHORITY);
    }
}

/* Section 8 of the domain rules: in force on 31 March, return years 2010 to 2025. */
static void as_many_in_force_as_there_were(void **state)
{
    (void)state;
    static const struct { int from, to, count; } due[] = { { 2010, 2019, 152 }, { 2020, 2021, 151 },
                                                           { 2022, 2023, 152 }, { 2024, 2026, 153 } };
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        for (int year = due[i].from; year <= due[i].to; year++) {
            int count = 0;
            for (int a = 0; a < (int)nh_authority_count(); a++)
                count += nh_authority_at(a)->in_england && nh_is_in_force(a, year);
            assert_int_equal(count, due[i].count);
        }
    /* The year of change is the old authority's. */
    assert_true(nh_is_in_force(of("E10000006"), 2023));
    assert_false(nh_is_in_force(of("E06000063"), 2023));
    assert_true(nh_is_in_force(of("E06000063"), 2024));
}

static void districts_of_any_recent_vintage(void **state)
{
    (void)state;
    static const char *const district[][2] = {
        { "E07000105", "E10000016" }, /* Ashford, Kent */
        { "E07000004", "E06000060" }, /* Aylesbury Vale, until 2020 */
        { "E07000150", "E06000061" }, /* Corby, until 2021 */
        { "E07000028", "E06000063" }, /* Carlisle, until 2023 */
        { "E08000016", "E08000038" }, /* Barnsley's code until 2025 */
        { "E06000028", "E06000058" }, /* Bournemouth, until 2019 */
        { "E09000007", "E09000007" }, { "W06000023", "W06000023" }, { "N09000003", "N09000003" },
        { "S12000044", "SCO" },       /* North Lanarkshire's code until 2019 */
        { "N92000002", NULL },        { "E09999001", NULL }, { "", NULL },
    };
    for (size_t i = 0; i < sizeof district / sizeof *district; i++)
        assert_int_equal(nh_upper_tier(district[i][0]), district[i][1] ? of(district[i][1]) : NH_NO_AUTHORITY);
    assert_string_equal(nh_authority_at(nh_upper_tier("M99999999"))->code, "M99999999");
    assert_false(nh_authority_at(nh_upper_tier("L99999999"))->in_england);
}

static void an_old_authority_is_the_union_of_its_successors(void **state)
{
    (void)state;
    int cumbria = of("E10000006"), cumberland = of("E06000063"), furness = of("E06000064");
    assert_true(nh_is_inside(cumbria, cumberland));
    assert_true(nh_is_inside(cumbria, furness));
    assert_true(nh_is_inside(cumbria, cumbria));
    assert_false(nh_is_inside(cumberland, cumbria));
    assert_false(nh_is_inside(cumberland, furness));
    assert_true(nh_adjoins(cumbria, of("E06000057")));
    assert_true(nh_adjoins(cumbria, of("S12000006")));
    assert_true(nh_adjoins(cumberland, furness));
    assert_false(nh_adjoins(cumbria, cumberland));
    /* The same area under a new code. */
    assert_true(nh_is_inside(of("E08000016"), of("E08000038")));
    assert_true(nh_is_inside(of("E08000038"), of("E08000016")));
    assert_true(nh_is_inside(of("E10000009"), of("E06000058")));
    assert_false(nh_is_inside(of("E10000016"), NH_NO_AUTHORITY));
}

/* Checked by hand on the map: section 6 of the domain rules. */
static void neighbours_known_from_the_map(void **state)
{
    (void)state;
    static const char *const yes[][2] = {
        { "Kent", "Medway" }, { "Kent", "East Sussex" }, { "Camden", "Islington" }, { "Leeds", "Bradford" },
        { "Devon", "Cornwall" }, { "Norfolk", "Suffolk" }, { "Birmingham", "Solihull" },
        { "Liverpool", "Knowsley" }, { "Cumberland", "Northumberland" }, { "Luton", "Central Bedfordshire" },
        { "Rutland", "Lincolnshire" }, { "Herefordshire", "Powys" }, { "Nottingham", "Nottinghamshire" },
        { "Slough", "Hillingdon" }, { "Shropshire", "Powys" },
    };
    static const char *const no[][2] = {
        { "Essex", "Kent" }, { "Medway", "Southend-on-Sea" }, { "Kingston upon Hull", "North Lincolnshire" },
        { "Isle of Wight", "Hampshire" }, { "Isle of Wight", "Portsmouth" }, { "Sefton", "Wirral" },
        { "North Somerset", "Newport" }, { "Camden", "Lambeth" }, { "Manchester", "Liverpool" },
        { "Norfolk", "Essex" }, { "Cornwall", "Isles of Scilly" }, { "Leeds", "Sheffield" },
        { "East Riding of Yorkshire", "North East Lincolnshire" },
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        assert_true(nh_adjoins(named(yes[i][0]), named(yes[i][1])));
        assert_true(nh_adjoins(named(yes[i][1]), named(yes[i][0])));
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        assert_false(nh_adjoins(named(no[i][0]), named(no[i][1])));
        assert_false(nh_adjoins(named(no[i][1]), named(no[i][0])));
    }
}

static void islands_have_no_neighbour_and_borders_have_some(void **state)
{
    (void)state;
    for (int a = 0; a < (int)nh_authority_count(); a++) {
        assert_false(nh_adjoins(named("Isle of Wight"), a));
        assert_false(nh_adjoins(named("Isles of Scilly"), a));
    }
    assert_true(nh_adjoins_wales_or_scotland(named("Gloucestershire"), 'W'));
    assert_false(nh_adjoins_wales_or_scotland(named("Gloucestershire"), 'S'));
    assert_false(nh_adjoins_wales_or_scotland(named("Wirral"), 'W'));
    assert_true(nh_adjoins_wales_or_scotland(of("E10000006"), 'S'));
    assert_false(nh_adjoins_wales_or_scotland(NH_NO_AUTHORITY, 'S'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_of_nine_and_of_three),
        cmocka_unit_test(names_as_files_spell_them),
        cmocka_unit_test(as_many_in_force_as_there_were),
        cmocka_unit_test(districts_of_any_recent_vintage),
        cmocka_unit_test(an_old_authority_is_the_union_of_its_successors),
        cmocka_unit_test(neighbours_known_from_the_map),
        cmocka_unit_test(islands_have_no_neighbour_and_borders_have_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
