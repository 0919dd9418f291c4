/* tests/xml_of_csv.h: the CSV tables of one return written as the XML return that says the same.
 *
 * The tables are texts without quotes. A child is whoever has a row in the header table, in its order.
 *
 *     return_text tables[] = { { "HEADER", header_text }, { "EPISODE", episodes_text }, { 0 } };
 *     char *xml = xml_of_csv(tables);                                   free() it
 *
 * UASC, OC3 and AD1 rows become elements of HEADER, as the layout has them (`group` "HEADER" again). */
#ifndef NH_TESTS_XML_OF_CSV_H
#define NH_TESTS_XML_OF_CSV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct return_text {
    const char *group, *text; /* the first is the header table; ended by a NULL group */
} return_text;

enum { XML_CELLS = 20, XML_CELL = 80 };

typedef struct cells {
    char text[XML_CELLS][XML_CELL];
    size_t n;
} cells;

/* The cells of a line; returns where the next one begins, or NULL. */
static inline const char *line_cells(const char *line, cells *out)
{
    *out = (cells){ .n = 0 };
    size_t at = 0;
    for (; *line && *line != '\n'; line++) {
        if (*line == '\r') continue;
        if (*line == ',') out->n++, at = 0;
        else if (out->n < XML_CELLS && at + 1 < XML_CELL) out->text[out->n][at++] = *line;
    }
    out->n++;
    return *line ? line + 1 : NULL;
}

static inline const char *element_named(const char *column)
{
    if (strcmp(column, "CHILD") == 0) return "CHILDID";
    return strcmp(column, "PLACE") == 0 ? "PL" : column;
}

static inline int is_of_every_table(const char *column)
{
    return strcmp(column, "CHILD") == 0 || strcmp(column, "DOB") == 0 || strcmp(column, "SEX") == 0;
}

static inline void put_values(FILE *out, const cells *names, const cells *row, int with_child)
{
    for (size_t i = 0; i < names->n && i < XML_CELLS; i++) {
        if (!with_child && is_of_every_table(names->text[i])) continue;
        fprintf(out, "<%s>%s</%s>", element_named(names->text[i]), row->text[i], element_named(names->text[i]));
    }
    fputs("\n", out);
}

static inline int has_column(const cells *names, const char *column)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->text[i], column) == 0) return 1;
    return 0;
}

/* Every row of the child in one table; CHILD is its first column. */
static inline void put_rows(FILE *out, const return_text *table, const char *child)
{
    cells names, row;
    const char *line = line_cells(table->text, &names);
    int is_in_header = strcmp(table->group, "HEADER") == 0;
    while (line && *line) {
        line = line_cells(line, &row);
        if (strcmp(row.text[0], child) != 0) continue;
        if (!is_in_header) fprintf(out, "<%s>", table->group);
        if (has_column(&names, "DUC")) fputs("<UASC>1</UASC>", out);
        put_values(out, &names, &row, 0);
        if (!is_in_header) fprintf(out, "</%s>\n", table->group);
    }
}

static inline int is_inside_header(const return_text *table)
{
    return strcmp(table->group, "EPISODE") != 0;
}

static inline void put_child(FILE *out, const return_text *tables, const cells *names, const cells *row)
{
    fputs("<CHILD>\n<HEADER>", out);
    put_values(out, names, row, 1);
    for (const return_text *t = tables + 1; t->group; t++)
        if (is_inside_header(t)) put_rows(out, t, row->text[0]);
    fputs("</HEADER>\n", out);
    for (const return_text *t = tables + 1; t->group; t++)
        if (!is_inside_header(t)) put_rows(out, t, row->text[0]);
    fputs("</CHILD>\n", out);
}

static inline char *xml_of_csv(const return_text *tables)
{
    char *text = NULL;
    size_t n = 0;
    cells names, row;
    FILE *out = open_memstream(&text, &n);
    fputs("<?xml version=\"1.0\" encoding=\"us-ascii\"?>\n<EXPSSDA903>\n", out);
    const char *line = line_cells(tables[0].text, &names);
    while (line && *line) {
        line = line_cells(line, &row);
        put_child(out, tables, &names, &row);
    }
    fputs("</EXPSSDA903>\n", out);
    fclose(out);
    return text;
}

#endif
