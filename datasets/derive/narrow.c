/* datasets/derive/narrow.c: one filter, read from the words of --where. */
#include "datasets/derive/narrow.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <stdlib.h>
#include <string.h>

/* "placement_group=homes,foster" taken apart; the texts live in `texts`. */
typedef struct row_filter {
    const char *column;
    const char *const *value;
    size_t n_values;
} row_filter;

static const char *copy_between(nh_arena *texts, const char *from, const char *to)
{
    return nh_arena_text(texts, from, (size_t)(to - from));
}

/* Authorities name Inner or Outer London as their region. "London" leaves room for both names. */
static void add_parts_of_london(const char *column, const char **values, size_t *n)
{
    for (size_t i = 0; strcmp(column, "region") == 0 && i < *n; i++) {
        if (strcmp(values[i], "London") != 0) continue;
        values[(*n)++] = "Inner London";
        values[(*n)++] = "Outer London";
        return;
    }
}

static bool read_filter(const char *where, nh_arena *texts, row_filter *out, nh_error *err)
{
    const char *equals = strchr(where, '=');
    if (!equals || equals == where || !equals[1])
        return nh_fail(err, NH_BAD_INPUT, "--where takes COLUMN=VALUE[,VALUE]; '%.100s' is not of that form", where);
    const char **values = nh_arena_array(texts, strlen(equals), sizeof *values);
    size_t n = 0;
    for (const char *at = equals + 1;; at++) {
        const char *end = strchr(at, ',');
        if (!end) end = at + strlen(at);
        values[n++] = copy_between(texts, at, end);
        if (!*end) break;
        at = end;
    }
    *out = (row_filter){ copy_between(texts, where, equals), values, n };
    add_parts_of_london(out->column, values, &out->n_values);
    return true;
}

/* Digits with at most one point and a sign: exact up to 15 digits, whatever the locale. */
static bool read_decimal(const char *text, double *value)
{
    double sign = *text == '-' ? -1 : 1, scale = 1, digits = 0;
    bool after_point = false, any = false;
    for (text += *text == '-'; *text; text++) {
        if (*text == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (*text < '0' || *text > '9') return false;
        digits = digits * 10 + (*text - '0');
        if (after_point) scale *= 10;
        any = true;
    }
    *value = sign * digits / scale;
    return any;
}

static void keep_number(const nh_column *column, const char *value, uint8_t *keep)
{
    double wanted;
    if (!read_decimal(value, &wanted)) return;
    for (size_t row = 0; row < column->n; row++)
        if (nh_present(column, row) && column->number[row] == wanted) keep[row] = 1;
}

static void keep_date(const nh_column *column, const char *value, uint8_t *keep)
{
    int32_t wanted;
    if (!nh_date_read_iso(value, strlen(value), &wanted)) return;
    for (size_t row = 0; row < column->n; row++)
        if (nh_present(column, row) && column->date[row] == wanted) keep[row] = 1;
}

static void keep_category(const nh_column *column, const char *value, uint8_t *keep)
{
    int32_t wanted = nh_levels_find_text(column->levels, value);
    for (size_t row = 0; row < column->n && wanted != NH_NO_LEVEL; row++)
        if (nh_present(column, row) && column->code[row] == wanted) keep[row] = 1;
}

static void keep_values(const nh_column *column, const row_filter *filter, uint8_t *keep)
{
    static void (*const keep_of[])(const nh_column *, const char *, uint8_t *) = {
        [NH_NUMBER] = keep_number, [NH_DATE] = keep_date, [NH_CATEGORY] = keep_category
    };
    for (size_t v = 0; v < filter->n_values; v++) keep_of[column->kind](column, filter->value[v], keep);
}

/* Facts of an authority that a frame with its code need not repeat. */
static const char *name_of(const nh_authority *authority) { return authority->name; }
static const char *region_of(const nh_authority *authority) { return authority->region; }

typedef const char *(*area_fact)(const nh_authority *);

static area_fact fact_of_area(const nh_frame *frame, const char *column)
{
    if (!nh_frame_find(frame, "authority")) return NULL;
    if (strcmp(column, "name") == 0) return name_of;
    return strcmp(column, "region") == 0 ? region_of : NULL;
}

static void keep_areas(const nh_column *authority, area_fact fact, const row_filter *filter, uint8_t *keep)
{
    size_t n = nh_levels_count(authority->levels);
    uint8_t *level = nh_zeroed(n + 1, sizeof *level);
    for (size_t i = 0; i < n; i++) {
        int known = nh_authority_of(nh_levels_text(authority->levels, (int32_t)i));
        for (size_t v = 0; v < filter->n_values && known != NH_NO_AUTHORITY; v++)
            level[i] |= strcmp(fact(nh_authority_at(known)), filter->value[v]) == 0;
    }
    for (size_t row = 0; row < authority->n; row++)
        if (nh_present(authority, row)) keep[row] = level[authority->code[row]];
    free(level);
}

/* Marks the rows to keep; false when neither the frame nor its authorities can be asked. */
static bool keep_rows(const nh_frame *frame, const row_filter *filter, uint8_t *keep)
{
    const nh_column *column = nh_frame_find(frame, filter->column);
    area_fact fact = fact_of_area(frame, filter->column);
    if (column) keep_values(column, filter, keep);
    else if (fact) keep_areas(nh_frame_find(frame, "authority"), fact, filter, keep);
    return column || fact;
}

static bool is_column_of(const nh_derivation *derivation, const char *column)
{
    for (const nh_derived_column *c = derivation->columns; c && c->name; c++)
        if (strcmp(c->name, column) == 0) return true;
    return false;
}

static bool is_derived_column(const char *column)
{
    for (size_t i = 0; i < nh_derivation_count(); i++)
        if (is_column_of(nh_derivation_at(i), column)) return true;
    return false;
}

static nh_frame *rows_kept(const nh_frame *frame, const uint8_t *keep)
{
    size_t n = nh_frame_rows(frame), n_kept = 0;
    nh_arena *scratch = nh_arena_new();
    size_t *rows = nh_arena_array(scratch, n, sizeof *rows);
    for (size_t row = 0; row < n; row++)
        if (keep[row]) rows[n_kept++] = row;
    nh_frame *kept = nh_frame_take(frame, rows, n_kept);
    nh_arena_free(scratch);
    return kept;
}

/* Takes *frame through one filter; a frame that was made on the way is freed. Where every row passes, all stays. */
static void pass(const nh_frame *whole, nh_frame **narrowed, const row_filter *filter)
{
    const nh_frame *from = *narrowed ? *narrowed : whole;
    nh_arena *scratch = nh_arena_new();
    uint8_t *keep = nh_arena_array(scratch, nh_frame_rows(from), sizeof *keep);
    keep_rows(from, filter, keep);
    if (memchr(keep, 0, nh_frame_rows(from))) {
        nh_frame *kept = rows_kept(from, keep);
        nh_frame_free(*narrowed);
        *narrowed = kept;
    }
    nh_arena_free(scratch);
}

static void pass_year(const nh_frame *whole, nh_frame **narrowed, int year, nh_arena *texts)
{
    const char *value = nh_arena_print(texts, "%d", year);
    pass(whole, narrowed, &(row_filter){ "year", &value, 1 });
}

/* Of children's records a result that left the filter out would be of other children than were asked for. */
static bool cannot_keep(const char *what, const char *column, nh_error *err)
{
    if (!is_derived_column(column))
        return nh_fail(err, NH_BAD_INPUT, "--where: no derived table has a column '%.100s'; `codebook` lists them",
                       column);
    return nh_fail(err, NH_BAD_INPUT, "--where: %s cannot be narrowed by '%.100s'; `codebook` lists the columns of each "
                   "table", what, column);
}

static bool pass_where(nh_inputs *inputs, const nh_frame *whole, nh_frame **narrowed, const row_filter *filter,
                       nh_error *err)
{
    if (nh_frame_find(whole, filter->column) || fact_of_area(whole, filter->column)) {
        pass(whole, narrowed, filter);
        return true;
    }
    const nh_derivation *self = nh_derivation_named(nh_frame_name(whole));
    const nh_derivation *source = self && self->counted_from ? nh_derivation_named(self->counted_from) : NULL;
    if (source && is_column_of(source, filter->column)) return true; /* Narrowed before it was counted. */
    if (nh_inputs_are_child_level(inputs) || !is_derived_column(filter->column))
        return cannot_keep(nh_frame_name(whole), filter->column, err);
    nh_results_note(nh_inputs_notes(inputs), "%s has no column %s: --where leaves it as it is", nh_frame_name(whole),
                    filter->column);
    return true;
}

static void tell_if_empty(nh_inputs *inputs, const nh_frame *whole, const nh_frame *narrowed)
{
    if (narrowed && nh_frame_rows(whole) > 0 && nh_frame_rows(narrowed) == 0)
        nh_results_gap(nh_inputs_notes(inputs), "no row of %s is left by --year and --where", nh_frame_name(whole));
}

bool nh_narrow(nh_inputs *inputs, const nh_frame *whole, nh_frame **narrowed, nh_error *err)
{
    const nh_rules *rules = nh_inputs_rules(inputs);
    nh_arena *texts = nh_arena_new();
    row_filter where;
    bool done = true;
    if (rules->year && nh_frame_find(whole, "year")) pass_year(whole, narrowed, rules->year, texts);
    if (rules->where)
        done = read_filter(rules->where, texts, &where, err) && pass_where(inputs, whole, narrowed, &where, err);
    if (done) tell_if_empty(inputs, whole, *narrowed);
    nh_arena_free(texts);
    return done;
}

/* Where the counts have the column themselves, every row is counted and they are narrowed afterwards. */
static bool keep_counted(const nh_frame *source, const nh_derivation *counts, const row_filter *filter, uint8_t *keep,
                         nh_error *err)
{
    if (!is_column_of(counts, filter->column))
        return keep_rows(source, filter, keep) || cannot_keep(counts->name, filter->column, err);
    memset(keep, 1, nh_frame_rows(source));
    return true;
}

uint8_t *nh_rows_counted(nh_inputs *inputs, const nh_frame *source, const nh_derivation *counts, nh_error *err)
{
    const char *where = nh_inputs_rules(inputs)->where;
    size_t n = nh_frame_rows(source);
    uint8_t *keep = nh_zeroed(n + 1, sizeof *keep);
    nh_arena *texts = nh_arena_new();
    row_filter filter;
    bool done = true;
    if (where) done = read_filter(where, texts, &filter, err) && keep_counted(source, counts, &filter, keep, err);
    else memset(keep, 1, n);
    nh_arena_free(texts);
    if (done && n > 0 && !memchr(keep, 1, n))
        nh_results_gap(nh_inputs_notes(inputs), "no row of %s is left by --where", nh_frame_name(source));
    if (done) return keep;
    free(keep);
    return NULL;
}
