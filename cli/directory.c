/* cli/directory.c: one thread that opens a directory and is waited for. */
#include "cli/directory.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct directory {
    const char *path;
    nh_postcodes *found;
    nh_error why;
    thrd_t thread;
    bool is_beside;
};

static int open_beside(void *context)
{
    directory *beside = context;
    beside->found = nh_postcodes_open(beside->path, NULL, NULL, &beside->why);
    return 0;
}

directory *directory_begin(const char *path, long n_processors)
{
    if (!path) return NULL;
    directory *beside = nh_zeroed(1, sizeof *beside);
    beside->path = path;
    bool may_be = n_processors > 1 && strcmp(path, "-") != 0;
    beside->is_beside = may_be && thrd_create(&beside->thread, open_beside, beside) == thrd_success;
    return beside;
}

nh_postcodes *directory_end(directory *beside, const nh_progress *progress, nh_error *err)
{
    if (!beside) return NULL;
    if (beside->is_beside) thrd_join(beside->thread, NULL);
    else beside->found = nh_postcodes_open(beside->path, NULL, progress, &beside->why);
    nh_postcodes *found = beside->found;
    if (!found) *err = beside->why;
    free(beside);
    return found;
}

/* The thread still writes to it: what it has is given back when the program ends. */
void directory_leave(directory *beside)
{
    if (beside && beside->is_beside) thrd_detach(beside->thread);
    else free(beside);
}
