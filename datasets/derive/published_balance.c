/* datasets/derive/published_balance.c: the balance of each area and year, read and never worked out anew.
 *
 * Counted are children on 31 March: those placed here by other authorities, those placed elsewhere by this one, and
 * the net gain, each as printed with its symbols. National and regional rows are kept as printed: their rounded
 * parts differ from the printed net figure (North East 2024: 2,210 and 2,500, net -300). England's net gain is
 * below 0, for a child placed outside England is received by nobody. Own children come from the stability or the
 * numbers file; how many are placed inside is not published, and stays blank. */
#include "datasets/derive/published_balance.h"

#include "datasets/derive/balance.h"
#include "datasets/derive/published_cells.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>

static const nh_measure measures[] = {
    { "placed_outside", "ees_netgain", "number",
      { { "characteristic", "children who are the responsibility of this la placed outside the la boundary" } } },
    { "placed_here_by_others", "ees_netgain", "number",
      { { "characteristic", "children who are the responsibility of other las placed within this la boundary" } } },
    { "net_gain", "ees_netgain", "number", { { "characteristic", "net gain of children by responsible la" } } },
    { "own_by_stability", "ees_stability", "number",
      { { "cla_group", "cla on 31 march" }, { "placement_stability", "total children" } } },
    { "own_by_numbers", "ees_numbers", "number",
      { { "population_count", "children looked after on 31 march each year" } } },
};

static const nh_shape shape = {
    .name = "balance",
    .measures = measures, .n_measures = sizeof measures / sizeof *measures,
    .needs = "DfE's net gain file",
};

static void copy_column(nh_frame *to, const nh_frame *from, const char *name)
{
    nh_column *column = nh_frame_find(to, name);
    const nh_column *old = nh_frame_find(from, name);
    for (size_t row = 0; old && row < old->n; row++) {
        if (column->kind == NH_NUMBER) nh_cell_put(column, row, nh_cell_at(old, row));
        else if (nh_present(old, row)) nh_put_text(column, row, nh_text_at(old, row));
    }
}

/* The count of the stability file, else that of the numbers file, else its symbol. */
static nh_cell own_children(const nh_frame *wide, size_t row)
{
    nh_cell stability = nh_cell_at(nh_frame_find(wide, "own_by_stability"), row);
    nh_cell numbers = nh_cell_at(nh_frame_find(wide, "own_by_numbers"), row);
    if (stability.mark == NH_PRESENT || numbers.mark == NH_MISSING) return stability;
    return numbers;
}

static void put_shares(nh_frame *balance, size_t row)
{
    nh_cell own = nh_cell_at(nh_frame_find(balance, "own_children"), row);
    nh_cell outside = nh_cell_at(nh_frame_find(balance, "placed_outside"), row);
    nh_cell net = nh_cell_at(nh_frame_find(balance, "net_gain"), row);
    nh_cell_put(nh_frame_find(balance, "share_outside"), row, nh_cell_percent(outside, own));
    nh_cell_put(nh_frame_find(balance, "net_per_100"), row, nh_cell_percent(net, own));
}

static bool has_flows(const nh_frame *wide, size_t row)
{
    return nh_cell_at(nh_frame_find(wide, "placed_outside"), row).mark != NH_MISSING ||
           nh_cell_at(nh_frame_find(wide, "placed_here_by_others"), row).mark != NH_MISSING ||
           nh_cell_at(nh_frame_find(wide, "net_gain"), row).mark != NH_MISSING;
}

/* The stability file may reach further back than the net gain file: years of which nothing is known have no row. */
static nh_frame *rows_with_flows(nh_frame *wide)
{
    size_t n = 0, *rows = nh_zeroed(nh_frame_rows(wide) + 1, sizeof *rows);
    for (size_t row = 0; row < nh_frame_rows(wide); row++)
        if (has_flows(wide, row)) rows[n++] = row;
    nh_frame *taken = nh_frame_take(wide, rows, n);
    free(rows);
    nh_frame_free(wide);
    return taken;
}

static nh_frame *balance_of(const nh_frame *wide)
{
    static const char *const copied[] = { "year", "geographic_level", "authority", "name", "region", "placed_outside",
                                          "placed_here_by_others", "net_gain" };
    nh_frame *balance = nh_balance_new(nh_frame_rows(wide), NH_PUBLISHED);
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) copy_column(balance, wide, copied[i]);
    for (size_t row = 0; row < nh_frame_rows(wide); row++) {
        nh_cell_put(nh_frame_find(balance, "own_children"), row, own_children(wide, row));
        put_shares(balance, row);
    }
    return balance;
}

nh_frame *nh_balance_of(const nh_published *published, nh_error *err)
{
    if (!nh_published_has(published, "ees_netgain")) {
        nh_fail(err, NH_BAD_INPUT, "no balance: give DfE's net gain file among the inputs");
        return NULL;
    }
    nh_frame *wide = nh_published_wide(published, &shape, err);
    if (!wide) return NULL;
    wide = rows_with_flows(wide);
    nh_frame *balance = balance_of(wide);
    nh_frame_free(wide);
    return balance;
}

nh_frame *nh_balance_from_published(nh_inputs *inputs, nh_error *err)
{
    nh_published published = nh_published_of(inputs);
    return nh_balance_of(&published, err);
}
