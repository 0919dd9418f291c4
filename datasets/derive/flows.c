/* datasets/derive/flows.c: the frame `flows`, who is placed where on 31 March.
 *
 * What is counted: children looked after on 31 March of each loaded return year. A placement whose authority is not
 * known is a blank placement_authority; "none" is a postcode that lies in no authority's area. */
#include "datasets/derive/flows.h"

#include "datasets/derive/child_year.h"
#include "datasets/derive/narrow.h"
#include "datasets/derive/whereabouts.h"
#include "datasets/frame/group.h"

#include <stdlib.h>

static const nh_derived_column columns[] = {
    { "year", "return year, to 31 March" },
    { "authority", "responsible authority" },
    { "placement_authority", "authority where placed; blank: not known" },
    { "children", "children looked after on 31 March" },
    { NULL, NULL }
};

/* One row for each child looked after on 31 March: year authority placement_authority. */
static nh_frame *residents(const nh_histories *h, nh_map *map, const nh_frame *children, const uint8_t *keep)
{
    const nh_column *authority = nh_frame_find(children, "authority"), *child = nh_frame_find(children, "child");
    const nh_column *year = nh_frame_find(children, "year");
    nh_frame *frame = nh_frame_new("flows", "Children by responsible authority and authority of placement");
    nh_column *to_year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *from = nh_frame_add_levels(frame, "authority", authority->levels);
    nh_column *to = nh_frame_add_levels(frame, "placement_authority", nh_map_places(map));
    nh_frame_set_rows(frame, nh_frame_rows(children));
    size_t n = 0;
    for (size_t row = 0; row < nh_frame_rows(children); row++) {
        if (!keep[row]) continue;
        uint32_t who = nh_child_find(h->index, authority->code[row], child->code[row]);
        const nh_row *on_day = nh_row_on_31_march(h, who, (int)year->number[row]);
        if (!on_day) continue;
        nh_put_number(to_year, n, year->number[row]);
        nh_put_code(from, n, authority->code[row]);
        nh_put_code(to, n, nh_whereabouts_of(map, who, on_day->source).authority);
        n++;
    }
    nh_frame_set_rows(frame, n);
    return frame;
}

/* Grouped, counted, and in order of year and codes. */
static nh_frame *count_residents(const nh_frame *residents)
{
    const nh_column *by[] = { nh_frame_find(residents, "year"), nh_frame_find(residents, "authority"),
                              nh_frame_find(residents, "placement_authority") };
    nh_groups *groups = nh_group(residents, by, 3);
    nh_frame *firsts = nh_frame_take(residents, groups->first, groups->n);
    nh_column *children = nh_frame_add(firsts, "children", NH_NUMBER);
    nh_column_role(firsts, children, NH_COUNT, NULL, NULL);
    nh_column_describe(firsts, children, "Children looked after on 31 March", "children");
    for (size_t g = 0; g < groups->n; g++) children->number[g] = (double)groups->n_rows[g];
    const nh_column *order_by[] = { nh_frame_find(firsts, "year"), nh_frame_find(firsts, "authority"),
                                    nh_frame_find(firsts, "placement_authority") };
    size_t *order = nh_frame_order(firsts, order_by, 3);
    nh_frame *flows = nh_frame_take(firsts, order, groups->n);
    free(order);
    nh_frame_free(firsts);
    nh_groups_free(groups);
    return flows;
}

nh_frame *nh_flows_of(nh_inputs *inputs, const nh_derivation *counts, nh_error *err)
{
    const nh_frame *children = nh_inputs_whole(inputs, "children", err);
    uint8_t *keep = children ? nh_rows_counted(inputs, children, counts, err) : NULL;
    if (!keep) return NULL;
    const nh_histories *h = nh_inputs_histories(inputs, err);
    nh_map *map = nh_inputs_map(inputs);
    nh_frame *rows = residents(h, map, children, keep);
    nh_frame *flows = count_residents(rows);
    nh_frame_free(rows);
    free(keep);
    return flows;
}

static nh_frame *make(nh_inputs *inputs, nh_error *err);

const nh_derivation nh_derive_flows = {
    .name = "flows", .summary = "children by responsible authority and authority where placed", .is_public = true,
    .columns = columns, .counted_from = "children", .make = make
};

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    return nh_flows_of(inputs, &nh_derive_flows, err);
}
