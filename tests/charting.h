/* tests/charting.h: a chart of a table as text, and what is looked for in it.
 *
 * Include it after cmocka.h.
 *
 *     nh_text *svg = nh_text_new();
 *     draw("balance", table, svg);                      as PNG too, with source and synthetic mark
 *     assert_int_equal(count(svg, "<polygon"), 8);      a polygon for each filled mark
 *     has(svg, "<text>Ealing</text>");
 */
#ifndef NH_TESTS_CHARTING_H
#define NH_TESTS_CHARTING_H

#include "plots/chart.h"

#include <string.h>
#include <unistd.h>

static inline bool has_gnuplot(void)
{
    if (access("/usr/bin/gnuplot", X_OK) == 0) return true;
    print_message("gnuplot is not installed: not tried\n");
    return false;
}

static inline size_t count(const nh_text *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text->bytes; (at = strstr(at, what)); at += strlen(what)) n++;
    return n;
}

static inline void has(const nh_text *text, const char *what)
{
    if (!strstr(text->bytes, what)) fail_msg("not found: %s\nin: %s", what, text->bytes);
}

/* A chart as SVG; as PNG it must be drawn too. */
static inline void draw(const char *name, const nh_frame *table, nh_text *svg)
{
    const nh_chart *chart = nh_chart_named(name);
    const nh_chart_labels labels = { .source = "Source: invented figures.", .is_synthetic = true };
    nh_text *png = nh_text_new();
    nh_error err = { 0 };
    assert_non_null(chart);
    if (!nh_chart_draw(chart, table, &labels, NH_SVG, svg, &err)) fail_msg("%s", err.text);
    if (!nh_chart_draw(chart, table, &labels, NH_PNG, png, &err)) fail_msg("%s", err.text);
    assert_memory_equal(png->bytes, "\211PNG", 4);
    has(svg, "role=\"img\"");
    has(svg, ">Synthetic data: these are not real children<");
    has(svg, ">Source: invented figures.<");
    nh_text_free(png);
}

static inline void refuse(const char *name, const nh_frame *table, const char *due)
{
    nh_text *out = nh_text_new();
    nh_error err = { 0 };
    const nh_chart_labels labels = { .source = "Source: invented figures." };
    assert_false(nh_chart_draw(nh_chart_named(name), table, &labels, NH_SVG, out, &err));
    if (!strstr(err.text, due)) fail_msg("said: %s\ndue: %s", err.text, due);
    nh_text_free(out);
}

#endif
