/* tests/test_simulated_postcodes.c: invented children with real postcodes, read back through the same directory.
 *
 * With the ONS Postcode Directory of ../shared, and with an invented one that is always there: 400 postcodes for each
 * authority, in rows over a square that is as wide as the authority's own postcodes are spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "datasets/simulate/settling.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/embedded.h"
#include "tests/close.h"
#include "tests/simulated.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

static const char *const whole = "../shared/data/onspd/onspd_nov_2025.csv.gz";

extern const unsigned char nh_reference_published_authorities_2024[];
extern const unsigned long nh_reference_published_authorities_2024_bytes;

/* ---- directories ---- */

static nh_postcodes *opened(const char *path)
{
    nh_error err = { 0 };
    nh_postcodes *directory = nh_postcodes_open(path, NULL, NULL, &err);
    if (!directory) fail_msg("%s", err.text);
    return directory;
}

/* "QAB 2CD": an outward code for each area, a unit for each of its postcodes. */
static void write_square(FILE *file, int area, const char *code, double east, double north, double half)
{
    enum { SIDE = 20 };
    for (int i = 0; i < SIDE * SIDE; i++)
        fprintf(file, "Q%c%c %d%c%c,%.0f,%.0f,%s\n", 'A' + area / 26, 'A' + area % 26, i % 10, 'A' + i / 10 % 26,
                'A' + i / 260, east + half * (2 * (i % SIDE) / (SIDE - 1.0) - 1),
                north + half * (2 * (i / SIDE) / (SIDE - 1.0) - 1), code);
}

static void write_england(FILE *file)
{
    nh_embedded table = nh_embedded_open(nh_reference_published_authorities_2024,
                                         nh_reference_published_authorities_2024_bytes);
    for (size_t row = 0; row < table.n_rows; row++) {
        const char *code = nh_embedded_cell(&table, row, "code");
        const nh_authority *area = nh_authority_at(nh_authority_of(code));
        write_square(file, (int)row, code, area->easting, area->northing,
                     1.2 * strtod(nh_embedded_cell(&table, row, "spread"), NULL));
    }
    nh_embedded_close(&table);
}

/* And Cardiff, Stirling, Belfast, Jersey. */
static nh_postcodes *invented(void)
{
    char path[] = "/tmp/nearhome-test-XXXXXX";
    int place = mkstemp(path);
    assert_true(place >= 0);
    FILE *file = fdopen(place, "w");
    fprintf(file, "pcds,oseast1m,osnrth1m,oslaua\n");
    write_england(file);
    write_square(file, 200, "W06000015", 318000, 177000, 30000);
    write_square(file, 201, "S12000030", 279000, 693000, 60000);
    write_square(file, 202, "N09000003", 333000, 374000, 5000);
    write_square(file, 203, "L99999999", 0, 0, 0);
    fclose(file);
    nh_postcodes *directory = opened(path);
    unlink(path);
    return directory;
}

static nh_postcodes *real(void)
{
    if (access(whole, R_OK) != 0) skip();
    return opened(whole);
}

/* ---- one spot after the other ---- */

typedef struct tally {
    size_t n, near, same_side;
} tally;

/* What the directory itself says of the two postcodes that a return would show. */
static void compare(const nh_setting *s, const nh_postcodes *directory, int32_t home, const nh_spot *spot)
{
    char text[9], key[NH_POSTCODE_KEY];
    nh_place from, to;
    nh_address_text(s->addresses, home, text);
    assert_true(nh_postcodes_find(directory, key, nh_postcode_key(text, strlen(text), key), &from));
    nh_address_text(s->addresses, spot->address, text);
    assert_true(nh_postcodes_find(directory, key, nh_postcode_key(text, strlen(text), key), &to));
    assert_true(nh_miles(&from, &to) == spot->miles);
    int responsible = s->england->districts[s->home].authority;
    assert_true(nh_is_inside(responsible, from.authority));
    assert_true(nh_is_inside(responsible, to.authority) == spot->inside);
    if ((size_t)spot->place < s->england->n) {
        const nh_authority *due = nh_authority_at(s->england->districts[spot->place].authority);
        assert_int_equal(nh_upper_tier(due->code), to.authority);
    } else assert_true(nh_authority_at(to.authority)->country == (strcmp(spot->code, "WAL") == 0 ? 'W' : 'S'));
}

/* The last placement with its home, and one before it from the same home. */
static void settle_one(const nh_setting *s, const nh_postcodes *directory, tally *t)
{
    nh_spot spot = nh_spot_for(s, NH_GROUP_FOSTER), due = spot;
    int32_t home = nh_settle_home(s, &spot);
    if (due.miles < 0) return;
    compare(s, directory, home, &spot);
    t->n++;
    t->near += fabs(spot.miles - due.miles) <= fmax(1, 0.05 * due.miles);
    t->same_side += nh_cell_of(&spot) == nh_cell_of(&due);
    nh_spot before = nh_spot_for(s, NH_GROUP_HOMES);
    if (before.miles < 0) return;
    nh_settle(s, home, &before);
    compare(s, directory, home, &before);
}

static double share_of(size_t part, size_t all)
{
    return (double)part / (double)all;
}

static void settle_many(const nh_postcodes *directory, tally *t)
{
    enum { CHILDREN = 200 };
    nh_england *england = nh_england_new();
    nh_figures *figures = nh_figures_new();
    nh_addresses *addresses = nh_addresses_new(directory, england);
    nh_setting s = { .rng = gsl_rng_alloc(gsl_rng_mt19937), .figures = figures, .england = england,
                     .addresses = addresses };
    nh_preferences(figures, s.preferences);
    for (s.home = 0; s.home < england->n; s.home++)
        for (int i = 0; i < CHILDREN; i++) settle_one(&s, directory, t);
    gsl_rng_free(s.rng);
    nh_addresses_free(addresses);
    nh_figures_free(figures);
    nh_england_free(england);
}

/* 153 authorities, 200 children each: distance and authority of what is shown are those that are told, and the
 * distance is within a mile, or one part in twenty, of the one that was drawn. */
static void postcodes_are_where_and_as_far_as_they_should_be(void **state)
{
    (void)state;
    nh_postcodes *directory = real();
    tally t = { 0 };
    settle_many(directory, &t);
    assert_true(t.n > 29000);
    assert_true(share_of(t.near, t.n) > 0.95);
    assert_true(share_of(t.same_side, t.n) > 0.995);
    nh_postcodes_free(directory);
}

static void so_they_are_in_an_invented_directory(void **state)
{
    (void)state;
    nh_postcodes *directory = invented();
    tally t = { 0 };
    settle_many(directory, &t);
    assert_true(share_of(t.near, t.n) > 0.95);
    assert_true(share_of(t.same_side, t.n) > 0.995);
    nh_postcodes_free(directory);
}

/* ---- the whole of England ---- */

static void near_share(nh_inputs *inputs, const char *cell, bool over_20, bool inside, double published)
{
    const nh_frame *children = frame_of(inputs, "children");
    const truth there = { "looked_after_31_march", 1, NULL };
    double all = count_rows(children, (truth[]){ there, { 0 } });
    double ours = count_rows(children, (truth[]){ there, { "over_20", over_20, NULL },
                                                  { "location", 0, inside ? "IN" : "OUT" }, { 0 } });
    if (fabs(ours / all - published / 83630) > 0.01)
        fail_msg("%s: %.2f%% where %.2f%% was published", cell, 100 * ours / all, 100 * published / 83630);
}

/* DfE, 31 March 2024, to a percentage point; net gain of each authority within 10 children or 5%. */
static void compare_with_england(nh_inputs *inputs)
{
    near_share(inputs, "near, inside", false, true, 39060);
    near_share(inputs, "near, outside", false, false, 18710);
    near_share(inputs, "far, inside", true, true, 3450);
    near_share(inputs, "far, outside", true, false, 14590);
    const nh_frame *balance = frame_of(inputs, "balance");
    nh_embedded table = nh_embedded_open(nh_reference_published_authorities_2024,
                                         nh_reference_published_authorities_2024_bytes);
    for (size_t row = 0; row < table.n_rows; row++) {
        const char *code = nh_embedded_cell(&table, row, "code");
        const char *outside = nh_embedded_cell(&table, row, "placed_outside");
        double due = strtod(nh_embedded_cell(&table, row, "placed_here_by_others"), NULL) - strtod(outside, NULL);
        if (strcmp(nh_embedded_cell(&table, row, "children"), "0") == 0) continue; /* the Isles of Scilly */
        nh_frame *of_authority = rows_that(balance, (truth[]){ { "authority", 0, code }, { 0 } });
        if (nh_frame_rows(of_authority) != 1) fail_msg("%s is not there", code);
        double off = fabs(nh_frame_find(of_authority, "net_gain")->number[0] - due);
        if (*outside && off > fmax(10, 0.05 * fabs(due))) fail_msg("%s is off by %g", code, off);
        nh_frame_free(of_authority);
    }
    nh_embedded_close(&table);
}

static void england_is_as_published_with_postcodes_too(void **state)
{
    (void)state;
    nh_postcodes *directory = invented();
    nh_inputs *inputs = inputs_of(&(nh_simulation){ .first_year = 2024, .last_year = 2024, .seed = 1,
                                                    .postcodes = directory }, directory);
    compare_with_england(inputs);
    nh_inputs_free(inputs);
}

static void england_is_as_published_with_real_postcodes(void **state)
{
    (void)state;
    nh_postcodes *directory = real();
    nh_inputs *inputs = inputs_of(&(nh_simulation){ .first_year = 2024, .last_year = 2024, .seed = 1,
                                                    .postcodes = directory }, directory);
    compare_with_england(inputs);
    nh_inputs_free(inputs);
}

/* ---- what is refused, what stays as it is ---- */

static void a_directory_without_the_authority_is_refused(void **state)
{
    (void)state;
    static const char *const hartlepool[] = { "E06000001" };
    nh_error err = { 0 };
    nh_postcodes *few = opened("tests/data/onspd_few.csv");
    nh_simulation what = { .authorities = hartlepool, .n_authorities = 1, .first_year = 2024, .last_year = 2024,
                           .postcodes = few };
    assert_null(nh_simulate(&what, &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    assert_non_null(strstr(err.text, "no postcode of E06000001"));
    nh_postcodes_free(few);
}

static const nh_named_bytes *episodes_of(const nh_simulated *files)
{
    for (size_t i = 0; i < files->n; i++)
        if (strstr(files->files[i].name, "episodes")) return &files->files[i];
    fail_msg("no episodes");
    return NULL;
}

/* Postcodes stand in the place of what DfE derives from them, and the same request gives the same ones. */
static void returns_with_postcodes_have_no_derived_columns(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_postcodes *directory = invented();
    nh_simulation what = nh_simulation_small;
    what.postcodes = directory;
    nh_simulated *one = nh_simulate(&what, &err), *other = nh_simulate(&what, &err);
    const nh_named_bytes *a = episodes_of(one), *b = episodes_of(other);
    assert_non_null(strstr(a->bytes, ",HOME_POST,PL_POST,URN\n"));
    assert_null(strstr(a->bytes, "PL_DISTANCE"));
    assert_int_equal(a->n, b->n);
    assert_memory_equal(a->bytes, b->bytes, a->n);
    nh_simulated_free(one);
    nh_simulated_free(other);
    nh_postcodes_free(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postcodes_are_where_and_as_far_as_they_should_be),
        cmocka_unit_test(so_they_are_in_an_invented_directory),
        cmocka_unit_test(england_is_as_published_with_postcodes_too),
        cmocka_unit_test(england_is_as_published_with_real_postcodes),
        cmocka_unit_test(a_directory_without_the_authority_is_refused),
        cmocka_unit_test(returns_with_postcodes_have_no_derived_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
