/* datasets/tables/authorities.h: the authorities of England since 2009, their regions, successors and neighbours.
 *
 * Each authority that ever was in force has a number, so that rules over millions of rows compare small integers.
 * Councils and places outside England have numbers too ("W06000023", "N09000003", "M99999999", DfE's "WAL").
 *
 * Every question of area is asked on current geography: the area of an abolished authority is the union of its
 * successors', its neighbours those of any of them.
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
#include <stdint.h>

enum { NH_NO_AUTHORITY = -1 };

typedef struct nh_authority {
    const char *code;                 /* E10000016; W06000023, S12000006 for councils of Wales and Scotland */
    const char *old_code;             /* three digits, "" where there is none */
    const char *name;
    const char *region_code, *region; /* "" outside England; Inner and Outer London are regions of their own */
    const char *valid_from, *valid_to; /* ISO dates; valid_to "" while in force */
    double easting, northing;         /* the mean of its postcodes; 0 where unknown */
    bool in_england;
    char country; /* E, W, S, N; I the islands, O outside the United Kingdom */
} nh_authority;

size_t nh_authority_count(void);
/* Of the lists that numbers and upper tiers come from: a file that holds numbers is good for these lists only. */
uint64_t nh_authorities_fingerprint(void);
const nh_authority *nh_authority_at(int authority);

/* By nine characters, by DfE's three digits (the authority in force now, where two had the same), or WAL SCO NIR
 * NUK; NH_NO_AUTHORITY for any other. */
int nh_authority_of(const char *code);
int nh_authority_named(const char *name); /* as files spell it; the one in force now where two had the name */

/* The upper-tier authority of a lower-tier (or any) code of a postcode directory, of any recent vintage, on
 * current geography; codes of Wales, Scotland and Northern Ireland that are not known stand for the country. */
int nh_upper_tier(const char *lad_code);

bool nh_is_in_force(int authority, int return_year);       /* on 31 March of that year */
/* The one with the same three digits that is in force in that year: a new code for one area; itself when there is
 * none (it was split or merged). */
int nh_authority_as_of(int authority, int return_year);
/* Whether a collection of returns lacks nothing of this authority: it is there itself, or all of its successors are
 * (as in figures cast back), or it is one that may have no children at all. `is_there` has a truth for each
 * authority. */
bool nh_is_accounted_for(int authority, const bool *is_there);
bool nh_is_inside(int responsible, int place);    /* place is the authority or lies in its current successors */
bool nh_adjoins(int responsible, int place);      /* land or narrow river; of any successor of the responsible */
bool nh_adjoins_wales_or_scotland(int responsible, char country); /* 'W' or 'S' */

#endif
