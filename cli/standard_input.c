/* cli/standard_input.c: the whole of standard input in a file that lies in memory only: children's records never go
 * to a temporary file. */
#include "cli/standard_input.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool put(int file, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(file, bytes, n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static bool copy_to(int file)
{
    char block[1 << 16];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        if (!put(file, block, (size_t)n)) return false;
    }
}

static bool rewind_it(void)
{
    return lseek(STDIN_FILENO, 0, SEEK_SET) == 0;
}

bool keep_standard_input(file_hash *hash, nh_error *err)
{
    int file = memfd_create("standard input", MFD_CLOEXEC);
    bool ok = file >= 0 && copy_to(file) && dup2(file, STDIN_FILENO) == STDIN_FILENO;
    ok = ok && rewind_it() && hash_rest(STDIN_FILENO, hash) && rewind_it();
    if (!ok) nh_fail(err, NH_SYSTEM, "standard input cannot be read: %s", strerror(errno));
    if (file >= 0) close(file);
    return ok;
}
