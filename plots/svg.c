/* plots/svg.c: one pass over a picture with expat: refuse what is not due, write the rest anew. */
#include "plots/svg.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/text.h"

#include <expat.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char font_stack[] = "Arial, \"Liberation Sans\", Helvetica, sans-serif";

/* The picture being rewritten. A group's start is held back until it has content: gnuplot writes many empty
 * ones, which go. */
typedef struct rewriting {
    const nh_svg_dress *dress;
    XML_Parser parser;
    nh_text *out, *held;
    size_t *held_from;  /* where in `held` each open group without content begins */
    size_t n_held;
    int depth;
    int n_skipped;      /* depth inside what is left out */
    int n_texts_open;   /* depth inside text, where characters count */
    bool is_tag_open;   /* "<path ..." is written, its ">" or "/>" is not */
    nh_marks found;
    const char *objection;
} rewriting;

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (is(name, *names)) return true;
    return false;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (is(attributes[0], name)) return attributes[1];
    return NULL;
}

/* ---- numbers ---- */

/* "108.01" becomes "108", "92.46" "92.5": a tenth of a pixel is finer than any eye. Returns the bytes read. */
static size_t round_number(const char *text, nh_text *out)
{
    long tenths = 0;
    size_t i = 0;
    for (; nh_is_digit(text[i]) && i < 9; i++) tenths = tenths * 10 + (text[i] - '0');
    tenths *= 10;
    if (text[i] == '.') {
        i++;
        if (nh_is_digit(text[i])) tenths += text[i++] - '0';
        if (nh_is_digit(text[i]) && text[i] >= '5') tenths++;
        while (nh_is_digit(text[i])) i++;
    }
    nh_text_say(out, tenths % 10 ? "%ld.%ld" : "%ld", tenths / 10, tenths % 10);
    return i;
}

static void round_numbers(const char *value, nh_text *out)
{
    while (*value) {
        if (nh_is_digit(*value)) {
            value += round_number(value, out);
        } else {
            char c = *value == '\n' || *value == '\t' ? ' ' : *value;
            bool is_doubled = c == ' ' && out->n && out->bytes[out->n - 1] == ' ';
            if (!is_doubled) nh_text_add(out, &c, 1);
            value++;
        }
    }
    while (out->n && out->bytes[out->n - 1] == ' ') out->bytes[--out->n] = '\0';
}

/* ---- attributes ---- */

static const char *const geometry[] = { "d", "points", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r",
                                        "width", "height", "font-size", "stroke-width", NULL };

/* "rgb( 18,  67, 109)" as "#12436d". */
static void say_colour(const char *value, nh_text *out)
{
    unsigned red, green, blue;
    if (sscanf(value, "rgb( %3u , %3u , %3u )", &red, &green, &blue) == 3)
        nh_text_say(out, "#%02x%02x%02x", red & 255, green & 255, blue & 255);
    else nh_escape(value, out);
}

static void say_value(const rewriting *r, const char *name, const char *value, nh_text *out)
{
    static const char *const colours[] = { "fill", "stroke", "color", NULL };
    if (is(name, "id")) {
        nh_escape(r->dress->prefix, out);
        nh_escape(value, out);
    } else if (is(name, "xlink:href") || is(name, "href")) {
        nh_text_say(out, "#");
        nh_escape(r->dress->prefix, out);
        nh_escape(value + 1, out);
    } else if (is_among(name, geometry)) {
        nh_text *rounded = nh_text_new();
        round_numbers(value, rounded);
        nh_escape(rounded->bytes, out);
        nh_text_free(rounded);
    } else if (is_among(name, colours)) {
        say_colour(value, out);
    } else if (is(name, "shape-rendering")) {
        nh_text_say(out, "geometricPrecision");
    } else {
        nh_escape(value, out);
    }
}

/* gnuplot writes "Arial:Bold" as a family; the stack and the weight are said apart. */
static void say_font(const char *value, nh_text *out)
{
    nh_text_say(out, " font-family=\"");
    nh_escape(font_stack, out);
    nh_text_say(out, strstr(value, ":Bold") ? "\" font-weight=\"bold\"" : "\"");
}

static void say_attributes(const rewriting *r, const char **attributes, nh_text *out)
{
    for (; *attributes; attributes += 2) {
        if (is(attributes[0], "font-family")) {
            say_font(attributes[1], out);
            continue;
        }
        nh_text_say(out, " %s=\"", attributes[0]);
        say_value(r, attributes[0], attributes[1], out);
        nh_text_say(out, "\"");
    }
}

/* NULL, or why an element with these attributes cannot stand in a picture. */
static const char *objection_to(const char *name, const char **attributes)
{
    static const char *const allowed[] = { "svg", "g", "path", "polygon", "polyline", "rect", "circle", "use", "text",
                                           "tspan", "title", "desc", "defs", "line", "filter", "feFlood",
                                           "feComposite", NULL };
    if (!is_among(name, allowed)) return "an element that is neither shape nor text";
    for (; *attributes; attributes += 2) {
        const char *key = attributes[0], *value = attributes[1];
        if (strncmp(key, "on", 2) == 0) return "an event handler";
        bool is_reference = strlen(key) >= 4 && is(key + strlen(key) - 4, "href");
        if (is_reference && value[0] != '#') return "a reference to something outside";
        if (strstr(value, "url(") || is(key, "style")) return "a style of its own";
    }
    return NULL;
}

/* ---- the pass ---- */

static void open_picture(rewriting *r, const char **attributes)
{
    const nh_svg_dress *dress = r->dress;
    const char *box = attribute(attributes, "viewBox");
    nh_text_say(r->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                "role=\"img\" focusable=\"false\" viewBox=\"");
    nh_escape(box ? box : "0 0 960 480", r->out);
    nh_text_say(r->out, "\" data-title-bottom=\"%g\" aria-labelledby=\"%stitle %sdesc\">\n<title id=\"%stitle\">",
                dress->title_bottom, dress->prefix, dress->prefix, dress->prefix);
    nh_escape(dress->title, r->out);
    nh_text_say(r->out, "</title>\n<desc id=\"%sdesc\">", dress->prefix);
    nh_escape(dress->description, r->out);
    nh_text_say(r->out, "</desc>\n");
}

static void count(rewriting *r, const char *name)
{
    if (is(name, "polygon")) r->found.n_filled++;
    else if (is(name, "use")) r->found.n_points++;
    else if (is(name, "text")) r->found.n_texts++;
}

/* gnuplot's own titles and its filters go, and its point shapes where no point is drawn. */
static bool is_left_out(const rewriting *r, const char *name)
{
    static const char *const names[] = { "title", "desc", "filter", NULL };
    return r->depth > 1 && (is_among(name, names) || (is(name, "defs") && !r->dress->due.n_points));
}

static void object(rewriting *r, const char *objection)
{
    r->objection = objection;
    XML_StopParser(r->parser, XML_FALSE);
}

static bool is_group(const char *name)
{
    return is(name, "g") || is(name, "defs");
}

static bool is_text(const char *name)
{
    return is(name, "text") || is(name, "tspan");
}

static void close_tag(rewriting *r)
{
    if (r->is_tag_open) nh_text_add(r->out, ">", 1);
    r->is_tag_open = false;
}

static void hold_group(rewriting *r, const char *name, const char **attributes)
{
    r->held_from = nh_resize(r->held_from, r->n_held + 1, sizeof *r->held_from);
    r->held_from[r->n_held++] = r->held->n;
    nh_text_say(r->held, "<%s", name);
    say_attributes(r, attributes, r->held);
    nh_text_say(r->held, ">\n");
}

static void write_element(rewriting *r, const char *name, const char **attributes)
{
    nh_text_add(r->out, r->held->bytes, r->held->n);
    r->held->n = r->n_held = 0;
    close_tag(r);
    nh_text_say(r->out, "<%s", name);
    say_attributes(r, attributes, r->out);
    r->is_tag_open = true;
    if (is_text(name)) r->n_texts_open++;
    bool is_definition = attribute(attributes, "id") != NULL;
    if (!is_definition) count(r, name);
}

static void on_start(void *data, const char *name, const char **attributes)
{
    rewriting *r = data;
    const char *objection = ++r->depth > 16 ? "elements nested too deeply" : objection_to(name, attributes);
    if (!objection && (r->depth == 1) != is(name, "svg")) objection = "something that is not a picture";
    if (objection) object(r, objection);
    else if (r->n_skipped || is_left_out(r, name)) r->n_skipped++;
    else if (r->depth == 1) open_picture(r, attributes);
    else if (is_group(name)) hold_group(r, name, attributes);
    else write_element(r, name, attributes);
}

static void on_end(void *data, const char *name)
{
    rewriting *r = data;
    r->depth--;
    if (r->n_skipped) {
        r->n_skipped--;
    } else if (r->n_held) { /* a group with nothing in it */
        r->held->n = r->held_from[--r->n_held];
    } else {
        if (is_text(name)) r->n_texts_open--;
        if (r->is_tag_open) nh_text_say(r->out, "/>\n");
        else nh_text_say(r->out, "</%s>%s", name, is(name, "tspan") ? "" : "\n");
        r->is_tag_open = false;
    }
}

static void on_text(void *data, const char *text, int length)
{
    rewriting *r = data;
    if (r->n_skipped || !r->n_texts_open) return;
    close_tag(r);
    nh_arena *scratch = nh_arena_new();
    nh_escape(nh_arena_text(scratch, text, (size_t)length), r->out);
    nh_arena_free(scratch);
}

static void on_doctype(void *data, const char *name, const char *system, const char *public, int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    object(data, "a document type");
}

/* What a name or a number is not drawn for must not pass unseen. */
static bool shows_all(const nh_marks *due, const nh_marks *found, nh_error *err)
{
    const struct { const char *what; size_t due, found; } marks[] = {
        { "bars and areas", due->n_filled, found->n_filled },
        { "points", due->n_points, found->n_points },
        { "texts", due->n_texts, found->n_texts },
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].due != marks[i].found)
            return nh_fail(err, NH_INCOMPLETE, "gnuplot drew %zu of %zu %s: its SVG is not used", marks[i].found,
                           marks[i].due, marks[i].what);
    return true;
}

static bool parse(rewriting *r, const nh_text *raw, nh_error *err)
{
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    bool is_well_formed = XML_Parse(r->parser, raw->bytes, (int)raw->n, 1) == XML_STATUS_OK;
    if (r->objection) return nh_fail(err, NH_INCOMPLETE, "gnuplot's SVG holds %s and is not used", r->objection);
    if (is_well_formed) return true;
    return nh_fail(err, NH_INCOMPLETE, "gnuplot's SVG is broken in line %lu and is not used",
                   (unsigned long)XML_GetCurrentLineNumber(r->parser));
}

bool nh_svg_make(const nh_text *raw, const nh_svg_dress *dress, nh_text *out, nh_error *err)
{
    rewriting r = { .dress = dress, .out = out, .held = nh_text_new(), .parser = XML_ParserCreate("UTF-8") };
    bool ok = parse(&r, raw, err) && shows_all(&dress->due, &r.found, err);
    XML_ParserFree(r.parser);
    nh_text_free(r.held);
    free(r.held_from);
    return ok;
}

/* ---- on a page ---- */

/* The bytes of `text` when it begins with one of the places where an id stands, up to and with the quote. */
static size_t place_of_id(const char *text)
{
    static const char *const places[] = { " id=\"", " xlink:href=\"#", " aria-labelledby=\"" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strncmp(text, places[i], strlen(places[i])) == 0) return strlen(places[i]);
    return 0;
}

/* aria-labelledby holds two ids: a blank between them is followed by the second. */
static const char *say_ids(const char *at, const char *prefix, nh_text *out)
{
    nh_text_say(out, "%s", prefix);
    for (; *at && *at != '"'; at++) {
        nh_text_add(out, at, 1);
        if (*at == ' ') nh_text_say(out, "%s", prefix);
    }
    return at;
}

static const char *say_cropped_box(const char *svg, nh_text *out)
{
    const char *box = strstr(svg, "viewBox=\""), *mark = strstr(svg, " data-title-bottom=\"");
    double x, y, width, height, top;
    if (!box || !mark || sscanf(box, "viewBox=\"%lf %lf %lf %lf\"", &x, &y, &width, &height) != 4 ||
        sscanf(mark, " data-title-bottom=\"%lf\"", &top) != 1)
        return svg;
    /* The page has margins of its own too; the label at the end of an axis hangs over on the right. */
    const double side = NH_CHART_MARGIN - 4, right = side - 8;
    nh_text_add(out, svg, (size_t)(box - svg));
    nh_text_say(out, "viewBox=\"%g %g %g %g\"", x + side, y + top, width - side - right, height - top);
    return strstr(mark + 1, "\" ") + 1;
}

/* The white of the whole picture (a page is white), and the lines of text above `top`: what is cropped away. The end
 * of such an element, or NULL. */
static const char *end_of_cropped(const char *at, double top)
{
    double x, y;
    if (top > 0 && strncmp(at, "<rect x=\"0\" y=\"0\"", 17) == 0) {
        const char *end = strstr(at, "/>\n");
        return end ? end + 3 : NULL;
    }
    if (sscanf(at, "<g transform=\"translate(%lf,%lf)\"", &x, &y) != 2 || y >= top) return NULL;
    const char *end = strstr(at, "</g>\n");
    return end ? end + 5 : NULL;
}

void nh_svg_for_page(const nh_text *svg, const char *prefix, nh_text *out)
{
    double top = 0;
    const char *mark = strstr(svg->bytes, " data-title-bottom=\"");
    if (mark && sscanf(mark, " data-title-bottom=\"%lf\"", &top) != 1) top = 0;
    const char *at = say_cropped_box(svg->bytes, out);
    while (*at) {
        const char *end = *at == '<' ? end_of_cropped(at, top) : NULL;
        if (end) {
            at = end;
            continue;
        }
        size_t n = place_of_id(at);
        nh_text_add(out, at, n ? n : 1);
        at += n ? n : 1;
        if (n) at = say_ids(at, prefix, out);
    }
}
