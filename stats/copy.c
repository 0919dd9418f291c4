/* stats/copy.c: column by column. */
#include "stats/copy.h"

#include <string.h>

static void copy_values(nh_column *to, const nh_column *from)
{
    size_t n = from->n;
    if (n == 0) return;
    if (from->number) memcpy(to->number, from->number, n * sizeof *to->number);
    if (from->date) memcpy(to->date, from->date, n * sizeof *to->date);
    if (from->code) memcpy(to->code, from->code, n * sizeof *to->code);
    for (size_t row = 0; from->mark && row < n; row++) nh_put_mark(to, row, nh_mark_at(from, row));
}

static void copy_column(nh_frame *copy, const nh_column *from, const char *name)
{
    nh_column *to =
        from->levels ? nh_frame_add_levels(copy, name, from->levels) : nh_frame_add(copy, name, from->kind);
    nh_column_describe(copy, to, from->label, from->unit);
    nh_column_role(copy, to, from->role, from->part, from->whole);
    to->decimals = from->decimals;
    copy_values(to, from);
}

static nh_frame *copy_rows(const nh_frame *frame, const char *name, const char *title)
{
    nh_frame *copy = nh_frame_new(name, title ? title : nh_frame_title(frame));
    nh_frame_set_lineage(copy, nh_frame_lineage(frame));
    nh_frame_set_rows(copy, nh_frame_rows(frame));
    return copy;
}

nh_frame *nh_copy_as(const nh_frame *frame, const char *name, const char *title)
{
    nh_frame *copy = copy_rows(frame, name, title);
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        copy_column(copy, nh_frame_at(frame, i), nh_frame_at(frame, i)->name);
    return copy;
}

nh_frame *nh_copy_renaming(const nh_frame *frame, const char *name, const char *column, const char *new_name)
{
    nh_frame *copy = copy_rows(frame, name, NULL);
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *from = nh_frame_at(frame, i);
        copy_column(copy, from, strcmp(from->name, column) == 0 ? new_name : from->name);
    }
    return copy;
}
