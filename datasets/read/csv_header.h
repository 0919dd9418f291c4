/* datasets/read/csv_header.h: the names of a file's columns, and what is asked of them before any row is read.
 *
 *     int field = nh_header_find(header, "decom");         that of DECOM, or NH_NO_FIELD
 */
#ifndef NH_READ_CSV_HEADER_H
#define NH_READ_CSV_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The names are copies, NUL-terminated, as they stand in the file (an empty name is allowed). */
typedef struct nh_header {
    const char **names;
    uint32_t *columns; /* byte column of each name */
    size_t n;
    uint32_t line;
} nh_header;

enum { NH_NO_FIELD = -1 };
/* The field of that name whatever its case, with blanks, hyphens or line ends for underscores too, or NH_NO_FIELD. */
int nh_header_find(const nh_header *header, const char *name);

/* The first field with a name that an earlier one has, or NH_NO_FIELD. */
int nh_header_repeated(const nh_header *header);

/* Whether every name begins as names do: a row of a file that has lost its header holds dates or numbers. */
bool nh_header_holds_names(const nh_header *header);

/* The one name of the header, where it is a sentence (a title above the table) or for Excel alone; or NULL. */
const char *nh_header_title(const nh_header *header);
/* What Excel may write above a table, to tell itself what separates the fields. */
bool nh_is_for_excel(const char *title);

/* "semicolon", "tab" or "bar (|)", where a header without commas is one name with such characters in it (a title may have
 * one among its words); or NULL. */
const char *nh_header_other_separator(const nh_header *header);

#endif
