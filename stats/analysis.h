/* stats/analysis.h: one descriptor an analysis; the command line, the audit and the help loop over them.
 *
 * Adding an analysis: one file with its descriptor, one line in analyses.def, one golden test.
 *
 *     const nh_analysis nh_balance = {
 *         .name = "balance", .summary = "importers and exporters of children, per authority and year",
 *         .heading = "Who sends children away, and who takes them in",
 *         .options = options, .example = "nearhome balance extract/", .run = run, .findings = findings
 *     };
 */
#ifndef NH_STATS_ANALYSIS_H
#define NH_STATS_ANALYSIS_H

#include "datasets/derive/inputs.h"
#include "stats/options.h"

typedef struct nh_chart_choice {
    const char *chart, *table; /* a chart's name and the result table it shows */
} nh_chart_choice;

typedef struct nh_analysis {
    const char *name, *summary;
    const char *heading;                /* of its section in the report, for readers who do not know the program */
    const char *arguments;              /* what stands before INPUT..., "FORMULA" or NULL; its value is the option
                                         * of that name in lower case, nh_option_text(options, "formula") */
    const nh_option_record *options;    /* its own, ended by a NULL name; or NULL */
    const char *const *tables;          /* the names of the frames it gives, the first one printed; NULL-ended */
    const nh_chart_choice *charts;      /* ended by a NULL chart; or NULL. The first table there is serves a chart */
    bool (*may_draw)(const nh_frame *table); /* false: a chart of it would mislead, as a note says; NULL: draw */
    const char *example;                /* a command line that works on the embedded extract */
    const char *worked;                 /* an example from nothing to a result: lines of "$ command" and what it
                                         * prints, "..." for lines left out, each ended; or NULL */
    const char *description;            /* some sentences for help and the man page */
    const char *introduction;           /* the same for the reader of the report, who never saw a command line */
    /* Adds exact frames and notes to `results`; false and an error when nothing can be made. */
    bool (*run)(nh_inputs *inputs, const nh_options *options, nh_results *results, nh_error *err);
    /* Adds findings in words, from frames that have passed disclosure control; may be NULL. */
    void (*findings)(nh_results *released);
} nh_analysis;

size_t nh_analysis_count(void);
const nh_analysis *nh_analysis_at(size_t i);
const nh_analysis *nh_analysis_named(const char *name); /* or NULL */

#endif
