/* cli/progress.h: how far long work has come, for a person who waits.
 *
 * On a terminal only, on standard error only, from half a second on, at most ten times a second:
 *
 *     reading  [#########.....]  61%  3 s left
 *
 * Elsewhere, and with -v, one line for each step that begins; with -q nothing.
 */
#ifndef NH_CLI_PROGRESS_H
#define NH_CLI_PROGRESS_H

#include "datasets/read/extract.h"

#include <stdbool.h>

typedef struct progress {
    nh_progress teller; /* what library functions are given */
    bool on_terminal, says_steps;
    bool is_shown;           /* a line stands on the terminal */
    double began, step_began, shown; /* seconds */
    char step[64];
} progress;

void progress_begin(progress *p, bool quiet, bool verbose); /* p must stay where it is */
void progress_end(progress *p);                             /* clears the line; before anything else is said */

#endif
