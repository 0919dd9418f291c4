/* cli/messages.c: everything that is said on standard error. */
#include "cli/messages.h"

#include "plots/gnuplot.h"

#include <stdio.h>

enum { MOST_MESSAGES = 20, MESSAGE_TEXT = 600 };

/* Names of files come from outside: what would steer a terminal is shown as \xNN. A line that goes on below, as a
 * formula with a caret under the place does, is indented. */
static void put_line(const char *text)
{
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        bool goes_on = byte == '\n' && c[1] == ' ' && c[2] == ' ';
        if (byte == NH_COUNT_BEGINS || byte == NH_COUNT_ENDS) continue;
        if (goes_on) putc('\n', stderr);
        else if (byte < 0x20 || byte == 0x7f) fprintf(stderr, "\\x%02X", byte);
        else putc(byte, stderr);
    }
    putc('\n', stderr);
}

void say_error(const nh_error *err)
{
    if (!err->text[0]) return;
    fputs("nearhome: ", stderr);
    put_line(err->text);
}

void say_sentences(const char *word, const nh_sentences *sentences)
{
    for (size_t i = 0; i < sentences->n; i++) {
        fprintf(stderr, "%s: ", word);
        put_line(sentences->text[i]);
    }
}

void say_gnuplot(const char *version)
{
    const char *lacks = nh_gnuplot_note();
    if (version) fprintf(stderr, "note: charts were drawn by gnuplot %s\n", version);
    if (lacks) fprintf(stderr, "note: %s\n", lacks);
}

void say_problems(const nh_problems *problems)
{
    size_t n = nh_problems_count(problems), n_said = 0;
    for (size_t i = 0; i < n && n_said < MOST_MESSAGES; i++) {
        if (nh_problem_kind_of(nh_problem_at(problems, i))->level == NH_NOTE) continue;
        char text[MESSAGE_TEXT];
        nh_problem_message(problems, i, text, sizeof text);
        put_line(text);
        n_said++;
    }
    for (int code = 0; code < NH_PROBLEM_COUNT; code++) {
        size_t found = nh_problems_of(problems, (nh_problem_code)code);
        if (found) fprintf(stderr, "%s: %zu\n", nh_problem_kind_of((nh_problem_code)code)->name, found);
    }
}
