/* stats/lineage.c: by the names of columns, in small or capital letters, and by whether areas are told of once each.
 *
 * The names are those of the return's tables and of the frames placements and children, so that a file cut out of one
 * of them is known without its column child. */
#include "stats/lineage.h"

#include "datasets/derive/inputs.h"
#include "datasets/frame/group.h"
#include "datasets/tables/table.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcasecmp(*names, name) != 0) names++;
    return *names != NULL;
}

/* Nobody publishes these. */
static bool points_at_a_child(const char *name)
{
    static const char *const names[] = { "child", "childid", "child_id", "upn", "dob", "date_of_birth", "mc_dob",
                                         "home_post", "home_postcode", "pl_post", "placement_postcode", "sw_id",
                                         "decom", "dec", NULL };
    return is_one_of(name, names);
}

static bool is_of_tidy_files(const char *name)
{
    static const char *const names[] = { "time_period", "geographic_level", "new_geog_code", NULL };
    return is_one_of(name, names);
}

static bool is_a_column_of_the_return(const char *name)
{
    for (size_t t = 0; t < nh_table_count(); t++) {
        const nh_table *table = nh_table_at(t);
        if (table->level != NH_CHILD_TABLE) continue;
        for (const nh_table_column *c = table->columns; c && c->name; c++)
            if (strcasecmp(c->name, name) == 0 || (c->alias && strcasecmp(c->alias, name) == 0)) return true;
    }
    return false;
}

/* Authorities, years and names of places are columns of published tables as well; ages, lengths and days are columns
 * of whatever people study. */
static bool is_a_column_of_records(const char *name)
{
    static const char *const frames[] = { "placements", "children" };
    static const char *const anybodys[] = { "authority", "year", "name", "region", "age", "miles", "days", "start",
                                            "end", NULL };
    if (is_one_of(name, anybodys)) return false;
    for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
        const nh_derivation *derived = nh_derivation_named(frames[f]);
        for (const nh_derived_column *c = derived->columns; c && c->name; c++)
            if (strcasecmp(c->name, name) == 0) return true;
    }
    return is_a_column_of_the_return(name);
}

static size_t columns_that(const nh_frame *frame, bool (*is_so)(const char *name))
{
    size_t n = 0;
    for (size_t i = 0; i < nh_frame_columns(frame); i++) n += is_so(nh_frame_at(frame, i)->name);
    return n;
}

static const nh_column *first_of(const nh_frame *frame, const char *const *names)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        if (is_one_of(nh_frame_at(frame, i)->name, names)) return nh_frame_at(frame, i);
    return NULL;
}

/* A row for each area, or for each area and year. */
static bool has_a_row_an_area(const nh_frame *frame)
{
    static const char *const areas[] = { "authority", "new_la_code", "la_code", "la", "area", "region", NULL };
    static const char *const years[] = { "year", NULL };
    const nh_column *keys[] = { first_of(frame, areas), first_of(frame, years) };
    if (!keys[0]) return false;
    nh_groups *groups = nh_group(frame, keys, keys[1] ? 2 : 1);
    bool is_so = groups->n == nh_frame_rows(frame);
    nh_groups_free(groups);
    return is_so;
}

nh_rows_of nh_rows_are_of(const nh_frame *frame)
{
    if (columns_that(frame, points_at_a_child)) return NH_OF_CHILDREN;
    if (columns_that(frame, is_of_tidy_files) || has_a_row_an_area(frame)) return NH_OF_AREAS;
    return columns_that(frame, is_a_column_of_records) >= 2 ? NH_OF_CHILDREN : NH_OF_ANYTHING;
}
