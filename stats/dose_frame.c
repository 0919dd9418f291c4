/* stats/dose_frame.c: a frame with distance in each of its forms.
 *
 * Left out: nothing; a row whose distance is unknown has no value in the forms that need one. */
#include "stats/dose_frame.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/group.h"
#include "stats/methods/quantile.h"

#include <stdlib.h>
#include <string.h>

/* ---- children ---- */

static const double up_to[] = { 5, 10, 20, 50 };

static const char *band_of(double miles, const char *const *bands)
{
    size_t i = 0;
    while (i < sizeof up_to / sizeof *up_to && miles > up_to[i]) i++;
    return bands[i];
}

static void add_bands(nh_frame *frame, const nh_column *miles, const char *const *bands)
{
    nh_column *band = nh_frame_add(frame, "miles_band", NH_CATEGORY);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        if (nh_present(miles, row)) nh_put_text(band, row, band_of(miles->number[row], bands));
        else nh_put_mark(band, row, NH_MISSING);
    }
}

static void add_over_20(nh_frame *frame, const nh_column *miles)
{
    nh_column *over = nh_frame_add(frame, "over_20", NH_NUMBER);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        if (nh_present(miles, row)) nh_put_number(over, row, miles->number[row] > 20);
        else nh_put_mark(over, row, NH_MISSING);
    }
}

static void add_unknown_as(nh_frame *frame, const char *name, double value)
{
    const nh_column *over = nh_frame_find(frame, "over_20");
    nh_column *filled = nh_frame_add(frame, name, NH_NUMBER);
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        nh_put_number(filled, row, nh_present(over, row) ? over->number[row] : value);
}

static void add_not_uasc(nh_frame *frame, const nh_column *uasc)
{
    nh_column *other = nh_frame_add(frame, "not_uasc", NH_NUMBER);
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        nh_put_number(other, row, !(nh_present(uasc, row) && uasc->number[row] == 1));
}

static nh_frame *copy_of(const nh_frame *from)
{
    size_t n = nh_frame_rows(from), *rows = nh_zeroed(n + 1, sizeof *rows);
    for (size_t row = 0; row < n; row++) rows[row] = row;
    nh_frame *copy = nh_frame_take(from, rows, n);
    free(rows);
    return copy;
}

static void add_forms_of_miles(nh_frame *frame, const nh_dose_measure *measure)
{
    const nh_column *miles = nh_frame_find(frame, "miles"), *uasc = nh_frame_find(frame, "uasc");
    if (!nh_frame_find(frame, "over_20")) add_over_20(frame, miles);
    add_bands(frame, miles, measure->kind->bands);
    add_unknown_as(frame, "unknown_as_near", 0);
    add_unknown_as(frame, "unknown_as_far", 1);
    if (uasc && uasc->kind == NH_NUMBER) add_not_uasc(frame, uasc);
}

/* ---- areas ---- */

/* The known shares of a group of rows, sorted into `values`; how many. */
static size_t sort_shares(const nh_column *share, const size_t *rows, size_t n_rows, double *values)
{
    size_t n = 0;
    for (size_t i = 0; i < n_rows; i++)
        if (nh_present(share, rows[i])) values[n++] = share->number[rows[i]];
    nh_sort_numbers(values, n);
    return n;
}

/* A share at a limit belongs below it. */
static const char *quarter_of(double share, const double limit[3], const char *const *quarters)
{
    size_t i = 0;
    while (i < 3 && share > limit[i]) i++;
    return quarters[i];
}

/* Limits are those of the areas of one year: what is far for 2020 need not be for 2024. */
static void add_quarters(nh_frame *frame, const nh_column *share, const char *const *quarters)
{
    const nh_column *year = nh_frame_find(frame, "year");
    nh_groups *years = nh_group(frame, &year, year ? 1 : 0);
    double *values = nh_zeroed(nh_frame_rows(frame) + 1, sizeof *values), limit[3];
    nh_column *quarter = nh_frame_add(frame, "quarter", NH_CATEGORY);
    nh_column *over = nh_frame_add(frame, "over_median", NH_NUMBER);
    for (size_t g = 0; g < years->n; g++) {
        size_t n = sort_shares(share, years->rows[g], years->n_rows[g], values);
        for (size_t i = 0; i < 3 && n; i++) limit[i] = nh_quantile_of_sorted(values, n, 0.25 * (double)(i + 1));
        for (size_t i = 0; i < years->n_rows[g]; i++) {
            size_t row = years->rows[g][i];
            bool is_known = nh_present(share, row);
            nh_put_mark(quarter, row, NH_MISSING);
            nh_put_mark(over, row, NH_MISSING);
            if (is_known) nh_put_text(quarter, row, quarter_of(share->number[row], limit, quarters));
            if (is_known) nh_put_number(over, row, share->number[row] > limit[1]);
        }
    }
    free(values);
    nh_groups_free(years);
}

static void add_unknown_as_outside(nh_frame *frame)
{
    const nh_column *far = nh_frame_find(frame, "new_over_20_outside"), *all = nh_frame_find(frame, "new_placements"),
                    *unknown = nh_frame_find(frame, "new_distance_unknown");
    if (!far || !all || !unknown || far->kind != NH_NUMBER || all->kind != NH_NUMBER || unknown->kind != NH_NUMBER)
        return;
    nh_column *filled = nh_frame_add(frame, "unknown_as_far", NH_NUMBER);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        bool is_known = nh_present(far, row) && nh_present(all, row) && nh_present(unknown, row);
        is_known = is_known && all->number[row] > 0;
        if (is_known) nh_put_number(filled, row, 100 * (far->number[row] + unknown->number[row]) / all->number[row]);
        else nh_put_mark(filled, row, NH_MISSING);
    }
}

static void add_forms_of_shares(nh_frame *frame, const nh_dose_measure *measure)
{
    add_quarters(frame, nh_frame_find(frame, measure->column), measure->kind->bands);
    add_unknown_as_outside(frame);
}

nh_frame *nh_dose_frame(const nh_frame *from, const nh_dose_measure *measure)
{
    nh_frame *frame = copy_of(from);
    if (measure->kind->of_areas) add_forms_of_shares(frame, measure);
    else add_forms_of_miles(frame, measure);
    return frame;
}
