/* datasets/frame/levels.c: texts in one long buffer, found through an open-addressing hash table.
 *
 * Most texts (codes, postcodes, identifiers) are of at most eight bytes and stand whole in their slot, so that a
 * look-up costs one cache line; a longer one has its hash there and is compared in the buffer. Records of one
 * child follow each other, so the text that was added last is tried first. */
#include "datasets/frame/levels.h"

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT = 8, LONG_TAG = 0xFF };

/* What a text is known by: its bytes when it is short, else its hash; tag tells lengths and the two kinds apart. */
typedef struct name {
    uint64_t key;
    uint32_t tag;
} name;

typedef struct slot {
    uint64_t key;
    uint32_t tag;
    uint32_t code_plus_1; /* 0: free */
} slot;

struct nh_levels {
    char *bytes;
    size_t *start; /* start[code]; start[count] is the end of the last text */
    slot *slots;
    size_t count, room, bytes_room, n_slots, holders, longest;
    int32_t last; /* the code that nh_levels_add gave last */
};

enum { FIRST_SLOTS = 32, FIRST_ROOM = 16, FIRST_BYTES = 256 };

nh_levels *nh_levels_new(void)
{
    nh_levels *levels = nh_zeroed(1, sizeof *levels);
    levels->holders = 1;
    levels->n_slots = FIRST_SLOTS;
    levels->slots = nh_zeroed(FIRST_SLOTS, sizeof *levels->slots);
    levels->room = FIRST_ROOM;
    levels->start = nh_zeroed(FIRST_ROOM + 1, sizeof *levels->start);
    levels->bytes_room = FIRST_BYTES;
    levels->bytes = nh_zeroed(FIRST_BYTES, 1);
    return levels;
}

nh_levels *nh_levels_share(nh_levels *levels)
{
    levels->holders++;
    return levels;
}

void nh_levels_release(nh_levels *levels)
{
    if (!levels || --levels->holders > 0) return;
    free(levels->bytes);
    free(levels->start);
    free(levels->slots);
    free(levels);
}

/* Eight bytes at a time through a multiply and a fold. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t h = 0x9E3779B97F4A7C15u ^ length;
    while (length > 0) {
        uint64_t word = 0;
        size_t n = length < 8 ? length : 8;
        memcpy(&word, text, n);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
        text += n;
        length -= n;
    }
    return h;
}

static name name_of(const char *text, size_t length)
{
    if (length > SHORT) return (name){ hash_of(text, length), LONG_TAG };
    name short_name = { 0, (uint32_t)length };
    memcpy(&short_name.key, text, length);
    return short_name;
}

static size_t first_slot(const nh_levels *levels, uint64_t key, uint32_t tag)
{
    uint64_t h = (key ^ tag) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    return (size_t)((h * 0xD6E8FEB86659FD93u) >> 32) & (levels->n_slots - 1);
}

static size_t length_of(const nh_levels *levels, size_t code)
{
    return levels->start[code + 1] - levels->start[code] - 1;
}

static bool is_text(const nh_levels *levels, size_t code, const char *text, size_t length)
{
    return length_of(levels, code) == length && memcmp(levels->bytes + levels->start[code], text, length) == 0;
}

/* The slot that holds the text, or the free one where it belongs. */
static slot *slot_of(const nh_levels *levels, name n, const char *text, size_t length)
{
    size_t mask = levels->n_slots - 1;
    for (size_t i = first_slot(levels, n.key, n.tag);; i = (i + 1) & mask) {
        slot *s = &levels->slots[i];
        if (s->code_plus_1 == 0) return s;
        if (s->key != n.key || s->tag != n.tag) continue;
        if (n.tag != LONG_TAG || is_text(levels, s->code_plus_1 - 1, text, length)) return s;
    }
}

static void double_slots(nh_levels *levels)
{
    slot *old = levels->slots;
    size_t n_old = levels->n_slots;
    levels->n_slots *= 2;
    levels->slots = nh_zeroed(levels->n_slots, sizeof *levels->slots);
    size_t mask = levels->n_slots - 1;
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].code_plus_1 == 0) continue;
        size_t at = first_slot(levels, old[i].key, old[i].tag);
        while (levels->slots[at].code_plus_1 != 0) at = (at + 1) & mask;
        levels->slots[at] = old[i];
    }
    free(old);
}

static void store(nh_levels *levels, const char *text, size_t length)
{
    if (levels->count == levels->room) {
        levels->room *= 2;
        levels->start = nh_resize(levels->start, levels->room + 1, sizeof *levels->start);
    }
    size_t start = levels->start[levels->count], end = start + length + 1;
    while (end > levels->bytes_room) {
        levels->bytes_room *= 2;
        levels->bytes = nh_resize(levels->bytes, levels->bytes_room, 1);
    }
    memcpy(levels->bytes + start, text, length);
    levels->bytes[end - 1] = '\0';
    levels->start[++levels->count] = end;
    if (length > levels->longest) levels->longest = length;
}

int32_t nh_levels_add(nh_levels *levels, const char *text, size_t length)
{
    if (levels->count && is_text(levels, (size_t)levels->last, text, length)) return levels->last;
    name n = name_of(text, length);
    slot *s = slot_of(levels, n, text, length);
    if (s->code_plus_1) return levels->last = (int32_t)(s->code_plus_1 - 1);
    *s = (slot){ n.key, n.tag, (uint32_t)levels->count + 1 };
    store(levels, text, length);
    if (levels->count * 3 > levels->n_slots * 2) double_slots(levels);
    return levels->last = (int32_t)levels->count - 1;
}

int32_t nh_levels_add_text(nh_levels *levels, const char *text)
{
    return nh_levels_add(levels, text, strlen(text));
}

int32_t nh_levels_find(const nh_levels *levels, const char *text, size_t length)
{
    const slot *s = slot_of(levels, name_of(text, length), text, length);
    return s->code_plus_1 ? (int32_t)(s->code_plus_1 - 1) : NH_NO_LEVEL;
}

int32_t nh_levels_find_text(const nh_levels *levels, const char *text)
{
    return nh_levels_find(levels, text, strlen(text));
}

void nh_levels_expect(const nh_levels *levels, const char *text, size_t length)
{
    __builtin_prefetch(&levels->slots[hash_of(text, length) & (levels->n_slots - 1)]);
}

const char *nh_levels_text(const nh_levels *levels, int32_t code)
{
    return levels->bytes + levels->start[code];
}

size_t nh_levels_length(const nh_levels *levels, int32_t code)
{
    return length_of(levels, (size_t)code);
}

size_t nh_levels_count(const nh_levels *levels)
{
    return levels->count;
}

size_t nh_levels_longest(const nh_levels *levels)
{
    return levels->longest;
}

typedef struct named_code {
    const char *text;
    int32_t code;
} named_code;

static int by_text(const void *a, const void *b)
{
    return strcmp(((const named_code *)a)->text, ((const named_code *)b)->text);
}

int32_t *nh_levels_sorted(const nh_levels *levels)
{
    named_code *named = nh_zeroed(levels->count, sizeof *named);
    for (size_t i = 0; i < levels->count; i++)
        named[i] = (named_code){ nh_levels_text(levels, (int32_t)i), (int32_t)i };
    qsort(named, levels->count, sizeof *named, by_text);
    int32_t *order = nh_zeroed(levels->count, sizeof *order);
    for (size_t i = 0; i < levels->count; i++) order[i] = named[i].code;
    free(named);
    return order;
}
