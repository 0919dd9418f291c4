/* plots/page.h: what is the same in every report: its frame, style, script and the meaning of words.
 *
 * Style and script are allowed by their SHA-256 and nothing else is: no other script runs and nothing is fetched. */
#ifndef NH_PLOTS_PAGE_H
#define NH_PLOTS_PAGE_H

#include "datasets/write.h"

void nh_page_begin(const char *title, nh_text *html); /* up to <body> and the skip link to #main */
void nh_page_end(nh_text *html);
void nh_page_definitions(nh_text *html);

#endif
