/* tests/test_reference.c: derived frames against an independent implementation of the same rules, cell by cell.
 *
 * ../shared/reference holds what it derived from a hundred invented children who meet every rule at least once (hand)
 * and from five returns of a synthetic authority (demand). Skipped, and said so, where that is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/same_rows.h"

#include "datasets/derive/inputs.h"

#include <math.h>

#define HAND "../shared/reference/hand"
#define DEMAND "../shared/reference/demand"

static const char *const directory_path = "../shared/data/onspd/onspd_nov_2025.csv.gz";

static nh_inputs *inputs_of(const char *folder)
{
    nh_error err = { 0 };
    if (access(folder, R_OK) != 0 || access(directory_path, R_OK) != 0) {
        print_message("%s is not there\n", access(folder, R_OK) != 0 ? folder : directory_path);
        skip();
    }
    nh_extract *extract = nh_extract_read(&(nh_extract_request){ .inputs = &folder, .n_inputs = 1,
                                                                 .authority = "E10000016" }, &err);
    if (!extract) fail_msg("%s", err.text);
    nh_postcodes *directory = nh_postcodes_open(directory_path, NULL, NULL, &err);
    if (!directory) fail_msg("%s", err.text);
    return nh_inputs_new(extract, directory, NULL, NULL);
}

/* The columns of the expected table are compared; ours may have more. */
static void compare(nh_inputs *inputs, const char *frame, const char *expected_path)
{
    nh_error err = { 0 };
    const nh_frame *got = nh_inputs_frame(inputs, frame, &err);
    if (!got) fail_msg("%s", err.text);
    nh_frame *due = frame_of_file(expected_path);
    const char *columns[64] = { NULL };
    size_t n = nh_frame_columns(due);
    for (size_t i = 0; i < n; i++) columns[i] = nh_frame_at(due, i)->name;
    assert_same_rows(got, due, columns);
    print_message("%s: %zu rows, %zu cells equal\n", frame, nh_frame_rows(due), nh_frame_rows(due) * n);
    nh_frame_free(due);
}

/* Where the whole frame is there, its columns come in the order that files have. */
static void compare_order(nh_inputs *inputs, const char *frame, const char *expected_path)
{
    nh_frame *due = frame_of_file(expected_path);
    const nh_frame *got = nh_inputs_frame(inputs, frame, NULL);
    assert_int_equal(nh_frame_columns(got), nh_frame_columns(due));
    for (size_t i = 0; i < nh_frame_columns(due); i++)
        assert_string_equal(nh_frame_at(got, i)->name, nh_frame_at(due, i)->name);
    nh_frame_free(due);
}

/* Means there have four decimals, and medians one. */
static void compare_measures(nh_inputs *inputs, const char *expected_path)
{
    nh_frame *due = frame_of_file(expected_path);
    const nh_frame *got = nh_inputs_frame(inputs, "measures", NULL);
    const nh_column *is = nh_frame_find(got, "value"), *value = nh_frame_find(due, "value");
    const nh_column *name = nh_frame_find(got, "measure"), *due_name = nh_frame_find(due, "measure");
    assert_int_equal(nh_frame_rows(got), nh_frame_rows(due));
    for (size_t row = 0; row < nh_frame_rows(due); row++) {
        assert_string_equal(nh_text_at(name, row), nh_text_at(due_name, row));
        bool both = nh_present(is, row) && nh_present(value, row);
        bool close = both && fabs(is->number[row] - value->number[row]) < 0.00006;
        if (close || (!nh_present(is, row) && !nh_present(value, row))) continue;
        fail_msg("%s, row %zu: %g where %g is due", nh_text_at(name, row), row, is->number[row], value->number[row]);
    }
    print_message("measures: %zu rows equal\n", nh_frame_rows(due));
    nh_frame_free(due);
}

typedef struct found {
    nh_problem_code code;
    size_t n;
} found;

static void compare_problems(const nh_inputs *inputs, const found *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t is = nh_problems_of(nh_inputs_problems(inputs), all[i].code);
        if (is != all[i].n)
            fail_msg("%s: %zu where %zu are due", nh_problem_kind_of(all[i].code)->name, is, all[i].n);
    }
}

/* Counts by rule in problems.csv beside the tables; rows superseded by a later return are no problem here. */
static void the_cases_made_by_hand(void **state)
{
    (void)state;
    static const found problems[] = {
        { NH_PROBLEM_BAD_DATE, 3 }, { NH_PROBLEM_NO_DECOM, 1 }, { NH_PROBLEM_END_BEFORE_START, 1 },
        { NH_PROBLEM_START_AFTER_EXTRACT, 1 }, { NH_PROBLEM_DUPLICATE_EPISODE, 2 }, { NH_PROBLEM_START_CORRECTED, 1 },
        { NH_PROBLEM_OPEN_THEN_ABSENT, 1 }, { NH_PROBLEM_END_WITHOUT_REASON, 2 }, { NH_PROBLEM_END_AFTER_EXTRACT, 1 },
        { NH_PROBLEM_OPEN_NOT_LAST, 1 }, { NH_PROBLEM_OVERLAP, 2 }, { NH_PROBLEM_OPEN_PAST_18, 3 },
        { NH_PROBLEM_GAP_AFTER_X1, 4 }, { NH_PROBLEM_CARE_BEGUN_TWICE, 1 }, { NH_PROBLEM_NOTHING_AFTER_X1, 5 },
        { NH_PROBLEM_TEMPORARY_ONLY, 1 }, { NH_PROBLEM_TEMPORARY_RETURN, 1 }, { NH_PROBLEM_LEGAL_ELSEWHERE, 1 },
        { NH_PROBLEM_LEGAL_AND_PLACE, 1 }, { NH_PROBLEM_NOTHING_CHANGED, 1 }, { NH_PROBLEM_STATUS_BUT_MOVE, 1 },
        { NH_PROBLEM_HOME_CHANGED, 2 }, { NH_PROBLEM_VERY_FAR, 2 }, { NH_PROBLEM_NOT_IN_HEADER, 1 },
        { NH_PROBLEM_HEADER_CHANGED, 1 }, { NH_PROBLEM_PLACE_OF_OTHER_YEAR, 2 },
        { NH_PROBLEM_COHORT_WITHOUT_OC2, 100 }, { NH_PROBLEM_OC2_OUTSIDE_COHORT, 6 },
    };
    nh_inputs *inputs = inputs_of(HAND "/input");
    compare(inputs, "placements", HAND "/placements.csv");
    compare(inputs, "children", HAND "/children.csv");
    compare(inputs, "flows", HAND "/flows.csv");
    compare(inputs, "balance", HAND "/balance.csv");
    compare_order(inputs, "placements", HAND "/placements.csv");
    compare_order(inputs, "children", HAND "/children.csv");
    compare_order(inputs, "flows", HAND "/flows.csv");
    compare_measures(inputs, HAND "/measures.csv");
    compare_problems(inputs, problems, sizeof problems / sizeof *problems);
    nh_inputs_free(inputs);
}

static void five_returns_of_one_authority(void **state)
{
    (void)state;
    static const found problems[] = {
        { NH_PROBLEM_OPEN_THEN_ABSENT, 20 }, { NH_PROBLEM_END_WITHOUT_REASON, 996 }, { NH_PROBLEM_OPEN_NOT_LAST, 0 },
        { NH_PROBLEM_OVERLAP, 28 }, { NH_PROBLEM_GAP_AFTER_X1, 28 }, { NH_PROBLEM_CARE_BEGUN_TWICE, 12 },
        { NH_PROBLEM_NOTHING_AFTER_X1, 77 }, { NH_PROBLEM_LEGAL_AND_PLACE, 4 }, { NH_PROBLEM_STATUS_BUT_MOVE, 93 },
        { NH_PROBLEM_HOME_CHANGED, 470 }, { NH_PROBLEM_COHORT_WITHOUT_OC2, 0 },
        { NH_PROBLEM_OC2_OUTSIDE_COHORT, 789 },
    };
    nh_inputs *inputs = inputs_of("../shared/data/ssda903/demand-model");
    compare(inputs, "placements", DEMAND "/placements.csv");
    compare(inputs, "children", DEMAND "/children.csv");
    compare(inputs, "flows", DEMAND "/flows.csv");
    compare(inputs, "balance", DEMAND "/balance.csv");
    compare_measures(inputs, DEMAND "/measures.csv");
    compare_problems(inputs, problems, sizeof problems / sizeof *problems);
    nh_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cases_made_by_hand),
        cmocka_unit_test(five_returns_of_one_authority),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
