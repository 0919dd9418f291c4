/* plots/outlines.c: lines, each the border of two areas, joined end to end into rings. */
#include "plots/outlines.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern const unsigned char nh_reference_outlines[];

enum { LONGEST_CODE = 16, METRES = 100 };

/* One line seen from one of its sides: `authority` lies to the left when it is walked in this direction. */
typedef struct side {
    int authority;
    const nh_ring *line;
    bool backwards, used;
} side;

typedef struct sides {
    side *all;
    nh_ring *lines;
    size_t n, n_lines;
} sides;

/* The next comma-separated field, at most `room` bytes of it; the end of the line ends the last one. */
static const char *field(const char *text, char *copy, size_t room)
{
    size_t n = strcspn(text, ",\n"), kept = n < room ? n : room - 1;
    memcpy(copy, text, kept);
    copy[kept] = '\0';
    return text[n] == ',' ? text + n + 1 : text + n;
}

static size_t count_numbers(const char *text)
{
    size_t n = 0;
    for (const char *end = text + strcspn(text, "\n"); text < end; text++)
        n += *text != ' ' && (text + 1 == end || text[1] == ' ');
    return n;
}

static const char *read_points(const char *text, nh_ring *line, nh_arena *memory)
{
    line->n = count_numbers(text) / 2;
    line->at = nh_arena_array(memory, line->n, sizeof *line->at);
    long x = 0, y = 0;
    for (size_t i = 0; i < line->n; i++) {
        char *after;
        x += strtol(text, &after, 10);
        y += strtol(after, &after, 10);
        line->at[i] = (nh_point){ (float)(x * METRES), (float)(y * METRES) };
        text = after;
    }
    return text;
}

/* True when that side belongs to an English authority. */
static bool add_side(sides *list, const char *code, const nh_ring *line, bool backwards)
{
    if (!*code) return false; /* the sea */
    int authority = strcmp(code, "GB") == 0 ? NH_NO_AUTHORITY : nh_authority_of(code);
    list->all[list->n++] = (side){ authority, line, backwards, false };
    return authority != NH_NO_AUTHORITY;
}

static void read_lines(const char *layer, nh_outlines *outlines, sides *list)
{
    const char *text = strchr((const char *)nh_reference_outlines, '\n');
    while (text && *++text) {
        char name[LONGEST_CODE], left[LONGEST_CODE], right[LONGEST_CODE];
        const char *next = strchr(text, '\n');
        text = field(field(field(text, name, sizeof name), left, sizeof left), right, sizeof right);
        if (strcmp(name, layer) == 0) {
            nh_ring *line = &list->lines[list->n_lines++];
            line->authority = NH_NO_AUTHORITY;
            read_points(text, line, outlines->memory);
            bool is_english = add_side(list, left, line, false);
            is_english |= add_side(list, right, line, true);
            if (is_english) outlines->borders[outlines->n_borders++] = *line;
        }
        text = next;
    }
}

static nh_point end_of(const side *s, bool last)
{
    return s->line->at[last != s->backwards ? s->line->n - 1 : 0];
}

static bool same(nh_point a, nh_point b)
{
    return a.x == b.x && a.y == b.y;
}

static side *next_side(const sides *list, const side *from)
{
    for (size_t i = 0; i < list->n; i++) {
        side *s = &list->all[i];
        if (!s->used && s->authority == from->authority && same(end_of(s, false), end_of(from, true))) return s;
    }
    return NULL;
}

static void append_line(nh_ring *ring, const side *s)
{
    for (size_t i = 0; i < s->line->n; i++) {
        nh_point p = s->line->at[s->backwards ? s->line->n - 1 - i : i];
        if (ring->n == 0 || !same(ring->at[ring->n - 1], p)) ring->at[ring->n++] = p;
    }
}

/* The shoelace formula; above 0 where the area lies to the left, an outer ring. */
static double area_of(const nh_ring *ring)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < ring->n; i++) {
        nh_point a = ring->at[i], b = ring->at[i + 1];
        twice += (double)a.x * b.y - (double)b.x * a.y;
    }
    return twice / 2;
}

/* Walks from one side to the next until the ring closes. */
static nh_ring walk(sides *list, side *start, nh_point *room)
{
    nh_ring ring = { .authority = start->authority, .at = room };
    for (side *s = start; s; s = next_side(list, s)) {
        s->used = true;
        append_line(&ring, s);
        if (same(ring.at[0], ring.at[ring.n - 1])) break;
    }
    ring.area = area_of(&ring);
    return ring;
}

static int by_falling_area(const void *a, const void *b)
{
    double x = ((const nh_ring *)a)->area, y = ((const nh_ring *)b)->area;
    return (x < y) - (x > y);
}

/* Inner rings (area to the right) are not kept: what lies in them is painted over them. */
static void join_rings(nh_outlines *outlines, sides *list)
{
    size_t points = 0;
    for (size_t i = 0; i < list->n_lines; i++) points += list->lines[i].n;
    nh_point *room = nh_zeroed(points + 1, sizeof *room);
    for (size_t i = 0; i < list->n; i++) {
        if (list->all[i].used) continue;
        nh_ring ring = walk(list, &list->all[i], room);
        if (ring.area <= 0) continue;
        ring.at = nh_arena_array(outlines->memory, ring.n, sizeof *ring.at);
        memcpy(ring.at, room, ring.n * sizeof *ring.at);
        outlines->rings[outlines->n_rings++] = ring;
    }
    free(room);
    qsort(outlines->rings, outlines->n_rings, sizeof *outlines->rings, by_falling_area);
}

static size_t count_lines(void)
{
    size_t n = 0;
    for (const char *c = (const char *)nh_reference_outlines; *c; c++) n += *c == '\n';
    return n;
}

nh_outlines *nh_outlines_read(const char *layer)
{
    nh_outlines *outlines = nh_zeroed(1, sizeof *outlines);
    outlines->memory = nh_arena_new();
    size_t n = count_lines();
    outlines->borders = nh_arena_array(outlines->memory, n, sizeof *outlines->borders);
    outlines->rings = nh_arena_array(outlines->memory, 2 * n, sizeof *outlines->rings);
    sides list = { .all = nh_arena_array(outlines->memory, 2 * n, sizeof *list.all),
                   .lines = nh_arena_array(outlines->memory, n, sizeof *list.lines) };
    read_lines(layer, outlines, &list);
    join_rings(outlines, &list);
    return outlines;
}

void nh_outlines_free(nh_outlines *outlines)
{
    if (!outlines) return;
    nh_arena_free(outlines->memory);
    free(outlines);
}
