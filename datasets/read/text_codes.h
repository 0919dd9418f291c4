/* datasets/read/text_codes.h: values as files have them to codes of levels: stripped, in capitals.
 *
 *     nh_text_codes *places = nh_text_codes_new(column->levels, column);
 *     nh_text_code(places, (nh_field){ " u4", 3 });                   the code of "U4"
 *     nh_text_codes_free(places);
 *
 * A national history has millions of different postcodes, and where one stands in the levels is known only when
 * memory has answered. So texts of which there are many may be put down for later: their places are fetched while
 * the rows after them are read, and the codes written a few rows late.
 */
#ifndef NH_READ_TEXT_CODES_H
#define NH_READ_TEXT_CODES_H

#include "datasets/frame/frame.h"
#include "datasets/read/csv.h"

typedef struct nh_text_codes nh_text_codes;

/* Takes a share of the levels. `column`: where codes are written later; NULL where none are. */
nh_text_codes *nh_text_codes_new(nh_levels *levels, nh_column *column);
void nh_text_codes_free(nh_text_codes *codes);       /* NULL is allowed */
/* A new file may have its texts in the order in which they were first met (the children of another table). */
void nh_text_codes_expect_order(nh_text_codes *codes);

int32_t nh_text_code(nh_text_codes *codes, nh_field field); /* NH_NO_LEVEL for a blank */
const char *nh_text_of_code(const nh_text_codes *codes, int32_t code);

/* The text of a field, stripped and in capitals; false when it is no short text. A blank has no letters. */
bool nh_text_cleaned(nh_field field, nh_short_text *text);

/* The code of a cleaned text is written into the column's row, at the latest when nh_text_codes_settle is called.
 * Again: that of the text that was put down last. */
void nh_text_code_later(nh_text_codes *codes, nh_short_text text, size_t row);
void nh_text_code_again(nh_text_codes *codes, size_t row);
void nh_text_codes_settle(nh_text_codes *codes);

/* Without the blanks and line ends at both ends (a quoted field keeps them). */
nh_field nh_field_stripped(nh_field field);

#endif
