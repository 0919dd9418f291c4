/* cli/parse.c: --name value, --name=value, -o value, -ovalue, -qv, and words; `--` ends the options, `-` is a word.
 *
 * An option is given once: the second --where would silently undo the first. */
#include "cli/parse.h"

#include "cli/suggest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef struct parser {
    char *const *next;
    invocation *given;
    nh_arena *keep;
    const char **words; /* what is not an option */
    size_t n_words;
} parser;

static bool refuse(nh_error *err, const parser *p, const char *sentence)
{
    return nh_fail(err, NH_BAD_INPUT, "%s (nearhome %s --help)", sentence, p->given->what.name);
}

/* An option without its value, dashes included, and the value where one is attached. */
typedef struct option_word {
    char name[64];
    const char *value;
    const char *dashes;
} option_word;

static option_word split(const char *word)
{
    option_word o = { .dashes = word[1] == '-' ? "--" : "-" };
    const char *name = word + strlen(o.dashes);
    size_t length = *o.dashes && o.dashes[1] ? strcspn(name, "=") : 1;
    if (o.dashes[1] && name[length] == '=') o.value = name + length + 1;
    if (!o.dashes[1] && name[1]) o.value = name + 1;
    snprintf(o.name, sizeof o.name, "%.*s", (int)length, name);
    return o;
}

/* "-o" and "--o" are different words: one letter has one dash. */
static const nh_option_record *record_of(const parser *p, const option_word *o)
{
    const nh_option_record *record = nh_options_record(p->given->options, o->name);
    bool one_letter = record && !record->name[1];
    return record && record->help && one_letter == !o->dashes[1] ? record : NULL;
}

static bool unknown_option(const parser *p, const option_word *o, nh_error *err)
{
    suggestion meant = suggestion_for(o->name);
    const nh_options *all = p->given->options;
    for (size_t i = 0; o->dashes[1] && i < nh_options_count(all); i++) {
        const nh_option_record *record = nh_options_at(all, i);
        if (record->help && record->name[1]) suggest(&meant, record->name);
    }
    const char *tail = meant.best ? nh_arena_print(p->keep, "; did you mean --%s?", meant.best) : "";
    return refuse(err, p, nh_arena_print(p->keep, "%s has no option %s%s%s", p->given->what.name, o->dashes,
                                         o->name, tail));
}

/* The word after the option, unless it looks like another option. */
static const char *value_that_follows(parser *p)
{
    const char *word = *p->next;
    if (!word || (word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]))) return NULL;
    p->next++;
    return word;
}

static bool take_option(parser *p, const char *word, nh_error *err);

/* "-qo" is "-q -o": a flag of one letter takes no value, so what follows it are further options. */
static bool take_letters_behind(parser *p, const option_word *flag, nh_error *err)
{
    return take_option(p, nh_arena_print(p->keep, "-%s", flag->value), err);
}

static bool take_option(parser *p, const char *word, nh_error *err)
{
    option_word o = split(word);
    const nh_option_record *record = record_of(p, &o);
    if (!record) return unknown_option(p, &o, err);
    if (nh_option_given(p->given->options, record->name) && record->kind != NH_OPTION_FLAG)
        return refuse(err, p, nh_arena_print(p->keep, "%s%s is given twice", o.dashes, o.name));
    if (!o.value && record->kind != NH_OPTION_FLAG) o.value = value_that_follows(p);
    bool has_letters_behind = record->kind == NH_OPTION_FLAG && !o.dashes[1] && o.value;
    const char *complaint = nh_options_set(p->given->options, record->name, has_letters_behind ? NULL : o.value);
    if (complaint) return refuse(err, p, complaint);
    return !has_letters_behind || take_letters_behind(p, &o, err);
}

static bool take_words(parser *p, nh_error *err)
{
    bool options_end = false;
    while (*p->next) {
        const char *word = *p->next++;
        if (!options_end && strcmp(word, "--") == 0) options_end = true;
        else if (options_end || word[0] != '-' || !word[1]) p->words[p->n_words++] = word;
        else if (!take_option(p, word, err)) return false;
    }
    return true;
}

/* The lower-case letters at the beginning: "TABLE.csv" is kept as "table". */
static const char *option_name_of(const parser *p, const char *argument)
{
    size_t n = 0;
    while (isalpha((unsigned char)argument[n])) n++;
    char *name = nh_arena_text(p->keep, argument, n);
    for (size_t i = 0; i < n; i++) name[i] = (char)tolower((unsigned char)name[i]);
    return name;
}

static void keep_argument(parser *p, const char *argument, const char *value)
{
    nh_option_record *hidden = nh_arena_array(p->keep, 2, sizeof *hidden);
    hidden[0] = (nh_option_record){ .name = option_name_of(p, argument), .kind = NH_OPTION_TEXT };
    nh_options_declare(p->given->options, hidden);
    nh_options_set(p->given->options, hidden->name, value);
}

static bool missing(const parser *p, const char *argument, nh_error *err)
{
    const command *what = &p->given->what;
    return refuse(err, p, nh_arena_print(p->keep, "%s needs %s: nearhome %s%s%s %s", what->name, argument, what->name,
                                         *what->arguments ? " " : "", what->arguments, what->takes_inputs));
}

/* A formula is known by its ~, so that it can be left out before inputs. */
static bool is_meant(const char *argument, const char *word)
{
    return strncmp(argument, "[FORMULA", 8) != 0 || strchr(word, '~');
}

/* All words from the next one on that an argument can mean, which is one unless it ends in dots. */
static const char *take_words_of(parser *p, const char *argument, size_t *used)
{
    const char *value = p->words[(*used)++];
    bool takes_more = strstr(argument, "...") != NULL;
    while (takes_more && *used < p->n_words && is_meant(argument, p->words[*used]))
        value = nh_arena_print(p->keep, "%s%c%s", value, NH_NEXT_WORD, p->words[(*used)++]);
    return value;
}

/* Matches the words with what the command's `arguments` name, one after the other; the rest are inputs. */
static bool place_words(parser *p, nh_error *err)
{
    const command *what = &p->given->what;
    char *rest = nh_arena_text(p->keep, what->arguments, strlen(what->arguments)), *save = NULL;
    size_t used = 0;
    for (char *argument = strtok_r(rest, " ", &save); argument; argument = strtok_r(NULL, " ", &save)) {
        bool may_lack = *argument == '[';
        if (used == p->n_words && !may_lack) return missing(p, argument, err);
        if (used < p->n_words && is_meant(argument, p->words[used]))
            keep_argument(p, argument + may_lack, take_words_of(p, argument, &used));
    }
    if (!*what->takes_inputs && used < p->n_words)
        return refuse(err, p, nh_arena_print(p->keep, "%s takes no further word: %s", what->name, p->words[used]));
    p->given->inputs = p->words + used;
    p->given->n_inputs = p->n_words - used;
    if (p->given->n_inputs || *what->takes_inputs != 'I') return true;
    return missing(p, what->takes_inputs, err);
}

static bool unknown_command(const char *name, nh_error *err)
{
    suggestion meant = suggestion_for(name);
    for (size_t i = 0; i < command_count(); i++) suggest(&meant, command_at(i).name);
    return nh_fail(err, NH_BAD_INPUT, "there is no command %s%s%s%s (nearhome --help)", name,
                   meant.best ? "; did you mean " : "", meant.best ? meant.best : "", meant.best ? "?" : "");
}

bool parse(char *const *words, nh_arena *keep, invocation *given, nh_error *err)
{
    if (!command_named(words[0], &given->what)) return unknown_command(words[0], err);
    size_t n = 0;
    while (words[n]) n++;
    parser p = { .next = words + 1, .given = given, .keep = keep };
    p.words = nh_arena_array(keep, n, sizeof *p.words);
    command_declare(&given->what, given->options);
    if (!take_words(&p, err)) return false;
    if (nh_option_flag(given->options, "help") || nh_option_flag(given->options, "version")) return true;
    return place_words(&p, err);
}
