/* datasets/derive/people.h: sex, birth and asylum of each child of an index, from the header and UASC tables.
 *
 * The latest return's DOB and SEX stand for all years. A child in the UASC table of any loaded year is UASC in all;
 * where no return of the authority has the table, it is not known. */
#ifndef NH_DERIVE_PEOPLE_H
#define NH_DERIVE_PEOPLE_H

#include "datasets/derive/child_index.h"
#include "datasets/derive/returns.h"

#define NH_NO_DAY INT32_MIN

typedef enum nh_sex { NH_SEX_BLANK, NH_SEX_MALE, NH_SEX_FEMALE, NH_SEX_UNKNOWN } nh_sex;
typedef enum nh_asylum { NH_ASYLUM_UNKNOWN, NH_NOT_ASYLUM, NH_ASYLUM } nh_asylum;

typedef struct nh_people {
    int32_t *birth; /* NH_NO_DAY where there is none */
    uint8_t *sex, *asylum;
    bool *in_header;
} nh_people;

nh_people *nh_people_of(nh_inputs *inputs, const nh_child_index *index, const nh_returns *returns);
void nh_people_free(nh_people *people); /* NULL is allowed */

#endif
