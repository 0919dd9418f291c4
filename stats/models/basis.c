/* stats/models/basis.c: polynomials and natural cubic splines. */
#include "stats/models/basis.h"

#include "stats/models/expression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum basis_kind { POWERS, ORTHOGONAL, SPLINE } basis_kind;

enum { MOST = 24, ORDER = 4 }; /* columns at most; cubic pieces */

struct nh_basis {
    basis_kind kind;
    size_t columns;
    double centre[MOST], norm[MOST + 1]; /* the recurrence of an orthogonal polynomial */
    double knot[MOST + 2 * ORDER];       /* of a spline, the boundary ones four times */
    size_t n_pieces;                     /* cubic B-splines, the first one included */
    double mix[MOST][MOST];              /* B-splines to natural columns */
};

nh_basis *nh_basis_powers(nh_arena *memory, size_t degree)
{
    nh_basis *basis = nh_arena_array(memory, 1, sizeof *basis);
    basis->kind = POWERS;
    basis->columns = degree;
    return basis;
}

/* The monic orthogonal polynomial of degree j + 1 from the two before it (Forsythe 1957). */
static void next_polynomial(const nh_basis *basis, size_t j, double x, double *before, double *now)
{
    double ratio = j == 0 ? 0 : basis->norm[j] / basis->norm[j - 1];
    double next = (x - basis->centre[j]) * *now - ratio * *before;
    *before = *now;
    *now = next;
}

/* Sums of p^2 and x p^2 of the polynomial of degree j, in long double. */
static void fit_degree(nh_basis *basis, const double *x, size_t n, size_t j)
{
    long double squares = 0, first = 0;
    for (size_t i = 0; i < n; i++) {
        double before = 0, now = 1;
        for (size_t d = 0; d < j; d++) next_polynomial(basis, d, x[i], &before, &now);
        squares += (long double)now * now;
        first += (long double)x[i] * now * now;
    }
    basis->norm[j] = (double)squares;
    basis->centre[j] = (double)(first / squares);
}

/* Whether x has more than `most` different values; `most` is small. */
static bool has_more_than(const double *x, size_t n, size_t most)
{
    double met[MOST + 1];
    size_t n_met = 0;
    for (size_t i = 0; i < n && n_met <= most; i++) {
        size_t m = 0;
        while (m < n_met && met[m] != x[i]) m++;
        if (m == n_met) met[n_met++] = x[i];
    }
    return n_met > most;
}

nh_basis *nh_basis_poly(nh_arena *memory, const double *x, size_t n, size_t degree)
{
    if (!has_more_than(x, n, degree)) return NULL;
    nh_basis *basis = nh_basis_powers(memory, degree);
    basis->kind = ORTHOGONAL;
    for (size_t j = 0; j <= degree; j++) fit_degree(basis, x, n, j);
    return basis;
}

/* The B-splines of order `order` that are not 0 at x, by de Boor's recurrence; returns the first one's number. */
static size_t b_splines(const nh_basis *basis, double x, size_t order, double *value)
{
    size_t piece = ORDER - 1;
    while (piece + 1 < basis->n_pieces && x >= basis->knot[piece + 1]) piece++;
    value[0] = 1;
    for (size_t k = 1; k < order; k++) {
        double carried = 0;
        for (size_t r = 0; r < k; r++) {
            double right = basis->knot[piece + r + 1], left = basis->knot[piece + 1 + r - k];
            double share = value[r] / (right - left);
            value[r] = carried + (right - x) * share;
            carried = (x - left) * share;
        }
        value[k] = carried;
    }
    return piece + 1 - order;
}

/* Derivatives of order `times` of all cubic B-splines at x: differences of those of lower order. */
static void b_spline_slopes(const nh_basis *basis, double x, size_t times, double *all)
{
    double value[ORDER] = { 0 };
    memset(all, 0, (MOST + ORDER) * sizeof *all);
    size_t order = ORDER - times, first = b_splines(basis, x, order, value);
    memcpy(all + first, value, order * sizeof *all);
    for (; order < ORDER; order++)
        for (size_t j = 0; j < basis->n_pieces; j++) {
            double near = basis->knot[j + order] - basis->knot[j],
                   far = basis->knot[j + order + 1] - basis->knot[j + 1];
            double up = near > 0 ? all[j] / near : 0, down = far > 0 ? all[j + 1] / far : 0;
            all[j] = (double)order * (up - down);
        }
}

/* Row vector times Householder reflection I - 2 v v' / v'v. */
static void reflect(double *row, const double *v, size_t n)
{
    double product = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        product += row[i] * v[i];
        square += v[i] * v[i];
    }
    if (square == 0) return;
    for (size_t i = 0; i < n; i++) row[i] -= 2 * product / square * v[i];
}

/* The vector that reflects x[from..n) onto its first element, 0 before it (as LINPACK's dqrdc has the sign). */
static void householder(const double *x, size_t from, size_t n, double *v)
{
    double length = 0;
    for (size_t i = from; i < n; i++) length += x[i] * x[i];
    for (size_t i = 0; i < n; i++) v[i] = i < from ? 0 : x[i];
    v[from] += x[from] < 0 ? -sqrt(length) : sqrt(length);
}

/* No curvature at the two ends: the B-splines but the first, turned so that two columns carry the constraints. */
static void fit_constraints(nh_basis *basis)
{
    size_t n = basis->n_pieces - 1;
    double at_start[MOST + ORDER], at_end[MOST + ORDER], first[MOST], second[MOST];
    b_spline_slopes(basis, basis->knot[0], 2, at_start);
    b_spline_slopes(basis, basis->knot[basis->n_pieces], 2, at_end);
    householder(at_start + 1, 0, n, first);
    reflect(at_end + 1, first, n);
    householder(at_end + 1, 1, n, second);
    for (size_t i = 0; i < n; i++) {
        double unit[MOST] = { 0 };
        unit[i] = 1;
        reflect(unit, first, n);
        reflect(unit, second, n);
        memcpy(basis->mix[i], unit + 2, basis->columns * sizeof *unit);
    }
}

/* Puts the value that is number k in order at x[k], nothing greater before it and nothing less behind (Hoare 1961,
 * Find). */
static void put_in_place(double *x, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        double middle = x[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;; i++, j--) {
            while (x[i] < middle) i++;
            while (x[j] > middle) j--;
            if (i >= j) break;
            double other = x[i];
            x[i] = x[j];
            x[j] = other;
        }
        if (k <= j) high = j;
        else low = j + 1;
    }
}

/* R: quantile(x, p), type 7; moves values about. */
static double quantile(double *x, size_t n, double p)
{
    double at = (double)(n - 1) * p, below = floor(at);
    size_t i = (size_t)below;
    put_in_place(x, n, i);
    if (i + 1 >= n) return x[n - 1];
    double value = x[i], next = x[i + 1];
    for (size_t j = i + 1; j < n; j++) next = x[j] < next ? x[j] : next;
    return value + (at - below) * (next - value);
}

nh_basis *nh_basis_spline(nh_arena *memory, const double *x, size_t n, size_t df)
{
    if (!has_more_than(x, n, df)) return NULL;
    nh_basis *basis = nh_basis_powers(memory, df);
    double *copy = nh_resize(NULL, n, sizeof *copy);
    memcpy(copy, x, n * sizeof *copy);
    basis->kind = SPLINE;
    basis->n_pieces = df - 1 + ORDER;
    for (size_t i = 0; i < ORDER; i++) {
        basis->knot[i] = quantile(copy, n, 0);
        basis->knot[basis->n_pieces + i] = quantile(copy, n, 1);
    }
    for (size_t i = 1; i < df; i++) basis->knot[ORDER - 1 + i] = quantile(copy, n, (double)i / (double)df);
    free(copy);
    for (size_t i = ORDER; i <= basis->n_pieces; i++)
        if (!(basis->knot[i] > basis->knot[i - 1])) return NULL;
    fit_constraints(basis);
    return basis;
}

static void powers(const nh_basis *basis, double x, double *value, double *slope)
{
    for (size_t j = 0; j < basis->columns; j++) {
        double degree = (double)(j + 1);
        value[j] = j == 0 ? x : j == 1 ? x * x : pow(x, degree);
        if (slope) slope[j] = j == 0 ? 1 : degree * pow(x, degree - 1);
    }
}

static void orthogonal(const nh_basis *basis, double x, double *value, double *slope)
{
    double before = 0, now = 1, slope_before = 0, slope_now = 0;
    for (size_t j = 0; j < basis->columns; j++) {
        double ratio = j == 0 ? 0 : basis->norm[j] / basis->norm[j - 1];
        double next = now + (x - basis->centre[j]) * slope_now - ratio * slope_before;
        slope_before = slope_now;
        slope_now = next;
        next_polynomial(basis, j, x, &before, &now);
        value[j] = now / sqrt(basis->norm[j + 1]);
        if (slope) slope[j] = slope_now / sqrt(basis->norm[j + 1]);
    }
}

/* B-splines first .. first + ORDER at their values, turned into the natural spline's columns. */
static void mixed(const nh_basis *basis, size_t first, const double *pieces, double *out)
{
    memset(out, 0, basis->columns * sizeof *out);
    for (size_t r = first == 0; r < ORDER; r++)
        for (size_t j = 0; j < basis->columns; j++) out[j] += pieces[r] * basis->mix[first + r - 1][j];
}

static void spline_slopes(const nh_basis *basis, double x, double *slope)
{
    double pieces[MOST + ORDER];
    b_spline_slopes(basis, x, 1, pieces);
    memset(slope, 0, basis->columns * sizeof *slope);
    for (size_t i = 0; i + 1 < basis->n_pieces; i++)
        for (size_t j = 0; j < basis->columns; j++) slope[j] += pieces[i + 1] * basis->mix[i][j];
}

/* Beyond the ends a natural spline is a straight line. */
static void spline(const nh_basis *basis, double x, double *value, double *slope)
{
    double pieces[ORDER] = { 0 }, at_end[MOST], low = basis->knot[0], high = basis->knot[basis->n_pieces];
    double inside = x < low ? low : x > high ? high : x;
    size_t first = b_splines(basis, inside, ORDER, pieces);
    mixed(basis, first, pieces, value);
    if (slope) spline_slopes(basis, inside, slope);
    if (x == inside) return;
    spline_slopes(basis, inside, at_end);
    for (size_t j = 0; j < basis->columns; j++) value[j] += (x - inside) * at_end[j];
}

void nh_basis_values(const nh_basis *basis, const double *x, const double *x_slopes, size_t n, double *values,
                     double *slopes)
{
    static void (*const kinds[])(const nh_basis *, double, double *, double *) = { powers, orthogonal, spline };
    double value[MOST], slope[MOST];
    for (size_t i = 0; i < n; i++) {
        kinds[basis->kind](basis, x[i], value, slopes ? slope : NULL);
        for (size_t j = 0; j < basis->columns; j++) {
            values[j * NH_BLOCK + i] = value[j];
            if (slopes) slopes[j * NH_BLOCK + i] = slope[j] * x_slopes[i];
        }
    }
}
