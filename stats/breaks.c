/* stats/breaks.c: the levels of each column in order, then lines as pairs of them. */
#include "stats/breaks.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/write.h"
#include "stats/identity.h"

#include <stdlib.h>
#include <string.h>

static const char not_known[] = "not known";

static const char *band_of(const nh_column *age, size_t row)
{
    static const struct { double below; const char *band; } bands[] = {
        { 1, "under 1" }, { 5, "1 to 4" }, { 10, "5 to 9" }, { 16, "10 to 15" },
    };
    if (!nh_present(age, row)) return "";
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        if (age->number[row] < bands[i].below) return bands[i].band;
    return "16 and over";
}

static const char *const age_levels[] = { "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", NULL };

const nh_recoding nh_age_bands = { .by = "age_band", .column = "age", .shown = "age_band", .levels = age_levels,
                                   .word = band_of };

static const char *region_of(const nh_column *authority, size_t row)
{
    int number = nh_authority_of(nh_text_at(authority, row));
    return number == NH_NO_AUTHORITY ? "" : nh_authority_at(number)->region;
}

const nh_recoding nh_region_of_authority = { .by = "region", .column = "authority", .shown = "region",
                                             .word = region_of };

static bool is_counted(const nh_column *counted, size_t row)
{
    return !counted || (nh_present(counted, row) && counted->number[row] == 1);
}

/* Levels and codes of one column being made; code[row] is NH_NO_LEVEL for rows that are not known. */
typedef struct coding {
    nh_levels *levels;
    int32_t *code;
    size_t n_rows;
    const nh_column *counted;
} coding;

static void close_with_not_known(coding *c, bool always)
{
    bool needed = always || nh_levels_count(c->levels) == 0;
    for (size_t row = 0; row < c->n_rows && !needed; row++)
        needed = c->code[row] == NH_NO_LEVEL && is_counted(c->counted, row);
    int32_t last = needed ? nh_levels_add_text(c->levels, not_known) : 0;
    for (size_t row = 0; row < c->n_rows; row++)
        if (c->code[row] == NH_NO_LEVEL) c->code[row] = last;
}

/* Words that follow from a category's level are looked up once a level. */
static void code_fixed(coding *c, const nh_recoding *how, const nh_column *column)
{
    enum { NOT_YET = -2 };
    for (const char *const *level = how->levels; *level; level++) nh_levels_add_text(c->levels, *level);
    size_t n = column->levels ? nh_levels_count(column->levels) : 0;
    int32_t *known = nh_zeroed(n + 1, sizeof *known);
    for (size_t i = 0; i < n; i++) known[i] = NOT_YET;
    for (size_t row = 0; row < c->n_rows; row++) {
        int32_t *slot = column->levels && nh_present(column, row) ? &known[column->code[row]] : &known[n];
        if (slot == &known[n] || *slot == NOT_YET) *slot = nh_levels_find_text(c->levels, how->word(column, row));
        c->code[row] = *slot;
    }
    free(known);
}

/* A category's levels in order of their texts, those that rows which count have. */
static void code_levels(coding *c, const nh_column *column)
{
    size_t n = nh_levels_count(column->levels);
    int32_t *code = nh_zeroed(n + 1, sizeof *code), *order = nh_levels_sorted(column->levels);
    bool *seen = nh_zeroed(n + 1, sizeof *seen);
    for (size_t row = 0; row < c->n_rows; row++)
        if (nh_present(column, row) && is_counted(c->counted, row)) seen[column->code[row]] = true;
    for (size_t i = 0; i < n; i++)
        code[order[i]] = seen[order[i]] ? nh_levels_add_text(c->levels, nh_levels_text(column->levels, order[i]))
                                        : NH_NO_LEVEL;
    for (size_t row = 0; row < c->n_rows; row++)
        c->code[row] = nh_present(column, row) ? code[column->code[row]] : NH_NO_LEVEL;
    free(code);
    free(order);
    free(seen);
}

/* The rows that count, in order of the column; those without a value last. */
static void code_in_order(coding *c, const nh_frame *frame, const nh_column *column)
{
    size_t *order = nh_frame_order(frame, &column, 1);
    for (size_t i = 0; i < c->n_rows; i++) {
        size_t row = order[i];
        c->code[row] = NH_NO_LEVEL;
        if (!nh_present(column, row) || !is_counted(c->counted, row)) continue;
        char text[256];
        nh_cell_write(column, row, text, sizeof text);
        c->code[row] = nh_levels_add_text(c->levels, text);
    }
    free(order);
}

static void code_words(coding *c, const nh_recoding *how, const nh_column *column)
{
    nh_frame *words = nh_frame_new("words", NULL);
    nh_column *word = nh_frame_add(words, how->shown, NH_CATEGORY);
    nh_frame_set_rows(words, c->n_rows);
    for (size_t row = 0; row < c->n_rows; row++) {
        const char *text = how->word(column, row);
        if (*text) nh_put_text(word, row, text);
        else nh_put_mark(word, row, NH_MISSING);
    }
    code_levels(c, word);
    nh_frame_free(words);
}

static const nh_recoding *recoding_of(const nh_recoding *const *recodings, const char *by)
{
    for (; recodings && *recodings; recodings++)
        if (strcmp((*recodings)->by, by) == 0) return *recodings;
    return NULL;
}

/* Adds a column: the line of a row becomes line x levels + code. */
static bool add_column(nh_breaks *breaks, const nh_frame *frame, coding *c, const char *name)
{
    size_t n = nh_levels_count(c->levels);
    breaks->name[breaks->n_columns] = name;
    breaks->levels[breaks->n_columns++] = c->levels;
    breaks->n *= n > 0 ? n : 1;
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        breaks->of_row[row] = breaks->of_row[row] * (uint32_t)n + (uint32_t)c->code[row];
    free(c->code);
    return breaks->n <= NH_MOST_LINES;
}

typedef struct request {
    const nh_frame *frame;
    const nh_column *counted;
    const nh_recoding *const *recodings;
} request;

static bool is_named_already(const nh_breaks *breaks, const char *name)
{
    for (size_t i = 0; i < breaks->n_columns; i++)
        if (strcmp(breaks->name[i], name) == 0) return true;
    return false;
}

static bool break_by(nh_breaks *breaks, const request *r, const char *by, nh_error *err)
{
    if (nh_is_identity(by))
        return nh_fail(err, NH_DISCLOSURE,
                       "--by cannot take '%s': its values point at single children; take a column "
                       "that many share, such as need or age_band",
                       by);
    const nh_recoding *how = recoding_of(r->recodings, by);
    const nh_column *column = nh_frame_find(r->frame, how ? how->column : by);
    if (!column) {
        nh_frame_need(r->frame, how ? how->column : by, NH_CATEGORY, err);
        return false;
    }
    if (is_named_already(breaks, how ? how->shown : column->name))
        return nh_fail(err, NH_BAD_INPUT, "--by names '%s' twice", by);
    if (breaks->n_columns == NH_MOST_BREAKS)
        return nh_fail(err, NH_BAD_INPUT, "--by takes at most %d columns", NH_MOST_BREAKS);
    size_t n_rows = nh_frame_rows(r->frame);
    coding c = { nh_levels_new(), nh_zeroed(n_rows + 1, sizeof(int32_t)), n_rows, r->counted };
    if (how && how->levels) code_fixed(&c, how, column);
    else if (how) code_words(&c, how, column);
    else if (column->kind == NH_CATEGORY) code_levels(&c, column);
    else code_in_order(&c, r->frame, column);
    close_with_not_known(&c, how && how->not_known);
    if (add_column(breaks, r->frame, &c, how ? how->shown : column->name)) return true;
    return nh_fail(err, NH_BAD_INPUT, "--by would make more than %d lines in a table; name fewer columns, or columns "
                   "of fewer values", NH_MOST_LINES);
}

nh_breaks *nh_breaks_new(const nh_frame *frame, const char *by, const nh_column *counted,
                         const nh_recoding *const *recodings, nh_error *err)
{
    nh_breaks *breaks = nh_zeroed(1, sizeof *breaks);
    breaks->n = 1;
    breaks->of_row = nh_zeroed(nh_frame_rows(frame) + 1, sizeof *breaks->of_row);
    breaks->texts = nh_arena_new();
    request r = { frame, counted, recodings };
    while (*by) {
        size_t length = strcspn(by, ",");
        if (length > 0 && !break_by(breaks, &r, nh_arena_text(breaks->texts, by, length), err)) {
            nh_breaks_free(breaks);
            return NULL;
        }
        by += length + (by[length] == ',');
    }
    return breaks;
}

void nh_breaks_free(nh_breaks *breaks)
{
    if (!breaks) return;
    for (size_t i = 0; i < breaks->n_columns; i++) nh_levels_release(breaks->levels[i]);
    free(breaks->of_row);
    nh_arena_free(breaks->texts);
    free(breaks);
}

const char *nh_breaks_text(const nh_breaks *breaks, size_t line, size_t column)
{
    for (size_t i = breaks->n_columns - 1; i > column; i--) line /= nh_levels_count(breaks->levels[i]);
    return nh_levels_text(breaks->levels[column], (int32_t)(line % nh_levels_count(breaks->levels[column])));
}
