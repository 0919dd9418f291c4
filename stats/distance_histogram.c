/* stats/distance_histogram.c: children on 31 March by bands of five miles from home, for each group of placement.
 *
 * What is counted: children looked after on 31 March of all loaded authorities whose distance from home is known; the
 * others are counted beside them. A band holds its upper edge: 20.0 miles is not over 20. The last band is open. */
#include "stats/distance.h"

#include "datasets/frame/arena.h"
#include "stats/areas.h"
#include "stats/distance_groups.h"
#include "stats/methods/quantile.h"
#include "stats/result_frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BAND_MILES = 5, BANDS = 21 }; /* over 100 miles is the last */

static const nh_result_column columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "group", NH_CATEGORY, "Placement", NULL, NH_PLAIN, NULL, NULL },
    { "over_miles", NH_NUMBER, "Over so many miles from home (the first band holds 0)", "miles", NH_PLAIN, NULL, NULL },
    { "to_miles", NH_NUMBER, "Up to so many miles, that distance included", "miles", NH_PLAIN, NULL, NULL },
    { "children", NH_NUMBER, "Children in the band", "children", NH_COUNT, NULL, NULL },
    { "distance_known", NH_NUMBER, "Children whose distance is known", "children", NH_COUNT, NULL, NULL },
    { "distance_unknown", NH_NUMBER, "Children whose distance is not known", "children", NH_COUNT, NULL, NULL },
    { "median_miles", NH_NUMBER, "Median distance from home", "miles", NH_MEDIAN, NULL, "distance_known" },
    { 0 }
};

/* One panel: a group of placements in an area and year. */
typedef struct panel {
    double in_band[BANDS], unknown;
    double *miles;
    size_t n, room;
} panel;

typedef struct counting {
    const nh_column *counted, *miles, *group;
    nh_areas *areas;
    panel *panels; /* [area * NH_DISTANCE_GROUPS + group]; group 0: every placement */
} counting;

static size_t band_of(double miles)
{
    double band = miles > 0 ? ceil(miles / BAND_MILES) - 1 : 0;
    return band < BANDS ? (size_t)band : BANDS - 1;
}

static void add_child(panel *p, const nh_column *miles, size_t row)
{
    if (!nh_present(miles, row)) {
        p->unknown++;
        return;
    }
    if (p->n == p->room) {
        p->room = p->room ? p->room * 2 : 256;
        p->miles = nh_resize(p->miles, p->room, sizeof *p->miles);
    }
    p->miles[p->n++] = miles->number[row];
    p->in_band[band_of(miles->number[row])]++;
}

static void count_row(const counting *c, size_t row)
{
    if (!nh_present(c->counted, row) || c->counted->number[row] != 1) return;
    int32_t area = c->areas->targets[c->areas->of_row[row]][0];
    if (area < 0) return;
    panel *all = &c->panels[(size_t)area * NH_DISTANCE_GROUPS];
    add_child(all, c->miles, row);
    size_t group = nh_distance_group_number(nh_text_at(c->group, row));
    if (group) add_child(all + group, c->miles, row);
}

/* The middle one, or the mean of the two in the middle. R: median(miles) */
static double median_of(panel *p)
{
    nh_sort_numbers(p->miles, p->n);
    return (p->miles[(p->n - 1) / 2] + p->miles[p->n / 2]) / 2;
}

static void put(nh_frame *table, size_t row, const char *column, double value)
{
    nh_put_number(nh_frame_find(table, column), row, value);
}

static void put_panel(nh_frame *table, const nh_area *area, const char *group, panel *p)
{
    double median = p->n ? median_of(p) : 0;
    for (size_t band = 0; band < BANDS; band++) {
        size_t row = nh_frame_append(table);
        put(table, row, "year", area->year);
        nh_put_text(nh_frame_find(table, "geographic_level"), row, area->level);
        nh_put_text(nh_frame_find(table, "name"), row, area->name);
        nh_put_text(nh_frame_find(table, "group"), row, group);
        put(table, row, "over_miles", (double)band * BAND_MILES);
        if (band + 1 < BANDS) put(table, row, "to_miles", (double)(band + 1) * BAND_MILES);
        put(table, row, "children", p->in_band[band]);
        put(table, row, "distance_known", (double)p->n);
        put(table, row, "distance_unknown", p->unknown);
        if (p->n) put(table, row, "median_miles", median);
        else nh_put_mark(nh_frame_find(table, "median_miles"), row, NH_NOT_APPLICABLE);
    }
}

static nh_frame *write_table(const counting *c)
{
    nh_frame *table = nh_result_frame("histogram", "Children looked after on 31 March by miles from home", columns);
    for (size_t area = 0; area < c->areas->n; area++)
        for (size_t group = 0; group < NH_DISTANCE_GROUPS; group++)
            put_panel(table, &c->areas->area[area], nh_distance_group_word(group),
                      &c->panels[area * NH_DISTANCE_GROUPS + group]);
    return table;
}

static void free_panels(counting *c)
{
    for (size_t i = 0; i < c->areas->n * NH_DISTANCE_GROUPS; i++) free(c->panels[i].miles);
    free(c->panels);
    nh_areas_free(c->areas);
}

nh_frame *nh_distance_histogram(const nh_frame *children, nh_error *err)
{
    const nh_column *authority = nh_frame_need(children, "authority", NH_CATEGORY, err);
    const nh_column *year = nh_frame_need(children, "year", NH_NUMBER, err);
    counting c = { .counted = nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err),
                   .miles = nh_frame_need(children, "miles", NH_NUMBER, err),
                   .group = nh_frame_need(children, "placement_group", NH_CATEGORY, err) };
    if (!authority || !year || !c.counted || !c.miles || !c.group) return NULL;
    c.areas = nh_areas_new(authority, year, NH_AREAS_WHOLE);
    c.panels = nh_zeroed(c.areas->n * NH_DISTANCE_GROUPS + 1, sizeof *c.panels);
    for (size_t row = 0; row < nh_frame_rows(children); row++) count_row(&c, row);
    nh_frame *table = write_table(&c);
    free_panels(&c);
    return table;
}
