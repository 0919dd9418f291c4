/* stats/models/nearest_name.h: the name that was probably meant.
 *
 *     const char *meant = nh_nearest_name("mile", names, n);        "miles", or NULL when none is near
 */
#ifndef NH_MODELS_NEAREST_NAME_H
#define NH_MODELS_NEAREST_NAME_H

#include <stddef.h>

const char *nh_nearest_name(const char *name, const char *const *names, size_t n);

#endif
