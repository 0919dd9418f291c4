/* cli/checking.c: whether the inputs can be used, and what is wrong with them.
 *
 * What derivation finds (episodes that overlap, postcodes that are not in the directory) counts as well as what
 * reading finds. A file whose every record is set aside is refused. */
#include "cli/commands.h"
#include "cli/session.h"
#include "datasets/derive/rule_checks.h"
#include "datasets/read/problem_places.h"

static void pass_over(nh_inputs *inputs, const nh_derivation *wanted)
{
    nh_parts *parts = wanted->open_parts(inputs, NULL);
    while (parts && parts->next(parts)) continue;
    if (parts) parts->close(parts);
}

/* Deriving is for its problems only: a frame that cannot be made is no fault of the file. */
static void find_problems_of_derivation(nh_inputs *inputs)
{
    static const char *const frames[] = { "placements", "children" };
    for (size_t i = 0; nh_inputs_are_child_level(inputs) && i < sizeof frames / sizeof *frames; i++) {
        const nh_derivation *wanted = nh_derivation_named(frames[i]);
        if (wanted->open_parts && !nh_inputs_rules(inputs)->where) pass_over(inputs, wanted);
        else nh_inputs_frame(inputs, wanted->name, NULL);
    }
    nh_check_rules(inputs);
}

/* An XML file stands in several rows of the inputs, one a table. */
static bool has_a_used_row(const nh_column *file, const nh_column *rows, const nh_column *aside, size_t of)
{
    for (size_t i = 0; i < file->n; i++)
        if (file->code[i] == file->code[of] && nh_present(rows, i) && rows->number[i] > aside->number[i]) return true;
    return false;
}

static bool refuse_files_without_a_usable_row(const nh_frame *inputs, nh_error *err)
{
    const nh_column *file = nh_frame_need(inputs, "file", NH_CATEGORY, err);
    const nh_column *rows = nh_frame_need(inputs, "rows", NH_NUMBER, err);
    const nh_column *aside = nh_frame_need(inputs, "rows_set_aside", NH_NUMBER, err);
    if (!file || !rows || !aside) return false;
    for (size_t i = 0; i < nh_frame_rows(inputs); i++)
        if (nh_present(rows, i) && rows->number[i] > 0 && !has_a_used_row(file, rows, aside, i))
            return nh_fail(err, NH_BAD_INPUT, "%s: refused: no record of it can be used", nh_text_at(file, i));
    return true;
}

/* Where a problem stands points at a child's row: not for everybody. */
static bool write_problems(session *s, nh_error *err)
{
    if (!nh_option_given(s->given->options, "o")) return true;
    nh_results *results = nh_results_new();
    nh_results_add(results, nh_problems_frame(nh_inputs_problems(s->inputs)));
    bool ok = session_write(s, results, nh_inputs_are_child_level(s->inputs), err);
    nh_results_free(results);
    return ok;
}

static nh_status run(const invocation *given, nh_error *err)
{
    session s;
    if (!session_open(&s, given, NULL, err)) return err->status;
    find_problems_of_derivation(s.inputs);
    nh_problems_locate(nh_inputs_problems(s.inputs), nh_encoding_named(nh_option_text(given->options, "encoding")));
    session_say(&s, NULL);
    bool ok = write_problems(&s, err);
    ok = ok && refuse_files_without_a_usable_row(nh_extract_inputs(nh_inputs_extract(s.inputs)), err);
    return session_close(&s, ok, NULL, err);
}

static const nh_option_record own[] = {
    { .name = "as", .kind = NH_OPTION_TEXT, .argument = "TABLE",
      .help = "what every file is meant to be (episodes, header, oc2, ees, onspd, ssda903-xml ...), where its header "
              "is damaged" },
    { 0 }
};

static const char *const tables[] = { "problems", NULL };

const command check_command = {
    .name = "check",
    .summary = "whether the inputs can be used, and what is wrong with them",
    .arguments = "",
    .takes_inputs = "INPUT...",
    .own = own,
    .reads_extracts = true,
    .example = "nearhome check extract/ -o problems.csv",
    .description = "Reads the inputs and works out placements, and lists what is wrong: at most 20 messages, then how "
                   "many there are of each kind. A message names the file, the line and the column, never a value. -o "
                   "writes all of them as a table. The exit code is 0 when the inputs can be used, 2 when not.",
    .tables = tables,
    .run = run,
};
