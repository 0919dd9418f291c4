/* datasets/derive/inputs.h: what an analysis can ask for: any derived frame, made when first wanted and kept.
 *
 *     const nh_frame *placements = nh_inputs_frame(inputs, "placements", err);
 *     if (!placements) return false;
 *
 * Derived frames are registered in frames.def: one descriptor, one line each.
 */
#ifndef NH_DERIVE_INPUTS_H
#define NH_DERIVE_INPUTS_H

#include "datasets/frame/parts.h"
#include "datasets/frame/results.h"
#include "datasets/read/extract.h"
#include "datasets/tables/postcodes.h"

/* The choices that shape derivation; from options of the same names. */
typedef struct nh_rules {
    int32_t extract_date; /* 0: 31 March of the latest return year */
    int gap_days;         /* --gap-days: a gap of at most so many days is continuous */
    int history_from;     /* --history-from: first return year of the history; 0: not stated */
    bool count_carers;    /* --count carers: placements of one carer are one */
    int year;             /* --year, or 0: only this return year in tables by year (published data too) */
    bool known_codes_only; /* not for derive: codes that the return does not have are not available */
    const char *where;    /* --where COLUMN=VALUE[,VALUE], or NULL: filters every derived frame that has it */
} nh_rules;

typedef struct nh_inputs nh_inputs;

/* Takes over extract and directory (NULL where there is none). */
nh_inputs *nh_inputs_new(nh_extract *extract, nh_postcodes *directory, const nh_rules *rules,
                         const nh_progress *progress);
void nh_inputs_free(nh_inputs *inputs); /* NULL is allowed */

nh_extract *nh_inputs_extract(const nh_inputs *inputs);
const nh_postcodes *nh_inputs_postcodes(const nh_inputs *inputs);
const nh_rules *nh_inputs_rules(const nh_inputs *inputs);
nh_problems *nh_inputs_problems(const nh_inputs *inputs);
nh_results *nh_inputs_notes(const nh_inputs *inputs); /* what derivation has to say: notes and gaps */
void nh_inputs_tell(const nh_inputs *inputs, const char *what, double done, double whole); /* progress */

/* A frame of frames.def, owned by inputs; NULL and an error when the input does not hold what it needs. */
const nh_frame *nh_inputs_frame(nh_inputs *inputs, const char *name, nh_error *err);

/* The same before --where and --year: what other frames are derived from. */
const nh_frame *nh_inputs_whole(nh_inputs *inputs, const char *name, nh_error *err);

/* The cleaned episodes child by child (histories.h); NULL and an error when there are no episodes. */
typedef struct nh_histories nh_histories;
const nh_histories *nh_inputs_histories(nh_inputs *inputs, nh_error *err);

/* Where those episodes lie (whereabouts.h), each postcode looked up once; only after nh_inputs_histories. */
typedef struct nh_map nh_map;
nh_map *nh_inputs_map(nh_inputs *inputs);

/* Whether the results come from children's records and so pass disclosure control. */
bool nh_inputs_are_child_level(const nh_inputs *inputs);

struct nh_published; /* published.h */

typedef struct nh_derived_column {
    const char *name, *meaning;
} nh_derived_column;

typedef struct nh_derivation {
    const char *name, *summary;
    bool is_public;                     /* offered by `derive`; others are steps on the way (histories) */
    const nh_derived_column *columns;   /* for the codebook, ended by a NULL name; may be NULL */
    const char *counted_from;           /* the derived frame it is counted from, which --where narrows; or NULL */
    nh_frame *(*make)(nh_inputs *inputs, nh_error *err);
    /* The same of a frame that needs published tables and nothing else; then `make` is NULL. */
    nh_frame *(*from_published)(const struct nh_published *published, nh_error *err);
    /* The same rows in parts, before --where, of a frame that --year does not narrow; NULL: only as a whole. */
    nh_parts *(*open_parts)(nh_inputs *inputs, nh_error *err);
} nh_derivation;

const nh_derivation *nh_derivation_named(const char *name); /* or NULL */
size_t nh_derivation_count(void);
const nh_derivation *nh_derivation_at(size_t i);

#endif
