/* cli/audit_charts.c: the charts that the analyses choose, from tables that are released already.
 *
 * Whether gnuplot answers is asked once, before the first chart. Charts that are missing for one reason are said in
 * one line. What is said of two charts alike is gnuplot's fault (a chart's own reasons name it), and the rest are not
 * tried: each might take until the deadline. */
#include "cli/audit.h"

#include <stdio.h>
#include <string.h>

enum { NAME_TEXT = 128 };

static void say_undrawn(audit *a)
{
    undrawn *u = &a->undrawn;
    if (u->n) nh_results_gap(a->quality, "chart%s %s: %s", u->n == 1 ? "" : "s", u->names->bytes, u->why.text);
    nh_text_free(u->names);
    *u = (undrawn){ 0 };
}

static void miss(audit *a, const char *chart, const nh_error *why)
{
    undrawn *u = &a->undrawn;
    if (strcmp(why->text, u->why.text) != 0) say_undrawn(a);
    if (!u->names) u->names = nh_text_new();
    u->why = *why;
    nh_text_say(u->names, "%s%s", u->n ? ", " : "", chart);
    u->gave_up |= ++u->n == 2;
}

/* Whether this chart need be tried. */
static bool can_draw(audit *a, const char *chart)
{
    nh_error why = { 0 };
    if (a->undrawn.gave_up) {
        why = a->undrawn.why;
        miss(a, chart, &why);
        return false;
    }
    if (*a->gnuplot || nh_gnuplot_version(NULL, a->gnuplot, &why)) return true;
    miss(a, chart, &why);
    a->undrawn.gave_up = true;
    return false;
}

/* One picture; false only when it cannot be written. A chart that cannot be drawn is missing: *picture stays NULL. */
static bool put_picture(audit *a, const nh_report_figure *figure, nh_picture kind, nh_text **picture, nh_error *err)
{
    const nh_chart_labels labels = { .source = a->source, .is_synthetic = a->is_synthetic };
    nh_error why = { 0 };
    nh_text *drawn = nh_text_new();
    if (!nh_chart_draw(figure->chart, figure->table, &labels, kind, drawn, &why)) {
        miss(a, figure->chart->name, &why);
        nh_text_free(drawn);
        return true;
    }
    char name[NAME_TEXT];
    snprintf(name, sizeof name, "charts/%s.%s", figure->chart->name, kind == NH_SVG ? "svg" : "png");
    bool ok = audit_folder_put(&a->folder, name, drawn, err);
    *picture = drawn;
    return ok;
}

/* An analysis may name several tables for a chart, the best first: one picture is enough. */
static bool is_drawn(const chapter *c, const nh_chart *chart)
{
    for (size_t i = 0; i < c->n_figures; i++)
        if (c->figures[i].chart == chart) return true;
    return false;
}

static bool put_figure(audit *a, chapter *c, const nh_chart_choice *choice, nh_error *err)
{
    const nh_frame *table = nh_results_find(c->results, choice->table);
    const nh_chart *chart = nh_chart_named(choice->chart);
    if (!table || !chart || c->n_figures == MOST_CHARTS || is_drawn(c, chart)) return true;
    if (chart->suits && !chart->suits(table)) return true;
    if (c->analysis->may_draw && !c->analysis->may_draw(table)) return true;
    nh_report_figure figure = { .chart = chart, .table = table };
    nh_text *svg = NULL, *png = NULL;
    bool ok = !can_draw(a, chart->name) || put_picture(a, &figure, NH_SVG, &svg, err);
    /* What cannot be drawn once is not tried again in another form. */
    if (ok && svg) ok = put_picture(a, &figure, NH_PNG, &png, err);
    nh_text_free(png);
    figure.svg = svg;
    a->n_charts += svg != NULL;
    c->figures[c->n_figures++] = figure;
    return ok;
}

bool audit_draw(audit *a, nh_error *err)
{
    for (size_t i = 0; i < a->n_chapters; i++) {
        const nh_chart_choice *choice = a->chapters[i].analysis->charts;
        for (; choice && choice->chart; choice++) {
            nh_inputs_tell(a->s.inputs, "drawing", (double)i, (double)a->n_chapters);
            if (!put_figure(a, &a->chapters[i], choice, err)) return false;
        }
    }
    say_undrawn(a);
    return true;
}
