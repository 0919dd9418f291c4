/* datasets/derive/care_words.c: small word lists as levels. */
#include "datasets/derive/care_words.h"

nh_column *nh_add_words(nh_frame *frame, const char *name, const char *const *words)
{
    nh_column *column = nh_frame_add(frame, name, NH_CATEGORY);
    for (; *words; words++) nh_levels_add_text(column->levels, *words);
    return column;
}

nh_column *nh_add_sex(nh_frame *frame)
{
    static const char *const words[] = { "", "male", "female", "unknown", NULL }; /* nh_sex */
    return nh_add_words(frame, "sex", words);
}

nh_column *nh_add_placement_group(nh_frame *frame)
{
    const char *words[NH_PLACEMENT_GROUPS + 1];
    for (int g = 0; g < NH_PLACEMENT_GROUPS; g++) words[g] = nh_placement_group_word((nh_placement_group)g);
    words[NH_PLACEMENT_GROUPS] = NULL;
    return nh_add_words(frame, "placement_group", words);
}

nh_column *nh_add_codes(nh_frame *frame, const char *name, const nh_column *source)
{
    return source ? nh_frame_add_levels(frame, name, source->levels) : nh_frame_add(frame, name, NH_CATEGORY);
}

void nh_put_word(nh_column *column, size_t row, int word)
{
    nh_put_code(column, row, word == 0 ? NH_NO_LEVEL : word);
}

void nh_put_truth(nh_column *column, size_t row, nh_truth truth)
{
    if (truth == NH_NOT_KNOWN) nh_put_mark(column, row, NH_MISSING);
    else nh_put_number(column, row, truth);
}

nh_distance_columns nh_add_distance(nh_frame *frame)
{
    static const char *const sides[] = { "OUT", "IN", NULL }; /* is_inside: no, yes */
    nh_distance_columns columns = {
        .location = nh_add_words(frame, "location", sides),
        .miles = nh_frame_add(frame, "miles", NH_NUMBER),
        .over_20 = nh_frame_add(frame, "over_20", NH_NUMBER),
        .at_a_distance = nh_frame_add(frame, "at_a_distance", NH_NUMBER),
    };
    nh_column_describe(frame, columns.miles, "Distance from home", "miles");
    columns.miles->decimals = 1;
    return columns;
}

void nh_put_distance(const nh_distance_columns *columns, size_t row, const nh_whereabouts *where)
{
    nh_put_code(columns->location, row, where->is_inside);
    nh_put_truth(columns->at_a_distance, row, where->at_a_distance);
    if (where->has_miles) {
        nh_put_number(columns->miles, row, where->miles);
        nh_put_number(columns->over_20, row, nh_is_over_20(where->miles));
        return;
    }
    nh_put_mark(columns->miles, row, NH_MISSING);
    nh_put_mark(columns->over_20, row, NH_MISSING);
}

void nh_put_no_distance(const nh_distance_columns *columns, size_t row)
{
    nh_put_distance(columns, row, &(nh_whereabouts){ .authority = -1, .is_inside = NH_NOT_KNOWN,
                                                     .at_a_distance = NH_NOT_KNOWN });
}
