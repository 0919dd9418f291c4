/* cli/option_records.c: the options that many commands share, each said once. */
#include "cli/option_records.h"

const nh_option_record options_of_reading[] = {
    { .name = "year", .kind = NH_OPTION_WHOLE, .argument = "YEAR",
      .help = "the return year, ending on 31 March, of what names none; and the only year shown" },
    { .name = "authority", .kind = NH_OPTION_TEXT, .argument = "CODE",
      .help = "the responsible authority (E10000016) of children that nothing else names one for" },
    { .name = "where", .kind = NH_OPTION_TEXT, .argument = "COL=VALUE[,VALUE]",
      .help = "keep the rows whose COL is one of the values" },
    { .name = "encoding", .kind = NH_OPTION_CHOICE, .argument = "windows-1252|latin-1",
      .help = "what CSV files without a byte order mark are in, where they are not UTF-8" },
    { .name = "postcodes", .kind = NH_OPTION_TEXT, .argument = "FILE",
      .help = "the ONS Postcode Directory, NSPL or Code-Point Open (CSV, .gz, .zip or folder) for distances, or the index "
              "that postcodes made of it" },
    { .name = "extract-date", .kind = NH_OPTION_DATE, .argument = "DATE",
      .help = "the day up to which open placements are counted; else 31 March of the last year" },
    { .name = "gap-days", .kind = NH_OPTION_WHOLE, .argument = "N", .value = "0",
      .help = "a gap of up to N days between episodes does not end a placement" },
    { .name = "history-from", .kind = NH_OPTION_WHOLE, .argument = "YEAR",
      .help = "the first return year from which the history of each child is whole" },
    { .name = "count", .kind = NH_OPTION_CHOICE, .argument = "placements|carers", .value = "placements",
      .help = "count placements, or take consecutive ones with one carer as one" },
    { 0 }
};

const nh_option_record options_of_tables[] = {
    { .name = "table", .kind = NH_OPTION_TEXT, .argument = "NAME", .help = "print the table NAME, not the first one" },
    { .name = "exact", .kind = NH_OPTION_FLAG,
      .help = "true values: small numbers of children are neither suppressed nor rounded" },
    { 0 }
};

const nh_option_record options_of_every_command[] = {
    { .name = "o", .kind = NH_OPTION_TEXT, .argument = "PATH",
      .help = "write to PATH: a file, or FOLDER/ with one file for each table; - is standard output" },
    { .name = "f", .kind = NH_OPTION_CHOICE, .argument = "csv|json|table|markdown|html|latex",
      .help = "the form; else by the ending of PATH, else a table on a terminal and CSV in a pipe" },
    { .name = "seed", .kind = NH_OPTION_WHOLE, .argument = "N", .value = "1989",
      .help = "where random numbers start: the same seed, the same result" },
    { .name = "j", .kind = NH_OPTION_WHOLE, .argument = "N",
      .help = "work on N processors at most; results never depend on it" },
    { .name = "q", .kind = NH_OPTION_FLAG, .help = "say nothing but errors and what is missing" },
    { .name = "v", .kind = NH_OPTION_FLAG, .help = "say each step, and what the numbers show" },
    { .name = "help", .kind = NH_OPTION_FLAG, .help = "this page" },
    { .name = "version", .kind = NH_OPTION_FLAG, .help = "the version" },
    { 0 }
};
