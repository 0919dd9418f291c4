/* datasets/tables/ees_labels.c: lower case, quotes, spaces, then the spellings that changed between releases. */
#include "datasets/tables/ees_labels.h"

#include "datasets/frame/text.h"

#include <stdbool.h>
#include <string.h>

typedef struct change {
    const char *from, *to;
} change;

/* Characters of several bytes that releases use for plain ones. */
static const change characters[] = {
    { "\xE2\x80\x98", "'" }, { "\xE2\x80\x99", "'" }, { "\xE2\x80\x9C", "\"" }, { "\xE2\x80\x9D", "\"" },
    { "\xE2\x80\x93", "-" }, { "\xC2\xA0", " " },
};

/* Parts of labels, met in the releases of 2022 and 2024. */
static const change parts[] = {
    { " at 31 march", " on 31 march" },
    { "childs behaviour", "child's behaviour" },
    { "requests placement ends", "requests placement to end" },
    { "requests placement end other", "requests placement to end other" },
    { "requests placement end due", "requests placement to end due" },
    { "other persons with parental", "other person with parental" },
    { "/ ", "/" },
};

/* Whole labels, after the parts. "Same placement" became "same carer" with the release of 2024: one measure. */
static const change wholes[] = {
    { "custody arrangement", "custody" },
    { "other placement", "other placements" },
    { "children looked after on 31 march", "cla on 31 march" },
    { "living in the same placement for at least 2 years, or are placed for adoption and their adoption and their "
      "adoptive placement together with their previous placement, last for at least 2 years",
      "living with the same carer for at least 2 years" },
};

static bool starts_with(const char *text, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

/* The change that begins here, or NULL. */
static const change *change_at(const char *text, size_t length, const change *changes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (starts_with(text, length, changes[i].from)) return &changes[i];
    return NULL;
}

/* The text with every change made; no change is longer than twice what it replaces. */
static char *changed(nh_arena *scratch, const char *text, size_t length, const change *changes, size_t n)
{
    char *out = nh_arena_array(scratch, 2 * length + 1, 1);
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        const change *found = change_at(text + i, length - i, changes, n);
        const char *bytes = found ? found->to : text + i;
        size_t count = found ? strlen(found->to) : 1;
        memcpy(out + used, bytes, count);
        used += count;
        i += found ? strlen(found->from) : 1;
    }
    return out;
}

/* Letters A to Z only: the rest of Unicode is compared as it stands, whatever the locale. */
static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Lower case, runs of spaces as one, none at the ends; in place. */
static void tidy(char *text)
{
    size_t used = 0;
    for (size_t i = 0; text[i]; i++) {
        if (!is_space(text[i])) text[used++] = lower(text[i]);
        else if (used > 0 && text[used - 1] != ' ') text[used++] = ' ';
    }
    if (used > 0 && text[used - 1] == ' ') used--;
    text[used] = '\0';
}

static const char *whole_of(const char *words)
{
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        if (strcmp(words, wholes[i].from) == 0) return wholes[i].to;
    return words;
}

const char *nh_ees_words(nh_arena *scratch, const char *text, size_t length)
{
    char *words = changed(scratch, text, length, characters, sizeof characters / sizeof *characters);
    tidy(words);
    return whole_of(changed(scratch, words, strlen(words), parts, sizeof parts / sizeof *parts));
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static const char *past_digits(const char *at)
{
    while (nh_is_digit(*at)) at++;
    return at;
}

/* Past one ".1", ".i" or ".1ii", or where it was. */
static const char *past_part(const char *at)
{
    const char *end = at + 1;
    if (*at != '.') return at;
    while (nh_is_digit(*end) || *end == 'i' || *end == 'v' || *end == 'x') end++;
    return end > at + 1 ? end : at;
}

/* Digits alone before a space are a number ("10 to 15 years", "20 miles or less"); a prefix has a letter or a dot. */
const char *nh_ees_without_prefix(const char *words)
{
    const char *digits = past_digits(words), *at = digits;
    if (at == words) return words;
    if (is_lower(*at)) at++;
    for (const char *next = past_part(at); next != at; next = past_part(at)) at = next;
    if (*at == '.') at++;
    return at > digits && *at == ' ' && at[1] ? whole_of(at + 1) : words;
}

const char *nh_ees_column(nh_arena *scratch, const char *name, size_t length)
{
    char *words = nh_arena_text(scratch, name, length);
    tidy(words);
    return strcmp(words, "percent") == 0 ? "percentage" : words;
}
