/* datasets/derive/children.c: the frame `children`, a row per child looked after in a loaded return year.
 *
 * What is counted: children with any episode in the year, short breaks (V3, V4) left out. Placement, need, legal
 * status and distance are those of 31 March, blank for a child who was not looked after on that day. */
#include "datasets/derive/care_words.h"
#include "datasets/derive/child_year.h"
#include "datasets/derive/outcomes.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>

static const nh_derived_column columns[] = {
    { "authority", "responsible authority" },
    { "child", "the child's identifier within the authority" },
    { "year", "return year, to 31 March" },
    { "looked_after_31_march", "1: looked after on 31 March; an ending on that day is not" },
    { "sex", "male, female, unknown" },
    { "age", "completed years on 31 March" },
    { "uasc", "1: unaccompanied asylum-seeking child in any loaded year" },
    { "need", "CIN on 31 March" },
    { "legal_status", "LS on 31 March" },
    { "placement", "PLACE on 31 March" },
    { "placement_group", "foster, adoption, parents, homes, supported, residential, school, other" },
    { "location", "IN or OUT of the responsible authority's area, on 31 March" },
    { "miles", "from home to placement on 31 March, in a straight line, to one decimal" },
    { "over_20", "1: more than 20.0 miles" },
    { "at_a_distance", "1: outside the authority and every adjoining one (regulation 11)" },
    { "placements_in_year", "placements (or carers) at any time in the year" },
    { "three_or_more", "1: three or more of them, of a child looked after on 31 March" },
    { "oc2_cohort", "1: looked after continuously for 12 months at 31 March" },
    { "sdq_score", "strengths and difficulties, 0 to 40" },
    { "sdq_band", "normal (0-13), borderline (14-16), concern (17-40)" },
    { "convicted", "1: convicted or cautioned in the year" },
    { "health_check", "1: development checks up to date (under 5)" },
    { "immunisations", "1: up to date" },
    { "teeth_check", "1: seen by a dentist in the year" },
    { "health_assessment", "1: done in the year" },
    { "substance_misuse", "1: a problem was identified" },
    { "missing_incidents", "incidents of going missing that overlap the year" },
    { "away_incidents", "incidents away without authorisation that overlap the year" },
    { NULL, NULL }
};

enum { N_FLAGS = 6 };
static const char *const flag_names[N_FLAGS] = { "convicted", "health_check", "immunisations", "teeth_check",
                                                 "health_assessment", "substance_misuse" };

typedef struct sheet {
    const nh_histories *h;
    nh_map *map;
    nh_problems *problems;
    const nh_outcomes *outcomes;
    bool count_carers;
    nh_frame *frame;
    nh_column *authority, *child, *year, *on_31_march, *sex, *age, *uasc, *need, *legal_status, *placement;
    nh_column *placement_group, *placements_in_year, *three_or_more, *oc2_cohort, *sdq_score, *sdq_band;
    nh_column *flag[N_FLAGS], *missing, *away;
    nh_distance_columns distance;
    /* Of the OC2 table; NULL where it has no such column. */
    const nh_column *oc2_score, *oc2_flag[N_FLAGS];
    int32_t no[N_FLAGS], yes[N_FLAGS]; /* codes of "0" and "1" */
} sheet;

static void add_facts(sheet *s, const nh_episodes *e)
{
    nh_frame *frame = s->frame;
    s->authority = nh_add_codes(frame, "authority", e->authority);
    s->child = nh_add_codes(frame, "child", e->child);
    s->year = nh_frame_add(frame, "year", NH_NUMBER);
    s->on_31_march = nh_frame_add(frame, "looked_after_31_march", NH_NUMBER);
    s->sex = nh_add_sex(frame);
    s->age = nh_frame_add(frame, "age", NH_NUMBER);
    s->uasc = nh_frame_add(frame, "uasc", NH_NUMBER);
    s->need = nh_add_codes(frame, "need", e->cin);
    s->legal_status = nh_add_codes(frame, "legal_status", e->ls);
    s->placement = nh_add_codes(frame, "placement", e->place);
    s->placement_group = nh_add_placement_group(frame);
    s->distance = nh_add_distance(frame);
    s->placements_in_year = nh_frame_add(frame, "placements_in_year", NH_NUMBER);
    s->three_or_more = nh_frame_add(frame, "three_or_more", NH_NUMBER);
}

static void add_outcomes(sheet *s)
{
    static const char *const bands[] = { "", "normal", "borderline", "concern", NULL };
    nh_frame *frame = s->frame;
    s->oc2_cohort = nh_frame_add(frame, "oc2_cohort", NH_NUMBER);
    s->sdq_score = nh_frame_add(frame, "sdq_score", NH_NUMBER);
    s->sdq_band = nh_add_words(frame, "sdq_band", bands);
    for (int i = 0; i < N_FLAGS; i++) s->flag[i] = nh_frame_add(frame, flag_names[i], NH_NUMBER);
    s->missing = nh_frame_add(frame, "missing_incidents", NH_NUMBER);
    s->away = nh_frame_add(frame, "away_incidents", NH_NUMBER);
}

static void open_oc2(sheet *s)
{
    const nh_frame *oc2 = nh_oc2_table(s->outcomes);
    if (!oc2) return;
    s->oc2_score = nh_frame_find(oc2, "sdq_score");
    for (int i = 0; i < N_FLAGS; i++) {
        const nh_column *column = nh_frame_find(oc2, flag_names[i]);
        if (!column || column->kind != NH_CATEGORY) continue;
        s->oc2_flag[i] = column;
        s->no[i] = nh_levels_find_text(column->levels, "0");
        s->yes[i] = nh_levels_find_text(column->levels, "1");
    }
}

static void put_count(nh_column *column, size_t row, bool is_known, double value)
{
    if (is_known) nh_put_number(column, row, value);
    else nh_put_mark(column, row, NH_MISSING);
}

static void put_child(const sheet *s, size_t row, uint32_t child, int year)
{
    const nh_people *people = s->h->people;
    bool has_birth = people->birth[child] != NH_NO_DAY;
    nh_put_code(s->authority, row, s->h->index->authority[child]);
    nh_put_code(s->child, row, s->h->index->code[child]);
    nh_put_number(s->year, row, year);
    nh_put_word(s->sex, row, people->sex[child]);
    put_count(s->age, row, has_birth, has_birth ? nh_age(people->birth[child], nh_year_end(year)) : 0);
    nh_put_truth(s->uasc, row, (nh_truth)(people->asylum[child] - NH_NOT_ASYLUM));
}

/* The facts of a row of the episodes, or none. */
static void put_31_march(const sheet *s, size_t row, uint32_t child, const nh_child_year *y)
{
    const nh_episodes *e = &s->h->episodes;
    nh_put_number(s->on_31_march, row, y->on_31_march != NULL);
    size_t source = y->on_31_march ? y->on_31_march->source : 0;
    nh_put_code(s->need, row, y->on_31_march ? nh_code_in(e->cin, source) : -1);
    nh_put_code(s->legal_status, row, y->on_31_march ? nh_code_in(e->ls, source) : -1);
    int32_t place = y->placement ? nh_code_in(e->place, s->h->row[y->placement->first_ordinary].source) : -1;
    nh_put_code(s->placement, row, place);
    nh_put_word(s->placement_group, row, e->placement[place + 1] & NH_GROUP_BITS);
    if (!y->on_31_march) {
        nh_put_no_distance(&s->distance, row);
        return;
    }
    nh_whereabouts where = nh_whereabouts_of(s->map, child, source);
    nh_put_distance(&s->distance, row, &where);
}

static void put_placements(const sheet *s, size_t row, const nh_child_year *y)
{
    unsigned n = s->count_carers ? y->carers : y->placements;
    nh_put_number(s->placements_in_year, row, n);
    put_count(s->three_or_more, row, y->on_31_march != NULL, n >= 3);
    nh_put_number(s->oc2_cohort, row, y->oc2_cohort);
}

static int band_of(double score)
{
    return score <= 13 ? 1 : score <= 16 ? 2 : 3;
}

static void put_score(const sheet *s, size_t row, size_t oc2)
{
    bool has = oc2 != NH_NO_ROW && s->oc2_score && nh_present(s->oc2_score, oc2);
    double score = has ? s->oc2_score->number[oc2] : -1;
    has = score >= 0 && score <= 40;
    put_count(s->sdq_score, row, has, score);
    nh_put_word(s->sdq_band, row, has ? band_of(score) : 0);
}

static void put_flags(const sheet *s, size_t row, size_t oc2)
{
    for (int i = 0; i < N_FLAGS; i++) {
        int32_t code = oc2 == NH_NO_ROW ? -1 : nh_code_in(s->oc2_flag[i], oc2);
        bool is_yes = code >= 0 && code == s->yes[i], is_no = code >= 0 && code == s->no[i];
        put_count(s->flag[i], row, is_yes || is_no, is_yes);
    }
}

static void put_incidents(const sheet *s, size_t row, uint32_t child, int year)
{
    bool is_told = nh_return_has(s->h->returns, NH_RETURN_MISSING, s->h->index->authority[child], year);
    nh_incidents n = nh_incidents_of(s->outcomes, child, year);
    put_count(s->missing, row, is_told, n.missing);
    put_count(s->away, row, is_told, n.away);
}

static void report_stray_row(const sheet *s, size_t oc2)
{
    nh_problem_add(s->problems, NH_PROBLEM_OC2_OUTSIDE_COHORT,
                   nh_problem_place_of("oc2", NULL, nh_oc2_table(s->outcomes), oc2));
}

/* The episodes decide who is in the cohort; where the OC2 table disagrees, that is reported. */
static void compare_cohorts(const sheet *s, uint32_t child, int year, const nh_child_year *y, size_t oc2)
{
    if (!nh_return_has(s->h->returns, NH_RETURN_OC2, s->h->index->authority[child], year)) return;
    if (y->oc2_cohort && oc2 == NH_NO_ROW)
        nh_problem_add(s->problems, NH_PROBLEM_COHORT_WITHOUT_OC2,
                       nh_episode_place(&s->h->episodes, y->on_31_march->source, NULL));
    if (!y->oc2_cohort && oc2 != NH_NO_ROW) report_stray_row(s, oc2);
}

typedef struct child_year {
    uint32_t child;
    int year;
} child_year;

static void put_row(const sheet *s, size_t row, uint32_t child, int year)
{
    nh_child_year y = nh_child_in_year(s->h, child, year);
    size_t oc2 = nh_oc2_row(s->outcomes, child, year);
    put_child(s, row, child, year);
    put_31_march(s, row, child, &y);
    put_placements(s, row, &y);
    put_score(s, row, oc2);
    put_flags(s, row, oc2);
    put_incidents(s, row, child, year);
    compare_cohorts(s, child, year, &y, oc2);
}

/* Each child and loaded return year in which it was looked after; free() them. */
static child_year *find_child_years(const nh_histories *h, size_t *n)
{
    const nh_returns *returns = h->returns;
    child_year *all = NULL;
    size_t room = 0;
    *n = 0;
    for (uint32_t child = 0; child < h->index->n_children; child++)
        for (int year = returns->first_year; year <= returns->last_year; year++) {
            if (!nh_return_has(returns, NH_RETURN_EPISODES, h->index->authority[child], year)) continue;
            if (!nh_in_care_in_year(h, child, year)) continue;
            if (*n == room) all = nh_resize(all, room = 2 * room + 1024, sizeof *all);
            all[(*n)++] = (child_year){ child, year };
        }
    return all;
}

static void put_rows(const sheet *s)
{
    size_t n;
    child_year *all = find_child_years(s->h, &n);
    nh_frame_set_rows(s->frame, n);
    for (size_t row = 0; row < n; row++) put_row(s, row, all[row].child, all[row].year);
    free(all);
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    const nh_histories *h = nh_inputs_histories(inputs, err);
    if (!h) return NULL;
    nh_inputs_tell(inputs, "children", 0, 1);
    nh_outcomes *outcomes = nh_outcomes_of(inputs, h);
    sheet s = { .h = h, .map = nh_inputs_map(inputs), .problems = nh_inputs_problems(inputs), .outcomes = outcomes,
                .count_carers = nh_inputs_rules(inputs)->count_carers,
                .frame = nh_frame_new("children", "Children looked after in the year") };
    add_facts(&s, &h->episodes);
    add_outcomes(&s);
    open_oc2(&s);
    put_rows(&s);
    nh_outcomes_free(outcomes);
    return s.frame;
}

const nh_derivation nh_derive_children = {
    .name = "children", .summary = "a row per child and year: where they live, how they fare", .is_public = true,
    .columns = columns, .make = make
};
