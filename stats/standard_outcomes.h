/* stats/standard_outcomes.h: the outcomes that the standard models of distance look at, and what readers call them.
 *
 *     size_t n;
 *     const nh_standard_outcome *outcomes = nh_standard_outcomes(is_child_level, &n);
 *     char model[NH_MODEL_NAME];
 *     nh_standard_model_name(&outcomes[0], "within", "cr2", model);        "sdq_average_within_cr2"
 */
#ifndef NH_STATS_STANDARD_OUTCOMES_H
#define NH_STATS_STANDARD_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nh_standard_outcome {
    const char *column, *denominator; /* of a derived frame; a denominator weighs areas; NULL of children */
    const char *words;                /* in a sentence: "the share of children whose teeth were checked" */
    const char *label;                /* on its own: "Teeth checked in the year" */
    const char *unit;                 /* "percentage points", "points" of a score */
    double scale;                     /* from the model's unit to that */
} nh_standard_outcome;

const nh_standard_outcome *nh_standard_outcomes(bool of_children, size_t *n);

/* Letters and digits of a column's text, for a model's name: I(missing_incidents>0) is missing_incidents. */
enum { NH_PLAIN_NAME = 80, NH_MODEL_NAME = 160 };
void nh_standard_plain_name(const char *column, char name[NH_PLAIN_NAME]);

void nh_standard_model_name(const nh_standard_outcome *outcome, const char *form, const char *errors,
                            char name[NH_MODEL_NAME]);

#endif
