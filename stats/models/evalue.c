/* stats/models/evalue.c: how strong a hidden cause would have to be. */
#include "stats/models/evalue.h"

#include <math.h>

static double of_ratio(double ratio)
{
    double above = ratio < 1 ? 1 / ratio : ratio;
    return above + sqrt(above * (above - 1));
}

nh_evalue nh_evalue_of(double ratio, double lower, double upper)
{
    double nearer = ratio < 1 ? upper : lower;
    return (nh_evalue){ of_ratio(ratio), (ratio < 1) == (nearer < 1) ? of_ratio(nearer) : 1 };
}

double nh_ratio_of_hazards(double hazard_ratio)
{
    return (1 - pow(0.5, sqrt(hazard_ratio))) / (1 - pow(0.5, sqrt(1 / hazard_ratio)));
}

double nh_ratio_of_difference(double standard_deviations) { return exp(0.91 * standard_deviations); }
