/* datasets/read/postcode_codes.h: the codes of postcodes in levels, found by the postcode itself.
 *
 * A postcode as it should be written (CT1 2EH: two to four letters and digits, a blank, a digit and two of the twenty
 * letters that inward codes are made of) says by itself where to look: its sector, CT1 2, has a page with a place for
 * each pair of these letters. The children of an authority live in few sectors, so that the pages they need stay
 * near, where a hash table of all postcodes of a country does not.
 *
 *     nh_postcode_codes *codes = nh_postcode_codes_new(levels);
 *     nh_postcode_spot spot;
 *     int32_t *place = nh_postcode_spot_of(text, &spot) ? nh_postcode_place(codes, spot) : NULL;
 *     if (place) code = nh_postcode_code(codes, text, place);
 *
 * Such texts are put behind the levels without being hashed (nh_levels_append), so nobody else may add one.
 */
#ifndef NH_READ_POSTCODE_CODES_H
#define NH_READ_POSTCODE_CODES_H

#include "datasets/frame/levels.h"

typedef struct nh_postcode_codes nh_postcode_codes;

/* Takes a share of the levels, in which there is no postcode yet. */
nh_postcode_codes *nh_postcode_codes_new(nh_levels *levels);
void nh_postcode_codes_free(nh_postcode_codes *codes); /* NULL is allowed */

/* The letters of the sector, and the number of the pair of letters behind it. */
typedef struct nh_postcode_spot {
    uint64_t sector;
    uint32_t unit;
} nh_postcode_spot;

/* False for a text in capitals that is not a postcode as it should be written. */
bool nh_postcode_spot_of(nh_short_text text, nh_postcode_spot *spot);

/* Where the code stands: 0 while there is none, else the code plus 1. NULL when there are more sectors than there
 * should be: such a text is added to the levels as any other. */
int32_t *nh_postcode_place(nh_postcode_codes *codes, nh_postcode_spot spot);

/* The code of the text whose place this is; a new one when there is none. */
int32_t nh_postcode_code(nh_postcode_codes *codes, nh_short_text text, int32_t *place);

#endif
