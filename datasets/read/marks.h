/* datasets/read/marks.h: where the commas, quotes and line ends of a block stand.
 *
 * What a record is depends on one byte in six; finding those sixteen at a time, before anybody looks at what they
 * mean, is several times faster than asking of each byte in turn.
 *
 *     uint32_t at[9];
 *     size_t n = nh_marks_find("a,\"b\"\n", 0, 6, at);               4: at 1, 2, 4, 5
 */
#ifndef NH_READ_MARKS_H
#define NH_READ_MARKS_H

#include <stddef.h>
#include <stdint.h>

/* The places of each , " LF and CR of bytes[from .. to), ascending; returns how many there are. `at` has room for
 * to - from of them, and NH_MARKS_SLACK bytes behind `to` may be read. */
enum { NH_MARKS_SLACK = 64 };
size_t nh_marks_find(const char *bytes, size_t from, size_t to, uint32_t *at);

#endif
