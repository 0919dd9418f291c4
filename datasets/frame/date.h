/* datasets/frame/date.h: calendar days as whole numbers, so that a length of stay is a subtraction.
 *
 * A day is the number of days since 1 January 1970 (proleptic Gregorian), as R's Date and Unix have it.
 * Return year Y runs from 1 April Y-1 (nh_year_start) to 31 March Y (nh_year_end).
 *
 *     int32_t born;
 *     if (!nh_date_read("05/06/2008", 10, &born)) ...
 *     int age = nh_age(born, nh_year_end(2024));                    15
 */
#ifndef NH_FRAME_DATE_H
#define NH_FRAME_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* These two are called for every date of millions of rows, so they stand where compilers can see through them. */
static inline int32_t nh_date(int year, int month, int day);
/* DD/MM/YYYY and nothing else, as SSDA903 has it; false when it is not a day of the calendar. */
static inline bool nh_date_read(const char *text, size_t length, int32_t *date);

void nh_date_parts(int32_t date, int *year, int *month, int *day);

/* YYYY-MM-DD and nothing else. */
bool nh_date_read_iso(const char *text, size_t length, int32_t *date);

enum { NH_DATE_TEXT = 11 }; /* room for YYYY-MM-DD and its NUL */
void nh_date_write(int32_t date, char text[NH_DATE_TEXT]);

/* Completed years. Someone born on 29 February has the birthday on 1 March in other years. */
int nh_age(int32_t born, int32_t on);
int32_t nh_birthday(int32_t born, int age);

/* The same day n months later; 31 January and one month is the last day of February. */
int32_t nh_months_later(int32_t date, int months);

int32_t nh_year_start(int return_year); /* 1 April of the year before */
int32_t nh_year_end(int return_year);   /* 31 March */
int nh_return_year(int32_t date);       /* the return year that a day lies in */

/* ---- how ---- */

/* Day counts after Howard Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil). */
static inline int32_t nh_date(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool nh_date_is_in_calendar(int year, int month, int day);

/* Eight bytes of a text, the first of them in the lowest bits. */
static inline uint64_t nh_eight_bytes(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap64(word);
}

/* Whether no byte of what is left, when the form is taken off, is more than it may be: more than 0x7F less its spare
 * reaches the upper bit. */
static inline bool nh_fits_form(uint64_t rest, uint64_t spare)
{
    return ((rest | (rest + spare)) & 0x8080808080808080u) == 0;
}

/* From the third byte on "/mm/yyyy": each pair of digits becomes one number when ten times the first is added to the
 * second, all pairs at once, each where its first digit stood. Years are counted from March, as days before months. */
static inline bool nh_date_read(const char *text, size_t length, int32_t *date)
{
    static const uint8_t plain_days[16] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0 };
    static const uint16_t days_before[13] = { 0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275 };
    if (length != 10) return false;
    uint64_t rest = nh_eight_bytes(text + 2) ^ 0x303030302F30302Fu, pairs = rest * 10 + (rest >> 8);
    unsigned tens = (unsigned)text[0] - '0', ones = (unsigned)text[1] - '0', day = tens * 10 + ones;
    if (!nh_fits_form(rest, 0x767676767F76767Fu) || tens > 9 || ones > 9) return false;
    unsigned month = pairs >> 8 & 0xFF, century = pairs >> 32 & 0xFF, year = pairs >> 48 & 0xFF;
    bool is_plain = (century > 0) & (month < 16) & (day - 1 < plain_days[month & 15]);
    if (!is_plain && !nh_date_is_in_calendar((int)(century * 100 + year), (int)month, (int)day)) return false;
    unsigned is_early = month <= 2, y = century * 100 + year - is_early;
    unsigned c = century - (is_early & (year == 0));
    *date = (int32_t)(365 * y + y / 4 - c + c / 4 + days_before[month] + day) - 719469;
    return true;
}

#endif
