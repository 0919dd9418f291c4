/* datasets/read/postcode_codes.h: the codes of postcodes in levels, found by the postcode itself.
 *
 * A postcode as it should be written (CT1 2EH: two to four letters and digits, a blank, a digit and two of the twenty
 * letters that inward codes are made of) says by itself where to look: its sector, CT1 2, has a page with a place for
 * each pair of these letters. The children of an authority live in few sectors, so that the pages they need stay
 * near, where a hash table of all postcodes of a country does not.
 *
 *     nh_postcode_codes *codes = nh_postcode_codes_new(levels);
 *     int32_t code = nh_postcode_code(codes, text);                   a new level when it was not met before
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

/* Five to seven letters and digits, and blanks between them. */
bool nh_can_be_postcode(nh_short_text text);

/* The code of a text in capitals, whatever it is. */
int32_t nh_postcode_code(nh_postcode_codes *codes, nh_short_text text);

/* Of many, as if each had been coded by itself, up to the first that can be no postcode; how many were coded. */
size_t nh_postcode_codes_many(nh_postcode_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded);

#endif
