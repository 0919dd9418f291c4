/* stats/disclosure_lines.h: cells that must not leave because of the cells beside them.
 *
 * Lines: in a table by a sensitive fact (legal status, conviction, SDQ band, substance misuse, UASC) a line whose
 * children are all in one category tells that fact of each of them; a zero tells of the others when the line is
 * small. Steps: the fall of a curve between two points gives back the events between them, and
 * the curve of all ends less those of some the others.
 *
 * Both read true values and put the mark `c` in the released frame, which has the same rows and columns.
 */
#ifndef NH_STATS_DISCLOSURE_LINES_H
#define NH_STATS_DISCLOSURE_LINES_H

#include "datasets/frame/frame.h"

void nh_suppress_lines(const nh_frame *exact, nh_frame *released);
void nh_suppress_steps(const nh_frame *exact, nh_frame *released);

#endif
