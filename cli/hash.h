/* cli/hash.h: SHA-256 of bytes and of files, as 64 hexadecimal digits; nettle does the work. */
#ifndef NH_CLI_HASH_H
#define NH_CLI_HASH_H

#include "datasets/frame/error.h"

#include <stddef.h>

enum { HASH_TEXT = 65 };

typedef struct file_hash {
    char sha256[HASH_TEXT];
    double bytes;
} file_hash;

file_hash hash_bytes(const void *bytes, size_t n);
/* Of an open file, from where it stands to its end; false: it cannot be read. */
bool hash_rest(int file, file_hash *hash);
bool hash_file(const char *path, file_hash *hash, nh_error *err);
/* Of a file; of a folder, of all its files one behind the other in the order in which they are read. */
bool hash_input(const char *path, file_hash *hash, nh_error *err);

#endif
