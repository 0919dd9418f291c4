/* cli/codebook_command.c: what the columns of a table mean, and what their codes stand for. */
#include "cli/commands.h"
#include "cli/output.h"
#include "datasets/codebook.h"

static nh_status run(const invocation *given, nh_error *err)
{
    nh_results *results = nh_results_new();
    const char *name = nh_option_text(given->options, "name");
    int year = (int)nh_option_whole(given->options, "year");
    bool ok = nh_codebook(name, year, results, err) &&
              write_results(given, results, NH_SHARED_FILE, err);
    nh_results_free(results);
    return ok ? NH_OK : err->status;
}

static const nh_option_record own[] = {
    { .name = "table", .kind = NH_OPTION_TEXT, .argument = "NAME", .help = "print the table NAME, not the first one" },
    { .name = "year", .kind = NH_OPTION_WHOLE, .argument = "YEAR",
      .help = "only the columns and codes that the return year has" },
    { 0 }
};

static const char *const tables[] = { "columns", "codes", NULL };

const command codebook_command = {
    .name = "codebook",
    .summary = "what columns mean, and what codes stand for",
    .arguments = "[NAME]",
    .takes_inputs = "",
    .own = own,
    .example = "nearhome codebook placements",
    .description = "Lists the columns of the table NAME (episodes, placements, panel ...), or of every table that is read "
                   "or derived. --table codes lists the codes that its columns may hold, their groups, and the return "
                   "years in which they are used; with --year those of one year alone.",
    .tables = tables,
    .run = run,
};
