/* cli/manifest.h: what a run was made of and what it gave: versions, options, and the SHA-256 of every file.
 *
 * No clock time and no path of our own stands in it, so the same run gives the same bytes. Paths of outputs are
 * relative to the manifest's folder, those of inputs as they were given.
 *
 *     manifest *m = manifest_new(given);
 *     manifest_read(m, "extract/", &err);                    a file, or everything beneath a folder
 *     manifest_gave(m, "tables/balance.csv", bytes, n);
 *     manifest_write(m, text);
 *     manifest_free(m);
 */
#ifndef NH_CLI_MANIFEST_H
#define NH_CLI_MANIFEST_H

#include "cli/command.h"
#include "cli/hash.h"
#include "datasets/tables/postcode_file.h"
#include "datasets/write.h"

typedef struct manifest manifest;

bool manifest_holds_option(const char *option); /* whether it shapes what a run gives */

manifest *manifest_new(const invocation *given);
void manifest_free(manifest *m); /* NULL is allowed */

/* Whether inputs named from here on are given with their bytes, which tell how many children a small file has; they
 * are unless this says otherwise. */
void manifest_tell_sizes(manifest *m, bool are_told);

bool manifest_read(manifest *m, const char *input, nh_error *err);
void manifest_read_already(manifest *m, const char *name, const file_hash *hash); /* hashed by the caller */
void manifest_read_embedded(manifest *m, const nh_named_bytes *file);
void manifest_postcodes(manifest *m, const nh_postcode_source *source); /* what a kept index was made from; NULL: none */
void manifest_gave(manifest *m, const char *path, const char *bytes, size_t n);
void manifest_problems(manifest *m, const nh_frame *by_kind);
void manifest_missing(manifest *m, const char *sentence);
void manifest_library(manifest *m, const char *name, const char *version);
void manifest_say(manifest *m, const char *name, const char *value); /* "extract_date": "2024-03-31"; NULL: not said */

void manifest_write(const manifest *m, nh_text *out);

/* An earlier manifest of this program; NULL and an error when there is none at `path`. */
manifest *manifest_open(const char *path, nh_error *err);

/* The files it names as outputs, one after the other; NULL after the last. */
const char *manifest_output(const manifest *m, size_t i);

/* A gap in `differences` for each file that is not as it was, a note on what cannot be compared; `folder` is where
 * the manifest stands. */
void manifest_compare(const manifest *m, const char *folder, nh_results *differences);

#endif
