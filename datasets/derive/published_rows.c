/* datasets/derive/published_rows.c: rows copied by the names of their columns. */
#include "datasets/derive/published_rows.h"

#include "datasets/derive/published_cells.h"

#include <string.h>

nh_frame *nh_published_table(const char *name, const char *title, const nh_derived_column *columns, size_t texts)
{
    nh_frame *table = nh_frame_new(name, title);
    nh_frame_set_lineage(table, NH_PUBLISHED);
    for (size_t i = 0; columns[i].name; i++)
        nh_frame_add(table, columns[i].name, i > 0 && i <= texts ? NH_CATEGORY : NH_NUMBER);
    nh_label_columns(table, columns);
    return table;
}

static void copy_cell(nh_column *to, size_t row, const nh_column *from, size_t at)
{
    if (to->kind == NH_NUMBER) nh_cell_put(to, row, nh_cell_at(from, at));
    else if (nh_present(from, at)) nh_put_text(to, row, nh_text_at(from, at));
}

size_t nh_published_add_row(nh_frame *to, const nh_frame *wide, size_t row)
{
    size_t added = nh_frame_append(to);
    for (size_t i = 0; i < nh_frame_columns(to); i++) {
        nh_column *column = nh_frame_at(to, i);
        const nh_column *from = nh_frame_find(wide, column->name);
        if (from && from->kind == column->kind) copy_cell(column, added, from, row);
    }
    return added;
}

const char *nh_published_group(const char *label)
{
    static const char *const words[][2] = {
        { "all children", "all" }, { "all new placements", "all" }, { "all placements", "all" }, { "total", "all" },
        { "foster placements", "foster" }, { "placed for adoption", "adoption" },
        { "placed with parents or other person with parental responsibility", "parents" },
        { "secure homes and children's homes", "homes" },
        { "independent and semi-independent living arrangements/supported accommodation", "supported" },
        { "other residential settings", "residential" }, { "residential schools", "school" },
        { "other placements", "other" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], label) == 0) return words[i][1];
    return label;
}
