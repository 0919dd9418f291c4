/* datasets/read/utf8.c: Unicode 15, table 3-7 (well-formed byte sequences), many plain bytes at a time. */
#include "datasets/read/utf8.h"

#include <stdint.h>
#include <string.h>

/* The eight bytes are plain ASCII other than NUL when none has its upper bit, nor gets it by taking 1 off. */
static uint64_t not_plain(const char *bytes)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t word;
    memcpy(&word, bytes, 8);
    return (word | (word - ones)) & tops;
}

/* How many leading bytes are plain, in steps of 64 and then of eight. */
static size_t plain_run(const char *bytes, size_t n)
{
    size_t i = 0;
    for (; i + 64 <= n; i += 64) {
        uint64_t any = 0;
        for (size_t k = 0; k < 64; k += 8) any |= not_plain(bytes + i + k);
        if (any) break;
    }
    while (i + 8 <= n && !not_plain(bytes + i)) i += 8;
    return i;
}

/* What must follow a first byte; false when none may begin with it. */
static bool begin(nh_utf8 *state, unsigned char c)
{
    if (c < 0xC2 || c > 0xF4) return false;
    state->due = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    state->low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    state->high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    return true;
}

static bool take(nh_utf8 *state, unsigned char c)
{
    if (state->due == 0) return c < 0x80 ? c != 0 : begin(state, c);
    if (c < state->low || c > state->high) return false;
    state->due--;
    state->low = 0x80;
    state->high = 0xBF;
    return true;
}

size_t nh_utf8_check(nh_utf8 *state, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (state->due == 0) i += plain_run(bytes + i, n - i);
        if (i < n && !take(state, (unsigned char)bytes[i])) return i;
    }
    return n;
}
