/* cli/deriving.c: one derived frame as it is, with true values, for its owner only. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <stdio.h>

/* The frames that can be asked for, or which one was meant. */
static bool know_frame(const char *name, nh_error *err)
{
    const nh_derivation *found = nh_derivation_named(name);
    if (found && found->is_public) return true;
    char names[200] = "";
    size_t used = 0;
    for (size_t i = 0; i < nh_derivation_count() && used < sizeof names; i++)
        if (nh_derivation_at(i)->is_public)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                                     nh_derivation_at(i)->name);
    return nh_fail(err, NH_BAD_INPUT, "derive makes no frame %s; it makes %s", name, names);
}

/* Before the first byte is written. */
static nh_privacy warn_of_true_values(session *s)
{
    session_settle(s);
    if (!nh_inputs_are_child_level(s->inputs)) return NH_SHARED_FILE;
    fprintf(stderr, "notice: true values of children's records, not safe to publish%s\n",
            writes_to_standard_output(s->given) ? "" : "; only its owner can read the file");
    return NH_OWNER_ONLY;
}

static bool derive_in_parts(session *s, const nh_derivation *wanted, nh_error *err)
{
    nh_parts *parts = wanted->open_parts(s->inputs, err);
    if (!parts) return false;
    bool ok = write_parts(s->given, parts, warn_of_true_values(s), err);
    parts->close(parts);
    return ok;
}

static bool derive_as_a_whole(session *s, const nh_derivation *wanted, nh_error *err)
{
    const nh_frame *frame = nh_inputs_frame(s->inputs, wanted->name, err);
    if (!frame) return false;
    nh_results only = { .frames = (nh_frame *[]){ (nh_frame *)(uintptr_t)frame }, .n = 1 };
    return write_results(s->given, &only, warn_of_true_values(s), err);
}

static bool derive(session *s, nh_error *err)
{
    const nh_derivation *wanted = nh_derivation_named(nh_option_text(s->given->options, "frame"));
    bool in_parts = wanted->open_parts && takes_parts(s->given) && !nh_option_given(s->given->options, "where");
    return in_parts ? derive_in_parts(s, wanted, err) : derive_as_a_whole(s, wanted, err);
}

static nh_status run(const invocation *given, nh_error *err)
{
    session s;
    if (!know_frame(nh_option_text(given->options, "frame"), err)) return NH_BAD_INPUT;
    if (!session_open(&s, given, NULL, err)) return err->status;
    bool ok = derive(&s, err);
    session_say(&s, NULL);
    return session_close(&s, ok, NULL, err);
}

const command derive_command = {
    .name = "derive",
    .summary = "placements, children, flows, balance or panel, row by row",
    .arguments = "FRAME",
    .takes_inputs = "INPUT...",
    .reads_extracts = true,
    .gives_records = true,
    .example = "nearhome derive placements extract/ -o placements.csv",
    .description =
        "Works out one of the tables that the analyses stand on: placements (a row per placement), children (a "
        "row per child looked after in the year), flows (children by responsible and receiving authority), "
        "balance (importers and exporters), homes (children's homes of each area) and panel (a row per authority and "
        "year of a published release). "
        "The values are true values: what comes from children's records is written for its owner only.",
    .run = run,
};
