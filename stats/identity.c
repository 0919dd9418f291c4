/* stats/identity.c: the names, those of the return and those of derived frames. */
#include "stats/identity.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = { "child",     "childid", "upn",  "dob", "mc_dob", "home_post", "home_postcode",
                                     "pl_post",   "placement_postcode", "urn", "sw_id", "miles",   "pl_distance",
                                     "start",     "end",     "days", "decom", "dec" };

/* Whether `text`, `length` bytes of it, is one of the names. */
static bool is_a_name(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncasecmp(text, names[i], length) == 0) return true;
    return false;
}

bool nh_is_identity(const char *column)
{
    return is_a_name(column, strlen(column));
}

bool nh_mentions_identity(const char *term)
{
    static const char in_names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    while (*term) {
        size_t length = strspn(term, in_names);
        if (is_a_name(term, length)) return true;
        term += length > 0 ? length : 1;
    }
    return false;
}

bool nh_where_is_shared(const char *where, nh_error *err)
{
    size_t length = where ? strcspn(where, "=") : 0;
    if (!where || !is_a_name(where, length)) return true;
    return nh_fail(err, NH_DISCLOSURE,
                   "--where cannot take '%.*s': its values point at single children; take a column that many share, "
                   "such as need or placement_group (derive takes any)", (int)length, where);
}
