/* stats/distance_tables.c: cells of children as the tables `distance`, `distance_by` and `two_tests`.
 *
 * Shares are of all children, those whose distance is unknown among them; the column `..._share_known` leaves them
 * out. Every count of a share is in the table, or is read by disclosure control alone. */
#include "stats/distance.h"

#include "datasets/frame/arena.h"
#include "stats/distance_cells.h"
#include "stats/distance_groups.h"
#include "stats/result_frame.h"

#include <stdlib.h>
#include <string.h>

static const char *group_of(const nh_column *column, size_t row)
{
    const char *group = nh_text_at(column, row);
    size_t number = nh_distance_group_number(group);
    return number ? nh_distance_group_word(number) : group;
}

/* The groups of the published distance tables. */
static const char *const groups[] = {
    "foster", "adoption", "parents", "homes", "supported", "other placements", NULL
};

static const nh_recoding placement_groups = { .by = "placement_group", .column = "placement_group", .shown = "group",
                                              .levels = groups, .word = group_of, .not_known = true };
static const nh_recoding *const recodings[] = { &placement_groups, &nh_age_bands, &nh_region_of_authority, NULL };

static const nh_result_column key_columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
    { "cover", NH_CATEGORY, "Children covered", NULL, NH_PLAIN, NULL, NULL },
    { 0 }
};

/* The columns of counts, in the order of the cells they hold. */
static const nh_result_column place_columns[] = {
    { "to_20_in", NH_NUMBER, "20 miles or less, inside the authority", "children", NH_COUNT, NULL, NULL },
    { "to_20_out", NH_NUMBER, "20 miles or less, outside the authority", "children", NH_COUNT, NULL, NULL },
    { "over_20_in", NH_NUMBER, "Over 20 miles, inside the authority", "children", NH_COUNT, NULL, NULL },
    { "over_20_out", NH_NUMBER, "Over 20 miles and outside the authority", "children", NH_COUNT, NULL, NULL },
    { "unknown", NH_NUMBER, "Distance not known", "children", NH_COUNT, NULL, NULL },
    { "total", NH_NUMBER, "All children looked after on 31 March", "children", NH_COUNT, NULL, NULL },
    { 0 }
};

static const nh_result_column measure_columns[] = {
    { "over_20", NH_NUMBER, "Over 20 miles, inside or outside", "children", NH_COUNT, NULL, NULL },
    { "outside", NH_NUMBER, "Outside the authority, at any distance", "children", NH_COUNT, NULL, NULL },
    { "at_a_distance", NH_NUMBER, "At a distance (regulation 11)", "children", NH_COUNT, NULL, NULL },
    { "distance_known", NH_NUMBER, "Distance known", "children", NH_SUPPORT, NULL, NULL },
    { "location_known", NH_NUMBER, "Inside or outside known", "children", NH_SUPPORT, NULL, NULL },
    { "test_known", NH_NUMBER, "At a distance or not known to be", "children", NH_SUPPORT, NULL, NULL },
    { 0 }
};

static const nh_result_column share_columns[] = {
    { "over_20_out_share", NH_NUMBER, "Over 20 miles and outside the authority, share of all children", "%",
      NH_PERCENT, "over_20_out", "total" },
    { "over_20_out_low", NH_NUMBER, "Over 20 miles and outside the authority, lower 95% bound", "%", NH_LOWER,
      "over_20_out", "total" },
    { "over_20_out_high", NH_NUMBER, "Over 20 miles and outside the authority, upper 95% bound", "%", NH_UPPER,
      "over_20_out", "total" },
    { "over_20_out_share_known", NH_NUMBER, "Over 20 miles and outside the authority, share where known", "%",
      NH_PERCENT, "over_20_out", "distance_known" },
    { "over_20_share", NH_NUMBER, "Over 20 miles, share of all children", "%", NH_PERCENT, "over_20", "total" },
    { "over_20_low", NH_NUMBER, "Over 20 miles, lower 95% bound", "%", NH_LOWER, "over_20", "total" },
    { "over_20_high", NH_NUMBER, "Over 20 miles, upper 95% bound", "%", NH_UPPER, "over_20", "total" },
    { "over_20_share_known", NH_NUMBER, "Over 20 miles, share where known", "%", NH_PERCENT, "over_20",
      "distance_known" },
    { "outside_share", NH_NUMBER, "Outside the authority, share of all children", "%", NH_PERCENT, "outside",
      "total" },
    { "outside_low", NH_NUMBER, "Outside the authority, lower 95% bound", "%", NH_LOWER, "outside", "total" },
    { "outside_high", NH_NUMBER, "Outside the authority, upper 95% bound", "%", NH_UPPER, "outside", "total" },
    { "outside_share_known", NH_NUMBER, "Outside the authority, share where known", "%", NH_PERCENT, "outside",
      "location_known" },
    { "at_a_distance_share", NH_NUMBER, "At a distance (regulation 11), share of all children", "%", NH_PERCENT,
      "at_a_distance", "total" },
    { "at_a_distance_low", NH_NUMBER, "At a distance (regulation 11), lower 95% bound", "%", NH_LOWER,
      "at_a_distance", "total" },
    { "at_a_distance_high", NH_NUMBER, "At a distance (regulation 11), upper 95% bound", "%", NH_UPPER,
      "at_a_distance", "total" },
    { "at_a_distance_share_known", NH_NUMBER, "At a distance (regulation 11), share where known", "%", NH_PERCENT,
      "at_a_distance", "test_known" },
    { 0 }
};

static const nh_result_column area_columns[] = {
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { 0 }
};

/* A table being written, and its columns of counts by cell. */
typedef struct writing {
    nh_frame *frame;
    nh_column *counts[NH_DISTANCE_CELLS];
} writing;

static void find_counts(writing *w)
{
    for (size_t i = 0; i < NH_DISTANCE_CELLS; i++) {
        const char *name = i <= NH_TOTAL ? place_columns[i].name : measure_columns[i - NH_TOTAL - 1].name;
        w->counts[i] = nh_frame_find(w->frame, name);
    }
}

static void put_text(const writing *w, size_t row, const char *column, const char *text)
{
    nh_column *to = nh_frame_find(w->frame, column);
    if (*text) nh_put_text(to, row, text);
}

static void put_counts(const writing *w, size_t row, const double *cells)
{
    for (size_t i = 0; i < NH_DISTANCE_CELLS; i++) nh_put_number(w->counts[i], row, cells[i]);
}

static void put_line(const writing *w, size_t row, const nh_breaks *breaks, size_t line)
{
    for (size_t i = 0; i < breaks->n_columns; i++)
        put_text(w, row, breaks->name[i], line == breaks->n ? "total" : nh_breaks_text(breaks, line, i));
}

typedef struct tabulation {
    const nh_areas *areas;
    const nh_breaks *breaks;
    const nh_distance_cells *cells;
} tabulation;

static void write_area(const writing *w, const tabulation *t, size_t a, nh_cover cover)
{
    const nh_area *area = &t->areas->area[a];
    for (size_t line = 0; line <= t->breaks->n; line++) {
        size_t row = nh_frame_append(w->frame);
        nh_put_number(nh_frame_find(w->frame, "year"), row, area->year);
        put_text(w, row, "authority", area->code);
        put_text(w, row, "cover", nh_cover_word(cover));
        put_text(w, row, "geographic_level", area->level);
        put_text(w, row, "name", area->name);
        put_line(w, row, t->breaks, line);
        put_counts(w, row, nh_distance_row(t->cells, a, line, cover));
    }
}

static writing new_table(const nh_breaks *breaks)
{
    writing w = { .frame = nh_result_frame("distance", "Children looked after on 31 March by distance from home and "
                                           "place inside or outside the responsible authority", key_columns) };
    for (size_t i = 0; i < breaks->n_columns; i++) nh_frame_add(w.frame, breaks->name[i], NH_CATEGORY);
    nh_add_columns(w.frame, place_columns);
    nh_add_columns(w.frame, area_columns);
    nh_add_columns(w.frame, measure_columns);
    nh_add_columns(w.frame, share_columns);
    find_counts(&w);
    return w;
}

static nh_frame *write_table(const tabulation *t)
{
    writing w = new_table(t->breaks);
    for (size_t a = 0; a < t->areas->n; a++)
        for (nh_cover cover = NH_ALL_CHILDREN; cover < NH_COVERS; cover++) write_area(&w, t, a, cover);
    nh_fill_in(w.frame);
    return w.frame;
}

static bool is_among(const nh_result_column *columns, const char *name)
{
    for (; columns->name; columns++)
        if (strcmp(columns->name, name) == 0) return true;
    return false;
}

/* The table has rows for each authority and year, and columns for each distance: another one would be a second column
 * of that name. */
static bool may_break(const nh_breaks *breaks, nh_error *err)
{
    const nh_result_column *const all[] = { key_columns, place_columns, area_columns, measure_columns,
                                            share_columns };
    for (size_t i = 0; i < breaks->n_columns; i++)
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            if (is_among(all[k], breaks->name[i]))
                return nh_fail(err, NH_BAD_INPUT,
                               "--by cannot take '%s': the table tells it apart already, in its rows or columns",
                               breaks->name[i]);
    return true;
}

nh_frame *nh_distance_table(const nh_frame *children, const char *by, nh_error *err)
{
    const nh_column *authority = nh_frame_need(children, "authority", NH_CATEGORY, err);
    const nh_column *year = nh_frame_need(children, "year", NH_NUMBER, err);
    const nh_column *counted = nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err);
    if (!authority || !year || !counted) return NULL;
    nh_breaks *breaks = nh_breaks_new(children, by, counted, recodings, err);
    if (!breaks || !may_break(breaks, err)) {
        nh_breaks_free(breaks);
        return NULL;
    }
    nh_areas *areas = nh_areas_new(authority, year, NH_AREAS_ALL);
    nh_distance_cells *cells = nh_distance_cells_new(children, areas, breaks, err);
    nh_frame *table = cells ? write_table(&(tabulation){ areas, breaks, cells }) : NULL;
    nh_distance_cells_free(cells);
    nh_areas_free(areas);
    nh_breaks_free(breaks);
    return table;
}

/* One break of all loaded authorities: its rows in `distance_by`, whose columns `breakdown` and `level` say what. */
typedef struct stacking {
    writing to;
    const nh_frame *children;
    const nh_column *authority, *year, *counted;
} stacking;

static const nh_result_column by_columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "cover", NH_CATEGORY, "Children covered", NULL, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "breakdown", NH_CATEGORY, "Broken down by", NULL, NH_PLAIN, NULL, NULL },
    { "level", NH_CATEGORY, "Group", NULL, NH_PLAIN, NULL, NULL },
    { 0 }
};

static void stack_row(const stacking *s, const nh_area *area, nh_cover cover, const char *level, const double *cells)
{
    size_t row = nh_frame_append(s->to.frame);
    nh_put_number(nh_frame_find(s->to.frame, "year"), row, area->year);
    put_text(&s->to, row, "cover", nh_cover_word(cover));
    put_text(&s->to, row, "geographic_level", area->level);
    put_text(&s->to, row, "name", area->name);
    put_text(&s->to, row, "level", level);
    put_counts(&s->to, row, cells);
}

static void name_breakdown(const stacking *s, size_t from, const char *by)
{
    for (size_t row = from; row < nh_frame_rows(s->to.frame); row++) put_text(&s->to, row, "breakdown", by);
}

static void stack_lines(const stacking *s, const tabulation *t, const char *by)
{
    size_t from = nh_frame_rows(s->to.frame);
    for (size_t a = 0; a < t->areas->n; a++)
        for (nh_cover cover = NH_ALL_CHILDREN; cover < NH_COVERS; cover++)
            for (size_t line = 0; line < t->breaks->n; line++)
                stack_row(s, &t->areas->area[a], cover, nh_breaks_text(t->breaks, line, 0),
                          nh_distance_row(t->cells, a, line, cover));
    name_breakdown(s, from, by);
}

/* Areas as the levels of a break: regions, authorities, and all of them. */
static void stack_areas(const stacking *s, const tabulation *t, const char *by)
{
    size_t from = nh_frame_rows(s->to.frame);
    for (size_t a = 0; a < t->areas->n; a++)
        for (nh_cover cover = NH_ALL_CHILDREN; cover < NH_COVERS; cover++)
            stack_row(s, &t->areas->area[a], cover, t->areas->area[a].name,
                      nh_distance_row(t->cells, a, t->breaks->n, cover));
    name_breakdown(s, from, by);
}

typedef void (*stack)(const stacking *, const tabulation *, const char *by);

static bool add_breakdown(const stacking *s, const char *by, nh_areas_wanted wanted, stack put, nh_error *err)
{
    nh_breaks *breaks = nh_breaks_new(s->children, put == stack_lines ? by : "", s->counted, recodings, err);
    if (!breaks) return false;
    nh_areas *areas = nh_areas_new(s->authority, s->year, wanted);
    nh_distance_cells *cells = nh_distance_cells_new(s->children, areas, breaks, err);
    if (cells) put(s, &(tabulation){ areas, breaks, cells }, by);
    nh_distance_cells_free(cells);
    nh_areas_free(areas);
    nh_breaks_free(breaks);
    return cells != NULL;
}

typedef struct stacked {
    const char *by;
    nh_areas_wanted areas;
    stack put;
} stacked;

static const stacked breakdowns[] = {
    { "all", NH_AREAS_WHOLE, stack_areas },
    { "placement_group", NH_AREAS_WHOLE, stack_lines },
    { "need", NH_AREAS_WHOLE, stack_lines },
    { "age_band", NH_AREAS_WHOLE, stack_lines },
    { "sex", NH_AREAS_WHOLE, stack_lines },
    { "legal_status", NH_AREAS_WHOLE, stack_lines },
    { "region", NH_AREAS_REGIONS, stack_areas },
    { "authority", NH_AREAS_AUTHORITIES, stack_areas },
};

nh_frame *nh_distance_by(const nh_frame *children, nh_error *err)
{
    stacking s = { .children = children, .authority = nh_frame_need(children, "authority", NH_CATEGORY, err),
                   .year = nh_frame_need(children, "year", NH_NUMBER, err),
                   .counted = nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err) };
    if (!s.authority || !s.year || !s.counted) return NULL;
    s.to.frame = nh_result_frame("distance_by", "Distance from home by what is known of the children", by_columns);
    nh_add_columns(s.to.frame, place_columns);
    nh_add_columns(s.to.frame, measure_columns);
    nh_add_columns(s.to.frame, share_columns);
    find_counts(&s.to);
    for (size_t i = 0; i < sizeof breakdowns / sizeof *breakdowns; i++)
        if (!add_breakdown(&s, breakdowns[i].by, breakdowns[i].areas, breakdowns[i].put, err)) {
            nh_frame_free(s.to.frame);
            return NULL;
        }
    nh_fill_in(s.to.frame);
    return s.to.frame;
}

static const nh_result_column test_columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
    { "over_20", NH_CATEGORY, "Over 20 miles from home", NULL, NH_PLAIN, NULL, NULL },
    { "at_a_distance", NH_CATEGORY, "At a distance (regulation 11)", NULL, NH_PLAIN, NULL, NULL },
    { "children", NH_NUMBER, "Children", "children", NH_COUNT, NULL, NULL },
    { 0 }
};

static const char *const answers[] = { "0", "1", "unknown" };

static size_t answer_at(const nh_column *test, size_t row)
{
    return nh_present(test, row) ? test->number[row] == 1 : 2;
}

static void put_tests(nh_frame *table, const nh_area *area, const double *counts)
{
    for (size_t i = 0; i < 9; i++) {
        size_t row = nh_frame_append(table);
        nh_put_number(nh_frame_at(table, 0), row, area->year);
        nh_put_text(nh_frame_at(table, 1), row, area->code);
        nh_put_text(nh_frame_at(table, 2), row, answers[i / 3]);
        nh_put_text(nh_frame_at(table, 3), row, answers[i % 3]);
        nh_put_number(nh_frame_at(table, 4), row, counts[i]);
    }
}

/* Children in each of the nine cells of each area, by number of the area. */
static double *count_tests(const nh_frame *children, const nh_areas *areas)
{
    const nh_column *far = nh_frame_find(children, "over_20"), *distant = nh_frame_find(children, "at_a_distance");
    const nh_column *counted = nh_frame_find(children, "looked_after_31_march");
    double *counts = nh_zeroed(9 * areas->n + 1, sizeof *counts);
    for (size_t row = 0; row < nh_frame_rows(children); row++) {
        int32_t area = areas->targets[areas->of_row[row]][0];
        if (area < 0 || !nh_present(counted, row) || counted->number[row] != 1) continue;
        counts[9 * (size_t)area + 3 * answer_at(far, row) + answer_at(distant, row)]++;
    }
    return counts;
}

nh_frame *nh_two_tests(const nh_frame *children, nh_error *err)
{
    const nh_column *authority = nh_frame_need(children, "authority", NH_CATEGORY, err);
    const nh_column *year = nh_frame_need(children, "year", NH_NUMBER, err);
    if (!authority || !year || !nh_frame_need(children, "over_20", NH_NUMBER, err) ||
        !nh_frame_need(children, "at_a_distance", NH_NUMBER, err) ||
        !nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err))
        return NULL;
    nh_areas *areas = nh_areas_new(authority, year, NH_AREAS_AUTHORITIES);
    double *counts = count_tests(children, areas);
    nh_frame *table = nh_result_frame("two_tests", "Children over 20 miles from home against children at a distance "
                                      "(outside the authority and its neighbours)", test_columns);
    for (size_t a = 0; a < areas->n; a++) put_tests(table, &areas->area[a], counts + 9 * a);
    free(counts);
    nh_areas_free(areas);
    return table;
}
