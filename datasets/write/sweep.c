/* datasets/write/sweep.c: a temporary file is a leftover when its process is gone and nobody holds its lock.
 *
 * The process alone would not do: on a shared folder it may run on another machine, and numbers come again. */
#include "datasets/write/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void nh_claim_temporary(int file)
{
    flock(file, LOCK_EX | LOCK_NB); /* where a file system has no locks, the process number is what is left */
}

/* "4711" of ".nh-balance.csv.4711.tmp"; 0 for any other name. */
static pid_t process_in(const char *name)
{
    static const char start[] = ".nh-", ending[] = ".tmp";
    size_t n = strlen(name), n_ending = sizeof ending - 1;
    if (strncmp(name, start, sizeof start - 1) != 0 || n < sizeof start + n_ending) return 0;
    if (strcmp(name + n - n_ending, ending) != 0) return 0;
    long process = 0, unit = 1;
    size_t at = n - n_ending;
    for (; at > 0 && name[at - 1] >= '0' && name[at - 1] <= '9' && unit < 1000000000; at--, unit *= 10)
        process += unit * (name[at - 1] - '0');
    return at > 0 && name[at - 1] == '.' ? (pid_t)process : 0;
}

/* Our own number is that of an earlier run, as in a container, where every run is number 1. */
static bool runs(pid_t process)
{
    return process != getpid() && (kill(process, 0) == 0 || errno != ESRCH);
}

static bool is_free(int folder, const char *name)
{
    struct stat about;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool is_ours = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == geteuid();
    bool free = is_ours && flock(file, LOCK_EX | LOCK_NB) == 0;
    if (file >= 0) close(file);
    return free;
}

void nh_sweep_temporaries(const char *folder)
{
    DIR *listing = opendir(folder);
    if (!listing) return;
    for (const struct dirent *entry; (entry = readdir(listing));) {
        pid_t process = process_in(entry->d_name);
        if (process > 0 && !runs(process) && is_free(dirfd(listing), entry->d_name))
            unlinkat(dirfd(listing), entry->d_name, 0);
    }
    closedir(listing);
}
