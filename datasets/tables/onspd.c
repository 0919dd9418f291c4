/* datasets/tables/onspd.c: the ONS Postcode Directory among the tables that can be checked; look-ups take it through
 * --postcodes (postcodes.h). */
#include "datasets/tables/postcodes.h"
#include "datasets/tables/table.h"

static bool inspect(const char *path, size_t *n_records, nh_problems *problems, nh_error *err)
{
    nh_postcodes *directory = nh_postcodes_open(path, problems, NULL, err);
    if (directory) *n_records = nh_postcodes_count(directory);
    nh_postcodes_free(directory);
    return directory != NULL;
}

static const nh_named_column named[] = {
    { "pcd7", "postcode (pcd, pcds, pcd8 in other vintages)" },
    { "east1m", "easting in metres (oseast1m); Northern Ireland's are on the Irish Grid and give no distance" },
    { "north1m", "northing in metres (osnrth1m)" },
    { "lad25cd", "local authority district, of any year (oslaua, laua, lad24cd ...)" },
    { "gridind", "quality of the grid reference, 9 for none (osgrdind)" },
    { NULL, NULL }
};

const nh_table nh_table_onspd = {
    .name = "onspd", .summary = "postcode directory, to be given with --postcodes", .level = NH_LOOKUP_TABLE,
    .named = named,
    .matches = nh_postcodes_is_header, .inspect = inspect
};
