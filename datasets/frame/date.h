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

/* Eight bytes of a form: what each is or, of a digit, 0, and how far it is from 0x80 at the most. */
typedef struct nh_form {
    char due[8];
    unsigned char spare[8];
} nh_form;

/* What is left of a byte when the form's is taken off reaches the upper bit when it is more than it may be. */
static inline bool nh_text_has_form(const char *text, const nh_form *form)
{
    static const uint64_t upper = 0x8080808080808080u;
    uint64_t bytes, due, spare;
    memcpy(&bytes, text, 8);
    memcpy(&due, form->due, 8);
    memcpy(&spare, form->spare, 8);
    uint64_t rest = bytes ^ due;
    return ((rest | (rest + spare)) & upper) == 0;
}

static inline bool nh_date_read(const char *text, size_t length, int32_t *date)
{
    enum { DIGIT = 0x80 - 10, ITSELF = 0x7F };
    static const nh_form first = { "00/00/00", { DIGIT, DIGIT, ITSELF, DIGIT, DIGIT, ITSELF, DIGIT, DIGIT } };
    static const nh_form last = { "/00/0000", { ITSELF, DIGIT, DIGIT, ITSELF, DIGIT, DIGIT, DIGIT, DIGIT } };
    if (length != 10 || !nh_text_has_form(text, &first) || !nh_text_has_form(text + 2, &last)) return false;
    const char *t = text;
    int day = (t[0] - '0') * 10 + (t[1] - '0'), month = (t[3] - '0') * 10 + (t[4] - '0');
    int year = (t[6] - '0') * 1000 + (t[7] - '0') * 100 + (t[8] - '0') * 10 + (t[9] - '0');
    bool is_plain = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
    if (!is_plain && !nh_date_is_in_calendar(year, month, day)) return false;
    *date = nh_date(year, month, day);
    return true;
}

#endif
