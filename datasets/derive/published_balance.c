/* datasets/derive/published_balance.c: the balance of each area and year, read and not worked out anew.
 *
 * Counted are children on 31 March: those placed here by other authorities, those placed elsewhere by this one, and
 * the net gain, each as printed with its symbols. National and regional rows are kept as printed: their rounded
 * parts differ from the printed net figure (North East 2024: 2,210 and 2,500, net -300). England's net gain is
 * below 0, for a child placed outside England is received by nobody. Own children come from the stability or the
 * numbers file; how many are placed inside is not published, and stays blank.
 *
 * The wide files to 2017 have all of it in one row, also the children placed inside. They print x for every net gain
 * below 0 and for 1 to 5: an authority's counts are whole numbers there, so where their difference is below -5 it is
 * the net gain; a smaller one stays as it is printed. Where the series breaks is marked (balance_breaks.h). */
#include "datasets/derive/published_balance.h"

#include "datasets/derive/balance.h"
#include "datasets/derive/balance_breaks.h"
#include "datasets/derive/published_cells.h"
#include "datasets/frame/arena.h"
#include "datasets/tables/ees_rows.h"

#include <stdlib.h>
#include <string.h>

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
    { "wide_own", "sfr_cla", "cla_mar", { { NULL, NULL } } },
    { "wide_inside", "sfr_cla", "cla_inbound", { { NULL, NULL } } },
    { "wide_outside", "sfr_cla", "cla_outbound", { { NULL, NULL } } },
    { "wide_here", "sfr_cla", "cla_extpl", { { NULL, NULL } } },
    { "wide_net", "sfr_cla", "cla_netgain", { { NULL, NULL } } },
};

static const nh_shape shape = {
    .name = "balance",
    .measures = measures, .n_measures = sizeof measures / sizeof *measures,
    .needs = "DfE's net gain file",
};

enum { SMALLEST_TOLD = 6 };

static void copy_column(nh_frame *to, const nh_frame *from, const char *name)
{
    nh_column *column = nh_frame_find(to, name);
    const nh_column *old = nh_frame_find(from, name);
    for (size_t row = 0; old && row < old->n; row++) {
        if (column->kind == NH_NUMBER) nh_cell_put(column, row, nh_cell_at(old, row));
        else if (nh_present(old, row)) nh_put_text(column, row, nh_text_at(old, row));
    }
}

static nh_cell cell(const nh_frame *wide, const char *column, size_t row)
{
    return nh_cell_at(nh_frame_find(wide, column), row);
}

/* What the one says, or the other where it says nothing. */
static nh_cell first_said(nh_cell one, nh_cell other)
{
    return one.mark == NH_MISSING ? other : one;
}

/* The count of the stability file, else that of the numbers file, else its symbol; of the wide one before 2018. */
static nh_cell own_children(const nh_frame *wide, size_t row)
{
    nh_cell stability = cell(wide, "own_by_stability", row), numbers = cell(wide, "own_by_numbers", row);
    bool is_stability = stability.mark == NH_PRESENT || numbers.mark == NH_MISSING;
    return first_said(is_stability ? stability : numbers, cell(wide, "wide_own", row));
}

nh_cell nh_wide_net(nh_cell printed, nh_cell here, nh_cell outside)
{
    nh_cell net = nh_cell_less(here, outside);
    if (printed.mark == NH_PRESENT) return printed;
    return net.mark != NH_PRESENT || net.value <= -SMALLEST_TOLD ? net : printed;
}

static nh_cell wide_net(const nh_frame *wide, size_t row)
{
    nh_cell printed = cell(wide, "wide_net", row);
    bool is_authority = strcmp(nh_text_of(wide, "geographic_level", row), NH_EES_LOCAL) == 0;
    if (!is_authority) return printed;
    return nh_wide_net(printed, cell(wide, "wide_here", row), cell(wide, "wide_outside", row));
}

/* Of the years before 2018, where the later tables say nothing. */
static void put_wide(nh_frame *balance, const nh_frame *wide, size_t row)
{
    static const char *const columns[][2] = { { "placed_inside", "wide_inside" },
                                              { "placed_outside", "wide_outside" },
                                              { "placed_here_by_others", "wide_here" } };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        nh_column *column = nh_frame_find(balance, columns[i][0]);
        nh_cell_put(column, row, first_said(nh_cell_at(column, row), cell(wide, columns[i][1], row)));
    }
    nh_column *net = nh_frame_find(balance, "net_gain");
    nh_cell_put(net, row, first_said(nh_cell_at(net, row), wide_net(wide, row)));
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
    static const char *const columns[] = { "placed_outside", "placed_here_by_others", "net_gain", "wide_outside",
                                           "wide_here", "wide_net" };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (cell(wide, columns[i], row).mark != NH_MISSING) return true;
    return false;
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
        put_wide(balance, wide, row);
        put_shares(balance, row);
    }
    return balance;
}

nh_frame *nh_balance_of(const nh_published *published, nh_error *err)
{
    if (!nh_published_has(published, "ees_netgain") && !nh_published_has(published, "sfr_cla")) {
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
    nh_frame *balance = nh_balance_of(&published, err);
    if (balance) nh_balance_mark_breaks(balance, nh_inputs_notes(inputs));
    return balance;
}
