/* cli/command.c: the table of commands, and every analysis behind it. */
#include "cli/command.h"

#include "cli/commands.h"
#include "cli/option_records.h"

#include <string.h>

static const command *const table[] = {
    &audit_command, &describe_command, &check_command, &derive_command, &codebook_command, &chart_command,
    &verify_command, &simulate_command, &postcodes_command, &outlines_command, NULL,
};

enum { N_OF_TABLE = sizeof table / sizeof *table - 1 };

size_t command_count(void)
{
    return N_OF_TABLE + nh_analysis_count();
}

command command_at(size_t i)
{
    return i < N_OF_TABLE ? *table[i] : command_of_analysis(nh_analysis_at(i - N_OF_TABLE));
}

bool command_named(const char *name, command *found)
{
    for (size_t i = 0; i < command_count(); i++) {
        *found = command_at(i);
        if (strcmp(found->name, name) == 0) return true;
    }
    return false;
}

void command_declare(const command *what, nh_options *options)
{
    if (what->own) nh_options_declare(options, what->own);
    if (what->gives_tables) nh_options_declare(options, options_of_tables);
    if (what->reads_extracts) nh_options_declare(options, options_of_reading);
    nh_options_declare(options, options_of_every_command);
}
