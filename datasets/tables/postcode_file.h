/* datasets/tables/postcode_file.h: a postcode index in a file, mapped where it lies, so that look-ups start at once.
 *
 * The file holds the arrays of the index as they stand in memory (26 MB for the whole country), what it was made
 * from, and a sum over all of it. The sum is taken anew at opening (three thousandths of a second), so that a file
 * that was damaged or cut is refused, not believed. So is one of another byte order, format or list of authorities.
 *
 *     nh_postcode_file *file = nh_postcode_file_open("postcodes.index", err);
 *     nh_postcode_index_find(nh_postcode_file_index(file), "CT12EH", 6, &payload);
 *     nh_postcode_file_close(file);
 */
#ifndef NH_TABLES_POSTCODE_FILE_H
#define NH_TABLES_POSTCODE_FILE_H

#include "datasets/frame/error.h"
#include "datasets/tables/postcode_index.h"

enum { NH_SOURCE_NAME = 256, NH_SOURCE_HASH = 72 };

/* What an index was made from. */
typedef struct nh_postcode_source {
    char name[NH_SOURCE_NAME]; /* without the folder that it lies in */
    char sha256[NH_SOURCE_HASH];
    uint64_t bytes;
    int64_t seconds, nanoseconds; /* of its last change; of a folder, of the file in it that changed last */
} nh_postcode_source;

/* The source of this path as it is now, a file or a folder of them, without its hash; false where it cannot be looked
 * at (postcode_source.c). */
bool nh_postcode_source_look(const char *path, nh_postcode_source *source);

typedef struct nh_postcode_file nh_postcode_file;

bool nh_is_postcode_file(const char *path);

/* NULL and an error when it cannot be read or is refused. The index lives as long as the file. */
nh_postcode_file *nh_postcode_file_open(const char *path, nh_error *err);
void nh_postcode_file_close(nh_postcode_file *file); /* NULL is allowed */
const nh_postcode_index *nh_postcode_file_index(const nh_postcode_file *file);
const nh_postcode_source *nh_postcode_file_source(const nh_postcode_file *file);
size_t nh_postcode_file_without_grid(const nh_postcode_file *file);

/* Whole or not at all. */
bool nh_postcode_file_write(const char *path, const nh_postcode_index *index, size_t n_without_grid,
                            const nh_postcode_source *source, nh_error *err);

#endif
