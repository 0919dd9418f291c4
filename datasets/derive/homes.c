/* datasets/derive/homes.c: Ofsted's list of providers counted by area.
 *
 * Counted are children's homes that are open (active or suspended). Residential special schools registered as homes
 * and secure homes are counted in columns of their own and not among the homes. Providers outside England are left
 * out. The list has no addresses of homes, so their area is the authority that it names; one whose name is not known
 * is counted in its region alone, with a note. Satisfactory, adequate and requires improvement are different third
 * grades, of different years: a grade that a list does not have is not applicable there. */
#include "datasets/derive/homes.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/ees_rows.h"
#include "datasets/tables/regions.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef enum measure {
    HOMES, PLACES, PRIVATE, LOCAL, VOLUNTARY, OTHER_SECTOR, SHORT_BREAKS, OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT,
    ADEQUATE, SATISFACTORY, INADEQUATE, NOT_JUDGED, SCHOOLS, SECURE, N_MEASURES
} measure;

enum { FIRST_MEASURE = 5, N_REGIONS = 9 }; /* the first: among the columns */

static const nh_derived_column meanings[] = {
    { "year", "of the 31 March that the list is of, or the next one" },
    { "geographic_level", "National, Regional or Local authority" },
    { "authority", "code of the area, blank where the list's name is not known" },
    { "name", "name of the area" },
    { "region", "name of its region" },
    { "homes", "children's homes, active or suspended" },
    { "places", "places in them" },
    { "private_homes", "homes of the private sector" },
    { "local_authority_homes", "homes of local authorities" },
    { "voluntary_homes", "homes of the voluntary sector" },
    { "other_homes", "homes of another sector (health, academies)" },
    { "short_break_homes", "homes for short breaks only" },
    { "outstanding", "homes judged outstanding at their latest full inspection" },
    { "good", "homes judged good" },
    { "requires_improvement", "homes judged to require improvement (the third grade since 2015)" },
    { "adequate", "homes judged adequate (the third grade from 2011 to 2015)" },
    { "satisfactory", "homes judged satisfactory (the third grade to 2011)" },
    { "inadequate", "homes judged inadequate" },
    { "not_judged", "homes without a judgement yet" },
    { "school_homes", "residential special schools registered as children's homes, not among the homes" },
    { "secure_homes", "secure children's homes, not among the homes" },
    { NULL, NULL }
};

typedef struct tally {
    double year;
    int order; /* nation, regions, authorities */
    const char *code, *name, *region;
    double n[N_MEASURES];
} tally;

typedef struct counting {
    const nh_frame *list;
    const nh_column *year, *authority, *name, *region, *type, *status, *sector, *places, *short_breaks, *judgement;
    tally *all;
    size_t n;
    size_t n_unknown; /* homes of authorities whose name is not known */
} counting;

static const char *const levels[] = { NH_EES_NATIONAL, NH_EES_REGIONAL, NH_EES_LOCAL };

/* ---- what a provider is ---- */

static bool is_word(const nh_column *column, size_t row, const char *word)
{
    return strcasecmp(nh_text_at(column, row), word) == 0;
}

/* A list without the column (2014) is of open ones. */
static bool is_open(const counting *c, size_t row)
{
    return !nh_present(c->status, row) || is_word(c->status, row, "Active") || is_word(c->status, row, "Suspended");
}

/* HOMES, SCHOOLS, SECURE, or N_MEASURES for what is counted nowhere. */
static measure kind_of(const counting *c, size_t row)
{
    static const struct {
        const char *type;
        measure kind;
    } types[] = { { "Children's home", HOMES },
                  { "Secure children's home", SECURE },
                  { "Residential special school (registered as a children's home)", SCHOOLS } };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_word(c->type, row, types[i].type)) return types[i].kind;
    return N_MEASURES;
}

static measure sector_of(const counting *c, size_t row)
{
    if (is_word(c->sector, row, "Private")) return PRIVATE;
    if (is_word(c->sector, row, "Local Authority")) return LOCAL;
    return is_word(c->sector, row, "Voluntary") ? VOLUNTARY : OTHER_SECTOR;
}

static measure grade_of(const counting *c, size_t row)
{
    static const struct {
        const char *grade;
        measure is;
    } grades[] = { { "Outstanding", OUTSTANDING }, { "Good", GOOD }, { "Requires improvement", REQUIRES_IMPROVEMENT },
                   { "Requires improvement to be good", REQUIRES_IMPROVEMENT }, { "Adequate", ADEQUATE },
                   { "Satisfactory", SATISFACTORY }, { "Inadequate", INADEQUATE } };
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (is_word(c->judgement, row, grades[i].grade)) return grades[i].is;
    return NOT_JUDGED;
}

/* ---- counting ---- */

static bool is_same_area(const tally *t, const tally *other)
{
    return t->year == other->year && t->order == other->order && strcmp(t->code, other->code) == 0 &&
           (*t->code || strcmp(t->name, other->name) == 0);
}

static tally *tally_of(counting *c, tally area)
{
    for (size_t i = 0; i < c->n; i++)
        if (is_same_area(&c->all[i], &area)) return &c->all[i];
    c->all = nh_resize(c->all, c->n + 1, sizeof *c->all);
    c->all[c->n] = area;
    return &c->all[c->n++];
}

static void count_in(tally *area, const counting *c, size_t row, measure kind)
{
    area->n[kind]++;
    if (kind != HOMES) return;
    if (nh_present(c->places, row)) area->n[PLACES] += c->places->number[row];
    area->n[sector_of(c, row)]++;
    area->n[SHORT_BREAKS] += nh_present(c->short_breaks, row);
    area->n[grade_of(c, row)]++;
}

static tally authority_at(counting *c, size_t row, const nh_region *region)
{
    int authority = nh_authority_of(nh_text_at(c->authority, row));
    tally area = { .year = c->year->number[row], .order = 2, .code = "", .name = nh_text_at(c->name, row),
                   .region = region->name };
    if (authority == NH_NO_AUTHORITY) {
        c->n_unknown++;
        return area;
    }
    const nh_authority *known = nh_authority_at(authority);
    area.code = known->code;
    area.name = known->name;
    area.region = known->region;
    return area;
}

static void count_provider(counting *c, size_t row)
{
    measure kind = kind_of(c, row);
    const char *text = nh_text_at(c->region, row);
    const nh_region *region = nh_region_named(text, strlen(text));
    if (kind == N_MEASURES || !is_open(c, row) || !region) return;
    double year = c->year->number[row];
    count_in(tally_of(c, (tally){ .year = year, .code = "E92000001", .name = "England", .region = "" }), c, row,
             kind);
    count_in(tally_of(c, (tally){ .year = year, .order = 1, .code = region->code, .name = region->name,
                                  .region = region->name }), c, row, kind);
    count_in(tally_of(c, authority_at(c, row, region)), c, row, kind);
}

/* A list with homes in every region is of England: an authority that is not in it has none. */
static void add_authorities_without(counting *c, double year)
{
    size_t n_regions = 0;
    for (size_t i = 0; i < c->n; i++) n_regions += c->all[i].year == year && c->all[i].order == 1;
    for (int a = 0; n_regions == N_REGIONS && a < (int)nh_authority_count(); a++) {
        const nh_authority *known = nh_authority_at(a);
        if (known->in_england && nh_is_in_force(a, (int)year))
            tally_of(c, (tally){ .year = year, .order = 2, .code = known->code, .name = known->name,
                                 .region = known->region });
    }
}

/* ---- the frame ---- */

static bool is_third_grade(measure m)
{
    return m == REQUIRES_IMPROVEMENT || m == ADEQUATE || m == SATISFACTORY;
}

/* Whether any home of that year's list has the grade. */
static bool has_grade(const counting *c, double year, measure grade)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->all[i].year == year && c->all[i].n[grade] > 0) return true;
    return false;
}

static void put_tally(const counting *c, nh_frame *homes, const tally *t)
{
    size_t row = nh_frame_append(homes);
    nh_put_number(nh_frame_at(homes, 0), row, t->year);
    nh_put_text(nh_frame_at(homes, 1), row, levels[t->order]);
    if (*t->code) nh_put_text(nh_frame_at(homes, 2), row, t->code);
    nh_put_text(nh_frame_at(homes, 3), row, t->name);
    if (*t->region) nh_put_text(nh_frame_at(homes, 4), row, t->region);
    for (int m = 0; m < N_MEASURES; m++) {
        nh_column *column = nh_frame_at(homes, FIRST_MEASURE + (size_t)m);
        if (is_third_grade((measure)m) && !has_grade(c, t->year, (measure)m))
            nh_put_mark(column, row, NH_NOT_APPLICABLE);
        else nh_put_number(column, row, t->n[m]);
    }
}

static int by_year_and_code(const void *a, const void *b)
{
    const tally *one = a, *other = b;
    if (one->year != other->year) return one->year < other->year ? -1 : 1;
    if (one->order != other->order) return one->order - other->order;
    int order = strcmp(one->code, other->code);
    return order ? order : strcmp(one->name, other->name);
}

static nh_frame *frame_of(counting *c)
{
    nh_frame *homes =
        nh_frame_new("homes", "Children's homes, places and judgements, from Ofsted's list of providers");
    nh_frame_set_lineage(homes, NH_PUBLISHED);
    for (size_t i = 0; meanings[i].name; i++) {
        bool is_text = i > 0 && i < FIRST_MEASURE;
        nh_column *column = nh_frame_add(homes, meanings[i].name, is_text ? NH_CATEGORY : NH_NUMBER);
        nh_column_describe(homes, column, meanings[i].meaning, NULL);
    }
    if (c->n) qsort(c->all, c->n, sizeof *c->all, by_year_and_code);
    for (size_t i = 0; i < c->n; i++) put_tally(c, homes, &c->all[i]);
    return homes;
}

static counting open_list(const nh_frame *list)
{
    return (counting){
        .list = list, .year = nh_frame_find(list, "year"), .authority = nh_frame_find(list, "authority"),
        .name = nh_frame_find(list, "name"), .region = nh_frame_find(list, "region"),
        .type = nh_frame_find(list, "provision_type"), .status = nh_frame_find(list, "status"),
        .sector = nh_frame_find(list, "sector"), .places = nh_frame_find(list, "places"),
        .short_breaks = nh_frame_find(list, "short_breaks_only"), .judgement = nh_frame_find(list, "judgement"),
    };
}

static nh_frame *make(nh_inputs *inputs, nh_error *err)
{
    const nh_frame *list = nh_extract_table(nh_inputs_extract(inputs), "providers");
    if (!list) {
        nh_fail(err, NH_BAD_INPUT, "no homes: give Ofsted's list of providers among the inputs");
        return NULL;
    }
    counting c = open_list(list);
    for (size_t row = 0; row < nh_frame_rows(list); row++) count_provider(&c, row);
    for (size_t i = 0; i < c.n; i++)
        if (c.all[i].order == 0) add_authorities_without(&c, c.all[i].year);
    if (c.n_unknown)
        nh_results_note(nh_inputs_notes(inputs), "homes: %zu of the list stand under names of authorities that are "
                        "not known: they are counted in their regions, and under those names", c.n_unknown);
    nh_frame *homes = frame_of(&c);
    free(c.all);
    return homes;
}

const nh_derivation nh_derive_homes = {
    .name = "homes", .summary = "children's homes, places and judgements of each area, from Ofsted's list",
    .is_public = true, .columns = meanings, .make = make
};
