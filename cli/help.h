/* cli/help.h: what --help prints, from the records of commands and options. */
#ifndef NH_CLI_HELP_H
#define NH_CLI_HELP_H

#include "cli/command.h"
#include "datasets/write.h"

void help_program(nh_text *out);
void help_command(const command *what, nh_text *out);

/* "nearhome derive FRAME [OPTIONS] INPUT..." */
void help_usage(const command *what, nh_text *out);

/* "--by COL[,COL]", "-f csv|json|table", "--exact". */
void help_option_form(const nh_option_record *record, nh_text *out);

/* What each exit code says, for help and manual; ended by a NULL meaning. */
typedef struct exit_meaning {
    int code;
    const char *meaning;
} exit_meaning;
extern const exit_meaning exit_meanings[];

#endif
