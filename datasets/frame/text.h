/* datasets/frame/text.h: small questions about text, answered alike in every locale. */
#ifndef NH_FRAME_TEXT_H
#define NH_FRAME_TEXT_H

#include <stdbool.h>
#include <string.h>

static inline bool nh_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool nh_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool nh_ends_with(const char *text, const char *ending)
{
    size_t n = strlen(text), m = strlen(ending);
    return n >= m && strcmp(text + n - m, ending) == 0;
}

#endif
