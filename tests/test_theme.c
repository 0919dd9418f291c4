/* tests/test_theme.c: text of the data in a script: harmless, and exact in the picture.
 *
 * Hostile names are made from pieces that run, break or vanish in gnuplot; each is drawn as a title and as a
 * label, and read back. NEARHOME_NAMES=6000 tries more of them than the usual 300. */
#include "datasets/write/shown.h"
#include "plots/gnuplot.h"
#include "plots/svg.h"
#include "plots/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <expat.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check_text(const char *from, const char *due)
{
    nh_text *out = nh_text_new();
    nh_gnuplot_text(from, out);
    assert_string_equal(out->bytes, due);
    nh_text_free(out);
}

static void writes_all_but_letters_digits_and_blanks_as_octal(void **state)
{
    (void)state;
    check_text("Kent 12", "\"Kent 12\"");
    check_text("+109", "\"\\0053109\"");
    check_text("`id`", "\"\\140id\\140\"");
    check_text("a\nb", "\"a\\357\\277\\275b\"");
    check_text("\xE2\x88\x92", "\"\\342\\210\\222\"");
}

static void check_clean(const char *from, const char *due)
{
    nh_text *out = nh_text_new();
    nh_clean_text(from, SIZE_MAX, out);
    assert_string_equal(out->bytes, due);
    nh_text_free(out);
}

#define UNFIT "\xEF\xBF\xBD"

static void cleans_text_that_no_page_can_hold(void **state)
{
    (void)state;
    check_clean("Caf\xC3\xA9", "Caf\xC3\xA9");
    check_clean("\x01x\x7F", UNFIT "x" UNFIT);
    check_clean("\xC2\x85", UNFIT);              /* a C1 control */
    check_clean("\xE2\x80\xAE" "abc", UNFIT "abc"); /* right-to-left override */
    check_clean("\xEF\xBF\xBE", UNFIT);          /* a non-character */
    check_clean("\xC0\xAF", UNFIT UNFIT);        /* overlong */
    check_clean("\xED\xA0\x80", UNFIT UNFIT UNFIT); /* half a surrogate pair */
    check_clean("abc\xE2\x82", "abc" UNFIT UNFIT);  /* cut short */
    check_clean("a]]>b", "a]] >b");
    nh_text *out = nh_text_new();
    nh_clean_text("\xC3\xA9\xC3\xA9", 3, out);
    assert_string_equal(out->bytes, "\xC3\xA9"); /* never half a character */
    nh_text_free(out);
}

static void check_number(double value, int decimals, const char *due)
{
    char text[NH_SHOWN_TEXT];
    assert_string_equal(nh_show(value, decimals, text), due);
}

static void shows_numbers_as_readers_expect(void **state)
{
    (void)state;
    check_number(83630, 0, "83,630");
    check_number(-1234567.25, 1, "\xE2\x88\x92" "1,234,567.3");
    check_number(2.5, 0, "3");
    check_number(-2.5, 0, "\xE2\x88\x92" "3");
    check_number(1.005, 2, "1.01");
    check_number(-0.2, 0, "0");
    check_number(999.96, 1, "1,000.0");
    check_number(0.1, -1, "0.1");
    check_number(1940, -1, "1,940");
    char text[NH_SHOWN_TEXT];
    assert_string_equal(nh_show_signed(979, 0, text), "+979");
    assert_string_equal(nh_show_signed(0, 0, text), "0");
}

static void steps_are_round(void **state)
{
    (void)state;
    const struct { double to; int most; double step; } cases[] = {
        { 1000, 8, 200 }, { 100, 5, 20 }, { 1, 5, 0.2 }, { 1750, 8, 250 }, { 7, 10, 1 }, { 0.03, 4, 0.01 }
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(fabs(nh_round_step(0, cases[i].to, cases[i].most) - cases[i].step) < 1e-12);
}

/* ---- hostile names ---- */

static const char *const pieces[] = { "Ealing",
                                      "East Sussex",
                                      "E",
                                      "e 5",
                                      "St. Helens",
                                      "King's Lynn",
                                      "'",
                                      "''''",
                                      "\"",
                                      "\"\"",
                                      "`touch MARK`",
                                      "$(touch MARK)",
                                      "'; system(\"touch MARK\"); '",
                                      "\"; system('touch MARK') #",
                                      "\n!touch MARK\n",
                                      "\nsystem('touch MARK')\n",
                                      "\r",
                                      "< touch MARK",
                                      "| touch MARK",
                                      "@ARG1",
                                      "@x",
                                      "%s",
                                      "%n",
                                      "%%",
                                      "%5$n",
                                      "{/=9999999 x}",
                                      "{/:Bold x}",
                                      "_",
                                      "^",
                                      "&",
                                      "~",
                                      "A & B",
                                      "<script>alert(1)</script>",
                                      "]]>",
                                      "<!--",
                                      "&amp;",
                                      "\\",
                                      "\\n",
                                      "\\101",
                                      "\x01",
                                      "\x1B[31m",
                                      "\x7F",
                                      "\xC3\xA9",
                                      "\xE2\x80\xAE",
                                      "\xE2\x80\xA8",
                                      "\xEF\xBF\xBE",
                                      "\xFF",
                                      "\xC0\xAF",
                                      "\xED\xA0\x80",
                                      "\xE1\x83\x90",
                                      "\xF0\x9F\x8F\xA0",
                                      "END_OF_ROWS",
                                      "\nEND_OF_ROWS\nsystem('touch MARK')\n",
                                      "$D0",
                                      "NaN",
                                      "=HYPERLINK(1)",
                                      "0123",
                                      "7",
                                      "  ",
                                      "\t",
                                      ";",
                                      "#",
                                      "?",
                                      "\" onload=\"alert(1)",
                                      "url(http://x)",
                                      "javascript:alert(1)",
                                      "set output",
                                      "../../etc/passwd" };

static uint64_t seed = 903;

static size_t random_below(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % n);
}

static void hostile_name(nh_text *name)
{
    size_t n = 1 + random_below(5);
    for (size_t i = 0; i < n; i++) {
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        nh_text_add(name, piece, strlen(piece));
    }
}

typedef struct reading {
    nh_text *title, *label; /* the picture's title; its last text */
    nh_text *now;
} reading;

static void on_start(void *data, const char *name, const char **attributes)
{
    reading *r = data;
    for (; *attributes; attributes += 2) {
        assert_true(strncmp(attributes[0], "on", 2) != 0);
        assert_true(!strstr(attributes[0], "href") || attributes[1][0] == '#');
    }
    assert_string_not_equal(name, "script");
    r->now = strcmp(name, "title") == 0 ? r->title : strcmp(name, "text") == 0 ? r->label : NULL;
    if (r->now) r->now->n = 0;
}

static void on_end(void *data, const char *name)
{
    (void)name;
    ((reading *)data)->now = NULL;
}

static void on_text(void *data, const char *text, int n)
{
    reading *r = data;
    if (r->now) nh_text_add(r->now, text, (size_t)n);
}

static void read_svg(const nh_text *svg, reading *r)
{
    XML_Parser parser = XML_ParserCreate("UTF-8");
    XML_SetUserData(parser, r);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    if (XML_Parse(parser, svg->bytes, (int)svg->n, 1) != XML_STATUS_OK) fail_msg("not well-formed: %s", svg->bytes);
    XML_ParserFree(parser);
}

static void draw_name(const char *name, nh_text *svg)
{
    nh_script *script = nh_script_new();
    nh_text *text = nh_text_new(), *raw = nh_text_new();
    const nh_chart_labels labels = { .title = "A title", .source = name };
    nh_box body = nh_script_open(script, &(nh_heading){ .labels = &labels, .subtitle = name }, 40);
    nh_draw_box(script, (nh_box){ body.left, 200, body.top, body.top + 20 }, NH_NAVY);
    nh_draw_text(script, body.left, body.bottom, &(nh_type){ .size = 12, .colour = NH_INK }, name);
    nh_script_write(script, NH_SVG, text);
    nh_error err = { 0 };
    const nh_svg_dress dress = { "t-", name, name, 0, nh_script_marks(script) };
    if (!nh_gnuplot_run(NULL, text->bytes, text->n, NH_SVG, raw, &err) || !nh_svg_make(raw, &dress, svg, &err))
        fail_msg("%s\nfor: %s", err.text, name);
    nh_text_free(raw);
    nh_text_free(text);
    nh_script_free(script);
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

static void hostile_names_come_back_exact(void **state)
{
    (void)state;
    if (access("/usr/bin/gnuplot", X_OK) != 0) {
        print_message("gnuplot is not installed: not tried\n");
        skip();
    }
    const char *wanted = getenv("NEARHOME_NAMES");
    size_t n = wanted && strlen(wanted) == 4 ? 6000 : 300;
    for (size_t i = 0; i < n; i++) {
        nh_text *name = nh_text_new(), *clean = nh_text_new(), *svg = nh_text_new();
        reading r = { .title = nh_text_new(), .label = nh_text_new() };
        hostile_name(name);
        nh_clean_text(name->bytes, NH_MOST_TEXT, clean);
        draw_name(name->bytes, svg);
        read_svg(svg, &r);
        assert_string_equal(r.title->bytes, clean->bytes);
        if (!is_blank(name->bytes)) assert_string_equal(r.label->bytes, clean->bytes);
        assert_int_not_equal(access("MARK", F_OK), 0);
        nh_text_free(r.title);
        nh_text_free(r.label);
        nh_text_free(svg);
        nh_text_free(clean);
        nh_text_free(name);
    }
}

static void paragraphs_break_between_words(void **state)
{
    (void)state;
    const nh_type type = { .size = 10, .colour = NH_INK };
    const char *text = "one two three four";
    double width = nh_text_width("one two", 10, false) + 1;
    assert_int_equal(nh_draw_paragraph(NULL, (nh_spot){ 0, 0 }, width, &type, text), 3);
    assert_int_equal(nh_draw_paragraph(NULL, (nh_spot){ 0, 0 }, 1, &type, text), 4);
    assert_int_equal(nh_draw_paragraph(NULL, (nh_spot){ 0, 0 }, 1000, &type, text), 1);
    assert_int_equal(nh_draw_paragraph(NULL, (nh_spot){ 0, 0 }, 1000, &type, "  "), 0);
}

/* A script holds no byte that gnuplot could take for a command: data blocks are numbers, texts are octal. */
static void data_blocks_hold_numbers_only(void **state)
{
    (void)state;
    nh_script *script = nh_script_new();
    nh_text *text = nh_text_new();
    nh_draw_point(script, (nh_spot){ NAN, 1.5 }, NH_CIRCLE, 5, NH_NAVY);
    nh_script_write(script, NH_SVG, text);
    assert_non_null(strstr(text->bytes, "$D0 << END_OF_ROWS\nNaN 1.5 1196909\nEND_OF_ROWS\n"));
    nh_text_free(text);
    nh_script_free(script);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_all_but_letters_digits_and_blanks_as_octal),
        cmocka_unit_test(cleans_text_that_no_page_can_hold),
        cmocka_unit_test(shows_numbers_as_readers_expect),
        cmocka_unit_test(steps_are_round),
        cmocka_unit_test(paragraphs_break_between_words),
        cmocka_unit_test(data_blocks_hold_numbers_only),
        cmocka_unit_test(hostile_names_come_back_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
