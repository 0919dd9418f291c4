/* datasets/read/source.h: any input as a stream of bytes with a name to show in messages.
 *
 * An input is a file, a .gz of one, a .zip of several, a folder (everything beneath it, in order of names), "-"
 * for standard input, or bytes in memory. What is packed is known by its first bytes, not by its name. An
 * encrypted archive is refused, and so is one that would unpack to an absurd size. A source can be told to turn an
 * older encoding into UTF-8 as it is read.
 *
 *     nh_source *source = nh_source_open("2024/episodes.csv.gz", &err);
 *     while (nh_source_read(source, buffer, sizeof buffer, &n, &err) && n > 0) ...
 *     nh_source_close(source);
 *
 *     nh_sources_each("returns", read_one, &reading, &err);          every file beneath the folder
 */
#ifndef NH_READ_SOURCE_H
#define NH_READ_SOURCE_H

#include "datasets/frame/error.h"
#include "datasets/read/encoding.h"

typedef struct nh_source nh_source;

/* One file; of a .zip its only member, or the one that the path names ("release.zip/data/netgain.csv"). NULL and an
 * error when it cannot be opened. */
nh_source *nh_source_open(const char *path, nh_error *err);
/* How much of the path is that of an archive, a member of which it names; 0: it is no such path. */
size_t nh_source_archive_in(const char *path);
/* The bytes are borrowed: they must outlive the source. */
nh_source *nh_source_memory(const char *name, const void *bytes, size_t n);
void nh_source_close(nh_source *source); /* NULL is allowed */

/* "folder/file.csv", "returns.zip/2024/file.csv", "standard input". */
const char *nh_source_name(const nh_source *source);

/* Up to `room` bytes, of which there must be three; *n is 0 at the end. */
bool nh_source_read(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err);

/* The first bytes as they are in the file, up to 4096 of them (fewer only when there are no more), before any is
 * read; reading begins with them all the same. They stay valid until the source is closed. */
bool nh_source_peek(nh_source *source, const char **bytes, size_t *n, nh_error *err);

/* Whether it begins as XML does, with "<" behind blanks and a byte order mark. */
bool nh_source_is_markup(nh_source *source, bool *is_markup, nh_error *err);

/* From now on what is read is UTF-8. A file with a byte order mark says itself what it is, and stays as it is. */
bool nh_source_convert(nh_source *source, const nh_encoding *from, nh_error *err);
const nh_encoding *nh_source_encoding(const nh_source *source); /* what it is converted from, or NULL */

/* How far it has been read, 0 to 1; 0 where the size is not known. */
double nh_source_share_read(const nh_source *source);
double nh_source_share_before(const nh_source *source, size_t left); /* without the last bytes, not yet looked at */

/* Calls `use` with an open source for every file of the input, and stops at the first that returns false.
 * Names that begin with a dot are passed over in folders. */
typedef bool nh_source_use(nh_source *source, void *context, nh_error *err);
bool nh_sources_each(const char *path, nh_source_use *use, void *context, nh_error *err);

#endif
