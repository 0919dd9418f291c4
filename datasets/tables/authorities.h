/* datasets/tables/authorities.h: the authorities of England since 2009, their regions, successors and neighbours.
 *
 * Each authority that ever was in force has a number (its row in reference/authorities.csv), so that rules over
 * millions of rows compare small integers. Places outside England have numbers too (NH_WALES ...).
 *
 *     int kent = nh_authority_of("E10000016");
 *     nh_authority_at(kent)->name                                "Kent"
 *     nh_is_inside(kent, nh_upper_tier("E07000105"))             true: Ashford is in Kent
 *     nh_adjoins(kent, nh_authority_of("E06000035"))             true: Medway
 */
#ifndef NH_TABLES_AUTHORITIES_H
#define NH_TABLES_AUTHORITIES_H

#include <stdbool.h>
#include <stddef.h>

enum { NH_NO_AUTHORITY = -1 };

typedef struct nh_authority {
    const char *code;                 /* E10000016; W06000023, S12000006 for councils of Wales and Scotland */
    const char *old_code;             /* three digits, "" where there is none */
    const char *name;
    const char *region_code, *region; /* "" outside England */
    const char *valid_from, *valid_to; /* ISO dates; valid_to "" while in force */
    double easting, northing;         /* the mean of its postcodes; 0 where unknown */
    bool in_england;
} nh_authority;

size_t nh_authority_count(void);
const nh_authority *nh_authority_at(int authority);
int nh_authority_of(const char *code);            /* nine characters, or three digits; NH_NO_AUTHORITY */
int nh_authority_named(const char *name);         /* as files spell it; NH_NO_AUTHORITY */

/* The upper-tier authority of a lower-tier (or any) code of a postcode directory, of any recent vintage;
 * pseudo codes (N09, L99, M99 ...) have an entry of their own, outside England. */
int nh_upper_tier(const char *lad_code);

bool nh_is_in_force(int authority, int return_year);       /* on 31 March of that year */
bool nh_is_inside(int responsible, int place);    /* place is the authority or one of its current successors */
bool nh_adjoins(int responsible, int place);      /* land or narrow river; of any successor of the responsible */
bool nh_adjoins_wales_or_scotland(int responsible, char country); /* 'W' or 'S' */

#endif
