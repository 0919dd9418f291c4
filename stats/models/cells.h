/* stats/models/cells.h: cells of the tables of models: what is not a number is not applicable, never NaN.
 *
 * A number for a column that the table does not have is passed over: some tables have fewer.
 *
 *     nh_cell_number(table, row, "std_error", NAN);             z
 *     nh_cell_text(table, row, "level", "");                    blank
 */
#ifndef NH_MODELS_CELLS_H
#define NH_MODELS_CELLS_H

#include "datasets/frame/frame.h"

void nh_cell_number(nh_frame *table, size_t row, const char *column, double value);
void nh_cell_text(nh_frame *table, size_t row, const char *column, const char *text);

/* Several numbers of one row. */
typedef struct nh_named_number {
    const char *column;
    double value;
} nh_named_number;

void nh_cell_numbers(nh_frame *table, size_t row, const nh_named_number *numbers, size_t n);

#endif
