/* datasets/tables/codes.h: the code lists of the return, with the return years each code is for.
 *
 * One list, reference/codes.csv. Codes are compared as they stand (capitals; "0" and "01" differ), tables and
 * columns in any case. A caller with millions of rows asks once for each level of a column.
 *
 *     nh_code_info("episodes", "PLACE", "U4")->label             "Foster placement with other carer: long term"
 *     nh_code_known("episodes", "PLACE", "Z1", 2026)             false: Z11 to Z14 have taken its place
 *     nh_placement_group_word(nh_placement_group_of("K2"))       "homes"
 */
#ifndef NH_TABLES_CODES_H
#define NH_TABLES_CODES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_code {
    const char *table, *column; /* names of tables.def; columns as files have them */
    const char *code, *label;
    const char *group;          /* what published tables count it under; "" where there is none */
    int first_year, last_year;  /* return years; 0: no limit */
} nh_code;

size_t nh_code_count(void);
const nh_code *nh_code_at(size_t i); /* in the order of the list: by table, by column */

/* NULL when the list does not hold it. SEX is the header's in every table. */
const nh_code *nh_code_info(const char *table, const char *column, const char *code);

/* In the list and valid in that return year; year 0: in any. */
bool nh_code_known(const char *table, const char *column, const char *code, int return_year);

/* The groups of placements in published tables, and decision 49's words for them. */
typedef enum nh_placement_group {
    NH_NO_GROUP, /* temporary placements (T0 to T4) and codes that are not known */
    NH_GROUP_FOSTER,
    NH_GROUP_ADOPTION,
    NH_GROUP_PARENTS,
    NH_GROUP_HOMES,       /* secure units and children's homes */
    NH_GROUP_SUPPORTED,   /* semi-independent and independent living, supported accommodation */
    NH_GROUP_RESIDENTIAL, /* other residential settings */
    NH_GROUP_SCHOOL,      /* residential schools */
    NH_GROUP_OTHER,
    NH_PLACEMENT_GROUPS
} nh_placement_group;

nh_placement_group nh_placement_group_of(const char *place);
const char *nh_placement_group_word(nh_placement_group group);  /* "foster"; "" for no group */
const char *nh_placement_group_label(nh_placement_group group); /* "Foster placements" */

bool nh_is_temporary(const char *place);      /* T0 to T4: part of the placement before it */
bool nh_is_respite(const char *legal_status); /* V3, V4: a series of short breaks */

/* Why a placement ended: the nested sets of section 4.4 of the domain rules. */
typedef enum nh_breakdown {
    NH_NO_BREAKDOWN,
    NH_UPPER_BREAKDOWN,
    NH_WIDER_BREAKDOWN,
    NH_PRIMARY_BREAKDOWN
} nh_breakdown;
nh_breakdown nh_breakdown_of(const char *end_reason); /* the narrowest set that holds it */

#endif
