/* datasets/frame/results.c: lists that grow one at a time. */
#include "datasets/frame/results.h"

#include "datasets/frame/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

nh_results *nh_results_new(void)
{
    return nh_zeroed(1, sizeof(nh_results));
}

static void free_sentences(nh_sentences *list)
{
    for (size_t i = 0; i < list->n; i++) free(list->text[i]);
    free(list->text);
}

void nh_results_free(nh_results *results)
{
    if (!results) return;
    for (size_t i = 0; i < results->n; i++) nh_frame_free(results->frames[i]);
    free(results->frames);
    free_sentences(&results->notes);
    free_sentences(&results->findings);
    free_sentences(&results->headlines);
    free_sentences(&results->gaps);
    free(results);
}

void nh_results_add(nh_results *results, nh_frame *frame)
{
    if (!frame) return;
    results->frames = nh_resize(results->frames, results->n + 1, sizeof(nh_frame *));
    results->frames[results->n++] = frame;
}

nh_frame *nh_results_find(const nh_results *results, const char *name)
{
    for (size_t i = 0; i < results->n; i++)
        if (strcmp(nh_frame_name(results->frames[i]), name) == 0) return results->frames[i];
    return NULL;
}

/* Takes over `text`. */
static void keep(nh_sentences *list, char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->text[i], text) == 0) {
            free(text);
            return;
        }
    list->text = nh_resize(list->text, list->n + 1, sizeof(char *));
    list->text[list->n++] = text;
}

static void say(nh_sentences *list, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = nh_zeroed((size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    keep(list, text);
}

void nh_results_note(nh_results *results, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(&results->notes, format, arguments);
    va_end(arguments);
}

void nh_results_finding(nh_results *results, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(&results->findings, format, arguments);
    va_end(arguments);
}

void nh_results_gap(nh_results *results, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(&results->gaps, format, arguments);
    va_end(arguments);
}

static void say_again(nh_sentences *list, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(list, format, arguments);
    va_end(arguments);
}

void nh_results_headline(nh_results *results)
{
    size_t n = results->findings.n;
    if (n) say_again(&results->headlines, "%s", results->findings.text[n - 1]);
}

nh_counted nh_counted_as(size_t n)
{
    nh_counted count;
    snprintf(count.text, sizeof count.text, "%c%zu%c", NH_COUNT_BEGINS, n, NH_COUNT_ENDS);
    return count;
}

static void move_sentences(nh_sentences *to, nh_sentences *from)
{
    for (size_t i = 0; i < from->n; i++) keep(to, from->text[i]);
    free(from->text);
    *from = (nh_sentences){ 0 };
}

void nh_results_append(nh_results *to, nh_results *from)
{
    for (size_t i = 0; i < from->n; i++) nh_results_add(to, from->frames[i]);
    from->n = 0;
    move_sentences(&to->notes, &from->notes);
    move_sentences(&to->findings, &from->findings);
    move_sentences(&to->headlines, &from->headlines);
    move_sentences(&to->gaps, &from->gaps);
    nh_results_free(from);
}
