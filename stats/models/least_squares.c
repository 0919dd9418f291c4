/* stats/models/least_squares.c: streamed cross-products and their elimination. */
#include "stats/models/least_squares.h"

#include "stats/models/block_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pairs of values (rows x columns squared) up to which all digits are kept from the start; of steps that others
 * follow, fewer. */
static const double few_products = 4e6, few_in_a_step = 2e5;

/* Shares of a column's squares that the columns before it leave: below the first it is dropped, below the second a
 * double's digits in the products are too few, below the third in products that were not formed from the columns
 * themselves, and below the fourth the solution is corrected by its residuals. */
static const double dropped_below = 1e-24, precise_below = 1e-7, known_below = 1e-3, corrected_below = 1e-2;

/* Cross-products of the columns and, last, the response: (k + 1) x (k + 1), upper half. */
typedef struct products {
    size_t m;
    nh_precise *sum;
} products;

static double products_of(const nh_design *design)
{
    double m = (double)design->n_kept + 1;
    return (double)design->n * m * m;
}

bool nh_is_tall(const nh_design *design) { return products_of(design) > few_products; }

static size_t rows_left(const nh_design *design, size_t from)
{
    return design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
}

/* With all digits: rounded powers are made whole again from `low` (NULL: there are none), weights multiply last. */
static void precise_block(const double *block, const double *low, const double *weight, size_t n, products *p)
{
    for (size_t a = 0; a < p->m; a++)
        for (size_t b = a; b < p->m; b++) {
            const double *x = block + a * NH_BLOCK, *y = block + b * NH_BLOCK;
            nh_precise sum = p->sum[a * p->m + b];
            for (size_t i = 0; i < n; i++) {
                nh_precise term = nh_precise_product(x[i], y[i]);
                if (low) term.low += x[i] * low[b * NH_BLOCK + i] + low[a * NH_BLOCK + i] * y[i];
                if (low) term = nh_precise_settle(term.high, term.low);
                sum = nh_precise_add(sum, weight ? nh_precise_times(term, weight[i]) : term);
            }
            p->sum[a * p->m + b] = sum;
        }
}

/* The block's columns and the response behind them. */
static void fill(const nh_design *design, const nh_normal_equations *e, size_t from, size_t n, double *block)
{
    nh_design_block(design, from, n, block);
    if (e->work) e->work(e->worker, from, n, block);
    memcpy(block + design->n_kept * NH_BLOCK, e->response + from, n * sizeof *block);
}

/* A value near each column's mean to count from; 0 for the intercept and where there is none. */
static void choose_origins(const nh_design *design, const nh_normal_equations *e, double *block, double *origin)
{
    size_t n = rows_left(design, 0);
    if (!design->has_intercept || design->kept[0] != 0) return;
    fill(design, e, 0, n, block);
    for (size_t a = 1; a <= design->n_kept; a++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) sum += block[a * NH_BLOCK + i];
        origin[a] = sum / (double)n;
    }
}

/* The whole block, so that compilers take several rows at once. */
static void move_to_origins(double *block, const double *origin, size_t m)
{
    for (size_t a = 0; a < m; a++) {
        double *column = block + a * NH_BLOCK, zero = origin[a];
        if (zero == 0) continue;
        for (size_t i = 0; i < NH_BLOCK; i++) column[i] -= zero;
    }
}

/* Products about 0 from those about the origins, exactly: (s + c)(t + d) = st + c t + d s + cd. */
static void restore_origins(products *p, const double *origin)
{
    size_t m = p->m;
    nh_precise *moved = nh_zeroed(m * m, sizeof *moved);
    for (size_t a = 0; a < m; a++)
        for (size_t b = a; b < m; b++) {
            nh_precise sum = p->sum[a * m + b];
            if (a > 0) {
                sum = nh_precise_add(sum, nh_precise_times(p->sum[b], origin[a]));
                sum = nh_precise_add(sum, nh_precise_times(p->sum[a], origin[b]));
                sum = nh_precise_add(sum, nh_precise_times(nh_precise_times(p->sum[0], origin[a]), origin[b]));
            } else {
                sum = nh_precise_add(sum, nh_precise_times(p->sum[0], origin[b]));
            }
            moved[a * m + b] = sum;
        }
    memcpy(p->sum, moved, m * m * sizeof *moved);
    free(moved);
}

static void square_up_precisely(const nh_design *design, const nh_normal_equations *e, products *p)
{
    size_t m = p->m;
    double *block = nh_zeroed(m * NH_BLOCK, sizeof *block), *low = nh_zeroed(m * NH_BLOCK, sizeof *low);
    memset(p->sum, 0, m * m * sizeof *p->sum);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(design, e, from, n, block);
        bool has_low = nh_design_low(design, from, n, block, low);
        precise_block(block, has_low ? low : NULL, e->weight ? e->weight + from : NULL, n, p);
    }
    free(block);
    free(low);
}

static void square_up(const nh_design *design, const nh_normal_equations *e, products *p)
{
    size_t m = p->m;
    double *block = nh_zeroed(m * NH_BLOCK, sizeof *block), *origin = nh_zeroed(m, sizeof *origin);
    choose_origins(design, e, block, origin);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(design, e, from, n, block);
        move_to_origins(block, origin, m);
        nh_add_products(block, e->weight ? e->weight + from : NULL, n, m, p->sum);
    }
    restore_origins(p, origin);
    free(block);
    free(origin);
}

/* What elimination leaves in place (a, b) after the rows of `kept` above a. */
static nh_precise remainder_at(const products *p, const nh_precise *root, const size_t *kept, size_t n_kept, size_t a,
                               size_t b)
{
    nh_precise rest = p->sum[a * p->m + b];
    for (size_t i = 0; i < n_kept; i++)
        rest = nh_precise_subtract(rest, nh_precise_multiply(root[kept[i] * p->m + a], root[kept[i] * p->m + b]));
    return rest;
}

/* Cholesky's decomposition in the order of the columns, dropping those that depend on the ones before. Returns
 * the smallest share of its squares that any kept column had left. */
static double eliminate(const products *p, const nh_normal_equations *e, nh_precise *root, nh_solution *solution)
{
    double least = 1, dropped = e->dropped_below > 0 ? e->dropped_below : dropped_below;
    solution->k = 0;
    for (size_t a = 0; a + 1 < p->m; a++) {
        nh_precise pivot = remainder_at(p, root, solution->kept, solution->k, a, a);
        double length = e->lengths ? e->lengths[a] : p->sum[a * p->m + a].high;
        double share = length > 0 ? pivot.high / length : 0;
        if (!(share > dropped) && e->may_drop) continue;
        if (share < least) least = share;
        nh_precise diagonal = nh_precise_root(pivot);
        for (size_t b = a; b < p->m; b++) {
            nh_precise rest = b == a ? diagonal : remainder_at(p, root, solution->kept, solution->k, a, b);
            root[a * p->m + b] = b == a || diagonal.high == 0 ? rest : nh_precise_divide(rest, diagonal);
        }
        solution->kept[solution->k++] = a;
    }
    return least;
}

/* Solves R b = right for the kept columns, last to first; R is in rows and columns `kept` of root. */
static void substitute(const nh_precise *root, size_t m, const nh_solution *s, nh_precise *right)
{
    for (size_t i = s->k; i-- > 0;) {
        for (size_t j = i + 1; j < s->k; j++)
            right[i] =
                nh_precise_subtract(right[i], nh_precise_multiply(root[s->kept[i] * m + s->kept[j]], right[j]));
        right[i] = nh_precise_divide(right[i], root[s->kept[i] * m + s->kept[i]]);
    }
}

/* R^-1 a column at a time, then (X'WX)^-1 = R^-1 R^-T. */
static void invert(const nh_precise *root, size_t m, nh_solution *s)
{
    size_t k = s->k;
    nh_precise *inverse = nh_zeroed(k * k + 1, sizeof *inverse), *column = nh_zeroed(k + 1, sizeof *column);
    for (size_t j = 0; j < k; j++) {
        for (size_t i = 0; i < k; i++) column[i] = nh_precise_of(i == j);
        substitute(root, m, s, column);
        for (size_t i = 0; i < k; i++) inverse[i * k + j] = column[i];
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            nh_precise sum = { 0, 0 };
            for (size_t l = i; l < k; l++)
                sum = nh_precise_add(sum, nh_precise_multiply(inverse[i * k + l], inverse[j * k + l]));
            s->inverse[i * k + j] = s->inverse[j * k + i] = nh_precise_round(sum);
        }
    free(inverse);
    free(column);
}

static bool is_finite(const products *p)
{
    for (size_t i = 0; i < p->m * p->m; i++)
        if (!isfinite(p->sum[i].high)) return false;
    return true;
}

static void read_solution(const nh_precise *root, size_t m, nh_solution *s)
{
    s->coefficient = nh_zeroed(s->k + 1, sizeof *s->coefficient);
    s->inverse = nh_zeroed(s->k * s->k + 1, sizeof *s->inverse);
    for (size_t i = 0; i < s->k; i++) s->coefficient[i] = root[s->kept[i] * m + m - 1];
    substitute(root, m, s, s->coefficient);
    invert(root, m, s);
}

/* What the residuals still have in common with the kept columns. */
static void gradient(const nh_design *design, const nh_normal_equations *e, const nh_solution *s, double *sum)
{
    size_t m = design->n_kept + 1;
    double *block = nh_zeroed(m * NH_BLOCK, sizeof *block), *rest = block + design->n_kept * NH_BLOCK;
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        fill(design, e, from, n, block);
        for (size_t j = 0; j < s->k; j++)
            for (size_t i = 0; i < n; i++)
                rest[i] -= s->coefficient[j].high * block[s->kept[j] * NH_BLOCK + i];
        for (size_t i = 0; i < n && e->weight; i++) rest[i] *= e->weight[from + i];
        for (size_t j = 0; j < s->k; j++) sum[j] += nh_dot(block + s->kept[j] * NH_BLOCK, rest, n);
    }
    free(block);
}

/* One step of iterative refinement (Golub and Wilkinson 1966) on the normal equations. */
static void correct(const nh_design *design, const nh_normal_equations *e, nh_solution *s)
{
    double *sum = nh_zeroed(s->k + 1, sizeof *sum);
    gradient(design, e, s, sum);
    for (size_t i = 0; i < s->k; i++) {
        double step = 0;
        for (size_t j = 0; j < s->k; j++) step += s->inverse[i * s->k + j] * sum[j];
        s->coefficient[i] = nh_precise_settle(s->coefficient[i].high + step, 0);
    }
    free(sum);
}

/* What the equations are solved from: products, and what elimination makes of them. */
typedef struct elimination {
    products p;
    nh_precise *root;
    double least; /* share of its squares that any kept column had left */
} elimination;

/* Products that came along, if they have digits enough for every column. */
static bool eliminate_known(const nh_design *design, const nh_normal_equations *e, elimination *x, nh_solution *s)
{
    if (!e->products) return false;
    memcpy(x->p.sum, e->products, x->p.m * x->p.m * sizeof *x->p.sum);
    x->least = eliminate(&x->p, e, x->root, s);
    return x->least >= known_below && s->k == design->n_kept;
}

static void eliminate_columns(const nh_design *design, const nh_normal_equations *e, elimination *x, nh_solution *s)
{
    memset(x->p.sum, 0, x->p.m * x->p.m * sizeof *x->p.sum);
    if (s->is_precise) square_up_precisely(design, e, &x->p);
    else square_up(design, e, &x->p);
    x->least = eliminate(&x->p, e, x->root, s);
    if (s->is_precise || (x->least >= precise_below && s->k == design->n_kept)) return;
    square_up_precisely(design, e, &x->p);
    s->is_precise = true;
    eliminate(&x->p, e, x->root, s);
}

bool nh_solve(const nh_design *design, const nh_normal_equations *e, nh_solution *s, nh_error *err)
{
    size_t m = design->n_kept + 1;
    elimination x = { .p = { m, nh_zeroed(m * m, sizeof *x.p.sum) }, .root = nh_zeroed(m * m, sizeof *x.root) };
    *s = (nh_solution){ .kept = nh_zeroed(m, sizeof *s->kept) };
    s->is_precise = products_of(design) <= (e->is_one_of_many ? few_in_a_step : few_products);
    if (!eliminate_known(design, e, &x, s)) eliminate_columns(design, e, &x, s);
    bool is_sound = is_finite(&x.p);
    if (is_sound) read_solution(x.root, m, s);
    if (is_sound && !s->is_precise && !e->is_one_of_many && x.least < corrected_below) correct(design, e, s);
    if (!is_sound)
        nh_fail(err, NH_INCOMPLETE, "the numbers of the model are too large to be squared; divide them by a scale");
    free(x.p.sum);
    free(x.root);
    return is_sound;
}

bool nh_solve_system(const nh_system *system, nh_solution *s)
{
    size_t k = system->k, m = k + 1;
    nh_normal_equations e = { .lengths = system->lengths, .may_drop = system->may_drop, .dropped_below = 1e-11 };
    products p = { m, nh_zeroed(m * m, sizeof *p.sum) };
    nh_precise *root = nh_zeroed(m * m, sizeof *root);
    *s = (nh_solution){ .kept = nh_zeroed(m, sizeof *s->kept) };
    for (size_t a = 0; a < k; a++) {
        for (size_t b = a; b < k; b++) p.sum[a * m + b] = nh_precise_of(system->information[a * k + b]);
        p.sum[a * m + k] = nh_precise_of(system->score[a]);
    }
    bool is_sound = is_finite(&p);
    if (is_sound) {
        eliminate(&p, &e, root, s);
        read_solution(root, m, s);
    }
    for (size_t j = 0; j < s->k && is_sound; j++)
        is_sound = isfinite(s->coefficient[j].high) && s->inverse[j * s->k + j] > 0;
    free(p.sum);
    free(root);
    return is_sound;
}

double nh_log_determinant(const double *matrix, size_t k)
{
    double sum = 0, *root = nh_zeroed(k * k + 1, sizeof *root);
    for (size_t j = 0; j < k && isfinite(sum); j++)
        for (size_t i = j; i < k; i++) {
            double rest = matrix[j * k + i];
            for (size_t l = 0; l < j; l++) rest -= root[l * k + j] * root[l * k + i];
            if (i == j) sum += rest > 0 ? log(rest) : -INFINITY;
            root[j * k + i] = i == j ? sqrt(fmax(rest, 0)) : root[j * k + j] > 0 ? rest / root[j * k + j] : 0;
        }
    free(root);
    return sum;
}

void nh_solution_clear(nh_solution *solution)
{
    free(solution->coefficient);
    free(solution->inverse);
    free(solution->kept);
    *solution = (nh_solution){ 0 };
}

static void precise_residuals(const double *block, const double *low, const nh_solution *s, size_t n,
                              double *response)
{
    for (size_t i = 0; i < n; i++) {
        nh_precise rest = nh_precise_of(response[i]);
        for (size_t j = 0; j < s->k; j++) {
            nh_precise x = { block[j * NH_BLOCK + i], low ? low[j * NH_BLOCK + i] : 0 };
            rest = nh_precise_subtract(rest, nh_precise_multiply(s->coefficient[j], x));
        }
        response[i] = nh_precise_round(rest);
    }
}

/* Adding the coefficients with the other sign gives the digits of taking them off. */
static double *turned(const nh_solution *s)
{
    double *minus = nh_zeroed(s->k + 1, sizeof *minus);
    for (size_t j = 0; j < s->k; j++) minus[j] = -nh_precise_round(s->coefficient[j]);
    return minus;
}

void nh_solution_residuals(const nh_design *design, const nh_solution *s, double *response)
{
    double *block = nh_zeroed((s->k + 1) * NH_BLOCK, sizeof *block), *minus = turned(s),
           *low = nh_zeroed((s->k + 1) * NH_BLOCK, sizeof *low);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = rows_left(design, from);
        nh_design_block(design, from, n, block);
        bool has_low = s->is_precise && nh_design_low(design, from, n, block, low);
        if (s->is_precise) precise_residuals(block, has_low ? low : NULL, s, n, response + from);
        else nh_add_combination(block, minus, s->k, n, response + from);
    }
    free(block);
    free(minus);
    free(low);
}
