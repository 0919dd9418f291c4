/* datasets/tables/ees_numbers.c: decimal numbers of at most 15 digits, read the same in every locale. */
#include "datasets/tables/ees_numbers.h"

/* Up to 15 digits and this power of ten are exact, so their quotient is the double nearest to the decimal. */
enum { MOST_DIGITS = 15, GROUP = 3 };

typedef struct decimal {
    double digits;
    int n_digits, n_decimals, n_commas, since_comma;
    bool has_point, is_well_formed;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(decimal *number, char c)
{
    number->digits = number->digits * 10 + (c - '0');
    number->n_digits++;
    number->n_decimals += number->has_point;
    number->since_comma += !number->has_point;
}

/* A comma stands behind one to three digits, and then behind every three. */
static void take_comma(decimal *number)
{
    bool is_first = number->n_commas == 0;
    if (number->has_point || number->since_comma == 0 || number->since_comma > GROUP) number->is_well_formed = false;
    if (!is_first && number->since_comma != GROUP) number->is_well_formed = false;
    number->n_commas++;
    number->since_comma = 0;
}

static void take_point(decimal *number)
{
    if (number->has_point || number->n_digits == 0) number->is_well_formed = false;
    number->has_point = true;
}

static decimal decimal_of(const char *text, size_t length)
{
    decimal number = { .is_well_formed = true };
    for (size_t i = 0; i < length; i++) {
        if (is_digit(text[i])) take_digit(&number, text[i]);
        else if (text[i] == ',') take_comma(&number);
        else if (text[i] == '.') take_point(&number);
        else number.is_well_formed = false;
    }
    if (number.n_digits == 0 || number.n_digits > MOST_DIGITS) number.is_well_formed = false;
    if (number.has_point && number.n_decimals == 0) number.is_well_formed = false;
    if (number.n_commas > 0 && number.since_comma != GROUP) number.is_well_formed = false;
    return number;
}

static double power_of_ten(int n)
{
    double power = 1;
    while (n-- > 0) power *= 10;
    return power;
}

static nh_ees_value number_of(const char *text, size_t length)
{
    bool is_negative = length > 0 && text[0] == '-';
    decimal number = decimal_of(text + is_negative, length - is_negative);
    if (!number.is_well_formed) return (nh_ees_value){ NH_EES_REFUSED, 0, NH_MISSING };
    double value = number.digits / power_of_ten(number.n_decimals);
    return (nh_ees_value){ number.n_commas > 0 ? NH_EES_TIDIED : NH_EES_NUMBER, is_negative ? -value : value, NH_PRESENT };
}

nh_ees_value nh_ees_value_of(const char *text, size_t length)
{
    nh_mark mark = NH_MISSING;
    if (length == 0) return (nh_ees_value){ NH_EES_BLANK, 0, NH_MISSING };
    if (nh_mark_read(text, length, &mark)) return (nh_ees_value){ NH_EES_SYMBOL, 0, mark };
    return number_of(text, length);
}
