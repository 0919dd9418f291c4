/* cli/hash.c: SHA-256 of bytes and of files, as 64 hexadecimal digits; nettle does the work. */
#include "cli/hash.h"

#include "cli/each_file.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static bool add_rest(struct sha256_ctx *sum, int file, double *bytes)
{
    uint8_t block[1 << 16];
    for (;;) {
        ssize_t n = read(file, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        sha256_update(sum, (size_t)n, block);
        *bytes += (double)n;
    }
}

bool hash_rest(int file, file_hash *hash)
{
    struct sha256_ctx sum;
    double bytes = 0;
    sha256_init(&sum);
    if (!add_rest(&sum, file, &bytes)) return false;
    *hash = digest(&sum, bytes);
    return true;
}

bool hash_file(const char *path, file_hash *hash, nh_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return nh_fail(err, NH_SYSTEM, "%s: cannot open: %s", path, strerror(errno));
    bool ok = hash_rest(file, hash);
    if (!ok) nh_fail(err, NH_SYSTEM, "%s: cannot read: %s", path, strerror(errno));
    close(file);
    return ok;
}

/* Bytes of one file after another. */
typedef struct adding {
    struct sha256_ctx sum;
    double bytes;
} adding;

static bool add_file(void *to, const char *path, nh_error *err)
{
    adding *all = to;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return nh_fail(err, NH_SYSTEM, "%s: cannot open: %s", path, strerror(errno));
    bool ok = add_rest(&all->sum, file, &all->bytes) ||
              nh_fail(err, NH_SYSTEM, "%s: cannot read: %s", path, strerror(errno));
    close(file);
    return ok;
}

bool hash_input(const char *path, file_hash *hash, nh_error *err)
{
    adding all = { .bytes = 0 };
    sha256_init(&all.sum);
    if (!each_file(path, add_file, &all, err)) return false;
    *hash = digest(&all.sum, all.bytes);
    return true;
}
