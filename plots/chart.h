/* plots/chart.h: one descriptor a chart; each draws one table that an analysis gives.
 *
 * A chart turns a frame into a gnuplot script (nh_script); gnuplot.c alone runs it. Adding a chart: one file in
 * charts/, one line in charts.def.
 *
 *     nh_text *svg = nh_text_new();
 *     const nh_chart_labels labels = { .source = "Source: ..." };
 *     if (!nh_chart_draw(nh_chart_named("balance"), balance, &labels, NH_SVG, svg, &err))
 *         ...                                        the tables are whole all the same
 */
#ifndef NH_PLOTS_CHART_H
#define NH_PLOTS_CHART_H

#include "datasets/frame/frame.h"
#include "datasets/write.h"
#include "plots/gnuplot.h"

typedef struct nh_chart_labels {
    const char *title;      /* NULL: the finding that the chart reads from the table */
    const char *source;     /* "Source: DfE ..., year to 31 March 2024" */
    bool is_synthetic;      /* said in the picture */
    const nh_gnuplot *gnuplot; /* NULL: the one that is installed */
} nh_chart_labels;

typedef struct nh_script nh_script; /* a gnuplot script under construction: plots/theme.h */

typedef struct nh_chart {
    const char *name, *summary, *table; /* the result table it is made for */
    bool (*suits)(const nh_frame *table); /* whether this table has what it shows; NULL: always */
    bool (*draw)(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err);
    /* The finding that is its title, and a description for those who cannot see it, from the same numbers. */
    void (*describe)(const nh_frame *table, nh_text *title, nh_text *description);
} nh_chart;

size_t nh_chart_count(void);
const nh_chart *nh_chart_at(size_t i);
const nh_chart *nh_chart_named(const char *name); /* or NULL */

bool nh_chart_draw(const nh_chart *chart, const nh_frame *table, const nh_chart_labels *labels, nh_picture picture,
                   nh_text *out, nh_error *err);

#endif
