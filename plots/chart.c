/* plots/chart.c: the list of charts, and the way from a table to a checked picture. */
#include "plots/chart.h"

#include "plots/svg.h"
#include "plots/theme.h"

#include <string.h>

#define NH_CHART(name) extern const nh_chart nh_chart_##name;
#include "plots/charts.def"
#undef NH_CHART

#define NH_CHART(name) &nh_chart_##name,
static const nh_chart *const charts[] = {
#include "plots/charts.def"
};
#undef NH_CHART

size_t nh_chart_count(void)
{
    return sizeof charts / sizeof *charts;
}

const nh_chart *nh_chart_at(size_t i)
{
    return charts[i];
}

const nh_chart *nh_chart_named(const char *name)
{
    for (size_t i = 0; i < nh_chart_count(); i++)
        if (strcmp(charts[i]->name, name) == 0) return charts[i];
    return NULL;
}

/* Ids begin with the chart's name, so that two different charts can stand in one page. */
static bool dress_up(const nh_chart *chart, const nh_script *script, const nh_text *raw, nh_svg_dress *dress,
                     nh_text *out, nh_error *err)
{
    nh_text *prefix = nh_text_new();
    nh_text_say(prefix, "%s-", chart->name);
    dress->prefix = prefix->bytes;
    dress->title_bottom = nh_script_title_bottom(script);
    dress->due = nh_script_marks(script);
    bool ok = nh_svg_make(raw, dress, out, err);
    nh_text_free(prefix);
    return ok;
}

static bool paint(const nh_script *script, const nh_gnuplot *gnuplot, nh_picture picture, nh_text *raw, nh_error *err)
{
    nh_text *text = nh_text_new();
    nh_script_write(script, picture, text);
    bool ok = nh_gnuplot_run(gnuplot, text->bytes, text->n, picture, raw, err);
    nh_text_free(text);
    return ok;
}

bool nh_chart_draw(const nh_chart *chart, const nh_frame *table, const nh_chart_labels *labels, nh_picture picture,
                   nh_text *out, nh_error *err)
{
    nh_text *title = nh_text_new(), *description = nh_text_new(), *raw = nh_text_new();
    nh_script *script = nh_script_new();
    nh_chart_labels complete = *labels;
    chart->describe(table, title, description);
    if (!complete.title) complete.title = title->bytes;
    bool ok = chart->draw(table, &complete, script, err) && paint(script, labels->gnuplot, picture, raw, err);
    if (ok && picture == NH_PNG) nh_text_add(out, raw->bytes, raw->n);
    if (ok && picture == NH_SVG) {
        nh_svg_dress dress = { .title = complete.title, .description = description->bytes };
        ok = dress_up(chart, script, raw, &dress, out, err);
    }
    nh_script_free(script);
    nh_text_free(raw);
    nh_text_free(description);
    nh_text_free(title);
    return ok;
}
