/* datasets/frame/levels.c: texts in cells of sixteen bytes, found through an open-addressing hash table.
 *
 * Nearly every text (codes, postcodes, identifiers) is short enough to stand whole in its cell, so that two texts
 * are compared as two pairs of words; of a longer one the cell says where it stands in one long buffer. A slot has
 * the hash beside the code: a search passes over strangers without looking at their texts, and the table grows
 * without looking at any. */
#include "datasets/frame/levels.h"

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct slot {
    uint32_t hash;
    uint32_t code_plus_1; /* 0: free */
} slot;

struct nh_levels {
    nh_short_text *cells; /* a cell of a long text: where it begins in `bytes`, and its length with LONG_MARK */
    char *bytes;
    slot *slots;
    size_t count, room, n_bytes, bytes_room, longest, holders;
    size_t n_slots_taken; /* fewer than `count` while texts are appended that the table does not know */
    unsigned shift; /* there are 2^(32 - shift) slots: a text's own is the upper bits of its hash */
};

enum { FIRST_SHIFT = 27, FIRST_ROOM = 16, FIRST_BYTES = 256, ADDED_AT_ONCE = 64 };

/* In the byte where a short text has its length; a long one has it in the others. */
static const uint64_t LONG_MARK = (uint64_t)0xFF << NH_LENGTH_AT;
enum { LONG_LENGTH_AT = NH_LENGTH_AT ? 0 : 8 };

static size_t slot_count(const nh_levels *levels)
{
    return (size_t)1 << (32 - levels->shift);
}

nh_levels *nh_levels_new(void)
{
    nh_levels *levels = nh_zeroed(1, sizeof *levels);
    levels->holders = 1;
    levels->shift = FIRST_SHIFT;
    levels->slots = nh_zeroed(slot_count(levels), sizeof *levels->slots);
    levels->room = FIRST_ROOM;
    levels->cells = nh_zeroed(FIRST_ROOM, sizeof *levels->cells);
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
    free(levels->cells);
    free(levels->bytes);
    free(levels->slots);
    free(levels);
}

/* ---- what a text is known by ---- */

static const uint64_t first_factor = 0xD6E8FEB86659FD93u, second_factor = 0x9E3779B97F4A7C15u;

/* All bits of both words reach the upper ones, which choose the slot. */
static uint32_t hash_of(nh_short_text text)
{
    uint64_t h = (text.head ^ text.tail * second_factor) * first_factor;
    h ^= h >> 32;
    return (uint32_t)(h * first_factor >> 32);
}

/* Eight bytes at a time through a multiply and a fold. */
static uint32_t hash_of_long(const char *text, size_t length)
{
    uint64_t h = second_factor ^ length;
    while (length > 0) {
        uint64_t word = 0;
        size_t n = length < 8 ? length : 8;
        memcpy(&word, text, n);
        h = (h ^ word) * first_factor;
        h ^= h >> 32;
        text += n;
        length -= n;
    }
    return (uint32_t)(h * first_factor >> 32);
}

static bool is_long(nh_short_text cell)
{
    return (cell.tail & LONG_MARK) == LONG_MARK;
}

static size_t long_length(nh_short_text cell)
{
    return (size_t)((cell.tail ^ LONG_MARK) >> LONG_LENGTH_AT);
}

static bool is_long_text(const nh_levels *levels, size_t code, const char *text, size_t length)
{
    nh_short_text cell = levels->cells[code];
    return is_long(cell) && long_length(cell) == length && memcmp(levels->bytes + cell.head, text, length) == 0;
}

/* ---- the table ---- */

/* The slot that holds the text, or the free one where it belongs. */
static slot *slot_of(const nh_levels *levels, nh_short_text text, uint32_t hash)
{
    size_t mask = slot_count(levels) - 1;
    for (size_t i = hash >> levels->shift;; i = (i + 1) & mask) {
        slot *s = &levels->slots[i];
        if (s->code_plus_1 == 0) return s;
        if (s->hash == hash && nh_short_text_same(levels->cells[s->code_plus_1 - 1], text)) return s;
    }
}

static slot *slot_of_long(const nh_levels *levels, const char *text, size_t length, uint32_t hash)
{
    size_t mask = slot_count(levels) - 1;
    for (size_t i = hash >> levels->shift;; i = (i + 1) & mask) {
        slot *s = &levels->slots[i];
        if (s->code_plus_1 == 0) return s;
        if (s->hash == hash && is_long_text(levels, s->code_plus_1 - 1, text, length)) return s;
    }
}

static bool is_crowded_by(const nh_levels *levels, size_t n)
{
    return n * 8 > slot_count(levels) * 5;
}

/* An empty table that n texts do not crowd. */
static void make_slots(nh_levels *levels, size_t n)
{
    while (levels->shift > 0 && is_crowded_by(levels, n)) levels->shift--;
    levels->slots = nh_zeroed(slot_count(levels), sizeof *levels->slots);
}

/* Of a text that is not there yet. */
static void put_slot(nh_levels *levels, slot s)
{
    size_t mask = slot_count(levels) - 1, at = s.hash >> levels->shift;
    while (levels->slots[at].code_plus_1 != 0) at = (at + 1) & mask;
    levels->slots[at] = s;
}

/* Slots are in the order of their hashes, so that old and new table are both gone through from end to end. */
static void make_more_slots(nh_levels *levels, size_t n)
{
    slot *old = levels->slots;
    size_t n_old = slot_count(levels);
    make_slots(levels, n);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].code_plus_1 != 0) put_slot(levels, old[i]);
    free(old);
}

void nh_levels_rest(nh_levels *levels)
{
    free(levels->slots);
    levels->slots = NULL;
}

static uint32_t hash_of_cell(const nh_levels *levels, size_t code)
{
    nh_short_text cell = levels->cells[code];
    return is_long(cell) ? hash_of_long(levels->bytes + cell.head, long_length(cell)) : hash_of(cell);
}

/* The table that resting levels gave back, now with every text. */
static void wake(nh_levels *levels)
{
    levels->n_slots_taken = levels->count;
    make_slots(levels, levels->count);
    for (size_t code = 0; code < levels->count; code++)
        put_slot(levels, (slot){ hash_of_cell(levels, code), (uint32_t)code + 1 });
}

/* The table is no part of what levels hold, so that whoever may only look may wake them. */
static nh_levels *awake(const nh_levels *levels)
{
    nh_levels *own = (nh_levels *)(uintptr_t)levels;
    if (!own->slots) wake(own);
    return own;
}

void nh_levels_reserve(nh_levels *levels, size_t n)
{
    if (n <= levels->room) return;
    levels->cells = nh_resize(levels->cells, n, sizeof *levels->cells);
    levels->room = n;
}

void nh_levels_expect(nh_levels *levels, size_t n)
{
    nh_levels_reserve(levels, n);
    if (levels->slots && is_crowded_by(levels, n)) make_more_slots(levels, n);
}

static int32_t put_cell(nh_levels *levels, nh_short_text cell, size_t length)
{
    if (levels->count == levels->room) nh_levels_reserve(levels, 2 * levels->room);
    levels->cells[levels->count++] = cell;
    if (length > levels->longest) levels->longest = length;
    return (int32_t)levels->count - 1;
}

static int32_t store(nh_levels *levels, nh_short_text cell, size_t length, slot *free_slot, uint32_t hash)
{
    int32_t code = put_cell(levels, cell, length);
    *free_slot = (slot){ hash, (uint32_t)code + 1 };
    levels->n_slots_taken++;
    if (is_crowded_by(levels, levels->n_slots_taken)) make_more_slots(levels, levels->n_slots_taken);
    return code;
}

static nh_short_text cell_of_long(nh_levels *levels, const char *text, size_t length)
{
    size_t start = levels->n_bytes;
    levels->n_bytes += length + 1;
    if (levels->n_bytes > levels->bytes_room) {
        levels->bytes_room = 2 * levels->n_bytes + FIRST_BYTES;
        levels->bytes = nh_resize(levels->bytes, levels->bytes_room, 1);
    }
    memcpy(levels->bytes + start, text, length);
    levels->bytes[start + length] = '\0';
    return (nh_short_text){ start, (uint64_t)length << LONG_LENGTH_AT | LONG_MARK };
}

/* ---- adding and finding ---- */

static int32_t add_hashed(nh_levels *levels, nh_short_text text, uint32_t hash)
{
    slot *s = slot_of(awake(levels), text, hash);
    if (s->code_plus_1) return (int32_t)(s->code_plus_1 - 1);
    return store(levels, text, nh_short_text_length(text), s, hash);
}

int32_t nh_levels_add_short(nh_levels *levels, nh_short_text text)
{
    return add_hashed(levels, text, hash_of(text));
}

int32_t nh_levels_append(nh_levels *levels, nh_short_text text)
{
    return put_cell(levels, text, nh_short_text_length(text));
}

/* First the slots are fetched, then the texts that stand there, then each is added. */
static void add_some(nh_levels *levels, const nh_short_text *texts, size_t n, int32_t *codes)
{
    uint32_t hashes[ADDED_AT_ONCE];
    const slot *slots = awake(levels)->slots;
    for (size_t i = 0; i < n; i++) {
        hashes[i] = hash_of(texts[i]);
        __builtin_prefetch(&slots[hashes[i] >> levels->shift]);
    }
    for (size_t i = 0; i < n; i++) {
        const slot *s = &slots[hashes[i] >> levels->shift];
        if (s->hash == hashes[i] && s->code_plus_1) __builtin_prefetch(&levels->cells[s->code_plus_1 - 1]);
    }
    for (size_t i = 0; i < n; i++) codes[i] = add_hashed(levels, texts[i], hashes[i]);
}

void nh_levels_add_many(nh_levels *levels, const nh_short_text *texts, size_t n, int32_t *codes)
{
    for (size_t from = 0; from < n; from += ADDED_AT_ONCE) {
        size_t some = n - from < ADDED_AT_ONCE ? n - from : ADDED_AT_ONCE;
        add_some(levels, texts + from, some, codes + from);
    }
}

static int32_t add_long(nh_levels *levels, const char *text, size_t length)
{
    uint32_t hash = hash_of_long(text, length);
    slot *s = slot_of_long(awake(levels), text, length, hash);
    if (s->code_plus_1) return (int32_t)(s->code_plus_1 - 1);
    return store(levels, cell_of_long(levels, text, length), length, s, hash);
}

/* Of a text that may be followed by nothing. */
static nh_short_text short_text_of(const char *text, size_t length)
{
    char bytes[NH_TEXT_SLACK] = "";
    memcpy(bytes, text, length);
    return nh_short_text_of(bytes, length);
}

bool nh_levels_is_short(const nh_levels *levels, int32_t code, nh_short_text text)
{
    return (size_t)code < levels->count && nh_short_text_same(levels->cells[code], text);
}

int32_t nh_levels_add(nh_levels *levels, const char *text, size_t length)
{
    return length <= NH_SHORT_TEXT ? nh_levels_add_short(levels, short_text_of(text, length))
                                   : add_long(levels, text, length);
}

int32_t nh_levels_add_text(nh_levels *levels, const char *text)
{
    return nh_levels_add(levels, text, strlen(text));
}

int32_t nh_levels_find(const nh_levels *levels, const char *text, size_t length)
{
    if (length > NH_SHORT_TEXT)
        return (int32_t)slot_of_long(awake(levels), text, length, hash_of_long(text, length))->code_plus_1 - 1;
    nh_short_text packed = short_text_of(text, length);
    return (int32_t)slot_of(awake(levels), packed, hash_of(packed))->code_plus_1 - 1;
}

int32_t nh_levels_find_text(const nh_levels *levels, const char *text)
{
    return nh_levels_find(levels, text, strlen(text));
}

const char *nh_levels_text(const nh_levels *levels, int32_t code)
{
    const nh_short_text *cell = &levels->cells[code];
    return is_long(*cell) ? levels->bytes + cell->head : (const char *)cell;
}

size_t nh_levels_length(const nh_levels *levels, int32_t code)
{
    nh_short_text cell = levels->cells[code];
    return is_long(cell) ? long_length(cell) : nh_short_text_length(cell);
}

/* A cell is copied whole, however short its text: two moves instead of a loop. */
size_t nh_levels_copy(const nh_levels *levels, int32_t code, char *to)
{
    nh_short_text cell = levels->cells[code];
    if (!is_long(cell)) {
        memcpy(to, &cell, sizeof cell);
        return nh_short_text_length(cell);
    }
    memcpy(to, levels->bytes + cell.head, long_length(cell));
    return long_length(cell);
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
