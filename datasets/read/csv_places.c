/* datasets/read/csv_places.c: the bytes of a record, gone over once more. */
#include "datasets/read/csv_places.h"

#include <stdbool.h>

/* Whether this byte was none of its own before the file was converted. */
static bool is_added(char c, const nh_encoding *converted)
{
    return converted && ((unsigned char)c & 0xC0) == 0x80;
}

void nh_csv_place_move(nh_csv_place *place, const char *bytes, size_t n, const nh_encoding *converted)
{
    for (size_t i = 0; i < n; i++) {
        bool ends_line = bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < n && bytes[i + 1] == '\n'));
        place->line += ends_line;
        place->column = ends_line ? 1 : place->column + !is_added(bytes[i], converted);
    }
}

size_t nh_csv_beginning_of(const char *record, size_t n, size_t field)
{
    bool is_quoted = false;
    size_t i = 0;
    for (size_t n_fields = 0; i < n && n_fields < field; i++) {
        if (record[i] == '"') is_quoted = !is_quoted;
        else if (record[i] == ',' && !is_quoted) n_fields++;
    }
    return i;
}

/* A doubled quote opens nothing. */
size_t nh_csv_open_quote(const char *record, size_t n)
{
    bool is_quoted = false;
    size_t opened = 0;
    for (size_t i = 0; i < n; i++) {
        if (record[i] != '"') continue;
        is_quoted = !is_quoted;
        bool is_doubled = i > 0 && record[i - 1] == '"';
        if (is_quoted && !is_doubled) opened = i;
    }
    return opened;
}
