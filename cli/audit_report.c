/* cli/audit_report.c: the chapters as one page. */
#include "cli/audit.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>

bool audit_report(audit *a, nh_error *err)
{
    nh_report_section *sections = nh_zeroed(a->n_chapters, sizeof *sections);
    for (size_t i = 0; i < a->n_chapters; i++) {
        const chapter *c = &a->chapters[i];
        sections[i] = (nh_report_section){ .heading = c->analysis->summary, .introduction = c->analysis->description,
                                           .results = c->results, .figures = c->figures, .n_figures = c->n_figures };
    }
    nh_report report = {
        .title = "How far from home children are looked after",
        .subtitle = a->subtitle,
        .is_synthetic = a->is_synthetic,
        .sections = sections,
        .n_sections = a->n_chapters,
        .data_quality = a->quality,
        .provenance = a->is_exact ? "nearhome " NH_VERSION ", with --exact: true numbers, not safe to publish"
                                  : "nearhome " NH_VERSION,
    };
    nh_text *html = nh_text_new();
    nh_report_write(&report, html);
    bool ok = audit_folder_put(&a->folder, "report.html", html, err);
    nh_text_free(html);
    free(sections);
    return ok;
}
