/* stats/dose_frame.c: a frame with distance in each of its forms.
 *
 * Left out: nothing; a row whose distance is unknown has no value in the forms that need one. */
#include "stats/dose_frame.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static const struct { double up_to; const char *name; } bands[] = {
    { 5, "up to 5" }, { 10, "over 5 to 10" }, { 20, "over 10 to 20" }, { 50, "over 20 to 50" }, { 1e9, "over 50" },
};

const char *nh_dose_band(size_t i) { return i < sizeof bands / sizeof *bands ? bands[i].name : NULL; }

static const char *band_of(double miles)
{
    size_t i = 0;
    while (miles > bands[i].up_to) i++;
    return bands[i].name;
}

static void add_bands(nh_frame *frame, const nh_column *miles)
{
    nh_column *band = nh_frame_add(frame, "miles_band", NH_CATEGORY);
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        if (nh_present(miles, row)) nh_put_text(band, row, band_of(miles->number[row]));
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

nh_frame *nh_dose_frame(const nh_frame *from, nh_error *err)
{
    const nh_column *has_miles = nh_frame_find(from, "miles");
    if (!has_miles || has_miles->kind != NH_NUMBER) {
        nh_fail(err, NH_BAD_INPUT, "--dose needs a column of numbers called miles, which %s does not have; it goes "
                "with children's records, or a FILE.csv that has it", nh_frame_name(from));
        return NULL;
    }
    nh_frame *frame = copy_of(from);
    const nh_column *miles = nh_frame_find(frame, "miles"), *uasc = nh_frame_find(frame, "uasc");
    if (!nh_frame_find(frame, "over_20")) add_over_20(frame, miles);
    add_bands(frame, miles);
    add_unknown_as(frame, "unknown_as_near", 0);
    add_unknown_as(frame, "unknown_as_far", 1);
    if (uasc && uasc->kind == NH_NUMBER) add_not_uasc(frame, uasc);
    return frame;
}
