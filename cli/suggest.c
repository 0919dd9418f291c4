/* cli/suggest.c: the nearest word, by the number of slips of the finger between the two. */
#include "cli/suggest.h"

#include <string.h>

enum { LONGEST = 40 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t edits_between(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    size_t d[LONGEST + 1][LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return n + m;
    for (size_t i = 0; i <= n; i++) d[i][0] = i;
    for (size_t j = 0; j <= m; j++) d[0][j] = j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            size_t change = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = least(change, 1 + least(d[i - 1][j], d[i][j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

/* Two slips at the most, and one in a short word: further away it would be a guess. */
suggestion suggestion_for(const char *typed)
{
    return (suggestion){ .typed = typed, .distance = strlen(typed) < 5 ? 2 : 3 };
}

void suggest(suggestion *so_far, const char *word)
{
    size_t distance = edits_between(so_far->typed, word);
    if (distance >= so_far->distance) return;
    so_far->distance = distance;
    so_far->best = word;
}
