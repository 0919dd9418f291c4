/* stats/models/formula.h: a model in words, as R's fixest writes them.
 *
 *     outcome ~ terms | fixed effects
 *
 *     sdq_score ~ miles + age + i(sex, ref=male) | authority + year
 *     c(health_check, teeth_check) ~ over_20 * placement_group
 *     cbind(convicted, never_convicted) ~ poly(miles, 2) + offset(log(months))
 *     Surv(entry, days, breakdown) ~ miles + strata(authority)
 *
 * Terms: columns, i(x, ref=level), a:b, a*b, (a + b):c, log(x) and the like, I(arithmetic), poly(x,k),
 * poly(x,k,raw), ns(x,k), offset(x), 0 or -1 for no intercept. Terms come in R's order: columns, then pairs, and so
 * on. Effects: columns, and a^b for one effect a pair; strata(a, b) stands for a^b behind the bar. (1 | column),
 * once, is a random intercept. Nothing is looked up until nh_formula_bind.
 */
#ifndef NH_MODELS_FORMULA_H
#define NH_MODELS_FORMULA_H

#include "datasets/frame/arena.h"
#include "stats/models/expression.h"

typedef enum nh_atom_kind { NH_ATOM_VALUE, NH_ATOM_LEVELS, NH_ATOM_POLY, NH_ATOM_SPLINE } nh_atom_kind;

/* What terms are made of; a column that turns out to be a category becomes NH_ATOM_LEVELS when it is bound. */
typedef struct nh_atom {
    nh_atom_kind kind;
    const char *text;      /* as written, without blanks */
    nh_expression *of;
    int degree;            /* of a polynomial; degrees of freedom of a spline */
    bool raw;
    const char *reference; /* i(x, ref=...), or NULL */
    size_t place;
} nh_atom;

typedef struct nh_term {
    size_t *atoms; /* numbers of atoms */
    size_t n;
    const char *text; /* "a:b" */
    bool is_hidden;   /* an effect after the bar that became columns: fitted, not shown */
} nh_term;

typedef enum nh_response { NH_VALUE_RESPONSE, NH_COUNTS_RESPONSE, NH_SURVIVAL_RESPONSE } nh_response;

typedef struct nh_outcome {
    nh_expression *of;
    const char *text;
} nh_outcome;

typedef struct nh_effect {
    const char *text;
    const char **names; /* the columns of a^b */
    const nh_column **columns; /* once bound */
    size_t *places;
    size_t n;
} nh_effect;

typedef struct nh_formula {
    const char *text;
    nh_response response; /* cbind(s, f) has two outcomes, Surv(t, e) two or three, c(y, z) any number */
    nh_outcome *outcomes;
    size_t n_outcomes;
    nh_atom *atoms;
    size_t n_atoms;
    nh_term *terms;
    size_t n_terms;
    bool has_intercept; /* as written; effects after the bar take its place */
    bool hides_intercept; /* effects became columns: it is one level's constant */
    bool has_baseline;    /* a survival model: the intercept is in the baseline hazard, and is no column */
    bool has_strata;      /* strata(...) was written */
    nh_expression **offsets;
    size_t n_offsets;
    nh_effect *effects;
    size_t n_effects;
    nh_effect *random;    /* (1 | column), or NULL */
    nh_arena *memory;
} nh_formula;

/* NULL, and an error with a caret under the place, when the text is not a formula. */
nh_formula *nh_formula_read(const char *text, nh_error *err);
void nh_formula_free(nh_formula *formula); /* NULL is allowed */

/* Turns the effects after the bar into hidden terms with a column a level, for models that cannot absorb them. */
void nh_formula_expand_effects(nh_formula *formula);

/* Finds every column in `frame`; an unknown one is an error that offers the nearest name. */
bool nh_formula_bind(nh_formula *formula, const nh_frame *frame, nh_error *err);

#endif
