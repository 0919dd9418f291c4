/* datasets/read/files.c: a growing list, and its summary. */
#include "datasets/read/files.h"

#include "datasets/frame/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

nh_file *nh_files_add(nh_files *files, const char *name)
{
    files->all = nh_resize(files->all, files->n + 1, sizeof *files->all);
    nh_file *file = &files->all[files->n++];
    *file = (nh_file){ .name = nh_zeroed(strlen(name) + 1, 1), .label = nh_label_of(name) };
    memcpy(file->name, name, strlen(name));
    return file;
}

void nh_files_free(nh_files *files)
{
    for (size_t i = 0; i < files->n; i++) free(files->all[i].name);
    free(files->all);
    *files = (nh_files){ 0 };
}

/* "2024", "2020-2024", or nothing. */
static void put_years(nh_column *to, size_t row, const nh_file *file)
{
    const nh_column *year = file->frame ? nh_frame_find(file->frame, "year") : NULL;
    int first = 0, last = 0;
    for (size_t i = file->rows.first; year && i < file->rows.first + file->rows.n_kept; i++) {
        int y = nh_present(year, i) ? (int)year->number[i] : 0;
        if (y > last) last = y;
        if (y && (first == 0 || y < first)) first = y;
    }
    if (first == 0) first = last = file->label.year;
    char text[32];
    snprintf(text, sizeof text, first == last ? "%d" : "%d-%d", first, last);
    if (first) nh_put_text(to, row, text);
}

/* How many authorities the file's rows have; `one` is the level of the last. */
static size_t count_authorities(const nh_column *authority, const nh_rows_count *rows, int32_t *one)
{
    uint8_t *is_met = nh_zeroed(nh_levels_count(authority->levels) + 1, 1);
    size_t n = 0;
    for (size_t i = rows->first; i < rows->first + rows->n_kept; i++) {
        if (!nh_present(authority, i) || is_met[authority->code[i]]) continue;
        *one = authority->code[i];
        is_met[*one] = 1;
        n++;
    }
    free(is_met);
    return n;
}

static void put_authorities(nh_column *to, size_t row, const nh_file *file)
{
    const nh_column *authority = file->frame ? nh_frame_find(file->frame, "authority") : NULL;
    int32_t one = NH_NO_LEVEL;
    size_t n = authority && authority->levels ? count_authorities(authority, &file->rows, &one) : 0;
    char text[32];
    snprintf(text, sizeof text, "%zu", n);
    if (n > 1) nh_put_text(to, row, text);
    else if (n == 1) nh_put_text(to, row, nh_levels_text(authority->levels, one));
    else if (*file->label.authority) nh_put_text(to, row, file->label.authority);
}

static const char *table_name(const nh_file *file)
{
    if (!file->table) return "not used";
    return file->frame ? nh_frame_name(file->frame) : file->table->name;
}

nh_frame *nh_files_frame(const nh_files *files)
{
    nh_frame *frame = nh_frame_new("inputs", "What each input was taken for");
    nh_column *table = nh_frame_add(frame, "table", NH_CATEGORY), *name = nh_frame_add(frame, "file", NH_CATEGORY);
    nh_column *rows = nh_frame_add(frame, "rows", NH_NUMBER);
    nh_column *aside = nh_frame_add(frame, "rows_set_aside", NH_NUMBER);
    nh_column *years = nh_frame_add(frame, "years", NH_CATEGORY);
    nh_column *authorities = nh_frame_add(frame, "authorities", NH_CATEGORY);
    nh_column *encoding = nh_frame_add(frame, "encoding", NH_CATEGORY);
    nh_column_role(frame, rows, NH_COUNT, NULL, NULL);
    nh_column_role(frame, aside, NH_COUNT, NULL, NULL);
    for (size_t i = 0; i < files->n; i++) {
        const nh_file *file = &files->all[i];
        size_t row = nh_frame_append(frame);
        nh_put_text(name, row, file->name);
        nh_put_text(table, row, table_name(file));
        if (!file->table) continue;
        if (!file->is_left_unread) {
            nh_put_number(rows, row, (double)file->rows.n_records);
            nh_put_number(aside, row, (double)file->rows.n_aside);
        }
        if (file->encoding) nh_put_text(encoding, row, file->encoding);
        put_years(years, row, file);
        put_authorities(authorities, row, file);
    }
    return frame;
}
