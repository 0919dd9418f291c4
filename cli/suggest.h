/* cli/suggest.h: the word that was probably meant. */
#ifndef NH_CLI_SUGGEST_H
#define NH_CLI_SUGGEST_H

#include <stddef.h>

/* Offered one word after the other, keeps the nearest to `typed` that is near enough. */
typedef struct suggestion {
    const char *typed, *best; /* best NULL: nothing is near */
    size_t distance;
} suggestion;

suggestion suggestion_for(const char *typed);
void suggest(suggestion *so_far, const char *word);

/* Insertions, deletions, changes and swaps of neighbours that make one word of the other (optimal string
 * alignment); words of more than 40 bytes count as far apart. */
size_t edits_between(const char *a, const char *b);

#endif
