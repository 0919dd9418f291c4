/* datasets/read/labelling.h: the responsible authority and the return year of every row.
 *
 * Authority: a CHILD,LA table, else the row's column LA, else the file's folder, else --authority. Year: the row's
 * column YEAR, else the year in the name of a folder or file, else --year. A year in a name is the return year,
 * unless rows begin after its 31 March: then the files with names of that habit have their starting years, and the
 * return years are one more (decision 48), which is said in a note. */
#ifndef NH_READ_LABELLING_H
#define NH_READ_LABELLING_H

#include "datasets/read/files.h"

typedef struct nh_labelling {
    const nh_extract_request *request;
    nh_levels *authorities;
    const nh_frame *child_la; /* or NULL */
    nh_problems *problems;
    nh_results *said;         /* where the notes go */
} nh_labelling;

/* Fills `authority` and `year` of every file's rows. Rows of children that no table and no name gives an authority
 * are left without one, and reported. False and an error when nothing names the authority or year of a file. */
bool nh_label_files(const nh_labelling *labelling, nh_files *files, nh_error *err);

#endif
