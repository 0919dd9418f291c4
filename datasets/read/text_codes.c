/* datasets/read/text_codes.c: short texts by arithmetic on their bytes, long ones letter by letter. */
#include "datasets/read/text_codes.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/text.h"
#include "datasets/read/postcode_codes.h"

#include <stdlib.h>
#include <string.h>

struct nh_text_codes {
    nh_levels *levels;
    nh_postcode_codes *postcodes; /* of texts that are postcodes as they should be written; or NULL */
    char *clean; /* room for one text stripped and in capitals */
    size_t room;
    bool is_in_order;
    int32_t latest;
};

nh_text_codes *nh_text_codes_new(nh_levels *levels)
{
    nh_text_codes *codes = nh_zeroed(1, sizeof *codes);
    codes->levels = nh_levels_share(levels);
    codes->latest = NH_NO_LEVEL;
    return codes;
}

nh_text_codes *nh_text_codes_of_postcodes(nh_levels *levels)
{
    nh_text_codes *codes = nh_text_codes_new(levels);
    codes->postcodes = nh_postcode_codes_new(levels);
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
    nh_postcode_codes_free(codes->postcodes);
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

/* ---- one by one ---- */

/* Children come in the order of the table before, though some may be left out: the text may be one of the next. */
static int32_t soon(const nh_text_codes *codes, nh_short_text text)
{
    enum { SOON = 8 };
    for (int32_t code = codes->latest + 1; codes->is_in_order && code <= codes->latest + SOON; code++)
        if (nh_levels_is_short(codes->levels, code, text)) return code;
    return NH_NO_LEVEL;
}

int32_t nh_text_code(nh_text_codes *codes, nh_field field)
{
    nh_short_text text;
    if (!nh_text_cleaned(field, &text)) return code_of_long(codes, field);
    if (nh_short_text_length(text) == 0) return NH_NO_LEVEL;
    if (codes->postcodes) return nh_postcode_code(codes->postcodes, text);
    int32_t expected = soon(codes, text);
    return codes->latest = expected != NH_NO_LEVEL ? expected : nh_levels_add_short(codes->levels, text);
}

/* ---- many ---- */

/* How many texts come in the order that is expected. */
static size_t code_in_order(nh_text_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded)
{
    for (size_t i = 0; i < n; i++) {
        int32_t code = soon(codes, texts[i]);
        if (code == NH_NO_LEVEL) return i;
        coded[i] = codes->latest = code;
    }
    return n;
}

static void code_texts(nh_text_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded)
{
    size_t ordered = code_in_order(codes, texts, n, coded);
    if (ordered == n) return;
    nh_levels_add_many(codes->levels, texts + ordered, n - ordered, coded + ordered);
    codes->latest = coded[n - 1];
}

size_t nh_text_codes_many(nh_text_codes *codes, const nh_short_text *texts, size_t n, int32_t *coded)
{
    if (codes->postcodes) return nh_postcode_codes_many(codes->postcodes, texts, n, coded);
    code_texts(codes, texts, n, coded);
    return n;
}
