/* datasets/simulate/addresses.c: postcodes in squares of a kilometre, area by area; distances by trial.
 *
 * A postcode at a distance is looked for in two ways: along directions from the other one that lead to the area, in
 * the square where the distance ends, and anywhere in the area. The first finds near ones, the second those in an
 * area far away. Left out: postcodes without a grid reference where the National Grid is used. */
#include "datasets/simulate/addresses.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SQUARE = 1000, COUNTRIES = 4 };

/* For places outside the United Kingdom the Channel Islands and the Isle of Man stand: the directory has no
 * others. */
static const char countries[COUNTRIES] = { 'W', 'S', 'N', 'I' };
static const char *const country_codes[COUNTRIES] = { "WAL", "SCO", "NIR", "NUK" };

typedef struct address {
    float easting, northing;
    char key[8];
} address;

/* Squares from the south-west corner, row by row; `first` goes on to the end of the last. */
typedef struct area {
    double west, south, east, north;
    int columns, rows;
    size_t n;        /* postcodes */
    uint32_t *first; /* of each square, among all addresses */
} area;

struct nh_addresses {
    area *areas;
    int n_areas, n_districts;
    address *all;
};

/* ---- gathering ---- */

typedef struct gathering {
    address *found;
    short *area;
    size_t n;
    short *area_of_authority; /* -1: none */
} gathering;

static void add_address(void *context, const char key[8], const nh_place *place)
{
    gathering *g = context;
    int there = place->authority == NH_NO_AUTHORITY ? -1 : g->area_of_authority[place->authority];
    if (there < 0 || (!place->has_grid && strchr("EWS", nh_authority_at(place->authority)->country))) return;
    g->found[g->n] = (address){ .easting = place->easting, .northing = place->northing };
    memcpy(g->found[g->n].key, key, sizeof g->found[g->n].key);
    g->area[g->n++] = (short)there;
}

/* A directory may have an area under another code than the releases: both stand for one upper tier. */
static void number_areas(gathering *g, const nh_england *england)
{
    for (size_t i = 0; i < nh_authority_count(); i++) {
        const char *country = memchr(countries, nh_authority_at((int)i)->country, COUNTRIES);
        g->area_of_authority[i] = country ? (short)(england->n + (size_t)(country - countries)) : -1;
    }
    for (size_t i = 0; i < england->n; i++) {
        int authority = england->districts[i].authority;
        g->area_of_authority[authority] = (short)i;
        g->area_of_authority[nh_upper_tier(nh_authority_at(authority)->code)] = (short)i;
    }
}

static gathering gather(const nh_postcodes *directory, const nh_england *england)
{
    size_t room = nh_postcodes_count(directory) + 1;
    gathering g = { .found = nh_zeroed(room, sizeof *g.found), .area = nh_zeroed(room, sizeof *g.area),
                    .area_of_authority = nh_zeroed(nh_authority_count(), sizeof *g.area_of_authority) };
    number_areas(&g, england);
    nh_postcodes_each(directory, add_address, &g);
    return g;
}

/* ---- squares ---- */

static void find_extents(nh_addresses *addresses, const gathering *g)
{
    for (int i = 0; i < addresses->n_areas; i++)
        addresses->areas[i] = (area){ .west = INFINITY, .south = INFINITY, .east = -INFINITY, .north = -INFINITY };
    for (size_t i = 0; i < g->n; i++) {
        area *a = &addresses->areas[g->area[i]];
        a->west = fmin(a->west, g->found[i].easting);
        a->east = fmax(a->east, g->found[i].easting);
        a->south = fmin(a->south, g->found[i].northing);
        a->north = fmax(a->north, g->found[i].northing);
        a->n++;
    }
}

static size_t squares_of(const area *a)
{
    return (size_t)a->columns * (size_t)a->rows;
}

static void lay_squares(area *a)
{
    if (a->n == 0) return;
    a->columns = (int)((a->east - a->west) / SQUARE) + 1;
    a->rows = (int)((a->north - a->south) / SQUARE) + 1;
    a->first = nh_zeroed(squares_of(a) + 2, sizeof *a->first);
}

/* -1: outside. */
static long square_at(const area *a, double easting, double northing)
{
    if (easting < a->west || northing < a->south || easting > a->east || northing > a->north) return -1;
    return (long)((northing - a->south) / SQUARE) * a->columns + (long)((easting - a->west) / SQUARE);
}

/* The place before the square's own: where the next address of the square goes, once first places are known. */
static uint32_t *next_of(const nh_addresses *addresses, const gathering *g, size_t i)
{
    const area *a = &addresses->areas[g->area[i]];
    return &a->first[square_at(a, g->found[i].easting, g->found[i].northing) + 1];
}

/* Counts stand one square further on; sums of them are where each square begins. Returns the end of the last. */
static uint32_t sum_up(area *a, uint32_t start)
{
    if (a->n == 0) return start;
    a->first[0] = a->first[1] = start;
    for (size_t square = 1; square <= squares_of(a); square++) a->first[square + 1] += a->first[square];
    return a->first[squares_of(a) + 1];
}

static void sort_into_squares(nh_addresses *addresses, const gathering *g)
{
    uint32_t end = 0;
    for (size_t i = 0; i < g->n; i++) ++*(next_of(addresses, g, i) + 1);
    for (int k = 0; k < addresses->n_areas; k++) end = sum_up(&addresses->areas[k], end);
    addresses->all = nh_zeroed(g->n + 1, sizeof *addresses->all);
    for (size_t i = 0; i < g->n; i++) addresses->all[(*next_of(addresses, g, i))++] = g->found[i];
}

nh_addresses *nh_addresses_new(const nh_postcodes *directory, const nh_england *england)
{
    nh_addresses *addresses = nh_zeroed(1, sizeof *addresses);
    addresses->n_districts = (int)england->n;
    addresses->n_areas = addresses->n_districts + COUNTRIES;
    addresses->areas = nh_zeroed((size_t)addresses->n_areas, sizeof *addresses->areas);
    gathering g = gather(directory, england);
    find_extents(addresses, &g);
    for (int i = 0; i < addresses->n_areas; i++) lay_squares(&addresses->areas[i]);
    sort_into_squares(addresses, &g);
    free(g.found);
    free(g.area);
    free(g.area_of_authority);
    return addresses;
}

void nh_addresses_free(nh_addresses *addresses)
{
    if (!addresses) return;
    for (int i = 0; i < addresses->n_areas; i++) free(addresses->areas[i].first);
    free(addresses->areas);
    free(addresses->all);
    free(addresses);
}

/* ---- choosing ---- */

int nh_address_area(const nh_addresses *addresses, int place, const char *code)
{
    if (place < addresses->n_districts) return place;
    for (int i = 0; i < COUNTRIES; i++)
        if (strcmp(code, country_codes[i]) == 0) return addresses->n_districts + i;
    return -1;
}

size_t nh_addresses_count(const nh_addresses *addresses, int there)
{
    return addresses->areas[there].n;
}

int32_t nh_address_in(const nh_addresses *addresses, gsl_rng *rng, int there)
{
    const area *a = there < 0 ? NULL : &addresses->areas[there];
    if (!a || a->n == 0) return NH_NO_ADDRESS;
    return (int32_t)(a->first[0] + gsl_rng_uniform_int(rng, a->n));
}

static double miles_between(const address *a, const address *b)
{
    double east = (double)a->easting - b->easting, north = (double)a->northing - b->northing;
    return sqrt(east * east + north * north) / 1000 / 1.6093;
}

double nh_address_miles(const nh_addresses *addresses, int32_t a, int32_t b)
{
    return round(miles_between(&addresses->all[a], &addresses->all[b]) * 10) / 10;
}

/* The directions in which an area lies: all of them for who is in it. */
typedef struct sector {
    double middle, half; /* radians, from east */
} sector;

static sector sector_of(const area *a, const address *from)
{
    double east = (a->west + a->east) / 2 - from->easting, north = (a->south + a->north) / 2 - from->northing;
    double reach = hypot(a->east - a->west, a->north - a->south) / 2, away = hypot(east, north);
    return (sector){ atan2(north, east), away <= reach ? acos(-1.0) : asin(reach / away) };
}

typedef struct search {
    const nh_addresses *addresses;
    const area *there;
    const address *from;
    double miles, least_off;
    int32_t best;
} search;

static void look_at(search *s, uint32_t candidate)
{
    double off = fabs(miles_between(s->from, &s->addresses->all[candidate]) - s->miles);
    if (s->best != NH_NO_ADDRESS && off >= s->least_off) return;
    s->best = (int32_t)candidate;
    s->least_off = off;
}

/* Near enough: a tenth of a mile, or one part in a hundred. */
static bool is_near_enough(const search *s)
{
    return s->best != NH_NO_ADDRESS && s->least_off <= fmax(0.1, 0.01 * s->miles);
}

/* Some postcodes of the square where the distance ends. */
static void look_along(search *s, gsl_rng *rng, sector to)
{
    enum { OF_A_SQUARE = 4 };
    double way = to.middle + to.half * (2 * gsl_rng_uniform(rng) - 1), metres = s->miles * 1609.3;
    long square = square_at(s->there, s->from->easting + metres * cos(way), s->from->northing + metres * sin(way));
    if (square < 0) return;
    uint32_t first = s->there->first[square], n = s->there->first[square + 1] - first;
    for (int i = 0; n > 0 && i < OF_A_SQUARE && !is_near_enough(s); i++)
        look_at(s, first + (uint32_t)gsl_rng_uniform_int(rng, n));
}

int32_t nh_address_at(const nh_addresses *addresses, gsl_rng *rng, nh_address_wish wish)
{
    enum { WAYS = 16, ANYWHERE = 16 };
    if (wish.area < 0 || addresses->areas[wish.area].n == 0) return NH_NO_ADDRESS;
    search s = { addresses, &addresses->areas[wish.area], &addresses->all[wish.from], wish.miles, 0, NH_NO_ADDRESS };
    sector to = sector_of(s.there, s.from);
    for (int i = 0; i < WAYS && !is_near_enough(&s); i++) look_along(&s, rng, to);
    for (int i = 0; i < ANYWHERE && !is_near_enough(&s); i++)
        look_at(&s, s.there->first[0] + (uint32_t)gsl_rng_uniform_int(rng, s.there->n));
    return s.best;
}

void nh_address_text(const nh_addresses *addresses, int32_t there, char text[9])
{
    const char *key = addresses->all[there].key;
    size_t outward = strlen(key) - 3;
    memcpy(text, key, outward);
    text[outward] = ' ';
    memcpy(text + outward + 1, key + outward, 4);
}
