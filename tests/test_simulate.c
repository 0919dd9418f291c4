/* tests/test_simulate.c: the invented extract is the same every time, and looks like England where it should. */
#include "datasets/simulate.h"

#include "datasets/derive/inputs.h"
#include "datasets/read/csv.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/codes.h"
#include "datasets/tables/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/close.h"
#include <stdlib.h>
#include <string.h>

extern const unsigned char nh_reference_published_authorities_2024[];
extern const unsigned long nh_reference_published_authorities_2024_bytes;

static nh_simulated *made(const nh_simulation *what)
{
    nh_error err = { 0 };
    nh_simulated *simulated = nh_simulate(what, &err);
    if (!simulated) fail_msg("%s", err.text);
    return simulated;
}

static const nh_simulation england = { .first_year = 2024, .last_year = 2024, .seed = 1 };

static void the_same_request_gives_the_same_bytes(void **state)
{
    (void)state;
    nh_simulated *one = made(&nh_simulation_small), *other = made(&nh_simulation_small);
    assert_int_equal(one->n, 2 * 2 * 6);
    assert_int_equal(one->n, other->n);
    for (size_t i = 0; i < one->n; i++) {
        assert_string_equal(one->files[i].name, other->files[i].name);
        assert_int_equal(one->files[i].n, other->files[i].n);
        assert_memory_equal(one->files[i].bytes, other->files[i].bytes, one->files[i].n);
    }
    assert_string_equal(one->files[1].name, "E10000016/2023/episodes.csv");
    nh_simulated_free(one);
    nh_simulated_free(other);
}

static void another_seed_gives_other_children(void **state)
{
    (void)state;
    nh_simulation other = nh_simulation_small;
    other.seed++;
    nh_simulated *a = made(&nh_simulation_small), *b = made(&other);
    assert_true(a->files[0].n != b->files[0].n || memcmp(a->files[0].bytes, b->files[0].bytes, a->files[0].n) != 0);
    nh_simulated_free(a);
    nh_simulated_free(b);
}

static void what_cannot_be_made_is_refused(void **state)
{
    (void)state;
    static const char *const unknown[] = { "E10000006" }; /* Cumbria ended in 2023 */
    nh_error err = { 0 };
    nh_simulation what = { .authorities = unknown, .n_authorities = 1, .first_year = 2024, .last_year = 2024 };
    assert_null(nh_simulate(&what, &err));
    assert_int_equal(err.status, NH_BAD_INPUT);
    what = (nh_simulation){ .first_year = 2024, .last_year = 2023 };
    assert_null(nh_simulate(&what, &err));
}

/* ---- reading them again ---- */

typedef struct open_file {
    nh_source *source;
    nh_csv *csv;
} open_file;

static open_file opened(const nh_named_bytes *file)
{
    nh_error err = { 0 };
    open_file t = { nh_source_memory(file->name, file->bytes, file->n), NULL };
    t.csv = nh_csv_open(t.source, &err);
    if (!t.csv) fail_msg("%s", err.text);
    return t;
}

static void closed(open_file *t)
{
    assert_true(nh_csv_ended(t->csv));
    nh_csv_close(t->csv);
    nh_source_close(t->source);
}

static void cell(const open_file *t, const nh_record *record, const char *column, char text[32])
{
    int field = nh_header_find(nh_csv_header(t->csv), column);
    assert_true(field != NH_NO_FIELD);
    nh_field f = record->fields[field];
    assert_true(f.length < 32);
    memcpy(text, f.text, f.length);
    text[f.length] = '\0';
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* What the rows open on 31 March say. */
typedef struct tally {
    double children[400], outside[400], received[400]; /* by number of the authority on current geography */
    double group[NH_PLACEMENT_GROUPS], near_inside, far_inside, near_outside, far_outside, unknown, all;
} tally;

static void count_place(tally *t, const open_file *file, const nh_record *row)
{
    char location[32], miles[32], where[32];
    cell(file, row, "PL_LOCATION", location);
    cell(file, row, "PL_DISTANCE", miles);
    cell(file, row, "PL_LA", where);
    bool outside = strcmp(location, "OUT") == 0;
    double distance = strtod(miles, NULL);
    *(distance > 999 ? &t->unknown
      : distance > 20 ? outside ? &t->far_outside : &t->far_inside
      : outside       ? &t->near_outside
                      : &t->near_inside) += 1;
    if (outside) t->received[nh_upper_tier(where)]++;
}

static void count_row(tally *t, const open_file *file, const nh_record *row, int authority)
{
    char ended[32], status[32], placement[32], location[32];
    cell(file, row, "DEC", ended);
    cell(file, row, "LS", status);
    if (*ended || nh_is_respite(status)) return;
    cell(file, row, "PLACE", placement);
    cell(file, row, "PL_LOCATION", location);
    t->all++;
    t->children[authority]++;
    t->outside[authority] += strcmp(location, "OUT") == 0;
    t->group[nh_placement_group_of(placement)]++;
    count_place(t, file, row);
}

static tally *counted(const nh_simulated *simulated)
{
    tally *t = calloc(1, sizeof *t);
    for (size_t i = 0; i < simulated->n; i++) {
        if (!ends_with(simulated->files[i].name, "/episodes.csv")) continue;
        char code[10] = "";
        memcpy(code, simulated->files[i].name, 9);
        open_file file = opened(&simulated->files[i]);
        const nh_record *row;
        while ((row = nh_csv_next(file.csv, NULL))) count_row(t, &file, row, nh_upper_tier(code));
        closed(&file);
    }
    return t;
}

static double published(const nh_embedded *table, size_t row, const char *column)
{
    const char *text = nh_embedded_cell(table, row, column);
    return *text ? strtod(text, NULL) : -1;
}

/* DfE, 31 March 2024: children of each authority exactly; net gain within 10 children or 5%. */
static void authorities_have_the_published_children(void **state)
{
    (void)state;
    nh_simulated *simulated = made(&england);
    tally *t = counted(simulated);
    nh_embedded table = nh_embedded_open(nh_reference_published_authorities_2024,
                                         nh_reference_published_authorities_2024_bytes);
    assert_int_equal(table.n_rows, 153);
    for (size_t row = 0; row < table.n_rows; row++) {
        int authority = nh_upper_tier(nh_embedded_cell(&table, row, "code"));
        assert_true(t->children[authority] == published(&table, row, "children"));
        double outside = published(&table, row, "placed_outside");
        if (outside < 0) continue; /* suppressed */
        double due = published(&table, row, "placed_here_by_others") - outside;
        double off = fabs(t->received[authority] - t->outside[authority] - due);
        if (off > 10 && off > 0.05 * fabs(due)) fail_msg("%s is off by %g", nh_authority_at(authority)->name, off);
    }
    nh_embedded_close(&table);
    free(t);
    nh_simulated_free(simulated);
}

/* DfE, England 31 March 2024, of 83,630: section 3 of the domain rules and the table of distance by locality. */
static void england_has_the_published_shares(void **state)
{
    (void)state;
    nh_simulated *simulated = made(&england);
    tally *t = counted(simulated);
    static const double groups[NH_PLACEMENT_GROUPS] = { 0, 56390, 1910, 5300, 8640, 6250, 1260, 90, 3790 };
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++)
        assert_close(t->group[group] / t->all, groups[group] / 83630, 0.01);
    assert_close(t->near_inside / t->all, 39060.0 / 83630, 0.01);
    assert_close(t->near_outside / t->all, 18710.0 / 83630, 0.01);
    assert_close(t->far_inside / t->all, 3450.0 / 83630, 0.01);
    assert_close(t->far_outside / t->all, 14590.0 / 83630, 0.01);
    assert_close(t->unknown / t->all, 7830.0 / 83630, 0.01);
    free(t);
    nh_simulated_free(simulated);
}

/* ---- read as any other extract ---- */

static size_t warnings_of(const nh_problems *problems)
{
    size_t n = 0;
    for (int code = 0; code < NH_PROBLEM_COUNT; code++)
        if (nh_problem_kind_of((nh_problem_code)code)->level != NH_NOTE)
            n += nh_problems_of(problems, (nh_problem_code)code);
    return n;
}

static void the_small_extract_is_read_without_a_warning(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_simulated *files = made(&nh_simulation_small);
    nh_extract *extract = nh_extract_read(
        &(nh_extract_request){ .embedded = files->files, .n_embedded = files->n }, &err);
    nh_simulated_free(files);
    if (!extract) fail_msg("%s", err.text);
    assert_int_equal(nh_problems_count(nh_extract_problems(extract)), 0);
    nh_inputs *inputs = nh_inputs_new(extract, NULL, &(nh_rules){ 0 }, NULL);
    const nh_frame *balance = nh_inputs_frame(inputs, "balance", &err);
    if (!balance) fail_msg("%s", err.text);
    const nh_column *own = nh_frame_need(balance, "own_children", NH_NUMBER, &err);
    const nh_column *year = nh_frame_need(balance, "year", NH_NUMBER, &err);
    const nh_column *area = nh_frame_need(balance, "authority", NH_CATEGORY, &err);
    /* Kent 1,960 and Camden 214 as published, of 3,000: 2,704.7 and 295.3. */
    for (size_t row = 0; row < nh_frame_rows(balance); row++)
        if (year->number[row] == 2024)
            assert_true(own->number[row] == (strcmp(nh_text_at(area, row), "E10000016") == 0 ? 2705 : 295));
    assert_int_equal(warnings_of(nh_inputs_problems(inputs)), 0);
    nh_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_request_gives_the_same_bytes),
        cmocka_unit_test(another_seed_gives_other_children),
        cmocka_unit_test(what_cannot_be_made_is_refused),
        cmocka_unit_test(authorities_have_the_published_children),
        cmocka_unit_test(england_has_the_published_shares),
        cmocka_unit_test(the_small_extract_is_read_without_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
