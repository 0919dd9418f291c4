/* cli/charting.c: one chart from one table in a CSV file. */
#include "cli/commands.h"
#include "cli/messages.h"
#include "datasets/frame/text.h"
#include "datasets/read/any_csv.h"
#include "plots/chart.h"

#include <stdio.h>
#include <string.h>

/* ".svg" alone is a hidden file without an ending. */
static bool has_ending(const char *path, const char *ending)
{
    return nh_ends_with(path, ending) && strcmp(path, ending) != 0;
}

static const nh_chart *know_chart(const char *name, nh_error *err)
{
    const nh_chart *chart = nh_chart_named(name);
    if (chart) return chart;
    char names[300] = "";
    size_t used = 0;
    for (size_t i = 0; i < nh_chart_count() && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", nh_chart_at(i)->name);
    nh_fail(err, NH_BAD_INPUT, "there is no chart %s; there is %s", name, names);
    return NULL;
}

static bool know_picture(const char *path, nh_picture *picture, nh_error *err)
{
    *picture = path && has_ending(path, ".png") ? NH_PNG : NH_SVG;
    if (path && (has_ending(path, ".svg") || has_ending(path, ".png"))) return true;
    return nh_fail(err, NH_BAD_INPUT, "chart needs -o FILE.svg or -o FILE.png (nearhome chart --help)");
}

static bool draw(const nh_chart *chart, const nh_frame *table, const invocation *given, nh_error *err)
{
    const char *path = nh_option_text(given->options, "o");
    nh_picture picture;
    if (!know_picture(path, &picture, err)) return false;
    if (nh_frame_rows(table) == 0)
        return nh_fail(err, NH_BAD_INPUT, "%s has a header and no row: there is nothing to draw",
                       nh_option_text(given->options, "table"));
    const nh_chart_labels labels = { .source = nh_option_text(given->options, "source"),
                                     .title = nh_option_text(given->options, "title") };
    nh_text *drawn = nh_text_new();
    bool ok = nh_chart_draw(chart, table, &labels, picture, drawn, err) &&
              nh_write_file(path, drawn->bytes, drawn->n, NH_SHARED_FILE, err);
    nh_text_free(drawn);
    if (ok && nh_option_flag(given->options, "v")) say_gnuplot(NULL);
    return ok;
}

static nh_status run(const invocation *given, nh_error *err)
{
    const nh_chart *chart = know_chart(nh_option_text(given->options, "name"), err);
    const nh_encoding *encoding = nh_encoding_named(nh_option_text(given->options, "encoding"));
    const char *said = nh_option_text(given->options, "types");
    nh_column_types *types = chart && said ? nh_column_types_read(said, err) : NULL;
    bool can_read = chart && (!said || types);
    const char *path = nh_option_text(given->options, "table");
    nh_frame *table = can_read ? nh_any_csv_typed(path, encoding, types, err) : NULL;
    nh_column_types_free(types);
    bool ok = table && draw(chart, table, given, err);
    nh_frame_free(table);
    return ok ? NH_OK : err->status;
}

static const nh_option_record own[] = {
    { .name = "title", .kind = NH_OPTION_TEXT, .argument = "TEXT", .help = "the title; else the finding in the table" },
    { .name = "source", .kind = NH_OPTION_TEXT, .argument = "TEXT", .help = "the line below the chart" },
    { .name = "encoding", .kind = NH_OPTION_CHOICE, .argument = "windows-1252|latin-1",
      .help = "what the table is in, where it is not UTF-8" },
    { .name = "types", .kind = NH_OPTION_TEXT, .argument = "COL=number|date|text[,...]",
      .help = "what columns of the table are, where their values do not say it" },
    { 0 }
};

const command chart_command = {
    .name = "chart",
    .summary = "one chart from one table",
    .arguments = "NAME TABLE.csv",
    .takes_inputs = "",
    .own = own,
    .example = "nearhome chart distance nearhome-audit/tables/distance.csv -o distance.svg",
    .description = "Draws the chart NAME (balance, distance ...) from a table as audit writes it, as .svg or .png. The "
                   "numbers are drawn as they stand in the file.",
    .run = run,
};
