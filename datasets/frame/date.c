/* datasets/frame/date.c: the civil calendar by arithmetic, without the C library's time zones. */
#include "datasets/frame/date.h"

#include <stdio.h>
#include <string.h>

void nh_date_parts(int32_t date, int *year, int *month, int *day)
{
    int32_t z = date + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153; /* months counted from March */
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted + (shifted < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool nh_date_is_in_calendar(int year, int month, int day)
{
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/* The digits of one part, or -1. */
static int digits(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool nh_date_read_iso(const char *text, size_t length, int32_t *date)
{
    if (length != 10 || text[4] != '-' || text[7] != '-') return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    if (!nh_date_is_in_calendar(year, month, day)) return false;
    *date = nh_date(year, month, day);
    return true;
}

static void write_two(char *text, int number)
{
    text[0] = (char)('0' + number / 10);
    text[1] = (char)('0' + number % 10);
}

void nh_date_write(int32_t date, char text[NH_DATE_TEXT])
{
    int year, month, day;
    nh_date_parts(date, &year, &month, &day);
    write_two(text, year / 100 % 100);
    write_two(text + 2, year % 100);
    write_two(text + 5, month);
    write_two(text + 8, day);
    text[4] = text[7] = '-';
    text[10] = '\0';
}

int32_t nh_birthday(int32_t born, int age)
{
    int year, month, day;
    nh_date_parts(born, &year, &month, &day);
    year += age;
    if (month == 2 && day == 29 && !is_leap(year)) return nh_date(year, 3, 1);
    return nh_date(year, month, day);
}

static int age_by_birthday(int32_t born, int32_t on)
{
    int born_year, year, month, day;
    nh_date_parts(born, &born_year, &month, &day);
    nh_date_parts(on, &year, &month, &day);
    int age = year - born_year;
    return nh_birthday(born, age) > on ? age - 1 : age;
}

/* 400 years have 146,097 days. A birthday is less than four days from where years of one length would have it, so that
 * near one alone the calendar has to be asked. */
int nh_age(int32_t born, int32_t on)
{
    enum { DAYS_OF_400_YEARS = 146097, NEAR = 4 * 400 };
    int64_t lived = ((int64_t)on - born) * 400, since = lived % DAYS_OF_400_YEARS;
    if (lived < 0 || since < NEAR || since > DAYS_OF_400_YEARS - NEAR) return age_by_birthday(born, on);
    return (int)(lived / DAYS_OF_400_YEARS);
}

int32_t nh_months_later(int32_t date, int months)
{
    int year, month, day;
    nh_date_parts(date, &year, &month, &day);
    int since_year_0 = year * 12 + month - 1 + months;
    year = since_year_0 / 12;
    month = since_year_0 % 12 + 1;
    int last = days_in_month(year, month);
    return nh_date(year, month, day < last ? day : last);
}

int32_t nh_year_start(int return_year)
{
    return nh_date(return_year - 1, 4, 1);
}

int32_t nh_year_end(int return_year)
{
    return nh_date(return_year, 3, 31);
}

int nh_return_year(int32_t date)
{
    int year, month, day;
    nh_date_parts(date, &year, &month, &day);
    return month >= 4 ? year + 1 : year;
}
