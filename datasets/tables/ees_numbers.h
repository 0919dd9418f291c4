/* datasets/tables/ees_numbers.h: what stands in an indicator's cell of DfE's published tables.
 *
 * A number ("1234", "-12", "6.5"; "1,234" is tidied and said so), a symbol that says why there is none (c z x k u
 * : ~ low), a blank, or something else, which refuses the file: "inf", "nan", "55%" and "??" are no numbers.
 */
#ifndef NH_TABLES_EES_NUMBERS_H
#define NH_TABLES_EES_NUMBERS_H

#include "datasets/frame/frame.h"

typedef enum nh_ees_kind { NH_EES_NUMBER, NH_EES_TIDIED, NH_EES_SYMBOL, NH_EES_BLANK, NH_EES_REFUSED } nh_ees_kind;

typedef struct nh_ees_value {
    nh_ees_kind kind;
    double number; /* where mark is NH_PRESENT */
    nh_mark mark;  /* of a symbol; NH_MISSING for a blank and for what is refused */
} nh_ees_value;

nh_ees_value nh_ees_value_of(const char *text, size_t length);

#endif
