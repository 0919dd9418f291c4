/* stats/models/model_rows.h: which rows of a frame a model uses, and what its atoms are on them.
 *
 * The steps of nh_design_new (design_matrix.h), in this order; each fills its part of the design. */
#ifndef NH_MODELS_MODEL_ROWS_H
#define NH_MODELS_MODEL_ROWS_H

#include "stats/models/design_matrix.h"

bool nh_model_rows(nh_design *design, const nh_design_request *request, nh_error *err);
bool nh_model_atoms(nh_design *design, nh_error *err);
void nh_model_support(nh_design *design);

/* "score", or "Surv(days,event)" whole. */
const char *nh_model_outcome_text(const nh_design_request *request, nh_arena *memory);

/* The expression for every used row, or NULL and an error where it is no number. free() it. */
double *nh_model_values(const nh_design *design, const nh_expression *e, const char *what, nh_error *err);

/* The level of a number, or NH_NO_LEVEL. */
int32_t nh_level_of_value(const nh_design_atom *atom, double value);

#endif
