/* tests/test_kaplan_meier.c: survival and incidence curves against R's survival package.
 *
 * Twelve spells of four kinds of ending (0 is open): R 4.2.2, survival 3.5-3,
 *     survfit(Surv(d, e > 0) ~ 1, conf.type = ...), survfit(Surv(entry, d, e > 0) ~ 1), survfit(Surv(d, factor(e)) ~
 * 1). The golden case C1 (4,275 placements) is compared when it is there. */
#include "stats/methods/competing_risks.h"
#include "stats/methods/kaplan_meier.h"

#include "datasets/read/any_csv.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/close.h"

static const int32_t days[] = { 5, 12, 12, 20, 33, 33, 47, 60, 60, 81, 95, 120 };
static const int32_t ends[] = { 1, 1, 2, 0, 1, 3, 1, 0, 2, 1, 0, 1 };
static const int32_t entries[] = { 0, 0, 4, 10, 0, 30, 0, 13, 40, 0, 0, 60 };
static const nh_spells twelve = { .n = 12, .n_groups = 1, .n_ends = 3, .days = days, .end = ends };
static const size_t at[] = { 12, 33, 60, 95 };

static void survival_agrees_with_r(void **state)
{
    (void)state;
    static const double at_risk[] = { 11, 8, 5, 2 }, survival[] = { 0.75, 0.5625, 0.375, 0.25 };
    static const double error[] = { 0.125, 0.14823176532039278, 0.14657549249448218, 0.14129854131510974 };
    nh_day_counts *counts = nh_day_counts_new(&twelve);
    nh_days all = nh_days_of_all(counts);
    nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG_LOG, 0.95);
    assert_int_equal(curve->n, 12);
    for (size_t i = 0; i < 4; i++) {
        assert_close(curve->at_risk[at[i]], at_risk[i], 0);
        assert_close(curve->survival[at[i]], survival[i], 1e-14);
        assert_close(curve->std_error[at[i]], error[i], 1e-14);
    }
    assert_close(curve->survival[120], 0, 0);
    assert_true(isnan(curve->std_error[120]) && isnan(curve->lower[120]) && isnan(curve->upper[120]));
    nh_curve_free(curve);
    nh_day_counts_free(counts);
}

static void three_kinds_of_interval(void **state)
{
    (void)state;
    static const double lower[3][4] = {
        { 0.505004501932493355, 0.271971078607236849, 0.087717313694594012, 0 },
        { 0.54099635561655635, 0.33559171052454484, 0.17431061692994756, 0.08257448295022618 },
        { 0.408415913151594923, 0.243680982605186808, 0.117428868533609343, 0.045848263465856007 },
    };
    static const double upper[3][4] = {
        { 0.99499549806750665, 0.85302892139276310, 0.66228268630540599, 0.52694005204565986 },
        { 1, 0.94283094628720987, 0.80674948248570999, 0.75689241720924183 },
        { 0.91172040612569827, 0.79099175891039952, 0.63817586857224962, 0.53607806039331185 },
    };
    nh_day_counts *counts = nh_day_counts_new(&twelve);
    nh_days all = nh_days_of_all(counts);
    for (nh_interval kind = NH_PLAIN_INTERVAL; kind <= NH_LOG_LOG; kind++) {
        nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, kind, 0.95);
        for (size_t i = 0; i < 4; i++) {
            assert_close(curve->lower[at[i]], lower[kind][i], 1e-13);
            assert_close(curve->upper[at[i]], upper[kind][i], 1e-13);
        }
        nh_curve_free(curve);
    }
    nh_day_counts_free(counts);
}

static void quantiles_take_the_middle_of_a_level_stretch(void **state)
{
    (void)state;
    nh_day_counts *counts = nh_day_counts_new(&twelve);
    nh_days all = nh_days_of_all(counts);
    nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG_LOG, 0.95);
    /* quantile(fit, c(.25, .5, .75)): 22.5, 47, 100.5; lower 5, 12, 33; upper 47, NA, NA */
    nh_estimate quarter = nh_curve_quantile(curve, 0.25), half = nh_curve_quantile(curve, 0.5),
                most = nh_curve_quantile(curve, 0.75);
    assert_true(quarter.value == 22.5 && quarter.lower == 5 && quarter.upper == 47);
    assert_true(half.value == 47 && half.lower == 12 && isnan(half.upper));
    assert_true(most.value == 100.5 && most.lower == 33 && isnan(most.upper));
    nh_curve_free(curve);
    nh_day_counts_free(counts);
}

static void late_entry_counts_from_the_day_after(void **state)
{
    (void)state;
    static const double at_risk[] = { 7, 6, 4, 2 };
    static const double survival[] = { 0.61224489795918369, 0.40816326530612246, 0.24489795918367349,
                                       0.16326530612244899 };
    static const double lower[] = { 0.216776815680919999, 0.113659400808626354, 0.049372761077226192,
                                    0.022668845408146513 };
    nh_spells late = twelve;
    late.entry = entries;
    nh_day_counts *counts = nh_day_counts_new(&late);
    nh_days all = nh_days_of_all(counts);
    nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG_LOG, 0.95);
    for (size_t i = 0; i < 4; i++) {
        assert_close(curve->at_risk[at[i]], at_risk[i], 0);
        assert_close(curve->survival[at[i]], survival[i], 1e-14);
        assert_close(curve->lower[at[i]], lower[i], 1e-13);
    }
    nh_curve_free(curve);
    nh_day_counts_free(counts);
}

static void incidence_agrees_with_r(void **state)
{
    (void)state;
    static const double value[3][4] = {
        { 0.16666666666666666, 0.26041666666666663, 0.35416666666666663, 0.47916666666666663 },
        { 0.083333333333333329, 0.083333333333333329, 0.177083333333333315, 0.177083333333333315 },
        { 0, 0.093749999999999986, 0.093749999999999986, 0.093749999999999986 },
    };
    static const double error[3][4] = {
        { 0.10758287072798384, 0.13001722085903622, 0.14326861830401216, 0.15906037390342162 },
        { 0.079785592313028175, 0.079785592313028175, 0.114009770282670966, 0.114009770282670966 },
        { 0, 0.08907620508587015, 0.08907620508587015, 0.08907620508587015 },
    };
    nh_day_counts *counts = nh_day_counts_new(&twelve);
    nh_days all = nh_days_of_all(counts);
    for (size_t way = 1; way <= 3; way++) {
        nh_incidence *incidence = nh_incidence_new(&all, way, 0.95);
        for (size_t i = 0; i < 4; i++) {
            assert_close(incidence->value[at[i]], value[way - 1][i], 1e-14);
            assert_close(incidence->std_error[at[i]], error[way - 1][i], 1e-14);
            assert_true(incidence->lower[at[i]] <= value[way - 1][i] + 1e-15);
            assert_true(incidence->upper[at[i]] >= value[way - 1][i] - 1e-15);
        }
        nh_incidence_free(incidence);
    }
    nh_day_counts_free(counts);
}

static void one_way_of_ending_is_kaplan_meier_upside_down(void **state)
{
    (void)state;
    int32_t any[12];
    for (size_t i = 0; i < 12; i++) any[i] = ends[i] > 0;
    nh_day_counts *counts =
        nh_day_counts_new(&(nh_spells){ .n = 12, .n_groups = 1, .n_ends = 1, .days = days, .end = any });
    nh_days all = nh_days_of_all(counts);
    nh_curve *curve = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG_LOG, 0.95);
    nh_incidence *incidence = nh_incidence_new(&all, 1, 0.95);
    for (size_t day = 0; day < 120; day++) {
        assert_close(incidence->value[day], 1 - curve->survival[day], 1e-14);
        assert_close(incidence->std_error[day], curve->std_error[day], 1e-14);
        assert_close(incidence->upper[day], 1 - curve->lower[day], 1e-13);
    }
    nh_curve_free(curve);
    nh_incidence_free(incidence);
    nh_day_counts_free(counts);
}

static void groups_add_up_and_odd_spells_are_left_out(void **state)
{
    (void)state;
    static const int32_t length[] = { 3, 7, -1, 7, 50000, 2 }, way[] = { 1, 0, 1, 1, 1, 1 };
    static const int32_t group[] = { 0, 1, 0, 1, 0, -1 };
    nh_day_counts *counts = nh_day_counts_new(
        &(nh_spells){ .n = 6, .n_groups = 2, .n_ends = 1, .days = length, .group = group, .end = way });
    nh_days first = nh_days_of(counts, 0), second = nh_days_of(counts, 1), all = nh_days_of_all(counts);
    assert_int_equal(nh_days_spells(&first), 1);
    assert_int_equal(nh_days_spells(&second), 2);
    assert_int_equal(nh_days_spells(&all), 3);
    assert_int_equal(nh_days_ended(&all, 1), 2);
    assert_int_equal(nh_days_ended(&second, 0), 1);
    nh_day_counts_free(counts);
}

static void nobody_and_nothing_but_open_spells(void **state)
{
    (void)state;
    nh_day_counts *none = nh_day_counts_new(&(nh_spells){ .n_groups = 1, .n_ends = 1 });
    nh_days no_days = nh_days_of_all(none);
    nh_curve *empty = nh_kaplan_meier(&no_days, NH_ANY_END, NH_LOG_LOG, 0.95);
    assert_int_equal(empty->n, 0);
    assert_true(isnan(nh_curve_quantile(empty, 0.5).value));
    static const int32_t open[] = { 0, 0, 0 };
    nh_day_counts *counts =
        nh_day_counts_new(&(nh_spells){ .n = 3, .n_groups = 1, .n_ends = 1, .days = days, .end = open });
    nh_days all = nh_days_of_all(counts);
    nh_curve *flat = nh_kaplan_meier(&all, NH_ANY_END, NH_LOG_LOG, 0.95);
    assert_true(flat->survival[12] == 1 && flat->lower[12] == 1 && flat->upper[12] == 1);
    nh_curve_free(empty);
    nh_curve_free(flat);
    nh_day_counts_free(none);
    nh_day_counts_free(counts);
}

static const char golden[] = "../shared/golden/C1_fake_placements/";

static nh_frame *golden_file(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s%s", golden, name);
    if (access(path, R_OK) != 0) {
        print_message("%s is not there\n", path);
        skip();
    }
    nh_error err = { 0 };
    nh_frame *frame = nh_any_csv_read(path, &err);
    if (!frame) fail_msg("%s", err.text);
    return frame;
}

static int32_t *whole_numbers(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    assert_non_null(column);
    int32_t *values = calloc(nh_frame_rows(frame), sizeof *values);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) values[row] = (int32_t)column->number[row];
    return values;
}

/* The file writes NA for a limit that is never reached, which makes its column one of texts. */
static double number_at(const nh_column *column, size_t row)
{
    return column->number ? column->number[row] : strtod(nh_text_at(column, row), NULL);
}

/* The golden value of a statistic at a day, "t=365" and "km_any|surv". */
static double expected(const nh_frame *frame, const char *term, const char *tag, const char *statistic)
{
    char wanted[80];
    snprintf(wanted, sizeof wanted, "%s|%s", tag, statistic);
    const nh_column *terms = nh_frame_find(frame, "term"), *quantities = nh_frame_find(frame, "quantity");
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (strcmp(nh_text_at(terms, row), term) == 0 && strcmp(nh_text_at(quantities, row), wanted) == 0)
            return number_at(nh_frame_find(frame, "value"), row);
    fail_msg("%s of %s is not in the golden file", wanted, term);
    return NAN;
}

static const size_t golden_days[] = { 7, 30, 90, 180, 365, 730 };

static void compare_curve(const nh_frame *wanted, const nh_days *counted, const char *tag, size_t end)
{
    static const char *const lower[] = { "lo_plain", "lo_log", "lo_log-log" };
    static const char *const upper[] = { "hi_plain", "hi_log", "hi_log-log" };
    for (nh_interval kind = NH_PLAIN_INTERVAL; kind <= NH_LOG_LOG; kind++) {
        nh_curve *curve = nh_kaplan_meier(counted, end, kind, 0.95);
        for (size_t i = 0; i < 6; i++) {
            size_t day = golden_days[i];
            char term[16];
            snprintf(term, sizeof term, "t=%zu", day);
            assert_close(curve->survival[day], expected(wanted, term, tag, "surv"), 1e-12);
            assert_close(curve->std_error[day], expected(wanted, term, tag, "se_surv_greenwood"), 1e-12);
            assert_close(curve->at_risk[day], expected(wanted, term, tag, "n_risk"), 0);
            assert_close(curve->lower[day], expected(wanted, term, tag, lower[kind]), 1e-12);
            assert_close(curve->upper[day], expected(wanted, term, tag, upper[kind]), 1e-12);
        }
        nh_curve_free(curve);
    }
}

static void compare_quantiles(const nh_frame *wanted, const nh_days *counted, const char *tag, size_t end)
{
    static const char *const terms[] = { "q25", "q50", "q75" };
    nh_curve *curve = nh_kaplan_meier(counted, end, NH_LOG, 0.95);
    for (size_t i = 0; i < 3; i++) {
        nh_estimate days_by = nh_curve_quantile(curve, 0.25 * (double)(i + 1));
        assert_close(days_by.value, expected(wanted, terms[i], tag, "time"), 1e-12);
        assert_close(days_by.lower, expected(wanted, terms[i], tag, "time_lo_log"), 1e-12);
        assert_close(days_by.upper, expected(wanted, terms[i], tag, "time_hi_log"), 1e-12);
    }
    nh_curve_free(curve);
}

/* With late entry survfit's error is the infinitesimal jackknife, which only agrees with Greenwood's to 3 digits. */
static void compare_incidence(const nh_frame *wanted, const nh_days *counted, const char *tag, size_t end)
{
    bool is_late = strstr(tag, "lefttrunc") != NULL;
    nh_incidence *incidence = nh_incidence_new(counted, end, 0.95);
    for (size_t i = 0; i < 6; i++) {
        char term[16];
        snprintf(term, sizeof term, "t=%zu", golden_days[i]);
        assert_close(incidence->value[golden_days[i]], expected(wanted, term, tag, "cif"), 1e-12);
        double error = expected(wanted, term, tag, "se_survfit");
        assert_close(incidence->std_error[golden_days[i]], error, is_late ? 0.02 * error : 1e-12);
    }
    nh_incidence_free(incidence);
}

static void the_golden_placements(void **state)
{
    (void)state;
    nh_frame *placements = golden_file("placements.csv"), *wanted = golden_file("expected_surv.csv");
    int32_t *length = whole_numbers(placements, "dur"), *end = whole_numbers(placements, "endtype");
    int32_t *entry = whole_numbers(placements, "entry");
    nh_spells spells = { .n = nh_frame_rows(placements), .n_groups = 1, .n_ends = 3, .days = length, .end = end };
    nh_day_counts *plain = nh_day_counts_new(&spells);
    spells.entry = entry;
    nh_day_counts *late = nh_day_counts_new(&spells);
    nh_days from_start = nh_days_of_all(plain), from_entry = nh_days_of_all(late);
    compare_curve(wanted, &from_start, "km_any", NH_ANY_END);
    compare_curve(wanted, &from_start, "km_breakdown", 1);
    compare_curve(wanted, &from_entry, "km_any_lefttrunc", NH_ANY_END);
    compare_curve(wanted, &from_entry, "km_breakdown_lefttrunc", 1);
    compare_quantiles(wanted, &from_start, "km_any", NH_ANY_END);
    compare_quantiles(wanted, &from_entry, "km_breakdown_lefttrunc", 1);
    static const char *const tags[] = { "aj_breakdown", "aj_planned", "aj_left" };
    static const char *const late_tags[] = { "aj_lefttrunc_breakdown", "aj_lefttrunc_planned", "aj_lefttrunc_left" };
    for (size_t way = 1; way <= 3; way++) {
        compare_incidence(wanted, &from_start, tags[way - 1], way);
        compare_incidence(wanted, &from_entry, late_tags[way - 1], way);
    }
    nh_day_counts_free(plain);
    nh_day_counts_free(late);
    free(length);
    free(end);
    free(entry);
    nh_frame_free(placements);
    nh_frame_free(wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survival_agrees_with_r),
        cmocka_unit_test(three_kinds_of_interval),
        cmocka_unit_test(quantiles_take_the_middle_of_a_level_stretch),
        cmocka_unit_test(late_entry_counts_from_the_day_after),
        cmocka_unit_test(incidence_agrees_with_r),
        cmocka_unit_test(one_way_of_ending_is_kaplan_meier_upside_down),
        cmocka_unit_test(groups_add_up_and_odd_spells_are_left_out),
        cmocka_unit_test(nobody_and_nothing_but_open_spells),
        cmocka_unit_test(the_golden_placements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
