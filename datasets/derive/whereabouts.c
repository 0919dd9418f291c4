/* datasets/derive/whereabouts.c: each different postcode is looked up once, pairs of them are measured when asked. */
#include "datasets/derive/whereabouts.h"

#include "datasets/tables/authorities.h"
#include "datasets/tables/postcodes.h"

#include <stdlib.h>
#include <string.h>

/* The places of the levels of one postcode column. */
typedef struct gazetteer {
    const nh_column *column; /* NULL: nothing is known */
    const uint64_t *packed;
} gazetteer;

/* Where a place lies, seen from an authority. */
typedef struct side {
    bool is_found; /* false: not yet looked for */
    int8_t is_inside, at_a_distance; /* nh_truth */
} side;

struct nh_map {
    const nh_histories *h;
    const nh_postcodes *directory;
    gazetteer home, placement;
    int *responsible;       /* authority of each level of the column authority */
    side *sides;            /* [level of the column authority][1 + place; 0: in no authority] */
    size_t n_sides;
    nh_levels *places;
    int32_t *code_of_place; /* of each authority, in places */
    int32_t none;
    bool is_derived;        /* by DfE's columns */
};

static size_t count_levels(const nh_column *column)
{
    return column ? nh_levels_count(column->levels) : 0;
}

static gazetteer gazetteer_of(const nh_column *column, const nh_postcodes *directory, uint64_t *packed)
{
    if (!column || !directory) return (gazetteer){ NULL, NULL };
    nh_postcodes_find_levels(directory, column->levels, packed);
    return (gazetteer){ column, packed };
}

/* The places of both columns stand in one array, which is long enough for huge pages where each of them is not. */
static void look_up_all(nh_map *map)
{
    const nh_episodes *e = &map->h->episodes;
    size_t n_homes = count_levels(e->home_post), n = n_homes + count_levels(e->pl_post);
    uint64_t *packed = nh_arena_array(map->h->memory, map->directory ? n : 0, sizeof *packed);
    map->home = gazetteer_of(e->home_post, map->directory, packed);
    map->placement = gazetteer_of(e->pl_post, map->directory, packed + n_homes);
}

static void name_places(nh_map *map)
{
    map->places = nh_levels_new();
    for (size_t i = 0; i < nh_authority_count(); i++)
        map->code_of_place[i] = nh_levels_add_text(map->places, nh_authority_at((int)i)->code);
    map->none = nh_levels_add_text(map->places, "none");
}

nh_map *nh_map_open(const nh_inputs *inputs, const nh_histories *h)
{
    nh_map *map = nh_zeroed(1, sizeof *map);
    const nh_levels *authorities = h->episodes.authority->levels;
    size_t n = nh_levels_count(authorities);
    map->h = h;
    map->directory = nh_inputs_postcodes(inputs);
    map->is_derived = !map->directory && (h->episodes.pl_la || h->episodes.pl_location || h->episodes.pl_distance);
    look_up_all(map);
    map->responsible = nh_arena_array(h->memory, n, sizeof *map->responsible);
    for (size_t i = 0; i < n; i++) map->responsible[i] = nh_authority_of(nh_levels_text(authorities, (int32_t)i));
    map->n_sides = nh_authority_count() + 1;
    map->sides = nh_arena_array(h->memory, n * map->n_sides, sizeof *map->sides);
    map->code_of_place = nh_arena_array(h->memory, nh_authority_count(), sizeof *map->code_of_place);
    name_places(map);
    return map;
}

void nh_map_free(nh_map *map)
{
    if (!map) return;
    nh_levels_release(map->places);
    free(map);
}

nh_levels *nh_map_places(const nh_map *map)
{
    return map->places;
}

/* False when the postcode is blank or not in the directory. */
static bool find_place(const gazetteer *g, size_t episode, nh_place *place)
{
    int32_t code = nh_code_in(g->column, episode);
    if (code < 0 || g->packed[code] == 0) return false;
    *place = nh_place_of(g->packed[code]);
    return true;
}

/* WAL or SCO: somewhere in a country where the authority has a neighbour, which may or may not be meant. */
static bool may_adjoin(int responsible, int place)
{
    const nh_authority *area = nh_authority_at(place);
    return strlen(area->code) == 3 && nh_adjoins_wales_or_scotland(responsible, area->country);
}

/* `place` may be NH_NO_AUTHORITY: then it lies in nobody's area, nor in a neighbour's (decision 40). */
static side find_side(int responsible, int place)
{
    if (responsible == NH_NO_AUTHORITY) return (side){ true, NH_NOT_KNOWN, NH_NOT_KNOWN };
    bool is_known = place != NH_NO_AUTHORITY, is_inside = is_known && nh_is_inside(responsible, place);
    bool adjoins = is_known && nh_adjoins(responsible, place);
    side found = { true, (int8_t)is_inside, (int8_t)(!is_inside && !adjoins) };
    if (is_known && may_adjoin(responsible, place)) found.at_a_distance = NH_NOT_KNOWN; /* Decision 51. */
    return found;
}

/* Millions of episodes have some thousand different pairs. */
static void place_in(const nh_map *map, nh_whereabouts *where, int32_t authority, int place)
{
    side *known = &map->sides[(size_t)authority * map->n_sides + (size_t)(place - NH_NO_AUTHORITY)];
    if (!known->is_found) *known = find_side(map->responsible[authority], place);
    where->is_inside = (nh_truth)known->is_inside;
    where->at_a_distance = (nh_truth)known->at_a_distance;
}

static nh_whereabouts by_postcodes(const nh_map *map, int32_t authority, size_t episode)
{
    nh_whereabouts where = { .authority = -1, .is_inside = NH_NOT_KNOWN, .at_a_distance = NH_NOT_KNOWN };
    nh_place home, placement;
    if (!find_place(&map->placement, episode, &placement)) return where;
    where.authority = placement.authority == NH_NO_AUTHORITY ? map->none : map->code_of_place[placement.authority];
    place_in(map, &where, authority, placement.authority);
    where.has_miles = find_place(&map->home, episode, &home) && home.has_grid && placement.has_grid;
    if (where.has_miles) where.miles = nh_miles(&home, &placement);
    return where;
}

/* Three digits, or WAL SCO NIR NUK; CON is a confidential placement, of which nothing is told. */
static void read_pl_la(const nh_map *map, nh_whereabouts *where, int32_t authority, const char *code)
{
    int place = nh_authority_of(code);
    if (place == NH_NO_AUTHORITY) return;
    where->authority = map->code_of_place[place];
    place_in(map, where, authority, place);
}

/* PL_LOCATION is DfE's own word on inside or outside; inside is never at a distance. */
static void read_pl_location(nh_whereabouts *where, const char *location)
{
    if (strcmp(location, "IN") == 0) {
        where->is_inside = NH_TRUE;
        where->at_a_distance = NH_FALSE;
    } else if (strcmp(location, "OUT") == 0) {
        where->is_inside = NH_FALSE;
    }
}

static const double NO_DISTANCE = 999.9; /* DfE: cannot be calculated */

static nh_whereabouts by_derived_columns(const nh_map *map, int32_t authority, size_t episode)
{
    const nh_episodes *e = &map->h->episodes;
    nh_whereabouts where = { .authority = -1, .is_inside = NH_NOT_KNOWN, .at_a_distance = NH_NOT_KNOWN };
    if (e->pl_la) read_pl_la(map, &where, authority, nh_text_at(e->pl_la, episode));
    if (e->pl_location) read_pl_location(&where, nh_text_at(e->pl_location, episode));
    where.has_miles = e->pl_distance && nh_present(e->pl_distance, episode)
                      && e->pl_distance->number[episode] < NO_DISTANCE;
    if (where.has_miles) where.miles = e->pl_distance->number[episode];
    return where;
}

static void expect_place(const gazetteer *g, size_t episode)
{
    int32_t code = nh_code_in(g->column, episode);
    if (code >= 0) __builtin_prefetch(&g->packed[code]);
}

void nh_whereabouts_expect(const nh_map *map, size_t episode)
{
    expect_place(&map->home, episode);
    expect_place(&map->placement, episode);
}

nh_whereabouts nh_whereabouts_of(nh_map *map, uint32_t child, size_t episode)
{
    int32_t authority = map->h->index->authority[child];
    nh_whereabouts where = map->directory ? by_postcodes(map, authority, episode)
                                          : by_derived_columns(map, authority, episode);
    if (map->h->people->asylum[child] == NH_ASYLUM) where.has_miles = false;
    return where;
}
