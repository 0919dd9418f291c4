/* cli/audit_report.c: the chapters as one page. */
#include "cli/audit.h"
#include "cli/manifest.h"
#include "cli/shown_date.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

/* "--year 2024 --exact": what was asked for and shapes the figures. */
static const char *options_given(const nh_options *options, nh_arena *keep)
{
    const char *said = "";
    for (size_t i = 0; i < nh_options_count(options); i++) {
        const nh_option_record *record = nh_options_at(options, i);
        if (!nh_option_given(options, record->name) || !manifest_holds_option(record->name)) continue;
        bool is_flag = record->kind == NH_OPTION_FLAG;
        said = nh_arena_print(keep, "%s%s--%s%s%s", said, said[0] ? " " : "", record->name, is_flag ? "" : " ",
                              is_flag ? "" : nh_option_text(options, record->name));
    }
    return said[0] ? said : "none";
}

static char *provenance_of(const audit *a, nh_arena *keep)
{
    char date[NH_DATE_TEXT];
    const nh_frame *inputs = nh_results_find(a->quality, "inputs");
    bool is_dated = shown_date(nh_inputs_rules(a->s.inputs)->extract_date, date);
    return nh_arena_print(keep, "Program: nearhome " NH_VERSION "\n"
                                "Date: %s\n"
                                "Inputs: %zu tables%s\n"
                                "Options: %s\n"
                                "Charts drawn by: %s%s",
                          is_dated ? date : "not known", inputs ? nh_frame_rows(inputs) : 0,
                          a->s.given->n_inputs ? "" : " of the extract that ships",
                          options_given(a->s.given->options, keep), a->gnuplot[0] ? "gnuplot " : "none", a->gnuplot);
}

bool audit_report(audit *a, nh_error *err)
{
    nh_arena *keep = nh_arena_new();
    nh_report_section *sections = nh_arena_array(keep, a->n_chapters, sizeof *sections);
    for (size_t i = 0; i < a->n_chapters; i++) {
        const chapter *c = &a->chapters[i];
        sections[i] = (nh_report_section){ .heading = c->analysis->heading,
                                           .introduction = c->analysis->introduction, .results = c->results,
                                           .figures = c->figures, .n_figures = c->n_figures };
    }
    nh_report report = { .title = "How far from home children are looked after", .subtitle = a->subtitle,
                         .restriction = nh_option_text(a->s.given->options, "where"),
                         .is_synthetic = a->is_synthetic, .is_exact = a->is_true, .sections = sections,
                         .n_sections = a->n_chapters, .data_quality = a->quality,
                         .provenance = provenance_of(a, keep) };
    nh_text *html = nh_text_new();
    nh_report_write(&report, html);
    bool ok = audit_folder_put(&a->folder, "report.html", html, err);
    nh_text_free(html);
    nh_arena_free(keep);
    return ok;
}
