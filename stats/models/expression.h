/* stats/models/expression.h: arithmetic on the columns of a frame, a block of rows at a time.
 *
 * Numbers, columns, + - * / ^, comparisons (1 or 0; a category with a "text"), log log2 log10 log1p exp sqrt abs.
 * A tree is made by formula.c, bound to a frame's columns, then evaluated for up to NH_BLOCK rows in one call;
 * no column of results is ever kept. Derivatives come from the same pass (forward differentiation).
 *
 *     nh_expression_values(log_of_x, &(nh_block){ .rows = rows, .n = 200 }, values, NULL);
 */
#ifndef NH_MODELS_EXPRESSION_H
#define NH_MODELS_EXPRESSION_H

#include "datasets/frame/frame.h"

enum { NH_BLOCK = 256 };

typedef enum nh_operation {
    NH_CONSTANT, NH_COLUMN_VALUE, NH_ADD, NH_SUBTRACT, NH_MULTIPLY, NH_DIVIDE, NH_POWER, NH_NEGATE, NH_LESS,
    NH_LESS_OR_EQUAL, NH_MORE, NH_MORE_OR_EQUAL, NH_EQUAL, NH_UNEQUAL, NH_IS_TEXT, NH_IS_NOT_TEXT, NH_CALL
} nh_operation;

typedef struct nh_function nh_function;

typedef struct nh_expression {
    nh_operation operation;
    double value;                 /* NH_CONSTANT */
    const char *name;             /* NH_COLUMN_VALUE: the column; NH_IS_TEXT: the text compared with */
    const nh_function *function;  /* NH_CALL */
    struct nh_expression *left, *right;
    const nh_column *column;      /* once bound */
    int32_t code;                 /* NH_IS_TEXT, once bound */
    size_t place;                 /* byte in the formula, for messages */
} nh_expression;

/* What would be if a column held something else: for marginal effects. */
typedef struct nh_change {
    const nh_column *column;
    bool set;        /* every row holds `value` (a category: `code`) */
    double value;
    int32_t code;
} nh_change;

typedef struct nh_block {
    const size_t *rows;      /* row numbers of the frame */
    size_t n;                /* at most NH_BLOCK */
    const nh_change *change; /* or NULL: as it is */
} nh_block;

/* `slopes`, when not NULL, gets the derivatives by change->column. */
void nh_expression_values(const nh_expression *expression, const nh_block *block, double *values, double *slopes);

/* The function of that name, or NULL. */
const nh_function *nh_function_named(const char *name, size_t length);

#endif
