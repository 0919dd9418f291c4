/* plots/charts/curve_words.c: the words around curves, from the numbers in them. */
#include "datasets/write/shown.h"
#include "plots/charts/curve_lines.h"
#include "plots/pick.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static void say_name(const nh_curve *one, nh_text *out)
{
    nh_text_say(out, "\xE2\x80\x98%c%s\xE2\x80\x99", tolower((unsigned char)one->label[0]),
                one->label + (one->label[0] != '\0'));
}

/* Where most differences are told: far away, and where there still are children. */
static const double far_away = 50;

static const nh_curve_point *told(const nh_curve *one)
{
    const nh_curve_point *p = nh_curve_until(one, far_away);
    return p && isfinite(p->apart) && isfinite(p->apart_low) && isfinite(p->apart_high) ? p : NULL;
}

/* The outcome that differs most and clearly far away, of those that differ less than `than`: of percentages, else of
 * the others. */
static const nh_curve *most_different(const nh_curves *c, const nh_curve *than, bool of_percentages)
{
    const nh_curve *most = NULL;
    double limit = than ? fabs(told(than)->apart) : INFINITY, best = 0;
    for (size_t i = 0; i < c->n; i++) {
        const nh_curve_point *p = told(&c->all[i]);
        if (!p || nh_curve_is_of_percent(&c->all[i]) != of_percentages || &c->all[i] == than) continue;
        bool is_clear = p->apart_low > 0 || p->apart_high < 0;
        if (!is_clear || fabs(p->apart) > limit || fabs(p->apart) <= best) continue;
        most = &c->all[i];
        best = fabs(p->apart);
    }
    return most;
}

static void say_difference(const nh_curve *one, nh_text *out)
{
    char value[NH_SHOWN_TEXT];
    const nh_curve_point *p = told(one);
    say_name(one, out);
    nh_text_say(out, " %s points %s", nh_show(fabs(p->apart), 1, value), p->apart < 0 ? "lower" : "higher");
}

/* "At 50 miles from home rather than 5" or "Where 30% of new placements are far from home rather than 10%". */
static void say_where(const nh_curves *c, double at, nh_text *out)
{
    char far[NH_SHOWN_TEXT], near[NH_SHOWN_TEXT];
    nh_show(at, -1, far);
    nh_show(c->reference, -1, near);
    if (c->has_levels) nh_text_say(out, "Where %s%% %s rather than %s%%", far, nh_in_a_sentence(c->term), near);
    else nh_text_say(out, "At %s %s rather than %s", far, nh_in_a_sentence(c->term), near);
}

void nh_curves_title(const nh_curves *c, nh_text *title)
{
    const nh_curve *first = most_different(c, NULL, true), *second = first ? most_different(c, first, true) : NULL;
    if (!first) first = most_different(c, NULL, false);
    double farthest = -INFINITY;
    for (size_t i = 0; i < c->n; i++)
        if (told(&c->all[i])) farthest = fmax(farthest, told(&c->all[i])->at);
    if (!isfinite(farthest)) {
        nh_text_say(title, "Outcomes along distance from home");
        return;
    }
    say_where(c, first ? told(first)->at : farthest, title);
    nh_text_say(title, first ? ": " : ", no outcome clearly differs");
    if (first) say_difference(first, title);
    if (second) nh_text_say(title, ", ");
    if (second) say_difference(second, title);
}

void nh_curves_subtitle(const nh_curves *c, nh_text *subtitle)
{
    char from[NH_SHOWN_TEXT];
    if (!c->has_levels)
        nh_text_say(subtitle, "Difference from %s %s", nh_show(c->reference, -1, from), nh_in_a_sentence(c->term));
    else nh_text_say(subtitle, "Outcomes by the share of new placements far from home");
    if (c->comparison[0])
        nh_text_say(subtitle, "; %c%s", tolower((unsigned char)c->comparison[0]), c->comparison + 1);
    if (c->first_year && c->first_year < c->year)
        nh_text_say(subtitle, "; years to 31 March %d to %d", c->first_year, c->year);
    else if (c->year) nh_text_say(subtitle, "; year to 31 March %d", c->year);
}

void nh_curve_say_bend(const nh_curve *one, nh_text *words)
{
    char p[NH_SHOWN_TEXT];
    if (one->p_straight < 0.001) nh_text_say(words, "; straight line: p < 0.001");
    else if (isfinite(one->p_straight))
        nh_text_say(words, "; straight line: p = %s", nh_show(one->p_straight, one->p_straight < 0.1 ? 3 : 2, p));
}

void nh_curves_note(const nh_curves *c, nh_text *note)
{
    bool has_observed = false, is_tested = false;
    for (size_t i = 0; i < c->n; i++) is_tested |= isfinite(c->all[i].p_straight);
    for (size_t i = 0; i < c->n; i++) has_observed |= c->all[i].n && isfinite(c->all[i].points[0].observed);
    nh_text_say(note, "Lines: natural cubic splines; bands: 95%% intervals. Grey bars: how many %s stand around each "
                      "point; points with fewer than 10 are not shown.",
                !c->has_levels ? "children" : "authorities and years");
    if (has_observed) nh_text_say(note, " Rings: their mean, not adjusted.");
    if (is_tested) nh_text_say(note, " A small p of the straight line says that it bends.");
    nh_text_say(note, " An association does not show what causes what.");
    if (c->n_hidden)
        nh_text_say(note, " %zu outcome%s no curve: suppressed or missing.", c->n_hidden,
                    c->n_hidden == 1 ? " has" : "s have");
    if (c->has_more) nh_text_say(note, " More outcomes are in the table.");
}

void nh_curves_description(const nh_curves *c, nh_text *description)
{
    nh_text_say(description, "Lines with bands for their 95%% intervals, one panel an outcome.");
    for (size_t i = 0; i < c->n; i++) {
        const nh_curve_point *ends[] = { nh_curve_first(&c->all[i]), nh_curve_until(&c->all[i], INFINITY) };
        char at[NH_SHOWN_TEXT], value[NH_SHOWN_TEXT], low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT];
        if (!ends[0]) continue;
        nh_text_say(description, " %s (%s", c->all[i].label, c->all[i].unit);
        nh_curve_say_bend(&c->all[i], description);
        nh_text_say(description, "):");
        for (size_t e = 0; e < 2; e++)
            nh_text_say(description, "%s at %s %s (%s to %s)", e ? "," : "", nh_show(ends[e]->at, -1, at),
                        nh_show(ends[e]->value, 1, value), nh_show(ends[e]->low, 1, low),
                        nh_show(ends[e]->high, 1, high));
        nh_text_say(description, ".");
    }
}
