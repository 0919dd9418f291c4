/* datasets/read/source.c: plain files by read(2), .zip and standard input through libarchive, and whatever of these
 * begins as .gz does through zlib: libarchive does not hold a .gz against its sum. */
#include "datasets/read/source.h"

#include "datasets/frame/arena.h"
#include "datasets/read/gunzip.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_BYTES = 4 };

struct nh_source {
    char *name;
    int file;                /* -1: none */
    struct archive *archive; /* NULL: plain or in memory; `owns_archive` says who frees it */
    bool owns_archive;
    bool is_chosen; /* the member of the archive that the path names */
    const char *memory;
    size_t memory_left;
    uint64_t n_read, n_whole, n_unpacked;
    nh_gunzip *gunzip;              /* NULL: what is stored is not gzip, or was not yet looked at */
    char first[FIRST_BYTES];        /* of what is stored: looked at before all else, and then given first */
    size_t n_first, first_given;
    bool is_looked_at, is_stored_at_end;
    char *head; /* bytes looked at before they were asked for: head[head_given .. n_head) are still to be given */
    size_t n_head, head_given;
    const nh_encoding *encoding;
    bool is_drained;
};

/* Far beyond a national history (30 million episodes are 2.2 GB), yet a stop for what unpacks without end. */
static const uint64_t most_unpacked = (uint64_t)32 << 30;
static const char standard_input[] = "standard input";
enum { MOST_MEMBERS = 10000, DEEPEST_FOLDER = 16, ARCHIVE_BLOCK = 65536, PEEKED = 4096 };

static char *copied(const char *text)
{
    char *copy = nh_zeroed(strlen(text) + 1, 1);
    memcpy(copy, text, strlen(text));
    return copy;
}

static nh_source *new_source(const char *name)
{
    nh_source *source = nh_zeroed(1, sizeof *source);
    source->name = copied(name);
    source->file = -1;
    return source;
}

void nh_source_close(nh_source *source)
{
    if (!source) return;
    nh_gunzip_free(source->gunzip);
    if (source->owns_archive) archive_read_free(source->archive);
    if (source->file > STDIN_FILENO) close(source->file);
    free(source->head);
    free(source->name);
    free(source);
}

const char *nh_source_name(const nh_source *source)
{
    return source->name;
}

double nh_source_share_before(const nh_source *source, size_t left)
{
    if (source->n_whole == 0 || source->n_read < left) return 0;
    double share = (double)(source->n_read - left) / (double)source->n_whole;
    return share < 1 ? share : 1;
}

double nh_source_share_read(const nh_source *source)
{
    return nh_source_share_before(source, 0);
}

nh_source *nh_source_memory(const char *name, const void *bytes, size_t n)
{
    nh_source *source = new_source(name);
    source->memory = bytes;
    source->memory_left = n;
    source->n_whole = n;
    return source;
}

static bool cannot_read(const char *name, const char *why, nh_error *err)
{
    return nh_fail(err, NH_SYSTEM, "%s cannot be read: %s", name, why ? why : "unknown fault");
}

/* What the archive says is a fault of the input: damaged, cut short, or of a kind not known. */
static bool damaged(const char *name, struct archive *archive, nh_error *err)
{
    const char *why = archive_error_string(archive);
    return nh_fail(err, NH_BAD_INPUT, "%s cannot be unpacked (%s): pack it again, or give the plain file", name,
                   why ? why : "unknown fault");
}

static struct archive *open_archive(const char *name, int file, nh_error *err)
{
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    if (archive_read_open_fd(archive, file, ARCHIVE_BLOCK) == ARCHIVE_OK) return archive;
    damaged(name, archive, err);
    archive_read_free(archive);
    return NULL;
}

static bool acceptable(const char *name, struct archive_entry *entry, nh_error *err)
{
    if (archive_entry_is_encrypted(entry))
        return nh_fail(err, NH_BAD_INPUT, "%s is encrypted: unpack it first, and give the plain file", name);
    if (archive_entry_size_is_set(entry) && (uint64_t)archive_entry_size(entry) > most_unpacked)
        return nh_fail(err, NH_BAD_INPUT, "%s would unpack to more than 32 GiB: it is refused", name);
    return true;
}

/* An empty .zip begins with its last part. */
static bool is_zip(int file)
{
    char first[4] = { 0 };
    if (pread(file, first, sizeof first, 0) < 4) return false;
    return memcmp(first, "PK\3\4", 4) == 0 || memcmp(first, "PK\5\6", 4) == 0;
}

/* The next regular file of the archive; false at the end (err untouched) or on a fault. */
static bool next_member(struct archive *archive, const char *name, struct archive_entry **entry, nh_error *err)
{
    for (;;) {
        int status = archive_read_next_header(archive, entry);
        if (status == ARCHIVE_EOF) return false;
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged(name, archive, err);
        if (archive_entry_filetype(*entry) != AE_IFDIR) return acceptable(name, *entry, err);
    }
}

static bool unpack_into(nh_source *source, nh_error *err)
{
    nh_error fault = { 0 };
    struct archive_entry *entry;
    source->archive = open_archive(source->name, source->file, err);
    if (!source->archive) return false;
    source->owns_archive = true;
    if (next_member(source->archive, source->name, &entry, &fault)) return true;
    if (fault.status) return nh_fail(err, fault.status, "%s", fault.text);
    return archive_format(source->archive) == ARCHIVE_FORMAT_EMPTY ||
           nh_fail(err, NH_BAD_INPUT, "%s holds no file", source->name);
}

static bool open_file(nh_source *source, const char *path, nh_error *err)
{
    struct stat about;
    source->file = open(path, O_RDONLY | O_CLOEXEC);
    if (source->file < 0) return cannot_read(path, strerror(errno), err);
    if (fstat(source->file, &about) != 0) return cannot_read(path, strerror(errno), err);
    if (S_ISDIR(about.st_mode)) return cannot_read(path, "it is a folder", err);
    source->n_whole = about.st_size > 0 ? (uint64_t)about.st_size : 0;
    return !is_zip(source->file) || unpack_into(source, err);
}

size_t nh_source_archive_in(const char *path)
{
    char *part = copied(path);
    size_t n = 0;
    for (size_t i = 1; path[i] && n == 0; i++) {
        struct stat about;
        if (path[i] != '/') continue;
        part[i] = '\0';
        if (stat(part, &about) == 0 && S_ISREG(about.st_mode)) n = i;
        part[i] = '/';
    }
    free(part);
    return n;
}

static bool is_member(struct archive_entry *entry, const char *name)
{
    const char *inside = archive_entry_pathname_utf8(entry);
    return inside && strcmp(inside, name) == 0;
}

/* "release.zip/data/netgain.csv", whose first n letters are the archive's path. */
static bool open_member(nh_source *source, const char *path, size_t n, nh_error *err)
{
    nh_error fault = { 0 };
    struct archive_entry *entry;
    source->name[n] = '\0';
    source->file = open(source->name, O_RDONLY | O_CLOEXEC);
    source->archive = source->file >= 0 ? open_archive(source->name, source->file, err) : NULL;
    source->name[n] = '/';
    if (source->file < 0) return cannot_read(path, strerror(errno), err);
    if (!source->archive) return false;
    source->owns_archive = source->is_chosen = true;
    while (next_member(source->archive, path, &entry, &fault))
        if (is_member(entry, path + n + 1)) return true;
    if (fault.status) return nh_fail(err, fault.status, "%s", fault.text);
    return nh_fail(err, NH_BAD_INPUT, "%.*s holds no file %s", (int)n, path, path + n + 1);
}

nh_source *nh_source_open(const char *path, nh_error *err)
{
    bool is_standard = strcmp(path, "-") == 0;
    nh_source *source = new_source(is_standard ? standard_input : path);
    if (is_standard) source->file = STDIN_FILENO;
    size_t in_archive = is_standard ? 0 : nh_source_archive_in(path);
    bool is_open = is_standard  ? unpack_into(source, err)
                   : in_archive ? open_member(source, path, in_archive, err)
                                : open_file(source, path, err);
    if (is_open) return source;
    nh_source_close(source);
    return NULL;
}

static bool read_file(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    ssize_t got;
    do got = read(source->file, buffer, room);
    while (got < 0 && errno == EINTR);
    if (got < 0) return cannot_read(source->name, strerror(errno), err);
    *n = (size_t)got;
    source->n_read += *n;
    return true;
}

static bool read_memory(nh_source *source, char *buffer, size_t room, size_t *n)
{
    *n = source->memory_left < room ? source->memory_left : room;
    memcpy(buffer, source->memory, *n);
    source->memory += *n;
    source->memory_left -= *n;
    source->n_read += *n;
    return true;
}

/* One file was asked for: which of several would be a guess. */
static bool was_only_member(nh_source *source, nh_error *err)
{
    struct archive_entry *entry;
    nh_error fault = { 0 };
    if (!next_member(source->archive, source->name, &entry, &fault))
        return fault.status == NH_OK || nh_fail(err, fault.status, "%s", fault.text);
    return nh_fail(err, NH_BAD_INPUT, "%s holds several files: one is due here", source->name);
}

static bool read_archive(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    if (archive_format(source->archive) == ARCHIVE_FORMAT_EMPTY) return true;
    la_ssize_t got = archive_read_data(source->archive, buffer, room);
    if (got < 0) return damaged(source->name, source->archive, err);
    *n = (size_t)got;
    if (got == 0 && source->owns_archive && !source->is_chosen) return was_only_member(source, err);
    return true;
}

/* The end is met once: an archive must not be asked again. */
static bool read_stored_on(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    *n = 0;
    if (source->is_stored_at_end) return true;
    bool ok = source->memory    ? read_memory(source, buffer, room, n)
              : source->archive ? read_archive(source, buffer, room, n, err)
                                : read_file(source, buffer, room, n, err);
    source->is_stored_at_end = *n == 0;
    return ok;
}

/* What is stored, packed or not: the first bytes, and the others behind them. */
static bool read_stored(void *from, char *buffer, size_t room, size_t *n, nh_error *err)
{
    nh_source *source = from;
    size_t left = source->n_first - source->first_given;
    if (left == 0) return read_stored_on(source, buffer, room, n, err);
    *n = left < room ? left : room;
    memcpy(buffer, source->first + source->first_given, *n);
    source->first_given += *n;
    return true;
}

static bool look_at_first(nh_source *source, nh_error *err)
{
    size_t got = 1;
    source->is_looked_at = true;
    while (source->n_first < FIRST_BYTES && got > 0) {
        if (!read_stored_on(source, source->first + source->n_first, FIRST_BYTES - source->n_first, &got, err))
            return false;
        source->n_first += got;
    }
    if (nh_is_gzip(source->first, source->n_first))
        source->gunzip = nh_gunzip_new(source->name, read_stored, source);
    return true;
}

static bool is_bounded(const nh_source *source, nh_error *err)
{
    if (source->n_unpacked <= most_unpacked || (!source->gunzip && !source->archive)) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s unpacks to more than 32 GiB: it is refused", source->name);
}

static bool read_on(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    *n = 0;
    if (source->is_drained || (!source->is_looked_at && !look_at_first(source, err))) return source->is_drained;
    bool ok = source->gunzip ? nh_gunzip_read(source->gunzip, buffer, room, n, err)
                             : read_stored(source, buffer, room, n, err);
    source->is_drained = *n == 0;
    source->n_unpacked += *n;
    return ok && is_bounded(source, err);
}

/* What was looked at comes first. */
static bool read_as_it_is(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    size_t left = source->n_head - source->head_given;
    if (left == 0) return read_on(source, buffer, room, n, err);
    *n = left < room ? left : room;
    memcpy(buffer, source->head + source->head_given, *n);
    source->head_given += *n;
    return true;
}

/* Read behind the room that the characters before may need, so that they can be widened in place. */
bool nh_source_read(nh_source *source, char *buffer, size_t room, size_t *n, nh_error *err)
{
    if (!source->encoding) return read_as_it_is(source, buffer, room, n, err);
    size_t due = room / NH_UTF8_LONGEST;
    char *behind = buffer + room - due;
    if (!read_as_it_is(source, behind, due, n, err)) return false;
    *n = nh_encoding_to_utf8(source->encoding, behind, *n, buffer);
    return true;
}

bool nh_source_peek(nh_source *source, const char **bytes, size_t *n, nh_error *err)
{
    size_t got = 1;
    if (!source->head) source->head = nh_zeroed(PEEKED, 1);
    while (source->n_head < PEEKED && got > 0) {
        if (!read_on(source, source->head + source->n_head, PEEKED - source->n_head, &got, err)) return false;
        source->n_head += got;
    }
    *bytes = source->head;
    *n = source->n_head;
    return true;
}

/* The bytes of a byte order mark of UTF-8 or UTF-16 at the beginning. */
static size_t mark_length(const char *bytes, size_t n)
{
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) return 3;
    if (n >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) return 2;
    return 0;
}

bool nh_source_is_markup(nh_source *source, bool *is_markup, nh_error *err)
{
    const char *bytes;
    size_t n;
    if (!nh_source_peek(source, &bytes, &n, err)) return false;
    size_t at = mark_length(bytes, n);
    while (at < n && (bytes[at] == '\0' || strchr(" \t\r\n", bytes[at]))) at++;
    *is_markup = at < n && bytes[at] == '<';
    return true;
}

bool nh_source_convert(nh_source *source, const nh_encoding *from, nh_error *err)
{
    const char *bytes;
    size_t n;
    if (!nh_source_peek(source, &bytes, &n, err)) return false;
    source->encoding = mark_length(bytes, n) ? NULL : from;
    return true;
}

const nh_encoding *nh_source_encoding(const nh_source *source)
{
    return source->encoding;
}

/* The path of a file in a folder, or the shown name of a member of an archive. */
static char *joined(const char *folder, const char *name)
{
    size_t a = strlen(folder), b = strlen(name);
    while (a > 1 && folder[a - 1] == '/') a--;
    char *path = nh_zeroed(a + b + 2, 1);
    memcpy(path, folder, a);
    path[a] = '/';
    memcpy(path + a + 1, name, b);
    return path;
}

static bool use_member(struct archive *archive, const char *name, nh_source_use *use, void *context, nh_error *err)
{
    nh_source *member = new_source(name);
    member->archive = archive;
    bool ok = use(member, context, err);
    nh_source_close(member);
    return ok;
}

/* The name to show for a member: what is not an archive of several is its own. */
static char *member_name(const nh_source *packed, struct archive *archive, struct archive_entry *entry)
{
    const char *inside = archive_entry_pathname_utf8(entry);
    bool is_single = (archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW;
    return is_single ? copied(packed->name) : joined(packed->name, inside ? inside : "member");
}

static bool each_member(nh_source *packed, nh_source_use *use, void *context, nh_error *err)
{
    struct archive *archive = open_archive(packed->name, packed->file, err);
    struct archive_entry *entry;
    nh_error fault = { 0 };
    bool ok = archive != NULL;
    size_t n = 0;
    while (ok && next_member(archive, packed->name, &entry, &fault)) {
        if (++n > MOST_MEMBERS)
            ok = nh_fail(&fault, NH_BAD_INPUT, "%s holds more than %d files", packed->name, (int)MOST_MEMBERS);
        char *name = member_name(packed, archive, entry);
        ok = ok && use_member(archive, name, use, context, &fault);
        free(name);
    }
    if (archive) archive_read_free(archive);
    if (fault.status) return nh_fail(err, fault.status, "%s", fault.text);
    return !ok || n > 0 ? ok : nh_fail(err, NH_BAD_INPUT, "%s is empty", packed->name);
}

static bool each_packed(const char *name, int file, nh_source_use *use, void *context, nh_error *err)
{
    nh_source *packed = new_source(name);
    packed->file = file;
    bool ok = each_member(packed, use, context, err);
    nh_source_close(packed);
    return ok;
}

/* Standard input can be anything, and cannot be looked at twice: the archive library finds out. */
static bool each_of_file(const char *path, nh_source_use *use, void *context, nh_error *err)
{
    if (strcmp(path, "-") == 0) return each_packed(standard_input, STDIN_FILENO, use, context, err);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && is_zip(file)) return each_packed(path, file, use, context, err);
    if (file >= 0) close(file);
    nh_source *source = nh_source_open(path, err);
    bool ok = source && use(source, context, err);
    nh_source_close(source);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct listing {
    char **names;
    size_t n;
} listing;

static bool list_folder(const char *path, listing *list, nh_error *err)
{
    DIR *folder = opendir(path);
    if (!folder) return cannot_read(path, strerror(errno), err);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        list->names = nh_resize(list->names, list->n + 1, sizeof *list->names);
        list->names[list->n++] = joined(path, entry->d_name);
    }
    closedir(folder);
    if (list->n) qsort(list->names, list->n, sizeof *list->names, by_name);
    return true;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Depth is capped, so that a link to a folder above does not go on for ever. */
static bool each_beneath(const char *path, int depth, nh_source_use *use, void *context, nh_error *err)
{
    if (!is_folder(path)) return each_of_file(path, use, context, err);
    if (depth > DEEPEST_FOLDER)
        return nh_fail(err, NH_BAD_INPUT, "%s: folders are more than %d deep", path, (int)DEEPEST_FOLDER);
    listing list = { 0 };
    bool ok = list_folder(path, &list, err);
    for (size_t i = 0; i < list.n; i++) {
        ok = ok && each_beneath(list.names[i], depth + 1, use, context, err);
        free(list.names[i]);
    }
    free(list.names);
    return ok;
}

bool nh_sources_each(const char *path, nh_source_use *use, void *context, nh_error *err)
{
    return each_beneath(path, 0, use, context, err);
}
