/* cli/analysing.c: a command that is an analysis: read, analyse, make safe, write, and say what was left out. */
#include "cli/commands.h"
#include "cli/session.h"
#include "plots/side_by_side.h"
#include "stats/disclosure.h"

#include <stdio.h>
#include <string.h>

/* Tables stand on children's records when any of them does: the file of --on may name children too. */
static bool has_child_level(const nh_results *results)
{
    for (size_t i = 0; i < results->n; i++)
        if (nh_frame_lineage(results->frames[i]) == NH_CHILD_LEVEL) return true;
    return false;
}

/* Of an analysis that fits models: the same estimates, rounded, side by side. */
static void add_models_for_print(nh_results *released, const nh_options *given)
{
    if (!nh_has_regressions(released)) return;
    const char *brackets = nh_option_text(given, "brackets");
    nh_print_choice choice = { .stars = nh_option_flag(given, "stars") };
    if (strcmp(brackets, "interval") == 0) choice.brackets = NH_INTERVALS;
    if (strcmp(brackets, "p") == 0) choice.brackets = NH_P_VALUES;
    nh_add_side_by_side(released, choice);
}

static bool analyse(session *s, nh_results *results, nh_error *err)
{
    const nh_analysis *analysis = s->given->what.analysis;
    bool exact = nh_option_flag(s->given->options, "exact");
    if (!session_may_narrow(s, err) || !analysis->run(s->inputs, s->given->options, results, err)) return false;
    bool is_true = exact && has_child_level(results);
    nh_disclose_results(results, exact);
    if (analysis->findings) analysis->findings(results);
    add_models_for_print(results, s->given->options);
    session_settle(s);
    if (is_true) fputs("notice: --exact: true numbers of children, not safe to publish\n", stderr);
    return session_write(s, results, is_true, err);
}

/* Only a file of its own (regress --on FILE.csv) stands in for INPUT. */
static bool has_rows(const invocation *given, nh_error *err)
{
    const char *on = nh_option_text(given->options, "on");
    bool is_file = on && (strchr(on, '.') || strchr(on, '/') || strcmp(on, "-") == 0);
    bool has_question = nh_option_text(given->options, "formula") || nh_option_text(given->options, "dose");
    if (is_file && given->n_inputs && !has_question)
        return nh_fail(err, NH_BAD_INPUT, "%s is no formula (OUTCOME ~ TERMS), and --on %s stands in place of INPUT",
                       given->inputs[0], on);
    if (given->n_inputs || is_file) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s needs INPUT... (nearhome %s --help)", given->what.name, given->what.name);
}

static nh_status run(const invocation *given, nh_error *err)
{
    session s;
    if (!has_rows(given, err)) return err->status;
    if (!session_open(&s, given, NULL, err)) return err->status;
    nh_results *results = nh_results_new();
    bool ok = analyse(&s, results, err);
    if (ok || err->status != NH_DISCLOSURE) session_say(&s, results);
    nh_status status = session_close(&s, ok, results, err);
    nh_results_free(results);
    return status;
}

command command_of_analysis(const nh_analysis *analysis)
{
    return (command){
        .name = analysis->name,
        .summary = analysis->summary,
        .arguments = analysis->arguments ? analysis->arguments : "",
        .takes_inputs = analysis->arguments ? "[INPUT...]" : "INPUT...",
        .own = analysis->options,
        .reads_extracts = true,
        .gives_tables = true,
        .example = analysis->example,
        .description = analysis->description ? analysis->description : analysis->summary,
        .tables = analysis->tables,
        .analysis = analysis,
        .run = run,
    };
}
