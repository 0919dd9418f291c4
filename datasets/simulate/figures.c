/* datasets/simulate/figures.c: published figures read into tables of weights.
 *
 * What was not published together is fitted to the totals that were (margins.h), from a start that says what groups
 * of placement are for: nobody under 16 in supported accommodation, nobody over 9 placed for adoption. */
#include "datasets/simulate/figures.h"

#include "datasets/frame/arena.h"
#include "datasets/simulate/margins.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const unsigned char nh_reference_published_2024[];
extern const unsigned long nh_reference_published_2024_bytes;

/* ---- the file ---- */

/* Digits, and one decimal where there is one; a blank is a suppressed figure. */
static double number_of(const char *digits)
{
    double value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (*digits - '0');
    return *digits == '.' ? value + (digits[1] - '0') / 10.0 : value;
}

static const char *cell_of(const nh_figures *figures, size_t row, size_t column)
{
    return nh_embedded_at(&figures->published, row, column);
}

double nh_figure(const nh_figures *figures, const char *table, const char *row, const char *column)
{
    for (size_t i = 0; i < figures->published.n_rows; i++)
        if (strcmp(cell_of(figures, i, 0), table) == 0 && strcmp(cell_of(figures, i, 1), row) == 0 &&
            strcmp(cell_of(figures, i, 2), column) == 0)
            return number_of(cell_of(figures, i, 3));
    return 0;
}

static double of_group(const nh_figures *figures, const char *table, int group, const char *column)
{
    return nh_figure(figures, table, nh_placement_group_word((nh_placement_group)group), column);
}

/* All the columns of one row of a table, but the one named `without`. */
static nh_choices choices_of(const nh_figures *figures, const char *table, const char *row, const char *without)
{
    nh_choices choices = { .n = 0 };
    for (size_t i = 0; i < figures->published.n_rows && choices.n < NH_MOST_CHOICES; i++) {
        if (strcmp(cell_of(figures, i, 0), table) != 0 || strcmp(cell_of(figures, i, 1), row) != 0) continue;
        if (without && strcmp(cell_of(figures, i, 2), without) == 0) continue;
        choices.code[choices.n] = cell_of(figures, i, 2);
        choices.weight[choices.n++] = number_of(cell_of(figures, i, 3));
    }
    return choices;
}

static double total_of(const nh_choices *choices)
{
    double total = 0;
    for (int i = 0; i < choices->n; i++) total += choices->weight[i];
    return total;
}

/* ---- where ---- */

/* The table of distances has residential settings, schools and other placements in one row. */
static void read_cells(nh_figures *figures)
{
    static const char *const names[NH_CELLS] = { "near_inside", "far_inside", "near_outside", "far_outside",
                                                 "unknown" };
    double together = 0;
    for (int group = NH_GROUP_RESIDENTIAL; group <= NH_GROUP_OTHER; group++)
        together += total_of(&figures->place[group]);
    for (int cell = 0; cell < NH_CELLS; cell++)
        for (int group = NH_GROUP_FOSTER; group <= NH_GROUP_OTHER; group++) {
            bool joint = group >= NH_GROUP_RESIDENTIAL;
            const char *row = joint ? "other" : nh_placement_group_word((nh_placement_group)group);
            double share = joint ? total_of(&figures->place[group]) / together : 1;
            figures->cell[cell][group] = share * nh_figure(figures, "locality", row, names[cell]);
        }
}

/* ---- who: needs and ethnicity of UASC (assumed) are taken off the published ones of all ---- */

static void share_with_uasc(nh_choices *all, const nh_choices *of_uasc, double uasc)
{
    double total = total_of(of_uasc);
    for (int i = 0; i < of_uasc->n; i++)
        for (int k = 0; k < all->n; k++)
            if (strcmp(all->code[k], of_uasc->code[i]) == 0)
                all->weight[k] = fmax(all->weight[k] - uasc * of_uasc->weight[i] / total, 0);
}

static void read_who(nh_figures *figures)
{
    double men = nh_figure(figures, "sex", "all", "male"), women = nh_figure(figures, "sex", "all", "female");
    figures->male = men / (men + women);
    figures->children = men + women;
    figures->uasc = nh_figure(figures, "uasc", "all", "children");
    figures->need = choices_of(figures, "need", "all", NULL);
    figures->need_of_uasc = (nh_choices){ { "N8", "N1", "N5", "N4" }, { 84, 12, 3, 1 }, 4 };
    figures->ethnicity = choices_of(figures, "ethnicity", "all", NULL);
    figures->ethnicity_of_uasc = (nh_choices){ { "BAFR", "AOTH", "OOTH" }, { 35, 25, 40 }, 3 };
    share_with_uasc(&figures->need, &figures->need_of_uasc, figures->uasc);
    share_with_uasc(&figures->ethnicity, &figures->ethnicity_of_uasc, figures->uasc);
}

/* ---- how old, how long in care, how many placements ---- */

static const char *const age_bands[NH_AGE_BANDS] = { "0", "1", "5", "10", "16" };

/* UASC, nearly all of those whose distance is not known: 84 of 100 are 16 or over, the others 10 to 15 (assumed). */
static const double uasc_of_band[NH_AGE_BANDS] = { 0, 0, 0, 0.16, 0.84 };

/* Where each group starts from: weights of under 1, 1-4, 5-9, 10-15, 16 and over. */
static const double age_seeds[NH_PLACEMENT_GROUPS][NH_AGE_BANDS] = {
    [NH_GROUP_FOSTER] = { 1, 1, 1, 1, 0.8 },          [NH_GROUP_ADOPTION] = { 0.3, 1, 0.15, 0, 0 },
    [NH_GROUP_PARENTS] = { 0.8, 1, 1, 1, 0.6 },       [NH_GROUP_HOMES] = { 0, 0, 0.15, 1.4, 2 },
    [NH_GROUP_SUPPORTED] = { 0, 0, 0, 0, 1 },         [NH_GROUP_RESIDENTIAL] = { 1.5, 0.8, 0.1, 0.2, 1 },
    [NH_GROUP_SCHOOL] = { 0, 0, 0.2, 1, 1 },          [NH_GROUP_OTHER] = { 0.3, 0.5, 0.5, 1, 1.5 },
};

static double published_class(const nh_figures *figures, const char *row, int class)
{
    static const char *const columns[] = { "1", "2", "3" };
    return nh_figure(figures, class < NH_NEW_1 ? "placements_12m" : "placements_new", row, columns[class % 3]);
}

enum { CARE_CELLS = NH_PLACEMENT_GROUPS * NH_AGE_BANDS * NH_CARE_CLASSES, KINDS = 3 };

/* The totals that the cells of `care` have to meet, and which of them each cell belongs to. */
typedef struct care_margins {
    int band_and_class[CARE_CELLS], group_and_band[CARE_CELLS], group_and_kind[CARE_CELLS];
    double of_band_and_class[NH_AGE_BANDS * NH_CARE_CLASSES], of_group_and_band[NH_PLACEMENT_GROUPS * NH_AGE_BANDS];
    double of_group_and_kind[NH_PLACEMENT_GROUPS * KINDS]; /* one placement in the year, one since entry, more */
} care_margins;

static int kind_of(int class)
{
    return class == NH_YEAR_1 ? 0 : class == NH_NEW_1 ? 1 : 2;
}

static void name_totals(care_margins *m)
{
    for (int i = 0; i < CARE_CELLS; i++) {
        int class = i % NH_CARE_CLASSES, band = i / NH_CARE_CLASSES % NH_AGE_BANDS;
        int group = i / NH_CARE_CLASSES / NH_AGE_BANDS;
        m->band_and_class[i] = band * NH_CARE_CLASSES + class;
        m->group_and_band[i] = group * NH_AGE_BANDS + band;
        m->group_and_kind[i] = group * KINDS + kind_of(class);
    }
}

/* Children of a group who are not UASC: known distances, and the few unknown ones that are left. */
static double without_uasc(const nh_figures *figures, int group, double *uasc)
{
    double all = 0, unknown = 0;
    for (int cell = 0; cell < NH_CELLS; cell++) all += figures->cell[cell][group];
    for (int g = 1; g < NH_PLACEMENT_GROUPS; g++) unknown += figures->cell[NH_DISTANCE_UNKNOWN][g];
    *uasc = figures->uasc * figures->cell[NH_DISTANCE_UNKNOWN][group] / unknown;
    return all - *uasc;
}

static void total_bands(const nh_figures *figures, care_margins *m)
{
    for (int band = 0; band < NH_AGE_BANDS; band++)
        for (int class = 0; class < NH_CARE_CLASSES; class++)
            m->of_band_and_class[band * NH_CARE_CLASSES + class] =
                published_class(figures, age_bands[band], class) -
                uasc_of_band[band] * figures->care_of_uasc[class];
}

/* Ages by group: fitted to the groups and to the ages of all. */
static void total_ages(const nh_figures *figures, care_margins *m)
{
    enum { CELLS = NH_PLACEMENT_GROUPS * NH_AGE_BANDS };
    int group_of[CELLS], band_of[CELLS];
    nh_by_group groups = { 0 };
    double bands[NH_AGE_BANDS], uasc;
    for (int i = 0; i < CELLS; i++) group_of[i] = i / NH_AGE_BANDS, band_of[i] = i % NH_AGE_BANDS;
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) groups[group] = without_uasc(figures, group, &uasc);
    for (int band = 0; band < NH_AGE_BANDS; band++)
        bands[band] = nh_figure(figures, "age", "from", age_bands[band]) - uasc_of_band[band] * figures->uasc;
    memcpy(m->of_group_and_band, age_seeds, sizeof age_seeds);
    const nh_margin margins[] = { { band_of, bands, NH_AGE_BANDS }, { group_of, groups, NH_PLACEMENT_GROUPS } };
    nh_fit_margins(m->of_group_and_band, CELLS, margins, 2);
}

/* Children with one placement in the year were first in the group they are in: published by the first placement. */
static void total_kinds(const nh_figures *figures, care_margins *m)
{
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        double uasc, all = without_uasc(figures, group, &uasc), *due = &m->of_group_and_kind[group * KINDS];
        double share = uasc / figures->uasc;
        due[0] = fmax(of_group(figures, "first_12m", group, "1") - share * figures->care_of_uasc[NH_YEAR_1], 0);
        due[1] = fmax(of_group(figures, "first_new", group, "1") - share * figures->care_of_uasc[NH_NEW_1], 0);
        due[2] = fmax(all - due[0] - due[1], 0);
    }
}

static void fit_care(nh_figures *figures)
{
    care_margins *m = nh_zeroed(1, sizeof *m);
    double *cells = &figures->care[0][0][0];
    for (int class = 0; class < NH_CARE_CLASSES; class++)
        figures->care_of_uasc[class] = published_class(figures, "uasc", class);
    name_totals(m);
    total_bands(figures, m);
    total_ages(figures, m);
    total_kinds(figures, m);
    /* Hardly anybody is placed for adoption within a year of coming into care. */
    for (int i = 0; i < CARE_CELLS; i++)
        cells[i] =
            i / NH_CARE_CLASSES / NH_AGE_BANDS == NH_GROUP_ADOPTION && i % NH_CARE_CLASSES >= NH_NEW_1 ? 0.05 : 1;
    const nh_margin margins[] = {
        { m->band_and_class, m->of_band_and_class, NH_AGE_BANDS * NH_CARE_CLASSES },
        { m->group_and_kind, m->of_group_and_kind, NH_PLACEMENT_GROUPS * KINDS },
        { m->group_and_band, m->of_group_and_band, NH_PLACEMENT_GROUPS * NH_AGE_BANDS },
    };
    nh_fit_margins(cells, CARE_CELLS, margins, 3);
    free(m);
}

/* ---- changes of placement ---- */

/* From a group to a group (assumed start; fitted to the groups that changes led from and to). Moves from parents to
 * parents, or from one unnamed placement to another, would show nothing that changed. */
static const nh_by_group move_seeds[NH_PLACEMENT_GROUPS] = {
    [NH_GROUP_FOSTER] = { 0, 10, 1.5, 3, 2.5, 2, 0.5, 0.05, 2.5 },
    [NH_GROUP_ADOPTION] = { 0, 1, 0.1, 0.1, 0, 0, 0, 0, 0.1 },
    [NH_GROUP_PARENTS] = { 0, 3, 0, 0, 1, 0.5, 0.3, 0, 1 },
    [NH_GROUP_HOMES] = { 0, 1, 0, 0.5, 4, 2, 0.5, 0.1, 1.5 },
    [NH_GROUP_SUPPORTED] = { 0, 0.3, 0, 0.3, 0.2, 6, 0.5, 0, 1.5 },
    [NH_GROUP_RESIDENTIAL] = { 0, 4, 0.1, 1.5, 1, 1, 0.5, 0, 0.8 },
    [NH_GROUP_SCHOOL] = { 0, 1, 0, 0.2, 1, 1, 0, 0, 0.5 },
    [NH_GROUP_OTHER] = { 0, 3, 0.1, 1.5, 1.5, 1.5, 0.5, 0.05, 0 },
};

enum { MOVE_CELLS = NH_PLACEMENT_GROUPS * NH_PLACEMENT_GROUPS };

/* Changes from and into each group in the year, those of status only left out. */
static void total_moves(nh_figures *figures, nh_by_group from, nh_by_group into)
{
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        double status = of_group(figures, "reason", group, "PLACE");
        double changes = of_group(figures, "new_placements", group, "all") -
                         of_group(figures, "new_placements", group, "of_care");
        figures->status_share[group] = changes > 0 ? status / changes : 0;
        from[group] = total_of(&figures->reason[group]);
        into[group] = fmax(changes - status, 0);
    }
}

static void fit_moves(nh_figures *figures)
{
    int from_of[MOVE_CELLS], into_of[MOVE_CELLS];
    double moves[MOVE_CELLS];
    nh_by_group from = { 0 }, into = { 0 };
    total_moves(figures, from, into);
    for (int i = 0; i < MOVE_CELLS; i++) {
        from_of[i] = i / NH_PLACEMENT_GROUPS;
        into_of[i] = i % NH_PLACEMENT_GROUPS;
        moves[i] = move_seeds[from_of[i]][into_of[i]];
    }
    const nh_margin margins[] = { { into_of, into, NH_PLACEMENT_GROUPS }, { from_of, from, NH_PLACEMENT_GROUPS } };
    nh_fit_margins(moves, MOVE_CELLS, margins, 2);
    for (int i = 0; i < MOVE_CELLS; i++) figures->before[into_of[i]][from_of[i]] = moves[i];
}

/* First of several placements since entry, against all changes from a group (published of the children who were still
 * in care, 24,160 of 33,050 who came); and what leaving care ended. */
static void read_ends(nh_figures *figures)
{
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        double firsts = of_group(figures, "first_new", group, "all") - of_group(figures, "first_new", group, "1");
        double status = of_group(figures, "reason", group, "PLACE"), changes = total_of(&figures->reason[group]) + status;
        figures->first[group] = changes > 0 ? fmin(firsts / changes * 33050 / 24160, 1) : 0;
        figures->later[group] = 1 - figures->first[group];
        figures->leaving[group] = fmax(of_group(figures, "duration", group, "all") - changes, 0);
    }
}

/* Some are drawn a little less or more often: told backwards within a year, middling durations come out too often. */
static void read_durations(nh_figures *figures)
{
    static const char *const bands[NH_DURATION_BANDS] = { "1", "8", "30", "91", "182", "365", "730", "1826" };
    static const double drawn[NH_DURATION_BANDS] = { 1, 0.96, 0.84, 0.94, 1.02, 1.1, 1.15, 1.15 };
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++)
        for (int band = 0; band < NH_DURATION_BANDS; band++)
            figures->duration[group].weight[band] = of_group(figures, "duration", group, bands[band]) * drawn[band];
}

static void read_group(nh_figures *figures, int group)
{
    const char *word = nh_placement_group_word((nh_placement_group)group);
    nh_choices *reasons = &figures->reason[group];
    figures->place[group] = choices_of(figures, "placement", word, NULL);
    *reasons = choices_of(figures, "reason", word, "PLACE");
    for (int i = 0; i < reasons->n; i++)
        figures->is_breakdown[group][i] = nh_breakdown_of(reasons->code[i]) == NH_PRIMARY_BREAKDOWN;
}

nh_figures *nh_figures_new(void)
{
    nh_figures *figures = nh_zeroed(1, sizeof *figures);
    figures->published = nh_embedded_open(nh_reference_published_2024, nh_reference_published_2024_bytes);
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) read_group(figures, group);
    for (int n = 0; n < NH_MOST_IN_YEAR; n++) {
        const char digit[] = { (char)('1' + n), '\0' };
        figures->in_year[n] = nh_figure(figures, "placements", "all", digit);
    }
    read_who(figures);
    read_cells(figures);
    read_durations(figures);
    fit_care(figures);
    fit_moves(figures);
    read_ends(figures);
    return figures;
}

void nh_figures_free(nh_figures *figures)
{
    if (!figures) return;
    nh_embedded_close(&figures->published);
    free(figures);
}

int nh_age_in_days(gsl_rng *rng, int band)
{
    static const int from[NH_AGE_BANDS + 1] = { 0, 366, 1827, 3653, 5845, 6574 };
    return nh_whole(rng, from[band], from[band + 1] - 1);
}
