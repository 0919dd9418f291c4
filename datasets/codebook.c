/* datasets/codebook.c: descriptors and code lists as frames.
 *
 * Left out: tables whose columns the file decides (they are named, with no column), and derived tables that are only
 * steps on the way. */
#include "datasets/codebook.h"

#include "datasets/derive/inputs.h"
#include "datasets/tables/codes.h"
#include "datasets/tables/ees_tables.h"
#include "datasets/tables/table.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct book {
    const char *wanted; /* NULL: every table */
    int year;           /* only what this return year has; 0: of any year */
    nh_frame *columns, *codes;
    size_t n_tables;
} book;

static bool is_wanted(book *b, const char *table)
{
    bool wanted = !b->wanted || strcasecmp(b->wanted, table) == 0;
    b->n_tables += wanted;
    return wanted;
}

/* Whether the book's year has something of these years; 0 is no limit. */
static bool is_of_the_year(const book *b, int first_year, int last_year)
{
    return b->year == 0 || (b->year >= first_year && (last_year == 0 || b->year <= last_year));
}

static int later_of(int a, int b) { return a > b ? a : b; }
static int earlier_of(int a, int b) { return a == 0 || (b && b < a) ? b : a; }

static void put(nh_frame *frame, size_t row, const char *column, const char *text)
{
    if (text && *text) nh_put_text(nh_frame_find(frame, column), row, text);
}

static void put_year(nh_frame *frame, size_t row, const char *column, int year)
{
    if (year) nh_put_number(nh_frame_find(frame, column), row, year);
}

static nh_frame *columns_frame(void)
{
    nh_frame *frame = nh_frame_new("columns", "Columns of the tables");
    static const char *const words[] = { "table", "column", "holds" };
    for (size_t i = 0; i < 3; i++) nh_frame_add(frame, words[i], NH_CATEGORY);
    static const char *const numbers[] = { "required", "from", "to" };
    for (size_t i = 0; i < 3; i++) nh_frame_add(frame, numbers[i], NH_NUMBER);
    nh_frame_add(frame, "first_year", NH_NUMBER);
    nh_frame_add(frame, "last_year", NH_NUMBER);
    nh_frame_add(frame, "meaning", NH_CATEGORY);
    nh_frame_set_lineage(frame, NH_PUBLISHED);
    return frame;
}

static nh_frame *codes_frame(void)
{
    nh_frame *frame = nh_frame_new("codes", "Codes, and the return years they are for");
    static const char *const words[] = { "table", "column", "code", "label", "group" };
    for (size_t i = 0; i < 5; i++) nh_frame_add(frame, words[i], NH_CATEGORY);
    nh_frame_add(frame, "first_year", NH_NUMBER);
    nh_frame_add(frame, "last_year", NH_NUMBER);
    nh_frame_set_lineage(frame, NH_PUBLISHED);
    return frame;
}

/* ---- tables that are read ---- */

static const char *const held[] = {
    [NH_HOLDS_TEXT] = "text",         [NH_HOLDS_CHILD] = "child",         [NH_HOLDS_CODE] = "code",
    [NH_HOLDS_POSTCODE] = "postcode", [NH_HOLDS_DATE] = "date",           [NH_HOLDS_WHOLE] = "whole number",
    [NH_HOLDS_NUMBER] = "number",
};

static void add_column(const book *b, const nh_table *table, const nh_table_column *column)
{
    int first = later_of(table->first_year, column->first_year);
    int last = earlier_of(table->last_year, column->last_year);
    if (!is_of_the_year(b, first, last)) return;
    size_t row = nh_frame_append(b->columns);
    put_year(b->columns, row, "first_year", first);
    put_year(b->columns, row, "last_year", last);
    put(b->columns, row, "table", table->name);
    put(b->columns, row, "column", column->name);
    put(b->columns, row, "holds", held[column->holds]);
    put(b->columns, row, "meaning", column->meaning);
    nh_put_number(nh_frame_find(b->columns, "required"), row, column->is_required);
    if (column->holds != NH_HOLDS_WHOLE && column->holds != NH_HOLDS_NUMBER) return;
    nh_put_number(nh_frame_find(b->columns, "from"), row, column->low);
    nh_put_number(nh_frame_find(b->columns, "to"), row, column->high);
}

static void add_code(const book *b, const char *table, const nh_code *code)
{
    if (!is_of_the_year(b, code->first_year, code->last_year)) return;
    size_t row = nh_frame_append(b->codes);
    put(b->codes, row, "table", table);
    put(b->codes, row, "column", code->column);
    put(b->codes, row, "code", code->code);
    put(b->codes, row, "label", code->label);
    put(b->codes, row, "group", code->group);
    put_year(b->codes, row, "first_year", code->first_year);
    put_year(b->codes, row, "last_year", code->last_year);
}

/* The header's list stands for a column of the same name elsewhere. */
static void add_codes_of(const book *b, const nh_table *table, const nh_table_column *column)
{
    for (size_t i = 0; i < nh_code_count(); i++) {
        const nh_code *code = nh_code_at(i);
        if (strcasecmp(code->column, column->name) != 0) continue;
        if (nh_code_info(table->name, code->column, code->code) == code) add_code(b, table->name, code);
    }
}

/* A table without columns of its own is there by name and summary, and with the codes that the list has for it. */
static void add_named(const book *b, const char *table, const char *summary)
{
    size_t row = nh_frame_append(b->columns);
    put(b->columns, row, "table", table);
    put(b->columns, row, "meaning", summary);
    for (size_t i = 0; i < nh_code_count(); i++)
        if (strcmp(nh_code_at(i)->table, table) == 0) add_code(b, table, nh_code_at(i));
}

/* The columns that matter of a file which decides itself what it has. */
static void add_names(const book *b, const nh_table *table)
{
    for (const nh_named_column *column = table->named; column && column->name; column++) {
        size_t row = nh_frame_append(b->columns);
        put(b->columns, row, "table", table->name);
        put(b->columns, row, "column", column->name);
        put(b->columns, row, "meaning", column->meaning);
        put_year(b->columns, row, "first_year", table->first_year);
        put_year(b->columns, row, "last_year", table->last_year);
    }
}

static void add_input_table(book *b, const nh_table *table)
{
    if (!is_wanted(b, table->name) || !is_of_the_year(b, table->first_year, table->last_year)) return;
    if (!table->columns) add_named(b, table->name, table->summary);
    add_names(b, table);
    for (const nh_table_column *column = table->columns; column && column->name; column++) {
        add_column(b, table, column);
        add_codes_of(b, table, column);
    }
}

/* The tidy releases go back to this return year; before it are DfE's wide tables. */
enum { FIRST_TIDY_YEAR = 2018 };

static void add_published_table(book *b, const nh_ees_table *table)
{
    if (!is_wanted(b, table->name) || !is_of_the_year(b, FIRST_TIDY_YEAR, 0)) return;
    for (int i = 0; i < NH_EES_FILTERS && table->filters[i]; i++) {
        size_t row = nh_frame_append(b->columns);
        put(b->columns, row, "table", table->name);
        put(b->columns, row, "column", table->filters[i]);
        put(b->columns, row, "holds", "text");
        put(b->columns, row, "meaning", table->title);
        put_year(b->columns, row, "first_year", FIRST_TIDY_YEAR);
    }
}

/* ---- tables that are derived ---- */

static void add_group_words(const book *b, const char *table)
{
    for (int group = NH_GROUP_FOSTER; group < NH_PLACEMENT_GROUPS; group++)
        add_code(b, table, &(nh_code){ .column = "placement_group", .group = "",
                                       .code = nh_placement_group_word((nh_placement_group)group),
                                       .label = nh_placement_group_label((nh_placement_group)group) });
}

static void add_derived_table(book *b, const nh_derivation *derived)
{
    if (!derived->is_public || !is_wanted(b, derived->name)) return;
    if (!derived->columns) add_named(b, derived->name, derived->summary);
    for (const nh_derived_column *column = derived->columns; column && column->name; column++) {
        size_t row = nh_frame_append(b->columns);
        put(b->columns, row, "table", derived->name);
        put(b->columns, row, "column", column->name);
        put(b->columns, row, "meaning", column->meaning);
        if (strcmp(column->name, "placement_group") == 0) add_group_words(b, derived->name);
    }
}

/* ---- the book ---- */

static void say_name(char *list, size_t room, const char *name)
{
    size_t used = strlen(list);
    snprintf(list + used, room - used, "%s%s", used ? ", " : "", name);
}

static bool refuse(const book *b, nh_error *err)
{
    char list[400] = "";
    for (size_t i = 0; i < nh_table_count(); i++) say_name(list, sizeof list, nh_table_at(i)->name);
    for (size_t i = 0; i < nh_derivation_count(); i++)
        if (nh_derivation_at(i)->is_public) say_name(list, sizeof list, nh_derivation_at(i)->name);
    return nh_fail(err, NH_BAD_INPUT, "no table is called '%.60s'; there are %s", b->wanted, list);
}

bool nh_codebook(const char *table, int year, nh_results *results, nh_error *err)
{
    book b = { .wanted = table, .year = year, .columns = columns_frame(), .codes = codes_frame() };
    for (size_t i = 0; i < nh_table_count(); i++) add_input_table(&b, nh_table_at(i));
    for (size_t i = 0; i < nh_ees_table_count(); i++) add_published_table(&b, nh_ees_table_at(i));
    for (size_t i = 0; i < nh_derivation_count(); i++) add_derived_table(&b, nh_derivation_at(i));
    bool found = b.n_tables > 0;
    if (found) nh_results_add(results, b.columns), nh_results_add(results, b.codes);
    else nh_frame_free(b.columns), nh_frame_free(b.codes);
    return found || refuse(&b, err);
}
