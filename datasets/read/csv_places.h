/* datasets/read/csv_places.h: where in its file a byte of a record stands, as messages say it: line and column.
 *
 * Records are read without counting columns; only a message asks for a place, and then the bytes of the record are
 * gone over again, from its first to the one in question.
 *
 *     nh_csv_place place = { 7, 1 };                                   of the record's first byte
 *     size_t at = nh_csv_beginning_of("a,\"b\nc\",d", 9, 2);           8
 *     nh_csv_place_move(&place, "a,\"b\nc\",d", at, NULL);             line 8, column 4
 */
#ifndef NH_READ_CSV_PLACES_H
#define NH_READ_CSV_PLACES_H

#include "datasets/read/encoding.h"

#include <stddef.h>
#include <stdint.h>

/* Lines end in LF, CRLF or CR; columns are bytes from 1. */
typedef struct nh_csv_place {
    uint32_t line, column;
} nh_csv_place;

/* From a byte to the one n bytes behind it. Columns are those of the file: where it was `converted` (NULL: it was
 * not), each character was one byte. */
void nh_csv_place_move(nh_csv_place *place, const char *bytes, size_t n, const nh_encoding *converted);

/* The byte at which the field begins, or n where the n bytes of the record hold fewer fields. */
size_t nh_csv_beginning_of(const char *record, size_t n, size_t field);

/* The quote that opened what is still open behind n bytes of the record. */
size_t nh_csv_open_quote(const char *record, size_t n);

#endif
