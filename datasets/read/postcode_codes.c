/* datasets/read/postcode_codes.c: a small hash table of sectors, and a page of codes for each. */
#include "datasets/read/postcode_codes.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

/* There are about 12,000 sectors, old ones among them; pages are not given to whatever a file may hold. They are made
 * so many at a time, 2 MB. */
enum { LETTERS = 20, UNITS = LETTERS * LETTERS, FIRST_BITS = 8, MOST_PAGES = 16384, PAGES_AT_ONCE = 1310,
       CODED_AT_ONCE = 64 };

typedef struct page {
    uint64_t sector; /* 0: free */
    int32_t *code_plus_1;
} page;

struct nh_postcode_codes {
    nh_levels *levels;
    page *pages; /* 2^bits of them, open addressing */
    unsigned bits;
    size_t n_pages;
    int32_t *blocks[MOST_PAGES / PAGES_AT_ONCE + 1]; /* of PAGES_AT_ONCE pages each, in the order they are given */
};

nh_postcode_codes *nh_postcode_codes_new(nh_levels *levels)
{
    nh_postcode_codes *codes = nh_zeroed(1, sizeof *codes);
    codes->levels = nh_levels_share(levels);
    codes->bits = FIRST_BITS;
    codes->pages = nh_zeroed((size_t)1 << FIRST_BITS, sizeof *codes->pages);
    return codes;
}

void nh_postcode_codes_free(nh_postcode_codes *codes)
{
    if (!codes) return;
    for (size_t i = 0; i < MOST_PAGES / PAGES_AT_ONCE + 1; i++) free(codes->blocks[i]);
    free(codes->pages);
    nh_levels_release(codes->levels);
    free(codes);
}

/* ---- what a postcode says ---- */

/* The letters that inward codes use, numbered from 1; C I K M O V could be mistaken for others. */
static const uint8_t letter_number[256] = {
    ['A'] = 1,  ['B'] = 2,  ['D'] = 3,  ['E'] = 4,  ['F'] = 5,  ['G'] = 6,  ['H'] = 7,  ['J'] = 8,  ['L'] = 9,
    ['N'] = 10, ['P'] = 11, ['Q'] = 12, ['R'] = 13, ['S'] = 14, ['T'] = 15, ['U'] = 16, ['W'] = 17, ['X'] = 18,
    ['Y'] = 19, ['Z'] = 20,
};

/* The upper bit of each letter and digit. */
static uint64_t letters_and_digits(uint64_t word)
{
    return nh_bytes_between(word, 'A', 'Z') | nh_bytes_between(word, '0', '9');
}

/* The letters of the sector, and the number of the pair of letters behind it. */
typedef struct spot {
    uint64_t sector;
    uint32_t unit;
} spot;

/* False for a text that is not a postcode as it should be written. */
static inline bool is_spot(nh_short_text text, spot *found)
{
    size_t length = nh_short_text_length(text), n = length - 4;
    if (length < 6 || length > 8) return false;
    uint64_t bytes = nh_short_text_first(text), inward = bytes >> 8 * n;
    uint64_t outward = bytes & (((uint64_t)1 << 8 * n) - 1), outward_fits = 0x80808080u >> 8 * (4 - n);
    unsigned digit = (unsigned)(inward >> 8 & 0xFF) - '0';
    unsigned first = letter_number[inward >> 16 & 0xFF], second = letter_number[inward >> 24];
    *found = (spot){ .sector = outward | (uint64_t)(digit + '0') << 32, .unit = (first - 1) * LETTERS + second - 1 };
    return ((inward & 0xFF) == ' ') & (digit <= 9) & (first > 0) & (second > 0) &
           (letters_and_digits(outward) == outward_fits);
}

bool nh_can_be_postcode(nh_short_text text)
{
    uint64_t head = letters_and_digits(text.head), tail = letters_and_digits(text.tail);
    uint64_t blank_head = nh_bytes_between(text.head, ' ', ' '), blank_tail = nh_bytes_between(text.tail, ' ', ' ');
    size_t n = nh_bytes_count(head, tail);
    return n >= 5 && n <= 7 && nh_bytes_count(head | blank_head, tail | blank_tail) == nh_short_text_length(text);
}

/* ---- pages ---- */

static inline size_t first_of(const nh_postcode_codes *codes, uint64_t sector)
{
    return sector * 0x9E3779B97F4A7C15u >> (64 - codes->bits);
}

/* The page of the sector, or the free one where it belongs. */
static inline page *page_of(const nh_postcode_codes *codes, uint64_t sector)
{
    size_t mask = ((size_t)1 << codes->bits) - 1, i = first_of(codes, sector);
    while (codes->pages[i].sector != sector && codes->pages[i].sector != 0) i = (i + 1) & mask;
    return &codes->pages[i];
}

static void double_pages(nh_postcode_codes *codes)
{
    page *old = codes->pages;
    size_t n_old = (size_t)1 << codes->bits++;
    codes->pages = nh_zeroed(2 * n_old, sizeof *codes->pages);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].sector) *page_of(codes, old[i].sector) = old[i];
    free(old);
}

static page *new_page(nh_postcode_codes *codes, uint64_t sector)
{
    size_t number = codes->n_pages++;
    int32_t **block = &codes->blocks[number / PAGES_AT_ONCE];
    if (!*block) *block = nh_zeroed((size_t)PAGES_AT_ONCE * UNITS, sizeof **block);
    if (codes->n_pages * 2 > (size_t)1 << codes->bits) double_pages(codes);
    page *added = page_of(codes, sector);
    *added = (page){ sector, *block + number % PAGES_AT_ONCE * UNITS };
    return added;
}

/* Where the code stands: 0 while there is none, else the code plus 1. NULL when there are more sectors than there
 * should be. */
static inline int32_t *place_of(nh_postcode_codes *codes, spot at)
{
    page *found = page_of(codes, at.sector);
    if (found->sector == 0 && codes->n_pages == MOST_PAGES) return NULL;
    if (found->sector == 0) found = new_page(codes, at.sector);
    return &found->code_plus_1[at.unit];
}

/* A text without a place is added to the levels as any other. */
static inline int32_t code_at(nh_postcode_codes *codes, nh_short_text text, int32_t *place)
{
    if (!place) return nh_levels_add_short(codes->levels, text);
    if (*place == 0) *place = nh_levels_append(codes->levels, text) + 1;
    return *place - 1;
}

int32_t nh_postcode_code(nh_postcode_codes *codes, nh_short_text text)
{
    spot at;
    return code_at(codes, text, is_spot(text, &at) ? place_of(codes, at) : NULL);
}

/* The spots of the texts before the first that can be no postcode; their sectors are fetched. One that is no spot has
 * the sector 0. */
static size_t find_spots(const nh_postcode_codes *codes, const nh_short_text *texts, size_t n, spot *spots)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_spot(texts[i], &spots[i])) {
            spots[i].sector = 0;
            if (!nh_can_be_postcode(texts[i])) return i;
        }
        __builtin_prefetch(&codes->pages[first_of(codes, spots[i].sector)]);
    }
    return n;
}

/* All places are found, and fetched, before the first is looked at. */
static size_t code_some(nh_postcode_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded)
{
    spot spots[CODED_AT_ONCE];
    int32_t *places[CODED_AT_ONCE];
    n = find_spots(codes, texts, n, spots);
    for (size_t i = 0; i < n; i++) {
        places[i] = spots[i].sector ? place_of(codes, spots[i]) : NULL;
        __builtin_prefetch(places[i], 1);
    }
    for (size_t i = 0; i < n; i++) coded[i] = code_at(codes, texts[i], places[i]);
    return n;
}

size_t nh_postcode_codes_many(nh_postcode_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded)
{
    size_t n_coded = 0, some = 0, n_sound = 0;
    for (; n_coded < n && n_sound == some; n_coded += n_sound) {
        some = n - n_coded < CODED_AT_ONCE ? n - n_coded : CODED_AT_ONCE;
        n_sound = code_some(codes, texts + n_coded, some, coded + n_coded);
    }
    return n_coded;
}
