/* stats/disclosure_notes.c: numbers of records inside sentences, released like every other count. */
#include "stats/disclosure.h"

#include "datasets/write.h"
#include "stats/disclosure_rules.h"

#include <stdlib.h>
#include <string.h>

/* Reads the count that begins at `at`, adds it as it may be shown, and returns what follows it. */
static const char *settle_count(const char *at, bool exact, nh_text *out)
{
    char *end, shown[NH_NUMBER_TEXT] = "c";
    double n = strtod(at + 1, &end);
    nh_released released = nh_release_count(n, 5);
    if (exact) nh_number_write(n, shown);
    else if (released.mark == NH_PRESENT) nh_number_write(released.value, shown);
    nh_text_add(out, shown, strlen(shown));
    return *end == NH_COUNT_ENDS ? end + 1 : end;
}

static void settle(nh_sentences *sentences, bool exact)
{
    for (size_t i = 0; i < sentences->n; i++) {
        if (!strchr(sentences->text[i], NH_COUNT_BEGINS)) continue;
        nh_text *settled = nh_text_new();
        for (const char *at = sentences->text[i]; *at;) {
            if (*at == NH_COUNT_BEGINS) at = settle_count(at, exact, settled);
            else nh_text_add(settled, at++, 1);
        }
        free(sentences->text[i]);
        sentences->text[i] = settled->bytes;
        settled->bytes = NULL;
        nh_text_free(settled);
    }
}

void nh_disclose_notes(nh_results *results, bool exact)
{
    settle(&results->notes, exact);
    settle(&results->gaps, exact);
}
