/* datasets/write/file.c: write beside the place, flush to the disk, rename, flush the folder.
 *
 * One file is under construction at a time; its temporary name is kept where a signal handler can reach it. What a
 * run that was killed outright has left in the folder is removed by the next. */
#include "datasets/write/file.h"

#include "datasets/frame/arena.h"
#include "datasets/write/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct nh_file {
    int fd;
    char *path, *temporary; /* temporary NULL: written straight */
    bool can_be_made_again; /* not flushed */
};

/* The one name that an interruption must remove, while there is one: an interruption may come at any moment, so the
 * name is whole before it counts. */
static char unfinished[PATH_MAX];
static volatile sig_atomic_t has_unfinished;

void nh_remove_unfinished(void)
{
    if (has_unfinished) unlink(unfinished);
    has_unfinished = 0;
}

static void begin_unfinished(const char *temporary)
{
    snprintf(unfinished, sizeof unfinished, "%s", temporary);
    has_unfinished = 1;
}

static bool system_failed(nh_error *err, const char *path, const char *doing)
{
    return nh_fail(err, NH_SYSTEM, "%s: cannot %s: %s", path, doing, strerror(errno));
}

/* A device, a pipe or a terminal cannot be renamed over; only what is missing or a regular file is replaced. Names in
 * /dev and /proc stand for what is open: /dev/stdout may lead to a regular file and is none. /dev/shm is a folder. */
static bool stands_for_something_open(const char *path)
{
    if (strncmp(path, "/dev/shm/", 9) == 0) return false;
    return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

static bool is_replaceable(const char *path)
{
    struct stat there;
    if (stands_for_something_open(path)) return false;
    return stat(path, &there) != 0 || S_ISREG(there.st_mode);
}

/* "out/balance.csv" gives "out/.nh-balance.csv.4711.tmp". */
static char *temporary_beside(const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    size_t room = strlen(path) + 40;
    char *text = nh_zeroed(room, 1);
    snprintf(text, room, "%.*s.nh-%s.%ld.tmp", folder, path, path + folder, (long)getpid());
    return text;
}

/* "out/balance.csv" lies in "out", "balance.csv" in ".". */
static void folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    if (slash) snprintf(folder, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    else snprintf(folder, PATH_MAX, ".");
}

static int open_temporary(const nh_file *file, nh_privacy privacy)
{
    char folder[PATH_MAX];
    folder_of(file->path, folder);
    nh_sweep_temporaries(folder);
    begin_unfinished(file->temporary);
    mode_t mode = privacy == NH_OWNER_ONLY ? 0600 : 0666;
    int fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd >= 0) nh_claim_temporary(fd);
    else has_unfinished = 0;
    return fd;
}

static int open_file(const nh_file *file, nh_privacy privacy)
{
    if (file->temporary) return open_temporary(file, privacy);
    return open(file->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

static void free_file(nh_file *file)
{
    free(file->path);
    free(file->temporary);
    free(file);
}

/* A link that somebody has laid stays: the file it leads to is replaced. */
static char *followed(const char *path)
{
    struct stat there;
    char *end = lstat(path, &there) == 0 && S_ISLNK(there.st_mode) ? realpath(path, NULL) : NULL;
    if (end) return end;
    char *same = nh_zeroed(strlen(path) + 1, 1);
    memcpy(same, path, strlen(path));
    return same;
}

nh_file *nh_file_begin(const char *path, nh_privacy privacy, nh_error *err)
{
    nh_file *file = nh_zeroed(1, sizeof *file);
    bool may_replace = is_replaceable(path);
    file->path = followed(path);
    file->fd = STDOUT_FILENO;
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) return file;
    if (may_replace) file->temporary = temporary_beside(file->path);
    file->fd = open_file(file, privacy);
    if (file->fd >= 0) return file;
    system_failed(err, path, "open for writing");
    free_file(file);
    return NULL;
}

/* Who reads a pipe may stop (head does): there is nothing to tell anybody, only a status. */
static bool cannot_write(const nh_file *file, nh_error *err)
{
    bool is_standard = file->fd == STDOUT_FILENO;
    if (is_standard && errno == EPIPE) return nh_fail(err, NH_SYSTEM, "%s", "");
    return system_failed(err, is_standard ? "standard output" : file->path, "write");
}

bool nh_file_add(nh_file *file, const char *bytes, size_t n, nh_error *err)
{
    while (n > 0) {
        ssize_t written = write(file->fd, bytes, n);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot_write(file, err);
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

/* Makes the rename itself last through a loss of power; where a folder cannot be flushed nothing is lost but that. */
static void flush_folder(const char *path)
{
    char folder[PATH_MAX];
    folder_of(path, folder);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

static bool close_file(nh_file *file, bool whole, nh_error *err)
{
    if (file->fd == STDOUT_FILENO) return whole;
    if (whole && file->temporary && !file->can_be_made_again && fsync(file->fd) != 0)
        whole = system_failed(err, file->path, "write");
    if (close(file->fd) != 0 && whole) whole = system_failed(err, file->path, "write");
    return whole;
}

bool nh_file_end(nh_file *file, bool whole, nh_error *err)
{
    whole = close_file(file, whole, err);
    if (file->temporary) {
        if (whole && rename(file->temporary, file->path) != 0) whole = system_failed(err, file->path, "put in place");
        if (whole && !file->can_be_made_again) flush_folder(file->path);
        if (!whole) unlink(file->temporary);
        unfinished[0] = '\0';
    }
    free_file(file);
    return whole;
}

bool nh_write_file(const char *path, const char *bytes, size_t n, nh_privacy privacy, nh_error *err)
{
    nh_file *file = nh_file_begin(path, privacy, err);
    if (!file) return false;
    bool ok = nh_file_add(file, bytes, n, err);
    return nh_file_end(file, ok, err);
}

bool nh_write_unflushed(const char *path, const char *bytes, size_t n, nh_error *err)
{
    nh_file *file = nh_file_begin(path, NH_SHARED_FILE, err);
    if (!file) return false;
    file->can_be_made_again = true;
    bool ok = nh_file_add(file, bytes, n, err);
    return nh_file_end(file, ok, err);
}
