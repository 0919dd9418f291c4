/* cli/command.h: one record a command; parsing, help, man page and completion loop over them.
 *
 * An analysis of stats/analyses.def is a command without a line here. Adding another command: its file with one
 * record, one line in the table of command.c.
 *
 *     command what;
 *     if (command_named("distance", &what)) help_command(&what, out);
 *
 * The words that `arguments` names become hidden options under their lower-case names: the value of FRAME is
 * nh_option_text(given->options, "frame"). Brackets: may be left out.
 */
#ifndef NH_CLI_COMMAND_H
#define NH_CLI_COMMAND_H

#include "datasets/frame/error.h"
#include "stats/analysis.h"
#include "stats/options.h"

struct invocation;

typedef struct command {
    const char *name, *summary;
    const char *arguments;                     /* what stands before the inputs: "FRAME", "[TABLE]", "" */
    const char *takes_inputs;                  /* "INPUT...", "[INPUT...]", or "" */
    const nh_option_record *own;               /* its own options, or NULL */
    bool reads_extracts;                       /* takes the options for reading (option_records.h) */
    bool gives_records;                        /* rows are children's, with the values as they stand */
    bool gives_tables;                         /* takes the options for tables: --table, --exact */
    const char *example, *description;
    const char *const *tables;                 /* what it gives, the first one printed; NULL where it varies */
    const nh_analysis *analysis;               /* of a command that is one */
    nh_status (*run)(const struct invocation *given, nh_error *err);
} command;

/* What was asked for. */
typedef struct invocation {
    command what;
    nh_options *options;
    const char **inputs; /* the INPUT words */
    size_t n_inputs;
} invocation;

size_t command_count(void);
command command_at(size_t i);
bool command_named(const char *name, command *found);

/* Declares every option the command takes, in the order help shows them. */
void command_declare(const command *what, nh_options *options);

#endif
