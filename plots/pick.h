/* plots/pick.h: which rows of a table a chart shows: the latest year of the widest place, and how both are called.
 *
 * The widest place is England where the table has it, else everything that was loaded, else the authorities one by
 * one: then the rows of all of them are picked, and the chart adds them up.
 *
 *     nh_pick *pick = nh_pick_widest(distance);
 *     nh_text_say(subtitle, "%s, 31 March %d", pick->place, pick->year);
 *     nh_pick_free(pick);
 */
#ifndef NH_PLOTS_PICK_H
#define NH_PLOTS_PICK_H

#include "datasets/frame/frame.h"

typedef struct nh_pick {
    size_t *rows;
    size_t n;
    int year;       /* 0: the table has no years */
    char place[96];
} nh_pick;

nh_pick *nh_pick_widest(const nh_frame *table);
void nh_pick_free(nh_pick *pick);

/* Keeps the rows where a category column, if there is one, says the first of `texts` (NULL-ended) that any says. */
void nh_pick_any(nh_pick *pick, const nh_frame *table, const char *column, const char *const *texts);

/* The latest year with a value, 0 without any. */
int nh_latest_year(const nh_frame *table);

/* Foster care, children's homes, supported living, parents: the kinds that a picture with room for four shows. */
bool nh_is_main_group(const char *code);

/* What a code of placement group or need is called in a picture; the text itself when it has no other name. */
const char *nh_in_words(const char *code);
const char *nh_in_a_sentence(const char *code); /* "foster placements" */

#endif
