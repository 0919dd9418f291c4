/* stats/areas.h: the authorities and years of a frame, and the regions and England that they add up to.
 *
 * Regions and England are there for years in which every authority in force has rows, or all its successors have (the
 * City of London and the Isles of Scilly may have none). London is there beside Inner and Outer London, which are
 * regions of their own.
 *
 *     nh_areas *areas = nh_areas_new(authority, year, NH_AREAS_ALL);
 *     for each row: for each target of areas->targets[areas->of_row[row]]: count it in that area
 *     nh_areas_free(areas);
 */
#ifndef NH_STATS_AREAS_H
#define NH_STATS_AREAS_H

#include "datasets/frame/frame.h"

typedef enum nh_areas_wanted {
    NH_AREAS_AUTHORITIES = 1,
    NH_AREAS_REGIONS = 2,  /* where all of England is loaded */
    NH_AREAS_ENGLAND = 4,  /* likewise */
    NH_AREAS_ALL = 7,
    NH_AREAS_WHOLE = 8     /* whatever is loaded, as one: England where all of it is */
} nh_areas_wanted;

typedef struct nh_area {
    int year;
    const char *level; /* "Local authority", "Regional", "National", or "Loaded" for a part of England */
    const char *code, *name, *region; /* "" where there is none */
} nh_area;

enum { NH_AREA_TARGETS = 4 };

typedef struct nh_areas {
    size_t n;
    nh_area *area;    /* authorities by code and year, then regions, then England */
    uint32_t *of_row; /* the pair of authority and year a row has: a row of `targets` */
    int32_t (*targets)[NH_AREA_TARGETS]; /* areas it adds to, ended by -1 where there are fewer */
    size_t n_pairs;
    struct nh_arena *texts;
} nh_areas;

nh_areas *nh_areas_new(const nh_column *authority, const nh_column *year, nh_areas_wanted wanted);
void nh_areas_free(nh_areas *areas); /* NULL is allowed */

/* Whether every authority in force in that return year has rows. */
bool nh_is_all_of_england(const nh_column *authority, const nh_column *year, int return_year);

#endif
