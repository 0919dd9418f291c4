/* datasets/tables/ees_settle.c: what can be said of a published file only when all of it has been read.
 *
 * Which columns are numbers, which prefixes of labels may go, which known table it is; then what is odd in it. A
 * prefix stays where two labels differ in nothing else ("1a.1i with relative or friend", "1b.1i with ..."). */
#include "datasets/tables/ees_rows.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/ees_checks.h"
#include "datasets/tables/ees_labels.h"
#include "datasets/tables/ees_numbers.h"
#include "datasets/tables/ees_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const nh_ees_plain_column nh_ees_plain[NH_EES_N_PLAIN] = {
    [NH_EES_FILE] = { "file", NH_NUMBER },
    [NH_EES_LINE] = { "line", NH_NUMBER },
    [NH_EES_RELEASE] = { "release", NH_NUMBER },
    [NH_EES_YEAR] = { "year", NH_NUMBER },
    [NH_EES_LEVEL] = { "geographic_level", NH_CATEGORY },
    [NH_EES_AUTHORITY] = { "authority", NH_CATEGORY },
    [NH_EES_OLD_CODE] = { "old_code", NH_CATEGORY },
    [NH_EES_NAME] = { "name", NH_CATEGORY },
    [NH_EES_REGION_CODE] = { "region_code", NH_CATEGORY },
    [NH_EES_REGION] = { "region", NH_CATEGORY },
};

/* The labels of one column: as read, in comparable words, and those without their prefix. */
typedef struct labels {
    const char **words;
    nh_levels *bare;
    int32_t *bare_code;
    const char **first; /* of each bare label, the first words that lead to it */
    bool *is_shared;    /* of each bare label: other words lead to it too */
} labels;

static labels labels_of(nh_arena *scratch, const nh_levels *raw)
{
    size_t n = nh_levels_count(raw);
    labels all = { .bare = nh_levels_new() };
    all.words = nh_arena_array(scratch, n, sizeof *all.words);
    all.bare_code = nh_arena_array(scratch, n, sizeof *all.bare_code);
    all.first = nh_arena_array(scratch, n, sizeof *all.first);
    all.is_shared = nh_arena_array(scratch, n, sizeof *all.is_shared);
    for (size_t i = 0; i < n; i++) {
        int32_t level = (int32_t)i;
        all.words[i] = nh_ees_words(scratch, nh_levels_text(raw, level), nh_levels_length(raw, level));
        all.bare_code[i] = nh_levels_add_text(all.bare, nh_ees_without_prefix(all.words[i]));
        const char **first = &all.first[all.bare_code[i]];
        if (!*first) *first = all.words[i];
        else if (strcmp(*first, all.words[i]) != 0) all.is_shared[all.bare_code[i]] = true;
    }
    return all;
}

/* "1a. placed" and "1a placed" are one label. */
static const char *with_plain_prefix(nh_arena *scratch, const char *words, const char *bare)
{
    size_t length = strlen(words), rest = strlen(bare);
    if (length <= rest + 1 || strcmp(words + length - rest, bare) != 0) return words;
    size_t prefix = length - rest - 1;
    if (words[prefix - 1] == '.') prefix--;
    return nh_arena_print(scratch, "%.*s %s", (int)prefix, words, bare);
}

static const char *label_of(nh_arena *scratch, const labels *all, size_t level)
{
    int32_t bare = all->bare_code[level];
    const char *text = nh_levels_text(all->bare, bare);
    return all->is_shared[bare] ? with_plain_prefix(scratch, all->words[level], text) : text;
}

static void put_labels(nh_column *to, const nh_column *raw)
{
    nh_arena *scratch = nh_arena_new();
    labels all = labels_of(scratch, raw->levels);
    size_t n = nh_levels_count(raw->levels);
    int32_t *code = nh_arena_array(scratch, n, sizeof *code);
    for (size_t i = 0; i < n; i++) code[i] = nh_levels_add_text(to->levels, label_of(scratch, &all, i));
    for (size_t row = 0; row < raw->n; row++)
        nh_put_code(to, row, nh_present(raw, row) ? code[raw->code[row]] : NH_NO_LEVEL);
    nh_levels_release(all.bare);
    nh_arena_free(scratch);
}

/* A column whose every text is a number or a symbol is an indicator, whatever its name. */
static bool holds_numbers(const nh_column *column)
{
    size_t n = nh_levels_count(column->levels), n_numbers = 0;
    for (size_t i = 0; i < n; i++) {
        const char *text = nh_levels_text(column->levels, (int32_t)i);
        nh_ees_value value = nh_ees_value_of(text, strlen(text));
        if (value.kind == NH_EES_REFUSED) return false;
        n_numbers += value.kind == NH_EES_NUMBER || value.kind == NH_EES_TIDIED;
    }
    return n_numbers > 0;
}

static void count_kind(const nh_frame *raw, size_t row, nh_ees_kind kind, nh_problems *problems)
{
    nh_problem_place place = { "ees", "number", (uint32_t)nh_frame_at(raw, NH_EES_FILE)->number[row],
                               (uint32_t)nh_frame_at(raw, NH_EES_LINE)->number[row], 0 };
    if (kind == NH_EES_SYMBOL) nh_problem_add(problems, NH_PROBLEM_SUPPRESSED, place);
    if (kind == NH_EES_TIDIED) nh_problem_add(problems, NH_PROBLEM_NUMBER_TIDIED, place);
}

static void put_values(nh_column *to, const nh_frame *raw, const nh_column *from, nh_problems *problems)
{
    for (size_t row = 0; row < from->n; row++) {
        const char *text = nh_text_at(from, row);
        nh_ees_value value = nh_ees_value_of(text, strlen(text));
        count_kind(raw, row, value.kind, problems);
        if (value.mark == NH_PRESENT) nh_put_number(to, row, value.number);
        else nh_put_mark(to, row, value.mark);
    }
}

static void put_same(nh_column *to, const nh_column *raw)
{
    for (size_t row = 0; row < raw->n; row++) {
        if (!nh_present(raw, row)) nh_put_mark(to, row, nh_mark_at(raw, row));
        else if (raw->kind == NH_NUMBER) nh_put_number(to, row, raw->number[row]);
        else nh_put_text(to, row, nh_text_at(raw, row));
    }
}

static void put_release(nh_frame *frame)
{
    const nh_column *year = nh_frame_at(frame, NH_EES_YEAR);
    double latest = 0;
    for (size_t row = 0; row < year->n; row++) latest = fmax(latest, year->number[row]);
    for (size_t row = 0; row < year->n; row++) nh_put_number(nh_frame_at(frame, NH_EES_RELEASE), row, latest);
}

/* The columns behind the plain ones; texts have become labels or values. */
static nh_frame *comparable(const nh_frame *raw, nh_problems *problems)
{
    nh_frame *out = nh_frame_new("ees", NULL);
    nh_frame_set_rows(out, nh_frame_rows(raw));
    for (size_t i = 0; i < nh_frame_columns(raw); i++) {
        const nh_column *from = nh_frame_at(raw, i);
        bool is_plain = i < NH_EES_N_PLAIN, is_value = !is_plain && from->kind == NH_CATEGORY && holds_numbers(from);
        nh_column *to = nh_frame_add(out, from->name, is_value ? NH_NUMBER : from->kind);
        if (is_value) put_values(to, raw, from, problems);
        else if (!is_plain && from->kind == NH_CATEGORY) put_labels(to, from);
        else put_same(to, from);
    }
    put_release(out);
    return out;
}

static const nh_ees_table *table_of(const nh_frame *frame)
{
    const nh_column *filters[NH_EES_FILTERS];
    size_t n = 0;
    for (size_t i = NH_EES_N_PLAIN; i < nh_frame_columns(frame); i++) {
        if (nh_frame_at(frame, i)->kind != NH_CATEGORY) continue;
        if (n == NH_EES_FILTERS) return NULL;
        filters[n++] = nh_frame_at(frame, i);
    }
    return nh_ees_table_of(filters, n);
}

/* The same columns under the names of the table. */
static nh_frame *renamed(const nh_frame *frame, const nh_ees_table *table)
{
    nh_frame *out = nh_frame_new(table ? table->name : "ees", table ? table->title : "A published table");
    nh_frame_set_lineage(out, NH_PUBLISHED);
    nh_frame_set_rows(out, nh_frame_rows(frame));
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *from = nh_frame_at(frame, i);
        put_same(nh_frame_add(out, nh_ees_filter_name(table, from->name), from->kind), from);
    }
    return out;
}

nh_frame *nh_ees_settle(const nh_frame *raw, const char *file_name, nh_problems *problems, nh_error *err)
{
    nh_frame *frame = comparable(raw, problems);
    nh_frame *out = renamed(frame, table_of(frame));
    nh_frame_free(frame);
    if (nh_ees_check(out, file_name, problems, err)) return out;
    nh_frame_free(out);
    return NULL;
}
