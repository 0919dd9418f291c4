/* tests/test_simulated_england.c: the extract that ships against what DfE published of England.
 *
 * Published: Children looked after in England including adoptions, reporting year 2024 (Department for Education,
 * November 2024), as tables/reference/published_2024.csv holds it: national figures, rounded to 10. Ours are counted
 * by the same rules as any extract's. Shares are compared to one percentage point unless a line says otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "datasets/frame/date.h"
#include "datasets/simulate/figures.h"
#include "tests/close.h"
#include "tests/simulated.h"

typedef struct england {
    nh_inputs *inputs;
    nh_figures *figures;
    nh_frame *on_31_march, *in_year, *cohort, *ended; /* of the last year */
} england;

static england e;

static double due(const char *table, const char *row, const char *column)
{
    return nh_figure(e.figures, table, row, column);
}

static const int32_t *ends(const nh_frame *placements)
{
    return nh_frame_find(placements, "end")->date;
}

static nh_frame *ended_in_the_year(const nh_frame *placements)
{
    int32_t first = nh_date(2023, 4, 1), last = nh_date(2024, 3, 31);
    const nh_column *open = nh_frame_find(placements, "open");
    size_t *rows = calloc(nh_frame_rows(placements) + 1, sizeof *rows), n = 0;
    for (size_t row = 0; row < nh_frame_rows(placements); row++)
        if (open->number[row] == 0 && ends(placements)[row] >= first && ends(placements)[row] <= last)
            rows[n++] = row;
    nh_frame *taken = nh_frame_take(placements, rows, n);
    free(rows);
    return taken;
}

static int set_up(void **state)
{
    (void)state;
    e.figures = nh_figures_new();
    e.inputs = england_inputs();
    const nh_frame *children = frame_of(e.inputs, "children");
    e.in_year = rows_that(children, (truth[]){ { "year", 2024, NULL }, { 0 } });
    e.on_31_march = rows_that(e.in_year, (truth[]){ { "looked_after_31_march", 1, NULL }, { 0 } });
    e.cohort = rows_that(e.in_year, (truth[]){ { "oc2_cohort", 1, NULL }, { 0 } });
    e.ended = ended_in_the_year(frame_of(e.inputs, "placements"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    nh_frame *frames[] = { e.in_year, e.on_31_march, e.cohort, e.ended };
    for (size_t i = 0; i < 4; i++) nh_frame_free(frames[i]);
    nh_inputs_free(e.inputs);
    nh_figures_free(e.figures);
    return 0;
}

/* A share of ours and the published one, a point apart at most. */
static void near_share(double ours, double of_ours, double published, double of_published, const char *what)
{
    double off = 100 * (ours / of_ours - published / of_published);
    if (fabs(off) > 1) fail_msg("%s: %.2f%% where %.2f%% was published", what, 100 * ours / of_ours,
                                100 * published / of_published);
}

static void near_number(double ours, double published, double tolerance, const char *what)
{
    if (fabs(ours / published - 1) > tolerance) fail_msg("%s: %.0f where %.0f was published", what, ours, published);
}

static double rows_of(const nh_frame *frame)
{
    return (double)nh_frame_rows(frame);
}

/* ---- children ---- */

static void as_many_children_are_in_care(void **state)
{
    (void)state;
    near_number(rows_of(e.on_31_march), due("children", "all", "on_31_march"), 0.0005, "on 31 March");
    near_number(rows_of(e.in_year), due("missing", "all", "children_in_year"), 0.01, "in the year");
    near_number(rows_of(e.cohort), due("outcome", "all", "cohort"), 0.01, "in care for twelve months");
    near_number(rows_of(e.ended) - count_rows(e.ended, (truth[]){ { "ended_by", 0, "move" }, { 0 } }) -
                    count_rows(e.ended, (truth[]){ { "ended_by", 0, "status_change" }, { 0 } }),
                32810, 0.03, "placements that ended with care"); /* 98,880 ended less 66,070 changed */
}

static void ages_are_as_published(void **state)
{
    (void)state;
    static const int from[] = { 0, 1, 5, 10, 16, 99 };
    static const char *const names[] = { "0", "1", "5", "10", "16" };
    const nh_column *age = nh_frame_find(e.on_31_march, "age");
    for (int band = 0; band < 5; band++) {
        double n = 0;
        for (size_t row = 0; row < age->n; row++)
            n += age->number[row] >= from[band] && age->number[row] < from[band + 1];
        near_share(n, rows_of(e.on_31_march), due("age", "from", names[band]), e.figures->children, names[band]);
    }
}

static void needs_sex_and_uasc_are_as_published(void **state)
{
    (void)state;
    static const char *const needs[] = { "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8" };
    double all = rows_of(e.on_31_march);
    for (int i = 0; i < 8; i++)
        near_share(count_rows(e.on_31_march, (truth[]){ { "need", 0, needs[i] }, { 0 } }), all,
                   due("need", "all", needs[i]), e.figures->children, needs[i]);
    near_share(count_rows(e.on_31_march, (truth[]){ { "sex", 0, "male" }, { 0 } }), all, e.figures->male, 1, "boys");
    near_share(count_rows(e.on_31_march, (truth[]){ { "uasc", 1, NULL }, { 0 } }), all, e.figures->uasc,
               e.figures->children, "UASC");
}

static double with_status(const char *first_letters)
{
    const nh_column *status = nh_frame_find(e.on_31_march, "legal_status");
    double n = 0;
    for (size_t row = 0; row < status->n; row++) n += strchr(first_letters, nh_text_at(status, row)[0]) != NULL;
    return n;
}

static void legal_statuses_are_as_published(void **state)
{
    (void)state;
    double all = rows_of(e.on_31_march), published = e.figures->children;
    near_share(with_status("C"), all, due("legal", "all", "care_order"), published, "care orders");
    near_share(with_status("E"), all, due("legal", "all", "E1"), published, "placement orders");
    near_share(with_status("V"), all, due("legal", "all", "V2"), published, "by agreement");
    near_share(with_status("J"), all, due("legal", "all", "youth_justice"), published, "youth justice");
}

static void placements_in_the_year_are_as_published(void **state)
{
    (void)state;
    static const char *const names[] = { "1", "2", "3", "4", "5", "6", "7" };
    const nh_column *n = nh_frame_find(e.on_31_march, "placements_in_year");
    double counts[8] = { 0 }, all = rows_of(e.on_31_march);
    for (size_t row = 0; row < n->n; row++) counts[n->number[row] > 7 ? 7 : (int)n->number[row]]++;
    for (int i = 0; i < 7; i++)
        near_share(counts[i + 1], all, due("placements", "all", names[i]), e.figures->children, names[i]);
    /* 8,690 of 83,630. */
    near_share(count_rows(e.on_31_march, (truth[]){ { "three_or_more", 1, NULL }, { 0 } }), all, 8690, 83630,
               "three or more placements");
}

/* ---- placements that ended ---- */

static const char *const reasons[] = { "ALLEG", "APPRR", "CARPL", "CHILD", "CLOSE", "CREQB",
                                       "CREQO", "CUSTOD", "LAREQ", "OTHER", "PLACE", "STAND" };

static const char *const group_words[] = { "foster", "adoption", "parents", "homes", "supported", "residential", "school",
                                           "other" };

static double changes_for(const char *reason)
{
    double n = 0;
    for (size_t i = 0; i < 8; i++) n += due("reason", group_words[i], reason);
    return n;
}

/* DfE: 66,070 changes, 0.79 per child; of status only 24%. */
static void changes_and_their_reasons_are_as_published(void **state)
{
    (void)state;
    double changes = 0, published = 0;
    for (size_t i = 0; i < 12; i++) {
        changes += count_rows(e.ended, (truth[]){ { "end_reason", 0, reasons[i] }, { 0 } });
        published += changes_for(reasons[i]);
    }
    assert_close(published, 66070, 0.002);
    assert_close(changes / rows_of(e.on_31_march), 0.79, 0.05);
    for (size_t i = 0; i < 12; i++)
        near_share(count_rows(e.ended, (truth[]){ { "end_reason", 0, reasons[i] }, { 0 } }), changes,
                   changes_for(reasons[i]), published, reasons[i]);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_days(const nh_frame *ended, double *mean)
{
    size_t n = nh_frame_rows(ended);
    double *days = calloc(n + 1, sizeof *days), sum = 0;
    memcpy(days, nh_frame_find(ended, "days")->number, n * sizeof *days);
    qsort(days, n, sizeof *days, by_value);
    for (size_t i = 0; i < n; i++) sum += days[i];
    double median = days[n / 2];
    *mean = sum / (double)n;
    free(days);
    return median;
}

/* Published bands: in days here, in calendar months there. */
static void durations_are_as_published(void **state)
{
    (void)state;
    static const char *const names[] = { "1", "8", "30", "91", "182", "365", "730", "1826" };
    static const double from[] = { 1, 8, 30, 91, 182, 365, 730, 1826, 1e9 };
    const nh_column *days = nh_frame_find(e.ended, "days");
    double published = 0, mean;
    for (size_t i = 0; i < 8; i++) published += due("duration", group_words[i], "all");
    for (int band = 0; band < 8; band++) {
        double n = 0, of_band = 0;
        for (size_t row = 0; row < days->n; row++)
            n += days->number[row] >= from[band] && days->number[row] < from[band + 1];
        for (size_t i = 0; i < 8; i++) of_band += due("duration", group_words[i], names[band]);
        near_share(n, rows_of(e.ended), of_band, published, names[band]);
    }
    near_number(median_days(e.ended, &mean), due("duration", "all", "median"), 0.12, "median days");
    near_number(mean, due("duration", "all", "mean"), 0.12, "mean days");
}

/* Told backwards within two years, foster placements come out shorter than they are. */
static void durations_by_group_are_near(void **state)
{
    (void)state;
    static const struct { const char *group; double median, mean; } tolerances[] = {
        { "foster", 0.25, 0.25 }, { "adoption", 0.1, 0.1 },   { "parents", 0.12, 0.12 },
        { "homes", 0.15, 0.12 },  { "supported", 0.12, 0.1 }, { "residential", 0.2, 0.65 },
    };
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        const char *group = tolerances[i].group;
        nh_frame *of_group = rows_that(e.ended, (truth[]){ { "placement_group", 0, group }, { 0 } });
        double mean, median = median_days(of_group, &mean);
        near_number(median, due("duration", group, "median"), tolerances[i].median, group);
        near_number(mean, due("duration", group, "mean"), tolerances[i].mean, group);
        nh_frame_free(of_group);
    }
}

/* ---- outcomes ---- */

static void near_outcome(const char *column, const char *part, const char *whole, const truth *truths,
                         const truth *of)
{
    near_share(count_rows(e.cohort, truths), count_rows(e.cohort, of), due("outcome", "all", part),
               due("outcome", "all", whole), column);
}

static void health_is_as_published(void **state)
{
    (void)state;
    static const truth any[] = { { "oc2_cohort", 1, NULL }, { 0 } };
    near_outcome("health assessments", "health_assessed", "cohort", (truth[]){ { "health_assessment", 1, NULL }, { 0 } }, any);
    near_outcome("immunisations", "immunised", "cohort", (truth[]){ { "immunisations", 1, NULL }, { 0 } }, any);
    near_outcome("teeth", "teeth_checked", "cohort", (truth[]){ { "teeth_check", 1, NULL }, { 0 } }, any);
    near_outcome("misuse", "substance_misuse", "cohort", (truth[]){ { "substance_misuse", 1, NULL }, { 0 } }, any);
}

static void convictions_and_development_checks_are_as_published(void **state)
{
    (void)state;
    const nh_column *age = nh_frame_find(e.cohort, "age"), *convicted = nh_frame_find(e.cohort, "convicted");
    const nh_column *checked = nh_frame_find(e.cohort, "health_check");
    double n = 0, guilty = 0, young = 0, developed = 0;
    for (size_t row = 0; row < age->n; row++) {
        n += age->number[row] >= 10;
        guilty += nh_present(convicted, row) && convicted->number[row] == 1;
        young += age->number[row] < 5;
        developed += nh_present(checked, row) && checked->number[row] == 1;
    }
    near_share(guilty, n, due("outcome", "all", "convicted"), due("outcome", "all", "aged_10_to_17"), "convicted");
    near_share(developed, young, due("outcome", "all", "development_checked"), due("outcome", "all", "aged_0_to_4"),
               "development checks");
}

/* Of children aged 5 to 16: a score for 77%, normal 46%, borderline 13%, concern 41%, mean 14.7. */
static void scores_are_as_published(void **state)
{
    (void)state;
    const nh_column *age = nh_frame_find(e.cohort, "age"), *score = nh_frame_find(e.cohort, "sdq_score");
    double children = 0, n = 0, sum = 0, bands[3] = { 0 };
    for (size_t row = 0; row < age->n; row++) {
        if (age->number[row] < 5 || age->number[row] > 16) continue;
        children++;
        if (!nh_present(score, row)) continue;
        n++, sum += score->number[row];
        bands[score->number[row] >= 17 ? 2 : score->number[row] >= 14]++;
    }
    double received = due("outcome", "all", "sdq_received");
    near_share(n, children, received, due("outcome", "all", "aged_5_to_16"), "scores received");
    near_share(bands[0], n, due("outcome", "all", "sdq_normal"), received, "normal");
    near_share(bands[1], n, due("outcome", "all", "sdq_borderline"), received, "borderline");
    near_share(bands[2], n, due("outcome", "all", "sdq_concern"), received, "cause for concern");
    assert_close(due("outcome", "all", "sdq_average"), 14.7, 1e-12);
    assert_close(sum / n, 14.7, 0.2 / 14.7);
}

static void near_times(const char *column, const char *table)
{
    const nh_column *times = nh_frame_find(e.in_year, column);
    double incidents = 0, children = 0, again = 0;
    for (size_t row = 0; row < times->n; row++) {
        double n = nh_present(times, row) ? times->number[row] : 0;
        incidents += n, children += n > 0, again += n > 1;
    }
    near_share(children, rows_of(e.in_year), due(table, "all", "children"), due("missing", "all", "children_in_year"),
               table);
    near_share(again, children, due(table, "all", "more_than_once"), due(table, "all", "children"), "more than once");
    near_number(incidents, due(table, "all", "incidents"), 0.05, column);
}

/* 83,920 incidents of 13,010 children who went missing, 10,780 of 2,720 who were away without permission. */
static void incidents_are_as_published(void **state)
{
    (void)state;
    near_times("missing_incidents", "missing");
    near_times("away_incidents", "away");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_children_are_in_care),
        cmocka_unit_test(ages_are_as_published),
        cmocka_unit_test(needs_sex_and_uasc_are_as_published),
        cmocka_unit_test(legal_statuses_are_as_published),
        cmocka_unit_test(placements_in_the_year_are_as_published),
        cmocka_unit_test(changes_and_their_reasons_are_as_published),
        cmocka_unit_test(durations_are_as_published),
        cmocka_unit_test(durations_by_group_are_near),
        cmocka_unit_test(health_is_as_published),
        cmocka_unit_test(convictions_and_development_checks_are_as_published),
        cmocka_unit_test(scores_are_as_published),
        cmocka_unit_test(incidents_are_as_published),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
