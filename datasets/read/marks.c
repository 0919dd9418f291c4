/* datasets/read/marks.c: 16, 32 or 64 bytes are compared at once where the processor can, else one by one.
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

enum { STEP = 64, AT_ONCE = 16, BREAKS_AT_ONCE = 2 };

static inline found found_in_sixteens(const char *bytes)
{
    found in = { 0, 0 };
    for (unsigned k = 0; k < STEP; k += 16) {
        found some = found_in_sixteen(bytes + k);
        in.marks |= some.marks << k;
        in.breaks |= some.breaks << k;
    }
    return in;
}

/* The bits that are set, as numbers from `base` on. So many at a time, whether there are as many or not, that hardly
 * ever more are needed: what is written beyond the last is written over by the next. */
static inline size_t put_one_by_one(uint32_t *to, uint64_t bits, uint32_t base)
{
    size_t n = nh_bits_count(bits);
    for (size_t i = 0; i < n; i += AT_ONCE)
        for (size_t k = i; k < i + AT_ONCE; k++) {
            to[k] = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
    return n;
}

/* Of the marks, counted from `base` on, the numbers of those that are breaks; two at a time, in the same way. */
static inline size_t put_breaks(uint32_t *to, found in, uint32_t base)
{
    size_t n = nh_bits_count(in.breaks);
    for (size_t i = 0; i < n; i += BREAKS_AT_ONCE)
        for (size_t k = i; k < i + BREAKS_AT_ONCE; k++) {
            uint64_t before = in.marks & ((in.breaks & -in.breaks) - 1);
            to[k] = base + (uint32_t)nh_bits_count(before);
            in.breaks &= in.breaks - 1;
        }
    return n;
}

/* How it is done with the registers at hand. */
typedef found found_in_step(const char *bytes);
typedef size_t put_places(uint32_t *to, uint64_t bits, uint32_t base);

static inline __attribute__((always_inline)) void find(nh_marks *marks, const char *bytes, size_t from, size_t to,
                                                       found_in_step *found_in, put_places *put)
{
    size_t n = 0, n_breaks = 0;
    for (size_t i = from; i < to; i += STEP) {
        found in = found_in(bytes + i);
        uint64_t wanted = to - i < STEP ? ((uint64_t)1 << (to - i)) - 1 : ~(uint64_t)0;
        in = (found){ in.marks & wanted, in.breaks & wanted };
        n_breaks += put_breaks(marks->breaks + n_breaks, in, (uint32_t)n);
        n += put(marks->at + n, in.marks, (uint32_t)i);
    }
    marks->n = n;
    marks->n_breaks = n_breaks;
}

#ifdef __x86_64__
/* The same for processors that compare 32 bytes at once, and find and clear the lowest bit in one step each. */
#define NEWER __attribute__((target("avx2,bmi,popcnt")))

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
    find(marks, bytes, from, to, found_in_halves, put_one_by_one);
}

/* And for those that compare 64, and move the bytes that are wanted together in one step. */
#define NEWEST __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

NEWEST static inline __attribute__((always_inline)) found found_at_once(const char *bytes)
{
    const __m512i text = _mm512_loadu_si512(bytes);
    uint64_t commas = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(','));
    uint64_t breaks = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\n')) |
                      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('\r')) |
                      _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('"'));
    return (found){ commas | breaks, breaks };
}

NEWEST static inline __attribute__((always_inline)) size_t put_together(uint32_t *to, uint64_t bits, uint32_t base)
{
    static const uint8_t number[STEP] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    };
    uint8_t places[STEP];
    size_t n = nh_bits_count(bits);
    __m512i together = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(number));
    __m512i first = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(together));
    _mm512_storeu_si512(to, _mm512_add_epi32(first, _mm512_set1_epi32((int)base)));
    if (n <= AT_ONCE) return n;
    _mm512_storeu_si512(places, together);
    for (size_t i = AT_ONCE; i < n; i++) to[i] = base + places[i];
    return n;
}

NEWEST static void find_widest(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
    find(marks, bytes, from, to, found_at_once, put_together);
}

static bool is_offered_newer(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

static bool is_offered_newest(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi2") && is_offered_newer();
}
#endif

static bool is_offered_always(void)
{
    return true;
}

static void find_anywhere(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
    find(marks, bytes, from, to, found_in_sixteens, put_one_by_one);
}

const nh_marks_way nh_marks_ways[NH_MARKS_WAYS] = {
#ifdef __x86_64__
    { is_offered_newest, find_widest },
    { is_offered_newer, find_wide },
#endif
    { is_offered_always, find_anywhere },
};

void nh_marks_find(nh_marks *marks, const char *bytes, size_t from, size_t to)
{
    const nh_marks_way *way = nh_marks_ways;
    while (!way->is_offered()) way++;
    way->find(marks, bytes, from, to);
}
