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
    nh_sentences notes, findings, gaps;
} nh_results;

nh_results *nh_results_new(void);
void nh_results_free(nh_results *results); /* its frames too; NULL is allowed */

void nh_results_add(nh_results *results, nh_frame *frame); /* NULL is allowed and does nothing */
nh_frame *nh_results_find(const nh_results *results, const char *name); /* or NULL */

/* The same sentence said twice is kept once. */
void nh_results_note(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));
void nh_results_finding(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));
void nh_results_gap(nh_results *results, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Moves everything of `from` behind what is in `to`, and frees `from`. */
void nh_results_append(nh_results *to, nh_results *from);

#endif
