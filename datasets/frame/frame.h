/* datasets/frame/frame.h: a table of typed columns; what everything here reads, makes and writes.
 *
 * A column is a plain array of one kind: numbers (double), dates (days since 1970) or categories (a code into
 * levels). A cell without a value has a mark that says why; what its array holds is then meaningless. Truths
 * are the numbers 0 and 1. Rows count from 0.
 *
 *     nh_frame *areas = nh_frame_new("areas", "Children by area");
 *     nh_column *name = nh_frame_add(areas, "name", NH_CATEGORY);
 *     nh_column *children = nh_frame_add(areas, "children", NH_NUMBER);
 *     size_t row = nh_frame_append(areas);                    every cell is missing
 *     nh_put_text(name, row, "Kent");
 *     nh_put_number(children, row, 1940);
 *     ...
 *     nh_frame_free(areas);                                   its columns too
 *
 * Whoever gets a frame frees it. A column pointer stays valid while the frame lives; its arrays move when
 * rows are added. Names, labels and units are copied.
 */
#ifndef NH_FRAME_FRAME_H
#define NH_FRAME_FRAME_H

#include "datasets/frame/date.h"
#include "datasets/frame/error.h"
#include "datasets/frame/levels.h"
#include "datasets/frame/origins.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nh_kind { NH_NUMBER, NH_DATE, NH_CATEGORY } nh_kind;

/* Why a cell has no value. In files: a blank, then the symbols c z x k u of the Explore Education Statistics. */
typedef enum nh_mark {
    NH_PRESENT,
    NH_MISSING,
    NH_SUPPRESSED,      /* c */
    NH_NOT_APPLICABLE,  /* z */
    NH_NOT_AVAILABLE,   /* x */
    NH_ROUNDS_TO_ZERO,  /* k */
    NH_LOW_RELIABILITY  /* u */
} nh_mark;

/* What a number stands for, so that disclosure control knows what to do with it. */
typedef enum nh_role {
    NH_PLAIN,      /* identifiers, years, texts: shown as they are */
    NH_COUNT,      /* children, placements, moves: a small one is suppressed, others are rounded */
    NH_DIFFERENCE, /* column `part` less column `whole`, both counts */
    NH_PERCENT,    /* 100 x column `part` / column `whole`, both counts */
    NH_LOWER,      /* Wilson interval of the same percentage, 95% */
    NH_UPPER,
    NH_MEAN,       /* a mean of `whole` children */
    NH_MEDIAN,     /* a median of `whole` children, or its interval */
    NH_PROBABILITY, /* a survival or incidence curve (or its error or interval) with `whole` at risk, and `part`
                     * events since the row before; rows in order of a column `days` */
    NH_ESTIMATE,   /* a coefficient, its error or interval, that stands on `whole` children or events */
    NH_FREEDOM,    /* degrees of freedom: such an estimate, counted from `part` rows or clusters (missing: from none) */
    NH_SUPPORT     /* such a number of children that only disclosure control reads: never written */
} nh_role;

typedef struct nh_column {
    const char *name, *label, *unit; /* label and unit may be NULL */
    nh_kind kind;
    double *number;
    int32_t *date;
    int32_t *code;
    nh_levels *levels;
    uint8_t *mark; /* nh_mark a cell; NULL when every value is present */
    nh_role role;
    const char *part, *whole; /* names of columns of the same frame, or NULL */
    int decimals;             /* to show in tables; -1: as many as it takes */
    size_t n, room, met;      /* cells, cells there is memory for, and those of them that ever were in use */
} nh_column;

typedef struct nh_frame nh_frame;

/* `name` is the table's name in commands and files (snake_case); `title` a sentence for readers, or NULL. */
nh_frame *nh_frame_new(const char *name, const char *title);
void nh_frame_free(nh_frame *frame); /* NULL is allowed */

const char *nh_frame_name(const nh_frame *frame);
const char *nh_frame_title(const nh_frame *frame); /* never NULL */
size_t nh_frame_rows(const nh_frame *frame);
size_t nh_frame_columns(const nh_frame *frame);
nh_column *nh_frame_at(const nh_frame *frame, size_t column);

/* Where the numbers come from: published tables are shown as they are, child-level ones pass disclosure control. */
typedef enum nh_lineage { NH_PUBLISHED, NH_CHILD_LEVEL } nh_lineage;
void nh_frame_set_lineage(nh_frame *frame, nh_lineage lineage);
nh_lineage nh_frame_lineage(const nh_frame *frame); /* NH_CHILD_LEVEL until set */

/* A new column. Its cells, where the frame has rows already, are 0 and present.
 * nh_frame_add_levels makes a category that takes a share of levels that exist. */
nh_column *nh_frame_add(nh_frame *frame, const char *name, nh_kind kind);
nh_column *nh_frame_add_levels(nh_frame *frame, const char *name, nh_levels *levels);
void nh_column_describe(nh_frame *frame, nh_column *column, const char *label, const char *unit);
void nh_column_role(nh_frame *frame, nh_column *column, nh_role role, const char *part, const char *whole);

/* Takes a column away; pointers to it are then dead. */
void nh_frame_remove(nh_frame *frame, nh_column *column);

/* The column, or NULL. nh_frame_need also checks the kind and records an error that lists what there is. */
nh_column *nh_frame_find(const nh_frame *frame, const char *name);
nh_column *nh_frame_need(const nh_frame *frame, const char *name, nh_kind kind, nh_error *err);

size_t nh_frame_append(nh_frame *frame);               /* one row of missing cells; returns its number */
void nh_frame_set_rows(nh_frame *frame, size_t n);     /* new cells are 0 and present: fill them all */
void nh_frame_reserve(nh_frame *frame, size_t n);      /* memory for n rows, so that columns need not move for them */

/* Where rows were read from, put in order of the rows (origins.h); { 0, 0 } where nothing was put. */
void nh_frame_put_origins(nh_frame *frame, size_t row, size_t n, nh_origin first);
nh_origin nh_frame_origin(const nh_frame *frame, size_t row);

void nh_put_text(nh_column *column, size_t row, const char *text);
void nh_put_mark(nh_column *column, size_t row, nh_mark mark);
uint8_t *nh_column_marks(nh_column *column); /* made, every cell present, where the column has none */

/* These are called for every cell of millions of rows, so they stand where compilers can see through them. */
static inline void nh_put_present(nh_column *column, size_t row)
{
    if (column->mark) column->mark[row] = NH_PRESENT;
}

static inline void nh_put_number(nh_column *column, size_t row, double value)
{
    column->number[row] = value;
    nh_put_present(column, row);
}

static inline void nh_put_date(nh_column *column, size_t row, int32_t value)
{
    column->date[row] = value;
    nh_put_present(column, row);
}

/* NH_NO_LEVEL: missing. */
static inline void nh_put_code(nh_column *column, size_t row, int32_t code)
{
    column->code[row] = code < 0 ? 0 : code;
    if (code < 0) nh_put_mark(column, row, NH_MISSING);
    else nh_put_present(column, row);
}

static inline nh_mark nh_mark_at(const nh_column *column, size_t row)
{
    return column->mark ? (nh_mark)column->mark[row] : NH_PRESENT;
}

static inline bool nh_present(const nh_column *column, size_t row)
{
    return nh_mark_at(column, row) == NH_PRESENT;
}

/* Columns of NH_SUPPORT are for disclosure control alone. */
static inline bool nh_is_for_readers(const nh_column *column)
{
    return column->role != NH_SUPPORT;
}

/* The text of a category cell, "" when it has none. */
const char *nh_text_at(const nh_column *column, size_t row);
/* The number of a cell; NaN when it has none, the column is of another kind or is not there (NULL). */
static inline double nh_number_at(const nh_column *column, size_t row)
{
    bool is_there = column && column->kind == NH_NUMBER && row < column->n && nh_present(column, row);
    return is_there ? column->number[row] : NAN;
}

/* The same of the column of that name, where the frame has one. */
const char *nh_text_of(const nh_frame *frame, const char *name, size_t row);
double nh_number_of(const nh_frame *frame, const char *name, size_t row);

/* "", "c", "z", "x", "k" or "u". */
const char *nh_mark_symbol(nh_mark mark);
bool nh_mark_read(const char *text, size_t length, nh_mark *mark); /* also the older : ~ low */

/* A new frame of the rows in `rows`, in that order; columns, roles, levels and origins as in the old one. */
nh_frame *nh_frame_take(const nh_frame *frame, const size_t *rows, size_t n);

/* Row numbers in order of the columns (numbers and dates by value, categories by text; cells without a value
 * come last), ties as they stood. free() it. */
size_t *nh_frame_order(const nh_frame *frame, const nh_column *const *by, size_t n_by);

#endif
