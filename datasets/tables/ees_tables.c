/* datasets/tables/ees_tables.c: the tables of DfE's "Children looked after in England", releases of 2022 to 2024. */
#include "datasets/tables/ees_tables.h"

#include <string.h>

static const nh_ees_table tables[] = {
    { .name = "ees_netgain", .title = "Children placed in and out of each authority, and the net gain",
      .filters = { "characteristic" }, .telling = "characteristic",
      .labels = { "net gain of children by responsible la",
                  "children who are the responsibility of other las placed within this la boundary",
                  "children who are the responsibility of this la placed outside the la boundary" } },
    { .name = "ees_distance", .title = "Children on 31 March by placement, distance from home and locality",
      .filters = { "cla_group", "characteristic" }, .telling = "cla_group", .labels = { "all children" } },
    { .name = "ees_new_distance", .title = "New placements in the year by placement, distance from home and locality",
      .filters = { "cla_group", "characteristic" }, .telling = "cla_group", .labels = { "all new placements" } },
    { .name = "ees_new_placements", .title = "Location of new placements and reasons for changes, by authority",
      .filters = { "cla_group", "characteristic" }, .telling = "cla_group",
      .labels = { "location of new placements during the year", "reason for placement change during the year" } },
    { .name = "ees_stability", .title = "Placement stability by authority",
      .filters = { "cla_group", "placement_stability" }, .aliases = { NULL, "characteristic" },
      .telling = "placement_stability",
      .labels = { "living with the same carer for at least 2 years", "with 3 or more placements during the year",
                  "with 3 or more placements during the previous 2 years" } },
    { .name = "ees_outcomes", .title = "Health, convictions and strengths and difficulties, by authority",
      .filters = { "cla_group", "characteristic" }, .telling = "characteristic",
      .labels = { "sdq average score", "had their annual health assessment", "development assessments up to date",
                  "convicted or subject to youth cautions, or youth conditional cautions during the year" } },
    { .name = "ees_national_outcomes", .title = "Health, convictions and strengths and difficulties, by sex and age",
      .filters = { "gender", "age_group", "characteristic" } },
    { .name = "ees_missing", .title = "Children missing or away from placement without authorisation",
      .filters = { "cla_group" }, .telling = "cla_group",
      .labels = { "children who had a missing incident during the year",
                  "number of missing incidents during the year", "children looked after during the year" } },
    { .name = "ees_characteristics", .title = "Children on 31 March by age, sex, need, legal status and placement",
      .filters = { "cla_group", "characteristic" }, .telling = "cla_group",
      .labels = { "age group", "motherhood status", "placement" } },
    { .name = "ees_started", .title = "Children starting to be looked after in the year",
      .filters = { "cla_group", "characteristic" }, .telling = "cla_group",
      .labels = { "age on starting", "previous permanence arrangement", "placement group" } },
    { .name = "ees_numbers", .title = "Children looked after, starting and ceasing, and rates per 10,000 children",
      .filters = { "population_count" }, .telling = "population_count",
      .labels = { "children looked after on 31 march each year", "children starting to be looked after each year",
                  "children ceasing to be looked after each year" } },
    { .name = "ees_time_series", .title = "Children looked after, starting, ceasing and adopted since 1994",
      .filters = { "population_count" }, .telling = "population_count",
      .labels = { "cla on 31 march", "children starting to be looked after during the year" } },
    { .name = "ees_providers", .title = "Children on 31 March by placement, provider and locality",
      .filters = { "placement_type", "placement_provider" } },
    { .name = "ees_durations", .title = "Placements that ended in the year by how long they lasted",
      .filters = { "placement_duration", "placement_group" } },
    { .name = "ees_reasons", .title = "Reasons for placement changes in the year",
      .filters = { "cla_group", "characteristic", "reason_for_change" } },
    { .name = "ees_same_carer", .title = "Children looked after for 2.5 years, with the same carer for two",
      .filters = { "population_group", "characteristic", "placement_stability" } },
    { .name = "ees_placement_counts", .title = "Children by their number of placements",
      .filters = { "cla_group", "population_group", "characteristic", "placement_stability" } },
    { .name = "ees_accommodation", .title = "Accommodation of care leavers",
      .filters = { "age", "accommodation_suitability" } },
};

size_t nh_ees_table_count(void)
{
    return sizeof tables / sizeof *tables;
}

const nh_ees_table *nh_ees_table_at(size_t i)
{
    return &tables[i];
}

const char *nh_ees_filter_name(const nh_ees_table *table, const char *name)
{
    for (size_t i = 0; table && i < NH_EES_FILTERS; i++)
        if (table->aliases[i] && strcmp(table->aliases[i], name) == 0) return table->filters[i];
    return name;
}

static const nh_column *named(const nh_ees_table *table, const nh_column *const *filters, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(nh_ees_filter_name(table, filters[i]->name), name) == 0) return filters[i];
    return NULL;
}

static bool has_its_filters(const nh_ees_table *table, const nh_column *const *filters, size_t n)
{
    size_t due = 0;
    while (due < NH_EES_FILTERS && table->filters[due])
        if (!named(table, filters, n, table->filters[due++])) return false;
    return due == n;
}

static bool has_a_telling_label(const nh_ees_table *table, const nh_column *const *filters, size_t n)
{
    if (!table->telling) return true;
    const nh_column *telling = named(table, filters, n, table->telling);
    for (size_t i = 0; i < NH_EES_LABELS && table->labels[i]; i++)
        if (nh_levels_find_text(telling->levels, table->labels[i]) != NH_NO_LEVEL) return true;
    return false;
}

const nh_ees_table *nh_ees_table_of(const nh_column *const *filters, size_t n)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (has_its_filters(&tables[i], filters, n) && has_a_telling_label(&tables[i], filters, n)) return &tables[i];
    return NULL;
}
