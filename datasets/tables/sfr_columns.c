/* datasets/tables/sfr_columns.c: names that carry a year, and some that were mistyped for one year. */
#include "datasets/tables/sfr_columns.h"

#include "datasets/frame/text.h"

#include <string.h>

const nh_named_column nh_sfr_columns[] = {
    { "cla_mar", "children looked after on 31 March" },
    { "cla_year", "children looked after in the year" },
    { "cla_inbound", "of those on 31 March, placed inside the authority's area" },
    { "cla_outbound", "of those on 31 March, placed outside it" },
    { "cla_extpl", "children of other authorities placed in the area" },
    { "cla_netgain", "children of other authorities placed here less own placed outside" },
    { "cla_3pla", "of those on 31 March, with three or more placements in the year (to 2014)" },
    { "cla_fost", "in foster placements" },
    { "cla_secure",
      "in secure units, children's homes, and semi-independent living (a break: later files keep them apart)" },
    { "cla_othpl", "in other placements (cla_miss in the header of 2016)" },
    { "cla_uasc", "unaccompanied asylum-seeking children" },
    { NULL, NULL }
};

enum { FIRST_YEAR = 2000, LAST_YEAR = 2099, YEAR_DIGITS = 4 };

/* The year at the end of a column's name, or 0. */
static int year_at_end(const char *name)
{
    size_t n = strlen(name);
    int year = 0;
    if (n < YEAR_DIGITS) return 0;
    for (const char *at = name + n - YEAR_DIGITS; *at; at++) {
        if (!nh_is_digit(*at)) return 0;
        year = year * 10 + (*at - '0');
    }
    return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 0;
}

/* The one that most of the columns with a year have: population columns have the year before. */
int nh_sfr_year(const nh_header *header)
{
    int best = 0;
    size_t most = 0;
    for (size_t i = 0; i < header->n; i++) {
        int year = year_at_end(header->names[i]);
        size_t n = 0;
        for (size_t k = 0; year && k < header->n; k++) n += year_at_end(header->names[k]) == year;
        if (n > most) best = year, most = n;
    }
    return best;
}

bool nh_sfr_has_flows(const nh_header *header)
{
    static const char *const names[] = { "CLA_InBound", "CLAA_InBound", "CLA_Outbound", "CLA_ExtPl" };
    size_t n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) n += nh_header_find(header, names[i]) != NH_NO_FIELD;
    return n > 0;
}

/* Names that changed though the column did not; in 2016 other places stand under the name of missing ones. */
static const char *usual_name(const char *name, bool has_other_places)
{
    static const char *const names[][2] = { { "claa_inbound", "cla_inbound" }, { "cla_", "cla_year" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name) == 0) return names[i][1];
    return strcmp(name, "cla_miss") == 0 && !has_other_places ? "cla_othpl" : name;
}

const char *nh_sfr_column_name(nh_arena *arena, const nh_header *header, size_t field)
{
    bool has_other_places = nh_header_find(header, "CLA_OthPl") != NH_NO_FIELD;
    char *name = nh_arena_text(arena, header->names[field], strlen(header->names[field]));
    for (char *c = name; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    if (year_at_end(name)) name[strlen(name) - YEAR_DIGITS] = '\0';
    return usual_name(name, has_other_places);
}
