/* datasets/tables/authorities.c: the reference tables of authorities as arrays, built once at first use.
 *
 * Pairs of authorities are answered from two square tables of truths, so that a question costs one look-up. */
#include "datasets/tables/authorities.h"

#include "datasets/frame/arena.h"
#include "datasets/frame/levels.h"
#include "datasets/tables/embedded.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>

extern const unsigned char nh_reference_authorities[], nh_reference_elsewhere[];
extern const unsigned char nh_reference_lower_to_upper[], nh_reference_adjacency[];
extern const unsigned long nh_reference_authorities_bytes, nh_reference_elsewhere_bytes;
extern const unsigned long nh_reference_lower_to_upper_bytes, nh_reference_adjacency_bytes;

/* Texts that stand for an authority: codes, names. */
typedef struct directory {
    nh_levels *texts;
    int *authority; /* of each text */
    size_t room;
} directory;

enum { MOST_SUCCESSORS = 2, NAME_ROOM = 64 };

typedef struct successors {
    int of[MOST_SUCCESSORS]; /* the authority itself while it is in force */
    int n;
} successors;

typedef struct atlas {
    nh_authority *all;
    size_t n;
    successors *now;
    directory codes, districts, names;
    bool *inside, *adjoins; /* [responsible * n + place] */
} atlas;

static void enter(directory *book, const char *text, int authority)
{
    size_t known = nh_levels_count(book->texts);
    int32_t entry = nh_levels_add_text(book->texts, text);
    if (nh_levels_count(book->texts) > book->room) {
        book->room = book->room ? book->room * 2 : 256;
        book->authority = nh_resize(book->authority, book->room, sizeof *book->authority);
    }
    if (nh_levels_count(book->texts) > known) book->authority[entry] = authority;
}

static int look_up(const directory *book, const char *text)
{
    int32_t entry = nh_levels_find_text(book->texts, text);
    return entry == NH_NO_LEVEL ? NH_NO_AUTHORITY : book->authority[entry];
}

/* Takes `words` out of the text, wherever they stand. */
static void take_out(char *text, const char *words)
{
    char *found = strstr(text, words);
    if (!found) return;
    size_t n = strlen(words);
    memmove(found, found + n, strlen(found + n) + 1);
}

/* Letters and digits in lower case, & as "and", words apart by one space. */
static void plain_words(const char *name, char text[NAME_ROOM])
{
    size_t n = 0;
    for (const char *c = name; *c && n + 6 < NAME_ROOM; c++) {
        if (*c == '&') n += (size_t)snprintf(text + n, NAME_ROOM - n, "%sand ", n && text[n - 1] != ' ' ? " " : "");
        else if (isalnum((unsigned char)*c)) text[n++] = (char)tolower((unsigned char)*c);
        else if (*c != '.' && *c != '\'' && n && text[n - 1] != ' ') text[n++] = ' ';
    }
    while (n && text[n - 1] == ' ') n--;
    text[n] = '\0';
}

/* "Bristol, City of" is "bristol"; the City of London keeps its first words, for London is a region. */
static void plain_name(const char *name, char text[NAME_ROOM])
{
    plain_words(name, text);
    if (strcmp(text, "city of london") == 0) return;
    static const char *const ornaments[] = { " city of", "city of ", " county of", "county of ", "county " };
    for (size_t i = 0; i < sizeof ornaments / sizeof *ornaments; i++) take_out(text, ornaments[i]);
}

/* A copy that lives as long as the program. */
static const char *kept(const char *text)
{
    size_t n = strlen(text);
    char *copy = nh_zeroed(n + 1, 1);
    memcpy(copy, text, n);
    return copy;
}

static nh_authority *add_authority(atlas *a, const nh_embedded *table, size_t row, const char *code_column)
{
    nh_authority *authority = &a->all[a->n++];
    *authority = (nh_authority){ .old_code = "", .region_code = "", .region = "", .valid_from = "", .valid_to = "" };
    authority->code = kept(nh_embedded_cell(table, row, code_column));
    authority->name = kept(nh_embedded_cell(table, row, "name"));
    enter(&a->codes, authority->code, (int)a->n - 1);
    return authority;
}

static double whole_number(const char *digits)
{
    double value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (*digits - '0');
    return value;
}

static void add_english(atlas *a, const nh_embedded *table, size_t row)
{
    nh_authority *authority = add_authority(a, table, row, "new_la_code");
    authority->old_code = kept(nh_embedded_cell(table, row, "old_la_code"));
    authority->region_code = kept(nh_embedded_cell(table, row, "region_code"));
    authority->region = kept(nh_embedded_cell(table, row, "region_name"));
    authority->valid_from = kept(nh_embedded_cell(table, row, "valid_from"));
    authority->valid_to = kept(nh_embedded_cell(table, row, "valid_to"));
    authority->easting = whole_number(nh_embedded_cell(table, row, "easting"));
    authority->northing = whole_number(nh_embedded_cell(table, row, "northing"));
    authority->in_england = true;
    authority->country = 'E';
}

/* What two authorities had one after the other means the one in force. */
static void enter_in_force_first(atlas *a, bool in_force)
{
    for (size_t i = 0; i < a->n; i++) {
        const nh_authority *authority = &a->all[i];
        if ((*authority->valid_to == '\0') != in_force) continue;
        char name[NAME_ROOM];
        plain_name(authority->name, name);
        enter(&a->names, name, (int)i);
        if (*authority->old_code) enter(&a->codes, authority->old_code, (int)i);
    }
}

static void find_successors(atlas *a, const nh_embedded *table)
{
    for (size_t i = 0; i < a->n; i++) a->now[i] = (successors){ { (int)i }, 1 };
    for (size_t row = 0; row < table->n_rows; row++) {
        const char *codes = nh_embedded_cell(table, row, "successor_codes");
        if (!*codes) continue;
        successors *now = &a->now[look_up(&a->codes, nh_embedded_cell(table, row, "new_la_code"))];
        for (now->n = 0; *codes && now->n < MOST_SUCCESSORS; codes += strcspn(codes, ";"), codes += *codes == ';') {
            char code[16];
            snprintf(code, sizeof code, "%.*s", (int)strcspn(codes, ";"), codes);
            now->of[now->n++] = look_up(&a->codes, code);
        }
    }
}

static void read_authorities(atlas *a)
{
    nh_embedded england = nh_embedded_open(nh_reference_authorities, nh_reference_authorities_bytes);
    nh_embedded elsewhere = nh_embedded_open(nh_reference_elsewhere, nh_reference_elsewhere_bytes);
    size_t n = england.n_rows + elsewhere.n_rows;
    a->all = nh_zeroed(n, sizeof *a->all);
    a->now = nh_zeroed(n, sizeof *a->now);
    for (size_t row = 0; row < england.n_rows; row++) add_english(a, &england, row);
    for (size_t row = 0; row < elsewhere.n_rows; row++)
        add_authority(a, &elsewhere, row, "code")->country = *nh_embedded_cell(&elsewhere, row, "country");
    enter_in_force_first(a, true);
    enter_in_force_first(a, false);
    find_successors(a, &england);
    nh_embedded_close(&england);
    nh_embedded_close(&elsewhere);
}

static void read_districts(atlas *a)
{
    nh_embedded table = nh_embedded_open(nh_reference_lower_to_upper, nh_reference_lower_to_upper_bytes);
    for (size_t row = 0; row < table.n_rows; row++)
        enter(&a->districts, nh_embedded_cell(&table, row, "lad_code"),
              look_up(&a->codes, nh_embedded_cell(&table, row, "utla_code")));
    nh_embedded_close(&table);
}

static bool is_successor(const successors *now, int authority)
{
    for (int i = 0; i < now->n; i++)
        if (now->of[i] == authority) return true;
    return false;
}

/* Every successor of the place is one of the responsible authority's. */
static bool lies_inside(const atlas *a, size_t responsible, size_t place)
{
    for (int i = 0; i < a->now[place].n; i++)
        if (!is_successor(&a->now[responsible], a->now[place].of[i])) return false;
    return true;
}

static bool any_pair_meets(const atlas *a, const bool *meet, size_t responsible, size_t place)
{
    const successors *ours = &a->now[responsible], *theirs = &a->now[place];
    for (int i = 0; i < ours->n; i++)
        for (int k = 0; k < theirs->n; k++)
            if (meet[(size_t)ours->of[i] * a->n + (size_t)theirs->of[k]]) return true;
    return false;
}

/* The pairs of authorities in force that meet on land or across a narrow river. */
static bool *read_meeting_pairs(const atlas *a)
{
    bool *meet = nh_zeroed(a->n * a->n, sizeof *meet);
    nh_embedded table = nh_embedded_open(nh_reference_adjacency, nh_reference_adjacency_bytes);
    for (size_t row = 0; row < table.n_rows; row++) {
        if (*nh_embedded_cell(&table, row, "adjacent") != '1' || *nh_embedded_cell(&table, row, "valid_to")) continue;
        size_t one = (size_t)look_up(&a->codes, nh_embedded_cell(&table, row, "code_a"));
        size_t other = (size_t)look_up(&a->codes, nh_embedded_cell(&table, row, "code_b"));
        meet[one * a->n + other] = meet[other * a->n + one] = true;
    }
    nh_embedded_close(&table);
    return meet;
}

static void answer_pairs(atlas *a)
{
    bool *meet = read_meeting_pairs(a);
    a->inside = nh_zeroed(a->n * a->n, sizeof *a->inside);
    a->adjoins = nh_zeroed(a->n * a->n, sizeof *a->adjoins);
    for (size_t r = 0; r < a->n; r++)
        for (size_t p = 0; p < a->n; p++) {
            a->inside[r * a->n + p] = lies_inside(a, r, p);
            a->adjoins[r * a->n + p] = !a->inside[r * a->n + p] && any_pair_meets(a, meet, r, p);
        }
    free(meet);
}

static atlas the_atlas;
static pthread_once_t built = PTHREAD_ONCE_INIT;

static void build(void)
{
    atlas *a = &the_atlas;
    a->codes.texts = nh_levels_new();
    a->districts.texts = nh_levels_new();
    a->names.texts = nh_levels_new();
    read_authorities(a);
    read_districts(a);
    answer_pairs(a);
}

/* Written once, by whoever asks first; constant from then on. */
static const atlas *look(void)
{
    pthread_once(&built, build);
    return &the_atlas;
}

/* FNV-1a. */
static uint64_t add_bytes(uint64_t hash, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) hash = (hash ^ bytes[i]) * 0x100000001B3u;
    return hash;
}

uint64_t nh_authorities_fingerprint(void)
{
    uint64_t hash = 0xCBF29CE484222325u;
    hash = add_bytes(hash, nh_reference_authorities, nh_reference_authorities_bytes);
    hash = add_bytes(hash, nh_reference_elsewhere, nh_reference_elsewhere_bytes);
    return add_bytes(hash, nh_reference_lower_to_upper, nh_reference_lower_to_upper_bytes);
}

size_t nh_authority_count(void) { return look()->n; }
const nh_authority *nh_authority_at(int authority) { return &look()->all[authority]; }
int nh_authority_of(const char *code) { return look_up(&look()->codes, code); }

int nh_authority_named(const char *name)
{
    char plain[NAME_ROOM];
    plain_name(name, plain);
    return look_up(&look()->names, plain);
}

/* Codes of other vintages than the table's still say which country they are of. */
static int country_of_code(const atlas *a, const char *code)
{
    static const struct { const char *start, *stands_for; } countries[] = {
        { "W06", "WAL" }, { "S12", "SCO" }, { "N09", "NIR" }, { "L99", "L99999999" }, { "M99", "M99999999" },
    };
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
        if (strncmp(code, countries[i].start, 3) == 0) return look_up(&a->codes, countries[i].stands_for);
    return NH_NO_AUTHORITY;
}

int nh_upper_tier(const char *lad_code)
{
    const atlas *a = look();
    int county = look_up(&a->districts, lad_code);
    if (county != NH_NO_AUTHORITY) return county;
    int authority = look_up(&a->codes, lad_code);
    if (authority == NH_NO_AUTHORITY) return country_of_code(a, lad_code);
    return a->now[authority].n == 1 ? a->now[authority].of[0] : authority;
}

bool nh_is_in_force(int authority, int return_year)
{
    const nh_authority *one = nh_authority_at(authority);
    char day[24];
    snprintf(day, sizeof day, "%04d-03-31", return_year);
    return strcmp(one->valid_from, day) <= 0 && (!*one->valid_to || strcmp(one->valid_to, day) >= 0);
}

int nh_authority_as_of(int authority, int return_year)
{
    const char *old_code = nh_authority_at(authority)->old_code;
    if (!*old_code || nh_is_in_force(authority, return_year)) return authority;
    for (size_t i = 0; i < nh_authority_count(); i++)
        if (strcmp(nh_authority_at((int)i)->old_code, old_code) == 0 && nh_is_in_force((int)i, return_year))
            return (int)i;
    return authority;
}

static bool pair_of(const bool *table, size_t n, int responsible, int place)
{
    return responsible >= 0 && place >= 0 && table[(size_t)responsible * n + (size_t)place];
}

bool nh_is_inside(int responsible, int place)
{
    const atlas *a = look();
    return pair_of(a->inside, a->n, responsible, place);
}

bool nh_adjoins(int responsible, int place)
{
    const atlas *a = look();
    return pair_of(a->adjoins, a->n, responsible, place);
}

bool nh_adjoins_wales_or_scotland(int responsible, char country)
{
    const atlas *a = look();
    for (size_t place = 0; place < a->n; place++)
        if (a->all[place].country == country && pair_of(a->adjoins, a->n, responsible, (int)place)) return true;
    return false;
}

/* The City of London and the Isles of Scilly: tens of children or fewer, so that no return is no gap. */
static bool may_be_empty(const nh_authority *a)
{
    return strcmp(a->old_code, "201") == 0 || strcmp(a->old_code, "420") == 0;
}

bool nh_is_accounted_for(int authority, const bool *is_there)
{
    const atlas *a = look();
    if (is_there[authority] || may_be_empty(&a->all[authority])) return true;
    const successors *now = &a->now[authority];
    for (int i = 0; i < now->n; i++)
        if (!is_there[now->of[i]]) return false;
    return now->n > 0;
}
