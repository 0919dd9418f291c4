/* plots/report.h: one self-contained, accessible HTML page from results and pictures.
 *
 * WCAG 2.2 AA, works without script, nothing is fetched. Figures carry title, description and their table. */
#ifndef NH_PLOTS_REPORT_H
#define NH_PLOTS_REPORT_H

#include "datasets/frame/results.h"
#include "datasets/write.h"
#include "plots/chart.h"

typedef struct nh_report_figure {
    const nh_chart *chart;
    const nh_frame *table;
    const nh_text *svg; /* NULL: it could not be drawn; the table stands alone */
} nh_report_figure;

typedef struct nh_report_section {
    const char *heading, *introduction;
    const nh_results *results; /* findings, tables and notes of the section */
    const nh_report_figure *figures;
    size_t n_figures;
} nh_report_section;

typedef struct nh_report {
    const char *title, *subtitle; /* "Children looked after, year to 31 March 2024" */
    const char *restriction;        /* "need=N1" where only a part of the rows was kept; or NULL */
    bool is_synthetic;
    bool is_exact;                /* disclosure control was off: said at the top */
    const nh_report_section *sections;
    size_t n_sections;
    const nh_results *data_quality; /* inputs, problems by kind; notes on what was left out */
    const char *provenance;         /* lines of "what: which" */
} nh_report;

void nh_report_write(const nh_report *report, nh_text *html);

#endif
