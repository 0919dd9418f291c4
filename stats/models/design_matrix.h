/* stats/models/design_matrix.h: the rows and columns a model is fitted on, a block of rows at a time.
 *
 * Used are the rows that are complete on everything the model names and have a weight above 0; the others are
 * counted. Columns are worked out when a block is asked for, so that a tall design is never held in memory.
 * Categories become a column a level, coded as R codes them: without the reference level where the rest of the
 * term is in the model, else in full. Levels that no used row has are no columns.
 *
 *     nh_design *design = nh_design_new(&(nh_design_request){ formula, frame, .outcome = 0 }, err);
 *     double *block = nh_zeroed(design->n_kept * NH_BLOCK, sizeof *block);
 *     nh_design_block(design, 0, 200, block);                        block[column * NH_BLOCK + row]
 */
#ifndef NH_MODELS_DESIGN_MATRIX_H
#define NH_MODELS_DESIGN_MATRIX_H

#include "stats/models/basis.h"
#include "stats/models/formula.h"

typedef struct nh_design_request {
    const nh_formula *formula; /* bound to frame */
    const nh_frame *frame;
    size_t outcome;            /* which of c(y, z); 0 else */
    const nh_column *weights;  /* or NULL */
    const nh_column *const *also_complete; /* columns that rows must have beside: clusters */
    size_t n_also_complete;
} nh_design_request;

/* How many rows stand behind a column or a level; how many children those are, and for outcomes of 0 and 1 (and
 * counts) how many have each. A child with several rows counts as its share of them (model_support.c). */
typedef struct nh_support {
    double n, children, events, others;
    double behind; /* the smallest of the last three, also of a reference it is compared with */
} nh_support;

typedef struct nh_part {
    size_t atom, which; /* the atom's column; of levels, the level's number */
} nh_part;

typedef struct nh_design_column {
    const char *term, *level; /* level: "" where there is none */
    nh_part *parts;           /* multiplied; none for the intercept */
    size_t n_parts;
    bool is_hidden;           /* of an effect after the bar */
    nh_support support;
} nh_design_column;

typedef struct nh_reference_level {
    const char *term, *level;
    size_t before; /* the column that it stands before */
    nh_support support;
} nh_reference_level;

/* An atom with what fitting it to the rows has found. */
typedef struct nh_design_atom {
    const nh_atom *atom;
    const char *name;    /* as rows of estimates show it */
    nh_basis *basis;     /* polynomials and splines */
    size_t width;        /* columns; of levels, how many there are */
    const char **levels; /* texts; the reference first */
    int32_t *level_of_code; /* of a category: code to level, or NH_NO_LEVEL */
    double *values;      /* of numbers as levels: ascending */
    int32_t *level_of_value;
    size_t at;           /* where it stands in a block's scratch */
} nh_design_atom;

typedef struct nh_absorbed nh_absorbed; /* fixed_effects.h */

typedef struct nh_design {
    const nh_formula *formula;
    const nh_frame *frame;
    size_t *rows, n, n_left_out;
    nh_design_atom *atoms;
    size_t n_scratch;          /* columns of scratch a block takes */
    nh_design_column *columns;
    size_t n_columns;
    nh_reference_level *references;
    size_t n_references;
    size_t *kept, n_kept;      /* the columns that a block holds; all, until some are dropped */
    const char *outcome_text;
    int16_t **narrow;          /* by atom: its values, or levels, at the used rows where all are small and whole; */
                               /* NULL of other atoms, and of designs of few rows (design_narrow.c) */
    double *outcome;
    double *trials;            /* of cbind(s, f): s + f, and outcome is s / (s + f); else NULL */
    double *weight, *offset;   /* NULL: 1, 0 */
    double *entry, *exit;      /* of Surv(...), whose outcome is whether the event came; entry NULL: from the start */
    double *share;             /* of its child's rows that each row is; NULL: every row is a child, or a count */
    bool has_intercept;        /* as a column */
    bool outcome_is_truth;     /* 0 and 1 only */
    nh_support support;        /* of all used rows */
    double least_behind;       /* of them, and of every level and column: numbers about the whole model stand on it */
    const nh_absorbed *absorbed; /* taken from each block, or NULL */
    nh_arena *memory;
} nh_design;

static inline double nh_weight_of(const nh_design *design, size_t row)
{
    return design->weight ? design->weight[row] : 1;
}

static inline const nh_design_column *nh_kept_column(const nh_design *design, size_t j)
{
    return &design->columns[design->kept[j]];
}

nh_design *nh_design_new(const nh_design_request *request, nh_error *err);
void nh_design_free(nh_design *design); /* NULL is allowed */

/* Rows from .. from + n (at most NH_BLOCK) of the kept columns. */
void nh_design_block(const nh_design *design, size_t from, size_t n, double *block);

/* design_narrow.c: finds the atoms of small whole numbers; gives back NH_BLOCK of one's values; forgets them, when
 * rows change their places. */
void nh_design_narrow(nh_design *design);
void nh_design_widen(const nh_design *design, size_t from, size_t atom, double *values);
void nh_design_forget_narrow(nh_design *design);

/* The values of an atom at some rows; of levels, their numbers. */
void nh_atom_values(const nh_design_atom *atom, const nh_block *block, double *values, double *slopes);

/* What rounding took off the block's whole powers (poly(x,k,raw), I(x^k)): the columns' exact values are block + low.
 * False, and nothing filled, when there are none such or effects are absorbed. */
bool nh_design_low(const nh_design *design, size_t from, size_t n, const double *block, double *low);

/* The same if a column of the frame held something else, without absorbed effects; and its derivatives. */
void nh_design_changed(const nh_design *design, size_t from, size_t n, const nh_change *change, double *block,
                       double *slopes);

/* Which group of equal values in `columns` each used row is in, from 0 in order of appearance. free() it. */
uint32_t *nh_design_groups(const nh_design *design, const nh_column *const *columns, size_t n, size_t *n_groups);

/* The same, or NULL as soon as there are more than `most`. */
uint32_t *nh_design_few_groups(const nh_design *design, const nh_column *const *columns, size_t n, size_t most,
                               size_t *n_groups);

#endif
