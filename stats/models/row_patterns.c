/* stats/models/row_patterns.c: rows that are alike in every column of the terms and offsets. */
#include "stats/models/row_patterns.h"

#include <stdlib.h>
#include <string.h>

/* Worth it only where rows are many and patterns few; told early where they are not. */
enum { FEWEST_ROWS = 2000, LOOK_AFTER = 4096, ROWS_A_PATTERN = 8 };

/* Patterns met so far, by hash: places hold a pattern's number + 1. */
typedef struct search {
    const nh_design *design;
    const nh_column **columns;
    size_t n_columns;
    size_t *first, n; /* a design row of each pattern */
    uint32_t *places;
    size_t n_places;  /* a power of 2 */
} search;

static void add_columns(search *s, const nh_expression *e)
{
    if (!e) return;
    add_columns(s, e->left);
    add_columns(s, e->right);
    if (!e->column) return;
    for (size_t c = 0; c < s->n_columns; c++)
        if (s->columns[c] == e->column) return;
    s->columns = nh_resize(s->columns, s->n_columns + 1, sizeof *s->columns);
    s->columns[s->n_columns++] = e->column;
}

static uint64_t bits_of(const nh_column *column, size_t row)
{
    uint64_t bits = 0;
    if (column->kind == NH_CATEGORY) return (uint64_t)column->code[row];
    double value = column->kind == NH_DATE ? column->date[row] : column->number[row] + 0.0; /* -0 is 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t hash_of(const search *s, size_t row)
{
    uint64_t hash = 0;
    for (size_t c = 0; c < s->n_columns; c++) {
        hash = (hash ^ bits_of(s->columns[c], row)) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

static bool is_alike(const search *s, size_t row, size_t other)
{
    for (size_t c = 0; c < s->n_columns; c++)
        if (bits_of(s->columns[c], row) != bits_of(s->columns[c], other)) return false;
    return true;
}

/* The place of the row's pattern, or the empty one where it belongs. */
static uint32_t *place_of(const search *s, size_t row)
{
    size_t place = hash_of(s, row) & (s->n_places - 1);
    while (s->places[place] && !is_alike(s, row, s->design->rows[s->first[s->places[place] - 1]]))
        place = (place + 1) & (s->n_places - 1);
    return &s->places[place];
}

static void grow(search *s)
{
    if (2 * (s->n + 1) <= s->n_places) return;
    free(s->places);
    s->n_places *= 2;
    s->places = nh_zeroed(s->n_places, sizeof *s->places);
    s->first = nh_resize(s->first, s->n_places, sizeof *s->first);
    for (size_t p = 0; p < s->n; p++) *place_of(s, s->design->rows[s->first[p]]) = (uint32_t)p + 1;
}

/* Numbers the rows; false once too many are different. */
static bool number_rows(search *s, uint32_t *of_row)
{
    for (size_t i = 0; i < s->design->n; i++) {
        uint32_t *place = place_of(s, s->design->rows[i]);
        if (*place == 0) {
            s->first[s->n] = i;
            *place = (uint32_t)++s->n;
            if (i > LOOK_AFTER && s->n > i / 2) return false;
            if (s->n > s->design->n / ROWS_A_PATTERN) return false;
            of_row[i] = (uint32_t)s->n - 1;
            grow(s);
        } else of_row[i] = *place - 1;
    }
    return true;
}

/* The patterns as a design: weights summed, outcomes as weighted means. */
static void take_rows(nh_patterns *p, const search *s)
{
    const nh_design *whole = s->design;
    nh_design *d = &p->design;
    *d = *whole;
    d->n = s->n;
    d->trials = NULL;
    d->narrow = NULL;
    d->rows = nh_zeroed(d->n + 1, sizeof *d->rows);
    d->outcome = nh_zeroed(d->n + 1, sizeof *d->outcome);
    d->weight = nh_zeroed(d->n + 1, sizeof *d->weight);
    d->offset = whole->offset ? nh_zeroed(d->n + 1, sizeof *d->offset) : NULL;
    for (size_t i = 0; i < whole->n; i++) {
        double weight = (whole->weight ? whole->weight[i] : 1) * (whole->trials ? whole->trials[i] : 1);
        d->weight[p->of_row[i]] += weight;
        d->outcome[p->of_row[i]] += weight * whole->outcome[i];
    }
    for (size_t j = 0; j < d->n; j++) {
        d->outcome[j] /= d->weight[j];
        d->rows[j] = whole->rows[s->first[j]];
        if (d->offset) d->offset[j] = whole->offset[s->first[j]];
    }
}

nh_patterns *nh_patterns_find(const nh_design *design)
{
    if (design->n < FEWEST_ROWS) return NULL;
    search s = { .design = design, .n_places = 1024 };
    s.places = nh_zeroed(s.n_places, sizeof *s.places);
    s.first = nh_zeroed(s.n_places, sizeof *s.first);
    for (size_t a = 0; a < design->formula->n_atoms; a++) add_columns(&s, design->formula->atoms[a].of);
    for (size_t o = 0; o < design->formula->n_offsets; o++) add_columns(&s, design->formula->offsets[o]);
    nh_patterns *patterns = nh_zeroed(1, sizeof *patterns);
    patterns->of_row = nh_zeroed(design->n + 1, sizeof *patterns->of_row);
    bool is_worth_it = number_rows(&s, patterns->of_row);
    if (is_worth_it) take_rows(patterns, &s);
    free(s.columns);
    free(s.first);
    free(s.places);
    if (is_worth_it) return patterns;
    nh_patterns_free(patterns);
    return NULL;
}

void nh_patterns_free(nh_patterns *patterns)
{
    if (!patterns) return;
    free(patterns->design.rows);
    free(patterns->design.outcome);
    free(patterns->design.weight);
    free(patterns->design.offset);
    free(patterns->of_row);
    free(patterns);
}
