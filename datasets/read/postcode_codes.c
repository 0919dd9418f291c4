/* datasets/read/postcode_codes.c: a small hash table of sectors, and a page of codes for each. */
#include "datasets/read/postcode_codes.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

/* There are about 12,000 sectors, old ones among them; pages are not given to whatever a file may hold. They are made
 * so many at a time, 2 MB. */
enum { LETTERS = 20, UNITS = LETTERS * LETTERS, FIRST_BITS = 8, MOST_PAGES = 16384, PAGES_AT_ONCE = 1310 };

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

/* The letters that inward codes use, numbered; C I K M O V could be mistaken for others. */
static int letter_number(uint64_t c)
{
    static const signed char number[26] = { 0,  1,  -1, 2,  3,  4,  5,  6,  -1, 7,  -1, 8,  -1,
                                            9,  -1, 10, 11, 12, 13, 14, 15, -1, 16, 17, 18, 19 };
    return c >= 'A' && c <= 'Z' ? number[c - 'A'] : -1;
}

/* Letters and digits in the low bytes of the word, nothing in the others. */
static bool is_outward(uint32_t word, size_t n)
{
    uint64_t fit = nh_bytes_between(word, 'A', 'Z') | nh_bytes_between(word, '0', '9');
    return fit == (0x80808080u >> (8 * (4 - n)));
}

bool nh_postcode_spot_of(nh_short_text text, nh_postcode_spot *spot)
{
    size_t length = nh_short_text_length(text), n = length - 4;
    if (length < 6 || length > 8) return false;
    uint64_t bytes = nh_short_text_first(text), inward = bytes >> 8 * n;
    uint32_t outward = (uint32_t)(bytes & (((uint64_t)1 << 8 * n) - 1));
    unsigned digit = (unsigned)(inward >> 8 & 0xFF) - '0';
    int first = letter_number(inward >> 16 & 0xFF), second = letter_number(inward >> 24);
    if ((inward & 0xFF) != ' ' || digit > 9 || first < 0 || second < 0 || !is_outward(outward, n)) return false;
    *spot = (nh_postcode_spot){ .sector = outward | (uint64_t)(digit + '0') << 32,
                                .unit = (unsigned)first * LETTERS + (unsigned)second };
    return true;
}

/* ---- pages ---- */

/* The page of the sector, or the free one where it belongs. */
static page *page_of(const nh_postcode_codes *codes, uint64_t sector)
{
    size_t mask = ((size_t)1 << codes->bits) - 1;
    size_t i = sector * 0x9E3779B97F4A7C15u >> (64 - codes->bits);
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

int32_t *nh_postcode_place(nh_postcode_codes *codes, nh_postcode_spot spot)
{
    page *found = page_of(codes, spot.sector);
    if (found->sector == 0 && codes->n_pages == MOST_PAGES) return NULL;
    if (found->sector == 0) found = new_page(codes, spot.sector);
    return &found->code_plus_1[spot.unit];
}

int32_t nh_postcode_code(nh_postcode_codes *codes, nh_short_text text, int32_t *place)
{
    if (*place == 0) *place = nh_levels_append(codes->levels, text) + 1;
    return *place - 1;
}
