/* cli/each_file.h: every file of an input, in the order in which a folder is read: by name.
 *
 *     static bool add(void *to, const char *path, nh_error *err);
 *     bool ok = each_file("extract/", add, sum, &err);              a file, or everything beneath a folder
 */
#ifndef NH_CLI_EACH_FILE_H
#define NH_CLI_EACH_FILE_H

#include "datasets/frame/error.h"

typedef bool take_file(void *to, const char *path, nh_error *err);

/* False, and the error of `take` or of a folder that cannot be listed; what comes after it is not taken. */
bool each_file(const char *input, take_file *take, void *to, nh_error *err);

#endif
