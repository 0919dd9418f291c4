/* cli/each_file.c: a folder is walked by the names of what is in it; hidden files are left out. */
#include "cli/each_file.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_shown(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool each_of_folder(const char *folder, take_file *take, void *to, nh_error *err)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, is_shown, by_bytes);
    if (n < 0) return nh_fail(err, NH_SYSTEM, "%s: cannot list the folder", folder);
    bool ok = true;
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s%s%s", folder, slash, entries[i]->d_name);
        if (ok && length > 0 && (size_t)length < sizeof path) ok = each_file(path, take, to, err);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

bool each_file(const char *input, take_file *take, void *to, nh_error *err)
{
    struct stat there;
    bool is_folder = stat(input, &there) == 0 && S_ISDIR(there.st_mode);
    return is_folder ? each_of_folder(input, take, to, err) : take(to, input, err);
}
