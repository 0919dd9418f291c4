/* datasets/tables/embedded.h: a reference table that is built into the program, as texts by row and column.
 *
 * The files of datasets/tables/reference are ours and known to be well formed, so nothing here can fail.
 *
 *     nh_embedded table = nh_embedded_open(nh_reference_codes, nh_reference_codes_bytes);
 *     for (size_t row = 0; row < table.n_rows; row++)
 *         use(nh_embedded_cell(&table, row, "code"));
 *     nh_embedded_close(&table);
 */
#ifndef NH_TABLES_EMBEDDED_H
#define NH_TABLES_EMBEDDED_H

#include <stddef.h>

typedef struct nh_embedded {
    char *bytes;        /* the cells, each NUL-terminated */
    const char **cells; /* the header first, then the rows */
    size_t n_columns, n_rows;
} nh_embedded;

nh_embedded nh_embedded_open(const unsigned char *bytes, size_t n);
void nh_embedded_close(nh_embedded *table);

size_t nh_embedded_column(const nh_embedded *table, const char *name);
const char *nh_embedded_at(const nh_embedded *table, size_t row, size_t column); /* valid until the close */
const char *nh_embedded_cell(const nh_embedded *table, size_t row, const char *column);

#endif
