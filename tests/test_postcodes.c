/* tests/test_postcodes.c: directories of several vintages, look-ups and distances.
 *
 * tests/data/onspd_few.csv holds a few public rows of the ONS Postcode Directory (Open Government Licence v3.0). */
#include "datasets/tables/authorities.h"
#include "datasets/tables/postcode_index.h"
#include "datasets/tables/postcodes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/close.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const few = "tests/data/onspd_few.csv";
static const char *const whole = "../shared/data/onspd/onspd_nov_2025.csv.gz";
static const char *const pairs = "../shared/golden/C3_postcodes/expected.csv";

static nh_postcodes *opened(const char *path)
{
    nh_error err = { 0 };
    nh_postcodes *directory = nh_postcodes_open(path, NULL, NULL, &err);
    if (!directory) fail_msg("%s", err.text);
    return directory;
}

/* A file with this text, its name in `path`; to be unlinked. */
static void write_text(char path[32], const char *text)
{
    snprintf(path, 32, "/tmp/nearhome-test-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static bool find(const nh_postcodes *directory, const char *postcode, nh_place *place)
{
    char key[NH_POSTCODE_KEY];
    size_t length = nh_postcode_key(postcode, strlen(postcode), key);
    return length && nh_postcodes_find(directory, key, length, place);
}

static nh_place found(const nh_postcodes *directory, const char *postcode)
{
    nh_place place = { 0 };
    if (!find(directory, postcode, &place)) fail_msg("%s is not found", postcode);
    return place;
}

static void a_key_has_capitals_and_no_spaces(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        { "CT1 2EH", "CT12EH" }, { "ct1 2eh", "CT12EH" }, { " M1  1AE ", "M11AE" }, { "SW1A1AA", "SW1A1AA" },
        { "M11A", "" },          { "SW1A 1AAA", "" },     { "CT1-2EH", "" },        { "", "" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char key[NH_POSTCODE_KEY];
        size_t length = nh_postcode_key(texts[i][0], strlen(texts[i][0]), key);
        assert_int_equal(length, strlen(texts[i][1]));
        if (length) assert_string_equal(key, texts[i][1]);
    }
}

/* Section 4.7 and the worked example of section 11 of the domain rules. */
static void distances_of_the_check_values(void **state)
{
    (void)state;
    static const struct { const char *from, *to; double miles; } due[] = {
        { "CT1 2EH", "ME4 4TR", 25.4 }, { "SW1A 1AA", "M1 1AE", 162.9 }, { "SW1A 1AA", "LS1 1UR", 169.7 },
        { "CT1 2EH", "TN40 1HE", 40.3 }, { "CT1 2EH", "ct12eh", 0 },
    };
    nh_postcodes *directory = opened(few);
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        nh_place from = found(directory, due[i].from), to = found(directory, due[i].to);
        assert_true(nh_miles(&from, &to) == due[i].miles);
        assert_true(nh_miles(&to, &from) == due[i].miles);
    }
    nh_place home = found(directory, "CT1 2EH"), placement = found(directory, "TN40 1HE");
    assert_close(nh_miles_exact(&home, &placement), 40.34987, 1e-6);
    nh_postcodes_free(directory);
}

/* 20.0398 miles are shown as 20.0, which is not over 20; 20.0522 are 20.1, which is. */
static void the_rounded_value_is_compared_with_twenty(void **state)
{
    (void)state;
    nh_place here = { 500000, 200000, true, 0 }, near = { 532250, 200000, true, 0 };
    nh_place far = { 500000, 232270, true, 0 };
    assert_true(nh_miles(&here, &near) == 20.0);
    assert_true(nh_miles(&here, &far) == 20.1);
    nh_place mile_away = { 500000, 216093, true, 0 };
    assert_true(nh_miles_exact(&here, &mile_away) == 10.0);
}

static void places_off_the_national_grid_have_no_distance(void **state)
{
    (void)state;
    nh_postcodes *directory = opened(few);
    static const char *const without[] = { "BT1 1AL", "IM1 1AA", "JE2 3AB", "AB11 3AG", "GIR 0AA" };
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        assert_false(found(directory, without[i]).has_grid);
    assert_int_equal(nh_postcodes_without_grid(directory), 5);
    assert_int_equal(nh_postcodes_count(directory), 21);
    assert_int_equal(found(directory, "BT1 1AL").authority, nh_authority_of("N09000003"));
    assert_int_equal(found(directory, "IM1 1AA").authority, nh_authority_of("M99999999"));
    assert_int_equal(found(directory, "AB11 3AG").authority, NH_NO_AUTHORITY);
    assert_true(found(directory, "DG12 5AG").has_grid);
    nh_postcodes_free(directory);
}

/* Districts are in their county; V is no letter of modern postcodes, yet NPT 0VA is one. */
static void places_lie_in_upper_tier_authorities(void **state)
{
    (void)state;
    nh_postcodes *directory = opened(few);
    assert_int_equal(found(directory, "CT1 2EH").authority, nh_authority_of("E10000016"));
    assert_int_equal(found(directory, "TN40 1HE").authority, nh_authority_of("E10000011"));
    assert_int_equal(found(directory, "NPT 0VA").authority, nh_authority_of("W06000022"));
    nh_place place;
    static const char *const absent[] = { "CT1 2EJ", "CT9 2EH", "ZZ9 9ZZ", "CT1 EEH", "12345" };
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) assert_false(find(directory, absent[i], &place));
    nh_postcodes_free(directory);
}

/* Other names, other order, other padding, a terminated postcode, districts since abolished. */
static void columns_of_any_vintage(void **state)
{
    (void)state;
    static const char full[] =
        "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,oseast1m,osnrth1m,osgrdind,lat\n"
        "CT1 2EH,CT1  2EH,CT1 2EH,198001,201512,E10000016,E07000106,615146,157812,1,51.28\n"
        "HP201AA,HP20 1AA,HP20 1AA,198001,,E10000002,E07000004,481800,213800,1,51.8\n"
        "ZZ9 9ZZ,ZZ9  9ZZ,ZZ9 9ZZ,198001,,,E07000004,481800,213800,9,51.8\n"
        "ZZ9 9ZY,ZZ9  9ZY,ZZ9 9ZY,198001,,,E07000004,481800,213800,1,99.999999\n";
    static const char quoted[] =
        "\xEF\xBB\xBF\"LAUA\",\"PCDS\",\"OSEAST1M\",\"OSNRTH1M\"\r\n"
        "\"E07000004\",\"HP20 1AA\",\"481800\",\"213800\"\r\n"
        "\"E07000106\",\"CT1 2EH\",\"0615146\",\"0157812\"\r\n\"E07000004\",\"ZZ9 9ZZ\",\"\",\"\"\r\n"
        "\"E07000004\",\"ZZ9 9ZY\",\"0\",\"0\"\r\n";
    static const char short_one[] =
        "x,pcd8,east1m,north1m,lad19cd\n1,ZZ9 9ZZ,,,E07000004\n1,HP20 1AA,481800,213800,E07000004\n"
        "1,CT1  2EH,615146,157812,E07000106\n1,ZZ9 9ZY,48180O,213800,E07000004\n";
    static const char *const vintages[] = { full, quoted, short_one };
    for (size_t i = 0; i < sizeof vintages / sizeof *vintages; i++) {
        char path[32];
        write_text(path, vintages[i]);
        nh_postcodes *directory = opened(path);
        nh_place kent = found(directory, "CT1 2EH"), bucks = found(directory, "HP20 1AA");
        assert_true(kent.has_grid && kent.easting == 615146 && kent.northing == 157812);
        assert_int_equal(kent.authority, nh_authority_of("E10000016"));
        assert_int_equal(bucks.authority, nh_authority_of("E06000060"));
        assert_false(found(directory, "ZZ9 9ZZ").has_grid || found(directory, "ZZ9 9ZY").has_grid);
        nh_postcodes_free(directory);
        unlink(path);
    }
}

static void refuses(const char *text, const char *must_say)
{
    char path[32];
    nh_error err = { 0 };
    write_text(path, text);
    assert_null(nh_postcodes_open(path, NULL, NULL, &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    if (!strstr(err.text, must_say)) fail_msg("'%s' does not say '%s'", err.text, must_say);
    unlink(path);
}

static void what_is_no_directory_is_refused(void **state)
{
    (void)state;
    refuses("CHILD,DECOM,RNE,LS,CIN,PLACE,HOME_POST,PL_POST\n1,01/05/2021,S,C2,N1,U4,ZZ1 1AA,ZZ2 2BB\n", "postcode");
    refuses("pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E06000001,1,1\nZZ11AA,E06000002,1,1\n", "ZZ11AA twice");
    /* Two codes that no list of ours has are two authorities all the same. */
    refuses("pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E09999001,1,1\nZZ11AA,E09999002,1,1\n", "ZZ11AA twice");
    refuses("pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E06000001,1\n", ":2:");
    refuses("", "empty");
    nh_error err = { 0 };
    assert_null(nh_postcodes_open("tests/data/no-such-file.csv", NULL, NULL, &err));
    assert_int_equal(err.status, NH_SYSTEM);
}

/* The same row again, or another order of rows, changes nothing. */
static void order_and_repetition_do_not_matter(void **state)
{
    (void)state;
    char path[32];
    write_text(path, "pcd,oslaua,oseast1m,osnrth1m\nZZ22AA,E06000003,3,3\nZZ12AB,E06000002,2,2\n"
                     "ZZ11AA,E06000001,1,1\nZZ12AB,E06000002,2,2\n");
    nh_postcodes *directory = opened(path);
    assert_int_equal(nh_postcodes_count(directory), 3);
    static const char *const postcodes[] = { "ZZ1 1AA", "ZZ1 2AB", "ZZ2 2AA" };
    for (int i = 0; i < 3; i++) assert_true(found(directory, postcodes[i]).easting == (float)(i + 1));
    nh_postcodes_free(directory);
    unlink(path);
}

/* In whatever way they are written, also more of them than are looked up at once. */
static void levels_have_the_places_of_single_look_ups(void **state)
{
    (void)state;
    static const char *const texts[] = { "CT1 2EH", "ct1 2eh", "CT12EH", "C T12EH", " CT1  2EH", "CT1-2EH", "CT1 2E",
                                         "ME4 4TR", "ME4 9ZZ", "ZZ1 1ZZ", "CT1 2EHX", "and a long text that is none" };
    nh_postcodes *directory = opened(few);
    nh_levels *levels = nh_levels_new();
    for (int i = 0; i < 70; i++) {
        char filler[16];
        snprintf(filler, sizeof filler, "AB%d %dXY", i, i % 10);
        nh_levels_add_text(levels, filler);
        if (i < (int)(sizeof texts / sizeof *texts)) nh_levels_add_text(levels, texts[i]);
    }
    uint64_t packed[100];
    size_t n_found = 0;
    nh_postcodes_find_levels(directory, levels, packed);
    for (size_t i = 0; i < nh_levels_count(levels); i++) {
        nh_place place, due;
        bool is_due = find(directory, nh_levels_text(levels, (int32_t)i), &due);
        assert_int_equal(packed[i] != 0, is_due);
        if (!is_due) continue;
        place = nh_place_of(packed[i]);
        assert_true(place.easting == due.easting && place.northing == due.northing);
        assert_int_equal(place.authority, due.authority);
        n_found++;
    }
    assert_true(n_found >= 6);
    nh_levels_release(levels);
    nh_postcodes_free(directory);
}

static void rows_without_a_place_are_told(void **state)
{
    (void)state;
    char path[32];
    write_text(path, "pcd,oslaua,oseast1m,osnrth1m\nZZ11AA,E06000001,1,1\nZZ12AA,E06000001,,\nIM11AA,M99999999,5,5\n"
                     "what,E06000001,1,1\nBT11AA,N09000003,333548,374449\n");
    nh_problems *problems = nh_problems_new();
    nh_postcodes *directory = nh_postcodes_open(path, problems, NULL, NULL);
    assert_non_null(directory);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_NO_GRID_REFERENCE), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_OUTSIDE_ENGLAND), 1);
    assert_int_equal(nh_problems_of(problems, NH_PROBLEM_NOT_A_POSTCODE), 1);
    assert_int_equal(nh_postcodes_without_grid(directory), 3);
    nh_postcodes_free(directory);
    nh_problems_free(problems);
    unlink(path);
}

static void a_crowd_of_outward_codes_is_kept_apart(void **state)
{
    (void)state;
    nh_postcode_index *index = nh_postcode_index_new();
    uint64_t payload;
    char key[16], twice[8];
    for (uint64_t i = 0; i < 40000; i++) {
        snprintf(key, sizeof key, "%c%c%c%c1AA", (int)('A' + i / 17576), (int)('A' + i / 676 % 26),
                 (int)('A' + i / 26 % 26), (int)('A' + i % 26));
        assert_true(nh_postcode_index_add(index, key, 7, i + 1));
    }
    assert_true(nh_postcode_index_close(index, 0, twice));
    assert_true(nh_postcode_index_find(index, "BTUM1AA", 7, &payload));
    /* B T U M: 17576 + 19 x 676 + 20 x 26 + 12, and one more. */
    assert_int_equal(payload, 17576 + 19 * 676 + 20 * 26 + 12 + 1);
    assert_false(nh_postcode_index_find(index, "BTUM1AB", 7, &payload));
    nh_postcode_index_free(index);
}

/* R's sqrt(dE^2 + dN^2) / 1609.344 of 228 pairs; ours is by DfE's constant. */
static void the_whole_directory_gives_the_golden_distances(void **state)
{
    (void)state;
    FILE *expected = fopen(pairs, "r");
    if (!expected) {
        print_message("%s is not there: skipped\n", pairs);
        skip();
    }
    nh_postcodes *directory = opened(whole);
    assert_int_equal(nh_postcodes_count(directory), 2720556);
    /* 24,159 rows without a grid reference and 60,276 of Northern Ireland. */
    assert_int_equal(nh_postcodes_without_grid(directory), 24159 + 60276);
    char line[200], from[16], to[16];
    double miles;
    int n = 0;
    while (fgets(line, sizeof line, expected)) {
        if (sscanf(line, "%15[A-Z0-9]>%15[A-Z0-9],miles,%lf", from, to, &miles) != 3) continue;
        nh_place a = found(directory, from), b = found(directory, to);
        assert_close(nh_miles_exact(&a, &b) * 1609.3 / 1609.344, miles, 1e-12);
        n++;
    }
    assert_int_equal(n, 228);
    fclose(expected);
    nh_postcodes_free(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_has_capitals_and_no_spaces),
        cmocka_unit_test(distances_of_the_check_values),
        cmocka_unit_test(the_rounded_value_is_compared_with_twenty),
        cmocka_unit_test(places_off_the_national_grid_have_no_distance),
        cmocka_unit_test(places_lie_in_upper_tier_authorities),
        cmocka_unit_test(columns_of_any_vintage),
        cmocka_unit_test(what_is_no_directory_is_refused),
        cmocka_unit_test(order_and_repetition_do_not_matter),
        cmocka_unit_test(levels_have_the_places_of_single_look_ups),
        cmocka_unit_test(rows_without_a_place_are_told),
        cmocka_unit_test(a_crowd_of_outward_codes_is_kept_apart),
        cmocka_unit_test(the_whole_directory_gives_the_golden_distances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
