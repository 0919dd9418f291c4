/* cli/audit_report.c: the chapters as one page. */
#include "cli/audit.h"
#include "cli/shown_date.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static char *provenance_of(const audit *a, nh_arena *keep)
{
    char date[NH_DATE_TEXT];
    if (!shown_date(nh_inputs_rules(a->s.inputs)->extract_date, date)) return nh_arena_print(keep, "nearhome " NH_VERSION);
    return nh_arena_print(keep, "nearhome " NH_VERSION ", %s", date);
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
