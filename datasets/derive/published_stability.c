/* datasets/derive/published_stability.c: placement stability by age, sex, ethnicity, legal status and placement.
 *
 * Counted are children of England, as printed: those on 31 March by their placements in the year, those looked
 * after for two years by their placements in both, and those under 16 looked after for two and a half years who
 * have had one carer for two. Shares are % of the printed (rounded) counts. */
#include "datasets/derive/published_stability.h"

#include "datasets/derive/published_cells.h"
#include "datasets/derive/published_rows.h"

static const nh_derived_column columns[] = {
    { "year", "return year" },
    { "geographic_level", "level of geography" },
    { "authority", "code of the area" },
    { "name", "name of the area" },
    { "region", "region of the area" },
    { "by", "what the rows are apart by, as DfE names it" },
    { "group", "the group of children, as DfE names it" },
    { "children", "children looked after on 31 March" },
    { "placements_1", "of them, with one placement in the year" },
    { "placements_2", "with two placements" },
    { "placements_3", "with three placements" },
    { "placements_4", "with four placements" },
    { "placements_5", "with five placements" },
    { "placements_6", "with six placements" },
    { "placements_7_or_more", "with seven placements or more" },
    { "three_or_more_placements", "with three placements or more in the year" },
    { "children_2_years", "children looked after for two years on 31 March" },
    { "three_or_more_in_2_years", "of them, with three placements or more in two years" },
    { "children_2_5_years", "children under 16 looked after for at least two and a half years" },
    { "same_carer_2_years", "of them, with the same carer for at least two years" },
    { "share_three_or_more_placements", "three placements or more, % of children on 31 March" },
    { "share_three_or_more_in_2_years", "three placements or more in two years, % of children looked after for two" },
    { "share_same_carer_2_years", "same carer for two years, % of children looked after for two and a half" },
    { 0 }
};

enum { N_TEXTS = 6 };

static const char counts[] = "ees_placement_counts", carers[] = "ees_same_carer", stability[] = "placement_stability";
static const nh_label on_31_march = { "cla_group", "cla on 31 march" };
static const nh_label two_years = { "cla_group", "cla 2 years on 31 march" };

typedef struct cohort_count {
    const char *name, *table, *label;
    const nh_label *cohort; /* NULL: the file has one only */
} cohort_count;

static const cohort_count all_counts[] = {
    { "children", counts, "total children", &on_31_march },
    { "placements_1", counts, "with 1 placement during the year", &on_31_march },
    { "placements_2", counts, "with 2 placements during the year", &on_31_march },
    { "placements_3", counts, "with 3 placements during the year", &on_31_march },
    { "placements_4", counts, "with 4 placements during the year", &on_31_march },
    { "placements_5", counts, "with 5 placements during the year", &on_31_march },
    { "placements_6", counts, "with 6 placements during the year", &on_31_march },
    { "placements_7_or_more", counts, "with 7 or more placements during the year", &on_31_march },
    { "three_or_more_placements", counts, "with 3 or more placements during the year", &on_31_march },
    { "children_2_years", counts, "total children", &two_years },
    { "three_or_more_in_2_years", counts, "with 3 or more placements during the previous 2 years", &two_years },
    { "children_2_5_years", carers, "total children", NULL },
    { "same_carer_2_years", carers, "living with the same carer for at least 2 years", NULL },
};

enum { N_COUNTS = sizeof all_counts / sizeof *all_counts };

static const char *const shares[][3] = {
    { "share_three_or_more_placements", "three_or_more_placements", "children" },
    { "share_three_or_more_in_2_years", "three_or_more_in_2_years", "children_2_years" },
    { "share_same_carer_2_years", "same_carer_2_years", "children_2_5_years" },
};

static nh_measure measure_of(const cohort_count *count)
{
    nh_measure measure = { .name = count->name, .table = count->table, .indicator = "number" };
    measure.labels[0] = (nh_label){ stability, count->label };
    if (count->cohort) measure.labels[1] = *count->cohort;
    return measure;
}

static nh_frame *wide_of(const nh_published *published, nh_error *err)
{
    nh_measure measures[N_COUNTS];
    for (size_t i = 0; i < N_COUNTS; i++) measures[i] = measure_of(&all_counts[i]);
    nh_shape shape = { .name = "published_stability", .keys = { "population_group", "characteristic" },
                       .measures = measures, .n_measures = N_COUNTS,
                       .needs = "DfE's files of placements by characteristics" };
    return nh_published_wide(published, &shape, err);
}

static void put_shares(nh_frame *out, size_t row)
{
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        nh_cell part = nh_cell_at(nh_frame_find(out, shares[i][1]), row);
        nh_cell whole = nh_cell_at(nh_frame_find(out, shares[i][2]), row);
        nh_cell_put(nh_frame_find(out, shares[i][0]), row, nh_cell_percent(part, whole));
    }
}

nh_frame *nh_published_stability_of(const nh_published *published, nh_error *err)
{
    nh_frame *wide = wide_of(published, err);
    if (!wide) return NULL;
    nh_frame *out = nh_published_table("published_stability", "Placement stability of children, as DfE publishes it",
                                       columns, N_TEXTS);
    for (size_t row = 0; row < nh_frame_rows(wide); row++) {
        size_t added = nh_published_add_row(out, wide, row);
        nh_put_text(nh_frame_find(out, "by"), added, nh_text_of(wide, "population_group", row));
        nh_put_text(nh_frame_find(out, "group"), added, nh_text_of(wide, "characteristic", row));
        put_shares(out, added);
    }
    nh_frame_free(wide);
    return out;
}

const nh_derivation nh_derive_published_stability = {
    .name = "published_stability", .summary = "numbers of placements and carers that stay, from DfE's tables",
    .is_public = true, .columns = columns, .from_published = nh_published_stability_of
};
