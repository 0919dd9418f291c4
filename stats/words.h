/* stats/words.h: released numbers in sentences.
 *
 * A cell without a value has no words ("" or false): a finding is only said of what is shown.
 *
 *     nh_say_count(children, row, text)          "83,630"
 *     nh_say_share(share, low, high, row, text)  "17% (95% interval 16.1% to 18.2%)"
 */
#ifndef NH_STATS_WORDS_H
#define NH_STATS_WORDS_H

#include "datasets/frame/frame.h"

enum { NH_WORDS = 80 };

/* Whole numbers with commas, a minus where there is one. */
void nh_say_number(double value, char text[NH_WORDS]);
bool nh_say_count(const nh_column *column, size_t row, char text[NH_WORDS]);
bool nh_say_share(const nh_frame *frame, const char *share, size_t row, char text[NH_WORDS]);

/* "20 miles" for decimals: as many as it takes, at most `decimals`. */
void nh_say_decimal(double value, int decimals, char text[NH_WORDS]);

#endif
