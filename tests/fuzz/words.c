/* tests/fuzz/words.c: dates, numbers, symbols, labels, codes, postcodes, names of files: what stands in one field. */
#include "tests/fuzz/fuzz.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/date.h"
#include "datasets/read/column_types.h"
#include "datasets/read/labels.h"
#include "datasets/read/number.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/codes.h"
#include "datasets/tables/ees_labels.h"
#include "datasets/tables/ees_numbers.h"
#include "datasets/tables/postcodes.h"
#include "datasets/tables/regions.h"
#include "datasets/write.h"

/* A date that was read is written and read again as the same one. */
static void read_date(const char *text, size_t n)
{
    int32_t date, again;
    char written[16];
    if (nh_date_read(text, n, &date) || nh_date_read_iso(text, n, &date)) {
        nh_date_write(date, written);
        if (!nh_date_read_iso(written, strlen(written), &again) || again != date) abort();
    }
}

static void read_number(const char *text, size_t n)
{
    double value;
    if (nh_number_read(text, n, &value) && value != value) abort();
    nh_ees_value_of(text, n);
}

static void read_names(nh_arena *scratch, const char *text, size_t n)
{
    nh_ees_without_prefix(nh_ees_words(scratch, text, n));
    nh_ees_column(scratch, text, n);
    nh_authority_of(text);
    nh_authority_named(text);
    nh_upper_tier(text);
    nh_authority_code(text);
    nh_region_named(text, n);
    nh_code_known("episodes", "PLACE", text, 2024);
    nh_label_of(text);
    nh_encoding_named(text);
}

static void read_types(const char *text)
{
    nh_error err = { 0 };
    nh_column_types_free(nh_column_types_read(text, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char key[NH_POSTCODE_KEY];
    if (size > 300) return 0;
    nh_arena *scratch = nh_arena_new();
    const char *text = nh_arena_text(scratch, (const char *)data, size);
    read_date(text, size);
    read_number(text, size);
    read_names(scratch, text, strlen(text));
    read_types(text);
    if (nh_postcode_key(text, size, key) >= NH_POSTCODE_KEY) abort();
    nh_arena_free(scratch);
    return 0;
}
