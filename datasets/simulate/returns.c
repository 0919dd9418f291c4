/* datasets/simulate/returns.c: episodes cut where placement, legal status or a temporary absence begins or ends;
 * outcomes, incidents and reviews of each year.
 *
 * A return knows nothing of what came after its 31 March: what was open then is open in it. */
#include "datasets/simulate/returns.h"

#include "datasets/frame/date.h"
#include "datasets/simulate/outcomes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *name, *header; } tables[NH_RETURN_TABLES] = {
    [NH_RETURN_HEADER] = { "header", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB" },
    [NH_RETURN_EPISODES] = { "episodes", "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
                                         "HOME_POST,PL_POST,URN,PL_DISTANCE,PL_LA,PL_LOCATION" },
    [NH_RETURN_OC2] = { "oc2", "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
                               "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED" },
    [NH_RETURN_MISSING] = { "missing", "CHILD,DOB,MISSING,MIS_START,MIS_END" },
    [NH_RETURN_UASC] = { "uasc", "CHILD,SEX,DOB,DUC" },
    [NH_RETURN_REVIEWS] = { "reviews", "CHILD,DOB,REVIEW,REVIEW_CODE" },
};

const char *nh_return_table_name(nh_return_table table)
{
    return tables[table].name;
}

/* Without the columns that DfE derives from postcodes, where there are postcodes. */
static size_t header_length(const nh_return *of_year, int table)
{
    const char *header = tables[table].header, *derived = of_year->addresses ? strstr(header, ",PL_DISTANCE") : NULL;
    return derived ? (size_t)(derived - header) : strlen(header);
}

nh_return nh_return_new(int year, const nh_addresses *addresses)
{
    nh_return made = { .year = year, .addresses = addresses };
    for (int i = 0; i < NH_RETURN_TABLES; i++) {
        made.table[i] = nh_text_new();
        nh_text_add(made.table[i], tables[i].header, header_length(&made, i));
        nh_text_add(made.table[i], "\n", 1);
    }
    return made;
}

void nh_return_free(nh_return *of_year)
{
    for (int i = 0; i < NH_RETURN_TABLES; i++) nh_text_free(of_year->table[i]);
}

bool nh_return_has_rows(const nh_return *of_year, nh_return_table table)
{
    return of_year->table[table]->n > header_length(of_year, (int)table) + 1;
}

/* ---- one line at a time ---- */

typedef struct line {
    char text[256];
    size_t n;
} line;

static void put(line *l, const char *field)
{
    size_t n = strlen(field);
    if (l->n + n + 2 > sizeof l->text) return;
    memcpy(l->text + l->n, field, n);
    l->n += n;
    l->text[l->n++] = ',';
}

static void put_date(line *l, int32_t date)
{
    int year, month, day;
    nh_date_parts(date, &year, &month, &day);
    const char digits[] = {
        (char)('0' + day / 10),         (char)('0' + day % 10),        '/', (char)('0' + month / 10),
        (char)('0' + month % 10),       '/',                           (char)('0' + year / 1000),
        (char)('0' + year / 100 % 10),  (char)('0' + year / 10 % 10),  (char)('0' + year % 10), '\0',
    };
    put(l, digits);
}

/* The digits of a count, `least` at the least, from the end of the text backwards; returns where they begin. snprintf
 * took a fifth of the time of a simulation. */
static char *digits_of(unsigned count, int least, char *end)
{
    *end = '\0';
    for (; least > 0 || count > 0; least--, count /= 10) *--end = (char)('0' + count % 10);
    return end;
}

static void put_count(line *l, int count)
{
    char digits[16];
    put(l, digits_of((unsigned)count, 1, digits + 15));
}

static void put_flag(line *l, bool is_true)
{
    put(l, is_true ? "1" : "0");
}

static void end_line(line *l, nh_text *to)
{
    l->text[l->n - 1] = '\n';
    nh_text_add(to, l->text, l->n);
    l->n = 0;
}

/* "SYN000123": nobody takes it for a child's. */
static void put_child(line *l, const nh_life *life)
{
    char name[16];
    char *number = digits_of((unsigned)life->number, 6, name + 15);
    memcpy(number - 3, "SYN", 3);
    put(l, number - 3);
}

/* ---- episodes ---- */

enum { MOST_CUTS = NH_MOST_STAYS + NH_MOST_LEGAL + 2 * NH_MOST_ABSENCES };

/* What holds from a day on. */
typedef struct piece {
    int32_t from;
    const nh_stay *stay;
    const char *status, *absent; /* absent: the temporary placement, or NULL */
} piece;

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The days on which something changes, each once. */
static int find_cuts(const nh_life *life, int32_t cuts[MOST_CUTS])
{
    int n = 0, kept = 0;
    for (int i = 0; i < life->stays.n; i++) cuts[n++] = life->stays.all[i].start;
    for (int i = 0; i < life->n_legal; i++) cuts[n++] = life->legal[i].from;
    for (int i = 0; i < life->n_absences; i++) {
        cuts[n++] = life->absences[i].from;
        cuts[n++] = life->absences[i].to;
    }
    qsort(cuts, (size_t)n, sizeof *cuts, by_day);
    for (int i = 0; i < n; i++)
        if (kept == 0 || cuts[i] != cuts[kept - 1]) cuts[kept++] = cuts[i];
    return kept;
}

static piece piece_from(const nh_life *life, int32_t day)
{
    piece p = { day, nh_life_stay_on(life, day), life->legal[0].status, NULL };
    for (int i = 1; i < life->n_legal; i++)
        if (life->legal[i].from <= day) p.status = life->legal[i].status;
    for (int i = 0; i < life->n_absences; i++)
        if (life->absences[i].from <= day && day < life->absences[i].to) p.absent = life->absences[i].placement;
    return p;
}

static const char *reason_new(const piece *before, const piece *now)
{
    if (!before) return "S";
    bool moved = before->stay != now->stay || before->absent != now->absent;
    bool legal = strcmp(before->status, now->status) != 0;
    bool same_carer = before->stay != now->stay && now->stay->same_carer && !before->absent && !now->absent;
    if (!moved) return "L";
    if (same_carer) return legal ? "U" : "T";
    return legal ? "B" : "P";
}

/* Blank for temporary rows and the row before one. */
static const char *reason_ended(const piece *now, const piece *next)
{
    if (!next || now->stay == next->stay || now->absent || next->absent) return "";
    return now->stay->end_reason;
}

/* Distance, authority, IN or OUT, as DfE derives them from the postcodes: 999.9 where it cannot. */
static void put_spot(line *l, const nh_spot *spot)
{
    unsigned tenths = spot->miles < 0 ? 9999 : (unsigned)round(spot->miles * 10);
    const char tenth[] = { '.', (char)('0' + tenths % 10), '\0' };
    char text[16], *miles = digits_of(tenths / 10, 1, text + 12);
    memcpy(text + 12, tenth, sizeof tenth);
    put(l, miles);
    put(l, spot->code);
    put(l, spot->inside ? "IN" : "OUT");
}

static void put_address(line *l, const nh_return *of_year, int32_t address)
{
    char text[9] = "";
    if (address != NH_NO_ADDRESS) nh_address_text(of_year->addresses, address, text);
    put(l, text);
}

/* The home of a child whose distance is not known is not known; UASC have none here. The URN stands between. */
static void put_place(line *l, const nh_return *of_year, const nh_life *life, const nh_stay *stay, const char *urn)
{
    bool has_postcodes = of_year->addresses;
    put_address(l, of_year, has_postcodes && stay->spot.miles >= 0 ? life->home : NH_NO_ADDRESS);
    put_address(l, of_year, has_postcodes ? stay->spot.address : NH_NO_ADDRESS);
    put(l, urn);
    if (!has_postcodes) put_spot(l, &stay->spot);
}

/* One row: from the piece to the next one, or to the end of care; open when that lies after the year. */
static void put_episode(nh_return *of_year, const nh_life *life, const piece pieces[3])
{
    const piece *before = pieces[0].stay ? &pieces[0] : NULL, *now = &pieces[1];
    const piece *next = pieces[2].stay ? &pieces[2] : NULL;
    int32_t end = next ? next->from : life->end;
    bool is_open = end > nh_year_end(of_year->year) || (!next && life->is_open);
    line l = { .n = 0 };
    put_child(&l, life);
    put_date(&l, now->from);
    put(&l, reason_new(before, now));
    put(&l, now->status);
    put(&l, life->need);
    put(&l, now->absent ? now->absent : now->stay->placement);
    put(&l, now->absent ? "" : now->stay->provider);
    if (is_open) put(&l, ""), put(&l, ""), put(&l, "");
    else {
        put_date(&l, end);
        put(&l, next ? "X1" : life->end_code);
        put(&l, reason_ended(now, next));
    }
    put_place(&l, of_year, life, now->stay, now->absent ? "" : now->stay->urn);
    end_line(&l, of_year->table[NH_RETURN_EPISODES]);
}

static void add_episodes(nh_return *of_year, const nh_life *life)
{
    int32_t cuts[MOST_CUTS], first = nh_year_start(of_year->year), last = nh_year_end(of_year->year);
    int n = find_cuts(life, cuts);
    piece pieces[3] = { { 0 }, { 0 }, piece_from(life, cuts[0]) };
    for (int i = 0; i < n && cuts[i] <= last; i++) {
        pieces[0] = pieces[1];
        pieces[1] = pieces[2];
        pieces[2] = i + 1 < n ? piece_from(life, cuts[i + 1]) : (piece){ 0 };
        int32_t end = i + 1 < n ? cuts[i + 1] : life->end;
        if (end >= first) put_episode(of_year, life, pieces);
    }
}

/* ---- the child ---- */

/* 1 and 2 to the return of 2024, M and F from 2025. */
static const char *sex_of(const nh_life *life, int year)
{
    if (year >= 2025) return life->is_male ? "M" : "F";
    return life->is_male ? "1" : "2";
}

static void add_header(nh_return *of_year, const nh_life *life)
{
    line l = { .n = 0 };
    bool is_mother = life->is_mother && nh_age(life->born, nh_year_end(of_year->year)) >= 15;
    put_child(&l, life);
    put(&l, sex_of(life, of_year->year));
    put_date(&l, life->born);
    put(&l, life->ethnicity);
    put(&l, nh_age(life->born, nh_year_end(of_year->year)) < 5 ? "UN1" : "UN2");
    put(&l, life->is_male ? "" : is_mother ? "1" : "0");
    if (is_mother) put_date(&l, nh_birthday(life->born, 15));
    else put(&l, "");
    end_line(&l, of_year->table[NH_RETURN_HEADER]);
}

static void add_uasc(nh_return *of_year, const nh_life *life)
{
    line l = { .n = 0 };
    put_child(&l, life);
    put(&l, sex_of(life, of_year->year));
    put_date(&l, life->born);
    put(&l, "");
    end_line(&l, of_year->table[NH_RETURN_UASC]);
}

/* ---- outcomes ---- */

static void put_misuse(line *l, const nh_outcomes *o)
{
    put_flag(l, o->misuse);
    if (o->misuse) put_flag(l, o->received);
    else put(l, "");
    if (o->misuse && !o->received) put_flag(l, o->offered);
    else put(l, "");
}

static void add_outcomes(nh_return *of_year, const nh_setting *s, const nh_life *life)
{
    int32_t on = nh_year_end(of_year->year);
    int age = nh_age(life->born, on);
    nh_outcomes o = nh_draw_outcomes(s, life, on);
    line l = { .n = 0 };
    put_child(&l, life);
    put_date(&l, life->born);
    if (o.sdq == NH_NO_SCORE) put(&l, "");
    else put_count(&l, o.sdq);
    put(&l, o.no_sdq);
    if (age >= 10) put_flag(&l, o.convicted);
    else put(&l, "");
    if (age < 5) put_flag(&l, o.development);
    else put(&l, "");
    put_flag(&l, o.immunisations);
    put_flag(&l, o.teeth);
    put_flag(&l, o.health_assessment);
    put_misuse(&l, &o);
    end_line(&l, of_year->table[NH_RETURN_OC2]);
}

/* ---- going missing, reviews ---- */

typedef struct span {
    int32_t from, to; /* the part of the year in care, both days included */
} span;

static void add_incident(nh_return *of_year, const nh_setting *s, const nh_life *life, span care, const char *kind)
{
    int32_t from = nh_whole(s->rng, care.from, care.to), to = from + nh_whole(s->rng, 0, 4);
    line l = { .n = 0 };
    put_child(&l, life);
    put_date(&l, life->born);
    put(&l, kind);
    put_date(&l, from);
    if (to <= care.to) put_date(&l, to);
    else put(&l, "");
    end_line(&l, of_year->table[NH_RETURN_MISSING]);
}

static void add_incidents(nh_return *of_year, const nh_setting *s, const nh_life *life, span care)
{
    nh_times times = nh_draw_times(s, life, care.to);
    for (int i = 0; i < times.missing; i++) add_incident(of_year, s, life, care, "M");
    for (int i = 0; i < times.away; i++) add_incident(of_year, s, life, care, "A");
}

static void add_reviews(nh_return *of_year, const nh_setting *s, const nh_life *life, span care)
{
    static const double weights[] = { 50, 4, 6, 4, 8, 20, 8 };
    static const char *const codes[] = { "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7" };
    int32_t day = (life->start > care.from ? life->start : care.from) + nh_whole(s->rng, 15, 80);
    for (; day <= care.to; day += nh_whole(s->rng, 150, 183)) {
        line l = { .n = 0 };
        put_child(&l, life);
        put_date(&l, life->born);
        put_date(&l, day);
        put(&l, nh_age(life->born, day) < 4 ? "PN0" : codes[nh_draw(s->rng, weights, 7)]);
        end_line(&l, of_year->table[NH_RETURN_REVIEWS]);
    }
}

/* ---- a year of a life ---- */

/* Looked after for the twelve months before 31 March and on it. */
static bool is_in_cohort(const nh_life *life, int year)
{
    return life->start <= nh_year_start(year) && (life->is_open || life->end > nh_year_end(year));
}

void nh_return_add(nh_return *of_year, const nh_setting *s, const nh_life *life)
{
    span year = { nh_year_start(of_year->year), nh_year_end(of_year->year) };
    if (life->start > year.to || (!life->is_open && life->end < year.from)) return;
    span care = { life->start > year.from ? life->start : year.from, life->end < year.to ? life->end : year.to };
    add_header(of_year, life);
    add_episodes(of_year, life);
    if (life->is_uasc) add_uasc(of_year, life);
    if (is_in_cohort(life, of_year->year)) add_outcomes(of_year, s, life);
    add_incidents(of_year, s, life, care);
    add_reviews(of_year, s, life, care);
}

/* ---- short breaks ---- */

static void put_break(nh_return *of_year, const nh_life *life, const char *status, int32_t from, int32_t to)
{
    line l = { .n = 0 };
    put_child(&l, life);
    put_date(&l, from);
    put(&l, "S");
    put(&l, status);
    put(&l, life->need);
    put(&l, life->stays.all[0].placement);
    put(&l, life->stays.all[0].provider);
    if (to > 0) put_date(&l, to), put(&l, "E8");
    else put(&l, ""), put(&l, "");
    put(&l, "");
    put_place(&l, of_year, life, &life->stays.all[0], life->stays.all[0].urn);
    end_line(&l, of_year->table[NH_RETURN_EPISODES]);
}

void nh_return_add_short_breaks(nh_return *of_year, const nh_setting *s, const nh_life *life)
{
    int32_t first = nh_year_start(of_year->year), last = nh_year_end(of_year->year);
    int32_t day = (life->start > first ? life->start : first) + nh_whole(s->rng, 0, 40);
    bool by_agreement = life->number % 2;
    if (by_agreement ? life->start > last : day + 7 > last) return;
    add_header(of_year, life);
    if (by_agreement) {
        put_break(of_year, life, "V4", life->start, 0);
        return;
    }
    for (; day + 7 <= last; day += nh_whole(s->rng, 28, 70))
        put_break(of_year, life, "V3", day, day + nh_whole(s->rng, 1, 4));
}
