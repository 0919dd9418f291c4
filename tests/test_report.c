/* tests/test_report.c: the report as a machine sees it: well-formed, self-contained, escaped, complete. */
#include "plots/html_table.h"
#include "plots/report.h"
#include "plots/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char hostile[] = "<img src=x onerror=alert(1)> & \"quoted\" 'name'";

static nh_frame *areas_table(size_t n)
{
    nh_frame *frame = nh_frame_new("areas", "Children by <area>");
    nh_column *year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *name = nh_frame_add(frame, "name", NH_CATEGORY);
    nh_column *children = nh_frame_add(frame, "own_children", NH_NUMBER);
    nh_column *share = nh_frame_add(frame, "share", NH_NUMBER);
    nh_column *seen = nh_frame_add(frame, "seen", NH_DATE);
    nh_column *support = nh_frame_add(frame, "support", NH_NUMBER);
    nh_column_role(frame, children, NH_COUNT, NULL, NULL);
    nh_column_role(frame, share, NH_PERCENT, "own_children", "own_children");
    nh_column_role(frame, support, NH_SUPPORT, NULL, NULL);
    nh_column_describe(frame, share, "Share placed outside", "%");
    for (size_t i = 0; i < n; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_number(year, row, 2024);
        nh_put_text(name, row, i ? "Ealing" : hostile);
        nh_put_number(children, row, 1940);
        nh_put_mark(share, row, NH_SUPPRESSED);
        nh_put_date(seen, row, nh_date(2024, 3, 31));
        nh_put_number(support, row, 31337);
    }
    return frame;
}

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    (void)table;
    nh_text_say(title, "Finding with %s", hostile);
    nh_text_say(description, "Description.");
}

static const nh_chart chart = { .name = "areas", .table = "areas", .describe = describe };

static void write_report(size_t rows, bool has_picture, nh_text *html)
{
    nh_results *results = nh_results_new(), *quality = nh_results_new();
    nh_results_add(results, areas_table(rows));
    nh_results_add(results, areas_table(rows));
    nh_results_finding(results, "First: %s", hostile);
    nh_results_headline(results);
    nh_results_finding(results, "A net gain of -910 (-1 to 2), E10-12.");
    nh_results_note(results, "A note.");
    nh_results_gap(results, "No map: no areas.");
    nh_text *svg = nh_text_new();
    nh_text_say(svg, "<svg viewBox=\"0 0 960 900\" data-title-bottom=\"40\" aria-labelledby=\"a-title a-desc\">"
                "<title id=\"a-title\">T</title><desc id=\"a-desc\">D</desc></svg>");
    const nh_report_figure figures[] = { { &chart, results->frames[0], has_picture ? svg : NULL },
                                         { &chart, results->frames[0], has_picture ? svg : NULL } };
    const nh_report_section sections[] = { { "Areas & places", "Introduction.", results, figures, 2 } };
    const nh_report report = { .title = hostile, .subtitle = "Year to 31 March 2024", .is_synthetic = true,
                               .sections = sections, .n_sections = 1, .data_quality = quality,
                               .provenance = "nearhome 0.1.0" };
    nh_report_write(&report, html);
    nh_text_free(svg);
    nh_results_free(results);
    nh_results_free(quality);
}

typedef struct page {
    XML_Parser parser;
    char *ids[4000];
    size_t n_ids, n_h1, n_tables, n_captions, n_unscoped, n_images;
    int last_heading;
} page;

static const char *value_of(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return NULL;
}

static void keep_id(page *p, const char *id)
{
    for (size_t i = 0; i < p->n_ids; i++)
        if (strcmp(p->ids[i], id) == 0) fail_msg("id %s twice", id);
    assert_true(p->n_ids < 4000);
    p->ids[p->n_ids++] = strdup(id);
}

static void on_start(void *data, const char *name, const char **attributes)
{
    page *p = data;
    const char *id = value_of(attributes, "id");
    if (id) keep_id(p, id);
    if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
        int level = name[1] - '0';
        p->n_h1 += level == 1;
        assert_true(level <= p->last_heading + 1); /* no level is skipped */
        p->last_heading = level;
    }
    p->n_tables += strcmp(name, "table") == 0;
    p->n_captions += strcmp(name, "caption") == 0;
    p->n_unscoped += strcmp(name, "th") == 0 && !value_of(attributes, "scope");
    assert_null(value_of(attributes, "src"));
    assert_null(value_of(attributes, "style"));
    for (; *attributes; attributes += 2) {
        assert_true(strncmp(attributes[0], "on", 2) != 0);
        if (strstr(attributes[0], "href")) assert_int_equal(attributes[1][0], '#');
    }
}

/* Our HTML is XML but for its doctype, its void <meta> and the script's text. */
static void as_xml(const nh_text *html, nh_text *xml)
{
    for (const char *at = strchr(html->bytes, '\n'); *at;) {
        const char *meta = strstr(at, "<meta"), *script = strstr(at, "<script>");
        const char *next = meta && (!script || meta < script) ? meta : script;
        if (!next) {
            nh_text_add(xml, at, strlen(at));
            return;
        }
        nh_text_add(xml, at, (size_t)(next - at));
        at = next == meta ? strchr(next, '>') + 1 : strstr(next, "</script>") + 9;
    }
}

static void parse(const nh_text *html, page *p)
{
    nh_text *xml = nh_text_new();
    as_xml(html, xml);
    p->parser = XML_ParserCreate("UTF-8");
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, on_start, NULL);
    if (XML_Parse(p->parser, xml->bytes, (int)xml->n, 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(p->parser), XML_ErrorString(XML_GetErrorCode(p->parser)));
    XML_ParserFree(p->parser);
    nh_text_free(xml);
}

static void is_well_formed_and_marked_up(void **state)
{
    (void)state;
    nh_text *html = nh_text_new();
    page p = { 0 };
    write_report(3, true, html);
    parse(html, &p);
    assert_int_equal(p.n_h1, 1);
    /* Both figures show one table: it stands once. */
    assert_int_equal(p.n_tables, 2);
    assert_int_equal(p.n_captions, 2);
    assert_non_null(strstr(html->bytes, "<p>The data are in table 1 above.</p>"));
    assert_int_equal(p.n_unscoped, 0);
    assert_non_null(strstr(html->bytes, "<html lang=\"en-GB\">"));
    assert_non_null(strstr(html->bytes, "Skip to main content"));
    for (size_t i = 0; i < p.n_ids; i++) free(p.ids[i]);
    nh_text_free(html);
}

static void nothing_is_fetched_and_nothing_of_the_data_is_markup(void **state)
{
    (void)state;
    nh_text *html = nh_text_new();
    write_report(3, true, html);
    assert_non_null(strstr(html->bytes, "default-src 'none'; style-src 'sha256-"));
    assert_null(strstr(html->bytes, "unsafe-inline"));
    assert_null(strstr(html->bytes, "http://"));
    assert_null(strstr(html->bytes, "https://"));
    assert_null(strstr(html->bytes, "<img"));
    assert_non_null(strstr(html->bytes, "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot; "
                                        "&#39;name&#39;"));
    nh_text_free(html);
}

static void says_everything_it_was_given(void **state)
{
    (void)state;
    nh_text *html = nh_text_new();
    write_report(3, false, html);
    assert_non_null(strstr(html->bytes, "Synthetic data. Every child in these figures is invented"));
    assert_non_null(strstr(html->bytes, "No map: no areas."));
    assert_non_null(strstr(html->bytes, "A note."));
    assert_non_null(strstr(html->bytes, "A net gain of \xE2\x88\x92" "910 (\xE2\x88\x92" "1 to 2), E10-12."));
    assert_non_null(strstr(html->bytes, "could not be drawn; its table is complete"));
    assert_non_null(strstr(html->bytes, "nearhome 0.1.0"));
    assert_non_null(strstr(html->bytes, "<code>tables/areas.csv</code>"));
    nh_text_free(html);
}

/* Before the contents only what leads; in its section everything. */
static void begins_with_the_headlines(void **state)
{
    (void)state;
    nh_text *html = nh_text_new();
    write_report(2, true, html);
    const char *contents = strstr(html->bytes, "<h2>Contents"), *first = strstr(html->bytes, "<li>First: ");
    assert_true(first && contents && first < contents);
    assert_non_null(strstr(contents, "<li>First: "));
    assert_true(strstr(html->bytes, "<li>A net gain") > contents);
    nh_text_free(html);
}

static void cells_read_as_a_person_writes_them(void **state)
{
    (void)state;
    nh_frame *frame = areas_table(1);
    nh_text *html = nh_text_new();
    nh_html_table(frame, 7, html);
    assert_non_null(strstr(html->bytes, "<caption id=\"table-7\">Table 7: Children by &lt;area&gt;</caption>"));
    assert_non_null(strstr(html->bytes, "<th scope=\"col\" class=\"num\">Share placed outside (%)</th>"));
    assert_non_null(strstr(html->bytes, "<td class=\"num\">2024</td><th scope=\"row\">"));
    assert_non_null(strstr(html->bytes, "</th><td class=\"num\">1,940</td><td class=\"num\">c</td><td>31 March "
                                        "2024</td></tr>"));
    assert_null(strstr(html->bytes, "31337"));
    nh_text_free(html);
    nh_frame_free(frame);
}

static void a_long_table_shows_its_latest_year(void **state)
{
    (void)state;
    nh_frame *frame = areas_table(NH_YEARS_TABLE + 50);
    for (size_t row = 0; row < NH_YEARS_TABLE; row++) nh_put_number(nh_frame_find(frame, "year"), row, 2023);
    nh_text *html = nh_text_new();
    nh_html_table(frame, 1, html);
    assert_non_null(strstr(html->bytes, "&gt;, 2024</caption>"));
    assert_non_null(strstr(html->bytes, "50 of 220 rows are shown, of the latest year"));
    assert_null(strstr(html->bytes, "2023"));
    nh_text_free(html);
    nh_frame_free(frame);
}

static void long_tables_are_folded_and_cut(void **state)
{
    (void)state;
    nh_text *html = nh_text_new();
    write_report(NH_LONGEST_TABLE + 5, false, html);
    assert_non_null(strstr(html->bytes, "Table: Children by &lt;area&gt; (175 rows)</summary>"));
    assert_non_null(strstr(html->bytes, "170 of 175 rows are shown, of the latest year; all of them are in "
                                        "<code>tables/areas.csv</code>"));
    nh_text_free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_well_formed_and_marked_up),
        cmocka_unit_test(nothing_is_fetched_and_nothing_of_the_data_is_markup),
        cmocka_unit_test(says_everything_it_was_given),
        cmocka_unit_test(begins_with_the_headlines),
        cmocka_unit_test(cells_read_as_a_person_writes_them),
        cmocka_unit_test(a_long_table_shows_its_latest_year),
        cmocka_unit_test(long_tables_are_folded_and_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
