/* cli/audit.h: an audit under way: its inputs, its chapters, its folder. */
#ifndef NH_CLI_AUDIT_H
#define NH_CLI_AUDIT_H

#include "cli/audit_folder.h"
#include "cli/session.h"
#include "plots/report.h"

enum { MOST_CHARTS = 16, LINE_TEXT = 400 };

/* One analysis of the audit: its released tables and the pictures of them. */
typedef struct chapter {
    const nh_analysis *analysis;
    nh_results *results;
    nh_report_figure figures[MOST_CHARTS];
    size_t n_figures;
} chapter;

/* Charts that are missing for one reason. */
typedef struct undrawn {
    nh_text *names; /* NULL: none so far */
    size_t n;
    nh_error why;
    bool gave_up;   /* the reason is gnuplot's, not the chart's */
} undrawn;

typedef struct audit {
    session s;
    audit_folder folder;
    bool is_exact, is_synthetic;
    bool is_true; /* true numbers of children: --exact on their records */
    chapter *chapters;
    size_t n_chapters;
    file_hash standard_input; /* when that is one of the inputs */
    nh_results *quality; /* inputs and problems; notes and gaps of the whole audit */
    char source[LINE_TEXT], subtitle[LINE_TEXT];
    nh_error first_refusal; /* of an analysis; what is said when none can be made */
    size_t n_tables, n_charts;
    char gnuplot[NH_GNUPLOT_VERSION]; /* its version; "" when it did not answer, or no chart was due */
    undrawn undrawn;
} audit;

/* Each analysis, made safe, as a chapter; false when the system fails or nothing at all can be made. */
bool audit_analyse(audit *a, nh_error *err);

/* charts/NAME.svg and .png; what cannot be drawn is missing, what cannot be written is an error. */
bool audit_draw(audit *a, nh_error *err);

bool audit_report(audit *a, nh_error *err);

#endif
