/* stats/analysis.c: the analyses a user can name, in the order of analyses.def. */
#include "stats/analysis.h"

#include <string.h>

#define NH_ANALYSIS(name) extern const nh_analysis nh_##name;
#include "stats/analyses.def"
#undef NH_ANALYSIS

static const nh_analysis *const analyses[] = {
#define NH_ANALYSIS(name) &nh_##name,
#include "stats/analyses.def"
#undef NH_ANALYSIS
    NULL
};

size_t nh_analysis_count(void)
{
    return sizeof analyses / sizeof *analyses - 1;
}

const nh_analysis *nh_analysis_at(size_t i)
{
    return i < nh_analysis_count() ? analyses[i] : NULL;
}

const nh_analysis *nh_analysis_named(const char *name)
{
    for (size_t i = 0; analyses[i]; i++)
        if (strcmp(analyses[i]->name, name) == 0) return analyses[i];
    return NULL;
}
