/* datasets/read/problem_places.h: the byte at which a field stands, for problems that were found when the file was
 * long closed: each file with such problems is read again, and only what the problems need of it is looked at.
 *
 *     nh_problems_locate(problems, encoding);         "e.csv:7: DEC ..." is now "e.csv:7:52: DEC ..."
 *
 * What cannot be read again (standard input, invented extracts, XML) keeps its lines.
 */
#ifndef NH_READ_PROBLEM_PLACES_H
#define NH_READ_PROBLEM_PLACES_H

#include "datasets/read/encoding.h"
#include "datasets/tables/problems.h"

void nh_problems_locate(nh_problems *problems, const nh_encoding *encoding); /* NULL: it is UTF-8 */

#endif
