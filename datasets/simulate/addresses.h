/* datasets/simulate/addresses.h: real postcodes for homes and placements of children who do not exist.
 *
 * The postcodes of a directory by area: the districts of nh_england, then Wales, Scotland, Northern Ireland and the
 * islands.
 *
 *     nh_addresses *addresses = nh_addresses_new(directory, england);
 *     int32_t home = nh_address_in(addresses, rng, kent);
 *     int32_t placement = nh_address_at(addresses, rng, (nh_address_wish){ medway, home, 12.5 });
 *     nh_address_miles(addresses, home, placement)                    12.4
 */
#ifndef NH_SIMULATE_ADDRESSES_H
#define NH_SIMULATE_ADDRESSES_H

#include "datasets/simulate/england.h"
#include "datasets/tables/postcodes.h"

#include <gsl/gsl_rng.h>
#include <stdint.h>

enum { NH_NO_ADDRESS = -1 };

typedef struct nh_addresses nh_addresses;

nh_addresses *nh_addresses_new(const nh_postcodes *directory, const nh_england *england);
void nh_addresses_free(nh_addresses *addresses); /* NULL is allowed */

/* One of the districts, or for `place` beyond them the area of DfE's code (WAL, SCO, NIR, NUK); -1 where there is
 * none. */
int nh_address_area(const nh_addresses *addresses, int place, const char *code);

size_t nh_addresses_count(const nh_addresses *addresses, int area);

/* Any postcode of the area; NH_NO_ADDRESS when it has none. */
int32_t nh_address_in(const nh_addresses *addresses, gsl_rng *rng, int area);

/* A postcode of the area that lies about so many miles from another: the nearest to that of those that were tried. */
typedef struct nh_address_wish {
    int area;
    int32_t from;
    double miles;
} nh_address_wish;
int32_t nh_address_at(const nh_addresses *addresses, gsl_rng *rng, nh_address_wish wish);

double nh_address_miles(const nh_addresses *addresses, int32_t a, int32_t b); /* to one decimal, as nh_miles */
/* "CT1 2EH" */
void nh_address_text(const nh_addresses *addresses, int32_t address, char text[9]);

#endif
