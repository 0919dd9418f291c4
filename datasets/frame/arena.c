/* datasets/frame/arena.c: blocks in a chain, freed together; every allocation of the library passes here. */
#include "datasets/frame/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = 16 };

typedef struct block {
    struct block *next;
    size_t used, room;
    _Alignas(ALIGNMENT) unsigned char bytes[];
} block;

struct nh_arena {
    block *first;
};

static void (*out_of_memory)(void) = abort;

void nh_on_out_of_memory(void (*handler)(void))
{
    out_of_memory = handler;
}

static void *insist(void *memory)
{
    if (memory) return memory;
    out_of_memory();
    abort();
}

enum { LARGE_PAGE = 1 << 21 };

/* A long block begins with a large page and ends with one. The system then hands over 2 MB at a time, not 4 KB, which
 * on a virtual machine is most of what new memory costs; and the processor's table of pages is asked 500 times less
 * often. */
static bool is_long(size_t bytes)
{
    return bytes >= NH_LONG_BLOCK && bytes <= SIZE_MAX - LARGE_PAGE;
}

static size_t in_large_pages(size_t bytes)
{
    return (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

/* A long block then has a mapping to itself, and goes back to the system when it is freed; shorter ones are kept for
 * the next, as buffers of file after file. */
static void keep_long_blocks_apart(void)
{
    static atomic_flag is_done = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&is_done)) return;
    mallopt(M_MMAP_THRESHOLD, NH_LONG_BLOCK);
    mallopt(M_TRIM_THRESHOLD, 32 * LARGE_PAGE);
}

static void *long_block(size_t bytes)
{
    keep_long_blocks_apart();
    void *memory = insist(aligned_alloc(LARGE_PAGE, in_large_pages(bytes)));
    madvise(memory, in_large_pages(bytes), MADV_HUGEPAGE);
    return memory;
}

/* Pages that the system takes back are zeroed when they are met again, and not before. */
static void *zeroed_long_block(size_t bytes)
{
    void *memory = long_block(bytes);
    if (madvise(memory, in_large_pages(bytes), MADV_DONTNEED) != 0) memset(memory, 0, bytes);
    return memory;
}

static size_t bytes_of(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) insist(NULL);
    return count * size;
}

void *nh_zeroed(size_t count, size_t size)
{
    size_t bytes = bytes_of(count, size);
    return is_long(bytes) ? zeroed_long_block(bytes) : insist(calloc(bytes ? bytes : 1, 1));
}

/* By a copy: a block that the system moves no longer begins with a large page, or takes its small ones along. */
static void *resized_long_block(void *old, size_t bytes)
{
    size_t n = old ? malloc_usable_size(old) : 0;
    if (n >= bytes) return insist(realloc(old, bytes));
    void *memory = long_block(bytes);
    if (n > 0) memcpy(memory, old, n);
    free(old);
    return memory;
}

void *nh_resize(void *old, size_t count, size_t size)
{
    size_t bytes = bytes_of(count, size);
    return is_long(bytes) ? resized_long_block(old, bytes) : insist(realloc(old, bytes ? bytes : 1));
}

nh_arena *nh_arena_new(void)
{
    return nh_zeroed(1, sizeof(nh_arena));
}

void nh_arena_free(nh_arena *arena)
{
    if (!arena) return;
    for (block *b = arena->first; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

static block *room_for(nh_arena *arena, size_t bytes)
{
    block *b = arena->first;
    if (b && b->room - b->used >= bytes) return b;
    size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    b = nh_zeroed(1, sizeof *b + room);
    b->room = room;
    /* A large block goes behind the current one, whose room is then still found. */
    if (arena->first && bytes > BLOCK_BYTES / 4) {
        b->next = arena->first->next;
        arena->first->next = b;
    } else {
        b->next = arena->first;
        arena->first = b;
    }
    return b;
}

void *nh_arena_array(nh_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) insist(NULL);
    size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    block *b = room_for(arena, bytes);
    void *memory = b->bytes + b->used;
    b->used += bytes;
    return memory;
}

char *nh_arena_text(nh_arena *arena, const char *text, size_t length)
{
    char *copy = nh_arena_array(arena, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *nh_arena_print(nh_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = nh_arena_array(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
