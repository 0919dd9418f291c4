/* datasets/tables/code_point.c: a file of Code-Point Open in memory behind the header that it lacks; it is told by
 * its first row. The largest of its files is under 4 MB; one of more than 64 MB is none. */
#include "datasets/tables/code_point.h"

#include "datasets/frame/arena.h"
#include "datasets/write.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 10, MOST_BYTES = 64 << 20, BLOCK = 1 << 16 };

/* Names that directories have: postcodes.c finds them like any others. */
static const char header[] = "pcd7,quality,east1m,north1m,ctry,nhsrg,nhsha,cty,laua,ward\n";

struct nh_code_point {
    nh_text *text;
    nh_source *source;
};

typedef struct piece {
    const char *text;
    size_t n;
} piece;

static piece without_quotes(piece p)
{
    if (p.n >= 2 && p.text[0] == '"' && p.text[p.n - 1] == '"') return (piece){ p.text + 1, p.n - 2 };
    return p;
}

/* The fields of the first line, which hold no commas; how many there are. */
static size_t split(const char *bytes, size_t n, piece field[FIELDS])
{
    size_t found = 0, from = 0;
    for (size_t i = 0; i <= n; i++) {
        bool ends_line = i == n || bytes[i] == '\n' || bytes[i] == '\r';
        if (!ends_line && bytes[i] != ',') continue;
        if (found < FIELDS) field[found] = without_quotes((piece){ bytes + from, i - from });
        found++;
        from = i + 1;
        if (ends_line) break;
    }
    return found;
}

static bool is_digits(piece p, size_t most)
{
    for (size_t i = 0; i < p.n; i++)
        if (!isdigit((unsigned char)p.text[i])) return false;
    return p.n > 0 && p.n <= most;
}

/* Letters, a digit somewhere, no more than the seven places of a postcode and a blank. */
static bool is_like_a_postcode(piece p)
{
    bool has_digit = false;
    for (size_t i = 0; i < p.n; i++) {
        if (!isalnum((unsigned char)p.text[i]) && p.text[i] != ' ') return false;
        has_digit |= isdigit((unsigned char)p.text[i]) != 0;
    }
    return p.n >= 5 && p.n <= 8 && isalpha((unsigned char)p.text[0]) && has_digit;
}

static bool is_first_row(const char *bytes, size_t n)
{
    piece field[FIELDS];
    return split(bytes, n, field) == FIELDS && is_like_a_postcode(field[0]) && is_digits(field[1], 2) &&
           is_digits(field[2], 7) && is_digits(field[3], 7);
}

static bool read_whole(nh_source *source, nh_text *text, nh_error *err)
{
    for (size_t n = 1; n > 0;) {
        if (!nh_source_read(source, nh_text_room(text, BLOCK), BLOCK, &n, err)) return false;
        text->n += n;
        if (text->n > MOST_BYTES)
            return nh_fail(err, NH_BAD_INPUT, "%s: too large for a file of Code-Point Open", nh_source_name(source));
    }
    return true;
}

nh_code_point *nh_code_point_open(nh_source *source, nh_error *err)
{
    const char *first;
    size_t n;
    if (!nh_source_peek(source, &first, &n, err) || !is_first_row(first, n)) return NULL;
    nh_code_point *file = nh_zeroed(1, sizeof *file);
    file->text = nh_text_new();
    nh_text_add(file->text, header, strlen(header));
    if (!read_whole(source, file->text, err)) {
        nh_code_point_close(file);
        return NULL;
    }
    file->source = nh_source_memory(nh_source_name(source), file->text->bytes, file->text->n);
    return file;
}

nh_source *nh_code_point_source(const nh_code_point *file)
{
    return file->source;
}

void nh_code_point_close(nh_code_point *file)
{
    if (!file) return;
    nh_source_close(file->source);
    nh_text_free(file->text);
    free(file);
}
