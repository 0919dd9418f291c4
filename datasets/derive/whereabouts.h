/* datasets/derive/whereabouts.h: where a child is placed, seen from the responsible authority and from home (4.7, 6).
 *
 * From the postcodes of one episode and a postcode directory; without one from DfE's derived columns PL_DISTANCE,
 * PL_LA and PL_LOCATION; without those nothing is known. A child who is or was UASC has no known distance.
 *
 *     nh_map *map = nh_inputs_map(inputs);
 *     nh_whereabouts where = nh_whereabouts_of(map, child, row->source);
 *     if (where.has_miles) use(where.miles);
 */
#ifndef NH_DERIVE_WHEREABOUTS_H
#define NH_DERIVE_WHEREABOUTS_H

#include "datasets/derive/histories.h"

typedef enum nh_truth { NH_NOT_KNOWN = -1, NH_FALSE, NH_TRUE } nh_truth;

typedef struct nh_whereabouts {
    int32_t authority;      /* where placed: a code of nh_map_places, "none" among them; -1 not known */
    nh_truth is_inside;     /* the responsible authority's own area */
    nh_truth at_a_distance; /* outside it and every adjoining one (regulation 11) */
    bool has_miles;
    double miles; /* to one decimal */
} nh_whereabouts;

nh_map *nh_map_open(const nh_inputs *inputs, const nh_histories *histories);
void nh_map_free(nh_map *map); /* NULL is allowed */
nh_levels *nh_map_places(const nh_map *map);   /* codes of authorities, "none" and DfE's WAL SCO NIR NUK */

nh_whereabouts nh_whereabouts_of(nh_map *map, uint32_t child, size_t episode);

/* That episode will be asked for a little later: places are all over memory, which answers in the meantime. */
void nh_whereabouts_expect(const nh_map *map, size_t episode);

#endif
