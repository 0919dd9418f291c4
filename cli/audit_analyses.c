/* cli/audit_analyses.c: every analysis at its defaults, and what the audit was told.
 *
 * What published tables do not allow (journeys of children) is left out with a note; what children's records should
 * allow and do not is missing, and said (exit code 1). */
#include "cli/audit.h"
#include "cli/commands.h"
#include "datasets/frame/arena.h"
#include "stats/disclosure.h"

/* The analysis' own options at their defaults, and what was said to the audit. */
static nh_options *options_for(const audit *a, const nh_analysis *analysis)
{
    nh_options *options = nh_options_new();
    command what = command_of_analysis(analysis);
    command_declare(&what, options);
    for (size_t i = 0; i < nh_options_count(options); i++) {
        const nh_option_record *record = nh_options_at(options, i);
        const nh_options *given = a->s.given->options;
        if (!nh_options_record(given, record->name) || !nh_option_given(given, record->name)) continue;
        nh_options_set(options, record->name,
                       record->kind == NH_OPTION_FLAG ? NULL : nh_option_text(given, record->name));
    }
    return options;
}

/* A system that fails ends the audit; anything else leaves one analysis out. */
static bool leave_out(audit *a, const nh_analysis *analysis, nh_error *err)
{
    if (err->status == NH_SYSTEM || err->status == NH_INTERNAL) return false;
    bool is_due = nh_inputs_are_child_level(a->s.inputs);
    if (!a->first_refusal.status) a->first_refusal = *err;
    if (is_due) nh_results_gap(a->quality, "%s: %s", analysis->name, err->text);
    else nh_results_note(a->quality, "%s: left out: %s", analysis->name, err->text);
    *err = (nh_error){ 0 };
    return true;
}

static bool analyse(audit *a, const nh_analysis *analysis, nh_error *err)
{
    nh_options *options = options_for(a, analysis);
    nh_results *results = nh_results_new();
    bool ok = analysis->run(a->s.inputs, options, results, err);
    nh_options_free(options);
    if (!ok) {
        nh_results_free(results);
        return leave_out(a, analysis, err);
    }
    nh_disclose_results(results, a->is_exact);
    if (analysis->findings) analysis->findings(results);
    a->chapters[a->n_chapters++] = (chapter){ .analysis = analysis, .results = results };
    return true;
}

bool audit_analyse(audit *a, nh_error *err)
{
    size_t n = nh_analysis_count();
    a->chapters = nh_zeroed(n, sizeof *a->chapters);
    for (size_t i = 0; i < n; i++) {
        nh_inputs_tell(a->s.inputs, nh_analysis_at(i)->name, (double)i, (double)n);
        if (!analyse(a, nh_analysis_at(i), err)) return false;
    }
    if (a->n_chapters) return true;
    return nh_fail(err, NH_BAD_INPUT, "no analysis can be made of these inputs: %.400s", a->first_refusal.text);
}
