/* datasets/read/labels.c: folders from the nearest one up, then the file's own name. */
#include "datasets/read/labels.h"

#include "datasets/frame/text.h"
#include "datasets/tables/authorities.h"

#include <stdbool.h>
#include <string.h>

enum { FIRST_YEAR = 1990, LAST_YEAR = 2099, CODE_LENGTH = 9 };

/* A year in the first four characters, or 0. */
static int leading_year(const char *text, size_t n)
{
    int year = 0;
    if (n < 4) return 0;
    for (int i = 0; i < 4; i++) {
        if (!nh_is_digit(text[i])) return 0;
        year = year * 10 + (text[i] - '0');
    }
    return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
}

static bool is_code(const char *text, size_t n)
{
    if (n != CODE_LENGTH || !strchr("EWSN", text[0])) return false;
    for (size_t i = 1; i < n; i++)
        if (!nh_is_digit(text[i])) return false;
    return true;
}

static void consider_folder(nh_label *label, const char *name, const char *folder, size_t n)
{
    if (!*label->authority && is_code(folder, n)) memcpy(label->authority, folder, n);
    if (label->year || n != 4) return;
    label->year = leading_year(folder, n);
    label->stem = (size_t)(folder - name);
}

nh_label nh_label_of(const char *name)
{
    nh_label label = { 0 };
    const char *slash = strrchr(name, '/'), *own = slash ? slash + 1 : name;
    for (const char *end = slash; end && end > name;) {
        const char *begin = end;
        while (begin > name && begin[-1] != '/') begin--;
        consider_folder(&label, name, begin, (size_t)(end - begin));
        end = begin > name ? begin - 1 : NULL;
    }
    if (label.year || strspn(own, "0123456789") != 4) return label;
    label.year = leading_year(own, strlen(own));
    label.stem = (size_t)(own - name);
    return label;
}

const char *nh_authority_code(const char *text)
{
    int authority = nh_authority_of(text);
    if (authority == NH_NO_AUTHORITY) authority = nh_authority_named(text);
    return authority == NH_NO_AUTHORITY ? text : nh_authority_at(authority)->code;
}
