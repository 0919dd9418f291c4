/* datasets/read/csv_header.c: names of columns, compared one with another. */
#include "datasets/read/csv_header.h"

#include <string.h>

/* A letter as names are compared: small, and an underscore where it is one, a blank, a line end or a hyphen. */
static char plain(char c)
{
    if (c == ' ' || c == '-' || c == '\n' || c == '\r') return '_';
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* strcasecmp would depend on the locale. */
static bool is_same_name(const char *a, const char *b)
{
    while (*a && plain(*a) == plain(*b)) a++, b++;
    return plain(*a) == plain(*b);
}

int nh_header_find(const nh_header *header, const char *name)
{
    for (size_t i = 0; i < header->n; i++)
        if (is_same_name(header->names[i], name)) return (int)i;
    return NH_NO_FIELD;
}

bool nh_header_holds_names(const nh_header *header)
{
    for (size_t i = 0; i < header->n; i++) {
        char first = header->names[i][0];
        bool is_letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') || first == '_';
        if (first && !is_letter) return false;
    }
    return true;
}

int nh_header_repeated(const nh_header *header)
{
    for (size_t i = 0; i < header->n; i++)
        for (size_t k = 0; k < i && *header->names[i]; k++)
            if (strcmp(header->names[i], header->names[k]) == 0) return (int)i;
    return NH_NO_FIELD;
}

bool nh_is_for_excel(const char *title)
{
    return strncmp(title, "sep=", 4) == 0;
}

const char *nh_header_title(const nh_header *header)
{
    const char *title = NULL;
    for (size_t i = 0; i < header->n; i++) {
        if (!*header->names[i]) continue;
        if (title) return NULL;
        title = header->names[i];
    }
    return title && (strchr(title, ' ') || nh_is_for_excel(title)) ? title : NULL;
}

static size_t count_of(const char *text, char c)
{
    size_t n = 0;
    for (; *text; text++) n += *text == c;
    return n;
}

const char *nh_header_other_separator(const nh_header *header)
{
    static const struct { char character; const char *name; } others[] = { { ';', "semicolon" }, { '\t', "tab" },
                                                                           { '|', "bar (|)" } };
    const char *name = header->names[0];
    for (size_t i = 0; header->n == 1 && i < sizeof others / sizeof *others; i++) {
        size_t n = count_of(name, others[i].character);
        if (n > 1 || (n == 1 && !strchr(name, ' '))) return others[i].name;
    }
    return NULL;
}
