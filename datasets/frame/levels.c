/* datasets/frame/levels.c: texts in one long buffer, found through an open-addressing hash table.
 *
 * The slot holds 32 bits of the hash beside the code, so that a look-up touches the text only for a likely hit. */
#include "datasets/frame/levels.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

typedef struct slot {
    uint32_t hash;
    uint32_t code_plus_1; /* 0: free */
} slot;

struct nh_levels {
    char *bytes;
    size_t *start; /* start[code]; start[count] is the end of the last text */
    slot *slots;
    size_t count, room, bytes_room, n_slots, holders;
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

/* Eight bytes at a time through a multiply and a fold: codes and postcodes take one round. */
static uint32_t hash_of(const char *text, size_t length)
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
    h *= 0xD6E8FEB86659FD93u;
    return (uint32_t)(h >> 32);
}

static size_t length_of(const nh_levels *levels, size_t code)
{
    return levels->start[code + 1] - levels->start[code] - 1;
}

/* The slot that holds the text, or the free one where it belongs. */
static slot *slot_of(const nh_levels *levels, uint32_t hash, const char *text, size_t length)
{
    size_t mask = levels->n_slots - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        slot *s = &levels->slots[i];
        if (s->code_plus_1 == 0) return s;
        if (s->hash != hash) continue;
        size_t code = s->code_plus_1 - 1;
        if (length_of(levels, code) == length && memcmp(levels->bytes + levels->start[code], text, length) == 0)
            return s;
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
        size_t at = old[i].hash & mask;
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
}

int32_t nh_levels_add(nh_levels *levels, const char *text, size_t length)
{
    uint32_t hash = hash_of(text, length);
    slot *s = slot_of(levels, hash, text, length);
    if (s->code_plus_1) return (int32_t)(s->code_plus_1 - 1);
    s->hash = hash;
    s->code_plus_1 = (uint32_t)levels->count + 1;
    store(levels, text, length);
    if (levels->count * 2 > levels->n_slots) double_slots(levels);
    return (int32_t)levels->count - 1;
}

int32_t nh_levels_add_text(nh_levels *levels, const char *text)
{
    return nh_levels_add(levels, text, strlen(text));
}

int32_t nh_levels_find(const nh_levels *levels, const char *text, size_t length)
{
    const slot *s = slot_of(levels, hash_of(text, length), text, length);
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
