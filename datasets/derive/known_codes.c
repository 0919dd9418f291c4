/* datasets/derive/known_codes.c: each level is looked up once; rows are touched only where one is not known. */
#include "datasets/derive/known_codes.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/codes.h"

#include <stdlib.h>

/* Columns of derived frames, and of the episodes they are taken from. */
static const struct {
    const char *derived, *name;
} columns_of_codes[] = {
    { "start_reason", "RNE" }, { "end_reason", "REASON_PLACE_CHANGE" }, { "end_code", "REC" },
    { "placement", "PLACE" },  { "provider", "PLACE_PROVIDER" },        { "legal_status", "LS" },
    { "need", "CIN" },
};

static void keep_known(nh_column *column, const char *name)
{
    size_t n = nh_levels_count(column->levels), n_unknown = 0;
    bool *is_unknown = nh_zeroed(n + 1, sizeof *is_unknown);
    for (size_t i = 0; i < n; i++) {
        const char *text = nh_levels_text(column->levels, (int32_t)i);
        is_unknown[i] = *text && !nh_code_known("episodes", name, text, 0);
        n_unknown += is_unknown[i];
    }
    for (size_t row = 0; n_unknown && row < column->n; row++)
        if (nh_present(column, row) && is_unknown[column->code[row]]) nh_put_mark(column, row, NH_NOT_AVAILABLE);
    free(is_unknown);
}

void nh_keep_known_codes(nh_frame *frame)
{
    for (size_t i = 0; i < sizeof columns_of_codes / sizeof *columns_of_codes; i++) {
        nh_column *column = nh_frame_find(frame, columns_of_codes[i].derived);
        if (column && column->levels) keep_known(column, columns_of_codes[i].name);
    }
}
