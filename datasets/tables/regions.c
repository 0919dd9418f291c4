/* datasets/tables/regions.c: the codes of the Office for National Statistics; Inner and Outer London as DfE codes
 * them. */
#include "datasets/tables/regions.h"

#include <string.h>
#include <strings.h>

static const nh_region regions[] = {
    { "E12000001", "North East" },    { "E12000002", "North West" },    { "E12000003", "Yorkshire and The Humber" },
    { "E12000004", "East Midlands" }, { "E12000005", "West Midlands" }, { "E12000006", "East of England" },
    { "E12000007", "London" },        { "E13000001", "Inner London" },  { "E13000002", "Outer London" },
    { "E12000008", "South East" },    { "E12000009", "South West" },
};

const nh_region *nh_region_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (strlen(regions[i].name) == length && strncasecmp(regions[i].name, name, length) == 0) return &regions[i];
    return NULL;
}
