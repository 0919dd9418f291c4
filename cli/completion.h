/* cli/completion.h: what a shell needs to complete commands, options and their values, from the records. */
#ifndef NH_CLI_COMPLETION_H
#define NH_CLI_COMPLETION_H

#include "datasets/write.h"

/* `shell` is bash, zsh or fish; false for another. */
bool completion_for(const char *shell, nh_text *out);

#endif
