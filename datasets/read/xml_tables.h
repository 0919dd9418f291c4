/* datasets/read/xml_tables.h: a return as XML into the rows of its tables, beside those of CSV files.
 *
 *     nh_xml_tables into = { rows_of_table, extract, &files, problems };
 *     if (!nh_xml_tables_read(source, &into, &is_return, err)) return false;
 *
 * Each table of the return is listed as a file of its own, under the same name, also where it has no rows: a return
 * without missing children says that there were none.
 */
#ifndef NH_READ_XML_TABLES_H
#define NH_READ_XML_TABLES_H

#include "datasets/read/files.h"

typedef struct nh_xml_tables {
    nh_rows *(*rows_of)(void *owner, const nh_table *table); /* those that rows of the table go to */
    void *owner;
    nh_files *files;
    nh_problems *problems;
} nh_xml_tables;

/* *is_return is false when the root is another one: then nothing was read, and err says so. */
bool nh_xml_tables_read(nh_source *source, const nh_xml_tables *into, bool *is_return, nh_error *err);

#endif
