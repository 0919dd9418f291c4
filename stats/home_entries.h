/* stats/home_entries.h: what came before an entry to a children's home (K2) or a secure one (K1).
 *
 *     nh_frame *entries = nh_home_entries(&(nh_entry_request){ .placements = placements, .history_from = 2018 },
 * &err);
 */
#ifndef NH_STATS_HOME_ENTRIES_H
#define NH_STATS_HOME_ENTRIES_H

#include "datasets/frame/frame.h"

typedef struct nh_entry_request {
    const nh_frame *placements;  /* rows of a child together and in order */
    const uint8_t *keep;         /* a truth a row, or NULL: all are counted */
    const uint8_t *after_refuge; /* a truth a row: a T4 episode stands immediately before; NULL: not known */
    int history_from;            /* the first return year of the history */
} nh_entry_request;

/* A row for each authority, home and class: entries by the primary set of breakdown reasons, by the wider set, those
 * of periods begun inside the history, those of need N4 to N6, and three proxies of an emergency. */
nh_frame *nh_home_entries(const nh_entry_request *request, nh_error *err);

/* The classes of all authorities together, with shares, of entries in periods that began inside the history: of one
 * that began before it is not known what came before. */
nh_frame *nh_home_classes(const nh_frame *home_entries);

#endif
