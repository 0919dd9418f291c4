/* datasets/read/marks.c: sixteen bytes are compared at once where the processor can, else one by one.
 *
 * The marks of 64 bytes are gathered in one word before any is written down: the loop over them then ends, which no
 * processor foresees, once in eleven marks and not once in three. */
#include "datasets/read/marks.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* One bit a byte of the sixteen: 1 where it is a mark. */
static uint32_t marks_of(const char *bytes)
{
    const __m128i text = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i separators = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(',')),
                                      _mm_cmpeq_epi8(text, _mm_set1_epi8('"')));
    __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('\n')),
                                _mm_cmpeq_epi8(text, _mm_set1_epi8('\r')));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(separators, ends));
}
#else
static uint32_t marks_of(const char *bytes)
{
    uint32_t marks = 0;
    for (unsigned i = 0; i < 16; i++) {
        char c = bytes[i];
        marks |= (uint32_t)(c == ',' || c == '"' || c == '\n' || c == '\r') << i;
    }
    return marks;
}
#endif

enum { STEP = 64 };

size_t nh_marks_find(const char *bytes, size_t from, size_t to, uint32_t *at)
{
    size_t n = 0;
    for (size_t i = from; i < to; i += STEP) {
        uint64_t marks = 0;
        for (unsigned k = 0; k < STEP; k += 16) marks |= (uint64_t)marks_of(bytes + i + k) << k;
        if (to - i < STEP) marks &= ((uint64_t)1 << (to - i)) - 1;
        for (; marks; marks &= marks - 1) at[n++] = (uint32_t)i + (uint32_t)__builtin_ctzll(marks);
    }
    return n;
}
