/* cli/manual.c: the man page nearhome(1), from the records that help is made from. */
#include "cli/manual.h"

#include "cli/command.h"
#include "cli/help.h"
#include "cli/option_records.h"

/* Text as roff shows it: a dash that can be copied, and no line that is taken for a request. */
static void roff(nh_text *out, const char *text)
{
    bool starts_line = true;
    for (; *text; text++) {
        if (starts_line && (*text == '.' || *text == '\'')) nh_text_say(out, "\\&");
        if (*text == '\\') nh_text_say(out, "\\e");
        else if (*text == '-') nh_text_say(out, "\\-");
        else nh_text_add(out, text, 1);
        starts_line = *text == '\n';
    }
}

static void paragraph(nh_text *out, const char *text)
{
    nh_text_say(out, ".PP\n");
    roff(out, text);
    nh_text_say(out, "\n");
}

static void tagged(nh_text *out, const char *tag, const char *text)
{
    nh_text_say(out, ".TP\n\\fB");
    roff(out, tag);
    nh_text_say(out, "\\fR\n");
    roff(out, text);
    nh_text_say(out, "\n");
}

static void option_entries(nh_text *out, const nh_option_record *records)
{
    for (; records && records->name; records++) {
        if (!records->help) continue;
        nh_text *form = nh_text_new(), *help = nh_text_new();
        help_option_form(records, form);
        nh_text_say(help, "%s", records->help);
        if (records->value) nh_text_say(help, " (else %s)", records->value);
        tagged(out, form->bytes, help->bytes);
        nh_text_free(form);
        nh_text_free(help);
    }
}

static void example(nh_text *out, const char *line)
{
    nh_text_say(out, ".PP\n.RS\n.nf\n");
    roff(out, line);
    nh_text_say(out, "\n.fi\n.RE\n");
}

static void command_entry(nh_text *out, const command *what)
{
    nh_text_say(out, ".SS ");
    help_usage(what, out);
    nh_text_say(out, "\n");
    paragraph(out, what->description);
    for (size_t i = 0; what->tables && what->tables[i]; i++)
        nh_text_say(out, "%s%s", i ? ", " : ".PP\nTables: ", what->tables[i]);
    if (what->tables && what->tables[0]) nh_text_say(out, ".\n");
    option_entries(out, what->own);
    if (what->example) example(out, what->example);
    if (what->analysis && what->analysis->worked) example(out, what->analysis->worked);
}

static void exit_entries(nh_text *out)
{
    nh_text_say(out, ".SH EXIT STATUS\n");
    for (const exit_meaning *at = exit_meanings; at->meaning; at++) {
        nh_text_say(out, ".TP\n\\fB%d\\fR\n", at->code);
        roff(out, at->meaning);
        nh_text_say(out, "\n");
    }
}

void manual_page(nh_text *out)
{
    nh_text_say(out, ".TH NEARHOME 1 \"\" \"nearhome " NH_VERSION "\" \"User Commands\"\n"
                     ".SH NAME\nnearhome \\- how far from home looked\\-after children live, and what goes with it\n"
                     ".SH SYNOPSIS\n\\fBnearhome\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\fIINPUT\\fR...\n"
                     ".SH DESCRIPTION\n");
    paragraph(out,
              "An INPUT is a folder, a file (CSV or XML, also inside .gz and .zip) or - for standard input. Tables "
              "are recognised by the names in their headers, never by the names of files; several years and "
              "several authorities may be given at once.");
    paragraph(out, "Analysis tables, charts and reports that come from children's records are made safe to publish: "
                   "counts of 1 to 5 are shown as c, other counts are rounded, and percentages are worked out from "
                   "what is shown. --exact turns that off, and what it writes only its owner can read.");
    nh_text_say(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < command_count(); i++) {
        command what = command_at(i);
        command_entry(out, &what);
    }
    nh_text_say(out, ".SH OPTIONS\n.SS Of every command\n");
    option_entries(out, options_of_every_command);
    nh_text_say(out, ".SS Of commands that read extracts\n");
    option_entries(out, options_of_reading);
    nh_text_say(out, ".SS Of commands that give tables\n");
    option_entries(out, options_of_tables);
    exit_entries(out);
}
