/* tests/test_svg.c: what becomes of gnuplot's SVG, and what is refused. */
#include "plots/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static bool make(const char *raw, nh_marks due, nh_text *out, nh_error *err)
{
    nh_text *text = nh_text_new();
    nh_text_add(text, raw, strlen(raw));
    const nh_svg_dress dress = { "f-", "A & B <rise>", "Two \"bars\".", 40, due };
    bool ok = nh_svg_make(text, &dress, out, err);
    nh_text_free(text);
    return ok;
}

#define HEAD "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 960 900\" xmlns=\"http://www.w3.org/2000/svg\" " \
             "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"

static void dresses_a_picture(void **state)
{
    (void)state;
    nh_text *out = nh_text_new();
    nh_error err = { 0 };
    bool ok = make(HEAD "<title>Gnuplot</title><desc>Produced by GNUPLOT</desc><g id=\"canvas\">\n<g "
                        "color='black'>\n</g>"
                        "<g stroke='none' shape-rendering='crispEdges'><polygon fill = 'rgb( 18,  67, 109)' "
                        "points = '10.00,108.01 90.01,92.46 '/></g><g font-family=\"Arial:Bold\" font-size=\"19.00\">"
                        "<text>A &amp; B</text></g></g></svg>",
                   (nh_marks){ .n_filled = 1, .n_texts = 1 }, out, &err);
    if (!ok) fail_msg("%s", err.text);
    assert_string_equal(out->bytes, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" focusable=\"false\" "
                                    "viewBox=\"0 0 960 900\" data-title-bottom=\"40\" aria-labelledby=\"f-title "
                                    "f-desc\">\n"
                                    "<title id=\"f-title\">A &amp; B &lt;rise&gt;</title>\n<desc id=\"f-desc\">Two "
                                    "&quot;bars&quot;.</desc>\n"
                                    "<g id=\"f-canvas\">\n<g stroke=\"none\" "
                                    "shape-rendering=\"geometricPrecision\">\n"
                                    "<polygon fill=\"#12436d\" points=\"10,108 90,92.5\"/>\n</g>\n"
                                    "<g font-family=\"Arial, &quot;Liberation Sans&quot;, Helvetica, sans-serif\" "
                                    "font-weight=\"bold\" font-size=\"19\">\n"
                                    "<text>A &amp; B</text>\n</g>\n</g>\n</svg>\n");
    nh_text_free(out);
}

static void refuse(const char *inside, const char *due)
{
    nh_text *raw = nh_text_new(), *out = nh_text_new();
    nh_error err = { 0 };
    nh_text_say(raw, HEAD "%s</svg>", inside);
    assert_false(make(raw->bytes, (nh_marks){ 0 }, out, &err));
    assert_int_equal(err.status, NH_INCOMPLETE);
    if (!strstr(err.text, due)) fail_msg("said: %s\ndue: %s", err.text, due);
    nh_text_free(out);
    nh_text_free(raw);
}

static void refuses_what_is_no_picture(void **state)
{
    (void)state;
    refuse("<script>alert(1)</script>", "neither shape nor text");
    refuse("<image href='#a'/>", "neither shape nor text");
    refuse("<foreignObject/>", "neither shape nor text");
    refuse("<g onload='alert(1)'/>", "an event handler");
    refuse("<use xlink:href='http://example.org/a.svg#x'/>", "outside");
    refuse("<rect style='fill:red'/>", "a style of its own");
    refuse("<rect fill='url(http://example.org/)'/>", "a style of its own");
    refuse("<g>", "broken");
    refuse("<text>\x01</text>", "broken");
    refuse("<svg></svg>", "not a picture");
    refuse("<g><g><g><g><g><g><g><g><g><g><g><g><g><g><g><g><g/></g></g></g></g></g></g></g></g></g></g></g></g></"
           "g></g></g></g>",
           "too deeply");
    nh_text *out = nh_text_new();
    nh_error err = { 0 };
    assert_false(make("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", (nh_marks){ 0 }, out, &err));
    assert_non_null(strstr(err.text, "document type"));
    nh_text_free(out);
}

static void counts_what_was_drawn(void **state)
{
    (void)state;
    nh_text *out = nh_text_new();
    nh_error err = { 0 };
    assert_false(make(HEAD "<polygon points='1,1'/></svg>", (nh_marks){ .n_filled = 2 }, out, &err));
    assert_string_equal(err.text, "gnuplot drew 1 of 2 bars and areas: its SVG is not used");
    nh_text_free(out);
}

static void stands_on_a_page(void **state)
{
    (void)state;
    nh_text *svg = nh_text_new(), *out = nh_text_new();
    nh_text_say(svg, "<svg viewBox=\"0 0 960 900\" data-title-bottom=\"40\" aria-labelledby=\"f-title f-desc\">"
                "<title id=\"f-title\">id=&quot;x</title><rect x=\"0\" y=\"0\" width=\"960\"/>\n"
                "<g transform=\"translate(24,39.9)\"><text>Cropped away</text></g>\n"
                "<g transform=\"translate(24,40.5)\"><text>Stays</text></g>\n"
                "<use xlink:href=\"#f-gpPt6\"/></svg>");
    nh_svg_for_page(svg, "p2-", out);
    assert_string_equal(out->bytes, "<svg viewBox=\"20 40 928 860\" aria-labelledby=\"p2-f-title p2-f-desc\">"
                        "<title id=\"p2-f-title\">id=&quot;x</title>"
                        "<g transform=\"translate(24,40.5)\"><text>Stays</text></g>\n"
                        "<use xlink:href=\"#p2-f-gpPt6\"/></svg>");
    nh_text_free(out);
    nh_text_free(svg);
}

static void escapes_what_markup_would_read(void **state)
{
    (void)state;
    nh_text *out = nh_text_new();
    nh_escape("<a href=\"x\" title='y'>&amp;\x02</a>", out);
    assert_string_equal(out->bytes, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;\xEF\xBF\xBD&lt;/a&gt;");
    nh_text_free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dresses_a_picture),     cmocka_unit_test(refuses_what_is_no_picture),
        cmocka_unit_test(counts_what_was_drawn), cmocka_unit_test(stands_on_a_page),
        cmocka_unit_test(escapes_what_markup_would_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
