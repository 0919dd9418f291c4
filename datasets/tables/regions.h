/* datasets/tables/regions.h: the regions of England by the names that files give them.
 *
 *     const nh_region *region = nh_region_named("YORKSHIRE AND THE HUMBER", 24);
 *     region->code                                               "E12000003"
 */
#ifndef NH_TABLES_REGIONS_H
#define NH_TABLES_REGIONS_H

#include <stddef.h>

typedef struct nh_region {
    const char *code, *name;
} nh_region;

/* Nine regions, and Inner and Outer London beside London; NULL for any other name. Case does not matter. */
const nh_region *nh_region_named(const char *name, size_t length);

#endif
