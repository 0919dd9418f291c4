/* stats/standard_models.h: the models of distance and outcomes that are fitted when no formula is given.
 *
 * Published tables: for each of nine outcomes of an authority and year, what goes with the share of its new
 * placements that are outside it and over 20 miles away. Children's records: for each outcome of a child, what goes
 * with living over 20 miles from home, and with each mile.
 *
 *     nh_standard_models_run(inputs, results, err);                  tables estimates and fit
 *     nh_standard_models_findings(released);
 */
#ifndef NH_STATS_STANDARD_MODELS_H
#define NH_STATS_STANDARD_MODELS_H

#include "datasets/derive/inputs.h"

bool nh_standard_models_run(nh_inputs *inputs, double conf_level, nh_results *results, nh_error *err);
void nh_standard_models_findings(nh_results *released);

/* What clusters of a derived frame are taken to be when none are named: the authority where there are enough of them,
 * else the child; NULL where the frame has neither. */
const char *nh_usual_clusters(const nh_frame *frame);

#endif
