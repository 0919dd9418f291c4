/* datasets/tables/ees_labels.h: the words of DfE's published tables, made comparable between releases.
 *
 * Releases spell one thing in several ways: capitals, curly quotes, numbered prefixes ("1.i 20 miles or less"),
 * "at 31 March" beside "on 31 March", "Custody arrangement" beside "Custody". A label is compared after it went
 * through nh_ees_words, and through nh_ees_without_prefix where that does not make two labels of a file the same.
 *
 *     nh_ees_words(scratch, "Change to/Implementation of  care plan", 38)     "change to/implementation of care plan"
 *     nh_ees_without_prefix("4c.1 children's home")                           "children's home"
 *     nh_ees_without_prefix("10 to 15 years")                                 unchanged: a number, not a prefix
 */
#ifndef NH_TABLES_EES_LABELS_H
#define NH_TABLES_EES_LABELS_H

#include "datasets/frame/arena.h"

/* Lower case, straight quotes, single spaces, and the drift that is known between releases undone. */
const char *nh_ees_words(nh_arena *scratch, const char *text, size_t length);

/* Behind a prefix like "1. ", "1a ", "2a.1ii " or "4c.1 "; the text itself where there is none. */
const char *nh_ees_without_prefix(const char *words);

/* A column's name as we know it: lower case, "percent" as "percentage". */
const char *nh_ees_column(nh_arena *scratch, const char *name, size_t length);

#endif
