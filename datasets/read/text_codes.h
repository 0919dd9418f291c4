/* datasets/read/text_codes.h: values as files have them to codes of levels: stripped, in capitals.
 *
 * A national history has forty million fields, and most hold a code seen a moment before: a text of up to 16 bytes
 * that was met lately is answered without touching the levels.
 *
 *     nh_text_codes *places = nh_text_codes_new(column->levels);
 *     nh_text_code(places, (nh_field){ " u4", 3 });                   the code of "U4"
 *     nh_text_codes_free(places);
 */
#ifndef NH_READ_TEXT_CODES_H
#define NH_READ_TEXT_CODES_H

#include "datasets/frame/levels.h"
#include "datasets/read/csv.h"

typedef struct nh_text_codes nh_text_codes;

nh_text_codes *nh_text_codes_new(nh_levels *levels); /* takes a share of the levels */
void nh_text_codes_free(nh_text_codes *codes);       /* NULL is allowed */
/* A new file may have its texts in the order in which they were first met (the children of another table). */
void nh_text_codes_expect_order(nh_text_codes *codes);

/* Its code is asked for soon: the memory that takes is fetched meanwhile. */
void nh_text_code_expect(const nh_text_codes *codes, nh_field field);

int32_t nh_text_code(nh_text_codes *codes, nh_field field); /* NH_NO_LEVEL for a blank */
const char *nh_text_of_code(const nh_text_codes *codes, int32_t code);

/* Without the blanks and line ends at both ends (a quoted field keeps them). */
nh_field nh_field_stripped(nh_field field);

#endif
