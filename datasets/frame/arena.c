/* datasets/frame/arena.c: blocks in a chain, freed together; every allocation of the library passes here. */
#include "datasets/frame/arena.h"

#include <stdarg.h>
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

enum { HUGE_PAGE = 1 << 21 };

/* Long arrays are looked up all over: pages of 2 MB ask the processor's table of pages 500 times less often. */
static void *in_huge_pages(void *memory, size_t bytes)
{
    if (bytes < 4 * HUGE_PAGE) return memory;
    uintptr_t first = ((uintptr_t)memory + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    uintptr_t end = ((uintptr_t)memory + bytes) / HUGE_PAGE * HUGE_PAGE;
    madvise((void *)first, end - first, MADV_HUGEPAGE);
    return memory;
}

void *nh_zeroed(size_t count, size_t size)
{
    void *memory = insist(calloc(count ? count : 1, size ? size : 1));
    return in_huge_pages(memory, count * size);
}

void *nh_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) insist(NULL);
    size_t bytes = count * size;
    void *memory = insist(realloc(old, bytes ? bytes : 1));
    return old ? memory : in_huge_pages(memory, bytes);
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
    if (size && count > (SIZE_MAX - ALIGNMENT) / size) insist(NULL);
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
