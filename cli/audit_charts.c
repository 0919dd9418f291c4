/* cli/audit_charts.c: the charts that the analyses choose, from tables that are released already.
 *
 * Whether gnuplot answers is asked once: where it does not, one line says so for all charts. What it says twice is
 * gnuplot's fault, not the chart's, and the rest are not tried: each might take until the deadline. */
#include "cli/audit.h"

#include <stdio.h>
#include <string.h>

enum { NAME_TEXT = 128 };

static bool can_draw(audit *a)
{
    nh_error why = { 0 };
    if (a->has_asked_gnuplot) return a->has_gnuplot;
    a->has_asked_gnuplot = true;
    a->has_gnuplot = nh_gnuplot_version(NULL, a->gnuplot, &why);
    if (!a->has_gnuplot) nh_results_gap(a->quality, "charts: %s", why.text);
    return a->has_gnuplot;
}

static void miss(audit *a, const nh_chart *chart, const nh_error *why)
{
    if (strcmp(why->text, a->last_undrawn.text) == 0) {
        a->has_gnuplot = false;
        nh_results_gap(a->quality, "chart %s and those after it: the same again", chart->name);
    } else {
        nh_results_gap(a->quality, "chart %s: %s", chart->name, why->text);
    }
    a->last_undrawn = *why;
}

/* One picture; false only when it cannot be written. A chart that cannot be drawn is missing: *picture stays NULL. */
static bool put_picture(audit *a, const nh_report_figure *figure, nh_picture kind, nh_text **picture, nh_error *err)
{
    const nh_chart_labels labels = { .source = a->source, .is_synthetic = a->is_synthetic };
    nh_error why = { 0 };
    nh_text *drawn = nh_text_new();
    if (!nh_chart_draw(figure->chart, figure->table, &labels, kind, drawn, &why)) {
        miss(a, figure->chart, &why);
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
    bool ok = !can_draw(a) || put_picture(a, &figure, NH_SVG, &svg, err);
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
    return true;
}
