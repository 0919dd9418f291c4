/* datasets/read/marks.h: where the commas, quotes and line ends of a block stand.
 *
 * What a record is depends on one byte in six; finding those many at a time, before anybody looks at what they mean,
 * is several times faster than asking of each byte in turn. Which of them are breaks, marks other than commas,
 * is kept beside: so that whether a record is plain is asked once, and not of each of its fields.
 *
 *     nh_marks marks = { .at = at, .breaks = breaks };
 *     nh_marks_find(&marks, "a,\"b\"\n", 0, 6);          4 marks: at 1, 2, 4, 5; breaks are those numbered 1, 2, 3
 */
#ifndef NH_READ_MARKS_H
#define NH_READ_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nh_marks {
    uint32_t *at;     /* the places of each , " LF and CR, ascending */
    uint32_t *breaks; /* the numbers of those that are no commas, ascending */
    size_t n, n_breaks;
} nh_marks;

/* The marks of bytes[from .. to). Both arrays have room for to - from and NH_MARKS_ROOM more, and NH_MARKS_SLACK
 * bytes behind `to` may be read. */
enum { NH_MARKS_SLACK = 64, NH_MARKS_ROOM = 16 };
void nh_marks_find(nh_marks *marks, const char *bytes, size_t from, size_t to);

/* The ways in which it is done, those that ask most of a processor first; the last is offered by all. */
typedef struct nh_marks_way {
    bool (*is_offered)(void);
    void (*find)(nh_marks *marks, const char *bytes, size_t from, size_t to);
} nh_marks_way;

#ifdef __x86_64__
enum { NH_MARKS_WAYS = 3 };
#else
enum { NH_MARKS_WAYS = 1 };
#endif
extern const nh_marks_way nh_marks_ways[NH_MARKS_WAYS];

#endif
