/* plots/sandbox.h: what a child process gives up before it runs a program we do not trust with data.
 *
 * seccomp: no new processes, no sockets, no tracing. Landlock: it reads programs, libraries and fonts, and
 * writes nothing. Where the kernel lacks one of the two the other still holds.
 *
 *     int rules = nh_sandbox_rules("/usr/bin/gnuplot");      before the fork; -1: no Landlock here
 *     ... in the child: nh_sandbox_enter(rules);             async-signal-safe
 */
#ifndef NH_PLOTS_SANDBOX_H
#define NH_PLOTS_SANDBOX_H

#include <stdbool.h>

int nh_sandbox_rules(const char *program);
void nh_sandbox_enter(int rules);

bool nh_sandbox_has_seccomp(void);
bool nh_sandbox_has_landlock(void);

#endif
