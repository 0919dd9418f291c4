/* cli/shown_date.c: the date that outputs show. */
#include "cli/shown_date.h"

#include <stdlib.h>
#include <string.h>

/* Seconds since 1970, as reproducible-builds.org says. */
static bool source_date(int32_t *date)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    size_t n = text ? strspn(text, "0123456789") : 0;
    if (n == 0 || n > 11 || text[n]) return false;
    long long seconds = 0;
    for (size_t i = 0; i < n; i++) seconds = seconds * 10 + (text[i] - '0');
    *date = (int32_t)(seconds / 86400);
    return true;
}

bool shown_date(int32_t extract_date, char text[NH_DATE_TEXT])
{
    int32_t date = extract_date;
    if (!source_date(&date) && !date) return false;
    nh_date_write(date, text);
    return true;
}
