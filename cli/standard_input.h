/* cli/standard_input.h: standard input kept in memory, so that it can be hashed as well as read.
 *
 *     file_hash hash;
 *     if (!keep_standard_input(&hash, err)) return false;      from here on fd 0 reads the copy
 */
#ifndef NH_CLI_STANDARD_INPUT_H
#define NH_CLI_STANDARD_INPUT_H

#include "cli/hash.h"

#include <stdbool.h>

bool keep_standard_input(file_hash *hash, nh_error *err);

#endif
