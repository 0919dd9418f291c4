/* datasets/write/text.c: bytes that grow, and numbers as the shortest decimal that reads back the same. */
#include "datasets/write.h"

#include "datasets/frame/arena.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

nh_text *nh_text_new(void)
{
    nh_text *text = nh_zeroed(1, sizeof *text);
    text->room = 256;
    text->bytes = nh_zeroed(text->room, 1);
    return text;
}

void nh_text_free(nh_text *text)
{
    if (!text) return;
    free(text->bytes);
    free(text);
}

static void make_room(nh_text *text, size_t n)
{
    if (text->n + n + 1 <= text->room) return;
    while (text->n + n + 1 > text->room) text->room *= 2;
    text->bytes = nh_resize(text->bytes, text->room, 1);
}

char *nh_text_room(nh_text *text, size_t n)
{
    make_room(text, n);
    return text->bytes + text->n;
}

void nh_text_add(nh_text *text, const char *bytes, size_t n)
{
    make_room(text, n);
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    text->bytes[text->n] = '\0';
}

void nh_text_say(nh_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    make_room(text, (size_t)n);
    vsnprintf(text->bytes + text->n, (size_t)n + 1, format, again);
    va_end(again);
    text->n += (size_t)n;
}

/* Whole numbers and one decimal are most of what is written, so they do not go through printf. */
static size_t write_whole(double value, char *text)
{
    char digits[24];
    size_t n = 0, length = 0;
    unsigned long long left = (unsigned long long)fabs(value);
    do digits[n++] = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0) text[length++] = '-';
    while (n) text[length++] = digits[--n];
    text[length] = '\0';
    return length;
}

static bool is_whole(double value)
{
    return fabs(value) < 1e15 && value == trunc(value);
}

static size_t write_tenths(double value, double tenths, char *text)
{
    double whole = trunc(value);
    size_t n = 0;
    if (value < 0 && whole == 0) text[n++] = '-';
    n += write_whole(whole, text + n);
    text[n++] = '.';
    text[n++] = (char)('0' + (int)(fabs(tenths) - 10 * fabs(whole)));
    text[n] = '\0';
    return n;
}

size_t nh_number_write(double value, char text[NH_NUMBER_TEXT])
{
    if (is_whole(value)) return write_whole(value, text);
    double tenths = round(value * 10);
    if (fabs(tenths) < 1e14 && tenths / 10 == value) return write_tenths(value, tenths, text);
    int n = 0;
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(text, NH_NUMBER_TEXT, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    return (size_t)n;
}

static size_t put(char *text, size_t room, const char *from, size_t n)
{
    if (room == 0) return 0;
    if (n > room - 1) n = room - 1;
    memcpy(text, from, n);
    text[n] = '\0';
    return n;
}

/* A fact measured to so many decimals shows them also where they are noughts: 15.0 miles. What was computed
 * (shares, means) keeps all its digits and nothing more. */
static size_t write_measured(const nh_column *column, double value, char text[NH_NUMBER_TEXT])
{
    size_t n = nh_number_write(value, text);
    if (column->role != NH_PLAIN || column->decimals <= 0 || !is_whole(value) ||
        n + (size_t)column->decimals + 2 > NH_NUMBER_TEXT)
        return n;
    text[n++] = '.';
    for (int i = 0; i < column->decimals; i++) text[n++] = '0';
    text[n] = '\0';
    return n;
}

size_t nh_cell_write(const nh_column *column, size_t row, char *text, size_t room)
{
    char short_text[NH_NUMBER_TEXT];
    nh_mark mark = nh_mark_at(column, row);
    if (mark == NH_PRESENT && column->number && !isfinite(column->number[row])) mark = NH_NOT_AVAILABLE;
    if (mark != NH_PRESENT) return put(text, room, nh_mark_symbol(mark), strlen(nh_mark_symbol(mark)));
    if (column->code) {
        int32_t code = column->code[row];
        return put(text, room, nh_levels_text(column->levels, code), nh_levels_length(column->levels, code));
    }
    if (column->date) {
        nh_date_write(column->date[row], short_text);
        return put(text, room, short_text, NH_DATE_TEXT - 1);
    }
    size_t n = write_measured(column, column->number[row], short_text);
    return put(text, room, short_text, n);
}
