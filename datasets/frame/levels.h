/* datasets/frame/levels.h: each different text once, with a number; what a category column points into.
 *
 * Codes count from 0 in order of first appearance. Several columns and frames may share one set of levels;
 * each holds a share and gives it back (nh_levels_release); the last one frees it.
 *
 *     nh_levels *places = nh_levels_new();
 *     int32_t kent = nh_levels_add(places, "Kent", 4);              0, and 0 again next time
 *     nh_levels_text(places, kent);                                 "Kent"
 *     nh_levels_release(places);
 */
#ifndef NH_FRAME_LEVELS_H
#define NH_FRAME_LEVELS_H

#include "datasets/frame/short_text.h"

typedef struct nh_levels nh_levels;

enum { NH_NO_LEVEL = -1 };

nh_levels *nh_levels_new(void);
nh_levels *nh_levels_share(nh_levels *levels); /* one more holder; returns levels */
void nh_levels_release(nh_levels *levels);     /* NULL is allowed */

int32_t nh_levels_add(nh_levels *levels, const char *text, size_t length);
int32_t nh_levels_add_text(nh_levels *levels, const char *text);               /* NUL-terminated */
int32_t nh_levels_find(const nh_levels *levels, const char *text, size_t length); /* or NH_NO_LEVEL */
int32_t nh_levels_find_text(const nh_levels *levels, const char *text);

int32_t nh_levels_add_short(nh_levels *levels, nh_short_text text);
bool nh_levels_is_short(const nh_levels *levels, int32_t code, nh_short_text text); /* false for a code beyond all */

/* The codes of many texts, added in their order: while one is looked up, memory already fetches what the next ones
 * need. */
void nh_levels_add_many(nh_levels *levels, const nh_short_text *texts, size_t n, int32_t *codes);

/* A text that is known not to be there, by somebody who keeps a table of such texts: neither adding nor finding meets
 * it before the levels have rested. */
int32_t nh_levels_append(nh_levels *levels, nh_short_text text);

/* Room for n texts in all, so that they need not move as they grow; what is not used costs nothing. */
void nh_levels_reserve(nh_levels *levels, size_t n);
/* The same where so many are sure to come: adding them then never makes the table anew that they are found through. */
void nh_levels_expect(nh_levels *levels, size_t n);

/* Nothing is added or looked up for a while: what that takes is given back, and made anew when it is wanted. */
void nh_levels_rest(nh_levels *levels);

/* NUL-terminated; valid until the next nh_levels_add. */
const char *nh_levels_text(const nh_levels *levels, int32_t code);
size_t nh_levels_length(const nh_levels *levels, int32_t code);
/* Copies the text, without the NUL, to where there is room for it and NH_LEVEL_ROOM bytes; returns its length. */
enum { NH_LEVEL_ROOM = sizeof(nh_short_text) };
size_t nh_levels_copy(const nh_levels *levels, int32_t code, char *to);
size_t nh_levels_count(const nh_levels *levels);
size_t nh_levels_longest(const nh_levels *levels); /* the length of the longest text */

/* The codes in order of their texts (bytewise): order[0] is the code of the first. free() it. */
int32_t *nh_levels_sorted(const nh_levels *levels);

#endif
