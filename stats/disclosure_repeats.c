/* stats/disclosure_repeats.c: rows of areas that two tables share, by year, cover, level and name. */
#include "stats/disclosure_repeats.h"

#include <string.h>

static const char *const keys[] = { "year", "cover", "geographic_level", "name" };
enum { N_KEYS = sizeof keys / sizeof *keys };

static bool has_keys(const nh_frame *frame)
{
    for (size_t i = 0; i < N_KEYS; i++)
        if (!nh_frame_find(frame, keys[i])) return false;
    return true;
}

static bool is_alike(const nh_column *a, size_t row_a, const nh_column *b, size_t row_b)
{
    if (a->kind != b->kind || nh_mark_at(a, row_a) != nh_mark_at(b, row_b)) return false;
    if (a->kind == NH_NUMBER) return a->number[row_a] == b->number[row_b];
    return strcmp(nh_text_at(a, row_a), nh_text_at(b, row_b)) == 0;
}

static bool is_same_area(const nh_frame *a, size_t row_a, const nh_frame *b, size_t row_b)
{
    for (size_t i = N_KEYS; i-- > 0;) /* names differ most */
        if (!is_alike(nh_frame_find(a, keys[i]), row_a, nh_frame_find(b, keys[i]), row_b)) return false;
    return true;
}

static bool is_total(const nh_frame *frame, size_t row)
{
    for (size_t c = 0; c < nh_frame_columns(frame); c++) {
        const nh_column *column = nh_frame_at(frame, c);
        if (column->kind == NH_CATEGORY && strcmp(nh_text_at(column, row), "total") == 0) return true;
    }
    return false;
}

static void hide_row(const nh_frame *earlier, size_t from, nh_frame *released, size_t row)
{
    for (size_t c = 0; c < nh_frame_columns(released); c++) {
        nh_column *column = nh_frame_at(released, c);
        const nh_column *before = nh_frame_find(earlier, column->name);
        bool is_count = column->role == NH_COUNT && before && before->role == NH_COUNT;
        if (!is_count || nh_mark_at(before, from) != NH_SUPPRESSED || column->number[row] == 0) continue;
        column->number[row] = 0;
        nh_put_mark(column, row, NH_SUPPRESSED);
    }
}

void nh_hide_repeats(const nh_frame *earlier, nh_frame *released)
{
    const nh_column *level = nh_frame_find(released, "level"), *name = nh_frame_find(released, "name");
    if (!earlier || !level || level->kind != NH_CATEGORY || !has_keys(released) || !has_keys(earlier)) return;
    for (size_t from = 0; from < nh_frame_rows(earlier); from++) {
        if (!is_total(earlier, from)) continue;
        for (size_t row = 0; row < nh_frame_rows(released); row++)
            if (is_alike(level, row, name, row) && is_same_area(earlier, from, released, row))
                hide_row(earlier, from, released, row);
    }
}
