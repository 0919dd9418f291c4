/* datasets/read/utf8.h: whether bytes are text, checked block by block.
 *
 *     nh_utf8 text = { 0 };
 *     size_t bad = nh_utf8_check(&text, block, n);      n: all of it is sound so far
 *     nh_utf8_is_whole(&text)                            at the end: no character is cut off
 */
#ifndef NH_READ_UTF8_H
#define NH_READ_UTF8_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_utf8 {
    int due;                 /* continuation bytes that must follow */
    unsigned char low, high; /* and the range of the next one */
} nh_utf8;

/* The place of the first byte that is NUL or not UTF-8 (overlong forms and surrogates included), or n. */
size_t nh_utf8_check(nh_utf8 *state, const char *bytes, size_t n);

static inline bool nh_utf8_is_whole(const nh_utf8 *state)
{
    return state->due == 0;
}

#endif
