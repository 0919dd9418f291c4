/* datasets/derive/rule_checks.c: codes of any table, and the rest where there are episodes. */
#include "datasets/derive/rule_checks.h"

void nh_check_rules(nh_inputs *inputs)
{
    if (!nh_inputs_are_child_level(inputs)) return;
    nh_check_codes(inputs, nh_inputs_problems(inputs));
    const nh_histories *histories = nh_inputs_histories(inputs, NULL);
    if (!histories) return;
    nh_check_episodes(histories, nh_inputs_problems(inputs));
    nh_check_facts(inputs, histories, nh_inputs_problems(inputs));
}
