/* datasets/tables/postcode_source.c: what an index was made from: a file, or a folder with everything beneath it.
 *
 * A folder has the bytes of all its files, and the time of the one that changed last; names that begin with a dot are
 * passed over, as in reading. */
#include "datasets/tables/postcode_file.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST = 16 };

static bool is_later(const struct stat *about, const nh_postcode_source *than)
{
    if (about->st_mtim.tv_sec != than->seconds) return about->st_mtim.tv_sec > than->seconds;
    return about->st_mtim.tv_nsec > than->nanoseconds;
}

static void add_file(nh_postcode_source *source, const struct stat *about)
{
    source->bytes += (uint64_t)about->st_size;
    if (!is_later(about, source)) return;
    source->seconds = about->st_mtim.tv_sec;
    source->nanoseconds = about->st_mtim.tv_nsec;
}

static bool add(nh_postcode_source *source, const char *path, int depth);

static bool add_folder(nh_postcode_source *source, const char *path, int depth)
{
    DIR *folder = depth < DEEPEST ? opendir(path) : NULL;
    bool ok = folder != NULL;
    for (struct dirent *entry; ok && (entry = readdir(folder));) {
        char inside[PATH_MAX];
        if (entry->d_name[0] == '.') continue;
        int n = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        ok = n > 0 && (size_t)n < sizeof inside && add(source, inside, depth + 1);
    }
    if (folder) closedir(folder);
    return ok;
}

static bool add(nh_postcode_source *source, const char *path, int depth)
{
    struct stat about;
    if (stat(path, &about) != 0) return false;
    if (S_ISDIR(about.st_mode)) return add_folder(source, path, depth);
    if (S_ISREG(about.st_mode)) add_file(source, &about);
    return S_ISREG(about.st_mode);
}

/* "codepo_gb" of "data/codepo_gb/" as well. */
static bool take_name(nh_postcode_source *source, const char *path)
{
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/') end--;
    size_t from = end;
    while (from > 0 && path[from - 1] != '/') from--;
    if (end - from >= sizeof source->name) return false;
    memcpy(source->name, path + from, end - from);
    return true;
}

bool nh_postcode_source_look(const char *path, nh_postcode_source *source)
{
    *source = (nh_postcode_source){ .seconds = INT64_MIN };
    return take_name(source, path) && add(source, path, 0);
}
