/* datasets/read/gunzip.h: the bytes that gzip packed, with the sum and the length of each part held against what it
 * says of itself: a file that was damaged on its way is never taken for a whole one.
 *
 *     nh_gunzip *gunzip = nh_gunzip_new("episodes.csv.gz", read_packed, file);
 *     while (nh_gunzip_read(gunzip, buffer, sizeof buffer, &n, &err) && n > 0) ...
 *     nh_gunzip_free(gunzip);
 *
 * Parts may follow one another, and zeros the last of them; anything else behind it is a fault.
 */
#ifndef NH_READ_GUNZIP_H
#define NH_READ_GUNZIP_H

#include "datasets/frame/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_gunzip nh_gunzip;

/* Gives packed bytes, as nh_source_read does: *n is 0 at the end. */
typedef bool nh_packed_read(void *from, char *buffer, size_t room, size_t *n, nh_error *err);

bool nh_is_gzip(const char *bytes, size_t n); /* whether it begins as gzip does */

/* The name is borrowed. */
nh_gunzip *nh_gunzip_new(const char *name, nh_packed_read *read, void *from);
void nh_gunzip_free(nh_gunzip *gunzip); /* NULL is allowed */

bool nh_gunzip_read(nh_gunzip *gunzip, char *buffer, size_t room, size_t *n, nh_error *err);

#endif
