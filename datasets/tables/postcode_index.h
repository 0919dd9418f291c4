/* datasets/tables/postcode_index.h: millions of postcodes in a few megabytes, each with 64 bits of its own.
 *
 * A postcode is an outward code (CT1) and one of 6,760 units (2EH). Outward codes are numbered as they come; one
 * bit a unit says whether the postcode exists, and counting the bits before it gives the place of its payload.
 * So nothing is stored of the postcode itself, and look-ups of one neighbourhood touch the same few lines of memory.
 *
 *     nh_postcode_index *index = nh_postcode_index_new();
 *     nh_postcode_index_add(index, "CT12EH", 6, payload);
 *     nh_postcode_index_close(index, ~(uint64_t)0, twice);
 *     nh_postcode_index_find(index, "CT12EH", 6, &payload);
 */
#ifndef NH_TABLES_POSTCODE_INDEX_H
#define NH_TABLES_POSTCODE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nh_postcode_index nh_postcode_index;

enum { NH_MOST_OUTWARD_CODES = 65536 }; /* there are about 3,100 */

nh_postcode_index *nh_postcode_index_new(void);
void nh_postcode_index_free(nh_postcode_index *index); /* NULL is allowed */

/* Keys are capitals and digits without spaces; the payload is not 0. False when the key is not made like a
 * postcode (2 to 4 characters, then a digit and two letters), or when there are too many outward codes. */
bool nh_postcode_index_add(nh_postcode_index *index, const char *key, size_t length, uint64_t payload);

/* Ends the adding. Of one postcode added twice the first stays; false, and the postcode in `twice`, when the
 * two payloads differ in the bits of `mask`. */
bool nh_postcode_index_close(nh_postcode_index *index, uint64_t mask, char twice[8]);

/* What a closed index is made of. The arrays can be kept and used again where they stand (postcode_file.h). */
typedef struct nh_outward_slot {
    uint32_t name; /* the letters of the outward code; 0: free */
    uint32_t number;
} nh_outward_slot;

typedef struct nh_postcode_arrays {
    const uint64_t *payload;      /* n of them */
    const uint64_t *bits;         /* nh_postcode_words(n_outward): which units of each outward code there are */
    const nh_outward_slot *slots; /* n_slots, a power of two */
    const uint32_t *before;       /* how many postcodes stand before each word of bits */
    size_t n, n_outward, n_slots;
} nh_postcode_arrays;

size_t nh_postcode_words(size_t n_outward);
const nh_postcode_arrays *nh_postcode_index_arrays(const nh_postcode_index *index);
/* An index over arrays that stay somebody else's; NULL when they do not hang together. */
nh_postcode_index *nh_postcode_index_over(const nh_postcode_arrays *arrays);

size_t nh_postcode_index_count(const nh_postcode_index *index);
/* Every postcode of a closed index, in the order of the index: outward codes as they came, units in theirs. */
typedef void nh_postcode_visit(void *context, const char key[8], uint64_t payload);
void nh_postcode_index_each(const nh_postcode_index *index, nh_postcode_visit *visit, void *context);

bool nh_postcode_index_find(const nh_postcode_index *index, const char *key, size_t length, uint64_t *payload);

/* Up to NH_POSTCODES_AT_ONCE look-ups, none of which waits for the memory of the one before; a payload is 0 where
 * there is no such postcode. */
enum { NH_POSTCODES_AT_ONCE = 32 };
typedef struct nh_postcode_name {
    char key[11];
    uint8_t length;
} nh_postcode_name;
void nh_postcode_index_find_some(const nh_postcode_index *index, const nh_postcode_name *names, size_t n,
                                 uint64_t *payload);

#endif
