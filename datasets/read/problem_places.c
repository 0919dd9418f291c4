/* datasets/read/problem_places.c: problems in the order of their files and lines, each file read along with them. */
#include "datasets/read/problem_places.h"

#include "datasets/frame/arena.h"
#include "datasets/read/csv.h"
#include "datasets/tables/table.h"

#include <stdlib.h>
#include <string.h>

/* A problem whose column is known by name alone. */
typedef struct unplaced {
    size_t problem;
    nh_problem_place place;
} unplaced;

typedef struct list {
    unplaced *all;
    size_t n;
} list;

static int by_place(const void *a, const void *b)
{
    const nh_problem_place *x = &((const unplaced *)a)->place, *y = &((const unplaced *)b)->place;
    if (x->file != y->file) return x->file < y->file ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static list unplaced_of(const nh_problems *problems)
{
    list found = { NULL, 0 };
    size_t n = nh_problems_count(problems);
    found.all = nh_zeroed(n + 1, sizeof *found.all);
    for (size_t i = 0; i < n; i++) {
        nh_problem_place place = nh_problem_where(problems, i);
        if (!place.byte_column && place.line && place.column && place.table)
            found.all[found.n++] = (unplaced){ i, place };
    }
    if (found.n) qsort(found.all, found.n, sizeof *found.all, by_place);
    return found;
}

static const nh_table_column *column_of(const nh_table *table, const char *name)
{
    const nh_table_column *c = table->columns;
    while (c && c->name && strcmp(c->name, name) != 0) c++;
    return c && c->name ? c : NULL;
}

/* The problems of the record that was read last. */
static void place_record(nh_problems *problems, const nh_csv *csv, const nh_table *table, const list *of_line)
{
    for (size_t i = 0; i < of_line->n; i++) {
        const nh_table_column *column = column_of(table, of_line->all[i].place.column);
        int field = column ? nh_table_field(nh_csv_header(csv), column) : NH_NO_FIELD;
        if (field == NH_NO_FIELD) continue;
        nh_csv_place place = nh_csv_place_of(csv, (size_t)field);
        nh_problem_move(problems, of_line->all[i].problem, place.line, place.column);
    }
}

static size_t count_same_line(const unplaced *from, size_t n)
{
    size_t same = 0;
    while (same < n && from[same].place.line == from->place.line) same++;
    return same;
}

static void place_records(nh_problems *problems, nh_csv *csv, const nh_table *table, const list *of_file)
{
    const nh_record *record;
    size_t at = 0;
    while (at < of_file->n && (record = nh_csv_next(csv, NULL))) {
        while (at < of_file->n && of_file->all[at].place.line < record->line) at++;
        size_t same = count_same_line(of_file->all + at, of_file->n - at);
        if (at == of_file->n || of_file->all[at].place.line != record->line) continue;
        place_record(problems, csv, table, &(list){ of_file->all + at, same });
        at += same;
    }
}

static void place_in_file(nh_problems *problems, const list *of_file, const nh_encoding *encoding)
{
    const nh_table *table = nh_table_named(of_file->all->place.table);
    nh_source *source = nh_source_open(nh_problems_file_name(problems, of_file->all->place.file), NULL);
    bool is_markup = true;
    bool is_csv = source && table && nh_source_is_markup(source, &is_markup, NULL) && !is_markup;
    if (is_csv && encoding) is_csv = nh_source_convert(source, encoding, NULL);
    nh_csv *csv = is_csv ? nh_csv_open(source, NULL) : NULL;
    while (csv && nh_table_lacks(table, nh_csv_header(csv)) && nh_csv_skip_title(csv, NULL)) continue;
    if (csv) place_records(problems, csv, table, of_file);
    nh_csv_close(csv);
    nh_source_close(source);
}

void nh_problems_locate(nh_problems *problems, const nh_encoding *encoding)
{
    list found = unplaced_of(problems);
    for (size_t from = 0, to; from < found.n; from = to) {
        for (to = from; to < found.n && found.all[to].place.file == found.all[from].place.file;) to++;
        place_in_file(problems, &(list){ found.all + from, to - from }, encoding);
    }
    free(found.all);
}
