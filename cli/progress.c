/* cli/progress.c: one line, drawn over again; the only clock of the program, and no output depends on it. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double first_shown = 0.5, between = 0.1; /* seconds */

enum { BAR = 20 };

static double now(void)
{
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The time left is a guess worth making once a tenth is done. */
static void draw(progress *p, double share, double at)
{
    char bar[BAR + 1];
    int filled = (int)(share * BAR);
    for (int i = 0; i < BAR; i++) bar[i] = i < filled ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r\033[K%s  [%s] %3.0f%%", p->step, bar, 100 * share);
    if (share >= 0.1) fprintf(stderr, "  %.0f s left", (at - p->step_began) * (1 - share) / share);
    fflush(stderr);
    p->is_shown = true;
    p->shown = at;
}

static void begin_step(progress *p, const char *what, double at)
{
    snprintf(p->step, sizeof p->step, "%s", what);
    p->step_began = at;
    if (p->says_steps && !p->on_terminal) fprintf(stderr, "%s\n", p->step);
}

static void step(void *teller, const char *what, double done, double whole)
{
    progress *p = teller;
    double at = now();
    if (strncmp(p->step, what, sizeof p->step - 1) != 0) begin_step(p, what, at);
    if (!p->on_terminal || at - p->began < first_shown || at - p->shown < between) return;
    double share = whole > 0 ? done / whole : 0;
    draw(p, share < 0 ? 0 : share > 1 ? 1 : share, at);
}

void progress_begin(progress *p, bool quiet, bool verbose)
{
    *p = (progress){ .on_terminal = !quiet && isatty(STDERR_FILENO), .says_steps = verbose && !quiet };
    p->teller = (nh_progress){ .step = step, .teller = p };
    p->began = now();
}

void progress_end(progress *p)
{
    if (!p->is_shown) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    p->is_shown = false;
}
