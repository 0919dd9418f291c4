/* datasets/derive/published.c: rows of labels become columns. */
#include "datasets/derive/published.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "datasets/tables/ees_rows.h"
#include "datasets/tables/ees_tables.h"
#include "datasets/tables/sfr.h"

#include <stdlib.h>
#include <string.h>

/* One table, and which of its rows are asked for. */
typedef struct release_table {
    const char *name;
    const nh_frame *rows;
    nh_frame *owned; /* where the rows are a copy of the table's */
    bool *is_used;
    size_t first; /* where its used rows begin in the stack */
} release_table;

/* Every row that is asked for, of all sources, by what makes it a row of the result. */
typedef struct row_stack {
    nh_frame *frame;
    nh_column *order, *year, *level, *authority, *name, *region, *release, *keys[NH_SHAPE_KEYS];
    size_t n_keys;
} row_stack;

typedef struct shaping {
    const nh_published *published;
    const nh_shape *shape;
    release_table sources[NH_PUBLISHED_TABLES];
    size_t n_sources;
    row_stack stack;
    nh_groups *groups;
    size_t *row_of_group; /* in the result */
} shaping;

static void add_table(nh_published *published, const nh_inputs *inputs, const char *name)
{
    const nh_frame *table = nh_extract_table(nh_inputs_extract(inputs), name);
    if (table && published->n < NH_PUBLISHED_TABLES) published->tables[published->n++] = table;
}

nh_published nh_published_of(const nh_inputs *inputs)
{
    nh_published published = { .n = 0 };
    for (size_t i = 0; i < nh_ees_table_count(); i++) add_table(&published, inputs, nh_ees_table_at(i)->name);
    add_table(&published, inputs, "sfr_cla");
    return published;
}

static const nh_frame *table_named(const nh_published *published, const char *name)
{
    for (size_t i = 0; i < published->n; i++)
        if (strcmp(nh_frame_name(published->tables[i]), name) == 0) return published->tables[i];
    return NULL;
}

bool nh_published_has(const nh_published *published, const char *table)
{
    return table_named(published, table) != NULL;
}

static release_table *source_named(shaping *work, const char *name)
{
    for (size_t i = 0; i < work->n_sources; i++)
        if (strcmp(work->sources[i].name, name) == 0) return &work->sources[i];
    return NULL;
}

static double latest_year(const nh_published *published)
{
    double latest = 0;
    for (size_t i = 0; i < published->n; i++) {
        const nh_column *year = nh_frame_at(published->tables[i], NH_EES_YEAR);
        for (size_t row = 0; row < year->n; row++)
            if (year->number[row] > latest) latest = year->number[row];
    }
    return latest;
}

/* The wide tables have the codes of their time; a series has those of its last year. */
static void add_source(shaping *work, const char *name)
{
    const nh_frame *rows = table_named(work->published, name);
    if (!rows || source_named(work, name)) return;
    bool is_wide = strcmp(name, "sfr_cla") == 0;
    nh_frame *recoded = is_wide ? nh_sfr_as_of(rows, (int)latest_year(work->published)) : NULL;
    work->sources[work->n_sources++] =
        (release_table){ .name = name, .rows = recoded ? recoded : rows, .owned = recoded,
                         .is_used = nh_zeroed(nh_frame_rows(rows) + 1, sizeof(bool)) };
}

static bool add_sources(shaping *work, nh_error *err)
{
    for (size_t i = 0; i < work->shape->n_measures; i++)
        add_source(work, work->shape->measures[i].table);
    if (work->n_sources > 0) return true;
    return nh_fail(err, NH_BAD_INPUT, "no %s: give %s among the inputs", work->shape->name, work->shape->needs);
}

/* A measure's labels as codes of its source's columns. */
typedef struct selection {
    const nh_column *columns[NH_MEASURE_LABELS + 1];
    int32_t codes[NH_MEASURE_LABELS + 1];
    size_t n;
    bool is_there; /* every column and label exists */
} selection;

static void want(selection *wanted, const nh_frame *rows, const char *column, const char *text)
{
    const nh_column *found = nh_frame_find(rows, column);
    int32_t code = found && found->kind == NH_CATEGORY ? nh_levels_find_text(found->levels, text) : NH_NO_LEVEL;
    wanted->is_there = wanted->is_there && code != NH_NO_LEVEL;
    wanted->columns[wanted->n] = found;
    wanted->codes[wanted->n++] = code;
}

static selection wanted_of(const nh_shape *shape, const nh_measure *measure, const nh_frame *rows)
{
    selection wanted = { .is_there = true };
    if (shape->level) want(&wanted, rows, "geographic_level", shape->level);
    for (size_t i = 0; i < NH_MEASURE_LABELS && measure->labels[i].column; i++)
        want(&wanted, rows, measure->labels[i].column, measure->labels[i].text);
    return wanted;
}

static bool is_wanted(const selection *wanted, size_t row)
{
    for (size_t i = 0; i < wanted->n; i++)
        if (!nh_present(wanted->columns[i], row) || wanted->columns[i]->code[row] != wanted->codes[i]) return false;
    return wanted->is_there;
}

static void mark_used(shaping *work, const nh_measure *measure)
{
    release_table *source = source_named(work, measure->table);
    if (!source) return;
    selection wanted = wanted_of(work->shape, measure, source->rows);
    for (size_t row = 0; row < nh_frame_rows(source->rows); row++)
        if (is_wanted(&wanted, row)) source->is_used[row] = true;
}

static row_stack stack_new(const nh_shape *shape)
{
    row_stack stack = { .frame = nh_frame_new("stack", NULL) };
    stack.order = nh_frame_add(stack.frame, "order", NH_NUMBER);
    stack.year = nh_frame_add(stack.frame, "year", NH_NUMBER);
    stack.level = nh_frame_add(stack.frame, "geographic_level", NH_CATEGORY);
    stack.authority = nh_frame_add(stack.frame, "authority", NH_CATEGORY);
    stack.name = nh_frame_add(stack.frame, "name", NH_CATEGORY);
    stack.region = nh_frame_add(stack.frame, "region", NH_CATEGORY);
    stack.release = nh_frame_add(stack.frame, "release", NH_NUMBER);
    while (stack.n_keys < NH_SHAPE_KEYS && shape->keys[stack.n_keys]) {
        stack.keys[stack.n_keys] = nh_frame_add(stack.frame, shape->keys[stack.n_keys], NH_CATEGORY);
        stack.n_keys++;
    }
    return stack;
}

/* The nation before regions before authorities before anything smaller. */
static double order_of(const char *level)
{
    static const char *const order[] = { NH_EES_NATIONAL, NH_EES_REGIONAL, NH_EES_LOCAL };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (strcmp(order[i], level) == 0) return (double)i;
    return sizeof order / sizeof *order;
}

/* Where both columns exist and the cell has a text. */
static void copy_text(nh_column *to, size_t row, const nh_column *from, size_t at)
{
    if (to && from && nh_present(from, at)) nh_put_text(to, row, nh_text_at(from, at));
}

static void stack_row(row_stack *stack, const nh_frame *rows, size_t row)
{
    size_t at = nh_frame_append(stack->frame);
    nh_put_number(stack->order, at, order_of(nh_text_at(nh_frame_at(rows, NH_EES_LEVEL), row)));
    nh_put_number(stack->year, at, nh_frame_at(rows, NH_EES_YEAR)->number[row]);
    nh_put_number(stack->release, at, nh_frame_at(rows, NH_EES_RELEASE)->number[row]);
    copy_text(stack->level, at, nh_frame_at(rows, NH_EES_LEVEL), row);
    copy_text(stack->authority, at, nh_frame_at(rows, NH_EES_AUTHORITY), row);
    copy_text(stack->name, at, nh_frame_at(rows, NH_EES_NAME), row);
    copy_text(stack->region, at, nh_frame_at(rows, NH_EES_REGION), row);
    for (size_t k = 0; k < stack->n_keys; k++)
        copy_text(stack->keys[k], at, nh_frame_find(rows, stack->keys[k]->name), row);
}

static void stack_sources(shaping *work)
{
    work->stack = stack_new(work->shape);
    for (size_t i = 0; i < work->shape->n_measures; i++) mark_used(work, &work->shape->measures[i]);
    for (size_t s = 0; s < work->n_sources; s++) {
        release_table *source = &work->sources[s];
        source->first = nh_frame_rows(work->stack.frame);
        for (size_t row = 0; row < nh_frame_rows(source->rows); row++)
            if (source->is_used[row]) stack_row(&work->stack, source->rows, row);
    }
}

/* Groups of rows that become one row, and where each of them stands in the result. */
static void group_stack(shaping *work)
{
    row_stack *stack = &work->stack;
    const nh_column *by[3 + NH_SHAPE_KEYS] = { stack->year, stack->level, stack->authority };
    for (size_t k = 0; k < stack->n_keys; k++) by[3 + k] = stack->keys[k];
    work->groups = nh_group(stack->frame, by, 3 + stack->n_keys);
    nh_frame *firsts = nh_frame_take(stack->frame, work->groups->first, work->groups->n);
    const nh_column *order[] = { nh_frame_find(firsts, "year"), nh_frame_find(firsts, "order"),
                                 nh_frame_find(firsts, "authority") };
    size_t *sorted = nh_frame_order(firsts, order, 3);
    work->row_of_group = nh_zeroed(work->groups->n + 1, sizeof *work->row_of_group);
    for (size_t i = 0; i < work->groups->n; i++) work->row_of_group[sorted[i]] = i;
    free(sorted);
    nh_frame_free(firsts);
}

/* For each area, the stack's row whose spelling of name and region is the newest: one area, one name. */
static size_t *newest_rows(const row_stack *stack)
{
    size_t *newest = nh_zeroed(nh_levels_count(stack->authority->levels) + 1, sizeof *newest);
    bool *is_met = nh_zeroed(nh_levels_count(stack->authority->levels) + 1, sizeof *is_met);
    for (size_t row = 0; row < nh_frame_rows(stack->frame); row++) {
        if (!nh_present(stack->authority, row)) continue;
        int32_t area = stack->authority->code[row];
        if (!is_met[area] || stack->release->number[row] > stack->release->number[newest[area]]) newest[area] = row;
        is_met[area] = true;
    }
    free(is_met);
    return newest;
}

static void put_plain(nh_frame *out, size_t to, const row_stack *stack, size_t row, size_t newest)
{
    nh_put_number(nh_frame_find(out, "year"), to, stack->year->number[row]);
    copy_text(nh_frame_find(out, "geographic_level"), to, stack->level, row);
    copy_text(nh_frame_find(out, "authority"), to, stack->authority, row);
    copy_text(nh_frame_find(out, "name"), to, stack->name, newest);
    copy_text(nh_frame_find(out, "region"), to, stack->region, newest);
    for (size_t k = 0; k < stack->n_keys; k++)
        copy_text(nh_frame_find(out, stack->keys[k]->name), to, stack->keys[k], row);
}

static nh_frame *plain_columns(const shaping *work)
{
    static const char *const texts[] = { "geographic_level", "authority", "name", "region" };
    nh_frame *out = nh_frame_new(work->shape->name, work->shape->title);
    nh_frame_set_lineage(out, NH_PUBLISHED);
    nh_frame_add(out, "year", NH_NUMBER);
    for (size_t i = work->shape->level ? 1 : 0; i < sizeof texts / sizeof *texts; i++)
        nh_frame_add(out, texts[i], NH_CATEGORY);
    for (size_t k = 0; k < work->stack.n_keys; k++) nh_frame_add(out, work->shape->keys[k], NH_CATEGORY);
    for (size_t i = 0; i < work->groups->n; i++) nh_frame_append(out);
    size_t *newest = newest_rows(&work->stack);
    for (size_t g = 0; g < work->groups->n; g++) {
        size_t row = work->groups->first[g];
        bool has_area = nh_present(work->stack.authority, row);
        size_t named = has_area ? newest[work->stack.authority->code[row]] : row;
        put_plain(out, work->row_of_group[g], &work->stack, row, named);
    }
    free(newest);
    return out;
}

/* Where an earlier measure of this name says nothing. */
static void copy_value(nh_column *to, size_t at, const nh_column *from, size_t row)
{
    if (nh_mark_at(to, at) != NH_MISSING) return;
    if (nh_present(from, row)) nh_put_number(to, at, from->number[row]);
    else nh_put_mark(to, at, nh_mark_at(from, row));
}

static void put_measure(shaping *work, nh_frame *out, const nh_measure *measure)
{
    const release_table *source = source_named(work, measure->table);
    const nh_column *indicator = source ? nh_frame_find(source->rows, measure->indicator) : NULL;
    if (!indicator || indicator->kind != NH_NUMBER) return;
    nh_column *column = nh_frame_find(out, measure->name);
    bool is_new = column == NULL;
    if (is_new) column = nh_frame_add(out, measure->name, NH_NUMBER);
    for (size_t row = 0; is_new && row < column->n; row++) nh_put_mark(column, row, NH_MISSING);
    selection wanted = wanted_of(work->shape, measure, source->rows);
    size_t at = source->first;
    for (size_t row = 0; row < nh_frame_rows(source->rows); row++) {
        if (!source->is_used[row]) continue;
        size_t to = work->row_of_group[work->groups->of_row[at++]];
        if (is_wanted(&wanted, row)) copy_value(column, to, indicator, row);
    }
}

static nh_frame *wide(shaping *work)
{
    stack_sources(work);
    group_stack(work);
    nh_frame *out = plain_columns(work);
    for (size_t i = 0; i < work->shape->n_measures; i++) put_measure(work, out, &work->shape->measures[i]);
    return out;
}

static void work_free(shaping *work)
{
    for (size_t s = 0; s < work->n_sources; s++) {
        free(work->sources[s].is_used);
        nh_frame_free(work->sources[s].owned);
    }
    nh_frame_free(work->stack.frame);
    nh_groups_free(work->groups);
    free(work->row_of_group);
    free(work);
}

nh_frame *nh_published_wide(const nh_published *published, const nh_shape *shape, nh_error *err)
{
    shaping *work = nh_zeroed(1, sizeof *work);
    work->published = published;
    work->shape = shape;
    nh_frame *out = add_sources(work, err) ? wide(work) : NULL;
    work_free(work);
    return out;
}

void nh_label_columns(nh_frame *frame, const nh_derived_column *columns)
{
    for (size_t i = 0; columns[i].name; i++) {
        nh_column *column = nh_frame_find(frame, columns[i].name);
        if (column) nh_column_describe(frame, column, columns[i].meaning, NULL);
    }
}
