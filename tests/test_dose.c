/* tests/test_dose.c: outcomes along distance in one call, and the E-value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/dose_frame.h"
#include "stats/dose_response.h"
#include "stats/models/evalue.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

/* The worked example of VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has an E-value of 7.26, its limit
 * 3.0. Below 1 the ratio is turned round. */
static void has_the_evalue_of_the_paper(void **state)
{
    (void)state;
    nh_evalue e = nh_evalue_of(3.9, 1.8, 8.7);
    assert_close(e.point, 7.263034344160047, 1e-12);
    assert_close(e.limit, 3.0, 1e-12);
    e = nh_evalue_of(1 / 3.9, 1 / 8.7, 1 / 1.8);
    assert_close(e.point, 7.263034344160047, 1e-12);
    assert_close(e.limit, 3.0, 1e-12);
    e = nh_evalue_of(1.2, 0.9, 1.6);
    assert_close(e.limit, 1, 0);
    assert_close(nh_ratio_of_difference(0.5), 1.5761733830339912, 1e-12);
    assert_close(nh_ratio_of_hazards(1.8), 1.5005188281430941, 1e-12);
    assert_close(nh_ratio_of_hazards(1 / 1.8), 1 / 1.5005188281430941, 1e-12);
}

static void knows_distance_in_each_form(void **state)
{
    (void)state;
    static const struct { double miles; const char *band; double near, far; } due[] = {
        { 5, "up to 5", 0, 0 }, { 5.1, "over 5 to 10", 0, 0 }, { 20, "over 10 to 20", 0, 0 },
        { 20.1, "over 20 to 50", 1, 1 }, { 300, "over 50", 1, 1 }, { NAN, "", 0, 1 },
    };
    nh_error err = { 0 };
    nh_frame *frame = nh_frame_new("rows", NULL);
    nh_column *miles = nh_frame_add(frame, "miles", NH_NUMBER), *uasc = nh_frame_add(frame, "uasc", NH_NUMBER);
    for (size_t i = 0; i < 6; i++) {
        nh_frame_append(frame);
        if (!isnan(due[i].miles)) nh_put_number(miles, i, due[i].miles);
        nh_put_number(uasc, i, i == 5);
    }
    nh_dose_measure measure;
    assert_true(nh_dose_measure_find(frame, NULL, &measure, &err));
    assert_string_equal(measure.column, "miles");
    nh_frame *rows = nh_dose_frame(frame, &measure);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(nh_text_at(nh_frame_find(rows, "miles_band"), i), due[i].band);
        assert_close(nh_frame_find(rows, "unknown_as_near")->number[i], due[i].near, 0);
        assert_close(nh_frame_find(rows, "unknown_as_far")->number[i], due[i].far, 0);
        assert_close(nh_frame_find(rows, "not_uasc")->number[i], i != 5, 0);
    }
    assert_false(nh_present(nh_frame_find(rows, "over_20"), 5));
    nh_frame_remove(frame, nh_frame_find(frame, "miles"));
    assert_false(nh_dose_measure_find(frame, NULL, &measure, &err));
    assert_non_null(strstr(err.text, "miles"));
    assert_false(nh_dose_measure_find(frame, "share_new", &measure, &err));
    assert_non_null(strstr(err.text, "share_new_over_20_outside"));
    nh_frame_free(rows);
    nh_frame_free(frame);
}

/* Two years, of which each has its own quarters. R: quantile(c(4, 8, 12, 30, 50), (1:3) / 4) is 8, 12, 30. */
static void knows_shares_in_each_form(void **state)
{
    (void)state;
    static const double shares[] = { 4, 8, 12, 30, 50, NAN, 90, 70 };
    static const char *const quarters[] = { "lowest quarter", "lowest quarter", "second quarter", "third quarter",
                                            "highest quarter", "", "highest quarter", "lowest quarter" };
    static const double over[] = { 0, 0, 0, 1, 1, NAN, 1, 0 };
    nh_error err = { 0 };
    nh_dose_measure measure;
    nh_frame *frame = nh_frame_new("areas", NULL);
    nh_column *year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *share = nh_frame_add(frame, "share_new_over_20_outside", NH_NUMBER);
    nh_column *all = nh_frame_add(frame, "new_placements", NH_NUMBER);
    nh_column *far = nh_frame_add(frame, "new_over_20_outside", NH_NUMBER);
    nh_column *unknown = nh_frame_add(frame, "new_distance_unknown", NH_NUMBER);
    for (size_t i = 0; i < 8; i++) {
        nh_frame_append(frame);
        nh_put_number(year, i, i < 6 ? 2023 : 2024);
        nh_put_number(all, i, 200);
        nh_put_number(unknown, i, 7);
        if (isnan(shares[i])) continue;
        nh_put_number(share, i, shares[i]);
        nh_put_number(far, i, 2 * shares[i]);
    }
    assert_true(nh_dose_measure_find(frame, NULL, &measure, &err));
    nh_frame *rows = nh_dose_frame(frame, &measure);
    const nh_column *quarter = nh_frame_find(rows, "quarter"), *median = nh_frame_find(rows, "over_median");
    for (size_t i = 0; i < 8; i++) {
        if (isnan(over[i])) {
            assert_false(nh_present(quarter, i) || nh_present(median, i));
            assert_false(nh_present(nh_frame_find(rows, "unknown_as_far"), i));
            continue;
        }
        assert_string_equal(nh_text_at(quarter, i), quarters[i]);
        assert_close(median->number[i], over[i], 0);
        assert_close(nh_frame_find(rows, "unknown_as_far")->number[i], shares[i] + 3.5, 1e-15);
    }
    nh_frame_free(rows);
    nh_frame_free(frame);
}

static size_t row_of(const nh_frame *table, const char *comparison, const char *form, const char *level)
{
    for (size_t row = 0; row < nh_frame_rows(table); row++)
        if (strcmp(nh_text_at(nh_frame_find(table, "comparison"), row), comparison) == 0 &&
            strcmp(nh_text_at(nh_frame_find(table, "form"), row), form) == 0 &&
            strcmp(nh_text_at(nh_frame_find(table, "level"), row), level) == 0)
            return row;
    fail_msg("no %s %s %s", comparison, form, level);
    return 0;
}

static void check_row(const nh_frame *table, size_t row, const nh_frame *frame, const char *formula, size_t j)
{
    fitting f = fit_on(frame, formula, NULL, NULL);
    if (!f.fit) fail_msg("%s", f.err.text);
    assert_close(nh_frame_find(table, "estimate")->number[row], f.fit->coefficient[j], 1e-12);
    assert_close(nh_frame_find(table, "std_error")->number[row], sure_of(&f, NH_HC1, j).std_error, 1e-12);
    fitting_free(&f);
}

/* What a row says is what the model by itself says. */
static void equals_models_fitted_one_by_one(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *frame = small_csv("tests/data/regression.csv");
    nh_results *results = nh_results_new();
    nh_dose_request request = { .outcomes = "score, I(moves > 1)", .adjusted_for = "age + kind", .kind = NH_HC1,
                                .conf_level = 0.95 };
    assert_true(nh_dose_response(frame, &request, results, &err));
    const nh_frame *dose = nh_results_find(results, "dose");
    check_row(dose, row_of(dose, "unadjusted", "linear", "each 10 miles"), frame, "score ~ I(miles/10)", 1);
    check_row(dose, row_of(dose, "adjusted", "over 20 miles", "over 20 miles"), frame,
              "score ~ over_20 + age + kind", 1);
    check_row(dose, row_of(dose, "adjusted", "bands", "over 5 to 10"), frame,
              "score ~ I(miles > 5 ) + I(miles > 10) + I(miles > 20) + I(miles > 50) + age + kind", 1);
    size_t bend = row_of(dose, "adjusted", "spline", "not a straight line");
    assert_true(nh_frame_find(dose, "p_value")->number[bend] > 0 && nh_frame_find(dose, "p_value")->number[bend] < 1);
    const nh_frame *sensitivity = nh_results_find(results, "sensitivity");
    assert_string_equal(nh_text_at(nh_frame_find(sensitivity, "measure"), 4), "E-value");
    assert_true(nh_frame_find(sensitivity, "estimate")->number[4] >= 1);
    assert_non_null(nh_results_find(results, "response"));
    assert_non_null(nh_results_find(results, "effects"));
    nh_results_free(results);
    nh_frame_free(frame);
}

/* Time to an event is told in hazard ratios, and its E-value from them. */
static void takes_time_to_an_event(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_frame *frame = small_csv("tests/data/survival.csv");
    nh_results *results = nh_results_new();
    nh_dose_request request = { .outcomes = "Surv(entry, days, ended)", .adjusted_for = "home", .kind = NH_HC1,
                                .conf_level = 0.95 };
    if (!nh_dose_response(frame, &request, results, &err)) fail_msg("%s", err.text);
    const nh_frame *dose = nh_results_find(results, "dose"), *sensitivity = nh_results_find(results, "sensitivity");
    fitting f = cox_on(frame, "Surv(entry, days, ended) ~ I(miles/10) + home", NH_EFRON, NULL);
    size_t row = row_of(dose, "adjusted", "linear", "each 10 miles");
    assert_string_equal(nh_text_of(dose, "outcome", row), "Ended, over time");
    assert_string_equal(nh_text_of(dose, "unit", row), "hazard ratio");
    assert_close(nh_number_of(dose, "estimate", row), exp(f.fit->coefficient[0]), 1e-12);
    assert_close(nh_number_of(dose, "std_error", row), sure_of(&f, NH_HC0, 0).std_error, 1e-12);
    size_t last = nh_frame_rows(sensitivity) - 1;
    nh_evalue e = nh_evalue_of(nh_number_of(sensitivity, "estimate", last - 1),
                               nh_number_of(sensitivity, "conf_low", last - 1),
                               nh_number_of(sensitivity, "conf_high", last - 1));
    assert_string_equal(nh_text_of(sensitivity, "line", last - 1), "from hazard ratios");
    assert_close(nh_number_of(sensitivity, "estimate", last), e.point, 1e-12);
    assert_null(nh_results_find(results, "response"));
    fitting_free(&f);
    nh_results_free(results);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_the_evalue_of_the_paper),
        cmocka_unit_test(knows_distance_in_each_form),
        cmocka_unit_test(knows_shares_in_each_form),
        cmocka_unit_test(equals_models_fitted_one_by_one),
        cmocka_unit_test(takes_time_to_an_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
