/* stats/areas.c: pairs of authority and year in order, and the areas each adds to. */
#include "stats/areas.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <stdlib.h>
#include <string.h>

typedef struct pair {
    int32_t code; /* of the authority column */
    int year;
    int authority; /* in the table of authorities, or NH_NO_AUTHORITY */
    const char *text;
} pair;

static int year_at(const nh_column *year, size_t row)
{
    return nh_present(year, row) ? (int)year->number[row] : 0;
}

static int compare_pairs(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->year > y->year) - (x->year < y->year);
}

/* Years are few: the pairs seen, as a table of years for each authority. */
typedef struct pairs {
    pair *all;
    size_t n;
    int first_year, n_years;
    uint32_t *number; /* [authority code][year]: 1 + the pair's number */
    bool *complete;   /* [year]: every authority in force has rows */
} pairs;

static void span_of_years(pairs *p, const nh_column *year)
{
    int first = 0, last = 0;
    for (size_t row = 0; row < year->n; row++) {
        int y = year_at(year, row);
        if (row == 0 || y < first) first = y;
        if (row == 0 || y > last) last = y;
    }
    p->first_year = first;
    p->n_years = last - first + 1;
}

static uint32_t *slot(const pairs *p, int32_t code, int year)
{
    return &p->number[(size_t)code * (size_t)p->n_years + (size_t)(year - p->first_year)];
}

static void free_pairs(pairs *p)
{
    free(p->all);
    free(p->number);
    free(p->complete);
}

static bool all_are_there(const pairs *p, int year)
{
    bool *is_there = nh_zeroed(nh_authority_count(), sizeof *is_there), all = true;
    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].authority != NH_NO_AUTHORITY && p->all[i].year == year) is_there[p->all[i].authority] = true;
    for (int i = 0; i < (int)nh_authority_count() && all; i++)
        if (nh_authority_at(i)->in_england && nh_is_in_force(i, year)) all = nh_is_accounted_for(i, is_there);
    free(is_there);
    return all;
}

static pairs find_pairs(const nh_column *authority, const nh_column *year)
{
    pairs p = { 0 };
    span_of_years(&p, year);
    size_t most = nh_levels_count(authority->levels) * (size_t)p.n_years;
    p.number = nh_zeroed(most, sizeof *p.number);
    p.all = nh_zeroed(most, sizeof *p.all);
    for (size_t row = 0; row < authority->n; row++) {
        if (!nh_present(authority, row) || *slot(&p, authority->code[row], year_at(year, row))) continue;
        const char *text = nh_text_at(authority, row);
        p.all[p.n++] = (pair){ authority->code[row], year_at(year, row), nh_authority_of(text), text };
        *slot(&p, authority->code[row], year_at(year, row)) = 1;
    }
    qsort(p.all, p.n, sizeof *p.all, compare_pairs);
    for (size_t i = 0; i < p.n; i++) *slot(&p, p.all[i].code, p.all[i].year) = (uint32_t)i + 1;
    p.complete = nh_zeroed((size_t)p.n_years, sizeof *p.complete);
    for (int y = 0; y < p.n_years; y++) p.complete[y] = all_are_there(&p, p.first_year + y);
    return p;
}

static bool is_complete(const pairs *p, int year)
{
    return year >= p->first_year && year < p->first_year + p->n_years && p->complete[year - p->first_year];
}

bool nh_is_all_of_england(const nh_column *authority, const nh_column *year, int return_year)
{
    if (authority->n == 0) return false;
    pairs p = find_pairs(authority, year);
    bool all = is_complete(&p, return_year);
    free_pairs(&p);
    return all;
}

static const nh_area *named(nh_areas *areas, int authority, const char *code, int year)
{
    nh_area *area = &areas->area[areas->n];
    if (authority == NH_NO_AUTHORITY) *area = (nh_area){ year, "Local authority", code, code, "" };
    else *area = (nh_area){ year, "Local authority", code, nh_authority_at(authority)->name,
                            nh_authority_at(authority)->region };
    return area;
}

static void add_target(nh_areas *areas, size_t pair_number, size_t area)
{
    for (size_t i = 0; i < NH_AREA_TARGETS; i++)
        if (areas->targets[pair_number][i] < 0) {
            areas->targets[pair_number][i] = (int32_t)area;
            return;
        }
}

/* The area of that level, code and year, made where there is none yet. */
static size_t area_of(nh_areas *areas, nh_area wanted)
{
    for (size_t i = 0; i < areas->n; i++)
        if (areas->area[i].year == wanted.year && strcmp(areas->area[i].code, wanted.code) == 0 &&
            strcmp(areas->area[i].level, wanted.level) == 0)
            return i;
    areas->area[areas->n] = wanted;
    return areas->n++;
}

static void add_regions(nh_areas *areas, const pairs *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->all[i].authority == NH_NO_AUTHORITY || !is_complete(p, p->all[i].year)) continue;
        const nh_authority *a = nh_authority_at(p->all[i].authority);
        add_target(areas, i, area_of(areas, (nh_area){ p->all[i].year, "Regional", a->region_code, a->region, "" }));
        if (strncmp(a->region_code, "E13", 3) == 0)
            add_target(areas, i, area_of(areas, (nh_area){ p->all[i].year, "Regional", "E12000007", "London", "" }));
    }
}

/* One authority alone is called by its name. */
static const char *name_of_loaded(const nh_areas *areas, const pairs *p, int year)
{
    const pair *only = NULL;
    for (size_t i = 0; i < p->n; i++) {
        if (p->all[i].year != year) continue;
        if (only) return "All authorities loaded";
        only = &p->all[i];
    }
    if (only->authority != NH_NO_AUTHORITY) return nh_authority_at(only->authority)->name;
    return nh_arena_text(areas->texts, only->text, strlen(only->text));
}

static void add_whole(nh_areas *areas, const pairs *p, bool also_a_part)
{
    for (size_t i = 0; i < p->n; i++) {
        int year = p->all[i].year;
        bool all = is_complete(p, year);
        if (!all && !also_a_part) continue;
        nh_area england = { year, "National", "E92000001", "England", "" };
        nh_area part = { year, "Loaded", "", name_of_loaded(areas, p, year), "" };
        add_target(areas, i, area_of(areas, all ? england : part));
    }
}

static void add_authorities(nh_areas *areas, const pairs *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const char *code = nh_arena_text(areas->texts, p->all[i].text, strlen(p->all[i].text));
        named(areas, p->all[i].authority, code, p->all[i].year);
        add_target(areas, i, areas->n++);
    }
}

static nh_areas *no_areas(size_t n_rows, size_t n_pairs)
{
    nh_areas *areas = nh_zeroed(1, sizeof *areas);
    areas->texts = nh_arena_new();
    areas->n_pairs = n_pairs;
    areas->of_row = nh_zeroed(n_rows, sizeof *areas->of_row);
    areas->area = nh_zeroed(4 * n_pairs + 1, sizeof *areas->area);
    areas->targets = nh_zeroed(n_pairs + 1, sizeof *areas->targets);
    for (size_t i = 0; i <= n_pairs; i++)
        for (size_t k = 0; k < NH_AREA_TARGETS; k++) areas->targets[i][k] = -1;
    return areas;
}

nh_areas *nh_areas_new(const nh_column *authority, const nh_column *year, nh_areas_wanted wanted)
{
    pairs p = find_pairs(authority, year);
    nh_areas *areas = no_areas(authority->n, p.n);
    for (size_t row = 0; row < authority->n; row++)
        areas->of_row[row] = nh_present(authority, row) ? *slot(&p, authority->code[row], year_at(year, row)) - 1
                                                        : (uint32_t)p.n;
    if (wanted & NH_AREAS_AUTHORITIES) add_authorities(areas, &p);
    if (wanted & NH_AREAS_REGIONS) add_regions(areas, &p);
    if (wanted & (NH_AREAS_ENGLAND | NH_AREAS_WHOLE)) add_whole(areas, &p, (wanted & NH_AREAS_WHOLE) != 0);
    free_pairs(&p);
    return areas;
}

void nh_areas_free(nh_areas *areas)
{
    if (!areas) return;
    nh_arena_free(areas->texts);
    free(areas->of_row);
    free(areas->area);
    free(areas->targets);
    free(areas);
}
