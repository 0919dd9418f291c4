/* datasets/simulate/settling.c: of several homes the one that suits, of several postcodes the one that is as far. */
#include "datasets/simulate/settling.h"

#include <math.h>

void nh_settle(const nh_setting *s, int32_t home, nh_spot *spot)
{
    spot->address = NH_NO_ADDRESS;
    if (!s->addresses) return;
    int area = nh_address_area(s->addresses, spot->place, spot->code);
    if (spot->miles < 0) {
        spot->address = nh_address_in(s->addresses, s->rng, area);
        return;
    }
    spot->address = nh_address_at(s->addresses, s->rng, (nh_address_wish){ area, home, spot->miles });
    if (spot->address == NH_NO_ADDRESS) spot->miles = NH_UNKNOWN_MILES;
    else spot->miles = nh_address_miles(s->addresses, home, spot->address);
}

/* Half a mile, or one part in twenty. */
static bool is_near_enough(double miles, double due)
{
    return fabs(miles - due) <= fmax(0.5, 0.05 * due);
}

int32_t nh_settle_home(const nh_setting *s, nh_spot *spot)
{
    enum { HOMES = 6 };
    int32_t best_home = NH_NO_ADDRESS;
    nh_spot best = *spot;
    best.address = NH_NO_ADDRESS;
    for (int i = 0; s->addresses && i < HOMES; i++) {
        int32_t home = nh_address_in(s->addresses, s->rng, (int)s->home);
        nh_spot found = *spot;
        nh_settle(s, home, &found);
        bool is_better = i == 0 || fabs(found.miles - spot->miles) < fabs(best.miles - spot->miles);
        if (is_better) best = found, best_home = home;
        if (is_near_enough(best.miles, spot->miles)) break;
    }
    *spot = best;
    return best_home;
}
