/* datasets/read/text_codes.c: a small cache of recent texts before the hash table of the levels. */
#include "datasets/read/text_codes.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

enum { CACHE_SLOTS = 256, CACHED_LENGTH = 16 };

typedef struct seen {
    uint64_t head, tail;
    uint32_t length; /* 0: free */
    int32_t code;
} seen;

struct nh_text_codes {
    nh_levels *levels;
    char *clean; /* room for one text stripped and in capitals */
    size_t room;
    bool is_in_order;
    int32_t latest;
    seen cache[CACHE_SLOTS];
};

nh_text_codes *nh_text_codes_new(nh_levels *levels)
{
    nh_text_codes *codes = nh_zeroed(1, sizeof *codes);
    codes->levels = nh_levels_share(levels);
    codes->latest = NH_NO_LEVEL;
    return codes;
}

void nh_text_codes_expect_order(nh_text_codes *codes)
{
    codes->is_in_order = true;
    codes->latest = NH_NO_LEVEL;
}

void nh_text_codes_free(nh_text_codes *codes)
{
    if (!codes) return;
    nh_levels_release(codes->levels);
    free(codes->clean);
    free(codes);
}

const char *nh_text_of_code(const nh_text_codes *codes, int32_t code)
{
    return nh_levels_text(codes->levels, code);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

nh_field nh_field_stripped(nh_field field)
{
    while (field.length && is_blank(field.text[0])) field.text++, field.length--;
    while (field.length && is_blank(field.text[field.length - 1])) field.length--;
    return field;
}

static nh_field in_capitals(nh_text_codes *codes, nh_field field)
{
    if (field.length > codes->room) codes->clean = nh_resize(codes->clean, codes->room = 2 * field.length, 1);
    for (size_t i = 0; i < field.length; i++) {
        char c = field.text[i];
        codes->clean[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (nh_field){ codes->clean, field.length };
}

static uint64_t eight_bytes(const char *text)
{
    uint64_t word;
    memcpy(&word, text, 8);
    return word;
}

static uint64_t four_bytes(const char *text)
{
    uint32_t word;
    memcpy(&word, text, 4);
    return word;
}

/* With its length these two words tell any text of 1 to 16 bytes from any other. */
static seen key_of(nh_field field)
{
    size_t n = field.length;
    const char *text = field.text;
    seen key = { .length = (uint32_t)n };
    if (n >= 8) {
        key.head = eight_bytes(text);
        key.tail = eight_bytes(text + n - 8);
    } else if (n >= 4) key.head = four_bytes(text) | four_bytes(text + n - 4) << 32;
    else key.head = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[n / 2] << 8 |
                    (uint64_t)(unsigned char)text[n - 1] << 16;
    return key;
}

static size_t slot_of(const seen *key)
{
    uint64_t hash = (key->head ^ key->tail * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return (hash >> 40) % CACHE_SLOTS;
}

/* Whether the text is the one after the latest. */
static bool is_next(const nh_text_codes *codes, nh_field text)
{
    int32_t next = codes->latest + 1;
    return codes->is_in_order && (size_t)next < nh_levels_count(codes->levels) &&
           nh_levels_length(codes->levels, next) == text.length &&
           memcmp(nh_levels_text(codes->levels, next), text.text, text.length) == 0;
}

static int32_t code_by_levels(nh_text_codes *codes, nh_field field)
{
    nh_field clean = in_capitals(codes, nh_field_stripped(field));
    if (clean.length == 0) return NH_NO_LEVEL;
    if (is_next(codes, clean)) return ++codes->latest;
    return codes->latest = nh_levels_add(codes->levels, clean.text, clean.length);
}

static bool is_same_key(const seen *a, const seen *b)
{
    return a->head == b->head && a->tail == b->tail && a->length == b->length;
}

void nh_text_code_expect(const nh_text_codes *codes, nh_field field)
{
    if (field.length == 0 || field.length > CACHED_LENGTH || codes->is_in_order) return;
    seen key = key_of(field);
    if (!is_same_key(&codes->cache[slot_of(&key)], &key)) nh_levels_expect(codes->levels, field.text, field.length);
}

int32_t nh_text_code(nh_text_codes *codes, nh_field field)
{
    if (field.length == 0) return NH_NO_LEVEL;
    if (field.length > CACHED_LENGTH) return code_by_levels(codes, field);
    seen key = key_of(field);
    size_t slot = slot_of(&key);
    if (is_same_key(&codes->cache[slot], &key)) return codes->cache[slot].code;
    key.code = code_by_levels(codes, field);
    codes->cache[slot] = key;
    return key.code;
}
