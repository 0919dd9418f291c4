/* datasets/read/xml_return.c: elements gathered child by child, then handed out table by table. */
#include "datasets/read/xml_return.h"

#include "datasets/frame/arena.h"
#include "datasets/read/text_codes.h"
#include "datasets/read/xml.h"
#include "datasets/read/xml_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_UNKNOWN = 64, UNKNOWN_NAME = 64, MOST_ELEMENTS = 96 };
enum { MOST_GROUPS = 100000, MOST_TEXT = 1 << 24 }; /* of one child */

/* A value of the child at hand: its text stands in `texts`. */
typedef struct value {
    const char *element;
    size_t start, length;
    nh_csv_place place;
} value;

/* A group of the child at hand, and which of the values are its own: those of groups within it lie elsewhere. */
typedef struct group {
    const char *name;
    nh_csv_place place;
    value *values;
    size_t n, room;
} group;

struct nh_xml_return {
    nh_source *source;
    const nh_xml_sink *sink;
    nh_header *headers; /* of each table; names of columns that no element stood for yet are blank */
    bool *is_wider;     /* of each table: since its last record */
    const char *met[MOST_ELEMENTS];
    size_t n_met;
    nh_xml_column (*columns)[NH_XML_MOST_COLUMNS];
    nh_arena *names;

    const char *path[NH_XML_DEEPEST + 1]; /* the groups that are open, and a value behind them */
    bool is_value;                        /* the last of these is one */
    size_t depth, n_passed;               /* elements open, and of these how many lie in one that is not known */
    char unknown[MOST_UNKNOWN][UNKNOWN_NAME];
    size_t n_unknown;
    bool is_return;

    nh_csv_place child; /* where the CHILD at hand begins */
    char *texts;
    size_t n_texts, texts_room;
    group *groups;
    size_t n_groups, groups_room;
    size_t open[NH_XML_DEEPEST + 1]; /* of each open group, its place in `groups` */

    nh_field fields[NH_XML_MOST_COLUMNS]; /* the record at hand */
    nh_csv_place places[NH_XML_MOST_COLUMNS];
};

/* ---- tables ---- */

static bool is_required(const nh_table *table, const char *column)
{
    for (const nh_table_column *c = table->columns; c->name; c++)
        if (strcmp(c->name, column) == 0) return c->is_required;
    return false;
}

static nh_header header_of(nh_arena *names, const nh_xml_table *table)
{
    nh_header header = { .line = 1 };
    while (table->columns[header.n]) header.n++;
    header.names = nh_arena_array(names, header.n, sizeof *header.names);
    header.columns = nh_arena_array(names, header.n, sizeof *header.columns);
    for (size_t i = 0; i < header.n; i++)
        header.names[i] = is_required(nh_table_named(table->name), table->columns[i]) ? table->columns[i] : "";
    return header;
}

nh_xml_return *nh_xml_return_new(nh_source *source)
{
    nh_xml_return *reader = nh_zeroed(1, sizeof *reader);
    reader->source = source;
    reader->names = nh_arena_new();
    reader->headers = nh_arena_array(reader->names, nh_xml_table_count(), sizeof *reader->headers);
    reader->columns = nh_arena_array(reader->names, nh_xml_table_count(), sizeof *reader->columns);
    reader->is_wider = nh_arena_array(reader->names, nh_xml_table_count(), sizeof *reader->is_wider);
    for (size_t t = 0; t < nh_xml_table_count(); t++) {
        reader->headers[t] = header_of(reader->names, nh_xml_table_at(t));
        for (size_t i = 0; i < reader->headers[t].n; i++)
            reader->columns[t][i] = nh_xml_column_of(nh_xml_table_at(t), i);
    }
    return reader;
}

void nh_xml_return_free(nh_xml_return *reader)
{
    if (!reader) return;
    for (size_t i = 0; i < reader->groups_room; i++) free(reader->groups[i].values);
    free(reader->groups);
    free(reader->texts);
    nh_arena_free(reader->names);
    free(reader);
}

static nh_csv_place place_of_field(const void *of, size_t field)
{
    const nh_xml_return *reader = of;
    return reader->places[field];
}

nh_records nh_xml_return_records(const nh_xml_return *reader, size_t table)
{
    return (nh_records){ &reader->headers[table], nh_source_name(reader->source), place_of_field, reader };
}

/* ---- one child ---- */

/* `what` has one %s, for `name`. */
static bool refuse(const nh_xml_return *reader, nh_csv_place place, nh_error *err, const char *what, const char *name)
{
    char sentence[300];
    snprintf(sentence, sizeof sentence, what, name);
    return nh_place_fail(nh_source_name(reader->source), place, err, "%s", sentence);
}

static group *open_group(nh_xml_return *reader)
{
    return &reader->groups[reader->open[reader->depth]];
}

/* The values of earlier children make room for those of this one. */
static void add_group(nh_xml_return *reader, const char *name, nh_csv_place place)
{
    if (reader->n_groups == reader->groups_room) {
        size_t room = 2 * reader->groups_room + 16;
        reader->groups = nh_resize(reader->groups, room, sizeof *reader->groups);
        memset(reader->groups + reader->groups_room, 0, (room - reader->groups_room) * sizeof *reader->groups);
        reader->groups_room = room;
    }
    group *added = &reader->groups[reader->n_groups];
    added->name = name;
    added->place = place;
    added->n = 0;
    reader->open[reader->depth] = reader->n_groups++;
}

/* The column of an element gets its name when the element is met, in every table that has it. */
static void name_columns(nh_xml_return *reader, const char *element)
{
    for (size_t i = 0; i < reader->n_met; i++)
        if (reader->met[i] == element) return;
    if (reader->n_met < MOST_ELEMENTS) reader->met[reader->n_met++] = element;
    for (size_t t = 0; t < nh_xml_table_count(); t++)
        for (size_t i = 0; i < reader->headers[t].n; i++) {
            if (reader->columns[t][i].element != element || *reader->headers[t].names[i]) continue;
            reader->headers[t].names[i] = nh_xml_table_at(t)->columns[i];
            reader->is_wider[t] = true;
        }
}

static void add_value(nh_xml_return *reader, group *to, const char *element, nh_field text, nh_csv_place place)
{
    if (to->n == to->room) to->values = nh_resize(to->values, to->room = 2 * to->room + 8, sizeof *to->values);
    if (reader->n_texts + text.length + NH_TEXT_SLACK > reader->texts_room) {
        reader->texts_room = 2 * (reader->n_texts + text.length) + NH_TEXT_SLACK;
        reader->texts = nh_resize(reader->texts, reader->texts_room, 1);
    }
    if (text.length) memcpy(reader->texts + reader->n_texts, text.text, text.length);
    name_columns(reader, element);
    to->values[to->n++] = (value){ element, reader->n_texts, text.length, place };
    reader->n_texts += text.length;
}

static const group *header_group(const nh_xml_return *reader)
{
    for (size_t i = 0; i < reader->n_groups; i++)
        if (strcmp(reader->groups[i].name, NH_XML_HEADER) == 0) return &reader->groups[i];
    return NULL;
}

static nh_field text_of(const nh_xml_return *reader, const value *v)
{
    return v && v->length ? (nh_field){ reader->texts + v->start, v->length } : (nh_field){ "", 0 };
}

/* Names of elements are the layout's own texts, so the same name is the same text. */
static const value *value_of(const group *from, const char *element)
{
    for (size_t i = 0; i < from->n; i++)
        if (from->values[i].element == element) return &from->values[i];
    return NULL;
}

/* Whether the child has this part: a flag of 0 says that it has not. */
static bool has_part(const nh_xml_return *reader, const nh_xml_table *table, const group *of)
{
    if (!table->when) return true;
    nh_field flag = nh_field_stripped(text_of(reader, value_of(of, nh_xml_value(table->when, table->group))));
    return flag.length > 0 && !(flag.length == 1 && flag.text[0] == '0');
}

/* What is wrong with a copy is told where it was copied from, so it has no place; a blank CHILD is told of each
 * record that it sets aside. */
static void fill_field(nh_xml_return *reader, size_t i, const nh_xml_column *column, const group *of,
                       const group *header)
{
    const value *found = value_of(column->is_of_header ? header : of, column->element);
    reader->fields[i] = text_of(reader, found);
    reader->places[i] = found && !column->is_of_header ? found->place : of->place;
    if (column->is_copy) reader->places[i] = (nh_csv_place){ 0, 0 };
}

static bool give_record(nh_xml_return *reader, size_t t, const group *of, const group *header, nh_error *err)
{
    const nh_header *names = &reader->headers[t];
    if (reader->is_wider[t]) reader->sink->widen(reader->sink->taker, t);
    reader->is_wider[t] = false;
    for (size_t i = 0; i < names->n; i++) fill_field(reader, i, &reader->columns[t][i], of, header);
    nh_record record = { reader->fields, names->n, of->place.line };
    return reader->sink->take(reader->sink->taker, t, &record, err);
}

static bool give_group(nh_xml_return *reader, const group *of, const group *header, nh_error *err)
{
    for (size_t t = 0; t < nh_xml_table_count(); t++) {
        const nh_xml_table *table = nh_xml_table_at(t);
        if (strcmp(table->group, of->name) != 0 || !has_part(reader, table, of)) continue;
        if (!give_record(reader, t, of, header, err)) return false;
    }
    return true;
}

/* A child without HEADER is one whose every field there is blank: it is told, as in CSV. */
static bool give_child(nh_xml_return *reader, nh_error *err)
{
    const group *header = header_group(reader);
    group none = { .name = NH_XML_HEADER, .place = reader->child };
    if (!header && !give_group(reader, &none, &none, err)) return false;
    for (size_t i = 0; i < reader->n_groups; i++)
        if (!give_group(reader, &reader->groups[i], header ? header : &none, err)) return false;
    reader->n_groups = reader->n_texts = 0;
    return true;
}

/* ---- elements ---- */

static bool tell_unknown(nh_xml_return *reader, const char *name, nh_csv_place place, nh_error *err)
{
    for (size_t i = 0; i < reader->n_unknown; i++)
        if (strncmp(reader->unknown[i], name, UNKNOWN_NAME - 1) == 0) return true;
    if (reader->n_unknown == MOST_UNKNOWN)
        return refuse(reader, place, err, "more than 64 elements that %s does not have: is this another file?",
                      NH_XML_ROOT);
    snprintf(reader->unknown[reader->n_unknown++], UNKNOWN_NAME, "%s", name);
    reader->sink->unknown(reader->sink->taker, place);
    return true;
}

static bool begin_root(nh_xml_return *reader, const char *name, nh_csv_place place, nh_error *err)
{
    reader->is_return = strcmp(name, NH_XML_ROOT) == 0;
    reader->path[1] = NH_XML_ROOT;
    if (reader->is_return) reader->sink->open(reader->sink->taker, reader);
    return reader->is_return ||
           refuse(reader, place, err, "the root is not %s: this is not an SSDA903 return", NH_XML_ROOT);
}

static bool begin_group(nh_xml_return *reader, const char *name, nh_csv_place place, nh_error *err)
{
    for (size_t i = 0; i < reader->n_groups && !nh_xml_may_repeat(name); i++)
        if (strcmp(reader->groups[i].name, name) == 0)
            return refuse(reader, place, err, "%s stands twice in one CHILD: take one of them out", name);
    add_group(reader, name, place);
    return true;
}

static bool begin_value(nh_xml_return *reader, const char *name, nh_csv_place place, nh_error *err)
{
    const char *inside = reader->path[reader->depth - 1];
    const char *element = nh_xml_value(name, inside);
    reader->path[reader->depth] = element;
    if (!element) {
        if (nh_xml_is_group(name))
            return refuse(reader, place, err, "%s stands where it may not, and what it holds would be lost", name);
        reader->n_passed = 1;
        return tell_unknown(reader, name, place, err);
    }
    reader->open[reader->depth] = reader->open[reader->depth - 1];
    reader->is_value = true;
    bool is_twice = value_of(open_group(reader), element) != NULL;
    return !is_twice || refuse(reader, place, err, "%s stands twice in one group: take one of them out", element);
}

static bool begin(void *context, const char *name, nh_csv_place place, nh_error *err)
{
    nh_xml_return *reader = context;
    reader->depth++;
    if (reader->n_passed) return reader->n_passed++, true;
    if (reader->depth == 1) return begin_root(reader, name, place, err);
    if (reader->is_value)
        return refuse(reader, place, err, "an element inside the value of %s", reader->path[reader->depth - 1]);
    const char *group_name = nh_xml_group(name, reader->path[reader->depth - 1]);
    if (!group_name) return begin_value(reader, name, place, err);
    reader->path[reader->depth] = group_name;
    if (strcmp(group_name, NH_XML_CHILD) != 0) return begin_group(reader, group_name, place, err);
    reader->child = place;
    return true;
}

static bool refuse_text(const nh_xml_return *reader, nh_csv_place place, nh_error *err)
{
    return refuse(reader, place, err, "text in %s, where elements are due", reader->path[reader->depth]);
}

static bool end(void *context, nh_field text, nh_csv_place place, nh_error *err)
{
    nh_xml_return *reader = context;
    const char *name = reader->path[reader->depth];
    bool ok = true;
    if (reader->n_passed) reader->n_passed--;
    else if (reader->is_value) add_value(reader, open_group(reader), name, text, place);
    else if (text.length > 0) ok = refuse_text(reader, place, err);
    else if (strcmp(name, NH_XML_CHILD) == 0) ok = give_child(reader, err);
    reader->depth--;
    reader->is_value = false;
    if (!ok || (reader->n_texts <= MOST_TEXT && reader->n_groups <= MOST_GROUPS)) return ok;
    return refuse(reader, reader->child, err, "a %s too long to be one child's", NH_XML_CHILD);
}

bool nh_xml_return_read(nh_xml_return *reader, const nh_xml_sink *sink, bool *is_return, nh_error *err)
{
    static const nh_xml_handler handler = { begin, end };
    reader->sink = sink;
    reader->is_return = true;
    bool ok = nh_xml_read(reader->source, &handler, reader, err);
    *is_return = reader->is_return;
    return ok;
}
