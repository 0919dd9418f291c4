/* cli/analysing.c: a command that is an analysis: read, analyse, make safe, write, and say what was left out. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"
#include "stats/disclosure.h"

#include <stdio.h>

static bool analyse(session *s, nh_results *results, nh_error *err)
{
    const nh_analysis *analysis = s->given->what.analysis;
    bool exact = nh_option_flag(s->given->options, "exact");
    bool is_true = exact && nh_inputs_are_child_level(s->inputs);
    if (!analysis->run(s->inputs, s->given->options, results, err)) return false;
    nh_disclose_results(results, exact);
    if (analysis->findings) analysis->findings(results);
    session_settle(s);
    if (is_true) fputs("notice: --exact: true numbers of children, not safe to publish\n", stderr);
    return write_results(s->given, results, is_true ? NH_OWNER_ONLY : NH_SHARED_FILE, err);
}

static nh_status run(const invocation *given, nh_error *err)
{
    session s;
    if (!session_open(&s, given, NULL, err)) return err->status;
    nh_results *results = nh_results_new();
    bool ok = analyse(&s, results, err);
    session_say(&s, results);
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
