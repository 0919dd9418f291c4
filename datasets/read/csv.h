/* datasets/read/csv.h: comma separated values, record by record, each with its place in the file.
 *
 *     nh_csv *csv = nh_csv_open(source, &err);                        reads the header
 *     const nh_record *record;
 *     while (csv && (record = nh_csv_next(csv, &err)))
 *         use(record->fields[0].text, record->fields[0].length, record->line);
 *     bool ok = csv && nh_csv_ended(csv);                             false: err says where and why
 *     nh_csv_close(csv);
 *
 * Read as libcsv does in strict mode: quoted fields hold anything, blanks around unquoted fields are trimmed,
 * blank lines are passed over. Refused, with file:line:column (line: physical lines that end in LF, CRLF or CR,
 * those inside quotes too; column: bytes from 1): UTF-16, NUL, bytes that are not UTF-8, a quote that is never
 * closed or stands inside an unquoted field, a record with more or fewer fields than the header, a field beyond
 * 65536 bytes, more than 1024 columns, two columns of one name, a file without a header, semicolons for commas.
 *
 * Fields are not NUL-terminated and stay valid until the next call. Behind each there are NH_TEXT_SLACK bytes that
 * may be read (short_text.h).
 */
#ifndef NH_READ_CSV_H
#define NH_READ_CSV_H

#include "datasets/frame/short_text.h"
#include "datasets/read/csv_header.h"
#include "datasets/read/csv_places.h"
#include "datasets/read/source.h"

#include <stdint.h>

enum { NH_CSV_MOST_COLUMNS = 1024, NH_CSV_LONGEST_FIELD = 65536 };

typedef struct nh_field {
    const char *text;
    size_t length;
} nh_field;

typedef struct nh_record {
    const nh_field *fields;
    size_t n;
    uint32_t line;
} nh_record;

typedef struct nh_csv nh_csv;

/* Borrows the source, which must outlive it. NULL and an error when there is no header to read. */
nh_csv *nh_csv_open(nh_source *source, nh_error *err);
void nh_csv_close(nh_csv *csv); /* NULL is allowed */

const nh_header *nh_csv_header(const nh_csv *csv);

/* A header with one name in it, a sentence, is a title above the table: the next record becomes the header, and the
 * first title is kept. False when this is none; *err is set where the next record cannot be a header. */
bool nh_csv_skip_title(nh_csv *csv, nh_error *err);
const char *nh_csv_title(const nh_csv *csv); /* "" where there is none */
const char *nh_csv_name(const nh_csv *csv);   /* of the source */
double nh_csv_share_read(const nh_csv *csv);  /* of the source, up to the record at hand */

/* The next record, with as many fields as the header; NULL at the end or when the file is refused. */
const nh_record *nh_csv_next(nh_csv *csv, nh_error *err);
bool nh_csv_ended(const nh_csv *csv); /* the end was reached without fault */
/* "UTF-8", "UTF-8 with byte order mark", or what it was converted from. */
const char *nh_csv_encoding(const nh_csv *csv);

/* The plain records ahead, many at once: none holds a quote, each is a line of its own and has as many fields as the
 * header. Field f of record r ends at ends[r * stride + f] and begins behind the mark before that (ends[-1] is there
 * too); blanks around it are not trimmed. Nothing is taken until it is passed:
 *
 *     nh_csv_run run;
 *     while (nh_csv_look(csv, NH_CSV_RUN, &run)) {
 *         for (size_t r = 0; r < run.n; r++) use(nh_csv_run_field(&run, r, 0), run.line + r);
 *         nh_csv_pass(csv, &run, run.n);
 *     }
 *     nh_csv_next(csv, &err);        the record that is not plain, or stands behind what is read; then again
 */
typedef struct nh_csv_run {
    const char *bytes;
    const uint32_t *ends;
    size_t n, stride;
    uint32_t line; /* of the first record */
} nh_csv_run;

enum { NH_CSV_RUN = 256 }; /* few enough that their bytes stay near while column after column is looked at */
/* How many there are, at most `most`; where there is none, nh_csv_next says what there is. */
size_t nh_csv_look(nh_csv *csv, size_t most, nh_csv_run *run);
void nh_csv_pass(nh_csv *csv, const nh_csv_run *run, size_t n);

/* Field whose end is *end: places are of 32 bits, that of the mark before the first byte is -1. */
static inline nh_field nh_csv_field_at(const nh_csv_run *run, const uint32_t *end)
{
    uint32_t from = end[-1] + 1;
    return (nh_field){ run->bytes + from, *end - from };
}

static inline nh_field nh_csv_run_field(const nh_csv_run *run, size_t record, size_t field)
{
    return nh_csv_field_at(run, run->ends + record * run->stride + field);
}

/* Without the blanks around it. Hardly any field has one: what is above one on both sides is taken as it stands. */
nh_field nh_csv_trimmed_of_blanks(nh_field field);
static inline nh_field nh_csv_trimmed(nh_field field)
{
    bool may_have = field.length && ((unsigned char)field.text[0] <= ' ' ||
                                     (unsigned char)field.text[field.length - 1] <= ' ');
    return may_have ? nh_csv_trimmed_of_blanks(field) : field;
}

const char *nh_csv_library(void); /* the version of libcsv, "3.0" */

/* Where a field of the latest record stands; field n is the record's end. */
nh_csv_place nh_csv_place_of(const nh_csv *csv, size_t field);

/* Records "file:line:column: sentence" for a field of the latest record and returns false. */
bool nh_csv_fail(const nh_csv *csv, size_t field, nh_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
