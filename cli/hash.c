/* cli/hash.c: SHA-256 of bytes and of files, as 64 hexadecimal digits; nettle does the work. */
#include "cli/hash.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static file_hash digest(struct sha256_ctx *sum, double bytes)
{
    file_hash hash = { .bytes = bytes };
    uint8_t raw[SHA256_DIGEST_SIZE];
    sha256_digest(sum, sizeof raw, raw);
    for (size_t i = 0; i < sizeof raw; i++) snprintf(hash.sha256 + 2 * i, 3, "%02x", raw[i]);
    return hash;
}

file_hash hash_bytes(const void *bytes, size_t n)
{
    struct sha256_ctx sum;
    sha256_init(&sum);
    sha256_update(&sum, n, bytes);
    return digest(&sum, (double)n);
}

bool hash_file(const char *path, file_hash *hash, nh_error *err)
{
    FILE *file = fopen(path, "rb");
    if (!file) return nh_fail(err, NH_SYSTEM, "%s: cannot open: %s", path, strerror(errno));
    struct sha256_ctx sum;
    sha256_init(&sum);
    uint8_t block[1 << 16];
    double bytes = 0;
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0; bytes += (double)n) sha256_update(&sum, n, block);
    bool ok = !ferror(file);
    if (!ok) nh_fail(err, NH_SYSTEM, "%s: cannot read: %s", path, strerror(errno));
    fclose(file);
    *hash = digest(&sum, bytes);
    return ok;
}
