/* tests/test_simulated_effects.c: the effects of distance that docs/synthetic.md names, found again in the extract
 * that ships: by the regressions, and in how placements end. The numbers of the truth are written here as they are
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stats/breakdown_rates.h"
#include "stats/methods/competing_risks.h"
#include "stats/methods/share.h"
#include "stats/models/model.h"
#include "tests/close.h"
#include "tests/simulated.h"

typedef struct england {
    nh_inputs *inputs;
    nh_frame *children, *teens, *moved; /* of 2024; aged 10 and over; placements that ended by a move */
} england;

static england e;

static nh_frame *aged_10_and_over(const nh_frame *children)
{
    const nh_column *age = nh_frame_find(children, "age");
    size_t *rows = calloc(nh_frame_rows(children) + 1, sizeof *rows), n = 0;
    for (size_t row = 0; row < nh_frame_rows(children); row++)
        if (nh_present(age, row) && age->number[row] >= 10) rows[n++] = row;
    nh_frame *taken = nh_frame_take(children, rows, n);
    free(rows);
    return taken;
}

static int set_up(void **state)
{
    (void)state;
    e.inputs = england_inputs();
    e.children = rows_that(frame_of(e.inputs, "children"), (truth[]){ { "year", 2024, NULL }, { 0 } });
    e.teens = aged_10_and_over(e.children);
    e.moved = rows_that(frame_of(e.inputs, "placements"), (truth[]){ { "ended_by", 0, "move" }, { 0 } });
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    nh_frame_free(e.children);
    nh_frame_free(e.teens);
    nh_frame_free(e.moved);
    nh_inputs_free(e.inputs);
    return 0;
}

/* ---- regressions ---- */

static double number_at(const nh_frame *frame, const char *column, size_t row)
{
    const nh_column *c = nh_frame_find(frame, column);
    assert_non_null(c);
    assert_true(nh_present(c, row));
    return c->number[row];
}

/* The coefficient of miles is known: its 95% interval holds it, and (where there is an effect) not 0. */
static void finds(const nh_frame *frame, const char *formula, const char *family, double true_effect)
{
    nh_model_request request = { .formula = formula, .family = family, .kind = NH_IID, .conf_level = 0.95 };
    nh_model_tables tables = nh_model_tables_new(frame);
    nh_results *notes = nh_results_new();
    nh_error err = { 0 };
    if (!nh_model_add(frame, &request, &tables, notes, &err)) fail_msg("%s", err.text);
    size_t row = 0;
    while (strcmp(nh_text_at(nh_frame_find(tables.estimates, "term"), row), "miles") != 0) row++;
    double low = number_at(tables.estimates, "conf_low", row), high = number_at(tables.estimates, "conf_high", row);
    if (!(low <= true_effect && true_effect <= high))
        fail_msg("%s: %.6f to %.6f does not hold %.6f", formula, low, high, true_effect);
    if (true_effect != 0) assert_true((low > 0) == (true_effect > 0) && (high > 0) == (true_effect > 0));
    nh_model_tables_clear(&tables);
    nh_results_free(notes);
}

/* 0.3 points for 10 miles. */
static void the_effect_on_scores_is_found(void **state)
{
    (void)state;
    finds(e.children, "sdq_score ~ miles + sex + uasc + i(age) + I(placement_group == \"homes\")", "gaussian", 0.03);
}

/* Odds x 0.96, 0.95 and 0.94 for 10 miles. */
static void the_effects_on_health_are_found(void **state)
{
    (void)state;
    finds(e.children, "health_assessment ~ miles + I(age >= 16)", "binomial", log(0.96) / 10);
    finds(e.children, "immunisations ~ miles + I(age >= 16)", "binomial", log(0.95) / 10);
    finds(e.children, "teeth_check ~ miles + I(age >= 16)", "binomial", log(0.94) / 10);
}

/* Odds x 1.15 and 1.10 for 10 miles; convictions know nothing of it. */
static void the_effects_on_misuse_and_going_missing_are_found(void **state)
{
    (void)state;
    finds(e.teens, "substance_misuse ~ miles + I(age >= 16)", "binomial", log(1.15) / 10);
    finds(e.teens, "I(missing_incidents > 0) ~ miles + I(age >= 13) + I(placement_group == \"homes\") + "
                   "I(placement_group == \"parents\")", "binomial", log(1.10) / 10);
    finds(e.teens, "convicted ~ miles + I(age >= 13) + I(age >= 16)", "binomial", 0);
}

static const char *const groups[] = { "foster", "homes", "supported", "other" };

/* Odds x 1.12 for 10 miles, in each group by itself. */
static void the_effect_on_breakdown_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        nh_frame *of_group = rows_that(e.moved, (truth[]){ { "placement_group", 0, groups[i] }, { 0 } });
        finds(of_group, "breakdown ~ miles", "binomial", log(1.12) / 10);
        nh_frame_free(of_group);
    }
}

/* ---- tables of breakdowns and curves ---- */

/* What the truth says of a foster placement that ends by a move: DfE's 7,620 of 29,770 at 20 miles. */
static double foster_breakdown(double miles)
{
    double odds = 7620.0 / (29770 - 7620) * pow(1.12, (miles - 20) / 10);
    return odds / (1 + odds);
}

/* The share that the truth gives these placements: an unknown distance counts as 20 miles. */
static double true_share(const nh_frame *placements, size_t *n)
{
    const nh_column *miles = nh_frame_find(placements, "miles");
    double sum = 0;
    *n = nh_frame_rows(placements);
    for (size_t row = 0; row < *n; row++) sum += foster_breakdown(nh_present(miles, row) ? miles->number[row] : 20);
    return sum / (double)*n;
}

static size_t row_that(const nh_frame *frame, const truth *truths)
{
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (holds(frame, row, truths)) return row;
    fail_msg("no such row");
    return 0;
}

/* The table `breakdowns`, near and far from home. */
static void the_table_of_breakdowns_recovers_it(void **state)
{
    (void)state;
    double shares[2];
    for (int far = 0; far < 2; far++) {
        nh_error err = { 0 };
        size_t n;
        nh_frame *foster = rows_that(frame_of(e.inputs, "placements"),
                                     (truth[]){ { "placement_group", 0, "foster" }, { "over_20", far, NULL }, { 0 } });
        nh_frame *moved = rows_that(foster, (truth[]){ { "ended_by", 0, "move" }, { 0 } });
        nh_frame *table = nh_breakdowns(&(nh_breakdown_request){ .placements = foster, .first_year = 2023,
                                                                 .last_year = 2024 }, &err);
        if (!table) fail_msg("%s", err.text);
        double hits = 0, moves = 0;
        for (int year = 2023; year <= 2024; year++) {
            size_t row = row_that(table, (truth[]){ { "year", year, NULL }, { "geographic_level", 0, "National" },
                                                    { "placement_group", 0, "foster" }, { "set", 0, "primary" }, { 0 } });
            hits += number_at(table, "placements", row), moves += number_at(table, "ended_by_move", row);
        }
        nh_estimate seen = nh_share(hits, moves, 0.95);
        double due = true_share(moved, &n);
        if (!(seen.lower <= due && due <= seen.upper))
            fail_msg("%s: %.4f to %.4f does not hold %.4f", far ? "far" : "near", seen.lower, seen.upper, due);
        shares[far] = seen.value;
        nh_frame_free(table);
        nh_frame_free(moved);
        nh_frame_free(foster);
    }
    assert_true(shares[1] > shares[0] + 0.05);
}

enum { MOVE_BY_BREAKDOWN = 1, MOVE_OTHERWISE, ANY_OTHER_END };

/* Cumulative incidence within a year of foster placements begun in the last two, near (0) and far (1). */
static void incidence_of(const nh_frame *foster, double *breakdown, double *moves)
{
    size_t n = nh_frame_rows(foster);
    int32_t *days = calloc(n + 1, sizeof *days), *end = calloc(n + 1, sizeof *end);
    const nh_column *ended_by = nh_frame_find(foster, "ended_by");
    for (size_t row = 0; row < n; row++) {
        days[row] = (int32_t)number_at(foster, "days", row);
        if (number_at(foster, "open", row) == 1) continue;
        bool is_move = strcmp(nh_text_at(ended_by, row), "move") == 0;
        end[row] = !is_move                                   ? ANY_OTHER_END
                   : number_at(foster, "breakdown", row) == 1 ? MOVE_BY_BREAKDOWN
                                                              : MOVE_OTHERWISE;
    }
    nh_day_counts *counts = nh_day_counts_new(&(nh_spells){ .n = n, .n_groups = 1, .n_ends = 3, .days = days, .end = end });
    nh_days all = nh_days_of_all(counts);
    nh_incidence *broken = nh_incidence_new(&all, MOVE_BY_BREAKDOWN, 0.95),
                 *other = nh_incidence_new(&all, MOVE_OTHERWISE, 0.95);
    *breakdown = broken->value[365];
    *moves = *breakdown + other->value[365];
    nh_incidence_free(broken);
    nh_incidence_free(other);
    nh_day_counts_free(counts);
    free(days);
    free(end);
}

/* Aalen and Johansen's curves: of the placements that a move ends within a year, the share that broke down is the one
 * that the truth gives, near home and far away; its interval is that of as many moves. */
static void the_curves_recover_it(void **state)
{
    (void)state;
    for (int far = 0; far < 2; far++) {
        nh_frame *foster = rows_that(frame_of(e.inputs, "placements"),
                                     (truth[]){ { "placement_group", 0, "foster" }, { "over_20", far, NULL }, { 0 } });
        nh_frame *moved = rows_that(foster, (truth[]){ { "ended_by", 0, "move" }, { 0 } });
        double breakdown, moves;
        size_t n;
        incidence_of(foster, &breakdown, &moves);
        double due = true_share(moved, &n), seen = breakdown / moves;
        nh_estimate interval = nh_share(seen * (double)n, (double)n, 0.95);
        if (!(interval.lower <= due && due <= interval.upper))
            fail_msg("%s: %.4f to %.4f does not hold %.4f", far ? "far" : "near", interval.lower, interval.upper,
                     due);
        nh_frame_free(moved);
        nh_frame_free(foster);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_effect_on_scores_is_found),
        cmocka_unit_test(the_effects_on_health_are_found),
        cmocka_unit_test(the_effects_on_misuse_and_going_missing_are_found),
        cmocka_unit_test(the_effect_on_breakdown_is_found),
        cmocka_unit_test(the_table_of_breakdowns_recovers_it),
        cmocka_unit_test(the_curves_recover_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
