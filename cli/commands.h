/* cli/commands.h: the commands that are more than an analysis, one file each. */
#ifndef NH_CLI_COMMANDS_H
#define NH_CLI_COMMANDS_H

#include "cli/command.h"

extern const command audit_command, describe_command, check_command, derive_command, chart_command, verify_command,
    simulate_command, codebook_command, postcodes_command, outlines_command;

/* A command that is one of stats/analyses.def. */
command command_of_analysis(const nh_analysis *analysis);

#endif
