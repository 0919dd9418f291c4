/* stats/models/reader.h: the place in a formula that is being read, and what can be taken from there.
 *
 * Blanks between symbols mean nothing. The first thing that is wrong is recorded, with a caret under its place,
 * and `failed` stays set: whoever reads on gets NULL.
 *
 *     nh_reader reader = { .text = "log(miles)", .memory = arena, .err = err };
 *     nh_expression *e = nh_read_arithmetic(&reader);
 */
#ifndef NH_MODELS_READER_H
#define NH_MODELS_READER_H

#include "datasets/frame/arena.h"
#include "stats/models/expression.h"

typedef struct nh_reader {
    const char *text;
    size_t at;     /* the next byte */
    int depth;     /* of brackets */
    bool failed;
    nh_arena *memory;
    nh_error *err;
} nh_reader;

/* Records the sentence, the formula (as much of it as fits) and a caret under `place`; returns false. */
bool nh_formula_fail(const char *text, size_t place, nh_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool nh_reader_fail(nh_reader *reader, size_t place, const char *sentence);

char nh_look(nh_reader *reader);                      /* the next byte that is not a blank; NUL at the end */
bool nh_take(nh_reader *reader, const char *symbol);  /* steps over it when it comes next */
bool nh_expect(nh_reader *reader, const char *symbol, const char *sentence);
bool nh_starts_name(char c);
char *nh_take_name(nh_reader *reader);                /* a name, also `in backquotes`; NULL when none comes next */
char *nh_take_quoted(nh_reader *reader);              /* "text" or 'text' without its quotes; NULL likewise */
bool nh_take_whole(nh_reader *reader, int *value);    /* a whole number */
char *nh_text_since(nh_reader *reader, size_t start); /* what was read, without blanks */

/* Arithmetic as far as it goes; only a column, a number, a bracket or a call. NULL when it failed. */
nh_expression *nh_read_arithmetic(nh_reader *reader);
nh_expression *nh_read_simple(nh_reader *reader);

#endif
