/* plots/svg.h: gnuplot's SVG made fit to be read, by people and by screen readers, and checked on the way.
 *
 * What comes out has title and description, role and ids of its own, our fonts, soft edges and short numbers,
 * and holds nothing but shapes and text: no script, no event, no reference to anything outside.
 *
 *     nh_text *svg = nh_text_new();
 *     if (!nh_svg_make(raw, &(nh_svg_dress){ .prefix = "balance-", .title = title, ... }, svg, &err)) ...
 */
#ifndef NH_PLOTS_SVG_H
#define NH_PLOTS_SVG_H

#include "plots/theme.h"

typedef struct nh_svg_dress {
    const char *prefix;             /* of every id: two figures may share a page */
    const char *title, *description;
    double title_bottom;            /* the picture's own title ends here (0: it has none) */
    nh_marks due;                   /* what was asked for and must be found */
} nh_svg_dress;

/* False, and an error, when it is not well-formed, holds what a picture must not, or shows too little. */
bool nh_svg_make(const nh_text *raw, const nh_svg_dress *dress, nh_text *out, nh_error *err);

/* A finished picture for a page: ids get one more prefix, and its own title is cropped away (the page has it). */
void nh_svg_for_page(const nh_text *svg, const char *prefix, nh_text *out);

#endif
