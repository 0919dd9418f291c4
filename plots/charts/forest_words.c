/* plots/charts/forest_words.c: the words around a forest, from the numbers in it. */
#include "plots/charts/forest_words.h"

#include "datasets/write/shown.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

int nh_forest_decimals(const nh_forest_lines *l)
{
    double widest = 0;
    for (size_t i = 0; i < l->n; i++)
        widest = fmax(widest, fmax(fabs(l->all[i].low - l->none), fabs(l->all[i].high - l->none)));
    return widest < 0.02 ? 4 : widest < 0.2 ? 3 : l->unit && widest >= 2 ? 1 : widest < 50 ? 2 : 0;
}

static bool is_clear(const nh_forest_lines *l, const nh_forest_line *one)
{
    return one->low > l->none || one->high < l->none;
}

/* ---- effects ---- */

static size_t count_group(const nh_forest_lines *l, size_t group, bool only_clear)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) n += l->all[i].group == group && (!only_clear || is_clear(l, &l->all[i]));
    return n;
}

/* The clear difference that is largest, of those smaller than `than`; NULL when there is none. */
static const nh_forest_line *largest_clear(const nh_forest_lines *l, const nh_forest_line *than)
{
    const nh_forest_line *largest = NULL;
    for (size_t i = 0; i < l->n; i++) {
        const nh_forest_line *one = &l->all[i];
        bool is_smaller = !than || (one != than && fabs(one->value) <= fabs(than->value));
        if (is_clear(l, one) && is_smaller && (!largest || fabs(one->value) > fabs(largest->value))) largest = one;
    }
    return largest;
}

static void say_in_small_letters(const char *text, nh_text *out)
{
    char first = (char)tolower((unsigned char)text[0]);
    nh_text_add(out, &first, 1);
    nh_text_say(out, "%s", text + (text[0] != '\0'));
}

/* "2.8 points lower", or "hazard ratio 1.38". */
static void say_size(const nh_forest_lines *l, const nh_forest_line *one, nh_text *out)
{
    char value[NH_SHOWN_TEXT];
    int decimals = nh_forest_decimals(l);
    if (l->none == 1) nh_text_say(out, "%s %s", l->unit, nh_show(one->value, decimals, value));
    else nh_text_say(out, "%s points %s", nh_show(fabs(one->value), decimals, value),
                     one->value < l->none ? "lower" : "higher");
}

static void say_difference(const nh_forest_lines *l, const nh_forest_line *one, nh_text *out)
{
    nh_text_say(out, "\xE2\x80\x98");
    say_in_small_letters(one->name, out);
    nh_text_say(out, "\xE2\x80\x99 ");
    say_size(l, one, out);
}

/* One comparison: its largest clear differences, for whom, and how many are clear. */
static void say_one_comparison(const nh_forest_lines *l, nh_text *title)
{
    const nh_forest_line *first = largest_clear(l, NULL), *second = first ? largest_clear(l, first) : NULL;
    size_t n = l->n + l->n_more;
    if (!first) {
        nh_text_say(title, "None of %zu outcomes clearly differs for %s", n, l->per);
        return;
    }
    nh_text_say(title, "%c%s: ", toupper((unsigned char)l->per[0]), l->per + (l->per[0] != '\0'));
    say_difference(l, first, title);
    if (second) {
        nh_text_say(title, ", ");
        say_difference(l, second, title);
    }
}

/* A single outcome, in both comparisons: "'immunisations' 2.8 points lower between ..., no clear difference within". */
static void say_one_outcome(const nh_forest_lines *l, nh_text *title)
{
    bool is_first_clear = is_clear(l, &l->all[0]);
    for (size_t i = 0; i < l->n; i++) {
        const nh_forest_line *one = &l->all[i];
        nh_text_say(title, "%s", i ? ", " : "");
        if (is_clear(l, one) && (i == 0 || !is_first_clear)) say_difference(l, one, title);
        else if (is_clear(l, one)) say_size(l, one, title);
        else nh_text_say(title, i ? "no clear difference" : "No clear difference");
        nh_text_say(title, " ");
        say_in_small_letters(l->group[one->group], title);
    }
}

/* "4 of 8 outcomes go with distant placements between authorities of a year, 1 within an authority ...". */
static void say_two_comparisons(const nh_forest_lines *l, nh_text *title)
{
    size_t n = count_group(l, 0, true);
    nh_text_say(title, "%zu of %zu outcomes %s with distant placements ", n, count_group(l, 0, false),
                n == 1 ? "goes" : "go");
    say_in_small_letters(l->group[0], title);
    nh_text_say(title, ", %zu ", count_group(l, 1, true));
    say_in_small_letters(l->group[1], title);
}

static void say_effects_subtitle(const nh_forest_lines *l, nh_text *subtitle)
{
    bool is_ratio = l->none == 1;
    nh_text_say(subtitle, is_ratio ? "%c%s for %s" : "Difference in %c%s for %s",
                is_ratio ? toupper((unsigned char)l->unit[0]) : l->unit[0], l->unit + 1,
                l->per[0] ? l->per : "one more");
    if (l->n_groups == 1) {
        nh_text_say(subtitle, "; ");
        say_in_small_letters(l->group[0], subtitle);
    }
    if (l->first_year && l->first_year < l->year)
        nh_text_say(subtitle, "; years to 31 March %d to %d", l->first_year, l->year);
    else if (l->year) nh_text_say(subtitle, "; year to 31 March %d", l->year);
}

/* ---- both ---- */

void nh_forest_title(const nh_forest_lines *l, nh_text *title)
{
    char outcome[NH_FOREST_NAME], term[NH_FOREST_NAME];
    size_t n = l->n + l->n_more;
    nh_say_plainly(l->outcome, outcome);
    nh_say_plainly(l->term ? l->term : "", term);
    bool is_one_outcome = l->n == 2 && !l->n_more && l->n_groups == NH_FOREST_GROUPS &&
                          strcmp(l->all[0].name, l->all[1].name) == 0;
    if (l->n && l->n_groups == 1 && l->per[0]) say_one_comparison(l, title);
    else if (is_one_outcome) say_one_outcome(l, title);
    else if (l->n && l->n_groups == NH_FOREST_GROUPS) say_two_comparisons(l, title);
    else if (l->n && l->term && !outcome[0])
        nh_text_say(title, "%zu of %zu models find a link with \xE2\x80\x98%s\xE2\x80\x99", l->n_clear, n, term);
    else if (l->n && l->term)
        nh_text_say(title,
                    "%zu of %zu models find a link between \xE2\x80\x98%s\xE2\x80\x99 and \xE2\x80\x98%s\xE2\x80\x99",
                    l->n_clear, n, term, outcome);
    else if (l->n && outcome[0])
        nh_text_say(title, "%zu of %zu terms are clearly linked with \xE2\x80\x98%s\xE2\x80\x99", l->n_clear, n,
                    outcome);
    else nh_text_say(title, "Estimates with their 95%% intervals");
}

void nh_forest_subtitle(const nh_forest_lines *l, nh_text *subtitle)
{
    char outcome[NH_FOREST_NAME], term[NH_FOREST_NAME];
    nh_say_plainly(l->outcome, outcome);
    nh_say_plainly(l->term ? l->term : "", term);
    if (l->n_groups) say_effects_subtitle(l, subtitle);
    else if (l->term && outcome[0])
        nh_text_say(subtitle,
                    "Change in \xE2\x80\x98%s\xE2\x80\x99 for one more of \xE2\x80\x98%s\xE2\x80\x99, by model",
                    outcome, term);
    else if (l->term)
        nh_text_say(subtitle, "Change in each model\xE2\x80\x99s outcome for one more of \xE2\x80\x98%s\xE2\x80\x99",
                    term);
    else nh_text_say(subtitle, "Estimates for \xE2\x80\x98%s\xE2\x80\x99", outcome[0] ? outcome : "the outcome");
}

void nh_forest_note(const nh_forest_lines *l, nh_text *note)
{
    nh_text_say(note,
                "Points are estimates, lines their 95%% intervals. The upright line at %g is no association. An "
                "association does not show what causes what.",
                l->none);
    if (l->n_groups) nh_text_say(note, " n: the rows (children, or authorities and years) behind an estimate.");
    if (l->n_hidden) nh_text_say(note, " %zu not shown: few children are behind them.", l->n_hidden);
    if (l->n_more) nh_text_say(note, " %zu more are in the table.", l->n_more);
    if (l->n_of_other_units)
        nh_text_say(note, " In the table, and not here because measured in another unit: %zu.", l->n_of_other_units);
}

void nh_forest_description(const nh_forest_lines *l, nh_text *description)
{
    int decimals = nh_forest_decimals(l);
    nh_text_say(description, "Forest plot: a point and a line across for each estimate and its 95%% interval. ");
    nh_text_say(description, "%zu of %zu intervals leave out %g, which is no association.", l->n_clear,
                l->n + l->n_more, l->none);
    for (size_t i = 0; i < l->n && i < 18; i++) {
        char value[NH_SHOWN_TEXT], low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT];
        const nh_forest_line *one = &l->all[i];
        nh_text_say(description, " %s", one->name);
        if (l->n_groups == NH_FOREST_GROUPS) {
            nh_text_say(description, ", ");
            say_in_small_letters(l->group[one->group], description);
        }
        nh_text_say(description, ": %s (%s to %s).", nh_show(one->value, decimals, value),
                    nh_show(one->low, decimals, low), nh_show(one->high, decimals, high));
    }
}
