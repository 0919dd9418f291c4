/* datasets/tables/postcodes.h: a postcode directory (ONSPD or NSPL of any vintage, plain, .gz or .zip; the folder or
 * the .zip of Code-Point Open; or the index that was kept of one), ready for look-ups.
 *
 *     nh_postcodes *directory = nh_postcodes_open("ONSPD.csv.gz", NULL, NULL, &err);
 *     nh_place home, placement;
 *     if (nh_postcodes_find(directory, "CT12EH", 6, &home) && nh_postcodes_find(directory, "ME44TR", 6, &placement))
 *         nh_miles(&home, &placement);                               25.4
 */
#ifndef NH_TABLES_POSTCODES_H
#define NH_TABLES_POSTCODES_H

#include "datasets/frame/error.h"
#include "datasets/frame/frame.h"
#include "datasets/read/csv.h"
#include "datasets/tables/postcode_file.h"
#include "datasets/tables/problems.h"

typedef struct nh_place {
    float easting, northing; /* metres, OS National Grid; exact: whole metres below 2^24 */
    bool has_grid;           /* false: no grid reference, or not on the National Grid (Northern Ireland, islands) */
    short authority;         /* nh_upper_tier of its district; NH_NO_AUTHORITY when the directory names none */
} nh_place;

typedef struct nh_postcodes nh_postcodes;

struct nh_progress;

/* Columns are found by name, whatever the vintage. Refused: a file without postcodes, coordinates and authority
 * codes, and one that has a postcode twice in two authorities. A row without a grid reference, or on the islands,
 * is a problem when `problems` is given; a real directory has 37,000 of them, so that who only wants look-ups
 * gives NULL. */
nh_postcodes *nh_postcodes_open(const char *path, nh_problems *problems, const struct nh_progress *progress,
                                nh_error *err);
/* The same look-ups from a file that nh_postcodes_open takes as it takes the directory, at once. */
bool nh_postcodes_keep(const nh_postcodes *directory, const nh_postcode_source *source, const char *path,
                       nh_error *err);
/* What a kept index was made from; NULL of a directory that was read. */
const nh_postcode_source *nh_postcodes_kept_from(const nh_postcodes *directory);
/* What that source is now, by its size and time, where it lies beside the index at `path`; `source` is then its path.
 * As many bytes of another time may be the same (a copy), which its SHA-256 says: the caller's to work out. */
enum { NH_SOURCE_PATH = 4096 };
typedef enum nh_source_state {
    NH_SOURCE_ABSENT, NH_SOURCE_AS_IT_WAS, NH_SOURCE_OF_OTHER_TIME, NH_SOURCE_OF_OTHER_SIZE
} nh_source_state;
nh_source_state nh_postcodes_source_state(const nh_postcodes *directory, const char *path,
                                          char source[NH_SOURCE_PATH]);

/* Whether these are a directory's columns, of any vintage. */
bool nh_postcodes_is_header(const nh_header *header);
void nh_postcodes_free(nh_postcodes *directory); /* NULL is allowed */
size_t nh_postcodes_count(const nh_postcodes *directory);
size_t nh_postcodes_without_grid(const nh_postcodes *directory); /* rows that can give no distance */

/* `key` is the postcode in capitals without spaces (nh_postcode_key). */
bool nh_postcodes_find(const nh_postcodes *directory, const char *key, size_t length, nh_place *place);

/* Every postcode, in an order that depends on the directory alone. */
typedef void nh_place_visit(void *context, const char key[8], const nh_place *place);
void nh_postcodes_each(const nh_postcodes *directory, nh_place_visit *visit, void *context);

/* The places of all levels, packed: 0 for a text that is no postcode of the directory. Many times as fast as one by
 * one. */
void nh_postcodes_find_levels(const nh_postcodes *directory, const nh_levels *levels, uint64_t *packed);
nh_place nh_place_of(uint64_t packed);

enum { NH_POSTCODE_KEY = 9 };
/* Capitals, no spaces; returns the length, 0 when it cannot be a postcode (other than 5 to 7 letters and digits). */
size_t nh_postcode_key(const char *text, size_t length, char key[NH_POSTCODE_KEY]);

/* Straight line in miles, unrounded: sqrt(dE^2 + dN^2) / 1000 / 1.6093 (DfE's constant). Both need a grid
 * reference. nh_miles: to one decimal, half away from zero, which is what rules compare with 20. */
double nh_miles_exact(const nh_place *a, const nh_place *b);
double nh_miles(const nh_place *a, const nh_place *b);

#endif
