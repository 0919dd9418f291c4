/* cli/parse.h: the words of the command line as a command, its options and its inputs. */
#ifndef NH_CLI_PARSE_H
#define NH_CLI_PARSE_H

#include "cli/command.h"
#include "datasets/frame/arena.h"

/* words[0] is the command's name. The records of hidden options live in the arena, as do the inputs. */
bool parse(char *const *words, nh_arena *keep, invocation *given, nh_error *err);

#endif
