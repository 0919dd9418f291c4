/* datasets/frame/origins.h: the file and the line that each row of a frame was read from, as runs of rows.
 *
 * Rows of a file follow each other, and each is nearly always a line below the one before: then a whole file takes a
 * few bytes. Where no line follows from the one before, a row takes eight.
 *
 *     nh_origins *origins = nh_origins_new();
 *     nh_origins_put(origins, 0, 1000, (nh_origin){ file, 2 });          rows 0 to 999 are lines 2 to 1001
 *     nh_origins_put(origins, 1000, 1, (nh_origin){ file, 1004 });       two lines gave no row
 *     nh_origin here = nh_origins_at(origins, 998);                      { file, 1000 }
 *     nh_origins_free(origins);
 *
 * Rows count from 0, and there are fewer than 2^32 of them.
 */
#ifndef NH_FRAME_ORIGINS_H
#define NH_FRAME_ORIGINS_H

#include <stddef.h>
#include <stdint.h>

/* Line 0: no line is known. */
typedef struct nh_origin {
    uint32_t file, line;
} nh_origin;

typedef struct nh_origins nh_origins;

nh_origins *nh_origins_new(void);
void nh_origins_free(nh_origins *origins); /* NULL is allowed */

/* n rows from `row` on are lines of one file from `first` on, each a line below the one before; all of them without
 * a line where `first` has none. What was known of `row` and of rows behind it is forgotten. */
void nh_origins_put(nh_origins *origins, size_t row, size_t n, nh_origin first);

/* What was known of `row` and of rows behind it. */
void nh_origins_forget(nh_origins *origins, size_t row);

/* { 0, 0 } where nothing is known. */
nh_origin nh_origins_at(const nh_origins *origins, size_t row);

/* Those of the rows in `rows`, in that order. */
nh_origins *nh_origins_take(const nh_origins *origins, const size_t *rows, size_t n);

#endif
