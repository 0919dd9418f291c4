/* datasets/read/text_codes.c: short texts by arithmetic on their bytes, long ones letter by letter. */
#include "datasets/read/text_codes.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WAITING = 32 };

/* A text whose code is still to be written. */
typedef struct waiting {
    nh_short_text text;
    size_t row;
    uint32_t hash;
    bool is_again; /* the text is that of the one before */
} waiting;

struct nh_text_codes {
    nh_column *column;
    nh_levels *levels;
    char *clean; /* room for one text stripped and in capitals */
    size_t room;
    bool is_in_order;
    int32_t latest;
    size_t n_waiting;
    waiting waiting[MOST_WAITING];
};

nh_text_codes *nh_text_codes_new(nh_levels *levels, nh_column *column)
{
    nh_text_codes *codes = nh_zeroed(1, sizeof *codes);
    codes->column = column;
    codes->levels = nh_levels_share(levels);
    codes->latest = NH_NO_LEVEL;
    return codes;
}

void nh_text_codes_expect_order(nh_text_codes *codes)
{
    codes->is_in_order = true;
    codes->latest = NH_NO_LEVEL;
}

void nh_text_codes_free(nh_text_codes *codes)
{
    if (!codes) return;
    nh_levels_release(codes->levels);
    free(codes->clean);
    free(codes);
}

const char *nh_text_of_code(const nh_text_codes *codes, int32_t code)
{
    return nh_levels_text(codes->levels, code);
}

nh_field nh_field_stripped(nh_field field)
{
    while (field.length && nh_is_blank(field.text[0])) field.text++, field.length--;
    while (field.length && nh_is_blank(field.text[field.length - 1])) field.length--;
    return field;
}

bool nh_text_cleaned(nh_field field, nh_short_text *text)
{
    field = nh_field_stripped(field);
    if (field.length > NH_SHORT_TEXT) return false;
    *text = field.length ? nh_short_text_in_capitals(nh_short_text_of(field.text, field.length))
                         : (nh_short_text){ 0, 0 };
    return true;
}

static nh_field in_capitals(nh_text_codes *codes, nh_field field)
{
    if (field.length > codes->room) codes->clean = nh_resize(codes->clean, codes->room = 2 * field.length, 1);
    for (size_t i = 0; i < field.length; i++) {
        char c = field.text[i];
        codes->clean[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (nh_field){ codes->clean, field.length };
}

static int32_t code_of_long(nh_text_codes *codes, nh_field field)
{
    nh_field clean = in_capitals(codes, nh_field_stripped(field));
    return nh_levels_add(codes->levels, clean.text, clean.length);
}

/* Children come in the order of the table before. */
static bool is_next(const nh_text_codes *codes, nh_short_text text)
{
    return codes->is_in_order && nh_levels_is_short(codes->levels, codes->latest + 1, text);
}

int32_t nh_text_code(nh_text_codes *codes, nh_field field)
{
    nh_short_text text;
    nh_text_codes_settle(codes);
    if (!nh_text_cleaned(field, &text)) return code_of_long(codes, field);
    if (nh_short_text_length(text) == 0) return NH_NO_LEVEL;
    return codes->latest = is_next(codes, text) ? codes->latest + 1 : nh_levels_add_short(codes->levels, text);
}

static waiting *put_down(nh_text_codes *codes, size_t row)
{
    if (codes->n_waiting == MOST_WAITING) nh_text_codes_settle(codes);
    waiting *added = &codes->waiting[codes->n_waiting++];
    added->row = row;
    added->is_again = true;
    return added;
}

void nh_text_code_again(nh_text_codes *codes, size_t row)
{
    put_down(codes, row);
}

void nh_text_code_later(nh_text_codes *codes, nh_short_text text, size_t row)
{
    waiting *added = put_down(codes, row);
    added->is_again = false;
    added->text = text;
    added->hash = nh_levels_expect(codes->levels, text);
}

static int32_t code_of_waiting(const nh_text_codes *codes, const waiting *w)
{
    if (w->is_again) return codes->latest;
    return is_next(codes, w->text) ? codes->latest + 1 : nh_levels_add_expected(codes->levels, w->text, w->hash);
}

/* In the order in which they came, so that codes count as if each had been added at once. */
void nh_text_codes_settle(nh_text_codes *codes)
{
    if (codes->n_waiting == 0) return;
    const waiting *all = codes->waiting;
    for (size_t i = 0; i < codes->n_waiting; i++)
        if (!all[i].is_again) nh_levels_expect_cell(codes->levels, all[i].hash);
    for (size_t i = 0; i < codes->n_waiting; i++)
        codes->column->code[all[i].row] = codes->latest = code_of_waiting(codes, &all[i]);
    codes->n_waiting = 0;
}
