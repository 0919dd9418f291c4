/* datasets/read/encoding.h: older encodings of one byte a character, and what each byte is in UTF-8.
 *
 *     const nh_encoding *from = nh_encoding_named("windows-1252");
 *     n = nh_encoding_to_utf8(from, bytes, n, utf8);                  utf8 has room for 3 * n
 */
#ifndef NH_READ_ENCODING_H
#define NH_READ_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_encoding nh_encoding;

enum { NH_UTF8_LONGEST = 3 }; /* bytes of UTF-8 that one byte of these encodings can become */

const nh_encoding *nh_encoding_named(const char *name); /* whatever its case; NULL for NULL and any other */
const char *nh_encoding_name(const nh_encoding *encoding);
int nh_encoding_character(const nh_encoding *encoding, unsigned char byte); /* its code point */

/* How many bytes were written. `to` may be the same memory as `from` where 2 * n bytes before `from` are free. */
size_t nh_encoding_to_utf8(const nh_encoding *encoding, const char *from, size_t n, char *to);

#endif
