/* datasets/read/xml.h: the elements of an XML file, one after another, each with its place.
 *
 *     static const nh_xml_handler handler = { begin, end };
 *     bool ok = nh_xml_read(source, &handler, context, &err);
 *
 * Read as expat does: UTF-8, UTF-16 and what the file declares (us-ascii, iso-8859-1, windows-1252). Refused, with
 * file:line:column (lines as in csv.h; column: characters from 1): any DOCTYPE, before anything in it is looked at,
 * attributes, elements more than 16 deep, a value of more than 65536 bytes, a tag or comment of more than that, a
 * NUL byte, text beside elements, and what is not well formed.
 */
#ifndef NH_READ_XML_H
#define NH_READ_XML_H

#include "datasets/read/csv.h"

enum { NH_XML_DEEPEST = 16, NH_XML_LONGEST_VALUE = 65536 };

/* Told of each element as it begins and as it ends; the first false ends the reading, with an error recorded.
 * `text` is what stands in an element that holds no other (blanks before it are left out) and `place` where it
 * begins; both are valid until the next call. */
typedef struct nh_xml_handler {
    bool (*begin)(void *context, const char *name, nh_csv_place place, nh_error *err);
    bool (*end)(void *context, nh_field text, nh_csv_place place, nh_error *err);
} nh_xml_handler;

bool nh_xml_read(nh_source *source, const nh_xml_handler *handler, void *context, nh_error *err);

/* Records "file:line:column: sentence" and returns false. */
bool nh_place_fail(const char *file, nh_csv_place place, nh_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
