/* datasets/simulate/returns.h: invented lives as the rows of SSDA903 returns, one set of tables a return year. */
#ifndef NH_SIMULATE_RETURNS_H
#define NH_SIMULATE_RETURNS_H

#include "datasets/simulate/life.h"
#include "datasets/write.h"

typedef enum nh_return_table {
    NH_RETURN_HEADER,
    NH_RETURN_EPISODES,
    NH_RETURN_OC2,
    NH_RETURN_MISSING,
    NH_RETURN_UASC,
    NH_RETURN_REVIEWS,
    NH_RETURN_TABLES
} nh_return_table;

const char *nh_return_table_name(nh_return_table table); /* "episodes" */

typedef struct nh_return {
    int year;
    const nh_addresses *addresses; /* NULL: distances, as DfE derives them, stand where postcodes would */
    nh_text *table[NH_RETURN_TABLES];
} nh_return;

nh_return nh_return_new(int year, const nh_addresses *addresses); /* its tables hold their headers */
void nh_return_free(nh_return *of_year);
bool nh_return_has_rows(const nh_return *of_year, nh_return_table table);

/* What the return of that year says of this child; nothing when the child was not in care in it. */
void nh_return_add(nh_return *of_year, const nh_setting *setting, const nh_life *life);

/* A child with nothing but short breaks: V4 for the whole agreement, or V3 each by itself. */
void nh_return_add_short_breaks(nh_return *of_year, const nh_setting *setting, const nh_life *life);

#endif
