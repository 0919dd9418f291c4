/* plots/theme.h: what our charts look like, and the gnuplot script that is being built.
 *
 * A chart is laid out here in pixels from the top left, as a designer would; gnuplot only paints. So SVG and
 * PNG agree, nothing is dropped for being outside an axis, and axis labels are ordinary text.
 * No text of the data can be read as a command: every text is cleaned, then written in double quotes with each
 * byte that is not a letter, digit or blank as an octal escape. Data blocks hold numbers and nothing else.
 *
 *     nh_box body = nh_script_open(script, &(nh_heading){ .title = ..., .subtitle = ... }, 400);
 *     nh_scale miles = { 0, 100, body.left, body.right };
 *     nh_draw_box(script, (nh_box){ body.left, nh_place(miles, 20), 200, 216 }, NH_NAVY);
 *     nh_draw_text(script, body.left, 208, &(nh_type){ .size = 12, .colour = NH_INK }, "Ealing");
 */
#ifndef NH_PLOTS_THEME_H
#define NH_PLOTS_THEME_H

#include "plots/chart.h"

#include <stdint.h>

/* The palette of the Government Analysis Function, and darker twins for coloured words. */
enum {
    NH_NAVY = 0x12436D, NH_TEAL = 0x28A197, NH_PLUM = 0x801650, NH_ORANGE = 0xF46A25, NH_COAL = 0x3D3D3D,
    NH_LILAC = 0xA285D1, NH_BLUE = 0x2073BC, NH_SKY = 0x6BACE6, NH_GREY = 0xBFBFBF, NH_INK = 0x0B0C0C,
    NH_MUTED = 0x505A5F, NH_GRID = 0xD9D9D9, NH_WHITE = 0xFFFFFF, NH_ORANGE_WORD = 0xB8420A,
    NH_TEAL_WORD = 0x1B6F68
};

/* The colour with some of it gone: transparency 0 (solid) to 255. */
static inline uint32_t nh_faint(uint32_t colour, uint32_t transparency)
{
    return colour | transparency << 24;
}

/* ---- text ---- */

/* nh_clean_text as a gnuplot string, quotes included, of at most 500 bytes. */
enum { NH_MOST_TEXT = 500 };
void nh_gnuplot_text(const char *text, nh_text *out);

/* Pixels that a line takes in Arial or Liberation Sans. */
double nh_text_width(const char *text, double size, bool is_bold);

/* ---- scales ---- */

typedef struct nh_scale {
    double from, to;       /* values */
    double start, finish;  /* their pixels */
} nh_scale;

double nh_place(nh_scale scale, double value);
/* A round step (1, 2, 2.5 or 5 times a power of ten) that gives at most `most` steps from `from` to `to`. */
double nh_round_step(double from, double to, int most);

/* ---- the script ---- */

typedef struct nh_box {
    double left, right, top, bottom;
} nh_box;

typedef struct nh_heading {
    const nh_chart_labels *labels;    /* its title, source and synthetic mark */
    const char *subtitle;             /* measure, place, time */
    const char *note;                 /* how to read it, what is missing; or NULL */
} nh_heading;

nh_script *nh_script_new(void);
void nh_script_free(nh_script *script); /* NULL is allowed */

/* Writes title, subtitle, note and source around a body of this height, and says where the body is. */
enum { NH_CHART_WIDTH = 960, NH_CHART_MARGIN = 24 };
nh_box nh_script_open(nh_script *script, const nh_heading *heading, double body_height);

typedef enum nh_anchor { NH_LEFT, NH_CENTRE, NH_RIGHT } nh_anchor;

typedef struct nh_type {
    double size;
    uint32_t colour;
    nh_anchor anchor;
    bool is_bold;
} nh_type;

typedef enum nh_dash { NH_SOLID, NH_DASHED, NH_DOTTED, NH_CURVED } nh_dash; /* curved: solid, of many short pieces */

typedef struct nh_stroke {
    uint32_t colour;
    double width;
    nh_dash dash;
} nh_stroke;

typedef enum nh_shape { NH_CIRCLE, NH_RING, NH_SQUARE, NH_TRIANGLE, NH_DIAMOND } nh_shape;

typedef struct nh_spot {
    double x, y;
} nh_spot;

/* What is drawn later lies on top; text lies on top of everything. */
void nh_draw_text(nh_script *script, double x, double middle, const nh_type *type, const char *text);
void nh_draw_box(nh_script *script, nh_box box, uint32_t colour);
void nh_draw_line(nh_script *script, nh_spot from, nh_spot to, nh_stroke stroke);
void nh_draw_path(nh_script *script, const nh_spot *spots, size_t n, nh_stroke stroke);
void nh_draw_shape(nh_script *script, const nh_spot *spots, size_t n, uint32_t colour); /* closed, filled */
void nh_draw_point(nh_script *script, nh_spot at, nh_shape shape, double diameter, uint32_t colour);

/* Breaks between words so that no line is wider than `width`; returns the number of lines. `script` NULL: only
 * counts. */
size_t nh_draw_paragraph(nh_script *script, nh_spot first_line, double width, const nh_type *type, const char *text);

/* Faint lines across the area at each step, with their numbers below (or left of) it; `unit` "%" or "". */
void nh_draw_grid_below(nh_script *script, nh_box area, nh_scale scale, double step, const char *unit);
void nh_draw_grid_left(nh_script *script, nh_box area, nh_scale scale, double step, const char *unit);

/* What must be found in the picture again. */
typedef struct nh_marks {
    size_t n_filled, n_points, n_texts;
} nh_marks;

nh_marks nh_script_marks(const nh_script *script);
double nh_script_title_bottom(const nh_script *script); /* the report leaves out what is above: it has it as text */
void nh_script_write(const nh_script *script, nh_picture picture, nh_text *out);

#endif
