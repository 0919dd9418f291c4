/* datasets/tables/embedded.c: comma separated, quotes where needed, LF line ends, nothing else.
 *
 * Input of users goes through libcsv; these files are ours, so that splitting them takes one short loop. */
#include "datasets/tables/embedded.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static size_t count_of(const unsigned char *bytes, size_t n, unsigned char wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += bytes[i] == wanted;
    return count;
}

/* Copies one field to `to` without its quotes; returns the position behind it. */
static size_t take_field(const unsigned char *bytes, size_t at, char **to)
{
    int quoted = bytes[at] == '"';
    at += (size_t)quoted;
    while (quoted ? bytes[at] != '"' || bytes[at + 1] == '"' : bytes[at] != ',' && bytes[at] != '\n') {
        at += quoted && bytes[at] == '"';
        *(*to)++ = (char)bytes[at++];
    }
    *(*to)++ = '\0';
    return at + (size_t)quoted;
}

nh_embedded nh_embedded_open(const unsigned char *bytes, size_t n)
{
    nh_embedded table = { 0 };
    size_t n_lines = count_of(bytes, n, '\n');
    table.bytes = nh_zeroed(n + 1, 1);
    table.cells = nh_zeroed(count_of(bytes, n, ',') + n_lines + 1, sizeof *table.cells);
    char *to = table.bytes;
    size_t n_cells = 0;
    for (size_t at = 0; at < n; at++) {
        table.cells[n_cells++] = to;
        at = take_field(bytes, at, &to);
        if (bytes[at] == '\n' && table.n_columns == 0) table.n_columns = n_cells;
    }
    table.n_rows = n_lines - 1;
    return table;
}

void nh_embedded_close(nh_embedded *table)
{
    free(table->cells);
    free(table->bytes);
    *table = (nh_embedded){ 0 };
}

size_t nh_embedded_column(const nh_embedded *table, const char *name)
{
    size_t column = 0;
    while (column + 1 < table->n_columns && strcmp(table->cells[column], name) != 0) column++;
    return column;
}

const char *nh_embedded_at(const nh_embedded *table, size_t row, size_t column)
{
    return table->cells[(row + 1) * table->n_columns + column];
}

const char *nh_embedded_cell(const nh_embedded *table, size_t row, const char *column)
{
    return nh_embedded_at(table, row, nh_embedded_column(table, column));
}
