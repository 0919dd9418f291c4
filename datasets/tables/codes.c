/* datasets/tables/codes.c: reference/codes.csv as an array with a hash table over it, built once at first use. */
#include "datasets/tables/codes.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/levels.h"
#include "datasets/tables/embedded.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <pthread.h>

extern const unsigned char nh_reference_codes[];
extern const unsigned long nh_reference_codes_bytes;

typedef struct code_book {
    nh_embedded table; /* what the texts of the codes point into */
    nh_code *all;
    size_t n;
    nh_levels *keys; /* "episodes PLACE U4": the level is the place in `all` */
} code_book;

enum { KEY_ROOM = 128 };

/* The code as it stands behind table and column in one case. */
static size_t key_of(const char *table, const char *column, const char *code, char key[KEY_ROOM])
{
    int n = snprintf(key, KEY_ROOM, "%s %s ", table, column);
    if (n < 0 || n >= KEY_ROOM) return 0;
    for (char *c = key; *c; c++) *c = (char)tolower((unsigned char)*c);
    int m = snprintf(key + n, (size_t)(KEY_ROOM - n), "%s", code);
    return m < 0 || m >= KEY_ROOM - n ? 0 : (size_t)(n + m);
}

static int year_of(const char *digits)
{
    int year = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) year = year * 10 + (*digits - '0');
    return year;
}

static nh_code code_of_row(const nh_embedded *table, size_t row)
{
    return (nh_code){
        .table = nh_embedded_cell(table, row, "table"),
        .column = nh_embedded_cell(table, row, "column"),
        .code = nh_embedded_cell(table, row, "code"),
        .label = nh_embedded_cell(table, row, "label"),
        .group = nh_embedded_cell(table, row, "group"),
        .first_year = year_of(nh_embedded_cell(table, row, "first_year")),
        .last_year = year_of(nh_embedded_cell(table, row, "last_year")),
    };
}

static code_book the_book;
static pthread_once_t built = PTHREAD_ONCE_INIT;

static void build(void)
{
    code_book *book = &the_book;
    book->table = nh_embedded_open(nh_reference_codes, nh_reference_codes_bytes);
    book->n = book->table.n_rows;
    book->all = nh_zeroed(book->n, sizeof *book->all);
    book->keys = nh_levels_new();
    for (size_t row = 0; row < book->n; row++) {
        nh_code *code = &book->all[row];
        *code = code_of_row(&book->table, row);
        char key[KEY_ROOM];
        nh_levels_add(book->keys, key, key_of(code->table, code->column, code->code, key));
    }
}

/* Written once, by whoever asks first; constant from then on. */
static const code_book *look(void)
{
    pthread_once(&built, build);
    return &the_book;
}

size_t nh_code_count(void) { return look()->n; }
const nh_code *nh_code_at(size_t i) { return &look()->all[i]; }

static const nh_code *look_up(const char *table, const char *column, const char *code)
{
    char key[KEY_ROOM];
    size_t length = key_of(table, column, code, key);
    int32_t at = length ? nh_levels_find(look()->keys, key, length) : NH_NO_LEVEL;
    return at == NH_NO_LEVEL ? NULL : nh_code_at((size_t)at);
}

const nh_code *nh_code_info(const char *table, const char *column, const char *code)
{
    const nh_code *own = look_up(table, column, code);
    return own ? own : look_up("header", column, code);
}

bool nh_code_known(const char *table, const char *column, const char *code, int return_year)
{
    const nh_code *info = nh_code_info(table, column, code);
    if (!info) return false;
    if (return_year == 0) return true;
    return info->first_year <= return_year && (info->last_year == 0 || return_year <= info->last_year);
}

/* The number that the published group begins with: "4 Secure homes and children's homes". */
nh_placement_group nh_placement_group_of(const char *place)
{
    const nh_code *info = look_up("episodes", "PLACE", place);
    if (!info || info->group[0] < '1' || info->group[0] > '8') return NH_NO_GROUP;
    return (nh_placement_group)(info->group[0] - '0');
}

const char *nh_placement_group_word(nh_placement_group group)
{
    static const char *const words[NH_PLACEMENT_GROUPS] = {
        "", "foster", "adoption", "parents", "homes", "supported", "residential", "school", "other",
    };
    return words[group];
}

const char *nh_placement_group_label(nh_placement_group group)
{
    static const char *const labels[NH_PLACEMENT_GROUPS] = {
        "", "Foster placements", "Placed for adoption", "Placed with parents", "Secure units and children's homes",
        "Independent and supported accommodation", "Other residential settings", "Residential schools",
        "Other placements",
    };
    return labels[group];
}

bool nh_is_temporary(const char *place)
{
    return place[0] == 'T' && place[1] >= '0' && place[1] <= '4' && place[2] == '\0';
}

bool nh_is_respite(const char *legal_status)
{
    return strcmp(legal_status, "V3") == 0 || strcmp(legal_status, "V4") == 0;
}

nh_breakdown nh_breakdown_of(const char *end_reason)
{
    static const struct { const char *group; nh_breakdown set; } sets[] = {
        { "breakdown primary", NH_PRIMARY_BREAKDOWN },
        { "breakdown wider", NH_WIDER_BREAKDOWN },
        { "upper bound only", NH_UPPER_BREAKDOWN },
    };
    const nh_code *info = look_up("episodes", "REASON_PLACE_CHANGE", end_reason);
    for (size_t i = 0; info && i < sizeof sets / sizeof *sets; i++)
        if (strcmp(info->group, sets[i].group) == 0) return sets[i].set;
    return NH_NO_BREAKDOWN;
}
