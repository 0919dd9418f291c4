/* datasets/read/marks.c: 16 or 32 bytes are compared at once where the processor can, else one by one.
 *
 * The marks of 64 bytes are gathered in one word before any is written down: the loop over them then ends, which no
 * processor foresees, once in eleven marks and not once in three. */
#include "datasets/read/marks.h"

#include "datasets/frame/bits.h"

/* One bit a byte: 1 where it is a mark, and where it is a break. */
typedef struct found {
    uint64_t marks, breaks;
} found;

#ifdef __SSE2__
#include <immintrin.h>

static inline found found_in_sixteen(const char *bytes)
{
    const __m128i text = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i commas = _mm_cmpeq_epi8(text, _mm_set1_epi8(','));
    __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('\n')),
                                _mm_cmpeq_epi8(text, _mm_set1_epi8('\r')));
    __m128i breaks = _mm_or_si128(ends, _mm_cmpeq_epi8(text, _mm_set1_epi8('"')));
    return (found){ (uint32_t)_mm_movemask_epi8(_mm_or_si128(commas, breaks)),
                    (uint32_t)_mm_movemask_epi8(breaks) };
}
#else
static inline found found_in_sixteen(const char *bytes)
{
    found in = { 0, 0 };
    for (unsigned i = 0; i < 16; i++) {
        char c = bytes[i];
        uint64_t is_break = c == '"' || c == '\n' || c == '\r';
        in.marks |= (is_break | (uint64_t)(c == ',')) << i;
        in.breaks |= is_break << i;
    }
    return in;
}
#endif

enum { STEP = 64 };

static inline found found_in_step(const char *bytes)
{
    found in = { 0, 0 };
    for (unsigned k = 0; k < STEP; k += 16) {
        found some = found_in_sixteen(bytes + k);
        in.marks |= some.marks << k;
        in.breaks |= some.breaks << k;
    }
    return in;
}

/* The bits that are set, as numbers from `base` on. Four at a time, whether there are as many or not: what is written
 * beyond the last is written over by the next. */
static inline size_t put_places(uint32_t *to, uint64_t bits, uint32_t base)
{
    size_t n = nh_bits_count(bits);
    for (size_t i = 0; i < n; i += 4)
        for (size_t k = i; k < i + 4; k++) {
            to[k] = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
    return n;
}

static inline __attribute__((always_inline)) void find(nh_marks *marks, const char *bytes, size_t from, size_t to,
                                                       found (*found_in)(const char *step))
{
    size_t n = 0, n_breaks = 0;
    for (size_t i = from; i < to; i += STEP) {
        found in = found_in(bytes + i);
        uint64_t wanted = to - i < STEP ? ((uint64_t)1 << (to - i)) - 1 : ~(uint64_t)0;
        for (uint64_t left = in.breaks & wanted; left; left &= left - 1) {
            uint64_t before = in.marks & ((left & -left) - 1);
            marks->breaks[n_breaks++] = (uint32_t)(n + nh_bits_count(before));
        }
        n += put_places(marks->at + n, in.marks & wanted, (uint32_t)i);
    }
    marks->n = n;
    marks->n_breaks = n_breaks;
}

#ifdef __x86_64__
/* The same for processors that compare 32 bytes at once, and find and clear the lowest bit in one step each. */
#define NEWER __attribute__((target("avx2,bmi")))

NEWER static inline __attribute__((always_inline)) found found_in_half(const char *bytes)
{
    const __m256i text = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i commas = _mm256_cmpeq_epi8(text, _mm256_set1_epi8(','));
    __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('\n')),
                                   _mm256_cmpeq_epi8(text, _mm256_set1_epi8('\r')));
    __m256i breaks = _mm256_or_si256(ends, _mm256_cmpeq_epi8(text, _mm256_set1_epi8('"')));
    return (found){ (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(commas, breaks)),
                    (uint32_t)_mm256_movemask_epi8(breaks) };
}

NEWER static inline __attribute__((always_inline)) found found_in_halves(const char *bytes)
{
    found low = found_in_half(bytes), high = found_in_half(bytes + 32);
    return (found){ low.marks | high.marks << 32, low.breaks | high.breaks << 32 };
}

NEWER static void find_wide(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
    find(marks, bytes, from, to, found_in_halves);
}
#endif

void nh_marks_find_anywhere(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
    find(marks, bytes, from, to, found_in_step);
}

void nh_marks_find(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) {
        find_wide(marks, bytes, from, to);
        return;
    }
#endif
    nh_marks_find_anywhere(marks, bytes, from, to);
}
