/* stats/identity.h: columns whose values point at one child.
 *
 * A table with a row for each of their values shows who is in it, however its counts are suppressed: identifiers
 * and postcodes by themselves, and distances, dates and lengths because hardly two children share one. No analysis
 * is broken down by them or narrowed to one of their values, and what still names them leaves without their values.
 *
 *     nh_is_identity("home_postcode")              true
 *     nh_mentions_identity("over_20:i(child)")     true: a term of a model
 */
#ifndef NH_STATS_IDENTITY_H
#define NH_STATS_IDENTITY_H

#include "datasets/frame/error.h"

#include <stdbool.h>

bool nh_is_identity(const char *column); /* in capitals too, as the return has them */
bool nh_mentions_identity(const char *term);

/* Whether --where COLUMN=VALUE (NULL: not given) may narrow what is shown of children's records: not to the rows of
 * single children. The error, NH_DISCLOSURE, names the column and never its value. */
bool nh_where_is_shared(const char *where, nh_error *err);

#endif
