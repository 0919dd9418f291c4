/* datasets/derive/published_distance.c: 20 miles by locality, from the three files that have it.
 *
 * Counted are children on 31 March (England, by placement) and new placements in the year (England by placement;
 * regions and authorities over all placements), as printed, with DfE's own percentages: those are of all children or
 * placements, unknown distances in the base. Nothing is added up. In the file of 31 March "other" is everything
 * but the groups it names; in the file of new placements residential settings and schools stand apart. */
#include "datasets/derive/published_distance.h"

#include "datasets/derive/published_rows.h"
#include "datasets/tables/ees_rows.h"

#include <string.h>

static const nh_derived_column columns[] = {
    { "year", "return year" },
    { "geographic_level", "level of geography" },
    { "authority", "code of the area" },
    { "name", "name of the area" },
    { "region", "region of the area" },
    { "cover", "children on 31 March, or new placements in the year" },
    { "placement_group", "placement group; all: every placement" },
    { "to_20_in", "20 miles from home or less, inside the authority" },
    { "to_20_out", "20 miles from home or less, outside the authority" },
    { "over_20_in", "over 20 miles from home, inside the authority" },
    { "over_20_out", "over 20 miles from home, outside the authority" },
    { "unknown", "distance not known or not recorded" },
    { "total", "all of them" },
    { "percent_to_20_in", "20 miles or less inside, % as printed" },
    { "percent_to_20_out", "20 miles or less outside, % as printed" },
    { "percent_over_20_in", "over 20 miles inside, % as printed" },
    { "percent_over_20_out", "over 20 miles outside, % as printed" },
    { "percent_unknown", "distance not known, % as printed" },
    { 0 }
};

enum { N_TEXTS = 6, N_CELLS = 6 };

/* What a cell is called here, in the national files, and in the file of authorities. */
typedef struct distance_cell {
    const char *count, *percent, *national, *local;
} distance_cell;

static const distance_cell cells[N_CELLS] = {
    { "to_20_in", "percent_to_20_in", "20 miles or less inside la boundary",
      "placed inside la boundary less than 20 miles from home" },
    { "to_20_out", "percent_to_20_out", "20 miles or less outside la boundary",
      "placed outside la boundary less than 20 miles from home" },
    { "over_20_in", "percent_over_20_in", "over 20 miles inside la boundary",
      "placed inside la boundary more than 20 miles from home" },
    { "over_20_out", "percent_over_20_out", "over 20 miles outside la boundary",
      "placed outside la boundary more than 20 miles from home" },
    { "unknown", "percent_unknown", "distance not known or not recorded", "distance not known or not recorded" },
    { "total", NULL, "total", "total new placements" },
};

/* A file, and what its rows are of. */
typedef struct file {
    const char *table, *cover;
    bool is_national;        /* rows of its own for each placement group */
    const char *unless;      /* a file that has the national rows already, or NULL */
} file;

static const file files[] = {
    { "ees_distance", "on 31 March", true, NULL },
    { "ees_new_distance", "new placements", true, NULL },
    { "ees_new_placements", "new placements", false, "ees_new_distance" },
};

static nh_measure measure_of(const file *from, const distance_cell *cell, const char *name, const char *indicator)
{
    nh_measure measure = { .name = name, .table = from->table, .indicator = indicator };
    measure.labels[0] = (nh_label){ "characteristic", from->is_national ? cell->national : cell->local };
    if (!from->is_national)
        measure.labels[1] = (nh_label){ "cla_group", "location of new placements during the year" };
    return measure;
}

static nh_frame *wide_of(const nh_published *published, const file *from, nh_error *err)
{
    nh_measure measures[2 * N_CELLS];
    size_t n = 0;
    for (size_t i = 0; i < N_CELLS; i++) {
        measures[n++] = measure_of(from, &cells[i], cells[i].count, "number");
        if (cells[i].percent) measures[n++] = measure_of(from, &cells[i], cells[i].percent, "percentage");
    }
    nh_shape shape = { .name = "published_distance", .measures = measures, .n_measures = n, .needs = from->table };
    if (from->is_national) shape.keys[0] = "cla_group";
    return nh_published_wide(published, &shape, err);
}

static bool is_said_elsewhere(const nh_published *published, const file *from, const nh_frame *wide, size_t row)
{
    const char *level = nh_text_of(wide, "geographic_level", row);
    return from->unless && nh_published_has(published, from->unless) && strcmp(level, NH_EES_NATIONAL) == 0;
}

/* Of 31 March, "other placements" are residential settings, schools and others together. */
static const char *group_of(const file *from, const nh_frame *wide, size_t row)
{
    const nh_column *group = nh_frame_find(wide, "cla_group");
    const char *word = group ? nh_published_group(nh_text_at(group, row)) : "all";
    bool is_joint = from == &files[0] && strcmp(word, "other") == 0;
    return is_joint ? "residential, school or other" : word;
}

static bool add_file(nh_frame *out, const nh_published *published, const file *from, nh_error *err)
{
    if (!nh_published_has(published, from->table)) return true;
    nh_frame *wide = wide_of(published, from, err);
    if (!wide) return false;
    for (size_t row = 0; row < nh_frame_rows(wide); row++) {
        if (is_said_elsewhere(published, from, wide, row)) continue;
        size_t added = nh_published_add_row(out, wide, row);
        nh_put_text(nh_frame_find(out, "cover"), added, from->cover);
        nh_put_text(nh_frame_find(out, "placement_group"), added, group_of(from, wide, row));
    }
    nh_frame_free(wide);
    return true;
}

nh_frame *nh_published_distance_of(const nh_published *published, nh_error *err)
{
    nh_frame *out = nh_published_table("published_distance", "Distance from home and locality, as DfE publishes them",
                                       columns, N_TEXTS);
    bool is_sound = true;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        is_sound = is_sound && add_file(out, published, &files[i], err);
    if (is_sound && nh_frame_rows(out) == 0)
        is_sound = nh_fail(err, NH_BAD_INPUT, "no published distances: give DfE's files of placement distance and "
                           "locality, or of new placements, among the inputs");
    if (is_sound) return out;
    nh_frame_free(out);
    return NULL;
}

const nh_derivation nh_derive_published_distance = {
    .name = "published_distance", .summary = "20 miles by locality from DfE's tables, with the printed percentages",
    .is_public = true, .columns = columns, .from_published = nh_published_distance_of
};
