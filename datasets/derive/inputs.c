/* datasets/derive/inputs.c: derived frames made when first wanted, kept, and narrowed by --where and --year.
 *
 * Each frame is made from whole frames: a filter on the balance of Kent must not lose the children that
 * others place there. What the filter means for a frame is in narrow.c. */
#include "datasets/derive/inputs.h"

#include "datasets/derive/histories.h"
#include "datasets/derive/known_codes.h"
#include "datasets/derive/narrow.h"
#include "datasets/derive/published.h"
#include "datasets/derive/whereabouts.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

#define NH_DERIVATION(name) extern const nh_derivation nh_derive_##name;
#include "datasets/derive/frames.def"
#undef NH_DERIVATION

static const nh_derivation *const derivations[] = {
#define NH_DERIVATION(name) &nh_derive_##name,
#include "datasets/derive/frames.def"
#undef NH_DERIVATION
};

enum { N_DERIVATIONS = sizeof derivations / sizeof *derivations };

struct nh_inputs {
    nh_extract *extract;
    nh_postcodes *directory;
    nh_rules rules;
    const nh_progress *progress;
    nh_results *notes;
    nh_histories *histories;
    nh_map *map;
    nh_frame *whole[N_DERIVATIONS];
    nh_frame *narrowed[N_DERIVATIONS]; /* NULL where no filter takes a row of the frame */
    bool is_narrowed[N_DERIVATIONS];
};

size_t nh_derivation_count(void)
{
    return N_DERIVATIONS;
}

const nh_derivation *nh_derivation_at(size_t i)
{
    return derivations[i];
}

static size_t index_of(const char *name)
{
    size_t i = 0;
    while (i < N_DERIVATIONS && strcmp(derivations[i]->name, name) != 0) i++;
    return i;
}

const nh_derivation *nh_derivation_named(const char *name)
{
    size_t i = index_of(name);
    return i < N_DERIVATIONS ? derivations[i] : NULL;
}

/* The latest return year of any table of children's records, or 0. */
static int latest_year(const nh_extract *extract)
{
    static const char *const tables[] = { "episodes", "header", "oc2", "missing", "uasc", "reviews", "oc3" };
    int latest = 0;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        const nh_frame *frame = nh_extract_table(extract, tables[t]);
        const nh_column *year = frame ? nh_frame_find(frame, "year") : NULL;
        for (size_t row = 0; year && row < year->n; row++)
            if (nh_present(year, row) && year->number[row] > latest) latest = (int)year->number[row];
    }
    return latest;
}

nh_inputs *nh_inputs_new(nh_extract *extract, nh_postcodes *directory, const nh_rules *rules,
                         const nh_progress *progress)
{
    nh_inputs *inputs = nh_zeroed(1, sizeof *inputs);
    inputs->extract = extract;
    inputs->directory = directory;
    inputs->progress = progress;
    inputs->notes = nh_results_new();
    if (rules) inputs->rules = *rules;
    int year = extract && nh_extract_is_child_level(extract) ? latest_year(extract) : 0;
    if (inputs->rules.extract_date == 0 && year) inputs->rules.extract_date = nh_year_end(year);
    return inputs;
}

void nh_inputs_free(nh_inputs *inputs)
{
    if (!inputs) return;
    for (size_t i = 0; i < N_DERIVATIONS; i++) {
        nh_frame_free(inputs->whole[i]);
        nh_frame_free(inputs->narrowed[i]);
    }
    nh_map_free(inputs->map);
    nh_histories_free(inputs->histories);
    nh_results_free(inputs->notes);
    nh_postcodes_free(inputs->directory);
    nh_extract_free(inputs->extract);
    free(inputs);
}

nh_extract *nh_inputs_extract(const nh_inputs *inputs) { return inputs->extract; }
const nh_postcodes *nh_inputs_postcodes(const nh_inputs *inputs) { return inputs->directory; }
const nh_rules *nh_inputs_rules(const nh_inputs *inputs) { return &inputs->rules; }
nh_problems *nh_inputs_problems(const nh_inputs *inputs) { return nh_extract_problems(inputs->extract); }
nh_results *nh_inputs_notes(const nh_inputs *inputs) { return inputs->notes; }

void nh_inputs_tell(const nh_inputs *inputs, const char *what, double done, double whole)
{
    const nh_progress *progress = inputs->progress;
    if (progress && progress->step) progress->step(progress->teller, what, done, whole);
}

bool nh_inputs_are_child_level(const nh_inputs *inputs)
{
    return nh_extract_is_child_level(inputs->extract);
}

const nh_histories *nh_inputs_histories(nh_inputs *inputs, nh_error *err)
{
    if (!inputs->histories) inputs->histories = nh_histories_make(inputs, err);
    return inputs->histories;
}

nh_map *nh_inputs_map(nh_inputs *inputs)
{
    if (!inputs->map) inputs->map = nh_map_open(inputs, inputs->histories);
    return inputs->map;
}

static nh_frame *make(const nh_derivation *derived, nh_inputs *inputs, nh_error *err)
{
    if (!derived->from_published) return derived->make(inputs, err);
    nh_published published = nh_published_of(inputs);
    return derived->from_published(&published, err);
}

const nh_frame *nh_inputs_whole(nh_inputs *inputs, const char *name, nh_error *err)
{
    size_t i = index_of(name);
    if (i == N_DERIVATIONS) {
        nh_fail(err, NH_BAD_INPUT, "there is no derived table '%s'", name);
        return NULL;
    }
    if (inputs->whole[i]) return inputs->whole[i];
    inputs->whole[i] = make(derivations[i], inputs, err);
    /* What is published comes with texts of its own in columns of these names. */
    if (inputs->whole[i] && inputs->rules.known_codes_only && nh_inputs_are_child_level(inputs))
        nh_keep_known_codes(inputs->whole[i]);
    return inputs->whole[i];
}

/* The columns by which `frame` was counted, and the return year asked for, are applied here. */
const nh_frame *nh_inputs_frame(nh_inputs *inputs, const char *name, nh_error *err)
{
    const nh_frame *whole = nh_inputs_whole(inputs, name, err);
    if (!whole) return NULL;
    size_t i = index_of(name);
    if (!inputs->is_narrowed[i]) {
        if (!nh_narrow(inputs, whole, &inputs->narrowed[i], err)) return NULL;
        inputs->is_narrowed[i] = true;
    }
    return inputs->narrowed[i] ? inputs->narrowed[i] : whole;
}
