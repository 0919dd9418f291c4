/* stats/models/model.h: one model from its words to its rows in the tables.
 *
 *     nh_model_tables tables = nh_model_tables_new(frame);
 *     nh_model_request request = { .formula = "sdq_score ~ miles + age", .family = "gaussian", .conf_level = 0.95 };
 *     if (!nh_model_add(frame, &request, &tables, results, err)) ...
 *     nh_results_add(results, tables.estimates);
 *
 * A formula of several outcomes gives a model each, and columns p_holm and p_bh over them (multiple.h). What was left
 * out, dropped or absorbed goes into the results' notes. False and NH_INCOMPLETE: the model cannot be
 * fitted to these rows; NH_BAD_INPUT: it was not understood.
 */
#ifndef NH_MODELS_MODEL_H
#define NH_MODELS_MODEL_H

#include "datasets/frame/results.h"
#include "stats/models/counts.h"
#include "stats/models/covariance.h"
#include "stats/models/cox.h"
#include "stats/models/mixed.h"
#include "stats/models/response.h"

typedef struct nh_model_request {
    const char *name;      /* NULL: the outcome as written */
    size_t number;         /* of several formulas, from 1 on, which goes behind the name; 0: of one */
    const char *formula;
    const char *family;    /* NULL: cox where the outcome is Surv(...), else gaussian */
    const char *weights;   /* a column, or NULL */
    const char *clusters;  /* COL or COL,COL; NULL: none */
    nh_error_kind kind;
    nh_fe_dof fe_dof;
    bool satterthwaite;    /* degrees of freedom of clustered errors, in the place of G - 1 */
    double conf_level;
    bool exponentiate, margins;
    bool tests;            /* of terms with several columns, and of all terms */
    const char *tested;    /* terms to be tested together, "age + sex"; or NULL */
    bool has_usual_errors; /* kind and clusters were not asked for */
    nh_likelihood likelihood; /* of a linear model with a random intercept */
    size_t n_points;       /* of quadrature, of a logit with one */
    nh_ties ties;
    bool firth;            /* Firth's penalty on a binomial or Poisson model */
    bool profiles;         /* intervals from the profile likelihood of such a model, with the penalty or without */
    nh_information information; /* of a negative binomial's errors */
    bool hazards;          /* of a survival model: the baseline and whether hazards are proportional */
    const nh_response_request *response; /* or NULL */
    bool drops_on_purpose; /* columns that others explain are not noted */
    bool is_one_of_many;   /* rows and effects are not noted: the table of fits has them */
} nh_model_request;

typedef struct nh_model_tables {
    nh_frame *estimates, *fit, *margins;
    nh_frame *response, *tests, *details, *proportional, *baseline; /* NULL until a model has written to it */
} nh_model_tables;

/* Empty tables with the lineage of `frame`. */
nh_model_tables nh_model_tables_new(const nh_frame *frame);
void nh_model_tables_clear(nh_model_tables *tables);

bool nh_model_add(const nh_frame *frame, const nh_model_request *request, nh_model_tables *tables,
                  nh_results *results, nh_error *err);

/* model_tables.c: the rows of one fitted model. */
void nh_model_write(const nh_fit *fit, const nh_model_request *request, const char *name, const nh_covariance *errors,
                    nh_model_tables *tables);
void nh_model_write_margins(const nh_fit *fit, const nh_model_request *request, const char *name,
                            const nh_covariance *errors, nh_model_tables *tables);

/* The number of rows, or of clusters of children, that `df` is counted from; NAN where from neither. */
double nh_freedom_from(const nh_fit *fit, const nh_model_request *request, const nh_covariance *errors, double df);

/* model_response.c: the points of its curve; without effect on models that are not linear. */
void nh_model_write_response(const nh_fit *fit, const nh_model_request *request, const char *name,
                             const nh_covariance *errors, nh_model_tables *tables);

/* model_details.c: what else is said of the whole model, where anything is. */
void nh_model_write_details(const nh_fit *fit, const nh_model_request *request, const char *name,
                            nh_model_tables *tables);

/* model_tests.c: Wald tests of terms; false and an error where `tested` names no term of the model. */
bool nh_model_write_tests(const nh_fit *fit, const nh_model_request *request, const char *name,
                          const nh_covariance *errors, nh_model_tables *tables, nh_error *err);

/* model_hazards.c: the baseline of a survival model and the test of its hazards. */
void nh_model_write_hazards(const nh_fit *fit, const char *name, nh_model_tables *tables);

#endif
