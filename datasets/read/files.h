/* datasets/read/files.h: the files of an extract: what each was taken for, and which rows it gave. */
#ifndef NH_READ_FILES_H
#define NH_READ_FILES_H

#include "datasets/read/labels.h"
#include "datasets/read/rows.h"

typedef struct nh_file {
    char *name;
    uint32_t number;       /* as problems have it */
    const nh_table *table; /* NULL: not used */
    nh_frame *frame;       /* of the table, once it is read; borrowed */
    nh_rows_count rows;
    nh_label label;
    const char *encoding;  /* for show; NULL: not used */
    bool is_left_unread;   /* known, but for an option to read */
} nh_file;

typedef struct nh_files {
    nh_file *all;
    size_t n;
} nh_files;

nh_file *nh_files_add(nh_files *files, const char *name); /* valid until the next one */
void nh_files_free(nh_files *files);

/* The frame `inputs`: table file rows rows_set_aside years authorities encoding. One year or authority is named as
 * it is; several years as "2020-2024", several authorities by their number. */
nh_frame *nh_files_frame(const nh_files *files);

#endif
