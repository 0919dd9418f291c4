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

int32_t nh_date(int year, int month, int day);
void nh_date_parts(int32_t date, int *year, int *month, int *day);

/* DD/MM/YYYY and nothing else, as SSDA903 has it; false when it is not a day of the calendar. */
bool nh_date_read(const char *text, size_t length, int32_t *date);

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

#endif
