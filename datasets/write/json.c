/* datasets/write/json.c: a frame as JSON, row by row, with what was said of it; jansson encodes the texts. */
#include "datasets/write.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void add_string(nh_text *out, const char *text)
{
    json_t *string = json_string(text);
    /* Texts were checked to be UTF-8 when they were read; one that is not is shown as unknown. */
    if (!string) string = json_string("\xEF\xBF\xBD");
    char *encoded = json_dumps(string, JSON_ENCODE_ANY);
    nh_text_add(out, encoded, strlen(encoded));
    free(encoded);
    json_decref(string);
}

/* Numbers bare, texts, dates and the symbols of marks quoted, a blank as null. */
static void add_value(nh_text *out, const nh_column *column, size_t row)
{
    if (column->code && nh_present(column, row)) {
        add_string(out, nh_text_at(column, row));
        return;
    }
    char text[NH_NUMBER_TEXT];
    size_t n = nh_cell_write(column, row, text, sizeof text);
    bool is_bare = column->number && (n == 0 || (text[0] >= '0' && text[0] <= '9') || text[0] == '-');
    if (n == 0) nh_text_add(out, "null", 4);
    else if (is_bare) nh_text_add(out, text, n);
    else add_string(out, text);
}

static void add_member(nh_text *out, const char *name, const char *value)
{
    add_string(out, name);
    nh_text_add(out, ": ", 2);
    add_string(out, value);
}

static void add_columns(const nh_frame *frame, nh_text *out)
{
    static const char *const kinds[] = { "number", "date", "category" };
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        nh_text_say(out, "%s\n  {", i ? "," : "");
        add_member(out, "name", column->name);
        nh_text_add(out, ", ", 2);
        add_member(out, "kind", kinds[column->kind]);
        if (column->label) {
            nh_text_add(out, ", ", 2);
            add_member(out, "label", column->label);
        }
        if (column->unit) {
            nh_text_add(out, ", ", 2);
            add_member(out, "unit", column->unit);
        }
        nh_text_add(out, "}", 1);
    }
}

static void add_sentences(const char *name, const nh_sentences *sentences, nh_text *out)
{
    add_string(out, name);
    nh_text_add(out, ": [", 3);
    for (size_t i = 0; sentences && i < sentences->n; i++) {
        nh_text_say(out, "%s\n  ", i ? "," : "");
        add_string(out, sentences->text[i]);
    }
    nh_text_say(out, "],\n ");
}

static bool has_mark(const nh_frame *frame, nh_mark mark)
{
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        for (size_t row = 0; row < nh_frame_rows(frame); row++)
            if (nh_mark_at(nh_frame_at(frame, i), row) == mark) return true;
    return false;
}

/* A blank is null and needs no word. */
static void add_marks(const nh_frame *frame, nh_text *out)
{
    static const struct { nh_mark mark; const char *symbol, *meaning; } words[] = {
        { NH_SUPPRESSED, "c", "suppressed: a small number, or what would tell of one" },
        { NH_NOT_APPLICABLE, "z", "not applicable" },
        { NH_NOT_AVAILABLE, "x", "not available" },
        { NH_ROUNDS_TO_ZERO, "k", "rounds to 0, but is not 0" },
        { NH_LOW_RELIABILITY, "u", "of low reliability" },
    };
    bool any = false;
    nh_text_say(out, "\"marks\": {");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!has_mark(frame, words[i].mark)) continue;
        if (any) nh_text_add(out, ", ", 2);
        add_member(out, words[i].symbol, words[i].meaning);
        any = true;
    }
    nh_text_say(out, "},\n ");
}

static void add_rows(const nh_frame *frame, nh_text *out)
{
    for (size_t row = 0; row < nh_frame_rows(frame); row++) {
        nh_text_say(out, "%s\n  {", row ? "," : "");
        for (size_t i = 0; i < nh_frame_columns(frame); i++) {
            if (i) nh_text_add(out, ", ", 2);
            add_string(out, nh_frame_at(frame, i)->name);
            nh_text_add(out, ": ", 2);
            add_value(out, nh_frame_at(frame, i), row);
        }
        nh_text_add(out, "}", 1);
    }
}

void nh_json_with(const nh_frame *frame, const nh_results *said, nh_text *out)
{
    nh_text_add(out, "{", 1);
    add_member(out, "name", nh_frame_name(frame));
    nh_text_add(out, ", ", 2);
    add_member(out, "title", nh_frame_title(frame));
    nh_text_say(out, ",\n ");
    add_sentences("notes", said ? &said->notes : NULL, out);
    add_sentences("missing", said ? &said->gaps : NULL, out);
    nh_text_say(out, "\"columns\": [");
    add_columns(frame, out);
    nh_text_say(out, "],\n ");
    add_marks(frame, out);
    nh_text_say(out, "\"rows\": [");
    add_rows(frame, out);
    nh_text_say(out, "]}\n");
}
