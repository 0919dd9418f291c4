/* datasets/read/labels.h: the authority and the return year that a file's name tells.
 *
 *     nh_label label = nh_label_of("returns/E10000016/2024/episodes.csv");
 *     label.authority                                       "E10000016"
 *     label.year                                            2024
 *
 * The nearest folder whose whole name is an authority's code of nine characters, or a year of four digits, counts;
 * then a leading year in the file's own name ("2017-episodes.csv").
 */
#ifndef NH_READ_LABELS_H
#define NH_READ_LABELS_H

#include <stddef.h>

enum { NH_AUTHORITY_TEXT = 10 };

typedef struct nh_label {
    char authority[NH_AUTHORITY_TEXT]; /* "" when none is named */
    int year;                          /* 0 when none is named */
    size_t stem;                       /* bytes of the name before the year: files of one habit share them */
} nh_label;

nh_label nh_label_of(const char *name);

/* An authority given by code, old code or name as its code of nine characters; what is not known stays as it is. */
const char *nh_authority_code(const char *text);

#endif
