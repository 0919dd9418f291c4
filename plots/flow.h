/* plots/flow.h: bands that flow from stage to stage, each as wide as what it stands for.
 *
 *     nh_flow *flow = nh_flow_new(2);                                two stages
 *     size_t from = nh_flow_node(flow, 0, "foster"), to = nh_flow_node(flow, 1, "homes");
 *     nh_flow_add(flow, 0, from, to, 94, NH_NAVY);
 *     nh_flow_draw(flow, script, box);
 *     nh_flow_free(flow);
 *
 * Nodes stand from top to bottom in the order they were named. Bands of one node leave and arrive in the order of
 * the nodes at their other end, so that they cross as little as the order allows; between the same two nodes in the
 * order they were added.
 */
#ifndef NH_PLOTS_FLOW_H
#define NH_PLOTS_FLOW_H

#include "plots/theme.h"

typedef struct nh_flow nh_flow;

nh_flow *nh_flow_new(size_t n_stages);
void nh_flow_free(nh_flow *flow); /* NULL is allowed */

/* The node of that code in a stage, made when it is new. The code is borrowed. */
size_t nh_flow_node(nh_flow *flow, size_t stage, const char *code);
void nh_flow_colour(nh_flow *flow, size_t stage, size_t node, uint32_t colour);
void nh_flow_add(nh_flow *flow, size_t stage, size_t from, size_t to, double size, uint32_t colour);

size_t nh_flow_nodes(const nh_flow *flow, size_t stage);
const char *nh_flow_code(const nh_flow *flow, size_t stage, size_t node);
double nh_flow_size(const nh_flow *flow, size_t stage, size_t node); /* the larger of what enters and leaves */
double nh_flow_total(const nh_flow *flow, size_t stage);

/* Lays out and draws; the middle of each node can then be asked for, to name it. */
void nh_flow_draw(nh_flow *flow, nh_script *script, nh_box box);
double nh_flow_middle(const nh_flow *flow, size_t stage, size_t node);

#endif
