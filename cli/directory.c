/* cli/directory.c: one thread that opens a directory and is waited for. */
#include "cli/directory.h"

#include "datasets/frame/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct directory {
    char *path; /* its own: who leaves may be gone */
    nh_postcodes *found;
    nh_error why;
    pthread_t thread;
    bool is_beside;
};

static void *open_beside(void *context)
{
    directory *beside = context;
    beside->found = nh_postcodes_open(beside->path, NULL, NULL, &beside->why);
    return NULL;
}

directory *directory_begin(const char *path, long n_processors)
{
    if (!path) return NULL;
    directory *beside = nh_zeroed(1, sizeof *beside);
    beside->path = nh_zeroed(strlen(path) + 1, 1);
    memcpy(beside->path, path, strlen(path));
    bool may_be = n_processors > 1 && strcmp(path, "-") != 0;
    beside->is_beside = may_be && pthread_create(&beside->thread, NULL, open_beside, beside) == 0;
    return beside;
}

static void free_directory(directory *beside)
{
    if (beside) free(beside->path);
    free(beside);
}

nh_postcodes *directory_end(directory *beside, const nh_progress *progress, nh_error *err)
{
    if (!beside) return NULL;
    if (beside->is_beside) pthread_join(beside->thread, NULL);
    else beside->found = nh_postcodes_open(beside->path, NULL, progress, &beside->why);
    nh_postcodes *found = beside->found;
    if (!found) *err = beside->why;
    free_directory(beside);
    return found;
}

/* The thread still writes to it: what it has is given back when the program ends. */
void directory_leave(directory *beside)
{
    if (beside && beside->is_beside) pthread_detach(beside->thread);
    else free_directory(beside);
}
