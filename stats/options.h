/* stats/options.h: an option is said once; help, man page, completion and parsing all come from its record.
 *
 *     static const nh_option_record options[] = {
 *         { .name = "by", .kind = NH_OPTION_TEXT, .argument = "COL[,COL]", .value = "placement_group",
 *           .help = "one row per value of COL" },
 *         { 0 }
 *     };
 *     const char *by = nh_option_text(given, "by");
 */
#ifndef NH_STATS_OPTIONS_H
#define NH_STATS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum nh_option_kind { NH_OPTION_FLAG, NH_OPTION_TEXT, NH_OPTION_WHOLE, NH_OPTION_REAL, NH_OPTION_CHOICE,
                              NH_OPTION_DATE } nh_option_kind;

typedef struct nh_option_record {
    const char *name;     /* long name without the dashes; a one-letter name has one dash (-o, -f, -j) */
    nh_option_kind kind;
    const char *argument; /* FILE, COL[,COL]; for a choice "a|b|c"; NULL for a flag */
    const char *value;    /* the default as text, or NULL */
    const char *help;     /* one sentence without a full stop; NULL: understood, but not listed */
} nh_option_record;

/* What was given: values by name, defaults where nothing was said. */
typedef struct nh_options nh_options;

nh_options *nh_options_new(void);
void nh_options_free(nh_options *options); /* NULL is allowed */
void nh_options_declare(nh_options *options, const nh_option_record *records); /* ended by a NULL name */
size_t nh_options_count(const nh_options *options);
const nh_option_record *nh_options_at(const nh_options *options, size_t i);
const nh_option_record *nh_options_record(const nh_options *options, const char *name); /* or NULL */

/* An argument that takes several words has them as one value, with this between. */
enum { NH_NEXT_WORD = 0x1f };

/* Returns NULL, or a sentence that says what is due ("--year takes a whole number"), which lives as long as the
 * options. `value` NULL: the flag is set. Said again, the later value holds. */
const char *nh_options_set(nh_options *options, const char *name, const char *value);

bool nh_option_given(const nh_options *options, const char *name);
bool nh_option_flag(const nh_options *options, const char *name);
const char *nh_option_text(const nh_options *options, const char *name); /* NULL: not given and no default */
long nh_option_whole(const nh_options *options, const char *name);       /* 0: likewise */
double nh_option_real(const nh_options *options, const char *name);
bool nh_option_date(const nh_options *options, const char *name, int32_t *date); /* false: not given, no default */

#endif
