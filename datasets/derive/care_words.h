/* datasets/derive/care_words.h: columns that several derived frames share, with the same words in each. */
#ifndef NH_DERIVE_CARE_WORDS_H
#define NH_DERIVE_CARE_WORDS_H

#include "datasets/derive/histories.h"
#include "datasets/derive/whereabouts.h"

/* A category column whose codes are the places of `words` (ended by NULL); "" stands for no value. */
nh_column *nh_add_words(nh_frame *frame, const char *name, const char *const *words);
nh_column *nh_add_sex(nh_frame *frame);             /* codes: nh_sex */
nh_column *nh_add_placement_group(nh_frame *frame); /* codes: nh_placement_group */

/* A category column that takes the codes of a column of the episodes; of no level at all when that is NULL. */
nh_column *nh_add_codes(nh_frame *frame, const char *name, const nh_column *source);

void nh_put_word(nh_column *column, size_t row, int word); /* 0: no value */
void nh_put_truth(nh_column *column, size_t row, nh_truth truth);

/* location miles over_20 at_a_distance. */
typedef struct nh_distance_columns {
    nh_column *location, *miles, *over_20, *at_a_distance;
} nh_distance_columns;

nh_distance_columns nh_add_distance(nh_frame *frame);
void nh_put_distance(const nh_distance_columns *columns, size_t row, const nh_whereabouts *where);
void nh_put_no_distance(const nh_distance_columns *columns, size_t row);

/* The rounded distance is more than 20 miles: 20.0 is not (decision 2). */
static inline bool nh_is_over_20(double miles)
{
    return miles > 20.0;
}

#endif
