/* datasets/write/file.h: a file under construction, which takes its name only when it is whole.
 *
 *     nh_file *file = nh_file_begin("out/balance.csv", NH_SHARED_FILE, err);
 *     if (!file) return false;
 *     bool ok = nh_file_add(file, bytes, n, err);
 *     return nh_file_end(file, ok, err);                 renamed when ok, removed when not
 *
 * "-" is standard output. A name that stands for a device or a pipe is written straight. */
#ifndef NH_WRITE_FILE_H
#define NH_WRITE_FILE_H

#include "datasets/write.h"

typedef struct nh_file nh_file;

nh_file *nh_file_begin(const char *path, nh_privacy privacy, nh_error *err);
bool nh_file_add(nh_file *file, const char *bytes, size_t n, nh_error *err);
bool nh_file_end(nh_file *file, bool whole, nh_error *err); /* frees it; false where the file is not whole */

#endif
