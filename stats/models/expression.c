/* stats/models/expression.c: arithmetic on the columns of a frame, with derivatives. */
#include "stats/models/expression.h"

#include <math.h>
#include <string.h>

struct nh_function {
    const char *name;
    double (*value)(double x);
    double (*slope)(double x);
};

static double slope_of_log(double x) { return 1 / x; }
static double slope_of_log2(double x) { return 1 / (x * log(2)); }
static double slope_of_log10(double x) { return 1 / (x * log(10)); }
static double slope_of_log1p(double x) { return 1 / (1 + x); }
static double slope_of_sqrt(double x) { return 0.5 / sqrt(x); }
static double slope_of_abs(double x) { return (x > 0) - (x < 0); }

static const nh_function functions[] = {
    { "log", log, slope_of_log },       { "log2", log2, slope_of_log2 }, { "log10", log10, slope_of_log10 },
    { "log1p", log1p, slope_of_log1p }, { "exp", exp, exp },             { "sqrt", sqrt, slope_of_sqrt },
    { "abs", fabs, slope_of_abs },
};

enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

const nh_function *nh_function_named(const char *name, size_t length)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        if (strlen(functions[i].name) == length && memcmp(functions[i].name, name, length) == 0) return &functions[i];
    return NULL;
}

/* Rows that follow one another are copied whole. */
static bool copy_column(const nh_expression *e, const nh_block *block, double *values)
{
    const size_t *rows = block->rows;
    bool is_whole = block->n > 0 && rows[block->n - 1] - rows[0] == block->n - 1;
    if (block->change || !is_whole || e->column->kind != NH_NUMBER) return false;
    memcpy(values, e->column->number + rows[0], block->n * sizeof *values);
    return true;
}

/* Numbers as they are, from rows here and there. */
static bool pick_column(const nh_expression *e, const nh_block *block, double *values)
{
    const double *number = e->column->number;
    const size_t *rows = block->rows;
    if (block->change || e->column->kind != NH_NUMBER) return false;
    for (size_t i = 0; i < block->n; i++) values[i] = number[rows[i]];
    return true;
}

static void column_values(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    if (!slopes && (copy_column(e, block, values) || pick_column(e, block, values))) return;
    bool is_changed = block->change && block->change->column == e->column;
    for (size_t i = 0; i < block->n; i++) {
        size_t row = block->rows[i];
        values[i] = e->column->kind == NH_DATE ? (double)e->column->date[row] : e->column->number[row];
        if (is_changed && block->change->set) values[i] = block->change->value;
        if (slopes) slopes[i] = is_changed;
    }
}

static void text_values(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    bool is_changed = block->change && block->change->set && block->change->column == e->column;
    for (size_t i = 0; i < block->n; i++) {
        int32_t code = is_changed ? block->change->code : e->column->code[block->rows[i]];
        values[i] = (code == e->code) == (e->operation == NH_IS_TEXT);
        if (slopes) slopes[i] = 0;
    }
}

/* A whole power by multiplication, so that x^2 is x*x to the last digit. */
static double power(double base, double exponent)
{
    if (exponent == 2) return base * base;
    return pow(base, exponent);
}

static double slope_of_power(double a, double b, double a_slope, double b_slope)
{
    double slope = a_slope == 0 ? 0 : b * pow(a, b - 1) * a_slope;
    return b_slope == 0 ? slope : slope + pow(a, b) * log(a) * b_slope;
}

typedef struct pair {
    double value, slope;
} pair;

static double compared(nh_operation operation, double a, double b)
{
    switch (operation) {
    case NH_LESS: return a < b;
    case NH_LESS_OR_EQUAL: return a <= b;
    case NH_MORE: return a > b;
    case NH_MORE_OR_EQUAL: return a >= b;
    case NH_EQUAL: return a == b;
    default: return a != b;
    }
}

static pair combined(nh_operation operation, pair a, pair b)
{
    switch (operation) {
    case NH_ADD: return (pair){ a.value + b.value, a.slope + b.slope };
    case NH_SUBTRACT: return (pair){ a.value - b.value, a.slope - b.slope };
    case NH_MULTIPLY: return (pair){ a.value * b.value, a.slope * b.value + a.value * b.slope };
    case NH_DIVIDE:
        return (pair){ a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value };
    case NH_POWER:
        return (pair){ power(a.value, b.value), slope_of_power(a.value, b.value, a.slope, b.slope) };
    default: return (pair){ compared(operation, a.value, b.value), 0 };
    }
}

static void one_sided(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    nh_expression_values(e->left, block, values, slopes);
    for (size_t i = 0; i < block->n; i++) {
        double x = values[i];
        values[i] = e->function ? e->function->value(x) : -x;
        if (slopes) slopes[i] *= e->function ? e->function->slope(x) : -1;
    }
}

static void two_sided(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    double right[NH_BLOCK], right_slopes[NH_BLOCK] = { 0 };
    nh_expression_values(e->left, block, values, slopes);
    nh_expression_values(e->right, block, right, slopes ? right_slopes : NULL);
    for (size_t i = 0; i < block->n; i++) {
        pair a = { values[i], slopes ? slopes[i] : 0 }, b = { right[i], right_slopes[i] };
        pair c = combined(e->operation, a, b);
        values[i] = c.value;
        if (slopes) slopes[i] = c.slope;
    }
}

static void constant_values(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    for (size_t i = 0; i < block->n; i++) {
        values[i] = e->value;
        if (slopes) slopes[i] = 0;
    }
}

void nh_expression_values(const nh_expression *e, const nh_block *block, double *values, double *slopes)
{
    switch (e->operation) {
    case NH_CONSTANT: constant_values(e, block, values, slopes); return;
    case NH_COLUMN_VALUE: column_values(e, block, values, slopes); return;
    case NH_IS_TEXT:
    case NH_IS_NOT_TEXT: text_values(e, block, values, slopes); return;
    case NH_NEGATE:
    case NH_CALL: one_sided(e, block, values, slopes); return;
    default: two_sided(e, block, values, slopes); return;
    }
}
