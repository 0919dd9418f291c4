/* datasets/frame/results.h: a named list of frames; what every analysis gives and every command prints.
 *
 * Beside the frames go sentences: notes (what was counted, left out, or assumed), findings (what the numbers
 * say, for the report) and gaps (something asked for that is missing: exit 1).
 *
 *     nh_results_add(results, balance);                            results owns the frame now
 *     nh_results_note(results, "rows in %zu = used %zu + set aside %zu", in, used, aside);
 *     nh_results_gap(results, "no distance table: no postcodes were given (--postcodes FILE)");
 */
#ifndef NH_FRAME_RESULTS_H
#define NH_FRAME_RESULTS_H

#include "datasets/frame/frame.h"

typedef struct nh_sentences {
    char **text;
    size_t n;
} nh_sentences;

typedef struct nh_results {
    nh_frame **frames;
    size_t n;
    nh_sentences notes, findings, headlines, gaps;
} nh_results;

nh_results *nh_results_new(void);
void nh_results_free(nh_results *results); /* its frames too; NULL is allowed */

void nh_results_add(nh_results *results, nh_frame *frame); /* NULL is allowed and does nothing */
nh_frame *nh_results_find(const nh_results *results, const char *name); /* or NULL */

/* The same sentence said twice is kept once. */
void nh_results_note(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));
void nh_results_finding(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));
void nh_results_gap(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The finding said last is one of those that the report begins with. */
void nh_results_headline(nh_results *results);

/* A number of records inside a sentence, so that what is published can have it released like every other count.
 *
 *     nh_results_note(results, "%s rows set aside", nh_counted_as(n).text);
 *
 * It stands between NH_COUNT_BEGINS and NH_COUNT_ENDS until whoever shows the sentence has settled it. */
enum { NH_COUNT_BEGINS = 1, NH_COUNT_ENDS = 2 };
typedef struct nh_counted {
    char text[28];
} nh_counted;
nh_counted nh_counted_as(size_t n);

/* Moves everything of `from` behind what is in `to`, and frees `from`. */
void nh_results_append(nh_results *to, nh_results *from);

#endif
