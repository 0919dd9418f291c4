/* stats/models/bias_reduced.c: CR2 and CR3, clustered errors without the bias of few clusters, and their freedom.
 *
 * Bell and McCaffrey 2002; Pustejovsky and Tipton 2018. The residuals of cluster g are multiplied by
 *     A = D (D B D)^(-1/2) D,    B = the part of (I - H) Phi (I - H)' that belongs to g,    D = Phi^(1/2),
 * (pseudo-inverse: eigenvalues below 1e-12 are 0) where H is the hat matrix of the full model, absorbed effects
 * included. The working model Phi is the identity for linear models, also under weights, and the variance of the
 * outcome for generalised ones, whose rows are taken on the outcome's own scale (columns and working residuals
 * times the slope of the mean), all as in clubSandwich. Degrees of freedom are Satterthwaite's under Phi.
 * CR3 takes the inverse in the place of its root (MacKinnon, Nielsen and Webb 2023: close to the jackknife by
 * clusters); of CR0 and CR1 A is the identity, and only degrees of freedom are found here.
 * R: clubSandwich::vcovCR(fit, cluster, type = "CR2", target = rep(1, n)), coef_test(..., test = "Satterthwaite").
 *
 * The columns of the full model are taken in three sets that are orthogonal under W, so that the inverse of their
 * cross-products falls into three blocks: levels of the first absorbed factor, levels of the others, columns. */
#include "stats/models/covariance.h"
#include "stats/models/gsl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double most_values = 2e7, most_products = 2e10, zero_eigenvalue = 1e-12;
enum { LARGEST_DENSE = 1500 };

typedef struct whole {
    const nh_fit *fit;
    nh_error_kind kind;
    const nh_clusters *clusters;
    size_t first, others, k, all; /* columns of the three sets, and together */
    bool is_simple;               /* W Phi = 1: unweighted or generalised */
    double *omega;                /* F'WWF, all x all, unless simple */
    double *columns;              /* the third set, row by row, rows in order of cluster */
    size_t *rows, *from;          /* row numbers by cluster; cluster g has from[g] .. from[g + 1] */
    double *a, *u, *d;            /* for the degrees of freedom of one coefficient at a time: see satterthwaite */
    double *turned;               /* A W X M for each row, k numbers */
} whole;

/* From the scale of the linear predictor to that of the outcome. */
static double scale_of(const whole *w, size_t row)
{
    return w->fit->family ? w->fit->family->slope(w->fit->fitted[row]) : 1;
}

static double weight_of(const whole *w, size_t row)
{
    double scale = scale_of(w, row);
    return w->fit->weight ? w->fit->weight[row] / (scale * scale) : 1;
}

/* The working variance of a row. */
static double variance_of(const whole *w, size_t row) { return w->fit->family ? 1 / weight_of(w, row) : 1; }

static void sort_rows(whole *w)
{
    size_t n = w->fit->design->n, g = w->clusters->n;
    w->rows = nh_zeroed(n + 1, sizeof *w->rows);
    w->from = nh_zeroed(g + 2, sizeof *w->from);
    for (size_t i = 0; i < n; i++) w->from[w->clusters->of_row[i] + 2]++;
    for (size_t c = 0; c < g; c++) w->from[c + 2] += w->from[c + 1];
    for (size_t i = 0; i < n; i++) w->rows[w->from[w->clusters->of_row[i] + 1]++] = i;
}

static void copy_columns(whole *w)
{
    size_t n_all = w->fit->design->n, k = w->k;
    double *block = nh_zeroed((k + 1) * NH_BLOCK, sizeof *block), *by_row = nh_zeroed(n_all * k + 1, sizeof *by_row);
    for (size_t from = 0; from < n_all; from += NH_BLOCK) {
        size_t n = n_all - from < NH_BLOCK ? n_all - from : NH_BLOCK;
        nh_design_block(w->fit->design, from, n, block);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < k; j++)
                by_row[(from + i) * k + j] = block[j * NH_BLOCK + i] * scale_of(w, from + i);
    }
    w->columns = nh_zeroed(n_all * k + 1, sizeof *w->columns);
    for (size_t i = 0; i < n_all; i++) memcpy(w->columns + i * k, by_row + w->rows[i] * k, k * sizeof *block);
    free(block);
    free(by_row);
}

/* Row number `place` (in order of cluster) of the second and third sets. */
static void tail_of_row(const whole *w, size_t place, double *tail)
{
    if (w->others) nh_absorbed_row(w->fit->absorbed, w->rows[place], tail);
    memcpy(tail + w->others, w->columns + place * w->k, w->k * sizeof *tail);
}

static size_t first_level(const whole *w, size_t place) { return w->fit->absorbed->factors[0].level[w->rows[place]]; }

/* out = inverse cross-products x in, for all columns. */
static void through_inverse(const whole *w, const double *in, double *out)
{
    const double *others = in + w->first, *columns = others + w->others;
    for (size_t l = 0; l < w->first; l++) out[l] = in[l] / w->fit->absorbed->share[l];
    for (size_t a = 0; a < w->others; a++) {
        out[w->first + a] = 0;
        for (size_t b = 0; b < w->others; b++)
            out[w->first + a] += w->fit->absorbed->inverse[a * w->others + b] * others[b];
    }
    for (size_t a = 0; a < w->k; a++) {
        out[w->first + w->others + a] = 0;
        for (size_t b = 0; b < w->k; b++) out[w->first + w->others + a] += w->fit->inverse[a * w->k + b] * columns[b];
    }
}

/* Entry (a, b) of that inverse, columns numbered over all three sets. */
static double inverse_at(const whole *w, size_t a, size_t b)
{
    size_t tail = w->first + w->others;
    if (a < w->first) return a == b ? 1 / w->fit->absorbed->share[a] : 0;
    if (b < w->first || (a < tail) != (b < tail)) return 0;
    if (a < tail) return w->fit->absorbed->inverse[(a - w->first) * w->others + b - w->first];
    return w->fit->inverse[(a - tail) * w->k + b - tail];
}

static void find_omega(whole *w)
{
    size_t tail_size = w->others + w->k;
    double *tail = nh_zeroed(tail_size + 1, sizeof *tail);
    w->omega = nh_zeroed(w->all * w->all + 1, sizeof *w->omega);
    for (size_t i = 0; i < w->fit->design->n; i++) {
        double square = weight_of(w, w->rows[i]) * weight_of(w, w->rows[i]);
        tail_of_row(w, i, tail);
        size_t level = w->first ? first_level(w, i) : 0;
        if (w->first) w->omega[level * w->all + level] += square;
        for (size_t a = 0; a < tail_size; a++) {
            size_t at = w->first + a;
            for (size_t b = 0; b < tail_size; b++) w->omega[at * w->all + w->first + b] += square * tail[a] * tail[b];
            if (!w->first) continue;
            w->omega[at * w->all + level] += square * tail[a];
            w->omega[level * w->all + at] += square * tail[a];
        }
    }
    free(tail);
}

/* One cluster's rows of the full model, with only the columns that concern it. */
typedef struct part {
    size_t from, n;
    size_t *column, q; /* its columns, numbered over all three sets */
    double *f;         /* n x q */
    double *basis;     /* orthonormal, n x r */
    size_t r;
} part;

static part read_part(const whole *w, size_t g)
{
    part p = { .from = w->from[g], .n = w->from[g + 1] - w->from[g] };
    size_t tail_size = w->others + w->k, *local = nh_zeroed(w->first + 1, sizeof *local);
    p.column = nh_zeroed(w->first + tail_size + 1, sizeof *p.column);
    for (size_t i = 0; i < p.n && w->first; i++) {
        size_t level = first_level(w, p.from + i);
        if (local[level]) continue;
        p.column[p.q++] = level;
        local[level] = p.q;
    }
    size_t n_first = p.q;
    for (size_t t = 0; t < tail_size; t++) p.column[p.q++] = w->first + t;
    p.f = nh_zeroed(p.n * p.q + 1, sizeof *p.f);
    for (size_t i = 0; i < p.n; i++) {
        if (w->first) p.f[i * p.q + local[first_level(w, p.from + i)] - 1] = 1;
        tail_of_row(w, p.from + i, p.f + i * p.q + n_first);
    }
    free(local);
    return p;
}

static void free_part(part *p)
{
    free(p->column);
    free(p->f);
    free(p->basis);
}

/* Adds a column to the basis unless what is there explains it (Gram and Schmidt, twice over). */
static void extend_basis(part *p, double *x)
{
    double before = 0, after = 0;
    for (size_t i = 0; i < p->n; i++) before += x[i] * x[i];
    for (int time = 0; time < 2; time++)
        for (size_t c = 0; c < p->r; c++) {
            double product = 0;
            for (size_t i = 0; i < p->n; i++) product += p->basis[c * p->n + i] * x[i];
            for (size_t i = 0; i < p->n; i++) x[i] -= product * p->basis[c * p->n + i];
        }
    for (size_t i = 0; i < p->n; i++) after += x[i] * x[i];
    if (!(after > 1e-26 * before) || p->r == p->n) return;
    for (size_t i = 0; i < p->n; i++) p->basis[p->r * p->n + i] = x[i] / sqrt(after);
    p->r++;
}

/* B differs from the identity only within the span of F and WF: a basis of that, or every direction when the
 * cluster is small or the working model is not the identity. */
static void find_basis(const whole *w, part *p)
{
    size_t spanning = w->is_simple ? p->q : 2 * p->q;
    bool is_dense = w->fit->family || p->n <= spanning;
    p->basis = nh_zeroed(p->n * (is_dense ? p->n : spanning) + 1, sizeof *p->basis);
    if (is_dense) {
        p->r = p->n;
        for (size_t i = 0; i < p->n; i++) p->basis[i * p->n + i] = 1;
        return;
    }
    double *x = nh_zeroed(p->n, sizeof *x);
    for (size_t c = 0; c < spanning; c++) {
        for (size_t i = 0; i < p->n; i++)
            x[i] = p->f[i * p->q + c % p->q] * (c < p->q ? 1 : weight_of(w, w->rows[p->from + i]));
        extend_basis(p, x);
    }
    free(x);
}

/* F' Phi^(1/2) Z, or with W in between: q x r. */
static double *against_basis(const whole *w, const part *p, bool weighted)
{
    double *product = nh_zeroed(p->q * p->r + 1, sizeof *product);
    for (size_t i = 0; i < p->n; i++) {
        size_t row = w->rows[p->from + i];
        double scale = sqrt(variance_of(w, row)) * (weighted ? weight_of(w, row) : 1);
        for (size_t a = 0; a < p->q; a++) {
            double value = p->f[i * p->q + a] * scale;
            for (size_t c = 0; c < p->r && value != 0; c++) product[a * p->r + c] += value * p->basis[c * p->n + i];
        }
    }
    return product;
}

/* The middle of F middle F', q x q: the inverse M, or for unequal weights M Omega M. */
static double *middle_of(const whole *w, const part *p)
{
    size_t q = p->q;
    double *m = nh_zeroed(q * q + 1, sizeof *m);
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q; b++) m[a * q + b] = inverse_at(w, p->column[a], p->column[b]);
    if (w->is_simple) return m;
    double *omega = nh_zeroed(q * q + 1, sizeof *omega), *both = nh_zeroed(q * q + 1, sizeof *both);
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q; b++) omega[a * q + b] = w->omega[p->column[a] * w->all + p->column[b]];
    nh_add_sandwich(both, m, omega, q, 1);
    free(m);
    free(omega);
    return both;
}

/* sum += sign * left' middle right, r x r. */
static void add_product(double *sum, const double *left, const double *middle, const double *right, const part *p,
                        double sign)
{
    double *half = nh_zeroed(p->q * p->r + 1, sizeof *half);
    for (size_t a = 0; a < p->q; a++)
        for (size_t b = 0; b < p->q; b++)
            for (size_t c = 0; c < p->r && middle[a * p->q + b] != 0; c++)
                half[a * p->r + c] += middle[a * p->q + b] * right[b * p->r + c];
    for (size_t a = 0; a < p->q; a++)
        for (size_t c = 0; c < p->r; c++)
            for (size_t e = 0; e < p->r; e++) sum[c * p->r + e] += sign * left[a * p->r + c] * half[a * p->r + e];
    free(half);
}

/* Z' D B D Z. */
static double *reduced(const whole *w, const part *p)
{
    size_t r = p->r;
    double *b = nh_zeroed(r * r + 1, sizeof *b), *plain = against_basis(w, p, false), *middle = middle_of(w, p);
    for (size_t c = 0; c < r; c++) {
        double phi = w->fit->family ? variance_of(w, w->rows[p->from + c]) : 1;
        b[c * r + c] = phi * phi;
    }
    if (w->is_simple) add_product(b, plain, middle, plain, p, -1);
    else {
        double *weighted = against_basis(w, p, true), *inverse = nh_zeroed(p->q * p->q + 1, sizeof *inverse);
        for (size_t i = 0; i < p->q; i++)
            for (size_t j = 0; j < p->q; j++) inverse[i * p->q + j] = inverse_at(w, p->column[i], p->column[j]);
        add_product(b, plain, inverse, weighted, p, -1);
        add_product(b, weighted, inverse, plain, p, -1);
        add_product(b, plain, middle, plain, p, 1);
        free(weighted);
        free(inverse);
    }
    free(plain);
    free(middle);
    return b;
}

/* matrix^(-power), zero eigenvalues left at zero, in place. */
static bool inverse_power(double *matrix, size_t r, double power, nh_error *err)
{
    double *values = nh_zeroed(r + 1, sizeof *values), *vectors = nh_zeroed(r * r + 1, sizeof *vectors);
    bool is_found = nh_gsl_eigen(matrix, r, values, vectors, err);
    memset(matrix, 0, r * r * sizeof *matrix);
    for (size_t e = 0; e < r && is_found; e++) {
        if (values[e] < zero_eigenvalue) continue;
        double scale = power == 0.5 ? 1 / sqrt(values[e]) : 1 / values[e];
        for (size_t a = 0; a < r; a++)
            for (size_t b = 0; b < r; b++) matrix[a * r + b] += scale * vectors[a * r + e] * vectors[b * r + e];
    }
    free(values);
    free(vectors);
    return is_found;
}

/* A x for each of the k columns of x (n x k, in place), A = D (I + Z (root - I) Z') D. */
static void apply_adjustment(const whole *w, const part *p, const double *root, double *x)
{
    double *along = nh_zeroed(p->r + 1, sizeof *along);
    for (size_t j = 0; j < w->k; j++) {
        for (size_t i = 0; i < p->n; i++) x[i * w->k + j] *= sqrt(variance_of(w, w->rows[p->from + i]));
        for (size_t c = 0; c < p->r; c++) {
            along[c] = 0;
            for (size_t i = 0; i < p->n; i++) along[c] += p->basis[c * p->n + i] * x[i * w->k + j];
        }
        for (size_t c = 0; c < p->r; c++) {
            double turned = -along[c];
            for (size_t e = 0; e < p->r; e++) turned += root[c * p->r + e] * along[e];
            for (size_t i = 0; i < p->n; i++) x[i * w->k + j] += p->basis[c * p->n + i] * turned;
        }
        for (size_t i = 0; i < p->n; i++) x[i * w->k + j] *= sqrt(variance_of(w, w->rows[p->from + i]));
    }
    free(along);
}

/* A W X M of one cluster, into w->turned. */
static bool turn_cluster(whole *w, size_t g, nh_error *err)
{
    part p = read_part(w, g);
    double *x = w->turned + p.from * w->k;
    for (size_t i = 0; i < p.n; i++)
        for (size_t j = 0; j < w->k; j++) {
            double sum = 0;
            for (size_t l = 0; l < w->k; l++)
                sum += w->columns[(p.from + i) * w->k + l] * w->fit->inverse[l * w->k + j];
            x[i * w->k + j] = sum * weight_of(w, w->rows[p.from + i]);
        }
    if (w->kind < NH_CR2) {
        free_part(&p);
        return true;
    }
    find_basis(w, &p);
    bool is_found = p.r <= LARGEST_DENSE ||
                    nh_fail(err, NH_INCOMPLETE, "%s errors: a cluster of %zu rows is too large; use cr1",
                            nh_error_kind_name(w->kind), p.n);
    double *root = is_found ? reduced(w, &p) : NULL;
    is_found = is_found && inverse_power(root, p.r, w->kind == NH_CR3 ? 1 : 0.5, err);
    if (is_found) apply_adjustment(w, &p, root, x);
    free(root);
    free_part(&p);
    return is_found;
}

static void add_scores(const whole *w, double *matrix)
{
    double *score = nh_zeroed(w->k + 1, sizeof *score);
    for (size_t g = 0; g < w->clusters->n; g++) {
        memset(score, 0, w->k * sizeof *score);
        for (size_t i = w->from[g]; i < w->from[g + 1]; i++) {
            double rest = w->fit->residual[w->rows[i]] * scale_of(w, w->rows[i]);
            for (size_t j = 0; j < w->k; j++) score[j] += w->turned[i * w->k + j] * rest;
        }
        for (size_t a = 0; a < w->k; a++)
            for (size_t b = 0; b < w->k; b++) matrix[a * w->k + b] += score[a] * score[b];
    }
    free(score);
}

/* Of each cluster with s, one number a row (row number times k + j of `turned`): a = F'W Phi s, u = M F's, d = s' Phi
 * s. */
static void find_vectors(whole *w, const double *turned, size_t k, size_t j)
{
    double *tail = nh_zeroed(w->others + w->k + 1, sizeof *tail), *plain = nh_zeroed(w->all + 1, sizeof *plain);
    for (size_t g = 0; g < w->clusters->n; g++) {
        double *a = w->a + g * w->all;
        memset(a, 0, w->all * sizeof *a);
        memset(plain, 0, w->all * sizeof *plain);
        w->d[g] = 0;
        for (size_t i = w->from[g]; i < w->from[g + 1]; i++) {
            double s = turned[i * k + j], phi = variance_of(w, w->rows[i]);
            double scaled = w->is_simple ? s : s * weight_of(w, w->rows[i]) * phi;
            tail_of_row(w, i, tail);
            if (w->first) a[first_level(w, i)] += scaled, plain[first_level(w, i)] += s;
            for (size_t t = 0; t < w->others + w->k; t++) {
                a[w->first + t] += tail[t] * scaled;
                plain[w->first + t] += tail[t] * s;
            }
            w->d[g] += s * phi * s;
        }
        through_inverse(w, plain, w->u + g * w->all);
    }
    free(tail);
    free(plain);
}

static double product(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

/* (sum of variances)^2 / sum of squared covariances of what the clusters add to the variance, under Phi. */
static double satterthwaite(whole *w, size_t j)
{
    size_t n = w->clusters->n;
    double total = 0, squares = 0, *through = nh_zeroed(w->all + 1, sizeof *through);
    find_vectors(w, w->turned, w->k, j);
    for (size_t g = 0; g < n; g++) {
        const double *a = w->a + g * w->all, *u = w->u + g * w->all;
        for (size_t c = 0; c < w->all && !w->is_simple; c++) through[c] = product(w->omega + c * w->all, u, w->all);
        for (size_t h = 0; h < n; h++) {
            const double *other_a = w->a + h * w->all, *other_u = w->u + h * w->all;
            double shared = -product(a, other_u, w->all);
            if (!w->is_simple) shared += product(through, other_u, w->all) - product(u, other_a, w->all);
            if (g == h) shared += w->d[g], total += shared;
            squares += shared * shared;
        }
    }
    free(through);
    return total * total / squares;
}

static bool is_small_enough(const whole *w, nh_error *err)
{
    double clusters = (double)w->clusters->n, all = (double)w->all;
    if (clusters * all <= most_values && clusters <= 5000 && (w->is_simple || all <= 3000)) return true;
    return nh_fail(err, NH_INCOMPLETE,
                   "%s for %zu clusters and %zu columns (effects included) would take too "
                   "much memory; with so many clusters cr1 is nearly the same",
                   w->kind < NH_CR2 ? "Satterthwaite's degrees of freedom"
                   : w->kind == NH_CR2 ? "cr2 errors" : "cr3 errors", w->clusters->n, w->all);
}

static void clear(whole *w)
{
    free(w->omega);
    free(w->columns);
    free(w->rows);
    free(w->from);
    free(w->a);
    free(w->u);
    free(w->d);
    free(w->turned);
}

/* Everything up to A W X M. */
static bool prepare(whole *w, nh_error *err)
{
    w->first = w->fit->absorbed ? w->fit->absorbed->factors[0].n_levels : 0;
    w->others = w->fit->absorbed ? w->fit->absorbed->n_others : 0;
    w->all = w->first + w->others + w->k;
    if (!is_small_enough(w, err)) return false;
    sort_rows(w);
    copy_columns(w);
    if (!w->is_simple) find_omega(w);
    w->turned = nh_zeroed(w->fit->design->n * w->k + 1, sizeof *w->turned);
    w->a = nh_zeroed(w->clusters->n * w->all + 1, sizeof *w->a);
    w->u = nh_zeroed(w->clusters->n * w->all + 1, sizeof *w->u);
    w->d = nh_zeroed(w->clusters->n + 1, sizeof *w->d);
    bool is_found = true;
    for (size_t g = 0; g < w->clusters->n && is_found; g++) is_found = turn_cluster(w, g, err);
    return is_found;
}

static whole new_whole(const nh_fit *fit, const nh_clusters *clusters, nh_error_kind kind)
{
    return (whole){ .fit = fit, .kind = kind, .clusters = clusters, .k = fit->k,
                    .is_simple = fit->family || !fit->weight };
}

bool nh_bias_reduced(const nh_fit *fit, const nh_clusters *clusters, nh_covariance *c, nh_error *err)
{
    whole w = new_whole(fit, clusters, c->kind);
    bool is_found = prepare(&w, err);
    if (is_found && c->kind >= NH_CR2) add_scores(&w, c->matrix);
    for (size_t j = 0; j < w.k && is_found; j++) c->df[j] = satterthwaite(&w, j);
    clear(&w);
    return is_found;
}

/* ---- several coefficients together ---- */

/* Contrasts in place of coefficients: their s, row by row, and each one's vectors. */
typedef struct contrasts {
    whole *w;
    size_t q;
    double *turned; /* rows x q */
    double **a, **u;
} contrasts;

static contrasts new_contrasts(whole *w, const size_t *which, size_t q)
{
    size_t n = w->fit->design->n;
    contrasts c = { .w = w, .q = q, .turned = nh_zeroed(n * q + 1, sizeof(double)) };
    c.a = nh_zeroed(q + 1, sizeof *c.a);
    c.u = nh_zeroed(q + 1, sizeof *c.u);
    for (size_t x = 0; x < q; x++) {
        c.a[x] = nh_zeroed(w->clusters->n * w->all + 1, sizeof(double));
        c.u[x] = nh_zeroed(w->clusters->n * w->all + 1, sizeof(double));
    }
    for (size_t i = 0; i < n; i++)
        for (size_t x = 0; x < q; x++) c.turned[i * q + x] = w->turned[i * w->k + which[x]];
    return c;
}

static void free_contrasts(contrasts *c)
{
    for (size_t x = 0; x < c->q; x++) {
        free(c->a[x]);
        free(c->u[x]);
    }
    free(c->a);
    free(c->u);
    free(c->turned);
}

static void keep_vectors(contrasts *c)
{
    size_t size = c->w->clusters->n * c->w->all;
    for (size_t x = 0; x < c->q; x++) {
        find_vectors(c->w, c->turned, c->q, x);
        memcpy(c->a[x], c->w->a, size * sizeof(double));
        memcpy(c->u[x], c->w->u, size * sizeof(double));
    }
}

/* What contrast x of cluster g and contrast y of cluster h have in common, under Phi. */
static double shared_by(const contrasts *c, size_t x, size_t g, size_t y, size_t h)
{
    const whole *w = c->w;
    const double *a = c->a[x] + g * w->all, *u = c->u[x] + g * w->all;
    const double *other_a = c->a[y] + h * w->all, *other_u = c->u[y] + h * w->all;
    double shared = -product(a, other_u, w->all);
    if (!w->is_simple) {
        shared -= product(u, other_a, w->all);
        for (size_t i = 0; i < w->all; i++) shared += u[i] * product(w->omega + i * w->all, other_u, w->all);
    }
    for (size_t i = w->from[g]; g == h && i < w->from[g + 1]; i++)
        shared += c->turned[i * c->q + x] * variance_of(w, w->rows[i]) * c->turned[i * c->q + y];
    return shared;
}

/* Contrasts that have variance 1 each and none in common. */
static bool standardise(contrasts *c, nh_error *err)
{
    size_t q = c->q;
    double *expected = nh_zeroed(q * q, sizeof *expected), *row = nh_zeroed(q, sizeof *row);
    for (size_t g = 0; g < c->w->clusters->n; g++)
        for (size_t x = 0; x < q; x++)
            for (size_t y = 0; y < q; y++) expected[x * q + y] += shared_by(c, x, g, y, g);
    double scale = 0;
    for (size_t x = 0; x < q; x++) scale = fmax(scale, expected[x * q + x]);
    for (size_t i = 0; i < q * q; i++) expected[i] /= scale;
    bool is_found = inverse_power(expected, q, 0.5, err);
    for (size_t i = 0; i < c->w->fit->design->n && is_found; i++) {
        double *turned = c->turned + i * q;
        for (size_t y = 0; y < q; y++) {
            row[y] = 0;
            for (size_t x = 0; x < q; x++) row[y] += turned[x] * expected[x * q + y] / sqrt(scale);
        }
        memcpy(turned, row, q * sizeof *row);
    }
    free(expected);
    free(row);
    return is_found;
}

/* The variances of all entries of the estimated covariance, together. */
static double total_variance(const contrasts *c)
{
    size_t q = c->q, n = c->w->clusters->n;
    double total = 0, *s = nh_zeroed(q * q, sizeof *s);
    for (size_t g = 0; g < n; g++)
        for (size_t h = 0; h < n; h++) {
            for (size_t x = 0; x < q; x++)
                for (size_t y = 0; y < q; y++) s[x * q + y] = shared_by(c, x, g, y, h);
            for (size_t x = 0; x < q; x++)
                for (size_t y = 0; y < q; y++) total += s[x * q + x] * s[y * q + y] + s[x * q + y] * s[y * q + x];
        }
    free(s);
    return total;
}

double nh_bias_reduced_df(const nh_fit *fit, const nh_covariance *covariance, const size_t *which, size_t q)
{
    whole w = new_whole(fit, covariance->clusters, covariance->kind);
    double n = (double)covariance->clusters->n, df = NAN, pairs = n * n * (double)(q * q);
    if (prepare(&w, NULL) && pairs * (double)w.all <= most_products) {
        contrasts c = new_contrasts(&w, which, q);
        keep_vectors(&c);
        if (standardise(&c, NULL)) {
            keep_vectors(&c);
            df = (double)(q * (q + 1)) / total_variance(&c);
        }
        free_contrasts(&c);
    }
    clear(&w);
    return df;
}
