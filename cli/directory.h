/* cli/directory.h: the postcode directory that --postcodes names, opened while the records are read.
 *
 *     directory *beside = directory_begin(path, n_processors);
 *     ... read the records ...
 *     nh_postcodes *found = directory_end(beside, progress, err);      or directory_leave(beside) when they are refused
 *
 * What comes of it is the same as when it is opened afterwards, which is what happens on one processor, and where
 * standard input is to give both.
 */
#ifndef NH_CLI_DIRECTORY_H
#define NH_CLI_DIRECTORY_H

#include "datasets/read/extract.h"
#include "datasets/tables/postcodes.h"

typedef struct directory directory;

directory *directory_begin(const char *path, long n_processors); /* NULL without a path */
/* NULL where there is no path, and with an error where it cannot be opened. Progress is told of what is yet to do. */
nh_postcodes *directory_end(directory *beside, const nh_progress *progress, nh_error *err);
void directory_leave(directory *beside); /* does not wait: the program is about to end */

#endif
