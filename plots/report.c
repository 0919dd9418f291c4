/* plots/report.c: the report as a reader goes through it: what was found, each question with its figures and tables,
 * what words mean, how good the data are, what was left out, how it was made. */
#include "plots/report.h"

#include "datasets/frame/arena.h"
#include "datasets/write/shown.h"
#include "plots/html_table.h"
#include "plots/page.h"
#include "plots/regression_table.h"
#include "plots/side_by_side.h"
#include "plots/svg.h"

#include <string.h>

enum { MOST_REPEATED = 64 };

typedef struct writing {
    nh_text *html;
    size_t n_figures, n_tables; /* numbered so far */
    const nh_frame *of_figure[MOST_REPEATED]; /* tables that stand under a figure, and their numbers */
    size_t number_of[MOST_REPEATED], n_of_figures;
} writing;

/* ---- pieces ---- */

static void say_element(const char *tag, const char *text, nh_text *html)
{
    nh_text_say(html, "<%s>", tag);
    nh_escape(text, html);
    nh_text_say(html, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* A hyphen before a number is a minus. */
static void say_sentence(const char *tag, const char *text, nh_text *html)
{
    nh_text *plain = nh_text_new();
    for (const char *at = text; *at; at++) {
        bool is_minus = *at == '-' && at[1] >= '0' && at[1] <= '9' && at > text && (at[-1] == ' ' || at[-1] == '(');
        nh_text_add(plain, is_minus ? "\xE2\x88\x92" : at, is_minus ? 3 : 1);
    }
    say_element(tag, plain->bytes, html);
    nh_text_free(plain);
}

static void say_list(const char *class, const nh_sentences *sentences, nh_text *html)
{
    if (!sentences->n) return;
    nh_text_say(html, "<ul class=\"%s\">\n", class);
    for (size_t i = 0; i < sentences->n; i++) say_sentence("li", sentences->text[i], html);
    nh_text_say(html, "</ul>\n");
}

static void open_section(const char *id, const char *heading, nh_text *html)
{
    nh_text_say(html, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">", id, id, id);
    nh_escape(heading, html);
    nh_text_say(html, "</h2>\n");
}

static void close_section(nh_text *html)
{
    nh_text_say(html, "</section>\n");
}

static void say_table(writing *w, const nh_frame *frame)
{
    nh_html_table(frame, ++w->n_tables, w->html);
}

/* Short tables stand open; long ones are folded away under their title and length. */
static void say_table_of_section(writing *w, const nh_frame *frame)
{
    char rows[NH_SHOWN_TEXT];
    bool is_short = nh_frame_rows(frame) <= NH_SHORT_TABLE;
    if (!is_short) {
        nh_text_say(w->html, "<details><summary>Table: ");
        nh_escape(nh_frame_title(frame)[0] ? nh_frame_title(frame) : nh_frame_name(frame), w->html);
        nh_text_say(w->html, " (%s rows)</summary>\n", nh_show((double)nh_frame_rows(frame), 0, rows));
    }
    say_table(w, frame);
    if (!is_short) nh_text_say(w->html, "</details>\n");
}

/* ---- figures ---- */

static void say_picture(const nh_report_figure *figure, size_t number, nh_text *html)
{
    nh_text *prefix = nh_text_new();
    nh_text_say(prefix, "figure-%zu-", number);
    nh_text_say(html, "<div class=\"scroll\" role=\"group\" aria-label=\"Picture of figure %zu\" tabindex=\"0\">\n",
                number);
    nh_svg_for_page(figure->svg, prefix->bytes, html);
    nh_text_say(html, "</div>\n");
    nh_text_free(prefix);
}

/* A table that two figures show stands under the first; the number it has there, or 0. */
static size_t number_said(const writing *w, const nh_frame *frame)
{
    for (size_t i = 0; i < w->n_of_figures; i++)
        if (w->of_figure[i] == frame) return w->number_of[i];
    return 0;
}

static void say_table_of_figure(writing *w, const nh_frame *frame)
{
    size_t number = number_said(w, frame);
    if (number) {
        nh_text_say(w->html, "<p>The data are in table %zu above.</p>\n", number);
        return;
    }
    say_table(w, frame);
    if (w->n_of_figures == MOST_REPEATED) return;
    w->of_figure[w->n_of_figures] = frame;
    w->number_of[w->n_of_figures++] = w->n_tables;
}

static void say_figure(writing *w, const nh_report_figure *figure)
{
    nh_text *title = nh_text_new(), *description = nh_text_new();
    figure->chart->describe(figure->table, title, description);
    size_t number = ++w->n_figures;
    nh_text_say(w->html, "<figure id=\"figure-%zu\">\n<figcaption><h3>Figure %zu: ", number, number);
    nh_escape(title->bytes, w->html);
    nh_text_say(w->html, "</h3></figcaption>\n");
    if (figure->svg) say_picture(figure, number, w->html);
    else say_element("p", "This picture could not be drawn; its table is complete.", w->html);
    nh_text_say(w->html, "<details><summary>Description and data of figure %zu</summary>\n", number);
    say_element("p", description->bytes, w->html);
    say_table_of_figure(w, figure->table);
    nh_text_say(w->html, "</details>\n</figure>\n");
    nh_text_free(title);
    nh_text_free(description);
}

/* ---- sections ---- */

static bool is_in_a_figure(const nh_report_section *section, const nh_frame *frame)
{
    for (size_t i = 0; i < section->n_figures; i++)
        if (section->figures[i].table == frame) return true;
    return false;
}

/* Estimates and fits are printed as models side by side. */
static bool is_of_models(const nh_frame *frame)
{
    return strcmp(nh_frame_name(frame), "estimates") == 0 || strcmp(nh_frame_name(frame), "fit") == 0;
}

static void say_section(writing *w, const nh_report_section *section, size_t number)
{
    nh_text *html = w->html;
    nh_text_say(html, "<section id=\"section-%zu\" aria-labelledby=\"section-%zu-heading\">\n"
                "<h2 id=\"section-%zu-heading\">", number, number, number);
    nh_escape(section->heading, html);
    nh_text_say(html, "</h2>\n");
    if (section->introduction) say_element("p", section->introduction, html);
    say_list("findings", &section->results->findings, html);
    for (size_t i = 0; i < section->n_figures; i++) say_figure(w, &section->figures[i]);
    bool has_models = nh_has_regressions(section->results);
    if (has_models) nh_regression_tables(section->results, &w->n_tables, html);
    for (size_t i = 0; i < section->results->n; i++)
        if (!is_in_a_figure(section, section->results->frames[i]) &&
            !(has_models && is_of_models(section->results->frames[i])))
            say_table_of_section(w, section->results->frames[i]);
    if (section->results->notes.n) {
        nh_text_say(html, "<h3>How these figures were made</h3>\n");
        say_list("notes", &section->results->notes, html);
    }
    close_section(html);
}

static void say_header(const nh_report *report, nh_text *html)
{
    nh_text_say(html, "<div class=\"masthead\"></div>\n<header>\n");
    say_element("h1", report->title, html);
    if (report->subtitle) say_element("p class=\"lede\"", report->subtitle, html);
    if (report->is_synthetic)
        say_element("p class=\"banner\"",
                    "Synthetic data. Every child in these figures is invented; they show what a report looks like "
                    "and say nothing about any authority or child.",
                    html);
    if (report->restriction) {
        nh_text_say(html, "<p class=\"banner\">Only a part of the children: every figure is of those with ");
        nh_escape(report->restriction, html);
        nh_text_say(html, ".</p>\n");
    }
    if (report->is_exact)
        say_element("p class=\"banner\"",
                    "Not for publication. Disclosure control was turned off: small counts are shown and could "
                    "identify a child.",
                    html);
    nh_text_say(html, "</header>\n");
}

static void say_contents(const nh_report *report, nh_text *html)
{
    nh_text_say(html, "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n<li><a href=\"#found\">What was "
                      "found</a></li>\n");
    for (size_t i = 0; i < report->n_sections; i++) {
        nh_text_say(html, "<li><a href=\"#section-%zu\">", i + 1);
        nh_escape(report->sections[i].heading, html);
        nh_text_say(html, "</a></li>\n");
    }
    nh_text_say(html, "<li><a href=\"#definitions\">What the words mean</a></li>\n"
                "<li><a href=\"#quality\">How good the data are</a></li>\n"
                "<li><a href=\"#left-out\">What was suppressed and left out</a></li>\n"
                "<li><a href=\"#made\">How this report was made</a></li>\n</ol>\n</nav>\n");
}

/* What each section's analysis holds for most important, in the order of the sections. */
static void say_found(const nh_report *report, nh_text *html)
{
    size_t said = 0;
    open_section("found", "What was found", html);
    nh_text_say(html, "<ul class=\"findings\">\n");
    for (size_t i = 0; i < report->n_sections; i++) {
        const nh_sentences *headlines = &report->sections[i].results->headlines;
        for (size_t k = 0; k < headlines->n; k++, said++) say_sentence("li", headlines->text[k], html);
    }
    if (!said)
        say_element("li", "No finding could be put into words from these inputs. The tables below are complete.",
                    html);
    nh_text_say(html, "</ul>\n");
    close_section(html);
}

static void say_definitions(nh_text *html)
{
    open_section("definitions", "What the words mean", html);
    nh_page_definitions(html);
    close_section(html);
}

static void say_quality(writing *w, const nh_report *report)
{
    open_section("quality", "How good the data are", w->html);
    say_element("p",
                "Every row that was read is either used or set aside and counted. Records with a problem are listed "
                "by kind, never by child.",
                w->html);
    if (report->data_quality) {
        say_list("findings", &report->data_quality->findings, w->html);
        for (size_t i = 0; i < report->data_quality->n; i++) say_table_of_section(w, report->data_quality->frames[i]);
        say_list("notes", &report->data_quality->notes, w->html);
    }
    close_section(w->html);
}

static size_t say_gaps_of(const nh_results *results, nh_text *html)
{
    for (size_t i = 0; results && i < results->gaps.n; i++) say_element("li", results->gaps.text[i], html);
    return results ? results->gaps.n : 0;
}

static void say_left_out(const nh_report *report, nh_text *html)
{
    open_section("left-out", "What was suppressed and left out", html);
    if (report->is_exact)
        say_element("p", "Nothing was suppressed or rounded: disclosure control was turned off.", html);
    else
        say_element("p",
                    "Figures made from children's records are safe to publish: a count of 1 to 5 is shown as c, "
                    "other counts are rounded to 5 (England and regions to 10), percentages and intervals are "
                    "worked out from the rounded counts, and means and curves are shown only where enough children "
                    "stand behind them. Published figures are shown as they were published, with their symbols.",
                    html);
    nh_text_say(html, "<ul class=\"notes\">\n");
    size_t said = say_gaps_of(report->data_quality, html);
    for (size_t i = 0; i < report->n_sections; i++) said += say_gaps_of(report->sections[i].results, html);
    if (!said) say_element("li", "Nothing that these inputs allow was left out.", html);
    nh_text_say(html, "</ul>\n");
    close_section(html);
}

/* Lines of "what: which". */
static void say_provenance(const char *lines, nh_text *html)
{
    nh_arena *scratch = nh_arena_new();
    nh_text_say(html, "<ul class=\"notes\">\n");
    for (const char *at = lines; *at;) {
        size_t n = strcspn(at, "\n");
        say_element("li", nh_arena_text(scratch, at, n), html);
        at += n + (at[n] == '\n');
    }
    nh_text_say(html, "</ul>\n");
    nh_arena_free(scratch);
}

static void say_made(const nh_report *report, nh_text *html)
{
    open_section("made", "How this report was made", html);
    if (report->provenance) say_provenance(report->provenance, html);
    say_element("p",
                "Versions, options, and the SHA-256 of every input and output are in manifest.json beside this "
                "page. The same inputs, version and options give the same bytes.",
                html);
    close_section(html);
}

void nh_report_write(const nh_report *report, nh_text *html)
{
    writing w = { .html = html };
    nh_page_begin(report->title, html);
    say_header(report, html);
    nh_text_say(html, "<main id=\"main\">\n<p id=\"live\" class=\"hidden\" role=\"status\"></p>\n");
    say_found(report, html);
    say_contents(report, html);
    for (size_t i = 0; i < report->n_sections; i++) say_section(&w, &report->sections[i], i + 1);
    say_definitions(html);
    say_quality(&w, report);
    say_left_out(report, html);
    say_made(report, html);
    nh_text_say(html, "</main>\n<footer><p>Contains public sector information licensed under the Open Government "
                      "Licence "
                      "v3.0.</p></footer>\n");
    nh_page_end(html);
}
