/* cli/describing.c: what each input was taken for. */
#include "cli/commands.h"
#include "cli/session.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>

static nh_results *inputs_table(const nh_inputs *inputs)
{
    const nh_frame *frame = nh_extract_inputs(nh_inputs_extract(inputs));
    size_t n = nh_frame_rows(frame), *rows = nh_zeroed(n, sizeof *rows);
    for (size_t i = 0; i < n; i++) rows[i] = i;
    nh_results *results = nh_results_new();
    nh_results_add(results, nh_frame_take(frame, rows, n));
    free(rows);
    return results;
}

static nh_status run(const invocation *given, nh_error *err)
{
    session s;
    if (!session_open(&s, given, NULL, err)) return err->status;
    session_settle(&s);
    nh_results *results = inputs_table(s.inputs);
    /* True numbers of rows, which are children in some tables. */
    bool ok = session_write(&s, results, nh_inputs_are_child_level(s.inputs), err);
    session_say(&s, results);
    nh_status status = session_close(&s, ok, results, err);
    nh_results_free(results);
    return status;
}

static const char *const tables[] = { "inputs", NULL };

const command describe_command = {
    .name = "describe",
    .summary = "what each input was taken for",
    .arguments = "",
    .takes_inputs = "INPUT...",
    .reads_extracts = true,
    .example = "nearhome describe extract/",
    .description = "Lists each table that was recognised by its header, with its file, its rows, the rows set aside, the "
                   "return years and authorities it holds, and its encoding.",
    .tables = tables,
    .run = run,
};
