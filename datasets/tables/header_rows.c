/* datasets/tables/header_rows.c: rows of one child in one return, found by a chain through the rows of each child. */
#include "datasets/tables/header_rows.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

enum { NO_ROW = -1 };

typedef struct header_rows {
    const nh_frame *frame;
    const nh_column *child, *authority, *year, *dob, *sex;
    int32_t *latest_of_child; /* the last row met, and from it backwards */
    int32_t *before;
} header_rows;

static bool is_same_cell(const nh_column *column, size_t a, size_t b)
{
    if (nh_mark_at(column, a) != nh_mark_at(column, b)) return false;
    if (!nh_present(column, a)) return true;
    if (column->kind == NH_DATE) return column->date[a] == column->date[b];
    return column->kind == NH_CATEGORY ? column->code[a] == column->code[b] : column->number[a] == column->number[b];
}

/* The earlier row of the same child, authority and year, or NO_ROW. The row joins the chain of its child. */
static int32_t earlier_row(header_rows *rows, size_t row)
{
    int32_t *latest = &rows->latest_of_child[rows->child->code[row]], found = *latest;
    while (found != NO_ROW && !(is_same_cell(rows->authority, (size_t)found, row) &&
                                is_same_cell(rows->year, (size_t)found, row)))
        found = rows->before[found];
    rows->before[row] = *latest;
    *latest = (int32_t)row;
    return found;
}

static nh_problem_place place_of(const header_rows *rows, size_t row)
{
    return nh_problem_place_of("header", NULL, rows->frame, row);
}

static bool refuse(const header_rows *rows, size_t row, nh_problems *problems, nh_error *err)
{
    nh_problem_place place = place_of(rows, row);
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:1: this CHILD has another row with a different date of birth or sex (in "
                   "XML, CHILDID): correct one of them", nh_problems_file_name(problems, place.file), place.line);
}

/* The rows to keep, their number in *n; NULL and an error when two rows contradict each other. */
static size_t *rows_to_keep(header_rows *rows, nh_problems *problems, size_t *n, nh_error *err)
{
    size_t n_rows = nh_frame_rows(rows->frame);
    size_t *keep = nh_zeroed(n_rows, sizeof *keep);
    for (size_t row = 0; row < n_rows; row++) {
        int32_t earlier = earlier_row(rows, row);
        if (earlier == NO_ROW) {
            keep[(*n)++] = row;
            continue;
        }
        bool is_same = is_same_cell(rows->dob, (size_t)earlier, row) && is_same_cell(rows->sex, (size_t)earlier, row);
        if (!is_same) {
            refuse(rows, row, problems, err);
            free(keep);
            return NULL;
        }
        nh_problem_add(problems, NH_PROBLEM_REPEATED_CHILD, place_of(rows, row));
    }
    return keep;
}

static header_rows open_rows(const nh_frame *frame)
{
    header_rows rows = {
        .frame = frame, .child = nh_frame_find(frame, "child"), .authority = nh_frame_find(frame, "authority"),
        .year = nh_frame_find(frame, "year"), .dob = nh_frame_find(frame, "dob"), .sex = nh_frame_find(frame, "sex"),
    };
    size_t n_children = nh_levels_count(rows.child->levels);
    rows.latest_of_child = nh_zeroed(n_children, sizeof *rows.latest_of_child);
    for (size_t i = 0; i < n_children; i++) rows.latest_of_child[i] = NO_ROW;
    rows.before = nh_zeroed(nh_frame_rows(frame), sizeof *rows.before);
    return rows;
}

bool nh_header_rows_settle(nh_frame **frame, nh_problems *problems, nh_error *err)
{
    header_rows rows = open_rows(*frame);
    size_t n = 0;
    size_t *keep = rows_to_keep(&rows, problems, &n, err);
    if (keep && n < nh_frame_rows(*frame)) {
        nh_frame *kept = nh_frame_take(*frame, keep, n);
        nh_frame_free(*frame);
        *frame = kept;
    }
    bool ok = keep != NULL;
    free(keep);
    free(rows.latest_of_child);
    free(rows.before);
    return ok;
}
