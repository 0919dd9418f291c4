/* stats/options.c: values by name, checked against their records when they are set.
 *
 * A value is kept as its text; the checks at nh_options_set make the readings below it certain. */
#include "stats/options.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/date.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct held {
    const nh_option_record *record;
    const char *text; /* NULL: not given */
} held;

struct nh_options {
    nh_arena *words;
    held *all;
    size_t n;
};

nh_options *nh_options_new(void)
{
    nh_options *options = nh_zeroed(1, sizeof *options);
    options->words = nh_arena_new();
    return options;
}

void nh_options_free(nh_options *options)
{
    if (!options) return;
    nh_arena_free(options->words);
    free(options->all);
    free(options);
}

static held *find(const nh_options *options, const char *name)
{
    for (size_t i = 0; i < options->n; i++)
        if (strcmp(options->all[i].record->name, name) == 0) return &options->all[i];
    return NULL;
}

/* A record declared again replaces the one before it: a command may say more of a common option. */
void nh_options_declare(nh_options *options, const nh_option_record *records)
{
    for (; records && records->name; records++) {
        held *old = find(options, records->name);
        if (old) {
            old->record = records;
            continue;
        }
        options->all = nh_resize(options->all, options->n + 1, sizeof *options->all);
        options->all[options->n++] = (held){ .record = records };
    }
}

size_t nh_options_count(const nh_options *options)
{
    return options->n;
}

const nh_option_record *nh_options_at(const nh_options *options, size_t i)
{
    return options->all[i].record;
}

const nh_option_record *nh_options_record(const nh_options *options, const char *name)
{
    const held *found = find(options, name);
    return found ? found->record : NULL;
}

/* An optional sign and at most nine digits: more than any year, count or seed here, and never an overflow. */
static bool read_whole(const char *text, long *value)
{
    bool is_negative = *text == '-';
    size_t n = strspn(text += is_negative, "0123456789");
    if (n == 0 || n > 9 || text[n]) return false;
    long sum = 0;
    for (size_t i = 0; i < n; i++) sum = sum * 10 + (text[i] - '0');
    *value = is_negative ? -sum : sum;
    return true;
}

/* A decimal with a point, whatever the locale of the program that uses the library. */
static bool read_real(const char *text, double *value)
{
    if (!*text || text[strspn(text, "+-.0123456789eE")]) return false;
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!plain) return false;
    char *end = NULL;
    *value = strtod_l(text, &end, plain);
    freelocale(plain);
    return end != text && !*end && isfinite(*value);
}

static bool read_date(const char *text, int32_t *date)
{
    return nh_date_read_iso(text, strlen(text), date) || nh_date_read(text, strlen(text), date);
}

static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (const char *at = choices; length && at; at = strchr(at, '|'), at = at ? at + 1 : NULL)
        if (strcspn(at, "|") == length && strncmp(at, text, length) == 0) return true;
    return false;
}

static const char *const due[] = {
    [NH_OPTION_FLAG] = "takes no value",
    [NH_OPTION_TEXT] = "takes a value",
    [NH_OPTION_WHOLE] = "takes a whole number",
    [NH_OPTION_REAL] = "takes a number",
    [NH_OPTION_CHOICE] = "takes one of",
    [NH_OPTION_DATE] = "takes a date (YYYY-MM-DD)",
};

static bool fits(const nh_option_record *record, const char *value)
{
    long whole;
    double real;
    int32_t date;
    switch (record->kind) {
    case NH_OPTION_FLAG: return !value;
    case NH_OPTION_TEXT: return value && *value;
    case NH_OPTION_WHOLE: return value && read_whole(value, &whole);
    case NH_OPTION_REAL: return value && read_real(value, &real);
    case NH_OPTION_CHOICE: return value && is_choice(record->argument, value);
    case NH_OPTION_DATE: return value && read_date(value, &date);
    }
    return false;
}

static const char *dashes(const char *name)
{
    return name[1] ? "--" : "-";
}

static const char *complaint(nh_options *options, const nh_option_record *record)
{
    const char *what = due[record->kind], *name = record->name;
    if (record->kind != NH_OPTION_CHOICE) return nh_arena_print(options->words, "%s%s %s", dashes(name), name, what);
    return nh_arena_print(options->words, "%s%s %s %s", dashes(name), name, what, record->argument);
}

const char *nh_options_set(nh_options *options, const char *name, const char *value)
{
    held *option = find(options, name);
    if (!option) return nh_arena_print(options->words, "there is no option %s%s", dashes(name), name);
    if (!fits(option->record, value)) return complaint(options, option->record);
    const char *text = value ? value : "1";
    option->text = nh_arena_text(options->words, text, strlen(text));
    return NULL;
}

bool nh_option_given(const nh_options *options, const char *name)
{
    const held *option = find(options, name);
    return option && option->text;
}

bool nh_option_flag(const nh_options *options, const char *name)
{
    return nh_option_given(options, name);
}

const char *nh_option_text(const nh_options *options, const char *name)
{
    const held *option = find(options, name);
    if (!option) return NULL;
    return option->text ? option->text : option->record->value;
}

long nh_option_whole(const nh_options *options, const char *name)
{
    long value = 0;
    const char *text = nh_option_text(options, name);
    return text && read_whole(text, &value) ? value : 0;
}

double nh_option_real(const nh_options *options, const char *name)
{
    double value = 0;
    const char *text = nh_option_text(options, name);
    return text && read_real(text, &value) ? value : 0;
}

bool nh_option_date(const nh_options *options, const char *name, int32_t *date)
{
    const char *text = nh_option_text(options, name);
    return text && read_date(text, date);
}
