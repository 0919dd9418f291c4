/* datasets/derive/balance.c: the columns of the balance, and which of its two makers is asked. */
#include "datasets/derive/balance.h"

#include "datasets/derive/child_balance.h"
#include "datasets/derive/homes_beside.h"
#include "datasets/derive/published_balance.h"

static const nh_derived_column meanings[] = {
    { "year", "return year, to 31 March" },
    { "geographic_level", "National, Regional or Local authority" },
    { "authority", "code of the area" },
    { "name", "name of the area" },
    { "region", "name of its region" },
    { "own_children", "children it is responsible for, on 31 March" },
    { "placed_inside", "of these, placed in its own area" },
    { "placed_outside", "of these, placed elsewhere" },
    { "placed_unknown", "of these, placed where it is not known" },
    { "placed_here_by_others", "children of other authorities placed in its area" },
    { "net_gain", "placed here by others less own placed outside" },
    { "share_outside", "placed outside, in % of own children" },
    { "net_per_100", "net gain in % of own children" },
    { NULL, NULL }
};

/* What disclosure control has to know of each. */
static const struct {
    const char *name;
    nh_kind kind;
    nh_role role;
    const char *part, *whole;
} shapes[] = {
    { "year", NH_NUMBER, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, NH_PLAIN, NULL, NULL },
    { "region", NH_CATEGORY, NH_PLAIN, NULL, NULL },
    { "own_children", NH_NUMBER, NH_COUNT, NULL, NULL },
    { "placed_inside", NH_NUMBER, NH_COUNT, NULL, NULL },
    { "placed_outside", NH_NUMBER, NH_COUNT, NULL, NULL },
    { "placed_unknown", NH_NUMBER, NH_COUNT, NULL, NULL },
    { "placed_here_by_others", NH_NUMBER, NH_COUNT, NULL, NULL },
    { "net_gain", NH_NUMBER, NH_DIFFERENCE, "placed_here_by_others", "placed_outside" },
    { "share_outside", NH_NUMBER, NH_PERCENT, "placed_outside", "own_children" },
    { "net_per_100", NH_NUMBER, NH_PERCENT, "net_gain", "own_children" },
};

static const char *unit_of(nh_role role)
{
    if (role == NH_PERCENT) return "%";
    return role == NH_COUNT || role == NH_DIFFERENCE ? "children" : NULL;
}

nh_frame *nh_balance_new(size_t n_rows, nh_lineage lineage)
{
    nh_frame *balance = nh_frame_new("balance", "Children placed in and out of each authority, and the net gain");
    nh_frame_set_lineage(balance, lineage);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        nh_column *column = nh_frame_add(balance, shapes[i].name, shapes[i].kind);
        nh_column_describe(balance, column, meanings[i].meaning, unit_of(shapes[i].role));
        nh_column_role(balance, column, shapes[i].role, shapes[i].part, shapes[i].whole);
        if (shapes[i].role == NH_PERCENT) column->decimals = 1;
    }
    for (size_t row = 0; row < n_rows; row++) nh_frame_append(balance);
    return balance;
}

/* With Ofsted's list of providers, its homes stand beside the children. */
static nh_frame *with_homes(nh_inputs *inputs, nh_frame *balance, nh_error *err)
{
    if (!balance || !nh_extract_table(nh_inputs_extract(inputs), "providers")) return balance;
    const nh_frame *homes = nh_inputs_whole(inputs, "homes", err);
    if (homes) nh_homes_beside(balance, homes, nh_inputs_notes(inputs));
    return balance;
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    bool has_children = nh_extract_table(nh_inputs_extract(inputs), "episodes") != NULL;
    nh_frame *balance = has_children ? nh_balance_from_children(inputs, err) : nh_balance_from_published(inputs, err);
    return with_homes(inputs, balance, err);
}

const nh_derivation nh_derive_balance = {
    .name = "balance", .summary = "importers and exporters: children placed in and out of each authority",
    .is_public = true, .columns = meanings, .counted_from = "children", .make = make
};
