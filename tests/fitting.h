/* tests/fitting.h: a formula fitted to a frame in one line, for tests. */
#ifndef NH_TESTS_FITTING_H
#define NH_TESTS_FITTING_H

#include "stats/models/covariance.h"
#include "stats/models/cox.h"
#include "stats/models/formula.h"
#include "stats/models/margins.h"
#include "stats/models/student.h"

#include <math.h>
#include <stdlib.h>

typedef struct fitting {
    nh_formula *formula;
    nh_fit *fit;
    nh_error_request errors;
    nh_error err;
} fitting;

static inline nh_design *design_on(fitting *f, const nh_frame *frame, const char *text, bool expands,
                                   const char *weights)
{
    f->formula = nh_formula_read(text, &f->err);
    if (f->formula && expands) nh_formula_expand_effects(f->formula);
    if (!f->formula || !nh_formula_bind(f->formula, frame, &f->err)) return NULL;
    nh_design_request request = { .formula = f->formula, .frame = frame,
                                  .weights = weights ? nh_frame_find(frame, weights) : NULL };
    return nh_design_new(&request, &f->err);
}

static inline fitting cox_on(const nh_frame *frame, const char *text, nh_ties ties, const char *weights)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, false, weights);
    if (design) f.fit = nh_cox_fit(design, ties, &f.err);
    return f;
}

static inline fitting fit_on(const nh_frame *frame, const char *text, const char *family, const char *weights)
{
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, text, family != NULL, weights);
    if (design) f.fit = family ? nh_glm_fit(design, nh_family_named(family), &f.err) : nh_linear_fit(design, &f.err);
    return f;
}

/* Rows of a cluster share their value in `name`. */
static inline void cluster_by(fitting *f, const char *name, size_t way)
{
    const nh_column *column = nh_frame_find(f->fit->design->frame, name);
    f->errors.ways[way].name = name;
    f->errors.ways[way].of_row = nh_design_groups(f->fit->design, &column, 1, &f->errors.ways[way].n);
}

typedef struct sureness {
    double std_error, df, p;
} sureness;

static inline sureness sure_of(fitting *f, nh_error_kind kind, size_t j)
{
    nh_covariance c;
    sureness s = { NAN, NAN, NAN };
    f->errors.kind = kind;
    if (!nh_covariance_find(f->fit, &f->errors, &c, &f->err)) return s;
    s.std_error = sqrt(c.matrix[j * f->fit->k + j]);
    s.df = c.df[j];
    s.p = nh_t_two_sided(f->fit->coefficient[j] / s.std_error, s.df);
    nh_covariance_clear(&c);
    return s;
}

static inline void fitting_free(fitting *f)
{
    free(f->errors.ways[0].of_row);
    free(f->errors.ways[1].of_row);
    free(f->errors.both.of_row);
    nh_fit_free(f->fit);
    nh_formula_free(f->formula);
}

#endif
