/* stats/distance_groups.c: words for the groups of distance tables. */
#include "stats/distance_groups.h"

#include <string.h>

static const char *const words[NH_DISTANCE_GROUPS] = {
    "all", "foster", "adoption", "parents", "homes", "supported", "other placements"
};

const char *nh_distance_group_word(size_t number)
{
    return words[number];
}

size_t nh_distance_group_number(const char *placement_group)
{
    static const char *const others[] = { "residential", "school", "other" };
    for (size_t i = 1; i < NH_DISTANCE_GROUPS; i++)
        if (strcmp(words[i], placement_group) == 0) return i;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i], placement_group) == 0) return NH_DISTANCE_GROUPS - 1;
    return 0;
}
