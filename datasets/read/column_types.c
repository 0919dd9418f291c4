/* datasets/read/column_types.c: pairs of a name and a kind. */
#include "datasets/read/column_types.h"

#include "datasets/frame/arena.h"

#include <string.h>

typedef struct typed {
    const char *column;
    nh_kind kind;
} typed;

struct nh_column_types {
    nh_arena *memory;
    typed *all;
    size_t n;
};

static bool read_kind(const char *word, nh_kind *kind)
{
    static const struct { const char *word; nh_kind kind; } kinds[] = {
        { "number", NH_NUMBER }, { "date", NH_DATE }, { "text", NH_CATEGORY }, { "category", NH_CATEGORY }
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(word, kinds[i].word) == 0) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* "age=number"; a name may hold an equals sign, a kind does not. */
static bool take(nh_column_types *types, char *pair, nh_error *err)
{
    char *equals = strrchr(pair, '=');
    nh_kind kind, other;
    if (!equals || equals == pair || !read_kind(equals + 1, &kind))
        return nh_fail(err, NH_BAD_INPUT, "--types takes COLUMN=number|date|text[,...]; '%.80s' is not of that form",
                       pair);
    *equals = '\0';
    if (nh_column_types_find(types, pair, &other) && other != kind)
        return nh_fail(err, NH_BAD_INPUT, "--types says two things of the column %.80s", pair);
    types->all[types->n++] = (typed){ pair, kind };
    return true;
}

nh_column_types *nh_column_types_read(const char *said, nh_error *err)
{
    nh_arena *memory = nh_arena_new();
    nh_column_types *types = nh_arena_array(memory, 1, sizeof *types);
    *types = (nh_column_types){ .memory = memory, .all = nh_arena_array(memory, strlen(said) + 1, sizeof(typed)) };
    char *rest = nh_arena_text(memory, said, strlen(said));
    for (char *pair = rest; pair; pair = rest) {
        rest = strchr(pair, ',');
        if (rest) *rest++ = '\0';
        if (!take(types, pair, err)) {
            nh_column_types_free(types);
            return NULL;
        }
    }
    return types;
}

void nh_column_types_free(nh_column_types *types)
{
    if (types) nh_arena_free(types->memory);
}

bool nh_column_types_find(const nh_column_types *types, const char *column, nh_kind *kind)
{
    for (size_t i = 0; types && i < types->n; i++)
        if (strcmp(types->all[i].column, column) == 0) {
            *kind = types->all[i].kind;
            return true;
        }
    return false;
}

bool nh_column_types_fit(const nh_column_types *types, const nh_csv *csv, nh_error *err)
{
    const nh_header *header = nh_csv_header(csv);
    for (size_t i = 0; types && i < types->n; i++) {
        size_t field = 0;
        while (field < header->n && strcmp(header->names[field], types->all[i].column) != 0) field++;
        if (field == header->n)
            return nh_fail(err, NH_BAD_INPUT, "%s has no column %.80s, which --types names", nh_csv_name(csv),
                           types->all[i].column);
    }
    return true;
}
