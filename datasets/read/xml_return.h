/* datasets/read/xml_return.h: the SSDA903 return as XML, as records of the tables that it has as CSV.
 *
 *     nh_xml_return *reader = nh_xml_return_new(source);
 *     nh_records records = nh_xml_return_records(reader, t);           the header of table t, and where fields stand
 *     bool ok = nh_xml_return_read(reader, &(nh_xml_sink){ open, widen, take, unknown, context }, &is_return, &err);
 *     nh_xml_return_free(reader);
 *
 * A header names the columns that the table requires, and others once their element is met, as in a CSV file that may
 * lack them. A CHILD's records are given when it ends, so its date of birth and sex are in every one, in whatever
 * order its elements come. Elements that the layout does not have are told, each name once, and passed over with what
 * they hold; a group where it may not stand, or a value that stands twice, is refused: one of them would be lost.
 */
#ifndef NH_READ_XML_RETURN_H
#define NH_READ_XML_RETURN_H

#include "datasets/read/rows.h"

typedef struct nh_xml_return nh_xml_return;

nh_xml_return *nh_xml_return_new(nh_source *source); /* borrows the source */
void nh_xml_return_free(nh_xml_return *reader);      /* NULL is allowed */

/* Table t of xml_layout.h; what it points to lives as long as the reader. */
nh_records nh_xml_return_records(const nh_xml_return *reader, size_t table);

typedef struct nh_xml_sink {
    void (*open)(void *taker, const nh_xml_return *reader); /* the root is that of a return: records follow */
    void (*widen)(void *taker, size_t table); /* an element was met for the first time: its column has a name now */
    bool (*take)(void *taker, size_t table, const nh_record *record, nh_error *err);
    void (*unknown)(void *taker, nh_csv_place place); /* an element that the return does not have */
    void *taker;
} nh_xml_sink;

/* *is_return is false when the root is another one: then nothing was given, and err says so. */
bool nh_xml_return_read(nh_xml_return *reader, const nh_xml_sink *sink, bool *is_return, nh_error *err);

#endif
