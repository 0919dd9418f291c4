/* datasets/derive/homes_beside.c: children's homes beside the children of a balance.
 *
 * Homes are published as they are, also beside counts of children's records that leave rounded; places for each own
 * child would tell the true count, and stand beside published children alone.
 *
 * Joined by the code of the area and the year; Inner and Outer London, which Ofsted does not tell apart, have none.
 * A rank counts the areas of the same level with more homes, so that equals share one; England has none. */
#include "datasets/derive/homes_beside.h"

#include "datasets/tables/ees_rows.h"

#include <string.h>

/* A column of the balance, and the one of `homes` that it is a copy of, or NULL. */
typedef struct beside {
    const char *name, *copied_from, *meaning;
} beside;

static const beside columns[] = {
    { "homes", "homes", "children's homes in the area (Ofsted's list)" },
    { "places", "places", "places in them" },
    { "places_per_own_child", NULL, "places for each child the authority is responsible for" },
    { "share_of_homes", NULL, "homes in the area, in % of those of England" },
    { "homes_rank", NULL, "1 for the region (the authority) with the most homes, 2 for the next" },
    { "homes_outstanding", "outstanding", "homes judged outstanding at their latest full inspection" },
    { "homes_good", "good", "homes judged good" },
    { "homes_requires_improvement", "requires_improvement", "homes judged to require improvement" },
    { "homes_adequate", "adequate", "homes judged adequate (the third grade from 2011 to 2015)" },
    { "homes_satisfactory", "satisfactory", "homes judged satisfactory (the third grade to 2011)" },
    { "homes_inadequate", "inadequate", "homes judged inadequate" },
    { "homes_not_judged", "not_judged", "homes without a judgement yet" },
    { "share_good_or_better", NULL, "homes judged good or outstanding, in % of those judged" },
};

enum { N_BESIDE = sizeof columns / sizeof *columns };

/* The year of the balance that stands for one of the lists: the same, or the nearest. */
static double year_beside(const nh_frame *balance, double year)
{
    const nh_column *years = nh_frame_find(balance, "year");
    double nearest = 0, least = 1000;
    for (size_t row = 0; row < years->n; row++) {
        double away = years->number[row] > year ? years->number[row] - year : year - years->number[row];
        if (away < least) nearest = years->number[row], least = away;
    }
    return nearest;
}

static double number_of(const nh_frame *homes, const char *name, size_t row)
{
    const nh_column *column = nh_frame_find(homes, name);
    return nh_present(column, row) ? column->number[row] : 0;
}

static bool is_level(const nh_frame *homes, size_t row, const char *level)
{
    return strcmp(nh_text_of(homes, "geographic_level", row), level) == 0;
}

/* Homes of England in the list that row `of` is from; 0 where the list has no such row. */
static double homes_of_england(const nh_frame *homes, size_t of)
{
    double year = number_of(homes, "year", of);
    for (size_t row = 0; row < nh_frame_rows(homes); row++)
        if (number_of(homes, "year", row) == year && is_level(homes, row, NH_EES_NATIONAL))
            return number_of(homes, "homes", row);
    return 0;
}

static size_t rank_of(const nh_frame *homes, size_t of)
{
    const char *level = nh_text_of(homes, "geographic_level", of);
    double year = number_of(homes, "year", of), n = number_of(homes, "homes", of);
    size_t rank = 1;
    for (size_t row = 0; row < nh_frame_rows(homes); row++)
        rank += number_of(homes, "year", row) == year && is_level(homes, row, level) &&
                number_of(homes, "homes", row) > n;
    return rank;
}

static void put_share(nh_frame *balance, const char *name, size_t row, double part, double whole)
{
    if (whole > 0) nh_put_number(nh_frame_find(balance, name), row, part / whole);
}

static void put_shares(nh_frame *balance, size_t row, const nh_frame *homes, size_t from)
{
    double n = number_of(homes, "homes", from);
    double good = number_of(homes, "good", from) + number_of(homes, "outstanding", from);
    const nh_column *own = nh_frame_find(balance, "own_children");
    if (nh_present(own, row) && nh_frame_lineage(balance) == NH_PUBLISHED)
        put_share(balance, "places_per_own_child", row, number_of(homes, "places", from), own->number[row]);
    put_share(balance, "share_of_homes", row, 100 * n, homes_of_england(homes, from));
    put_share(balance, "share_good_or_better", row, 100 * good, n - number_of(homes, "not_judged", from));
    if (is_level(homes, from, NH_EES_NATIONAL))
        nh_put_mark(nh_frame_find(balance, "homes_rank"), row, NH_NOT_APPLICABLE);
    else nh_put_number(nh_frame_find(balance, "homes_rank"), row, (double)rank_of(homes, from));
}

static void put_copies(nh_frame *balance, size_t row, const nh_frame *homes, size_t from)
{
    for (size_t i = 0; i < N_BESIDE; i++) {
        nh_column *to = nh_frame_find(balance, columns[i].name);
        const nh_column *copied = columns[i].copied_from ? nh_frame_find(homes, columns[i].copied_from) : NULL;
        if (!copied || !to) continue;
        if (nh_present(copied, from)) nh_put_number(to, row, copied->number[from]);
        else nh_put_mark(to, row, nh_mark_at(copied, from));
    }
}

static void join_row(nh_frame *balance, const nh_frame *homes, size_t from, double year)
{
    const char *code = nh_text_of(homes, "authority", from);
    const nh_column *area = nh_frame_find(balance, "authority"), *years = nh_frame_find(balance, "year");
    for (size_t row = 0; *code && row < nh_frame_rows(balance); row++)
        if (years->number[row] == year && strcmp(nh_text_at(area, row), code) == 0) {
            put_copies(balance, row, homes, from);
            put_shares(balance, row, homes, from);
        }
}

/* A grade that no list has (adequate, of lists from 2015 on) needs no column. */
static bool is_anywhere(const nh_frame *homes, const char *name)
{
    const nh_column *column = nh_frame_find(homes, name);
    bool any = false;
    for (size_t row = 0; row < column->n; row++) any |= nh_present(column, row);
    return any;
}

static void add_columns(nh_frame *balance, const nh_frame *homes)
{
    for (size_t i = 0; i < N_BESIDE; i++) {
        bool tells_of_children = strcmp(columns[i].name, "places_per_own_child") == 0;
        if (tells_of_children && nh_frame_lineage(balance) == NH_CHILD_LEVEL) continue;
        if (columns[i].copied_from && !is_anywhere(homes, columns[i].copied_from)) continue;
        nh_column *column = nh_frame_add(balance, columns[i].name, NH_NUMBER);
        nh_column_describe(balance, column, columns[i].meaning, NULL);
        if (strncmp(columns[i].name, "share", 5) == 0) column->decimals = 1;
        for (size_t row = 0; row < column->n; row++) nh_put_mark(column, row, NH_MISSING);
    }
}

void nh_homes_beside(nh_frame *balance, const nh_frame *homes, nh_results *notes)
{
    const nh_column *years = nh_frame_find(homes, "year");
    double told = 0;
    add_columns(balance, homes);
    for (size_t from = 0; from < nh_frame_rows(homes); from++) {
        double year = year_beside(balance, years->number[from]);
        if (year != years->number[from] && years->number[from] != told) {
            told = years->number[from];
            nh_results_note(notes, "homes and places of 31 March %.0f stand beside the children of 31 March %.0f",
                            told, year);
        }
        join_row(balance, homes, from, year);
    }
}
