/* tests/test_funnel.c: the funnel of the published stability figures, and what stays hidden of children's records.
 *
 * Of DfE's release for 2024 a study of the same method found an overall share of 10.4061%, a factor of 2.5, and of
 * 149 authorities 20 outside the exact 99.8% limits but only Leeds and Southampton outside the widened ones. */
#include "datasets/derive/inputs.h"
#include "datasets/read/extract.h"
#include "datasets/simulate.h"
#include "stats/analysis.h"
#include "stats/disclosure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/close.h"
#include <string.h>
#include <unistd.h>

static const char release[] = "../shared/data/dfe-2024/la_cla_placement_stability.csv";

static nh_results *funnel_of(nh_inputs *inputs)
{
    const nh_analysis *analysis = nh_analysis_named("funnel");
    nh_results *results = nh_results_new();
    nh_options *options = nh_options_new();
    nh_error err = { 0 };
    assert_non_null(analysis);
    if (!analysis->run(inputs, options, results, &err)) fail_msg("%s", err.text);
    nh_options_free(options);
    return results;
}

static double number_at(const nh_frame *table, const char *column, size_t row)
{
    const nh_column *c = nh_frame_find(table, column);
    assert_non_null(c);
    assert_true(nh_present(c, row));
    return c->number[row];
}

static void published_figures_give_the_known_limits(void **state)
{
    (void)state;
    if (access(release, R_OK) != 0) {
        print_message("%s is not here: skipped\n", release);
        skip();
    }
    const char *const paths[] = { release };
    nh_error err = { 0 };
    nh_extract *extract = nh_extract_read(&(nh_extract_request){ .inputs = paths, .n_inputs = 1 }, &err);
    if (!extract) fail_msg("%s", err.text);
    nh_inputs *inputs = nh_inputs_new(extract, NULL, &(nh_rules){ .year = 2024 }, NULL);
    nh_results *results = funnel_of(inputs);
    const nh_frame *table = nh_results_find(results, "funnel");
    size_t n = 0, outside = 0, far_outside = 0;
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (!nh_present(nh_frame_find(table, "signal"), row)) continue;
        double share = number_at(table, "share", row);
        const char *signal = nh_text_at(nh_frame_find(table, "signal"), row);
        n++;
        outside += share < number_at(table, "low_99_8", row) || share > number_at(table, "high_99_8", row);
        assert_close(number_at(table, "overall_share", row), 10.406, 1e-9);
        assert_close(number_at(table, "phi", row), 2.517, 1e-9);
        if (!strstr(signal, "99.8%")) continue;
        const char *name = nh_text_at(nh_frame_find(table, "name"), row);
        assert_string_equal(signal, "above 99.8%");
        assert_true(strcmp(name, "Leeds") == 0 || strcmp(name, "Southampton") == 0);
        far_outside++;
    }
    assert_int_equal(n, 149);
    assert_int_equal(outside, 20);
    assert_int_equal(far_outside, 2);
    nh_results_free(results);
    nh_inputs_free(inputs);
}

/* Two authorities: their numbers are shown, limits are not. */
static void a_few_authorities_have_no_limits(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_simulated *files = nh_simulate(&nh_simulation_small, &err);
    nh_extract *extract = nh_extract_read(
        &(nh_extract_request){ .embedded = files->files, .n_embedded = files->n }, &err);
    nh_simulated_free(files);
    nh_inputs *inputs = nh_inputs_new(extract, NULL, &(nh_rules){ .year = 2024 }, NULL);
    nh_results *results = funnel_of(inputs);
    const nh_frame *table = nh_results_find(results, "funnel");
    assert_int_equal(nh_frame_rows(table), 2);
    assert_close(number_at(table, "children", 1), 2705, 0);
    assert_int_equal(nh_mark_at(nh_frame_find(table, "high_95"), 1), NH_MISSING);
    assert_false(nh_analysis_named("funnel")->may_draw(table));
    nh_results_free(results);
    nh_inputs_free(inputs);
}

/* Limits of children's records are those of the numbers as they are shown: 13 and 15 children give the same. */
static void limits_tell_no_number_that_is_not_shown(void **state)
{
    (void)state;
    nh_error err = { 0 };
    nh_simulated *files = nh_simulate(&(nh_simulation){ .first_year = 2024, .last_year = 2024, .children = 9000, .seed = 3 },
                                      &err);
    nh_extract *extract = nh_extract_read(
        &(nh_extract_request){ .embedded = files->files, .n_embedded = files->n }, &err);
    nh_simulated_free(files);
    nh_inputs *inputs = nh_inputs_new(extract, NULL, &(nh_rules){ 0 }, NULL);
    nh_results *results = funnel_of(inputs);
    nh_disclose_results(results, false);
    const nh_frame *table = nh_results_find(results, "funnel");
    double high_of[400] = { 0 };
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        const nh_column *children = nh_frame_find(table, "children");
        bool hides = !nh_present(nh_frame_find(table, "three_or_more"), row);
        if (hides) assert_false(nh_present(nh_frame_find(table, "signal"), row));
        if (!nh_present(children, row) || children->number[row] == 0 || children->number[row] >= 400) continue;
        double *high = &high_of[(size_t)children->number[row]], now = number_at(table, "high_95", row);
        if (*high > 0) assert_close(now, *high, 0);
        *high = now;
    }
    nh_results_free(results);
    nh_inputs_free(inputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_figures_give_the_known_limits),
        cmocka_unit_test(a_few_authorities_have_no_limits),
        cmocka_unit_test(limits_tell_no_number_that_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
