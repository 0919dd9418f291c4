/* datasets/simulate/spots.c: in the authority, in another one near by or far away, or outside England.
 *
 * Distances between authorities are those between their middles, spread; within one they follow from its extent. */
#include "datasets/simulate/spots.h"

#include "datasets/tables/authorities.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* Of an area of this spread, two of its places lie so far apart: chosen so that 8% of the children placed inside
 * their authority at a known distance are over 20 miles away, as published. */
static double miles_within(const nh_setting *s, size_t district)
{
    double spread = s->england->districts[district].spread / 1000 / 1.6093;
    return 0.2 + 1.03 * spread * sqrt(gsl_ran_exponential(s->rng, 1));
}

/* Wales and Scotland for the most part. */
static void go_elsewhere(const nh_setting *s, nh_spot *spot)
{
    static const double weights[] = { 60, 26, 2, 12 };
    static const char *const codes[] = { "WAL", "SCO", "NIR", "NUK" };
    int country = nh_draw(s->rng, weights, 4);
    spot->code = codes[country];
    spot->miles = country < 2 ? nh_between(s->rng, 15, 260) : NH_UNKNOWN_MILES;
}

static nh_spot spot_inside(const nh_setting *s)
{
    int authority = s->england->districts[s->home].authority;
    return (nh_spot){ .place = (int)s->home, .code = nh_authority_at(authority)->old_code,
                      .miles = miles_within(s, s->home), .inside = true };
}

/* Beyond 350 miles a return is warned of. */
static const double farthest = 340;

nh_spot nh_spot_in(const nh_setting *s, int place)
{
    if (place < 0) return spot_inside(s);
    nh_spot spot = { .place = place };
    size_t n = s->england->n;
    if ((size_t)place == n) {
        go_elsewhere(s, &spot);
        return spot;
    }
    spot.code = nh_authority_at(s->england->districts[place].authority)->old_code;
    double between = s->england->miles[s->home * (n + 1) + (size_t)place];
    spot.miles = between * nh_between(s->rng, 0.7, 1.3) + nh_between(s->rng, 0, 2);
    if (spot.miles > farthest) spot.miles = farthest;
    return spot;
}

static double rounded(double miles)
{
    return miles < 0 ? miles : round(miles * 10) / 10;
}

nh_cell nh_cell_of(const nh_spot *spot)
{
    if (spot->miles < 0) return NH_DISTANCE_UNKNOWN;
    bool far = rounded(spot->miles) > 20;
    if (spot->inside) return far ? NH_FAR_INSIDE : NH_NEAR_INSIDE;
    return far ? NH_FAR_OUTSIDE : NH_NEAR_OUTSIDE;
}

/* How much more often than all children a group is in the cell. */
static double preference(const nh_figures *figures, nh_placement_group group, nh_cell cell)
{
    double of_group = 0, all = 0, in_cell = 0;
    for (int c = 0; c < NH_DISTANCE_UNKNOWN; c++)
        for (int g = 1; g < NH_PLACEMENT_GROUPS; g++) {
            all += figures->cell[c][g];
            of_group += g == (int)group ? figures->cell[c][g] : 0;
            in_cell += c == (int)cell ? figures->cell[c][g] : 0;
        }
    return in_cell > 0 && of_group > 0 ? figures->cell[cell][group] / of_group * all / in_cell : 1;
}

void nh_preferences(const nh_figures *figures, nh_by_group *preferences)
{
    for (int group = 1; group < NH_PLACEMENT_GROUPS; group++) {
        double most = 0;
        for (int cell = 0; cell < NH_DISTANCE_UNKNOWN; cell++) {
            preferences[cell][group] = preference(figures, (nh_placement_group)group, (nh_cell)cell);
            most = fmax(most, preferences[cell][group]);
        }
        for (int cell = 0; cell < NH_DISTANCE_UNKNOWN; cell++) preferences[cell][group] /= most;
    }
}

/* As the authority places all of its children. */
static nh_spot spot_of_any(const nh_setting *s)
{
    const nh_district *home = &s->england->districts[s->home];
    if (!nh_happens(s->rng, home->outside / (home->children + 1))) return spot_inside(s);
    size_t n = s->england->n;
    return nh_spot_in(s, nh_draw(s->rng, s->england->flow + s->home * (n + 1), (int)n + 1));
}

/* Then taken or not, as groups of placement are near or far, inside or outside, in all of England. */
nh_spot nh_spot_for(const nh_setting *s, nh_placement_group group)
{
    enum { TRIES = 8 };
    nh_spot spot = spot_of_any(s);
    for (int i = 0; i < TRIES; i++) {
        nh_cell cell = nh_cell_of(&spot);
        if (cell == NH_DISTANCE_UNKNOWN || nh_happens(s->rng, s->preferences[cell][group])) break;
        spot = spot_of_any(s);
    }
    return spot;
}
