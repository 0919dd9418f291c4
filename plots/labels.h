/* plots/labels.h: names beside points, where they cover nothing.
 *
 * Greedy: whoever asks first has the choice, so ask for the most important first. A name never covers what is taken,
 * and never stands nearer to another point that has a name than to its own; of the places left it takes the one that
 * covers least of what it should spare (lines), the nearest of several.
 *
 *     nh_labels *labels = nh_labels_new(plot);
 *     for each point: nh_labels_take(labels, (nh_box){ x - 5, x + 5, y - 5, y + 5 });
 *     nh_spot left_middle;
 *     if (nh_labels_place(labels, point, (nh_size){ nh_text_width(name, 12, false), 14 }, &left_middle)) ...
 *     nh_labels_free(labels);
 */
#ifndef NH_PLOTS_LABELS_H
#define NH_PLOTS_LABELS_H

#include "plots/theme.h"

typedef struct nh_labels nh_labels;

typedef struct nh_size {
    double width, height;
} nh_size;

nh_labels *nh_labels_new(nh_box within);
void nh_labels_free(nh_labels *labels); /* NULL is allowed */

void nh_labels_take(nh_labels *labels, nh_box box);
void nh_labels_spare(nh_labels *labels, nh_box box);
void nh_labels_named(nh_labels *labels, nh_spot point); /* a point that could be taken for another's */

/* Where the middle of its left edge goes; it is taken from then on. False: there is no room near the point. */
bool nh_labels_place(nh_labels *labels, nh_spot point, nh_size size, nh_spot *left_middle);

#endif
