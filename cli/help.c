/* cli/help.c: what --help prints, from the records of commands and options. */
#include "cli/help.h"

#include "cli/option_records.h"
#include "cli/wrap.h"

#include <string.h>

const exit_meaning exit_meanings[] = {
    { NH_OK, "done" },
    { NH_INCOMPLETE, "done, but something asked for is missing, and the message says what" },
    { NH_BAD_INPUT, "the command line or an input is refused" },
    { NH_DISCLOSURE, "refused by disclosure control" },
    { NH_SYSTEM, "the system failed us: cannot read or write" },
    { NH_INTERNAL, "our fault, or out of memory" },
    { NH_INTERRUPTED, "interrupted" },
    { 0, NULL }
};

void help_option_form(const nh_option_record *record, nh_text *out)
{
    nh_text_say(out, "%s%s", record->name[1] ? "--" : "-", record->name);
    if (record->argument) nh_text_say(out, " %s", record->argument);
}

/* The form, then the help in a column of its own: beside the form where that is short, else below it. */
static void option_line(const nh_option_record *record, nh_text *out)
{
    enum { HELP_COLUMN = 26 };
    size_t start = out->n;
    nh_text_say(out, "  ");
    help_option_form(record, out);
    size_t column = out->n - start;
    if (column + 2 > HELP_COLUMN) {
        nh_text_say(out, "\n");
        column = 0;
    }
    nh_text_say(out, "%*s", (int)(HELP_COLUMN - column), "");
    nh_text *help = nh_text_new();
    nh_text_say(help, "%s", record->help);
    if (record->value) nh_text_say(help, " (else %s)", record->value);
    wrap(out, help->bytes, HELP_COLUMN, HELP_COLUMN);
    nh_text_free(help);
}

static void option_lines(const char *heading, const nh_option_record *records, nh_text *out)
{
    if (!records || !records->name) return;
    nh_text_say(out, "\n%s\n", heading);
    for (; records->name; records++)
        if (records->help) option_line(records, out);
}

static void command_line(const command *what, nh_text *out)
{
    nh_text_say(out, "  %-10s ", what->name);
    wrap(out, what->summary, 13, 13);
}

static void commands_of(const char *heading, bool analyses, nh_text *out)
{
    nh_text_say(out, "\n%s\n", heading);
    for (size_t i = 0; i < command_count(); i++) {
        command what = command_at(i);
        if (analyses == (what.analysis != NULL)) command_line(&what, out);
    }
}

static void exit_lines(nh_text *out)
{
    nh_text_say(out, "\nExit codes\n");
    for (const exit_meaning *at = exit_meanings; at->meaning; at++)
        nh_text_say(out, "  %3d  %s\n", at->code, at->meaning);
}

void help_program(nh_text *out)
{
    nh_text_say(out, "Usage: nearhome COMMAND [OPTIONS] INPUT...\n\n");
    wrap(out,
         "How far from home looked-after children live, and what goes with it, from extracts of the Department for "
         "Education: the SSDA903 return of children's records, or published tables. An INPUT is a folder, a file "
         "(CSV or XML, also inside .gz and .zip) or - for standard input; tables are recognised by their headers.",
         0, 0);
    commands_of("Commands", false, out);
    if (nh_analysis_count()) commands_of("Analyses", true, out);
    exit_lines(out);
    nh_text_say(out, "\nnearhome COMMAND --help says more of each.\n");
}

static void table_line(const command *what, nh_text *out)
{
    if (!what->tables || !what->tables[0]) return;
    nh_text_say(out, "\nTables: %s", what->tables[0]);
    for (size_t i = 1; what->tables[i]; i++) nh_text_say(out, ", %s", what->tables[i]);
    nh_text_say(out, "\n");
}

static void worked_lines(const command *what, nh_text *out)
{
    const char *line = what->analysis ? what->analysis->worked : NULL;
    if (line) nh_text_say(out, "\nWorked example\n");
    for (; line && *line; line += strcspn(line, "\n") + 1)
        nh_text_say(out, "  %.*s\n", (int)strcspn(line, "\n"), line);
}

void help_usage(const command *what, nh_text *out)
{
    nh_text_say(out, "nearhome %s%s%s [OPTIONS]%s%s", what->name, *what->arguments ? " " : "", what->arguments,
                *what->takes_inputs ? " " : "", what->takes_inputs);
}

void help_command(const command *what, nh_text *out)
{
    nh_text_say(out, "Usage: ");
    help_usage(what, out);
    nh_text_say(out, "\n\n");
    wrap(out, what->description, 0, 0);
    table_line(what, out);
    if (what->example) nh_text_say(out, "\nExample\n  %s\n", what->example);
    worked_lines(what, out);
    option_lines("Options", what->own, out);
    if (what->gives_tables) option_lines("Options for tables", options_of_tables, out);
    if (what->reads_extracts) option_lines("Options for reading", options_of_reading, out);
    option_lines("Options of every command", options_of_every_command, out);
}
