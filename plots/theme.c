/* plots/theme.c: the look of every chart. Pixels and colours become gnuplot data blocks and labels. */
#include "plots/theme.h"

#include "datasets/frame/arena.h"
#include "datasets/write/shown.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum kind { BOXES, LINES, SHAPES, POINTS } kind;

/* Marks of one kind that follow each other are one data block and one element of the plot command. */
typedef struct layer {
    kind kind;
    double width;   /* of lines; diameter of points */
    int look;       /* dash of lines; shape of points */
    uint32_t colour; /* of lines that are not solid; the others' stand in their rows */
    nh_text *rows;
} layer;

struct nh_script {
    double width, height, title_bottom;
    layer *layers;
    size_t n_layers;
    nh_text *labels;
    nh_marks marks;
};

static const double title_size = 19, subtitle_size = 13, note_size = 11;

nh_script *nh_script_new(void)
{
    nh_script *script = nh_zeroed(1, sizeof *script);
    script->labels = nh_text_new();
    script->width = NH_CHART_WIDTH;
    script->height = NH_CHART_WIDTH / 2.0;
    return script;
}

void nh_script_free(nh_script *script)
{
    if (!script) return;
    for (size_t i = 0; i < script->n_layers; i++) nh_text_free(script->layers[i].rows);
    free(script->layers);
    nh_text_free(script->labels);
    free(script);
}

/* ---- drawing ---- */

static nh_text *rows_of(nh_script *script, layer want)
{
    layer *last = script->n_layers ? &script->layers[script->n_layers - 1] : NULL;
    bool is_alike = last && last->kind == want.kind && last->look == want.look && last->width == want.width;
    if (is_alike && last->colour == want.colour) return last->rows;
    script->layers = nh_resize(script->layers, script->n_layers + 1, sizeof *script->layers);
    want.rows = nh_text_new();
    script->layers[script->n_layers++] = want;
    return want.rows;
}

/* Numbers only ever enter a script through here. */
static void say_numbers(nh_text *rows, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (isfinite(values[i])) nh_text_say(rows, "%.17g", values[i]);
        else nh_text_add(rows, "NaN", 3);
        nh_text_add(rows, i + 1 < n ? " " : "\n", 1);
    }
}

void nh_draw_box(nh_script *script, nh_box box, uint32_t colour)
{
    const double row[] = { (box.left + box.right) / 2, (box.top + box.bottom) / 2, box.left, box.right,
                           fmin(box.top, box.bottom), fmax(box.top, box.bottom), colour };
    say_numbers(rows_of(script, (layer){ .kind = BOXES }), row, 7);
    script->marks.n_filled++;
}

static void draw_chain(nh_text *rows, const nh_spot *spots, size_t n, uint32_t colour)
{
    if (rows->n) nh_text_add(rows, "\n", 1);
    for (size_t i = 0; i < n; i++) {
        const double row[] = { spots[i].x, spots[i].y, colour };
        say_numbers(rows, row, 3);
    }
}

/* gnuplot begins its dashes anew, and its line, at every point where the colour could change: then it must not. */
void nh_draw_path(nh_script *script, const nh_spot *spots, size_t n, nh_stroke stroke)
{
    const layer lines = { .kind = LINES, .width = stroke.width, .look = (int)stroke.dash,
                          .colour = stroke.dash == NH_SOLID ? 0 : stroke.colour };
    draw_chain(rows_of(script, lines), spots, n, stroke.colour);
}

void nh_draw_line(nh_script *script, nh_spot from, nh_spot to, nh_stroke stroke)
{
    const nh_spot both[] = { from, to };
    nh_draw_path(script, both, 2, stroke);
}

void nh_draw_shape(nh_script *script, const nh_spot *spots, size_t n, uint32_t colour)
{
    draw_chain(rows_of(script, (layer){ .kind = SHAPES }), spots, n, colour);
    script->marks.n_filled++;
}

void nh_draw_point(nh_script *script, nh_spot at, nh_shape shape, double diameter, uint32_t colour)
{
    const double row[] = { at.x, at.y, colour };
    const layer points = { .kind = POINTS, .width = diameter, .look = (int)shape };
    say_numbers(rows_of(script, points), row, 3);
    script->marks.n_points++;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

void nh_draw_text(nh_script *script, double x, double middle, const nh_type *type, const char *text)
{
    static const char *const anchors[] = { "left", "center", "right" };
    if (is_blank(text)) return;
    script->marks.n_texts++;
    nh_text_say(script->labels, "set label %zu ", script->marks.n_texts);
    nh_gnuplot_text(text, script->labels);
    nh_text_say(script->labels, " at first %.17g,%.17g %s front noenhanced font \"%s,%g\" tc rgb \"#%06X\"\n", x,
                middle, anchors[type->anchor], type->is_bold ? "@FACE:Bold" : "@FACE", type->size,
                (unsigned)(type->colour & 0xFFFFFF));
}

/* The longest beginning of `text` that fits, ending between words (one word at the least). */
static size_t fitting(const char *text, double width, const nh_type *type)
{
    size_t fits = 0;
    for (size_t at = 0; text[at];) {
        size_t next = at + strspn(text + at, " ");
        next += strcspn(text + next, " ");
        char line[NH_MOST_TEXT + 1];
        size_t n = next < NH_MOST_TEXT ? next : NH_MOST_TEXT;
        memcpy(line, text, n);
        line[n] = '\0';
        if (fits && nh_text_width(line, type->size, type->is_bold) > width) break;
        fits = next;
        at = next;
        if (next > NH_MOST_TEXT) break;
    }
    return fits;
}

size_t nh_draw_paragraph(nh_script *script, nh_spot first_line, double width, const nh_type *type, const char *text)
{
    size_t n_lines = 0;
    nh_arena *scratch = nh_arena_new();
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = fitting(text, width, type);
        double middle = first_line.y + (double)n_lines * type->size * 1.3;
        if (script) nh_draw_text(script, first_line.x, middle, type, nh_arena_text(scratch, text, n));
        text += n;
        n_lines++;
    }
    nh_arena_free(scratch);
    return n_lines;
}

/* ---- scales and axes ---- */

double nh_place(nh_scale scale, double value)
{
    return scale.start + (value - scale.from) / (scale.to - scale.from) * (scale.finish - scale.start);
}

double nh_round_step(double from, double to, int most)
{
    const double steps[] = { 1, 2, 2.5, 5, 10 };
    double least = (to - from) / most, power = pow(10, floor(log10(least)));
    for (size_t i = 0; i < 4; i++)
        if (steps[i] * power >= least * (1 - 1e-9)) return steps[i] * power;
    return 10 * power;
}

static int decimals_of(double step)
{
    int decimals = 0;
    for (double rest = step; decimals < 6 && fabs(rest - round(rest)) > 1e-9; decimals++) rest *= 10;
    return decimals;
}

static const char *tic_text(double value, double step, const char *unit, char text[NH_SHOWN_TEXT])
{
    nh_show(fabs(value) < step / 1e6 ? 0 : value, decimals_of(step), text);
    strncat(text, unit, NH_SHOWN_TEXT - strlen(text) - 1);
    return text;
}

/* The whole numbers of steps that lie on the scale. */
static long first_step(nh_scale scale, double step)
{
    return (long)ceil(fmin(scale.from, scale.to) / step - 1e-9);
}

static long last_step(nh_scale scale, double step)
{
    return (long)floor(fmax(scale.from, scale.to) / step + 1e-9);
}

static nh_stroke grid_stroke(long step_number)
{
    return step_number == 0 ? (nh_stroke){ NH_INK, 1.2, NH_SOLID } : (nh_stroke){ NH_GRID, 0.7, NH_SOLID };
}

void nh_draw_grid_below(nh_script *script, nh_box area, nh_scale scale, double step, const char *unit)
{
    const nh_type type = { .size = 11, .colour = NH_MUTED, .anchor = NH_CENTRE };
    for (long i = first_step(scale, step); i <= last_step(scale, step); i++) {
        char text[NH_SHOWN_TEXT];
        double x = nh_place(scale, (double)i * step);
        nh_draw_line(script, (nh_spot){ x, area.top }, (nh_spot){ x, area.bottom }, grid_stroke(i));
        nh_draw_text(script, x, area.bottom + 14, &type, tic_text((double)i * step, step, unit, text));
    }
}

void nh_draw_grid_left(nh_script *script, nh_box area, nh_scale scale, double step, const char *unit)
{
    const nh_type type = { .size = 12, .colour = NH_MUTED, .anchor = NH_RIGHT };
    for (long i = first_step(scale, step); i <= last_step(scale, step); i++) {
        char text[NH_SHOWN_TEXT];
        double y = nh_place(scale, (double)i * step);
        nh_draw_line(script, (nh_spot){ area.left, y }, (nh_spot){ area.right, y }, grid_stroke(i));
        nh_draw_text(script, area.left - 8, y, &type, tic_text((double)i * step, step, unit, text));
    }
}

/* ---- around the body ---- */

static const char synthetic_mark[] = "Synthetic data: these are not real children";

static double draw_head(nh_script *script, const nh_heading *heading)
{
    const double width = script->width - 2 * NH_CHART_MARGIN;
    const nh_type title = { .size = title_size, .colour = NH_INK, .is_bold = true };
    const nh_type subtitle = { .size = subtitle_size, .colour = NH_MUTED };
    const nh_type mark = { .size = subtitle_size, .colour = NH_ORANGE_WORD, .is_bold = true };
    double y = 30;
    y += title_size * 1.3 * (double)nh_draw_paragraph(script, (nh_spot){ NH_CHART_MARGIN, y }, width, &title,
                                                      heading->labels->title);
    script->title_bottom = y - 8;
    y += 3;
    y += subtitle_size * 1.3 * (double)nh_draw_paragraph(script, (nh_spot){ NH_CHART_MARGIN, y }, width, &subtitle,
                                                         heading->subtitle);
    if (heading->labels->is_synthetic) {
        y += 3;
        nh_draw_text(script, NH_CHART_MARGIN, y, &mark, synthetic_mark);
        y += subtitle_size * 1.3;
    }
    return y;
}

static double draw_foot(nh_script *script, const nh_heading *heading, double y)
{
    const double width = script->width - 2 * NH_CHART_MARGIN;
    const nh_type type = { .size = note_size, .colour = NH_MUTED };
    const char *const lines[] = { heading->note, heading->labels->source };
    for (size_t i = 0; i < 2; i++)
        if (lines[i]) y += note_size * 1.4 * (double)nh_draw_paragraph(script, (nh_spot){ NH_CHART_MARGIN, y }, width,
                                                                       &type, lines[i]);
    return y;
}

nh_box nh_script_open(nh_script *script, const nh_heading *heading, double body_height)
{
    double top = draw_head(script, heading) + 10, bottom = top + body_height;
    script->height = ceil(draw_foot(script, heading, bottom + 24) + 6);
    return (nh_box){ NH_CHART_MARGIN, script->width - NH_CHART_MARGIN, top, bottom };
}

/* ---- as gnuplot text ---- */

static void say_block(const layer *marks, size_t number, nh_text *out)
{
    nh_text_say(out, "$D%zu << END_OF_ROWS\n", number);
    nh_text_add(out, marks->rows->bytes, marks->rows->n);
    nh_text_say(out, "END_OF_ROWS\n");
}

static void say_element(const layer *marks, size_t number, nh_text *out)
{
    static const int point_types[] = { 7, 6, 5, 9, 13 };
    static const int dash_types[] = { 1, 2, 3, 1 };
    nh_text_say(out, "%s$D%zu using ", number ? ", " : "plot ", number);
    switch (marks->kind) {
    case BOXES: nh_text_say(out, "1:2:3:4:5:6:7 with boxxyerror lc rgb variable fs solid 1 noborder"); break;
    case SHAPES: nh_text_say(out, "1:2:3 with filledcurves closed fc rgb variable fs solid 1 noborder"); break;
    case LINES:
        if (marks->look == (int)NH_SOLID)
            nh_text_say(out, "1:2:3 with lines lw %g dt 1 lc rgb variable", marks->width);
        else
            nh_text_say(out, "1:2 with lines lw %g dt %d lc rgb \"#%06X\"", marks->width, dash_types[marks->look],
                        (unsigned)(marks->colour & 0xFFFFFF));
        break;
    case POINTS:
        /* gnuplot's unit of point size is about 9.7 pixels across for a circle at this font. */
        nh_text_say(out, "1:2:3 with points pt %d ps %g lw 1.2 lc rgb variable", point_types[marks->look],
                    marks->width / 9.7);
        break;
    }
}

static void say_terminal(const nh_script *script, nh_picture picture, nh_text *out)
{
    if (picture == NH_SVG)
        nh_text_say(out, "set terminal svg size %g,%g dynamic noenhanced font \"Arial,13\" background rgb \"white\" "
                    "linewidth 1 butt\n", script->width, script->height);
    else /* Twice the pixels; cairo's points are 4/3 of a pixel, hence 1.5. */
        nh_text_say(out, "set terminal pngcairo size %g,%g noenhanced font \"Liberation Sans,13\" fontscale 1.5 "
                    "linewidth 2 pointscale 2 background rgb \"white\"\n", 2 * script->width, 2 * script->height);
}

/* Labels hold "@FACE" where the font's name goes: it differs between the two pictures. The octal escapes leave no
 * other @ in a script. */
static void say_labels(const nh_script *script, nh_picture picture, nh_text *out)
{
    const char *face = picture == NH_SVG ? "Arial" : "Liberation Sans";
    const char *at = script->labels->bytes;
    for (const char *next; (next = strstr(at, "@FACE")); at = next + 5) {
        nh_text_add(out, at, (size_t)(next - at));
        nh_text_add(out, face, strlen(face));
    }
    nh_text_add(out, at, strlen(at));
}

void nh_script_write(const nh_script *script, nh_picture picture, nh_text *out)
{
    say_terminal(script, picture, out);
    nh_text_say(out,
                "set encoding utf8\nset datafile missing \"NaN\"\nset datafile commentschars \"\"\n"
                "unset border\nunset tics\nunset key\nset xrange [0:%g]\nset yrange [%g:0]\n"
                "set lmargin at screen 0\nset rmargin at screen 1\nset tmargin at screen 1\nset bmargin at screen "
                "0\n",
                script->width, script->height);
    say_labels(script, picture, out);
    for (size_t i = 0; i < script->n_layers; i++) say_block(&script->layers[i], i, out);
    for (size_t i = 0; i < script->n_layers; i++) say_element(&script->layers[i], i, out);
    nh_text_say(out, script->n_layers ? "\n" : "plot NaN\n");
}

nh_marks nh_script_marks(const nh_script *script)
{
    return script->marks;
}

double nh_script_title_bottom(const nh_script *script)
{
    return script->title_bottom;
}
