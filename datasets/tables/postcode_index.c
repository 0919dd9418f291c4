/* datasets/tables/postcode_index.c: outward codes in a small hash table, units in a bitmap with running counts. */
#include "datasets/tables/postcode_index.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/bits.h"

#include <stdlib.h>
#include <string.h>

enum { UNITS = 10 * 26 * 26, WORD = 64, FIRST_ROOM = 4096 };

struct nh_postcode_index {
    nh_outward_slot *outward;
    uint32_t *names; /* of each outward code */
    size_t n_outward, slot_mask, n_names_room;

    uint32_t *bit; /* while adding: the bit of each payload */
    uint64_t *payload;
    size_t n, room;

    uint64_t *bits; /* when closed */
    uint32_t *before;
    nh_postcode_arrays at; /* when closed: the arrays above, or those of somebody else */
};

nh_postcode_index *nh_postcode_index_new(void)
{
    nh_postcode_index *index = nh_zeroed(1, sizeof *index);
    index->slot_mask = 16384 - 1;
    index->outward = nh_zeroed(index->slot_mask + 1, sizeof *index->outward);
    return index;
}

void nh_postcode_index_free(nh_postcode_index *index)
{
    if (!index) return;
    free(index->outward);
    free(index->names);
    free(index->bit);
    free(index->payload);
    free(index->bits);
    free(index->before);
    free(index);
}

/* Four characters in one number. */
static uint32_t name_of(const char *key, size_t length)
{
    uint32_t name = 0;
    for (size_t i = 0; i < length; i++) name = name << 8 | (unsigned char)key[i];
    return name;
}

/* The slot of the outward code, or the free one where it belongs; `mask` is one less than the number of slots. */
static size_t slot_of(const nh_outward_slot *slots, size_t mask, uint32_t name)
{
    uint32_t hash = name * 0x9E3779B1u;
    size_t i = (hash >> 12) & mask;
    while (slots[i].name != name && slots[i].name != 0) i = (i + 1) & mask;
    return i;
}

static void double_slots(nh_postcode_index *index)
{
    index->slot_mask = index->slot_mask * 2 + 1;
    free(index->outward);
    index->outward = nh_zeroed(index->slot_mask + 1, sizeof *index->outward);
    for (size_t i = 0; i < index->n_outward; i++)
        index->outward[slot_of(index->outward, index->slot_mask, index->names[i])] =
            (nh_outward_slot){ index->names[i], (uint32_t)i };
}

static void add_outward(nh_postcode_index *index, nh_outward_slot *slot, uint32_t name)
{
    if (index->n_outward == index->n_names_room) {
        index->n_names_room = index->n_names_room ? index->n_names_room * 2 : FIRST_ROOM;
        index->names = nh_resize(index->names, index->n_names_room, sizeof *index->names);
    }
    *slot = (nh_outward_slot){ name, (uint32_t)index->n_outward };
    index->names[index->n_outward++] = name;
    if (index->n_outward * 2 > index->slot_mask) double_slots(index);
}

/* A digit and two letters as a number below UNITS; -1 for anything else. */
static int32_t unit_of(const char *inward)
{
    int digit = inward[0] - '0', first = inward[1] - 'A', second = inward[2] - 'A';
    if (digit < 0 || digit > 9 || first < 0 || first > 25 || second < 0 || second > 25) return -1;
    return (digit * 26 + first) * 26 + second;
}

static bool is_made_like_a_postcode(size_t length)
{
    return length >= 5 && length <= 7;
}

/* A directory is of a few places or of all there are; room that stays empty costs nothing. */
static size_t next_room(size_t room)
{
    enum { ALL = 3 << 20 };
    if (room < ALL) return room == 0 ? FIRST_ROOM : ALL;
    return room + room / 2;
}

static void add_payload(nh_postcode_index *index, uint32_t bit, uint64_t payload)
{
    if (index->n == index->room) {
        index->room = next_room(index->room);
        index->bit = nh_resize(index->bit, index->room, sizeof *index->bit);
        index->payload = nh_resize(index->payload, index->room, sizeof *index->payload);
    }
    index->bit[index->n] = bit;
    index->payload[index->n++] = payload;
}

bool nh_postcode_index_add(nh_postcode_index *index, const char *key, size_t length, uint64_t payload)
{
    if (!is_made_like_a_postcode(length)) return false;
    int32_t unit = unit_of(key + length - 3);
    if (unit < 0) return false;
    uint32_t name = name_of(key, length - 3);
    nh_outward_slot *slot = &index->outward[slot_of(index->outward, index->slot_mask, name)];
    if (slot->name == 0 && index->n_outward == NH_MOST_OUTWARD_CODES) return false;
    uint32_t number = slot->name ? slot->number : (uint32_t)index->n_outward;
    if (slot->name == 0) add_outward(index, slot, name);
    add_payload(index, number * UNITS + (uint32_t)unit, payload);
    return true;
}

static size_t place_of(const uint64_t *bits, const uint32_t *before, uint32_t bit)
{
    uint64_t below = bits[bit / WORD] & (((uint64_t)1 << bit % WORD) - 1);
    return before[bit / WORD] + nh_bits_count(below);
}

size_t nh_postcode_words(size_t n_outward)
{
    return n_outward * UNITS / WORD + 1;
}

/* Sets the bits and their running counts; returns how many different postcodes there are. */
static size_t set_bits(nh_postcode_index *index)
{
    size_t n_words = nh_postcode_words(index->n_outward), count = 0;
    index->bits = nh_zeroed(n_words, sizeof *index->bits);
    index->before = nh_zeroed(n_words, sizeof *index->before);
    for (size_t i = 0; i < index->n; i++) index->bits[index->bit[i] / WORD] |= (uint64_t)1 << index->bit[i] % WORD;
    for (size_t word = 0; word < n_words; word++) {
        index->before[word] = (uint32_t)count;
        count += nh_bits_count(index->bits[word]);
    }
    return count;
}

/* A directory in alphabetical order needs no rearranging. */
static bool is_ascending(const nh_postcode_index *index)
{
    for (size_t i = 1; i < index->n; i++)
        if (index->bit[i] <= index->bit[i - 1]) return false;
    return true;
}

static void write_postcode(uint32_t name, uint32_t unit, char text[8])
{
    size_t n = 0;
    for (int shift = 24; shift >= 0; shift -= 8)
        if (name >> shift & 0xFF) text[n++] = (char)(name >> shift & 0xFF);
    text[n++] = (char)('0' + unit / (26 * 26));
    text[n++] = (char)('A' + unit / 26 % 26);
    text[n++] = (char)('A' + unit % 26);
    text[n] = '\0';
}

/* Payloads in the order of their bits; false at the first postcode with two that differ. */
static bool rearrange(nh_postcode_index *index, size_t count, uint64_t mask, char twice[8])
{
    uint64_t *sorted = nh_zeroed(count, sizeof *sorted);
    bool agree = true;
    for (size_t i = 0; agree && i < index->n; i++) {
        uint64_t *there = &sorted[place_of(index->bits, index->before, index->bit[i])];
        if (*there == 0) *there = index->payload[i];
        agree = ((*there ^ index->payload[i]) & mask) == 0;
        if (!agree) write_postcode(index->names[index->bit[i] / UNITS], index->bit[i] % UNITS, twice);
    }
    free(index->payload);
    index->payload = sorted;
    return agree;
}

bool nh_postcode_index_close(nh_postcode_index *index, uint64_t mask, char twice[8])
{
    size_t count = set_bits(index);
    bool agree = is_ascending(index) || rearrange(index, count, mask, twice);
    free(index->bit);
    index->bit = NULL;
    index->payload = nh_resize(index->payload, count ? count : 1, sizeof *index->payload);
    index->at = (nh_postcode_arrays){ index->payload, index->bits, index->outward, index->before, count,
                                      index->n_outward, index->slot_mask + 1 };
    return agree;
}

const nh_postcode_arrays *nh_postcode_index_arrays(const nh_postcode_index *index)
{
    return &index->at;
}

/* Every slot leads to bits that are there, and a search ends at a free one. */
static bool hangs_together(const nh_postcode_arrays *at)
{
    bool is_power = at->n_slots > 0 && (at->n_slots & (at->n_slots - 1)) == 0;
    size_t n_taken = 0;
    for (size_t i = 0; is_power && i < at->n_slots; i++) {
        if (at->slots[i].name == 0) continue;
        if (at->slots[i].number >= at->n_outward) return false;
        n_taken++;
    }
    return is_power && n_taken == at->n_outward && n_taken < at->n_slots;
}

nh_postcode_index *nh_postcode_index_over(const nh_postcode_arrays *arrays)
{
    if (!hangs_together(arrays)) return NULL;
    nh_postcode_index *index = nh_zeroed(1, sizeof *index);
    index->at = *arrays;
    return index;
}

size_t nh_postcode_index_count(const nh_postcode_index *index)
{
    return index->at.n;
}

/* The bits of one word, from the lowest; `place` is that of the first payload. */
static void visit_word(const nh_postcode_arrays *at, const uint32_t *names, size_t word, nh_postcode_visit *visit,
                       void *context)
{
    size_t place = at->before[word];
    for (uint64_t left = at->bits[word]; left && place < at->n; left &= left - 1, place++) {
        uint32_t bit = (uint32_t)(word * WORD) + (uint32_t)__builtin_ctzll(left);
        char key[8];
        if (bit / UNITS >= at->n_outward) return; /* only in a damaged file */
        write_postcode(names[bit / UNITS], bit % UNITS, key);
        visit(context, key, at->payload[place]);
    }
}

void nh_postcode_index_each(const nh_postcode_index *index, nh_postcode_visit *visit, void *context)
{
    const nh_postcode_arrays *at = &index->at;
    uint32_t *names = nh_zeroed(at->n_outward + 1, sizeof *names);
    for (size_t i = 0; i < at->n_slots; i++)
        if (at->slots[i].name) names[at->slots[i].number] = at->slots[i].name;
    for (size_t word = 0; word < nh_postcode_words(at->n_outward); word++)
        visit_word(at, names, word, visit, context);
    free(names);
}

static const uint32_t NO_BIT = UINT32_MAX;

/* Where the bit of a postcode stands, whether set or not; NO_BIT for one of an outward code that is not known. */
static uint32_t bit_of(const nh_postcode_arrays *at, const char *key, size_t length)
{
    if (!is_made_like_a_postcode(length)) return NO_BIT;
    int32_t unit = unit_of(key + length - 3);
    const nh_outward_slot *slot = &at->slots[slot_of(at->slots, at->n_slots - 1, name_of(key, length - 3))];
    return unit < 0 || slot->name == 0 ? NO_BIT : slot->number * UNITS + (uint32_t)unit;
}

/* The place of the payload, or `n`: also in a damaged file, where it may lie beyond all. */
static size_t payload_at(const nh_postcode_arrays *at, uint32_t bit)
{
    if (bit == NO_BIT || !(at->bits[bit / WORD] >> bit % WORD & 1)) return at->n;
    size_t place = place_of(at->bits, at->before, bit);
    return place < at->n ? place : at->n;
}

bool nh_postcode_index_find(const nh_postcode_index *index, const char *key, size_t length, uint64_t *payload)
{
    size_t place = payload_at(&index->at, bit_of(&index->at, key, length));
    if (place == index->at.n) return false;
    *payload = index->at.payload[place];
    return true;
}

void nh_postcode_index_find_some(const nh_postcode_index *index, const nh_postcode_name *names, size_t n,
                                 uint64_t *payload)
{
    const nh_postcode_arrays *at = &index->at;
    uint32_t bits[NH_POSTCODES_AT_ONCE];
    size_t places[NH_POSTCODES_AT_ONCE];
    for (size_t i = 0; i < n; i++) {
        bits[i] = bit_of(at, names[i].key, names[i].length);
        if (bits[i] == NO_BIT) continue;
        __builtin_prefetch(&at->bits[bits[i] / WORD]);
        __builtin_prefetch(&at->before[bits[i] / WORD]);
    }
    for (size_t i = 0; i < n; i++) {
        places[i] = payload_at(at, bits[i]);
        __builtin_prefetch(&at->payload[places[i]]);
    }
    for (size_t i = 0; i < n; i++) payload[i] = places[i] < at->n ? at->payload[places[i]] : 0;
}
