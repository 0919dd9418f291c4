/* datasets/tables/ees_rows.h: the columns that every published table has here, and what is made of a whole file. */
#ifndef NH_TABLES_EES_ROWS_H
#define NH_TABLES_EES_ROWS_H

#include "datasets/frame/frame.h"
#include "datasets/tables/problems.h"

/* How files name the levels of geography. */
#define NH_EES_NATIONAL "National"
#define NH_EES_REGIONAL "Regional"
#define NH_EES_LOCAL "Local authority"

/* The first columns of every frame, in this order; filters and indicators follow. */
typedef enum nh_ees_place {
    NH_EES_FILE, NH_EES_LINE, NH_EES_RELEASE, NH_EES_YEAR, NH_EES_LEVEL, NH_EES_AUTHORITY,
    NH_EES_OLD_CODE, NH_EES_NAME, NH_EES_REGION_CODE, NH_EES_REGION, NH_EES_N_PLAIN
} nh_ees_place;

typedef struct nh_ees_plain_column {
    const char *name;
    nh_kind kind;
} nh_ees_plain_column;

extern const nh_ees_plain_column nh_ees_plain[NH_EES_N_PLAIN];

/* The rows of one file with comparable labels, every column of numbers as numbers, under the name of the table
 * they are; what is odd is counted in problems. NULL and an error when the file says two things of one. */
nh_frame *nh_ees_settle(const nh_frame *raw, const char *file_name, nh_problems *problems, nh_error *err);

#endif
