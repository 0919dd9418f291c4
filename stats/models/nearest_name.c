/* stats/models/nearest_name.c: the fewest letters to change, add or leave out (Levenshtein 1966). */
#include "stats/models/nearest_name.h"

#include <string.h>

enum { LONGEST = 64 };

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1], n = strlen(b);
    if (n > LONGEST) return LONGEST;
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t changed = corner + (a[i] != b[j]);
            corner = row[j + 1];
            row[j + 1] = smaller(changed, smaller(row[j], row[j + 1]) + 1);
        }
    }
    return row[n];
}

/* At most a third of the letters may differ, and at least one must agree. */
const char *nh_nearest_name(const char *name, const char *const *names, size_t n)
{
    const char *nearest = NULL;
    size_t least = smaller(strlen(name) / 3 + 2, strlen(name));
    for (size_t i = 0; i < n; i++) {
        size_t steps = distance(name, names[i]);
        if (steps >= least) continue;
        least = steps;
        nearest = names[i];
    }
    return nearest;
}
