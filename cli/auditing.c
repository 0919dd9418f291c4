/* cli/auditing.c: every analysis on one set of inputs, as tables, charts, a report and a manifest.
 *
 * Tables are whole before the first chart is drawn, and the manifest is written last. */
#include "cli/audit.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/shown_date.h"
#include "cli/standard_input.h"
#include "datasets/frame/arena.h"
#include "stats/disclosure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_TEXT = 128 };

static bool put_table(audit *a, const nh_frame *frame, nh_error *err)
{
    char name[NAME_TEXT];
    snprintf(name, sizeof name, "tables/%s.csv", nh_frame_name(frame));
    nh_text *text = nh_text_new();
    nh_csv_of(frame, text);
    bool ok = audit_folder_put(&a->folder, name, text, err);
    nh_text_free(text);
    a->n_tables += ok;
    return ok;
}

static bool put_tables(audit *a, const nh_results *results, nh_error *err)
{
    for (size_t i = 0; i < results->n; i++)
        if (!put_table(a, results->frames[i], err)) return false;
    return true;
}

/* Rows of some tables are children (one each in uasc and oc2), and so are kinds of problem: their numbers leave as
 * those of every other table do. */
static void add_released(audit *a, const nh_frame *frame)
{
    size_t n = nh_frame_rows(frame), *rows = nh_zeroed(n + 1, sizeof *rows);
    for (size_t i = 0; i < n; i++) rows[i] = i;
    nh_frame *exact = nh_frame_take(frame, rows, n);
    free(rows);
    nh_frame_set_lineage(exact, nh_inputs_are_child_level(a->s.inputs) ? NH_CHILD_LEVEL : NH_PUBLISHED);
    nh_results_add(a->quality, a->is_exact ? exact : nh_disclose(exact, NULL));
    if (!a->is_exact) nh_frame_free(exact);
}

/* What was read, and what was wrong with it, beside the analyses. */
static void gather_quality(audit *a)
{
    nh_frame *problems = nh_problems_by_kind(nh_inputs_problems(a->s.inputs));
    add_released(a, nh_extract_inputs(nh_inputs_extract(a->s.inputs)));
    add_released(a, problems);
    nh_frame_free(problems);
    session_gather(&a->s, a->quality);
    nh_disclose_notes(a->quality, a->is_exact || !nh_inputs_are_child_level(a->s.inputs));
}

/* The gaps that the analyses themselves named count for the whole. */
static void gather_gaps(audit *a)
{
    for (size_t i = 0; i < a->n_chapters; i++) {
        const nh_sentences *gaps = &a->chapters[i].results->gaps;
        for (size_t k = 0; k < gaps->n; k++) nh_results_gap(a->quality, "%s", gaps->text[k]);
    }
}

/* The latest year of children in a table, 0 where it has none: that of Ofsted's list is not theirs. */
static double latest_year_of(const nh_frame *table)
{
    const nh_column *year = nh_frame_find(table, "year");
    double latest = 0;
    if (!year || !year->number || strcmp(nh_frame_name(table), "homes") == 0) return 0;
    for (size_t row = 0; row < year->n; row++)
        if (nh_present(year, row) && year->number[row] > latest) latest = year->number[row];
    return latest;
}

static int latest_year(const audit *a)
{
    double latest = 0;
    for (size_t i = 0; i < a->n_chapters; i++)
        for (size_t k = 0; k < a->chapters[i].results->n; k++) {
            double of_table = latest_year_of(a->chapters[i].results->frames[k]);
            if (of_table > latest) latest = of_table;
        }
    return (int)latest;
}

static void name_sources(audit *a)
{
    int year = latest_year(a);
    const char *what = a->is_synthetic ? "Synthetic SSDA903 returns; no child in them exists"
                       : nh_inputs_are_child_level(a->s.inputs)
                           ? "SSDA903 returns"
                           : "Department for Education, children looked after in England";
    const char *where = nh_option_text(a->s.given->options, "where");
    if (year) snprintf(a->source, sizeof a->source, "Source: %s, year to 31 March %d", what, year);
    else snprintf(a->source, sizeof a->source, "Source: %s", what);
    size_t n = strlen(a->source);
    if (where) snprintf(a->source + n, sizeof a->source - n, "; only those with %.200s", where);
    if (year) snprintf(a->subtitle, sizeof a->subtitle, "Children looked after, year to 31 March %d", year);
    else snprintf(a->subtitle, sizeof a->subtitle, "Children looked after");
}

static bool is_standard_input(const char *input)
{
    return strcmp(input, "-") == 0;
}

static bool note_input(audit *a, const char *input, nh_error *err)
{
    if (!is_standard_input(input)) return manifest_read(a->folder.manifest, input, err);
    manifest_read_already(a->folder.manifest, input, &a->standard_input);
    return true;
}

static bool note_inputs(audit *a, const nh_simulated *embedded, nh_error *err)
{
    const invocation *given = a->s.given;
    manifest_tell_sizes(a->folder.manifest, a->is_exact || !nh_inputs_are_child_level(a->s.inputs));
    for (size_t i = 0; embedded && i < embedded->n; i++)
        manifest_read_embedded(a->folder.manifest, &embedded->files[i]);
    for (size_t i = 0; i < given->n_inputs; i++)
        if (!note_input(a, given->inputs[i], err)) return false;
    const char *postcodes = nh_option_text(given->options, "postcodes");
    manifest_tell_sizes(a->folder.manifest, true);
    if (postcodes)
        manifest_postcodes(a->folder.manifest, nh_postcodes_kept_from(nh_inputs_postcodes(a->s.inputs)));
    return !postcodes || manifest_read(a->folder.manifest, postcodes, err);
}

static void fill_manifest(audit *a)
{
    manifest *m = a->folder.manifest;
    char date[NH_DATE_TEXT];
    int32_t extract_date = nh_inputs_rules(a->s.inputs)->extract_date;
    nh_date_write(extract_date, date);
    if (extract_date) manifest_say(m, "extract_date", date);
    if (shown_date(extract_date, date)) manifest_say(m, "date", date);
    manifest_say(m, "disclosure", !nh_inputs_are_child_level(a->s.inputs) ? "published input, not altered"
                                  : a->is_exact ? "none (--exact)" : "publish");
    manifest_say(m, "synthetic", a->is_synthetic ? "yes" : "no");
    if (*a->gnuplot) manifest_library(m, "gnuplot", a->gnuplot);
    if (*a->gnuplot) manifest_say(m, "chart_protection", nh_gnuplot_note());
    manifest_problems(m, nh_results_find(a->quality, "problems_by_kind"));
    for (size_t i = 0; i < a->quality->gaps.n; i++) manifest_missing(m, a->quality->gaps.text[i]);
}

static bool write_audit(audit *a, const nh_simulated *embedded, nh_error *err)
{
    if (!audit_analyse(a, err)) return false;
    gather_quality(a);
    gather_gaps(a);
    name_sources(a);
    a->folder.privacy = a->is_true ? NH_OWNER_ONLY : NH_SHARED_FILE;
    for (size_t i = 0; i < a->n_chapters; i++)
        if (!put_tables(a, a->chapters[i].results, err)) return false;
    if (!put_tables(a, a->quality, err) || !audit_draw(a, err) || !audit_report(a, err)) return false;
    if (!note_inputs(a, embedded, err)) return false;
    fill_manifest(a);
    return audit_folder_finish(&a->folder, err);
}

static bool say_where(const audit *a, nh_error *err)
{
    nh_text *line = nh_text_new();
    nh_text_say(line, "%s/report.html\n", a->folder.path);
    if (a->s.is_verbose && *a->gnuplot) say_gnuplot(a->gnuplot);
    if (!a->s.is_quiet)
        fprintf(stderr, "wrote %zu tables, %zu chart%s, report.html and manifest.json to %s; the report is\n",
                a->n_tables, a->n_charts, a->n_charts == 1 ? "" : "s", a->folder.path);
    bool ok = nh_write_file("-", line->bytes, line->n, NH_SHARED_FILE, err);
    nh_text_free(line);
    return ok;
}

static void free_audit(audit *a)
{
    for (size_t i = 0; i < a->n_chapters; i++) {
        chapter *c = &a->chapters[i];
        for (size_t k = 0; k < c->n_figures; k++) nh_text_free((nh_text *)(uintptr_t)c->figures[k].svg);
        nh_results_free(c->results);
    }
    free(a->chapters);
    nh_text_free(a->undrawn.names);
    nh_results_free(a->quality);
    audit_folder_close(&a->folder);
}

/* "out/" and "out" are one folder. */
static const char *folder_of(const invocation *given, char *room, size_t n)
{
    const char *asked = nh_option_text(given->options, "o");
    int length = snprintf(room, n, "%s", asked ? asked : "nearhome-audit");
    while (length > 1 && room[length - 1] == '/') room[--length] = '\0';
    return room;
}

static nh_status audit_session(audit *a, const nh_simulated *embedded, nh_error *err)
{
    a->is_true = a->is_exact && nh_inputs_are_child_level(a->s.inputs);
    if (a->is_true)
        fputs("notice: --exact: true numbers of children, not safe to publish; only their owner can read the files\n",
              stderr);
    if (a->s.given->n_inputs == 0) nh_results_note(a->quality, "no INPUT was given: this is the extract that ships");
    a->is_synthetic = a->s.is_invented;
    bool ok = session_may_narrow(&a->s, err) && write_audit(a, embedded, err);
    if (a->n_chapters) session_say_gathered(&a->s, a->quality);
    ok = ok && say_where(a, err);
    return session_close(&a->s, ok, a->quality, err);
}

/* What can be read once only is kept, so that the manifest has its hash. */
static bool keep_what_passes(audit *a, const invocation *given, nh_error *err)
{
    for (size_t i = 0; i < given->n_inputs; i++)
        if (is_standard_input(given->inputs[i])) return keep_standard_input(&a->standard_input, err);
    return true;
}

static nh_status run(const invocation *given, nh_error *err)
{
    char room[1024];
    const char *path = folder_of(given, room, sizeof room);
    audit a = { .is_exact = nh_option_flag(given->options, "exact") };
    if (!audit_folder_open(&a.folder, path, given, err)) return err->status;
    nh_simulated *shipped = given->n_inputs == 0 ? nh_simulate(&nh_simulation_england, err) : NULL;
    bool ok = (shipped || given->n_inputs) && keep_what_passes(&a, given, err) &&
              session_open(&a.s, given, shipped, err);
    a.quality = nh_results_new();
    nh_status status = ok ? audit_session(&a, shipped, err) : err->status;
    nh_simulated_free(shipped);
    free_audit(&a);
    return status;
}

static const nh_option_record own[] = {
    { .name = "exact", .kind = NH_OPTION_FLAG,
      .help = "true values: small numbers of children are neither suppressed nor rounded" },
    { 0 }
};

const command audit_command = {
    .name = "audit",
    .summary = "every analysis, as tables, charts and a report",
    .arguments = "",
    .takes_inputs = "[INPUT...]",
    .own = own,
    .reads_extracts = true,
    .example = "nearhome audit extract/ -o audit-2024",
    .description = "Writes a folder (nearhome-audit, or -o DIR) with report.html, tables/NAME.csv, charts/NAME.svg and "
                   ".png, and manifest.json, which names every file that was read or written with its SHA-256. A folder "
                   "that holds anything but an earlier audit is never written over. Without INPUT it audits an "
                   "England of invented children that ships with the program.",
    .run = run,
};
