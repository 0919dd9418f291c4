/* cli/tracing_outlines.c: the areas of the map from a postcode directory, as the program carries them. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "datasets/tables/postcodes.h"
#include "plots/outlines_of_postcodes.h"

static nh_postcodes *open_directory(const invocation *given, nh_error *err)
{
    progress shown;
    progress_begin(&shown, nh_option_flag(given->options, "q"), nh_option_flag(given->options, "v"));
    nh_postcodes *directory = nh_postcodes_open(nh_option_text(given->options, "onspd"), NULL, &shown.teller, err);
    progress_end(&shown);
    return directory;
}

static nh_status run(const invocation *given, nh_error *err)
{
    nh_postcodes *directory = open_directory(given, err);
    if (!directory) return err->status;
    nh_results *results = nh_results_new();
    nh_results_add(results, nh_outlines_of_postcodes(directory));
    bool ok = write_results(given, results, NH_SHARED_FILE, err);
    nh_results_free(results);
    nh_postcodes_free(directory);
    return ok ? NH_OK : err->status;
}

static const char *const tables[] = { "outlines", NULL };

const command outlines_command = {
    .name = "outlines",
    .summary = "the areas of the map, traced from a postcode directory",
    .arguments = "ONSPD",
    .takes_inputs = "",
    .example = "nearhome outlines ONSPD.csv -o outlines.csv",
    .description = "Makes the lines between authorities that the map is drawn with from the postcodes of the ONS Postcode "
                   "Directory (CSV, .gz or .zip, or the index of it that postcodes made). They are not official "
                   "boundaries: between postcodes a line is where the nearer postcode changes authority. The program "
                   "carries those of one directory; this makes them anew for a later one (docs/renewing.md).",
    .tables = tables,
    .run = run,
};
