/* stats/models/reader.c: symbols, names and numbers of a formula, and what is said where one is wrong. */
#include "stats/models/reader.h"

#include "datasets/frame/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 100 }; /* bytes of the formula that a message shows */

bool nh_formula_fail(const char *text, size_t place, nh_error *err, const char *format, ...)
{
    char sentence[260];
    va_list values;
    va_start(values, format);
    vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    size_t length = strlen(text), from = 0;
    if (place > SHOWN - 20) from = place - (SHOWN - 20);
    size_t shown = length - from < SHOWN ? length - from : SHOWN;
    char line[SHOWN + 1];
    for (size_t i = 0; i < shown; i++) line[i] = (unsigned char)text[from + i] < ' ' ? ' ' : text[from + i];
    line[shown] = 0;
    return nh_fail(err, NH_BAD_INPUT, "%s\n  %s\n  %*s^", sentence, line, (int)(place - from), "");
}

bool nh_reader_fail(nh_reader *reader, size_t place, const char *sentence)
{
    if (!reader->failed) nh_formula_fail(reader->text, place, reader->err, "%s", sentence);
    reader->failed = true;
    return false;
}

char nh_look(nh_reader *reader)
{
    while (nh_is_blank(reader->text[reader->at])) reader->at++;
    return reader->text[reader->at];
}

bool nh_take(nh_reader *reader, const char *symbol)
{
    size_t length = strlen(symbol);
    nh_look(reader);
    if (strncmp(reader->text + reader->at, symbol, length) != 0) return false;
    reader->at += length;
    return true;
}

bool nh_expect(nh_reader *reader, const char *symbol, const char *sentence)
{
    nh_look(reader);
    return nh_take(reader, symbol) || nh_reader_fail(reader, reader->at, sentence);
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool nh_starts_name(char c) { return is_letter(c) || c == '_' || c == '.' || c == '`'; }

/* What stands between a mark and the same mark again. */
static char *take_between(nh_reader *reader, char mark)
{
    const char *start = reader->text + reader->at + 1, *end = strchr(start, mark);
    if (!end) {
        nh_reader_fail(reader, reader->at, "a quotation that begins here does not end");
        return NULL;
    }
    reader->at += (size_t)(end - start) + 2;
    return nh_arena_text(reader->memory, start, (size_t)(end - start));
}

char *nh_take_name(nh_reader *reader)
{
    char first = nh_look(reader);
    if (!nh_starts_name(first)) return NULL;
    if (first == '`') return take_between(reader, '`');
    const char *start = reader->text + reader->at;
    size_t length = 0;
    while (is_letter(start[length]) || nh_is_digit(start[length]) || start[length] == '_' || start[length] == '.')
        length++;
    reader->at += length;
    return nh_arena_text(reader->memory, start, length);
}

char *nh_take_quoted(nh_reader *reader)
{
    char mark = nh_look(reader);
    return mark == '"' || mark == '\'' ? take_between(reader, mark) : NULL;
}

bool nh_take_whole(nh_reader *reader, int *value)
{
    if (!nh_is_digit(nh_look(reader))) return false;
    *value = 0;
    while (nh_is_digit(reader->text[reader->at]) && *value < 100000)
        *value = 10 * *value + (reader->text[reader->at++] - '0');
    return true;
}

char *nh_text_since(nh_reader *reader, size_t start)
{
    char *text = nh_arena_text(reader->memory, reader->text + start, reader->at - start);
    size_t kept = 0;
    char mark = 0;
    for (size_t i = 0; text[i]; i++) {
        if (!mark && nh_is_blank(text[i])) continue;
        if (strchr("\"'`", text[i])) mark = mark == text[i] ? 0 : mark ? mark : text[i];
        text[kept++] = text[i];
    }
    text[kept] = 0;
    return text;
}
