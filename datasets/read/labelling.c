/* datasets/read/labelling.c: names first made return years, then each file's rows filled. */
#include "datasets/read/labelling.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

/* ---- decision 48 ---- */

typedef struct evidence {
    size_t n_rows, n_after; /* rows that begin in the year after the named 31 March */
} evidence;

static bool share_a_habit(const nh_file *a, const nh_file *b)
{
    return a->label.stem == b->label.stem && strncmp(a->name, b->name, a->label.stem) == 0;
}

static void look_at_rows(const nh_file *file, evidence *found)
{
    const nh_column *start = nh_frame_find(file->frame, "decom");
    int32_t named = nh_year_end(file->label.year), next = nh_year_end(file->label.year + 1);
    for (size_t row = file->rows.first; row < file->rows.first + file->rows.n_kept; row++) {
        if (!nh_present(start, row)) continue;
        found->n_rows++;
        found->n_after += start->date[row] > named && start->date[row] <= next;
    }
}

/* One row in a hundred: a mistyped year does not move a whole return, and a year's starts are far more. */
static bool are_starting_years(const nh_files *files, const nh_file *of)
{
    evidence found = { 0 };
    for (size_t i = 0; i < files->n; i++) {
        const nh_file *file = &files->all[i];
        bool counts = file->label.year && file->frame && file->table && strcmp(file->table->name, "episodes") == 0;
        if (counts && share_a_habit(file, of)) look_at_rows(file, &found);
    }
    return found.n_after > 0 && found.n_after * 100 >= found.n_rows;
}

static bool is_child_file(const nh_file *file)
{
    return file->table && file->table->level == NH_CHILD_TABLE;
}

static void settle_named_years(const nh_labelling *l, nh_files *files)
{
    bool *is_moved = nh_zeroed(files->n + 1, sizeof *is_moved);
    for (size_t i = 0; i < files->n; i++) {
        const nh_file *file = &files->all[i];
        if (is_child_file(file) && file->label.year) is_moved[i] = are_starting_years(files, file);
    }
    for (size_t i = 0; i < files->n; i++) {
        if (!is_moved[i]) continue;
        nh_file *file = &files->all[i];
        file->label.year++;
        if (i > 0 && is_moved[i - 1] && share_a_habit(file, &files->all[i - 1])) continue;
        nh_results_note(l->said, "the years in names like %s are those in which the returns start: rows begin after "
                        "their 31 March, so the return years are one more", file->name);
    }
    free(is_moved);
}

/* ---- filling ---- */

static bool refuse_two_authorities(const nh_labelling *l, size_t row, nh_error *err)
{
    nh_problem_place place = nh_problem_place_of("child_la", "LA", l->child_la, row);
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:1: this CHILD has two authorities: one row a child is due",
                   nh_problems_file_name(l->problems, place.file), place.line);
}

/* The authority of each child by the CHILD,LA table, NH_NO_LEVEL where it has none; free() it. */
static int32_t *by_child_table(const nh_labelling *l, nh_error *err)
{
    const nh_column *child = nh_frame_find(l->child_la, "child"), *la = nh_frame_find(l->child_la, "la");
    size_t n_las = nh_levels_count(la->levels), n_children = nh_levels_count(child->levels);
    int32_t *level = nh_zeroed(n_las + 1, sizeof *level), *of = nh_zeroed(n_children + 1, sizeof *of);
    for (size_t i = 0; i < n_las; i++)
        level[i] = nh_levels_add_text(l->authorities, nh_authority_code(nh_levels_text(la->levels, (int32_t)i)));
    for (size_t i = 0; i < n_children; i++) of[i] = NH_NO_LEVEL;
    bool ok = true;
    for (size_t row = 0; ok && row < child->n; row++) {
        int32_t *known = &of[child->code[row]], given = level[la->code[row]];
        if (*known != NH_NO_LEVEL && *known != given) ok = refuse_two_authorities(l, row, err);
        *known = given;
    }
    free(level);
    if (ok) return of;
    free(of);
    return NULL;
}

static bool fill_years(const nh_labelling *l, const nh_file *file, nh_error *err)
{
    nh_column *year = nh_frame_find(file->frame, "year");
    int given = file->label.year ? file->label.year : l->request->year;
    for (size_t row = file->rows.first; row < file->rows.first + file->rows.n_kept; row++) {
        if (year->number[row] > 0) continue;
        if (given == 0)
            return nh_fail(err, NH_BAD_INPUT, "%s: nothing names its return year: give --year (the year of its 31 "
                           "March), or put it into a folder named by the year", file->name);
        year->number[row] = given;
    }
    return true;
}

static void report_without(const nh_labelling *l, const nh_file *file, size_t row)
{
    nh_problem_add(l->problems, NH_PROBLEM_NO_AUTHORITY,
                   nh_problem_place_of(file->table->name, NULL, file->frame, row));
}

static bool fill_authorities(const nh_labelling *l, const nh_file *file, const int32_t *of_child, int32_t given,
                             nh_error *err)
{
    nh_column *authority = nh_frame_find(file->frame, "authority");
    const nh_column *child = nh_frame_find(file->frame, "child");
    for (size_t row = file->rows.first; row < file->rows.first + file->rows.n_kept; row++) {
        int32_t *code = &authority->code[row];
        if (of_child && of_child[child->code[row]] != NH_NO_LEVEL) *code = of_child[child->code[row]];
        if (*code == NH_NO_LEVEL) *code = given;
        if (*code != NH_NO_LEVEL) continue;
        if (!of_child)
            return nh_fail(err, NH_BAD_INPUT, "%s: nothing names its authority: give --authority, a table with the "
                           "columns CHILD,LA, or put it into a folder named by the authority's code", file->name);
        nh_put_code(authority, row, NH_NO_LEVEL);
        report_without(l, file, row);
    }
    return true;
}

/* Where only the file itself is asked about (check --as), it may stand without authority and year. */
static void stand_in(const nh_labelling *l, nh_file *file)
{
    const nh_column *start = nh_frame_find(file->frame, "decom");
    if (!l->request->as || file->label.year || l->request->year) return;
    int latest = 0;
    for (size_t row = file->rows.first; start && row < file->rows.first + file->rows.n_kept; row++) {
        int year = nh_present(start, row) ? nh_return_year(start->date[row]) : 0;
        if (year > latest && year <= 2100) latest = year;
    }
    file->label.year = latest ? latest : nh_return_year(nh_date(2024, 3, 31));
}

static int32_t named_authority(const nh_labelling *l, const nh_file *file)
{
    const char *text = *file->label.authority ? file->label.authority : l->request->authority;
    if (!text && l->request->as) text = "not known";
    return text ? nh_levels_add_text(l->authorities, nh_authority_code(text)) : NH_NO_LEVEL;
}

bool nh_label_files(const nh_labelling *labelling, nh_files *files, nh_error *err)
{
    int32_t *of_child = labelling->child_la ? by_child_table(labelling, err) : NULL;
    bool ok = !labelling->child_la || of_child;
    if (ok) settle_named_years(labelling, files);
    for (size_t i = 0; ok && i < files->n; i++) {
        nh_file *file = &files->all[i];
        if (!file->frame) continue;
        if (file->table->level == NH_PUBLISHED_TABLE) ok = fill_years(labelling, file, err);
        if (!file->table->columns) continue;
        stand_in(labelling, file);
        ok = (!is_child_file(file) || fill_years(labelling, file, err)) &&
             fill_authorities(labelling, file, of_child, named_authority(labelling, file), err);
    }
    free(of_child);
    return ok;
}
