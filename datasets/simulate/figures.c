/* datasets/simulate/figures.c: published figures read into tables of weights.
 *
 * Age by placement group was not published: it is fitted to the published totals of both, starting from what the
 * groups are for (nobody under 16 in supported accommodation, nobody over 9 placed for adoption). */
#include "datasets/simulate/figures.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

extern const unsigned char nh_reference_published_2024[];
extern const unsigned long nh_reference_published_2024_bytes;

static double number_of(const char *digits)
{
    double value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (*digits - '0');
    return value;
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

/* All the columns of one row of a table. */
static nh_choices choices_of(const nh_figures *figures, const char *table, const char *row)
{
    nh_choices choices = { .n = 0 };
    for (size_t i = 0; i < figures->published.n_rows && choices.n < NH_MOST_CHOICES; i++) {
        if (strcmp(cell_of(figures, i, 0), table) != 0 || strcmp(cell_of(figures, i, 1), row) != 0) continue;
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

static const char *const age_bands[NH_AGE_BANDS] = { "0", "1", "5", "10", "16" };

/* Where each group starts from: weights of under 1, 1-4, 5-9, 10-15, 16 and over. */
static const double age_seeds[NH_PLACEMENT_GROUPS][NH_AGE_BANDS] = {
    [NH_GROUP_FOSTER] = { 1, 1, 1, 1, 0.8 },          [NH_GROUP_ADOPTION] = { 1, 1, 0.15, 0, 0 },
    [NH_GROUP_PARENTS] = { 0.8, 1, 1, 1, 0.6 },       [NH_GROUP_HOMES] = { 0, 0, 0.15, 1.4, 2 },
    [NH_GROUP_SUPPORTED] = { 0, 0, 0, 0, 1 },         [NH_GROUP_RESIDENTIAL] = { 1.5, 0.8, 0.1, 0.2, 1 },
    [NH_GROUP_SCHOOL] = { 0, 0, 0.2, 1, 1 },          [NH_GROUP_OTHER] = { 0.3, 0.5, 0.5, 1, 1.5 },
};

static void scale_groups(nh_figures *figures, const double *due)
{
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        double sum = 0;
        for (int band = 0; band < NH_AGE_BANDS; band++) sum += figures->age[group][band];
        for (int band = 0; band < NH_AGE_BANDS && sum > 0; band++) figures->age[group][band] *= due[group] / sum;
    }
}

static void scale_bands(nh_figures *figures, const double *due)
{
    for (int band = 0; band < NH_AGE_BANDS; band++) {
        double sum = 0;
        for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) sum += figures->age[group][band];
        for (int group = 1; group < NH_PLACEMENT_GROUPS && sum > 0; group++)
            figures->age[group][band] *= due[band] / sum;
    }
}

/* UASC are nearly all of those whose distance is not known; 84 of 100 are 16 or over (assumed). */
static void fit_ages(nh_figures *figures)
{
    enum { ROUNDS = 50 };
    double group_due[NH_PLACEMENT_GROUPS] = { 0 }, band_due[NH_AGE_BANDS];
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++)
        for (int cell = 0; cell < NH_DISTANCE_UNKNOWN; cell++) group_due[group] += figures->cell[cell][group];
    for (int band = 0; band < NH_AGE_BANDS; band++)
        band_due[band] = nh_figure(figures, "age", "from", age_bands[band]);
    band_due[NH_AGE_BANDS - 1] -= 0.84 * figures->uasc;
    band_due[NH_AGE_BANDS - 2] -= 0.16 * figures->uasc;
    memcpy(figures->age, age_seeds, sizeof figures->age);
    for (int round = 0; round < ROUNDS; round++) {
        scale_bands(figures, band_due);
        scale_groups(figures, group_due);
    }
}

static void read_durations(nh_figures *figures)
{
    static const char *const bands[NH_DURATION_BANDS] = { "1", "8", "30", "91", "182", "365", "730", "1826" };
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++)
        for (int band = 0; band < NH_DURATION_BANDS; band++)
            figures->duration[group][band] = nh_figure(
                figures, "duration", nh_placement_group_word((nh_placement_group)group), bands[band]);
}

nh_figures *nh_figures_new(void)
{
    nh_figures *figures = nh_zeroed(1, sizeof *figures);
    figures->published = nh_embedded_open(nh_reference_published_2024, nh_reference_published_2024_bytes);
    figures->need = choices_of(figures, "need", "all");
    figures->ethnicity = choices_of(figures, "ethnicity", "all");
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        const char *word = nh_placement_group_word((nh_placement_group)group);
        figures->place[group] = choices_of(figures, "placement", word);
        figures->reason[group] = choices_of(figures, "reason", word);
    }
    double men = nh_figure(figures, "sex", "all", "male"), women = nh_figure(figures, "sex", "all", "female");
    figures->male = men / (men + women);
    figures->children = men + women;
    figures->uasc = nh_figure(figures, "uasc", "all", "children");
    read_cells(figures);
    read_durations(figures);
    fit_ages(figures);
    return figures;
}

void nh_figures_free(nh_figures *figures)
{
    if (!figures) return;
    nh_embedded_close(&figures->published);
    free(figures);
}

/* ---- draws ---- */

int nh_draw(gsl_rng *rng, const double *weights, int n)
{
    double total = 0;
    for (int i = 0; i < n; i++) total += weights[i];
    double at = gsl_rng_uniform(rng) * total;
    for (int i = 0; i < n - 1; i++) {
        if (at < weights[i]) return i;
        at -= weights[i];
    }
    return n - 1;
}

const char *nh_choose(gsl_rng *rng, const nh_choices *choices)
{
    return choices->code[nh_draw(rng, choices->weight, choices->n)];
}

bool nh_happens(gsl_rng *rng, double probability)
{
    return gsl_rng_uniform(rng) < probability;
}

int nh_whole(gsl_rng *rng, int from, int to)
{
    return from >= to ? from : from + (int)gsl_rng_uniform_int(rng, (unsigned long)(to - from) + 1);
}

double nh_between(gsl_rng *rng, double from, double to)
{
    return from + (to - from) * gsl_rng_uniform(rng);
}

double nh_bell(gsl_rng *rng)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += gsl_rng_uniform(rng);
    return sum;
}

int nh_age_in_days(gsl_rng *rng, int band)
{
    static const int from[NH_AGE_BANDS + 1] = { 0, 366, 1827, 3653, 5845, 6574 };
    return nh_whole(rng, from[band], from[band + 1] - 1);
}

int nh_duration_in_days(gsl_rng *rng, const nh_figures *figures, nh_placement_group group)
{
    static const int from[NH_DURATION_BANDS + 1] = { 1, 8, 30, 91, 182, 365, 730, 1826, 3000 };
    int band = nh_draw(rng, figures->duration[group], NH_DURATION_BANDS);
    return nh_whole(rng, from[band], from[band + 1] - 1);
}
