/* datasets/frame/short_text.h: a text of at most 14 bytes as one value of two words.
 *
 * The bytes stand in it as they do in memory, zeros behind them, the length in the last. So equal texts are equal
 * values, a pointer to one is a pointer to a text that ends in NUL, and what would be a loop over letters is
 * arithmetic on eight of them at a time: no branch depends on what a file happens to hold.
 *
 *     nh_short_text code = nh_short_text_in_capitals(nh_short_text_of("sw1a 1aa and more", 8));
 *     nh_bytes_count(nh_bytes_between(code.head, '0', '9'), 0);       2
 */
#ifndef NH_FRAME_SHORT_TEXT_H
#define NH_FRAME_SHORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct nh_short_text {
    uint64_t head, tail;
} nh_short_text;

enum { NH_SHORT_TEXT = 14 };

/* How far to shift for the last byte of the tail. */
enum { NH_LENGTH_AT = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 56 : 0 };

/* `text` must be followed by so many bytes that may be read, whatever they are. */
enum { NH_TEXT_SLACK = 16 };

static inline nh_short_text nh_short_text_of(const char *text, size_t length)
{
    static const unsigned char kept[2 * sizeof(nh_short_text)] = {
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
    nh_short_text bytes, mask;
    memcpy(&bytes, text, sizeof bytes);
    memcpy(&mask, kept + sizeof bytes - length, sizeof mask);
    return (nh_short_text){ bytes.head & mask.head, (bytes.tail & mask.tail) | (uint64_t)length << NH_LENGTH_AT };
}

static inline size_t nh_short_text_length(nh_short_text text)
{
    return (size_t)(text.tail >> NH_LENGTH_AT & 0xFF);
}

/* The first eight bytes, the first of them in the lowest bits. */
static inline uint64_t nh_short_text_first(nh_short_text text)
{
    return NH_LENGTH_AT ? text.head : __builtin_bswap64(text.head);
}

static inline bool nh_short_text_same(nh_short_text a, nh_short_text b)
{
    return a.head == b.head && a.tail == b.tail;
}

/* The upper bit of each byte from `low` to `high`, both ASCII: adding carries into it from there on. */
static inline uint64_t nh_bytes_between(uint64_t word, char low, char high)
{
    const uint64_t ones = 0x0101010101010101u, upper = 0x8080808080808080u;
    uint64_t lower = word & ~upper;
    uint64_t is_from = lower + ones * (uint64_t)(0x80 - low), is_beyond = lower + ones * (uint64_t)(0x7F - high);
    return is_from & ~is_beyond & ~word & upper;
}

/* A capital is its small letter less 0x20; the length, below 'a', stays. */
static inline nh_short_text nh_short_text_in_capitals(nh_short_text text)
{
    return (nh_short_text){ text.head - (nh_bytes_between(text.head, 'a', 'z') >> 2),
                            text.tail - (nh_bytes_between(text.tail, 'a', 'z') >> 2) };
}

/* How many bytes of the two words have their upper bit set, when no byte has another. */
static inline size_t nh_bytes_count(uint64_t head, uint64_t tail)
{
    return (size_t)(((head >> 7) + (tail >> 7)) * 0x0101010101010101u >> 56);
}

#endif
