/* cli/output.h: where a command's tables go, and in which form.
 *
 * Without -o the first table (or --table NAME) goes to standard output. -o FOLDER/ takes each table as a file of its
 * own, -o FILE the one table. The form is -f's, else that of FILE's ending, else a table on a terminal and CSV in a
 * pipe; JSON holds the notes and gaps of the results as well. A file that is one of the inputs is never written over.
 */
#ifndef NH_CLI_OUTPUT_H
#define NH_CLI_OUTPUT_H

#include "cli/command.h"
#include "datasets/write.h"

bool write_results(const invocation *given, const nh_results *results, nh_privacy privacy, nh_error *err);

/* A table that is the command's only one, without holding it whole; only where it can be written so: as CSV, and
 * not into a folder. */
bool takes_parts(const invocation *given);
bool write_parts(const invocation *given, nh_parts *parts, nh_privacy privacy, nh_error *err);

/* Text that is for standard output, or -o PATH. */
bool write_text(const invocation *given, const nh_text *text, nh_error *err);

/* Whether the tables go to standard output. */
bool writes_to_standard_output(const invocation *given);

/* Makes a folder and those above it; true when it is there. */
bool make_folder(const char *path, nh_privacy privacy, nh_error *err);

#endif
