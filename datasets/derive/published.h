/* datasets/derive/published.h: DfE's published tables on their side: one row for each year and area, one column for
 * each label that is asked for.
 *
 * A measure says which table, which labels and which indicator a column comes from; measures of several tables
 * stand in one frame, and of two with one name the first that says anything counts. Cells are copied, marks too;
 * nothing is added up. A measure whose table is not among the inputs has no column.
 *
 *     static const nh_measure measures[] = {
 *       { "net_gain", "ees_netgain", "number", { { "characteristic", "net gain of children by responsible la" } } },
 *     };
 *     nh_shape shape = { .name = "net", .measures = measures, .n_measures = 1, .needs = "the net gain table" };
 *     nh_frame *net = nh_published_wide(&published, &shape, &err);
 *
 * The frame begins with year, geographic_level (when the shape has all levels), authority, name, region, keys.
 */
#ifndef NH_DERIVE_PUBLISHED_H
#define NH_DERIVE_PUBLISHED_H

#include "datasets/derive/inputs.h"

/* The published tables at hand, each with the rows of the latest release only. */
enum { NH_PUBLISHED_TABLES = 32 };
typedef struct nh_published {
    const nh_frame *tables[NH_PUBLISHED_TABLES];
    size_t n;
} nh_published;

nh_published nh_published_of(const nh_inputs *inputs);
bool nh_published_has(const nh_published *published, const char *table);

enum { NH_MEASURE_LABELS = 2, NH_SHAPE_KEYS = 2 };

typedef struct nh_label {
    const char *column, *text; /* text as ees_labels.h makes it */
} nh_label;

typedef struct nh_measure {
    const char *name; /* of the column it becomes */
    const char *table, *indicator;
    nh_label labels[NH_MEASURE_LABELS];
} nh_measure;

typedef struct nh_shape {
    const char *name, *title;
    const char *level;                /* only this geographic level, or NULL for all */
    const char *keys[NH_SHAPE_KEYS];  /* filters that make rows of their own, ended by NULL */
    const nh_measure *measures;
    size_t n_measures;
    const char *needs; /* what is missing when none of the tables is there: "the net gain table" */
} nh_shape;

/* Rows by year, then nation, regions, authorities by code, then keys as they first appear. */
nh_frame *nh_published_wide(const nh_published *published, const nh_shape *shape, nh_error *err);

/* Gives each column of the frame the meaning that the list has for it, as its label. */
void nh_label_columns(nh_frame *frame, const nh_derived_column *columns);

#endif
