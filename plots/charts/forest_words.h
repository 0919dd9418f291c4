/* plots/charts/forest_words.h: what a forest chart says: its finding, what its lines are, how to read it. */
#ifndef NH_PLOTS_FOREST_WORDS_H
#define NH_PLOTS_FOREST_WORDS_H

#include "datasets/write.h"
#include "plots/charts/forest_lines.h"

void nh_forest_title(const nh_forest_lines *lines, nh_text *title);
void nh_forest_subtitle(const nh_forest_lines *lines, nh_text *subtitle);
void nh_forest_note(const nh_forest_lines *lines, nh_text *note);
void nh_forest_description(const nh_forest_lines *lines, nh_text *description);

/* Enough decimals to tell the estimates apart from no association. */
int nh_forest_decimals(const nh_forest_lines *lines);

#endif
