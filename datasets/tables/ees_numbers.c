/* datasets/tables/ees_numbers.c: a symbol, a number, or a number once its separators of thousands are taken out. */
#include "datasets/tables/ees_numbers.h"

#include "datasets/read/number.h"

static nh_ees_value number_of(const char *text, size_t length)
{
    double value = 0;
    if (nh_number_read(text, length, &value)) return (nh_ees_value){ NH_EES_NUMBER, value, NH_PRESENT };
    if (nh_number_read_grouped(text, length, &value)) return (nh_ees_value){ NH_EES_TIDIED, value, NH_PRESENT };
    return (nh_ees_value){ NH_EES_REFUSED, 0, NH_MISSING };
}

nh_ees_value nh_ees_value_of(const char *text, size_t length)
{
    nh_mark mark = NH_MISSING;
    if (length == 0) return (nh_ees_value){ NH_EES_BLANK, 0, NH_MISSING };
    if (nh_mark_read(text, length, &mark)) return (nh_ees_value){ NH_EES_SYMBOL, 0, mark };
    return number_of(text, length);
}
