/* datasets/frame/origins.c: two sorted lists of runs, one of files and one of lines, searched by halves. */
#include "datasets/frame/origins.h"

#include "datasets/frame/arena.h"

#include <stdbool.h>
#include <stdlib.h>

/* Up to the next run's first row, or to the last row known. */
typedef struct run {
    uint32_t first_row, value; /* the file of all its rows, or the line of its first row */
} run;

typedef struct run_list {
    run *all;
    size_t n, room;
} run_list;

struct nh_origins {
    run_list files, lines;
    size_t n_rows;
};

nh_origins *nh_origins_new(void)
{
    return nh_zeroed(1, sizeof(nh_origins));
}

void nh_origins_free(nh_origins *origins)
{
    if (!origins) return;
    free(origins->files.all);
    free(origins->lines.all);
    free(origins);
}

static void begin_run(run_list *runs, size_t row, uint32_t value)
{
    if (runs->n == runs->room) {
        runs->room += runs->room / 2 + 8;
        runs->all = nh_resize(runs->all, runs->room, sizeof *runs->all);
    }
    runs->all[runs->n++] = (run){ (uint32_t)row, value };
}

static uint32_t line_in(run lines, size_t row)
{
    return lines.value ? lines.value + ((uint32_t)row - lines.first_row) : 0;
}

static bool is_same_file(const run_list *files, uint32_t file)
{
    return files->n > 0 && files->all[files->n - 1].value == file;
}

static bool is_next_line(const run_list *lines, size_t row, uint32_t line)
{
    return lines->n > 0 && line_in(lines->all[lines->n - 1], row) == line;
}

static void add_rows(nh_origins *origins, size_t n, nh_origin first)
{
    size_t row = origins->n_rows;
    if (!is_same_file(&origins->files, first.file)) begin_run(&origins->files, row, first.file);
    if (!is_next_line(&origins->lines, row, first.line)) begin_run(&origins->lines, row, first.line);
    origins->n_rows += n;
}

static void forget_runs(run_list *runs, size_t row)
{
    while (runs->n > 0 && runs->all[runs->n - 1].first_row >= row) runs->n--;
}

void nh_origins_forget(nh_origins *origins, size_t row)
{
    if (row >= origins->n_rows) return;
    forget_runs(&origins->files, row);
    forget_runs(&origins->lines, row);
    origins->n_rows = row;
}

void nh_origins_put(nh_origins *origins, size_t row, size_t n, nh_origin first)
{
    if (n == 0) return;
    nh_origins_forget(origins, row);
    if (row > origins->n_rows) add_rows(origins, row - origins->n_rows, (nh_origin){ 0, 0 });
    add_rows(origins, n, first);
}

/* The run that a row lies in; there is one from row 0 on. */
static run run_of(const run_list *runs, size_t row)
{
    size_t from = 0, to = runs->n;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (runs->all[middle].first_row <= row) from = middle;
        else to = middle;
    }
    return runs->all[from];
}

nh_origin nh_origins_at(const nh_origins *origins, size_t row)
{
    if (row >= origins->n_rows) return (nh_origin){ 0, 0 };
    return (nh_origin){ run_of(&origins->files, row).value, line_in(run_of(&origins->lines, row), row) };
}

nh_origins *nh_origins_take(const nh_origins *origins, const size_t *rows, size_t n)
{
    nh_origins *taken = nh_origins_new();
    for (size_t i = 0; i < n; i++) add_rows(taken, 1, nh_origins_at(origins, rows[i]));
    return taken;
}
