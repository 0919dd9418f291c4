/* cli/messages.h: everything that is said on standard error. */
#ifndef NH_CLI_MESSAGES_H
#define NH_CLI_MESSAGES_H

#include "datasets/derive/inputs.h"

/* Prints the sentence of an error, when there is one. */
void say_error(const nh_error *err);

/* "note: ..." or "missing: ..." for each sentence. */
void say_sentences(const char *word, const nh_sentences *sentences);

/* Which gnuplot drew (NULL: not asked), and what protection this system lacks. */
void say_gnuplot(const char *version);

/* At most 20 warnings and errors, then how many there are of each kind, notes too. */
void say_problems(const nh_problems *problems);

#endif
