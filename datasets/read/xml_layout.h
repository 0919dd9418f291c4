/* datasets/read/xml_layout.h: where the columns of each table of the SSDA903 return stand in its XML form.
 *
 *     EXPSSDA903 > CHILD > HEADER, EPISODE ...; HEADER > AREVIEW, PERMANENCE, OC2, AMISSING, AD_PLACED ...
 *
 * An element that holds others is a group; each group of a CHILD gives a record to the tables that are made of it.
 * HEADER gives one to the tables header, uasc, oc3 and ad1, to the last three only where the child has that part.
 */
#ifndef NH_READ_XML_LAYOUT_H
#define NH_READ_XML_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#define NH_XML_RETURN "ssda903-xml" /* what --as calls this form */
#define NH_XML_ROOT "EXPSSDA903"
#define NH_XML_CHILD "CHILD"
#define NH_XML_HEADER "HEADER"

enum { NH_XML_MOST_COLUMNS = 17 }; /* the last is NULL */

typedef struct nh_xml_table {
    const char *name;  /* in tables.def */
    const char *group; /* a record for each of these elements */
    const char *when;  /* only where this element of it has text other than 0; NULL: always */
    const char *columns[NH_XML_MOST_COLUMNS]; /* as the CSV table has them, ended by NULL */
} nh_xml_table;

size_t nh_xml_table_count(void);
const nh_xml_table *nh_xml_table_at(size_t i);

typedef struct nh_xml_column {
    const char *element; /* that holds it, as nh_xml_value gives it */
    bool is_of_header;   /* in the HEADER of the child, whatever the group: CHILD, DOB, SEX */
    bool is_copy;        /* and in the table header too, where anything wrong with it is told */
} nh_xml_column;

nh_xml_column nh_xml_column_of(const nh_xml_table *table, size_t i);

/* The group that may stand in `inside` under this name, as the layout's own text; NULL when there is none. */
const char *nh_xml_group(const char *name, const char *inside);
bool nh_xml_is_group(const char *name); /* wherever it stands */
bool nh_xml_may_repeat(const char *group);

/* The element of a group that holds a value, by its name or another that files give it, as the layout's own text;
 * NULL when the group has none. */
const char *nh_xml_value(const char *name, const char *group);

#endif
