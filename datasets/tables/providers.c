/* datasets/tables/providers.c: columns found by their names in any of Ofsted's lists since 2014.
 *
 * The year is in the title ("as at 31 March 2025"), else in the file's name. A list of September stands for the next
 * 31 March. */
#include "datasets/tables/providers.h"

#include "datasets/frame/group.h"
#include "datasets/frame/text.h"
#include "datasets/read/number.h"
#include "datasets/read/text_codes.h"
#include "datasets/tables/authorities.h"
#include "datasets/tables/ees_releases.h"
#include "datasets/tables/table.h"

#include <string.h>
#include <strings.h>

typedef enum provider_column {
    PROVIDER_URN,
    PROVIDER_TYPE,
    PROVIDER_STATUS,
    PROVIDER_AUTHORITY,
    PROVIDER_REGION,
    PROVIDER_SECTOR,
    PROVIDER_PLACES,
    PROVIDER_SHORT_BREAKS,
    PROVIDER_JUDGEMENT,
    N_PROVIDER_COLUMNS
} provider_column;

enum { MOST_NAMES = 4, LONGEST_TEXT = 400 };

/* What the lists called each column. */
static const struct {
    const char *name; /* in the frame */
    bool is_required;
    const char *headers[MOST_NAMES];
} columns[N_PROVIDER_COLUMNS] = {
    [PROVIDER_URN] = { "urn", true, { "URN" } },
    [PROVIDER_TYPE] = { "provision_type", true, { "Provision type" } },
    [PROVIDER_STATUS] = { "status", false, { "Registration status" } },
    [PROVIDER_AUTHORITY] = { "name", true, { "Local authority", "LA" } },
    [PROVIDER_REGION] = { "region", false, { "Government Office Region", "GOR", "Region" } },
    [PROVIDER_SECTOR] = { "sector", false, { "Sector" } },
    [PROVIDER_PLACES] = { "places", false, { "Places", "Max/Estimated Places", "Maximum number of places" } },
    [PROVIDER_SHORT_BREAKS] = { "short_breaks_only", false, { "Short-break-only children's home" } },
    [PROVIDER_JUDGEMENT] = { "judgement", false,
                             { "Overall experiences and progress of children and young people",
                               "Overall experiences and progress", "Overall effectiveness" } },
};

/* The same words, whatever their case and the blanks and line ends around and between them. */
static bool is_same(const char *header, const char *name)
{
    while (nh_is_blank(*header)) header++;
    for (; *name; name++) {
        if (strncasecmp(header, name, 1) != 0 && !(*name == ' ' && nh_is_blank(*header))) return false;
        header++;
        while (name[0] == ' ' && nh_is_blank(*header)) header++;
    }
    while (nh_is_blank(*header)) header++;
    return !*header;
}

static int field_of(const nh_header *header, provider_column which)
{
    for (int n = 0; n < MOST_NAMES && columns[which].headers[n]; n++)
        for (size_t i = 0; i < header->n; i++)
            if (is_same(header->names[i], columns[which].headers[n])) return (int)i;
    return NH_NO_FIELD;
}

bool nh_providers_is_header(const nh_header *header)
{
    for (int i = 0; i < N_PROVIDER_COLUMNS; i++)
        if (columns[i].is_required && field_of(header, (provider_column)i) == NH_NO_FIELD) return false;
    return true;
}

/* ---- the year ---- */

/* The last four digits that stand alone and can be a year, or 0; *at is where they begin. */
static int last_year_in(const char *text, const char **at)
{
    int year = 0;
    for (const char *c = text; *c; c++) {
        size_t n = strspn(c, "0123456789");
        if (n == 4 && (memcmp(c, "20", 2) == 0)) {
            year = (c[0] - '0') * 1000 + (c[1] - '0') * 100 + (c[2] - '0') * 10 + (c[3] - '0');
            *at = c;
        }
        if (n > 0) c += n - 1;
    }
    return year;
}

/* Whether the word before the year is a month from April to December: its next 31 March is a year later. */
static bool is_after_march(const char *text, const char *year)
{
    static const char *const months[] = { "april",     "may",     "june",     "july",    "august",
                                          "september", "october", "november", "december" };
    while (year > text && !(year[-1] >= 'A' && year[-1] <= 'z') && !nh_is_digit(year[-1])) year--;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        size_t n = strlen(months[i]);
        if ((size_t)(year - text) >= n && strncasecmp(year - n, months[i], n) == 0) return true;
    }
    return false;
}

static int year_in(const char *text)
{
    const char *at = NULL;
    int year = last_year_in(text, &at);
    return year ? year + is_after_march(text, at) : 0;
}

static int year_of_file(const nh_csv *csv)
{
    const char *name = nh_csv_name(csv), *slash = strrchr(name, '/');
    int year = year_in(nh_csv_title(csv));
    return year ? year : year_in(slash ? slash + 1 : name);
}

/* ---- rows ---- */

typedef struct provider_reader {
    nh_csv *csv;
    uint32_t file;
    int year;
    nh_problems *problems;
    nh_frame *rows;
    nh_column *to[N_PROVIDER_COLUMNS], *at_file, *at_line, *at_year, *authority;
    int field[N_PROVIDER_COLUMNS];
} provider_reader;

static void open_reader(provider_reader *reader)
{
    reader->rows = nh_frame_new("providers", "Ofsted's list of providers of children's social care");
    reader->at_file = nh_frame_add(reader->rows, "file", NH_NUMBER);
    reader->at_line = nh_frame_add(reader->rows, "line", NH_NUMBER);
    reader->at_year = nh_frame_add(reader->rows, "year", NH_NUMBER);
    reader->authority = nh_frame_add(reader->rows, "authority", NH_CATEGORY);
    for (int i = 0; i < N_PROVIDER_COLUMNS; i++) {
        nh_kind kind = i == PROVIDER_PLACES ? NH_NUMBER : NH_CATEGORY;
        reader->to[i] = nh_frame_add(reader->rows, columns[i].name, kind);
        reader->field[i] = field_of(nh_csv_header(reader->csv), (provider_column)i);
    }
}

/* Codes are those of the list's year; places outside England have none here. */
static void put_authority(provider_reader *reader, size_t row)
{
    int authority = nh_authority_named(nh_text_at(reader->to[PROVIDER_AUTHORITY], row));
    if (authority == NH_NO_AUTHORITY || !nh_authority_at(authority)->in_england) return;
    if (reader->year) authority = nh_authority_as_of(authority, reader->year);
    nh_put_text(reader->authority, row, nh_authority_at(authority)->code);
}

static void put_places(provider_reader *reader, size_t row, nh_field text)
{
    double value = 0;
    nh_column *places = reader->to[PROVIDER_PLACES];
    if (text.length == 0) return;
    if (nh_number_read(text.text, text.length, &value) && value >= 0) {
        nh_put_number(places, row, value);
        return;
    }
    nh_csv_place place = nh_csv_place_of(reader->csv, (size_t)reader->field[PROVIDER_PLACES]);
    nh_problem_add(reader->problems, NH_PROBLEM_NOT_A_NUMBER,
                   (nh_problem_place){ "providers", "Places", reader->file, place.line, place.column });
}

/* Some lists have a curly apostrophe in "Children's home". */
static void put_text(nh_column *column, size_t row, nh_field text)
{
    static const char curly[] = "\xE2\x80\x99";
    char plain[LONGEST_TEXT];
    size_t n = 0;
    for (size_t i = 0; i < text.length && n < sizeof plain; i++) {
        bool is_curly = i + 3 <= text.length && memcmp(text.text + i, curly, 3) == 0;
        plain[n++] = is_curly ? '\'' : text.text[i];
        i += is_curly ? 2 : 0;
    }
    if (n > 0) nh_put_code(column, row, nh_levels_add(column->levels, plain, n));
}

static void put_record(provider_reader *reader, const nh_record *record)
{
    size_t row = nh_frame_append(reader->rows);
    nh_put_number(reader->at_file, row, reader->file);
    nh_put_number(reader->at_line, row, record->line);
    nh_put_number(reader->at_year, row, reader->year);
    for (int i = 0; i < N_PROVIDER_COLUMNS; i++) {
        if (reader->field[i] == NH_NO_FIELD) continue;
        nh_field text = nh_field_stripped(record->fields[reader->field[i]]);
        if (i == PROVIDER_PLACES) put_places(reader, row, text);
        else put_text(reader->to[i], row, text);
    }
    put_authority(reader, row);
}

nh_frame *nh_providers_read(nh_csv *csv, uint32_t file, nh_problems *problems, nh_error *err)
{
    provider_reader reader = { .csv = csv, .file = file, .problems = problems, .year = year_of_file(csv) };
    const nh_record *record;
    open_reader(&reader);
    while ((record = nh_csv_next(csv, err))) put_record(&reader, record);
    if (nh_csv_ended(csv)) return reader.rows;
    nh_frame_free(reader.rows);
    return NULL;
}

/* ---- all lists ---- */

/* A provider that another copy of the list names again is the same one. */
static bool settle(nh_frame **frame, nh_problems *problems, nh_error *err)
{
    (void)err;
    const nh_column *key[] = { nh_frame_find(*frame, "year"), nh_frame_find(*frame, "urn") };
    nh_groups *groups = nh_group(*frame, key, 2);
    const nh_column *file = nh_frame_find(*frame, "file"), *line = nh_frame_find(*frame, "line");
    for (size_t row = 0; row < nh_frame_rows(*frame); row++)
        if (groups->first[groups->of_row[row]] != row)
            nh_problem_add(problems, NH_PROBLEM_REPLACED,
                           (nh_problem_place){ "providers", NULL, (uint32_t)file->number[row],
                                               (uint32_t)line->number[row], 0 });
    nh_frame *once = nh_frame_take(*frame, groups->first, groups->n);
    nh_groups_free(groups);
    nh_frame_free(*frame);
    *frame = once;
    return true;
}

static const nh_named_column named[] = {
    { "URN", "Ofsted's number of the provider" },
    { "Provision type", "children's home, secure children's home, residential special school ..." },
    { "Registration status", "Active, Suspended, or another; the first two are open" },
    { "Local authority", "name of the area (LA in 2014)" },
    { "Government Office Region", "its region (GOR in 2014)" },
    { "Sector", "Private, Local Authority, Voluntary, Health Authority, Academy" },
    { "Places", "how many children it is registered for (Max/Estimated Places in 2014)" },
    { "Short-break-only children's home", "text where it is one" },
    { "Overall experiences and progress of children and young people",
      "the latest full judgement (Overall effectiveness to 2017)" },
    { NULL, NULL }
};

const nh_table nh_table_providers = {
    .name = "providers", .summary = "Ofsted's list of providers of children's social care",
    .level = NH_PUBLISHED_TABLE, .named = named, .first_year = 2014,
    .matches = nh_providers_is_header, .read = nh_providers_read, .append = nh_ees_append, .settle = settle
};
