/* stats/pathways_findings.h: what the released tables of pathways say, in sentences. */
#ifndef NH_STATS_PATHWAYS_FINDINGS_H
#define NH_STATS_PATHWAYS_FINDINGS_H

#include "datasets/frame/results.h"

void nh_pathways_findings(nh_results *released);

#endif
