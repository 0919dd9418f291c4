/* datasets/derive/published_durations.c: durations of ended placements by placement group, as printed.
 *
 * Counted are placements that ended in the year, of children still in care or not. Long stays that go on are not
 * among them, so that this is not how long a placement lasts: it is how long those lasted that ended. */
#include "datasets/derive/published_durations.h"

#include "datasets/derive/published_rows.h"

static const nh_derived_column columns[] = {
    { "year", "return year" },
    { "geographic_level", "level of geography" },
    { "authority", "code of the area" },
    { "name", "name of the area" },
    { "region", "region of the area" },
    { "placement_group", "placement group; all: every placement" },
    { "placements_ended", "placements that ended in the year" },
    { "mean_days", "mean duration in days" },
    { "median_days", "median duration in days" },
    { "to_7_days", "lasted 1 to 7 days" },
    { "to_1_month", "lasted 8 days to under 1 month" },
    { "to_3_months", "lasted 1 month to under 3 months" },
    { "to_6_months", "lasted 3 months to under 6 months" },
    { "to_1_year", "lasted 6 months to under 1 year" },
    { "to_2_years", "lasted 1 year to under 2 years" },
    { "to_5_years", "lasted 2 years to under 5 years" },
    { "over_5_years", "lasted 5 years or more" },
    { "percent_to_7_days", "1 to 7 days, % as printed" },
    { "percent_to_1_month", "8 days to under 1 month, % as printed" },
    { "percent_to_3_months", "1 month to under 3 months, % as printed" },
    { "percent_to_6_months", "3 months to under 6 months, % as printed" },
    { "percent_to_1_year", "6 months to under 1 year, % as printed" },
    { "percent_to_2_years", "1 year to under 2 years, % as printed" },
    { "percent_to_5_years", "2 years to under 5 years, % as printed" },
    { "percent_over_5_years", "5 years or more, % as printed" },
    { 0 }
};

enum { N_TEXTS = 5 };

static const char duration[] = "placement_duration";

static const nh_measure measures[] = {
    { "placements_ended", "ees_durations", "number", { { duration, "all placements" } } },
    { "mean_days", "ees_durations", "number", { { duration, "average duration (days)" } } },
    { "median_days", "ees_durations", "number", { { duration, "median duration (days)" } } },
    { "to_7_days", "ees_durations", "number", { { duration, "1 to 7 days" } } },
    { "to_1_month", "ees_durations", "number", { { duration, "from 8 days to under 1 month" } } },
    { "to_3_months", "ees_durations", "number", { { duration, "from 1 month to under 3 months" } } },
    { "to_6_months", "ees_durations", "number", { { duration, "from 3 months to under 6 months" } } },
    { "to_1_year", "ees_durations", "number", { { duration, "from 6 months to under 1 year" } } },
    { "to_2_years", "ees_durations", "number", { { duration, "from 1 year to under 2 years" } } },
    { "to_5_years", "ees_durations", "number", { { duration, "from 2 years to under 5 years" } } },
    { "over_5_years", "ees_durations", "number", { { duration, "from 5 years and over" } } },
    { "percent_to_7_days", "ees_durations", "percentage", { { duration, "1 to 7 days" } } },
    { "percent_to_1_month", "ees_durations", "percentage", { { duration, "from 8 days to under 1 month" } } },
    { "percent_to_3_months", "ees_durations", "percentage", { { duration, "from 1 month to under 3 months" } } },
    { "percent_to_6_months", "ees_durations", "percentage", { { duration, "from 3 months to under 6 months" } } },
    { "percent_to_1_year", "ees_durations", "percentage", { { duration, "from 6 months to under 1 year" } } },
    { "percent_to_2_years", "ees_durations", "percentage", { { duration, "from 1 year to under 2 years" } } },
    { "percent_to_5_years", "ees_durations", "percentage", { { duration, "from 2 years to under 5 years" } } },
    { "percent_over_5_years", "ees_durations", "percentage", { { duration, "from 5 years and over" } } },
};

static const nh_shape shape = {
    .name = "published_durations", .keys = { "placement_group" },
    .measures = measures, .n_measures = sizeof measures / sizeof *measures,
    .needs = "DfE's file of the duration of placements",
};

nh_frame *nh_published_durations_of(const nh_published *published, nh_error *err)
{
    nh_frame *wide = nh_published_wide(published, &shape, err);
    if (!wide) return NULL;
    nh_frame *out = nh_published_table(shape.name, "Placements that ended in the year by how long they lasted",
                                       columns, N_TEXTS);
    const nh_column *group = nh_frame_find(wide, "placement_group");
    for (size_t row = 0; row < nh_frame_rows(wide); row++) {
        size_t added = nh_published_add_row(out, wide, row);
        nh_put_text(nh_frame_find(out, "placement_group"), added, nh_published_group(nh_text_at(group, row)));
    }
    nh_frame_free(wide);
    return out;
}

const nh_derivation nh_derive_published_durations = {
    .name = "published_durations", .summary = "how long placements lasted that ended in the year, from DfE's tables",
    .is_public = true, .columns = columns, .from_published = nh_published_durations_of
};
