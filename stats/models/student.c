/* stats/models/student.c: Student's t by the continued fraction of the incomplete beta function.
 *
 * The library's own is good to twelve digits near the middle, but to six where p is 1e-44; a p-value that is printed
 * has to be right. The fraction is DiDonato and Morris's (Lentz's evaluation, Numerical Recipes 6.4). */
#include "stats/models/student.h"

#include "stats/models/gsl.h"

#include <math.h>

static const double tiny = 1e-300;

static double not_zero(double x) { return fabs(x) < tiny ? tiny : x; }

/* The continued fraction of I_x(a, b), for x below (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x)
{
    double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / not_zero(1 + even * d);
        c = not_zero(1 + even / c);
        h *= d * c;
        d = 1 / not_zero(1 + odd * d);
        c = not_zero(1 + odd / c);
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16) break;
    }
    return h;
}

/* log of gamma(a + 1/2) / gamma(a): Stirling's series where the two logarithms would cancel. */
static double log_gamma_ratio(double a)
{
    if (a < 12) return lgamma(a + 0.5) - lgamma(a);
    double r = 1 / a, r2 = r * r;
    double series =
        r * (-1.0 / 8 + r2 * (1.0 / 192 + r2 * (-1.0 / 640 + r2 * (17.0 / 14336 + r2 * (-31.0 / 18432)))));
    return 0.5 * log(a) + series;
}

double nh_t_two_sided(double t, double df)
{
    if (!isfinite(df)) return nh_normal_two_sided(t);
    double a = df / 2, odds = t / df * t;
    if (odds == 0) return 1;
    if (!isfinite(odds)) return 0;
    /* x = df / (df + t^2) and its complement. */
    double log_x = -log1p(odds), x = 1 / (1 + odds), rest = odds / (1 + odds);
    double front = exp(a * log_x + 0.5 * log(rest) + log_gamma_ratio(a)) / sqrt(M_PI);
    if (x < (a + 1) / (a + 2.5)) return front * fraction(a, 0.5, x) / a;
    return 1 - front * fraction(0.5, a, rest) / 0.5;
}

/* Newton's steps from the library's value, on the probability of the centre. */
double nh_t_quantile(double level, double df)
{
    double t = nh_t_start(0.5 + level / 2, df);
    for (int step = 0; step < 2 && isfinite(df); step++) {
        double density = exp(log_gamma_ratio(df / 2) - (df + 1) / 2 * log1p(t / df * t)) / sqrt(df * M_PI);
        t += (nh_t_two_sided(t, df) - (1 - level)) / (2 * density);
    }
    return t;
}
