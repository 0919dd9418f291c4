/* datasets/derive/facts.h: a table of the return beside the episodes, as the checks of its rows need it.
 *
 *     nh_facts oc2 = nh_facts_of(inputs, histories, problems, "oc2");
 *     for (size_t row = 0; row < oc2.n; row++)
 *         if (*nh_facts_answer(&oc2, "convicted", row) == '\0') nh_facts_report(&oc2, code, row, "CONVICTED");
 */
#ifndef NH_DERIVE_FACTS_H
#define NH_DERIVE_FACTS_H

#include "datasets/derive/histories.h"

typedef struct nh_facts {
    const char *name;
    const nh_frame *frame; /* NULL, and no rows: the extract has no such table */
    size_t n;
    const nh_column *authority, *year, *child, *dob;
    const nh_histories *histories;
    nh_problems *problems;
} nh_facts;

nh_facts nh_facts_of(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems, const char *name);
void nh_facts_report(const nh_facts *facts, nh_problem_code code, size_t row, const char *column);

uint32_t nh_facts_owner(const nh_facts *facts, size_t row);       /* NH_NO_CHILD where it has no episodes */
int32_t nh_facts_birth(const nh_facts *facts, size_t row);        /* as the header table has it, or NH_NO_DAY */
bool nh_facts_have(const nh_facts *facts, const char *column);    /* whether the table has the column */
const char *nh_facts_answer(const nh_facts *facts, const char *column, size_t row); /* "" where there is none */

#endif
