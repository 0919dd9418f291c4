/* datasets/tables/postcodes.c: reads a postcode directory into an index; distances between places.
 *
 * Kept of each row: easting, northing, authority. Live and terminated postcodes count alike. Left without a grid
 * reference: rows that have none, and places off the National Grid. Northern Ireland's coordinates are on the Irish
 * Grid: taken for National Grid ones they would put Belfast in Cheshire. */
#include "datasets/tables/postcodes.h"

#include "datasets/frame/arena.h"
#include "datasets/read/csv.h"
#include "datasets/read/extract.h"
#include "datasets/read/number.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/code_point.h"
#include "datasets/tables/postcode_index.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct nh_postcodes {
    nh_postcode_index *own;         /* of what was read */
    nh_postcode_file *kept;         /* or the file that holds one */
    const nh_postcode_index *index; /* whichever it is */
    size_t n_without_grid;
};

/* ---- what the index keeps of a place ---- */

/* From the lowest bit: northing (21), easting (21), authority + 1 (16), has a grid reference (1), taken (1). A code
 * that is not known has a number of its own from UNKNOWN on, so that two of them are told apart. */
enum { EASTING_AT = 21, AUTHORITY_AT = 42, GRID_AT = 58, TAKEN_AT = 59 };
enum { MOST_METRES = (1 << 21) - 1, UNKNOWN = 0x8000 };

static const uint64_t authority_bits = (uint64_t)0xFFFF << AUTHORITY_AT;

static uint64_t pack(const nh_place *place, unsigned unknown)
{
    unsigned authority = place->authority == NH_NO_AUTHORITY ? unknown : (unsigned)place->authority + 1;
    uint64_t packed = (uint64_t)1 << TAKEN_AT | (uint64_t)authority << AUTHORITY_AT;
    if (!place->has_grid) return packed;
    return packed | (uint64_t)1 << GRID_AT | (uint64_t)place->easting << EASTING_AT | (uint64_t)place->northing;
}

nh_place nh_place_of(uint64_t packed)
{
    int authority = (int)(packed >> AUTHORITY_AT & 0xFFFF);
    return (nh_place){
        .easting = (float)(packed >> EASTING_AT & MOST_METRES),
        .northing = (float)(packed & MOST_METRES),
        .has_grid = packed >> GRID_AT & 1,
        .authority = (short)(authority < UNKNOWN ? authority - 1 : NH_NO_AUTHORITY),
    };
}

/* ---- the columns of a directory ---- */

typedef struct layout {
    int postcode, easting, northing, district;
    int latitude, quality; /* NH_NO_FIELD where the vintage has none */
} layout;

static int first_of(const nh_header *header, const char *const *names)
{
    int field = NH_NO_FIELD;
    for (size_t i = 0; names[i] && field == NH_NO_FIELD; i++) field = nh_header_find(header, names[i]);
    return field;
}

/* laua, oslaua, lad24cd, ladcd: a new year brings a new name. */
static bool names_district(const char *name)
{
    if (strcasecmp(name, "laua") == 0 || strcasecmp(name, "oslaua") == 0) return true;
    if (strncasecmp(name, "lad", 3) != 0) return false;
    name += 3 + strspn(name + 3, "0123456789");
    return strcasecmp(name, "cd") == 0;
}

static int district_field(const nh_header *header)
{
    for (size_t i = 0; i < header->n; i++)
        if (names_district(header->names[i])) return (int)i;
    return NH_NO_FIELD;
}

static bool find_layout(const nh_header *header, layout *at)
{
    static const char *const postcode[] = { "pcd7", "pcd", "pcds", "pcd8", "pcd2", NULL };
    static const char *const easting[] = { "east1m", "oseast1m", NULL };
    static const char *const northing[] = { "north1m", "osnrth1m", NULL };
    static const char *const latitude[] = { "lat", NULL };
    static const char *const quality[] = { "osgrdind", "gridind", NULL };
    *at = (layout){
        first_of(header, postcode), first_of(header, easting),  first_of(header, northing), district_field(header),
        first_of(header, latitude), first_of(header, quality),
    };
    return at->postcode != NH_NO_FIELD && at->easting != NH_NO_FIELD && at->northing != NH_NO_FIELD &&
           at->district != NH_NO_FIELD;
}

bool nh_postcodes_is_header(const nh_header *header)
{
    layout at;
    return find_layout(header, &at);
}

/* ---- rows ---- */

enum { ROWS_A_STEP = 1 << 16 };

/* What is wanted of a row, as its fields have it; of no length where the vintage has no such column. */
typedef struct row {
    nh_field postcode, easting, northing, district, latitude, quality;
    uint32_t line;
} row;

typedef struct reading {
    nh_postcodes *directory;
    nh_problems *problems; /* NULL: nobody asks */
    const nh_progress *progress;
    layout at;
    uint32_t file;
    uint32_t added_lines; /* a header that the file itself has not */
    size_t n_files; /* that were directories */
    nh_error why;   /* what is wrong with the latest that was none */
    nh_short_text district; /* the latest code and its authority: neighbours in the file share it */
    int authority;
    unsigned unknown; /* stands for a code that is not known; 0 for a blank */
} reading;

/* Whole metres, or -1. */
static int32_t metres_of(nh_field field)
{
    int32_t value = nh_small_whole(field.text, field.length);
    return value <= MOST_METRES ? value : -1;
}

/* FNV-1a, folded to 15 bits. */
static unsigned unknown_of(const char *code)
{
    uint32_t hash = 2166136261u;
    if (!*code) return 0;
    for (; *code; code++) hash = (hash ^ (unsigned char)*code) * 16777619u;
    return UNKNOWN | ((hash ^ hash >> 15) & (UNKNOWN - 1));
}

static int authority_of(reading *r, nh_field code)
{
    if (code.length > NH_SHORT_TEXT) return NH_NO_AUTHORITY;
    nh_short_text district = nh_short_text_of(code.text, code.length);
    if (nh_short_text_same(district, r->district)) return r->authority;
    r->district = district;
    r->authority = nh_upper_tier((const char *)&r->district);
    r->unknown = unknown_of((const char *)&r->district);
    return r->authority;
}

/* Older directories mark a missing grid reference by latitude 99.999999 or by quality 9. */
static bool is_marked_as_no_grid(const row *from)
{
    bool by_latitude = from->latitude.length >= 5 && memcmp(from->latitude.text, "99.99", 5) == 0;
    return by_latitude || (from->quality.length == 1 && from->quality.text[0] == '9');
}

/* Belfast, Guernsey, Jersey, Man: by the postcode, for a row whose authority is blank. */
static bool is_off_the_national_grid(const nh_place *place, const char *key)
{
    static const char *const areas[] = { "BT", "GY", "JE", "IM" };
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        if (key[0] == areas[i][0] && key[1] == areas[i][1]) return true;
    if (place->authority == NH_NO_AUTHORITY) return false;
    char country = nh_authority_at(place->authority)->country;
    return country != 'E' && country != 'W' && country != 'S';
}

static nh_place place_of(reading *r, const row *from, const char *key)
{
    int32_t easting = metres_of(from->easting), northing = metres_of(from->northing);
    nh_place place = { .authority = (short)authority_of(r, from->district) };
    place.has_grid = easting >= 0 && northing >= 0 && (easting > 0 || northing > 0) && !is_marked_as_no_grid(from) &&
                     !is_off_the_national_grid(&place, key);
    if (place.has_grid) place.easting = (float)easting, place.northing = (float)northing;
    return place;
}

static void report(const reading *r, nh_problem_code code, uint32_t line)
{
    nh_problem_place place = { "onspd", NULL, r->file, line - r->added_lines, 0 };
    if (r->problems) nh_problem_add(r->problems, code, place);
}

/* What gives no distance: counted, and said where somebody asks. */
static void note_lack(reading *r, const nh_place *place, uint32_t line)
{
    bool outside = place->authority != NH_NO_AUTHORITY && nh_authority_at(place->authority)->country == 'I';
    if (outside) report(r, NH_PROBLEM_OUTSIDE_ENGLAND, line);
    if (place->has_grid) return;
    r->directory->n_without_grid++;
    if (!outside && (place->authority == NH_NO_AUTHORITY || nh_authority_at(place->authority)->country != 'N'))
        report(r, NH_PROBLEM_NO_GRID_REFERENCE, line);
}

static void take_row(reading *r, const row *from)
{
    char key[NH_POSTCODE_KEY];
    size_t length = nh_postcode_key(from->postcode.text, from->postcode.length, key);
    nh_place place = { 0 };
    if (length > 0) place = place_of(r, from, key);
    if (length > 0 && nh_postcode_index_add(r->directory->own, key, length, pack(&place, r->unknown)))
        note_lack(r, &place, from->line);
    else report(r, NH_PROBLEM_NOT_A_POSTCODE, from->line);
}

static nh_field field_of_record(const nh_record *record, int field)
{
    return field == NH_NO_FIELD ? (nh_field){ "", 0 } : record->fields[field];
}

static void take_record(reading *r, const nh_record *record)
{
    const layout *at = &r->at;
    row from = { field_of_record(record, at->postcode), field_of_record(record, at->easting),
                 field_of_record(record, at->northing), field_of_record(record, at->district),
                 field_of_record(record, at->latitude), field_of_record(record, at->quality), record->line };
    take_row(r, &from);
}

static inline nh_field field_of_run(const nh_csv_run *run, size_t record, int field)
{
    return field == NH_NO_FIELD ? (nh_field){ "", 0 } : nh_csv_trimmed(nh_csv_run_field(run, record, (size_t)field));
}

static void take_run(reading *r, const nh_csv_run *run)
{
    const layout *at = &r->at;
    for (size_t i = 0; i < run->n; i++) {
        row from = { field_of_run(run, i, at->postcode), field_of_run(run, i, at->easting),
                     field_of_run(run, i, at->northing), field_of_run(run, i, at->district),
                     field_of_run(run, i, at->latitude), field_of_run(run, i, at->quality),
                     run->line + (uint32_t)i };
        take_row(r, &from);
    }
}

static void tell(const reading *r, const nh_source *source)
{
    if (r->progress && r->progress->step)
        r->progress->step(r->progress->teller, "reading postcodes", nh_source_share_read(source), 1);
}

/* Plain records many at once, others one by one. */
static bool take_rows(reading *r, nh_csv *csv, nh_source *source, nh_error *err)
{
    const nh_record *record;
    nh_csv_run run;
    size_t n = 0, told = 0;
    do {
        while (nh_csv_look(csv, NH_CSV_RUN, &run)) {
            take_run(r, &run);
            nh_csv_pass(csv, &run, run.n);
            n += run.n;
        }
        record = nh_csv_next(csv, err);
        if (record) take_record(r, record);
        if (n - told >= ROWS_A_STEP) tell(r, source), told = n;
    } while (record);
    return nh_csv_ended(csv);
}

static bool refuse_header(const nh_source *source, nh_error *err)
{
    return nh_fail(err, NH_BAD_INPUT,
                   "%s:1:1: not a postcode directory: columns for the postcode (pcd, pcds), easting (oseast1m), "
                   "northing (osnrth1m) and authority (oslaua, lad25cd) are due; give the ONS Postcode Directory, "
                   "the NSPL or the folder of Code-Point Open",
                   nh_source_name(source));
}

/* False when a directory is refused; a file that is none sets *err all the same. */
static bool take_csv(nh_source *source, reading *r, nh_error *err)
{
    nh_csv *csv = nh_csv_open(source, err);
    if (!csv) return err->status != NH_SYSTEM;
    bool ok = true;
    if (find_layout(nh_csv_header(csv), &r->at)) {
        r->n_files++;
        if (r->problems) r->file = nh_problems_file(r->problems, nh_source_name(source));
        ok = take_rows(r, csv, source, err);
    } else {
        refuse_header(source, err);
    }
    nh_csv_close(csv);
    return ok;
}

static bool take_either(nh_source *source, reading *r, nh_error *err)
{
    nh_code_point *file = nh_code_point_open(source, err);
    if (!file && err->text[0]) return err->status != NH_SYSTEM;
    r->added_lines = file != NULL;
    bool ok = take_csv(file ? nh_code_point_source(file) : source, r, err);
    nh_code_point_close(file);
    return ok;
}

/* One file of the input. Others than directories may lie in the same folder or archive (licences, lists of names):
 * what is wrong with them is remembered, and forgotten when a directory was there too. */
static bool take_file(nh_source *source, void *context, nh_error *err)
{
    reading *r = context;
    nh_error own = { 0 };
    bool ok = take_either(source, r, &own);
    if (!ok) *err = own;
    else if (own.text[0]) r->why = own;
    return ok;
}

/* Everything is read: what is left to refuse. */
static bool finish(const reading *r, const char *path, nh_error *err)
{
    char twice[8] = "";
    if (r->n_files == 0 && r->why.text[0]) return nh_fail(err, r->why.status, "%s", r->why.text);
    if (r->n_files == 0) return nh_fail(err, NH_BAD_INPUT, "%s holds no postcode directory", path);
    if (nh_postcode_index_close(r->directory->own, authority_bits, twice)) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s has the postcode %s twice, in two authorities: take out the wrong one",
                   path, twice);
}

static bool read_directory(nh_postcodes *directory, const char *path, nh_problems *problems,
                           const nh_progress *progress, nh_error *err)
{
    nh_error own = { 0 };
    reading r = { .directory = directory, .problems = problems, .progress = progress, .authority = NH_NO_AUTHORITY };
    directory->index = directory->own = nh_postcode_index_new();
    if (nh_sources_each(path, take_file, &r, &own) && finish(&r, path, &own)) return true;
    if (err) *err = own;
    return false;
}

static bool use_kept(nh_postcodes *directory, const char *path, nh_error *err)
{
    directory->kept = nh_postcode_file_open(path, err);
    if (!directory->kept) return false;
    directory->index = nh_postcode_file_index(directory->kept);
    directory->n_without_grid = nh_postcode_file_without_grid(directory->kept);
    return true;
}

nh_postcodes *nh_postcodes_open(const char *path, nh_problems *problems, const nh_progress *progress, nh_error *err)
{
    nh_postcodes *directory = nh_zeroed(1, sizeof *directory);
    bool ok = nh_is_postcode_file(path) ? use_kept(directory, path, err)
                                        : read_directory(directory, path, problems, progress, err);
    if (ok) return directory;
    nh_postcodes_free(directory);
    return NULL;
}

void nh_postcodes_free(nh_postcodes *directory)
{
    if (!directory) return;
    nh_postcode_index_free(directory->own);
    nh_postcode_file_close(directory->kept);
    free(directory);
}

bool nh_postcodes_keep(const nh_postcodes *directory, const nh_postcode_source *source, const char *path,
                       nh_error *err)
{
    return nh_postcode_file_write(path, directory->index, directory->n_without_grid, source, err);
}

const nh_postcode_source *nh_postcodes_kept_from(const nh_postcodes *directory)
{
    return directory->kept ? nh_postcode_file_source(directory->kept) : NULL;
}

nh_source_state nh_postcodes_source_state(const nh_postcodes *directory, const char *path,
                                          char source[NH_SOURCE_PATH])
{
    nh_postcode_source now;
    const nh_postcode_source *then = nh_postcodes_kept_from(directory);
    const char *slash = strrchr(path, '/');
    if (!then || strchr(then->name, '/')) return NH_SOURCE_ABSENT;
    int n = snprintf(source, NH_SOURCE_PATH, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, then->name);
    if (n < 0 || n >= NH_SOURCE_PATH || !nh_postcode_source_look(source, &now)) return NH_SOURCE_ABSENT;
    if (now.bytes != then->bytes) return NH_SOURCE_OF_OTHER_SIZE;
    bool is_of_then = now.seconds == then->seconds && now.nanoseconds == then->nanoseconds;
    return is_of_then ? NH_SOURCE_AS_IT_WAS : NH_SOURCE_OF_OTHER_TIME;
}

size_t nh_postcodes_count(const nh_postcodes *directory) { return nh_postcode_index_count(directory->index); }
size_t nh_postcodes_without_grid(const nh_postcodes *directory) { return directory->n_without_grid; }

/* ---- look-ups and distances ---- */

bool nh_postcodes_find(const nh_postcodes *directory, const char *key, size_t length, nh_place *place)
{
    uint64_t packed;
    if (!nh_postcode_index_find(directory->index, key, length, &packed)) return false;
    *place = nh_place_of(packed);
    return true;
}

typedef struct place_visit {
    nh_place_visit *visit;
    void *context;
} place_visit;

static void visit_packed(void *context, const char key[8], uint64_t packed)
{
    const place_visit *to = context;
    nh_place place = nh_place_of(packed);
    to->visit(to->context, key, &place);
}

void nh_postcodes_each(const nh_postcodes *directory, nh_place_visit *visit, void *context)
{
    nh_postcode_index_each(directory->index, visit_packed, &(place_visit){ visit, context });
}

static size_t key_letter_by_letter(const char *text, size_t length, char key[NH_POSTCODE_KEY])
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        bool fits = n < 7 && ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        if (!fits) return 0;
        key[n++] = c;
    }
    key[n] = '\0';
    return n >= 5 ? n : 0;
}

/* Bytes in memory as a number, the first of them the lowest, and back. */
static uint32_t four_bytes(const char *text)
{
    uint32_t word;
    memcpy(&word, text, sizeof word);
    return NH_LENGTH_AT ? word : __builtin_bswap32(word);
}

static void write_eight(uint64_t word, char *to)
{
    if (!NH_LENGTH_AT) word = __builtin_bswap64(word);
    memcpy(to, &word, sizeof word);
}

/* Nearly every text is an outward code, blanks or none, and an inward code of three: moved and judged as one word. */
size_t nh_postcode_key(const char *text, size_t length, char key[NH_POSTCODE_KEY])
{
    if (length < 5 || length > 8) return key_letter_by_letter(text, length, key);
    size_t n = length - 3;
    while (n > 2 && text[n - 1] == ' ') n--;
    if (n > 4) return key_letter_by_letter(text, length, key);
    uint64_t outward = four_bytes(text) & (((uint64_t)1 << 8 * n) - 1), inward = four_bytes(text + length - 4) >> 8;
    uint64_t word = outward | inward << 8 * n;
    size_t fit = nh_bytes_count(nh_bytes_between(word, 'A', 'Z') | nh_bytes_between(word, '0', '9'), 0);
    if (fit != n + 3) return key_letter_by_letter(text, length, key);
    write_eight(word, key);
    return fit;
}

static nh_postcode_name name_of(const char *text, size_t length)
{
    nh_postcode_name name;
    name.length = (uint8_t)nh_postcode_key(text, length, name.key);
    return name;
}

void nh_postcodes_find_levels(const nh_postcodes *directory, const nh_levels *levels, uint64_t *packed)
{
    nh_postcode_name names[NH_POSTCODES_AT_ONCE];
    size_t n = nh_levels_count(levels);
    for (size_t from = 0; from < n; from += NH_POSTCODES_AT_ONCE) {
        size_t some = n - from < NH_POSTCODES_AT_ONCE ? n - from : NH_POSTCODES_AT_ONCE;
        for (size_t i = 0; i < some; i++) {
            int32_t code = (int32_t)(from + i);
            names[i] = name_of(nh_levels_text(levels, code), nh_levels_length(levels, code));
        }
        nh_postcode_index_find_some(directory->index, names, some, packed + from);
    }
}

double nh_miles_exact(const nh_place *a, const nh_place *b)
{
    double east = (double)a->easting - (double)b->easting, north = (double)a->northing - (double)b->northing;
    return sqrt(east * east + north * north) / 1000 / 1.6093;
}

double nh_miles(const nh_place *a, const nh_place *b)
{
    return round(nh_miles_exact(a, b) * 10) / 10;
}
