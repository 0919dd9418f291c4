/* datasets/tables/table.h: what a table of an extract is: its columns, how it is known, how it is read.
 *
 * One descriptor for each input table, in a file of its own, and one line in tables.def. A table of the SSDA903
 * return lists its columns and is read by them:
 *
 *     static const nh_table_column columns[] = {
 *         { "CHILD", .holds = NH_HOLDS_CHILD, .is_required = true, .meaning = "local pseudonym of the child" },
 *         { "SDQ_SCORE", .holds = NH_HOLDS_WHOLE, .low = 0, .high = 40, .is_required = true, ... },
 *         { 0 }
 *     };
 *     const nh_table nh_table_oc2 = { .name = "oc2", .level = NH_CHILD_TABLE, .columns = columns, ... };
 *
 * A table whose columns are not fixed (DfE's releases, the postcode directory) has `matches` and its own reader.
 */
#ifndef NH_TABLES_TABLE_H
#define NH_TABLES_TABLE_H

#include "datasets/read/csv.h"
#include "datasets/tables/problems.h"

typedef enum nh_holds {
    NH_HOLDS_TEXT,     /* a category: stripped, in capitals */
    NH_HOLDS_CHILD,    /* the child's pseudonym, in levels shared by all tables; a row without one is set aside */
    NH_HOLDS_CODE,     /* a category; codes that codes.csv does not list are kept, with a warning */
    NH_HOLDS_POSTCODE, /* a category; what cannot be a postcode is kept, with a warning */
    NH_HOLDS_DATE,
    NH_HOLDS_WHOLE,    /* a whole number from low to high; another is blank, with a warning */
    NH_HOLDS_NUMBER    /* any number from low to high */
} nh_holds;

typedef struct nh_table_column {
    const char *name;    /* as files have it, in capitals; the frame's column is in small letters */
    const char *alias;   /* another name that files give it, or NULL */
    nh_holds holds;
    bool is_required;    /* a header without it is not this table's */
    bool is_needed;      /* a row without a sound value is set aside */
    bool keeps_faults;   /* dates: one that cannot be read has the mark NH_NOT_AVAILABLE, and its row stays for later
                          * rules to set aside, as does one without a date that is needed */
    bool is_unused;      /* no rule asks for it: it may be there, and is not kept */
    double low, high;
    const char *meaning; /* for the codebook, without a full stop */
    int first_year, last_year; /* the return years that have the column; 0: no limit */
} nh_table_column;

/* A row just read, for the checks of its table. `column` counts as in the descriptor. */
typedef struct nh_table_row {
    nh_column *const *columns; /* of the frame, in the descriptor's order; NULL for one that no file has */
    size_t row;
    void (*report)(const struct nh_table_row *row, nh_problem_code code, size_t column);
    void *reporter;
} nh_table_row;

typedef enum nh_table_level {
    NH_CHILD_TABLE,     /* rows about children: labelled with authority and year */
    NH_PUBLISHED_TABLE, /* a release of DfE */
    NH_LOOKUP_TABLE     /* serves the reading of others (CHILD,LA) or is asked for by an option (postcodes) */
} nh_table_level;

typedef struct nh_named_column {
    const char *name, *meaning;
} nh_named_column;

typedef struct nh_table {
    const char *name, *summary;
    nh_table_level level;
    const nh_table_column *columns; /* ended by a NULL name; NULL where they are not fixed */
    const nh_named_column *named;   /* for the codebook: those that matter where they are not fixed; or NULL */
    int first_year, last_year;      /* the years that there are such files of; 0: no limit */
    const char *encoding;           /* of files without a byte order mark (encoding.h); NULL: UTF-8 */

    /* What is odd in a row; false sets it aside (and has reported why). NULL: nothing to check. */
    bool (*check)(const nh_table_row *row);

    /* Once all files are read and labelled; false refuses them. NULL: nothing to do. The frame may be replaced. */
    bool (*settle)(nh_frame **frame, nh_problems *problems, nh_error *err);

    /* Columns that are not fixed. `read` gives the rows of one file, in a frame named as its table is (which may be
     * a finer name than the descriptor's); `append` puts those of a further file behind the first one's. */
    bool (*matches)(const nh_header *header);
    nh_frame *(*read)(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err);
    void (*append)(nh_frame *table, const nh_frame *rows);

    /* What is never rows of a frame (the postcode directory): looks through an input, counts its records and reports
     * what is odd. Used when that is all that is asked. */
    bool (*inspect)(const char *path, size_t *n_records, nh_problems *problems, nh_error *err);
} nh_table;

size_t nh_table_count(void);
const nh_table *nh_table_at(size_t i);
const nh_table *nh_table_named(const char *name); /* or NULL */

/* The table that these columns are those of: the one with the most of them; NULL when none has all it requires. */
const nh_table *nh_table_for(const nh_header *header);

/* The field that holds a column, by its name or its alias, or NH_NO_FIELD. */
int nh_table_field(const nh_header *header, const nh_table_column *column);

/* The first column that two names of the header are names of, and the field of the second; NULL: there is none. */
const nh_table_column *nh_table_has_twice(const nh_table *table, const nh_header *header, size_t *second);

/* The first required column that the header has not; NULL when all are there. */
const nh_table_column *nh_table_lacks(const nh_table *table, const nh_header *header);

/* A table most of whose columns are there though one it requires is not: a damaged header, most likely. Or NULL. */
const nh_table *nh_table_nearly(const nh_header *header);

#endif
