/* stats/distance_regions.c: regions and England over the years: shares over 20 miles from home and outside the
 * authority.
 *
 * What is counted: children looked after on 31 March where all of England is loaded; or the new placements of a year
 * as DfE prints them for regions. Shares that end in share_known leave out what has no distance, which differs
 * between regions; a sum over a suppressed part is suppressed. */
#include "stats/distance.h"

#include "datasets/frame/arena.h"
#include "stats/result_frame.h"

#include <stdlib.h>
#include <string.h>

static const nh_result_column columns[] = {
    { "year", NH_NUMBER, "Year to 31 March", NULL, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Code", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "cover", NH_CATEGORY, "What is counted", NULL, NH_PLAIN, NULL, NULL },
    { "all", NH_NUMBER, "Children, or new placements", NULL, NH_COUNT, NULL, NULL },
    { "distance_known", NH_NUMBER, "Those whose distance is known", NULL, NH_COUNT, NULL, NULL },
    { "over_20", NH_NUMBER, "Over 20 miles from home", NULL, NH_COUNT, NULL, NULL },
    { "outside", NH_NUMBER, "Outside the authority, distance known", NULL, NH_COUNT, NULL, NULL },
    { "over_20_out", NH_NUMBER, "Over 20 miles and outside the authority", NULL, NH_COUNT, NULL, NULL },
    { "over_20_share", NH_NUMBER, "Over 20 miles, share of all", "%", NH_PERCENT, "over_20", "all" },
    { "over_20_share_known", NH_NUMBER, "Over 20 miles, share where known", "%", NH_PERCENT, "over_20",
      "distance_known" },
    { "over_20_known_low", NH_NUMBER, "Over 20 miles, lower 95% bound", "%", NH_LOWER, "over_20", "distance_known" },
    { "over_20_known_high", NH_NUMBER, "Over 20 miles, upper 95% bound", "%", NH_UPPER, "over_20", "distance_known" },
    { "outside_share_known", NH_NUMBER, "Outside the authority, share where distance is known", "%", NH_PERCENT, "outside",
      "distance_known" },
    { "over_20_out_share_known", NH_NUMBER, "Over 20 miles and outside, share where known", "%", NH_PERCENT,
      "over_20_out", "distance_known" },
    { 0 }
};

/* Columns of the table `distance`. */
typedef struct source {
    const nh_frame *frame;
    const nh_column *level, *cover, *group;
} source;

static bool says(const nh_column *column, size_t row, const char *text)
{
    return strcmp(nh_text_at(column, row), text) == 0;
}

/* All children or placements of a region or of England. */
static bool is_wanted(const source *from, size_t row)
{
    bool is_region = says(from->level, row, "Regional") || says(from->level, row, "National");
    bool is_whole = says(from->group, row, "all") || says(from->group, row, "total");
    return is_region && is_whole && !says(from->cover, row, "without UASC");
}

/* The sum of columns of a row (those after a minus are taken off); the mark of the first that has no number. */
static void put_sum(nh_frame *table, size_t to, const char *name, const source *from, size_t row,
                    const char *const *terms)
{
    nh_column *column = nh_frame_find(table, name);
    double sum = 0;
    for (; *terms; terms++) {
        bool is_less = **terms == '-';
        const nh_column *term = nh_frame_find(from->frame, *terms + is_less);
        if (!nh_present(term, row)) {
            nh_put_mark(column, to, nh_mark_at(term, row));
            return;
        }
        sum += is_less ? -term->number[row] : term->number[row];
    }
    nh_put_number(column, to, sum);
}

static const struct sum { const char *name, *terms[4]; } sums[] = {
    { "all", { "total" } },
    { "distance_known", { "total", "-unknown" } },
    { "over_20", { "over_20_in", "over_20_out" } },
    { "outside", { "to_20_out", "over_20_out" } },
    { "over_20_out", { "over_20_out" } },
};

static void put_row(nh_frame *table, const source *from, size_t row)
{
    static const char *const words[] = { "geographic_level", "authority", "name" };
    size_t to = nh_frame_append(table);
    nh_put_number(nh_frame_find(table, "year"), to, nh_frame_find(from->frame, "year")->number[row]);
    for (size_t i = 0; i < 3; i++)
        nh_put_text(nh_frame_find(table, words[i]), to, nh_text_at(nh_frame_find(from->frame, words[i]), row));
    const char *cover = nh_text_at(from->cover, row);
    nh_put_text(nh_frame_find(table, "cover"), to, strcmp(cover, "all") == 0 ? "on 31 March" : cover);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        put_sum(table, to, sums[i].name, from, row, sums[i].terms);
}

nh_frame *nh_distance_regions(const nh_frame *distance, const char *group)
{
    source from = { distance, nh_frame_find(distance, "geographic_level"), nh_frame_find(distance, "cover"),
                    nh_frame_find(distance, group) };
    nh_frame *table =
        nh_result_frame("regions", "Over 20 miles from home and outside the authority, by region and year", columns);
    for (size_t row = 0; row < nh_frame_rows(distance); row++)
        if (is_wanted(&from, row)) put_row(table, &from, row);
    nh_fill_in(table);
    nh_frame_set_lineage(table, nh_frame_lineage(distance));
    return table;
}
