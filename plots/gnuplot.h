/* plots/gnuplot.h: the one place that starts gnuplot; a script goes in, a checked picture comes out.
 *
 * It is started by fork and exec, never through a shell, with an environment made here, the script in memory,
 * and as little of the system as seccomp and Landlock leave it. A picture counts only when the program ended
 * well, was silent, and what it gave has a picture's beginning and end; plots/svg.h checks the rest of an SVG.
 *
 *     nh_text *raw = nh_text_new();
 *     if (!nh_gnuplot_run(NULL, script->bytes, script->n, NH_SVG, raw, &err)) ...   one line says why
 */
#ifndef NH_PLOTS_GNUPLOT_H
#define NH_PLOTS_GNUPLOT_H

#include "datasets/write.h"

typedef enum nh_picture { NH_SVG, NH_PNG } nh_picture;

/* What to start and how long to wait. Zero or NULL: what is usual. */
typedef struct nh_gnuplot {
    const char *program; /* an absolute path; else NEARHOME_GNUPLOT when that is one, else /usr/bin/gnuplot */
    double seconds;      /* until it is killed; else NEARHOME_GNUPLOT_SECONDS (1 to 999), else 30 */
} nh_gnuplot;

bool nh_gnuplot_run(const nh_gnuplot *how, const char *script, size_t n, nh_picture picture, nh_text *out,
                    nh_error *err);

/* "5.4 patchlevel 4": what the program says of itself, asked as a picture is asked for. False, and one line why, when
 * it does not answer as gnuplot does: then no chart need be tried. */
enum { NH_GNUPLOT_VERSION = 48 };
bool nh_gnuplot_version(const nh_gnuplot *how, char version[NH_GNUPLOT_VERSION], nh_error *err);

/* NULL, or a sentence about protection that this system does not offer. */
const char *nh_gnuplot_note(void);

#endif
