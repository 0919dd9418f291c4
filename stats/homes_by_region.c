/* stats/homes_by_region.c: homes and places of Ofsted's list against children looked after, for England and regions.
 *
 * What is counted: children's homes open on the day of the list, and children looked after on 31 March whom the
 * region's authorities answer for, in any placement and wherever they live. London is one region, as in the list.
 * Homes are public: only shares of children come from children's records, and are made of released counts. */
#include "stats/homes_by_region.h"

#include "stats/ranking.h"
#include "stats/result_frame.h"

#include <string.h>

static const nh_result_column columns[] = {
    { "year", NH_NUMBER, "31 March of the children", NULL, NH_PLAIN, NULL, NULL },
    { "homes_year", NH_NUMBER, "31 March of the homes", NULL, NH_PLAIN, NULL, NULL },
    { "geographic_level", NH_CATEGORY, "Level", NULL, NH_PLAIN, NULL, NULL },
    { "authority", NH_CATEGORY, "Code", NULL, NH_PLAIN, NULL, NULL },
    { "name", NH_CATEGORY, "Area", NULL, NH_PLAIN, NULL, NULL },
    { "homes", NH_NUMBER, "Children's homes", "homes", NH_PLAIN, NULL, NULL },
    { "places", NH_NUMBER, "Places in them", "places", NH_PLAIN, NULL, NULL },
    { "children", NH_NUMBER, "Children looked after", "children", NH_COUNT, NULL, NULL },
    { "children_of_england", NH_NUMBER, "Children of England", "children", NH_COUNT, NULL, NULL },
    { "share_of_homes", NH_NUMBER, "Share of England's homes", "%", NH_PLAIN, NULL, NULL },
    { "share_of_places", NH_NUMBER, "Share of England's places", "%", NH_PLAIN, NULL, NULL },
    { "share_of_children", NH_NUMBER, "Share of England's children", "%", NH_PERCENT, "children",
      "children_of_england" },
    { 0 }
};

static const nh_condition england[] = { { "geographic_level", "National" }, { 0 } };
static const nh_condition region[] = { { "geographic_level", "Regional" }, { 0 } };

/* The row of an area in a year; the number of rows where there is none. */
static size_t row_of(const nh_frame *frame, double year, const char *code)
{
    const nh_column *years = nh_frame_find(frame, "year"), *area = nh_frame_find(frame, "authority");
    size_t row = 0;
    for (; row < nh_frame_rows(frame); row++)
        if (years->number[row] == year && strcmp(nh_text_at(area, row), code) == 0) break;
    return row;
}

static size_t row_of_england(const nh_frame *frame, double year)
{
    const nh_column *years = nh_frame_find(frame, "year");
    size_t row = 0;
    for (; row < nh_frame_rows(frame); row++)
        if (years->number[row] == year && nh_row_is(frame, row, england)) break;
    return row;
}

static void copy_number(nh_frame *table, const char *name, const nh_frame *from, const char *column, size_t row)
{
    const nh_column *there = nh_frame_find(from, column);
    nh_column *here = nh_frame_find(table, name);
    size_t last = nh_frame_rows(table) - 1;
    if (nh_present(there, row)) nh_put_number(here, last, there->number[row]);
    else nh_put_mark(here, last, nh_mark_at(there, row));
}

typedef struct sides {
    const nh_frame *balance, *homes;
    double year, homes_year;
    size_t england, homes_of_england; /* their rows */
} sides;

static void put_share(nh_frame *table, const char *name, const sides *s, const char *column, size_t row)
{
    const nh_column *part = nh_frame_find(s->homes, column);
    nh_column *share = nh_frame_find(table, name);
    share->decimals = 1;
    if (nh_present(part, row) && nh_present(part, s->homes_of_england) && part->number[s->homes_of_england] > 0)
        nh_put_number(share, nh_frame_rows(table) - 1, 100 * part->number[row] / part->number[s->homes_of_england]);
}

static void add_area(nh_frame *table, const sides *s, size_t of_homes)
{
    const char *code = nh_text_of(s->homes, "authority", of_homes);
    size_t own = row_of(s->balance, s->year, code);
    if (own == nh_frame_rows(s->balance)) return;
    size_t row = nh_frame_append(table);
    nh_put_number(nh_frame_find(table, "year"), row, s->year);
    nh_put_number(nh_frame_find(table, "homes_year"), row, s->homes_year);
    nh_put_text(nh_frame_find(table, "geographic_level"), row,
                nh_text_of(s->homes, "geographic_level", of_homes));
    nh_put_text(nh_frame_find(table, "authority"), row, code);
    nh_put_text(nh_frame_find(table, "name"), row, nh_text_of(s->homes, "name", of_homes));
    copy_number(table, "homes", s->homes, "homes", of_homes);
    copy_number(table, "places", s->homes, "places", of_homes);
    copy_number(table, "children", s->balance, "own_children", own);
    copy_number(table, "children_of_england", s->balance, "own_children", s->england);
    put_share(table, "share_of_homes", s, "homes", of_homes);
    put_share(table, "share_of_places", s, "places", of_homes);
}

nh_frame *nh_homes_by_region(const nh_frame *balance, const nh_frame *homes)
{
    sides s = { balance, homes, nh_last_year_of(balance), nh_last_year_of(homes), 0, 0 };
    s.england = row_of_england(balance, s.year);
    s.homes_of_england = row_of_england(homes, s.homes_year);
    if (s.england == nh_frame_rows(balance) || s.homes_of_england == nh_frame_rows(homes)) return NULL;
    nh_frame *table = nh_result_frame("homes_by_region", "Children's homes and children looked after, by region",
                                      columns);
    const nh_column *years = nh_frame_find(homes, "year");
    for (size_t row = 0; row < nh_frame_rows(homes); row++)
        if (years->number[row] == s.homes_year && (nh_row_is(homes, row, england) || nh_row_is(homes, row, region)))
            add_area(table, &s, row);
    nh_fill_in(table);
    nh_frame_set_lineage(table, nh_frame_lineage(balance));
    return table;
}
