/* stats/chain.c: authority, child and period make a chain. */
#include "stats/chain.h"

bool nh_chain_find(nh_chain *chain, const nh_frame *placements, nh_error *err)
{
    chain->authority = nh_frame_need(placements, "authority", NH_CATEGORY, err);
    chain->child = nh_frame_find(placements, "child");
    chain->period_no = nh_frame_need(placements, "period_no", NH_NUMBER, err);
    if (!chain->child) nh_frame_need(placements, "child", NH_CATEGORY, err);
    return chain->authority && chain->child && chain->period_no;
}

/* Identifiers are codes; in a file where all are digits they have been read as numbers. */
static bool is_same_child(const nh_column *child, size_t a, size_t b)
{
    return child->kind == NH_NUMBER ? child->number[a] == child->number[b] : child->code[a] == child->code[b];
}

bool nh_is_same_period(const nh_chain *chain, size_t a, size_t b)
{
    return chain->authority->code[a] == chain->authority->code[b] && is_same_child(chain->child, a, b) &&
           chain->period_no->number[a] == chain->period_no->number[b];
}
