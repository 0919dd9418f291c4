/* stats/result_frame.c: columns from a list; differences, percentages and Wilson's bounds from counts. */
#include "stats/result_frame.h"

#include "stats/methods/share.h"

void nh_add_columns(nh_frame *frame, const nh_result_column *columns)
{
    for (; columns->name; columns++) {
        nh_column *column = nh_frame_add(frame, columns->name, columns->kind);
        nh_column_describe(frame, column, columns->label, columns->unit);
        nh_column_role(frame, column, columns->role, columns->part, columns->whole);
    }
}

nh_frame *nh_result_frame(const char *name, const char *title, const nh_result_column *columns)
{
    nh_frame *frame = nh_frame_new(name, title);
    nh_add_columns(frame, columns);
    return frame;
}

nh_frame *nh_result_frame_like(const char *name, const char *title, const nh_result_column *columns,
                               const nh_frame *like)
{
    nh_frame *frame = nh_result_frame(name, title, columns);
    nh_frame_set_lineage(frame, nh_frame_lineage(like));
    return frame;
}

static double percent(double part, double whole)
{
    return 100 * part / whole;
}

static double lower(double part, double whole)
{
    return 100 * nh_share(part, whole, 0.95).lower;
}

static double upper(double part, double whole)
{
    return 100 * nh_share(part, whole, 0.95).upper;
}

static double difference(double part, double whole)
{
    return part - whole;
}

typedef struct filling {
    double (*of)(double part, double whole);
    bool divides; /* a whole of 0 has no such value */
    int decimals;
} filling;

static const filling *filling_of(nh_role role)
{
    static const filling all[] = {
        [NH_DIFFERENCE] = { difference, false, 0 }, [NH_PERCENT] = { percent, true, 1 },
        [NH_LOWER] = { lower, true, 1 },            [NH_UPPER] = { upper, true, 1 },
    };
    return role < sizeof all / sizeof *all && all[role].of ? &all[role] : NULL;
}

static void fill(nh_column *column, const filling *how, const nh_column *part, const nh_column *whole)
{
    column->decimals = how->decimals;
    for (size_t row = 0; row < column->n; row++) {
        if (!nh_present(part, row)) nh_put_mark(column, row, nh_mark_at(part, row));
        else if (!nh_present(whole, row)) nh_put_mark(column, row, nh_mark_at(whole, row));
        else if (how->divides && whole->number[row] == 0) nh_put_mark(column, row, NH_NOT_APPLICABLE);
        else nh_put_number(column, row, how->of(part->number[row], whole->number[row]));
    }
}

void nh_fill_in(nh_frame *frame)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        nh_column *column = nh_frame_at(frame, i);
        const filling *how = filling_of(column->role);
        if (!how) continue;
        const nh_column *part = nh_frame_find(frame, column->part), *whole = nh_frame_find(frame, column->whole);
        if (part && whole) fill(column, how, part, whole);
    }
}
