/* datasets/read/text_codes.h: values as files have them to codes of levels: stripped, in capitals.
 *
 *     nh_text_codes *places = nh_text_codes_new(column->levels);
 *     nh_text_code(places, (nh_field){ " u4", 3 });                   the code of "U4"
 *     nh_text_codes_free(places);
 *
 * A national history has millions of different postcodes, and where one stands in the levels is known only when
 * memory has answered: so texts are best coded many at a time.
 */
#ifndef NH_READ_TEXT_CODES_H
#define NH_READ_TEXT_CODES_H

#include "datasets/frame/levels.h"
#include "datasets/read/csv.h"

typedef struct nh_text_codes nh_text_codes;

nh_text_codes *nh_text_codes_new(nh_levels *levels); /* takes a share */
nh_text_codes *nh_text_codes_of_postcodes(nh_levels *levels); /* the same, for levels to which nobody else adds */
void nh_text_codes_free(nh_text_codes *codes);       /* NULL is allowed */
/* A new file may have its texts in the order in which they were first met (the children of another table). */
void nh_text_codes_expect_order(nh_text_codes *codes);

int32_t nh_text_code(nh_text_codes *codes, nh_field field); /* NH_NO_LEVEL for a blank */
const char *nh_text_of_code(const nh_text_codes *codes, int32_t code);

/* The text of a field, stripped and in capitals; false when it is no short text. A blank has no letters. */
bool nh_text_cleaned(nh_field field, nh_short_text *text);

/* The codes of cleaned texts, none of them blank, as if each had been coded by itself; how many, from the first, were:
 * of postcodes those before a text that can be none. */
size_t nh_text_codes_many(nh_text_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded);

/* Without the blanks and line ends at both ends (a quoted field keeps them). */
nh_field nh_field_stripped(nh_field field);

#endif
