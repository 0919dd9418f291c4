/* datasets/simulate.h: returns of invented children, made to look like England's and to hold known effects.
 *
 * No record of a child went into it: authorities, their totals and national shares are DfE's published figures of
 * 31 March 2024; everything else is assumed and said beside the code (datasets/simulate). Children are called
 * SYN000001 and so on. The same request gives the same bytes, from every compiler.
 *
 *     nh_simulated *files = nh_simulate(&nh_simulation_small, &err);
 *     nh_extract *extract = nh_extract_read(&(nh_extract_request){ .embedded = files->files,
 *                                                                  .n_embedded = files->n }, &err);
 *     nh_simulated_free(files);                                     after the extract was read
 */
#ifndef NH_DATASETS_SIMULATE_H
#define NH_DATASETS_SIMULATE_H

#include "datasets/read/extract.h"
#include "datasets/tables/postcodes.h"

typedef struct nh_simulation {
    const char *const *authorities; /* codes in force on 31 March 2024; NULL: all of them */
    size_t n_authorities;
    size_t children;           /* in care on the last 31 March, in all, shared out as published; 0: as published */
    int first_year, last_year; /* return years */
    unsigned long seed;
    const nh_postcodes *postcodes; /* homes and placements get some of these; NULL: only distances are told */
} nh_simulation;

/* The extract that ships: all of England, return years 2023 and 2024. And one to try things on: 3,000 children of two
 * authorities, Kent and Camden. */
extern const nh_simulation nh_simulation_england, nh_simulation_small;

typedef struct nh_simulated {
    nh_named_bytes *files; /* AUTHORITY/YEAR/episodes.csv, header, oc2, missing, uasc, reviews: those with rows */
    size_t n;
} nh_simulated;

/* NULL and an error when an authority is not known or has no postcode, or the years are not in order. */
nh_simulated *nh_simulate(const nh_simulation *what, nh_error *err);
void nh_simulated_free(nh_simulated *simulated); /* NULL is allowed */

#endif
