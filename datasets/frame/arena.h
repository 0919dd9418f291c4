/* datasets/frame/arena.h: memory that is given back all at once, and the one test for "out of memory".
 *
 * Scratch memory is made at the top of a function and freed at its one exit. Nobody else tests for
 * exhaustion: when the system has no more, the handler that main set is called (message, temporary files
 * removed, exit 70); it does not return.
 *
 *     nh_arena *scratch = nh_arena_new();
 *     double *mean = nh_arena_array(scratch, n, sizeof *mean);       zeroed
 *     char *name = nh_arena_text(scratch, "Kent", 4);
 *     nh_arena_free(scratch);
 */
#ifndef NH_FRAME_ARENA_H
#define NH_FRAME_ARENA_H

#include <stddef.h>

typedef struct nh_arena nh_arena;

nh_arena *nh_arena_new(void);
void nh_arena_free(nh_arena *arena); /* NULL is allowed */

/* `count` zeroed elements of `size` bytes, aligned for any type. */
void *nh_arena_array(nh_arena *arena, size_t count, size_t size);

/* A copy of `length` bytes, NUL-terminated. */
char *nh_arena_text(nh_arena *arena, const char *text, size_t length);

/* A formatted text in the arena. */
char *nh_arena_print(nh_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Single blocks for arrays that must grow (columns, buffers): never NULL for a size above 0; free() them.
 * nh_resize keeps the old contents and does not zero what is new. */
void *nh_zeroed(size_t count, size_t size);
void *nh_resize(void *block, size_t count, size_t size);

/* From so many bytes on a block has large pages to itself; the first such block sets malloc's thresholds by it, for the
 * whole program. */
enum { NH_LONG_BLOCK = 3 << 19 };

/* Called when memory runs out; must not return. Set once by main; the default aborts. */
void nh_on_out_of_memory(void (*handler)(void));

#endif
