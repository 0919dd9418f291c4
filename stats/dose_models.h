/* stats/dose_models.h: what the answers of --dose and the lines they stand on have in common.
 *
 * One outcome (nh_dose_outcome) is fitted along distance in each comparison (unadjusted, adjusted, within authority);
 * every model's estimates are rows of one table, and what readers are told is copied from there.
 */
#ifndef NH_STATS_DOSE_MODELS_H
#define NH_STATS_DOSE_MODELS_H

#include "stats/dose_measure.h"
#include "stats/dose_response.h"
#include "stats/models/model.h"

enum { NH_DOSE_FORMULA = 1200, NH_DOSE_NAME = 200, NH_DOSE_COMPARISONS = 3 };

typedef struct nh_dose_comparison {
    const char *name, *words;   /* words: for charts */
    char terms[NH_DOSE_FORMULA];        /* " + age | authority" */
    char over_time[NH_DOSE_FORMULA];    /* the same of survival models */
} nh_dose_comparison;

/* One outcome and what readers call it. */
typedef struct nh_dose_outcome {
    char text[NH_DOSE_NAME], plain[NH_DOSE_NAME], over_time[2 * NH_DOSE_NAME];
    bool is_survival;        /* Surv(...): told as hazard ratios */
    const char *label, *unit;
    const char *denominator; /* the column of whom it is a share, or NULL */
    double scale;
} nh_dose_outcome;

typedef struct nh_dose {
    const nh_dose_request *request;
    nh_dose_measure measure;
    nh_frame *rows, *dose, *sensitivity, *effects;
    nh_dose_comparison comparisons[NH_DOSE_COMPARISONS];
    size_t n_comparisons;
    nh_model_tables tables;
    nh_results *results;
    size_t n_fitted;
} nh_dose;

/* The formula of an outcome on distance and what a comparison adds. */
void nh_dose_formula(const nh_dose_outcome *o, const char *terms, const nh_dose_comparison *c,
                     char formula[3 * NH_DOSE_FORMULA]);
/* "sdq_score_linear_adjusted": the model's name in every table. */
void nh_dose_name(const nh_dose_outcome *o, const char *form, const char *comparison_name,
                  char name[3 * NH_DOSE_NAME]);
/* Differences are told of linear models, ratios of proportional hazards. */
void nh_dose_family(const nh_dose_outcome *o, nh_model_request *model);
/* Terms and answers with the column of distance in its place; returns `text`. */
const char *nh_dose_filled(const nh_dose *d, const char *pattern, char text[NH_DOSE_FORMULA]);

/* What all models have in common; the row of the estimates that the next one's begin at. */
void nh_dose_settle(const nh_dose *d, nh_model_request *model, size_t *from);
/* Fits one model and says from which row of the estimates on it has its rows; false where it cannot be fitted: a note
 * where that is the data's, an error else. */
bool nh_dose_fit(nh_dose *d, nh_model_request *model, size_t *from, nh_error *err);

const nh_dose_form *nh_dose_headline(const nh_dose *d);
/* The adjusted comparison, or the only one there is. */
const nh_dose_comparison *nh_dose_adjusted(const nh_dose *d);

/* The numbers of a row of estimates in the reader's unit; what a table has no column for is passed over. */
void nh_dose_copy_row(const nh_frame *from, size_t row, double scale, nh_frame *to, size_t at);

/* dose_sensitivity.c: the table of what a difference stands on, and an outcome's lines in it. */
nh_frame *nh_dose_sensitivity_table(const nh_dose *d);
bool nh_dose_sensitivity(nh_dose *d, const nh_dose_outcome *o, nh_error *err);

#endif
