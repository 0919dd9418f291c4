/* datasets/write.h: frames as bytes, and files that are whole or not there at all.
 *
 *     nh_text *csv = nh_text_new();
 *     nh_csv_of(frame, csv);
 *     bool ok = nh_write_file("out/balance.csv", csv->bytes, csv->n, NH_SHARED_FILE, &err);
 *     nh_text_free(csv);
 */
#ifndef NH_DATASETS_WRITE_H
#define NH_DATASETS_WRITE_H

#include "datasets/frame/frame.h"
#include "datasets/frame/parts.h"
#include "datasets/frame/results.h"

/* Bytes that grow. */
typedef struct nh_text {
    char *bytes; /* always NUL-terminated */
    size_t n, room;
} nh_text;

nh_text *nh_text_new(void);
void nh_text_free(nh_text *text); /* NULL is allowed */
void nh_text_add(nh_text *text, const char *bytes, size_t n);
/* Room for n more bytes, to be written at the end; the caller then adds to text->n what it wrote. */
char *nh_text_room(nh_text *text, size_t n);
void nh_text_say(nh_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The shortest decimal that reads back as the same double ("0.1", "25.4", "1e-09"); returns its length. */
enum { NH_NUMBER_TEXT = 32 };
size_t nh_number_write(double value, char text[NH_NUMBER_TEXT]);

/* One cell as files hold it: number, ISO date, text, or the symbol of its mark. */
size_t nh_cell_write(const nh_column *column, size_t row, char *text, size_t room);

/* Valid UTF-8 without controls, direction overrides and non-characters (U+FFFD for each), "]]>" broken up; it
 * stops between characters before `most` bytes. */
void nh_clean_text(const char *text, size_t most, nh_text *out);
/* & < > " and ' as entities, for text and attributes of SVG and HTML; what cannot stand in either is replaced. */
void nh_escape(const char *text, nh_text *out);

/* RFC 4180, LF line ends, header first. Text cells a spreadsheet would run get a leading apostrophe. */
void nh_csv_of(const nh_frame *frame, nh_text *out);
/* {"name", "title", "notes": [...], "missing": [...], "columns": [{"name", "kind", "label", "unit"}, ...], "marks":
 * {"c": "suppressed", ...}, "rows": [{column: value or null, ...}]}: marks are strings in rows, and `marks` explains
 * those that there are. Notes and gaps (missing) are those of `said`, which may be NULL. jansson. */
void nh_json_with(const nh_frame *frame, const nh_results *said, nh_text *out);
/* Columns aligned for a terminal, `width` columns wide at the most (0: any), numbers right-aligned. */
void nh_table_of(const nh_frame *frame, size_t width, nh_text *out);

/* For documents: numbers as readers see them (datasets/write/shown.h), names of columns in words where they have
 * some, the title above. Text of the data is never markup. */
void nh_markdown_of(const nh_frame *frame, nh_text *out);
void nh_html_of(const nh_frame *frame, nh_text *out);  /* a whole page with nothing but the table */
void nh_latex_of(const nh_frame *frame, nh_text *out); /* a table environment; needs the package booktabs */

typedef enum nh_privacy { NH_SHARED_FILE, NH_OWNER_ONLY } nh_privacy;

/* Written beside its place, flushed, renamed; an interrupted run leaves nothing (nh_remove_unfinished). */
bool nh_write_file(const char *path, const char *bytes, size_t n, nh_privacy privacy, nh_error *err);
/* The same without flushing to the disk, a hundred times as fast: for many files that can be made again. */
bool nh_write_unflushed(const char *path, const char *bytes, size_t n, nh_error *err);
/* A large frame as CSV in blocks, without holding the whole text; path "-" is standard output. */
bool nh_write_csv(const char *path, const nh_frame *frame, nh_privacy privacy, nh_error *err);
bool nh_write_csv_parts(const char *path, nh_parts *parts, nh_privacy privacy, nh_error *err);
/* Removes what an interrupted run has begun; safe in a signal handler. */
void nh_remove_unfinished(void);

#endif
