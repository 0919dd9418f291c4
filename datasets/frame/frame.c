/* datasets/frame/frame.c: columns that grow together. */
#include "datasets/frame/frame.h"

#include "datasets/frame/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nh_frame {
    const char *name, *title;
    nh_column **columns;
    size_t n_columns, n_rows;
    nh_lineage lineage;
    nh_origins *origins; /* NULL while nothing is known */
    nh_arena *texts;
};

nh_frame *nh_frame_new(const char *name, const char *title)
{
    nh_frame *frame = nh_zeroed(1, sizeof *frame);
    frame->texts = nh_arena_new();
    frame->name = nh_arena_text(frame->texts, name, strlen(name));
    frame->title = nh_arena_print(frame->texts, "%s", title ? title : name);
    frame->lineage = NH_CHILD_LEVEL;
    return frame;
}

static void free_column(nh_column *column)
{
    free(column->number);
    free(column->date);
    free(column->code);
    free(column->mark);
    nh_levels_release(column->levels);
    free(column);
}

void nh_frame_free(nh_frame *frame)
{
    if (!frame) return;
    for (size_t i = 0; i < frame->n_columns; i++) free_column(frame->columns[i]);
    free(frame->columns);
    nh_origins_free(frame->origins);
    nh_arena_free(frame->texts);
    free(frame);
}

const char *nh_frame_name(const nh_frame *frame) { return frame->name; }
const char *nh_frame_title(const nh_frame *frame) { return frame->title; }
size_t nh_frame_rows(const nh_frame *frame) { return frame->n_rows; }
size_t nh_frame_columns(const nh_frame *frame) { return frame->n_columns; }
nh_column *nh_frame_at(const nh_frame *frame, size_t column) { return frame->columns[column]; }
void nh_frame_set_lineage(nh_frame *frame, nh_lineage lineage) { frame->lineage = lineage; }
nh_lineage nh_frame_lineage(const nh_frame *frame) { return frame->lineage; }

/* First memory comes zeroed from the system, which is cheaper than writing zeros. */
static void *lengthened(void *cells, size_t n, size_t room, size_t size)
{
    void *longer = nh_zeroed(room, size);
    if (n > 0) memcpy(longer, cells, n * size);
    free(cells);
    return longer;
}

/* Memory for `room` cells or more, so that a column which grows again and again is not copied each time; the marks only
 * where it has some. */
static void reserve(nh_column *column, size_t room)
{
    if (room <= column->room) return;
    size_t grown = column->room + column->room / 2, n = column->met;
    if (room < grown) room = grown;
    if (column->kind == NH_NUMBER) column->number = lengthened(column->number, n, room, sizeof *column->number);
    if (column->kind == NH_DATE) column->date = lengthened(column->date, n, room, sizeof *column->date);
    if (column->kind == NH_CATEGORY) column->code = lengthened(column->code, n, room, sizeof *column->code);
    if (column->mark) column->mark = lengthened(column->mark, n, room, sizeof *column->mark);
    column->room = room;
}

static void zero_cells(nh_column *column, size_t from, size_t to)
{
    size_t n = to - from;
    if (column->number) memset(column->number + from, 0, n * sizeof *column->number);
    if (column->date) memset(column->date + from, 0, n * sizeof *column->date);
    if (column->code) memset(column->code + from, 0, n * sizeof *column->code);
    if (column->mark) memset(column->mark + from, NH_PRESENT, n);
}

/* Of new cells only those that were cells before are not 0 yet. */
static void set_cells(nh_column *column, size_t n)
{
    reserve(column, n);
    size_t met = n < column->met ? n : column->met;
    if (met > column->n) zero_cells(column, column->n, met);
    if (n > column->met) column->met = n;
    column->n = n;
}

nh_column *nh_frame_add_levels(nh_frame *frame, const char *name, nh_levels *levels)
{
    nh_column *column = nh_zeroed(1, sizeof *column);
    column->name = nh_arena_text(frame->texts, name, strlen(name));
    column->kind = NH_CATEGORY;
    column->levels = nh_levels_share(levels);
    column->decimals = -1;
    set_cells(column, frame->n_rows);
    frame->columns = nh_resize(frame->columns, frame->n_columns + 1, sizeof(nh_column *));
    frame->columns[frame->n_columns++] = column;
    return column;
}

nh_column *nh_frame_add(nh_frame *frame, const char *name, nh_kind kind)
{
    nh_levels *levels = nh_levels_new();
    nh_column *column = nh_frame_add_levels(frame, name, levels);
    nh_levels_release(levels);
    if (kind == NH_CATEGORY) return column;
    nh_levels_release(column->levels);
    free(column->code);
    column->levels = NULL;
    column->code = NULL;
    column->kind = kind;
    column->n = column->room = column->met = 0;
    set_cells(column, frame->n_rows);
    return column;
}

static const char *copy_of(nh_frame *frame, const char *text)
{
    return text ? nh_arena_text(frame->texts, text, strlen(text)) : NULL;
}

void nh_column_describe(nh_frame *frame, nh_column *column, const char *label, const char *unit)
{
    column->label = copy_of(frame, label);
    column->unit = copy_of(frame, unit);
}

void nh_column_role(nh_frame *frame, nh_column *column, nh_role role, const char *part, const char *whole)
{
    column->role = role;
    column->part = copy_of(frame, part);
    column->whole = copy_of(frame, whole);
}

void nh_frame_remove(nh_frame *frame, nh_column *column)
{
    size_t kept = 0;
    for (size_t i = 0; i < frame->n_columns; i++)
        if (frame->columns[i] != column) frame->columns[kept++] = frame->columns[i];
    frame->n_columns = kept;
    free_column(column);
}

nh_column *nh_frame_find(const nh_frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->n_columns; i++)
        if (strcmp(frame->columns[i]->name, name) == 0) return frame->columns[i];
    return NULL;
}

static const char *kind_word(nh_kind kind)
{
    static const char *const words[] = { "numbers", "dates", "categories" };
    return words[kind];
}

/* "it has child, authority, region", as far as the room goes. */
static void list_columns(const nh_frame *frame, char *text, size_t room)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < frame->n_columns && used + 1 < room; i++) {
        int n = snprintf(text + used, room - used, "%s%s", i ? ", " : "", frame->columns[i]->name);
        used += n > 0 ? (size_t)n : 0;
    }
}

nh_column *nh_frame_need(const nh_frame *frame, const char *name, nh_kind kind, nh_error *err)
{
    nh_column *column = nh_frame_find(frame, name);
    if (column && column->kind == kind) return column;
    if (column) {
        nh_fail(err, NH_BAD_INPUT, "column '%s' of %s holds %s where %s are due", name, frame->name,
                kind_word(column->kind), kind_word(kind));
        return NULL;
    }
    char there[360];
    list_columns(frame, there, sizeof there);
    nh_fail(err, NH_BAD_INPUT, "%s has no column '%s'; it has %s", frame->name, name, there);
    return NULL;
}

void nh_frame_set_rows(nh_frame *frame, size_t n)
{
    for (size_t i = 0; i < frame->n_columns; i++) set_cells(frame->columns[i], n);
    if (frame->origins) nh_origins_forget(frame->origins, n);
    frame->n_rows = n;
}

void nh_frame_reserve(nh_frame *frame, size_t n)
{
    for (size_t i = 0; i < frame->n_columns; i++) reserve(frame->columns[i], n);
}

size_t nh_frame_append(nh_frame *frame)
{
    size_t row = frame->n_rows;
    nh_frame_set_rows(frame, row + 1);
    for (size_t i = 0; i < frame->n_columns; i++) nh_put_mark(frame->columns[i], row, NH_MISSING);
    return row;
}

void nh_frame_put_origins(nh_frame *frame, size_t row, size_t n, nh_origin first)
{
    if (!frame->origins) frame->origins = nh_origins_new();
    nh_origins_put(frame->origins, row, n, first);
}

nh_origin nh_frame_origin(const nh_frame *frame, size_t row)
{
    return frame->origins ? nh_origins_at(frame->origins, row) : (nh_origin){ 0, 0 };
}

uint8_t *nh_column_marks(nh_column *column)
{
    if (!column->mark) column->mark = nh_zeroed(column->room, sizeof *column->mark);
    return column->mark;
}

void nh_put_mark(nh_column *column, size_t row, nh_mark mark)
{
    if (column->mark || mark != NH_PRESENT) nh_column_marks(column)[row] = (uint8_t)mark;
}

void nh_put_text(nh_column *column, size_t row, const char *text)
{
    nh_put_code(column, row, nh_levels_add_text(column->levels, text));
}

const char *nh_text_at(const nh_column *column, size_t row)
{
    return nh_present(column, row) ? nh_levels_text(column->levels, column->code[row]) : "";
}

const char *nh_text_of(const nh_frame *frame, const char *name, size_t row)
{
    const nh_column *column = nh_frame_find(frame, name);
    return column && column->kind == NH_CATEGORY && row < column->n ? nh_text_at(column, row) : "";
}

double nh_number_of(const nh_frame *frame, const char *name, size_t row)
{
    return nh_number_at(nh_frame_find(frame, name), row);
}

static const char *const symbols[] = { "", "", "c", "z", "x", "k", "u" };

const char *nh_mark_symbol(nh_mark mark)
{
    return symbols[mark];
}

bool nh_mark_read(const char *text, size_t length, nh_mark *mark)
{
    static const struct { const char *text; nh_mark mark; } all[] = {
        { "c", NH_SUPPRESSED }, { "z", NH_NOT_APPLICABLE }, { "x", NH_NOT_AVAILABLE }, { "k", NH_ROUNDS_TO_ZERO },
        { "u", NH_LOW_RELIABILITY }, { ":", NH_NOT_AVAILABLE }, { "~", NH_ROUNDS_TO_ZERO },
        { "low", NH_ROUNDS_TO_ZERO }, { "", NH_MISSING },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strlen(all[i].text) != length || memcmp(all[i].text, text, length) != 0) continue;
        *mark = all[i].mark;
        return true;
    }
    return false;
}

static void take_cells(nh_column *to, const nh_column *from, const size_t *rows, size_t n)
{
    if (from->mark) to->mark = nh_zeroed(to->room, sizeof *to->mark);
    for (size_t i = 0; i < n; i++) {
        size_t row = rows[i];
        if (from->number) to->number[i] = from->number[row];
        if (from->date) to->date[i] = from->date[row];
        if (from->code) to->code[i] = from->code[row];
        if (from->mark) to->mark[i] = from->mark[row];
    }
}

nh_frame *nh_frame_take(const nh_frame *frame, const size_t *rows, size_t n)
{
    nh_frame *taken = nh_frame_new(frame->name, frame->title);
    taken->lineage = frame->lineage;
    if (frame->origins) taken->origins = nh_origins_take(frame->origins, rows, n);
    nh_frame_set_rows(taken, n);
    for (size_t i = 0; i < frame->n_columns; i++) {
        const nh_column *from = frame->columns[i];
        nh_column *to = from->levels ? nh_frame_add_levels(taken, from->name, from->levels)
                                     : nh_frame_add(taken, from->name, from->kind);
        nh_column_describe(taken, to, from->label, from->unit);
        nh_column_role(taken, to, from->role, from->part, from->whole);
        to->decimals = from->decimals;
        take_cells(to, from, rows, n);
    }
    return taken;
}

typedef struct sorting {
    const nh_column *const *by;
    int32_t *const *rank; /* rank[k][code]: the place of a level among the texts; NULL for other kinds */
    size_t n_by;
} sorting;

static int compare_cells(const nh_column *column, const int32_t *rank, size_t a, size_t b)
{
    bool has_a = nh_present(column, a), has_b = nh_present(column, b);
    if (!has_a || !has_b) return has_b - has_a;
    if (column->number) return (column->number[a] > column->number[b]) - (column->number[a] < column->number[b]);
    if (column->date) return (column->date[a] > column->date[b]) - (column->date[a] < column->date[b]);
    int32_t x = rank[column->code[a]], y = rank[column->code[b]];
    return (x > y) - (x < y);
}

static int compare_rows(const sorting *s, size_t a, size_t b)
{
    for (size_t k = 0; k < s->n_by; k++) {
        int order = compare_cells(s->by[k], s->rank[k], a, b);
        if (order) return order;
    }
    return 0;
}

/* Merge sort, bottom up: stable, and no worse on sorted input. */
static void merge_sort(size_t *rows, size_t *spare, size_t n, const sorting *s)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t left = 0; left < n; left += 2 * width) {
            size_t middle = left + width < n ? left + width : n, right = middle + width < n ? middle + width : n;
            size_t i = left, j = middle;
            for (size_t k = left; k < right; k++) {
                bool from_left = i < middle && (j >= right || compare_rows(s, rows[i], rows[j]) <= 0);
                spare[k] = from_left ? rows[i++] : rows[j++];
            }
        }
        memcpy(rows, spare, n * sizeof *rows);
    }
}

static int32_t *rank_levels(const nh_levels *levels)
{
    int32_t *order = nh_levels_sorted(levels);
    size_t n = nh_levels_count(levels);
    int32_t *rank = nh_zeroed(n, sizeof *rank);
    for (size_t i = 0; i < n; i++) rank[order[i]] = (int32_t)i;
    free(order);
    return rank;
}

size_t *nh_frame_order(const nh_frame *frame, const nh_column *const *by, size_t n_by)
{
    size_t n = frame->n_rows;
    size_t *rows = nh_zeroed(n, sizeof *rows), *spare = nh_zeroed(n, sizeof *spare);
    int32_t **rank = nh_zeroed(n_by, sizeof *rank);
    for (size_t k = 0; k < n_by; k++) rank[k] = by[k]->levels ? rank_levels(by[k]->levels) : NULL;
    for (size_t i = 0; i < n; i++) rows[i] = i;
    merge_sort(rows, spare, n, &(sorting){ by, rank, n_by });
    for (size_t k = 0; k < n_by; k++) free(rank[k]);
    free(rank);
    free(spare);
    return rows;
}
