/* datasets/read/extract.h: many inputs (folders, files, archives, standard input) as one frame a table.
 *
 * Tables are recognised by their header names, the XML return by its root. Rows of all files of one table stand in
 * one frame, each with its responsible authority and return year (design: a CHILD,LA table, a column LA, a folder's
 * name, --authority; a column YEAR, a folder's name, a leading year in the file's name, --year).
 *
 * Every SSDA903 frame begins with the columns
 *     authority category (nine-character code) · year number (return year) · child category
 * then the table's own columns under their lower-case SSDA903 names, values stripped and in capitals: dates as
 * NH_DATE, codes, texts as NH_CATEGORY, integers as NH_NUMBER; a blank is NH_MISSING. The file and line of each row
 * are known by nh_frame_origin. The levels of `child` and of `authority` are shared by all tables. An invalid date or
 * number is NH_MISSING and a problem; a row set aside is not in the frame. Episodes without sound dates stay in it,
 * for the rules of derivation to set aside once the years are joined: there a blank date is NH_MISSING, one that
 * cannot be read NH_NOT_AVAILABLE. A column that no file of the table has is not in the frame.
 *
 *     nh_extract *extract = nh_extract_read(&(nh_extract_request){ .inputs = argv, .n_inputs = 2 }, &err);
 *     const nh_frame *episodes = nh_extract_table(extract, "episodes");
 */
#ifndef NH_READ_EXTRACT_H
#define NH_READ_EXTRACT_H

#include "datasets/frame/frame.h"
#include "datasets/frame/results.h"
#include "datasets/read/encoding.h"
#include "datasets/tables/problems.h"

/* Told now and then while long work goes on; any pointer may be NULL. */
typedef struct nh_progress {
    void (*step)(void *teller, const char *what, double done, double whole);
    void *teller;
} nh_progress;

/* A file that is in memory: the embedded extract, a test's. */
typedef struct nh_named_bytes {
    const char *name; /* as a path, "E10000016/2024/episodes.csv" */
    const char *bytes;
    size_t n;
} nh_named_bytes;

typedef struct nh_extract_request {
    const char *const *inputs; /* paths, "-" for standard input */
    size_t n_inputs;
    const nh_named_bytes *embedded; /* read beside the inputs, or NULL */
    size_t n_embedded;
    const char *authority;     /* --authority, or NULL */
    int year;                  /* --year, or 0 */
    const char *as;            /* check --as: the table every file is meant to be, or "ssda903-xml"; or NULL */
    const nh_encoding *encoding; /* --encoding: what files are converted from, or NULL: UTF-8 is due */
    const nh_progress *progress;
} nh_extract_request;

typedef struct nh_extract nh_extract;

/* NULL and an error when an input cannot be read or is refused. */
nh_extract *nh_extract_read(const nh_extract_request *request, nh_error *err);
void nh_extract_free(nh_extract *extract); /* NULL is allowed */

/* The rows of a table by its name in tables.def ("episodes", "header", "ees_netgain"), or NULL. */
nh_frame *nh_extract_table(const nh_extract *extract, const char *table);

bool nh_extract_is_child_level(const nh_extract *extract); /* any SSDA903 table was read */
bool nh_extract_is_published(const nh_extract *extract);   /* any DfE release was read */

/* What each input was taken for: table file rows rows_set_aside years authorities encoding. */
const nh_frame *nh_extract_inputs(const nh_extract *extract);
nh_problems *nh_extract_problems(const nh_extract *extract);
const nh_sentences *nh_extract_notes(const nh_extract *extract);

#endif
