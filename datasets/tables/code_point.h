/* datasets/tables/code_point.h: Ordnance Survey's Code-Point Open, whose files have no header.
 *
 * A folder (or its .zip) holds a CSV for each postcode area, ten fields a row: postcode, positional quality, easting,
 * northing, country, two health authorities, county, district, ward (since August 2011; OS's list of column headers).
 * It is of Great Britain: no postcode of Northern Ireland or the islands is in it. A place without a grid reference
 * has 0, 0.
 *
 *     nh_code_point *file = nh_code_point_open(source, &err);        NULL without an error: it is none
 *     nh_csv *csv = nh_csv_open(nh_code_point_source(file), &err);   with a header, one line more than the file
 *     nh_code_point_close(file);
 */
#ifndef NH_TABLES_CODE_POINT_H
#define NH_TABLES_CODE_POINT_H

#include "datasets/read/source.h"

typedef struct nh_code_point nh_code_point;

nh_code_point *nh_code_point_open(nh_source *source, nh_error *err);
nh_source *nh_code_point_source(const nh_code_point *file);
void nh_code_point_close(nh_code_point *file); /* NULL is allowed */

#endif
