/* datasets/derive/rule_checks.h: validation rules of the return that change a figure, beyond those that reading and
 * deriving find on their way (domain rules 1.3; DfE's numbers in problems.def).
 *
 *     nh_check_rules(inputs);              what is broken joins nh_inputs_problems(inputs); rows stay as they are
 *
 * Looked at are the rows that derivation uses: those superseded by a later return are not.
 */
#ifndef NH_DERIVE_RULE_CHECKS_H
#define NH_DERIVE_RULE_CHECKS_H

#include "datasets/derive/histories.h"

void nh_check_rules(nh_inputs *inputs);

/* Of codes by return year (code_checks.c), of episodes (episode_checks.c), and of facts about children in the other
 * tables (fact_checks.c). */
void nh_check_codes(const nh_inputs *inputs, nh_problems *problems);
void nh_check_episodes(const nh_histories *histories, nh_problems *problems);
void nh_check_facts(const nh_inputs *inputs, const nh_histories *histories, nh_problems *problems);
void nh_check_oc2(const nh_inputs *inputs, const nh_histories *histories, nh_problems *problems); /* oc2_checks.c */

#endif
