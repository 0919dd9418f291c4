/* datasets/tables/problems.c: a growing list of small records. */
#include "datasets/tables/problems.h"

#include "datasets/frame/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const nh_problem_kind kinds[] = {
#define NH_PROBLEM(id, name, rule, level, sets_aside, message) { name, rule, level, sets_aside, message },
#include "datasets/tables/problems.def"
#undef NH_PROBLEM
};

static const struct {
    nh_problem_code code;
    const char *column, *rule;
} column_rules[] = {
#define NH_PROBLEM_RULE(id, column, rule) { NH_PROBLEM_##id, column, rule },
#include "datasets/tables/problem_rules.def"
#undef NH_PROBLEM_RULE
};

typedef struct problem {
    nh_problem_code code;
    nh_problem_place place;
} problem;

struct nh_problems {
    problem *all;
    size_t n, room;
    size_t count[NH_PROBLEM_COUNT];
    char **files;
    uint32_t n_files;
};

static const char *const level_words[] = { "note", "warning", "error" };

const nh_problem_kind *nh_problem_kind_of(nh_problem_code code)
{
    return &kinds[code];
}

static const char *rule_of(const problem *p)
{
    for (size_t i = 0; p->place.column && i < sizeof column_rules / sizeof *column_rules; i++)
        if (column_rules[i].code == p->code && strcmp(column_rules[i].column, p->place.column) == 0)
            return column_rules[i].rule;
    return kinds[p->code].rule;
}

/* The rule where it is one of DfE's, whose numbers have three digits or begin with INT; "" where it is a section of
 * the rules that the program follows, which no user has before them. */
static const char *rule_of_dfe(const char *rule)
{
    bool is_dfes = strncmp(rule, "INT", 3) == 0 || strspn(rule, "0123456789") == 3;
    return is_dfes ? rule : "";
}

nh_problems *nh_problems_new(void)
{
    return nh_zeroed(1, sizeof(nh_problems));
}

void nh_problems_free(nh_problems *problems)
{
    if (!problems) return;
    for (uint32_t i = 0; i < problems->n_files; i++) free(problems->files[i]);
    free(problems->files);
    free(problems->all);
    free(problems);
}

uint32_t nh_problems_file(nh_problems *problems, const char *name)
{
    problems->files = nh_resize(problems->files, problems->n_files + 1, sizeof(char *));
    char *copy = nh_zeroed(strlen(name) + 1, 1);
    memcpy(copy, name, strlen(name));
    problems->files[problems->n_files] = copy;
    return problems->n_files++;
}

const char *nh_problems_file_name(const nh_problems *problems, uint32_t file)
{
    return file < problems->n_files ? problems->files[file] : "";
}

nh_problem_place nh_problem_place_of(const char *table, const char *column, const nh_frame *frame, size_t row)
{
    nh_origin origin = nh_frame_origin(frame, row);
    return (nh_problem_place){ .table = table, .column = column, .file = origin.file, .line = origin.line };
}

void nh_problem_add(nh_problems *problems, nh_problem_code code, nh_problem_place place)
{
    if (problems->n == problems->room) {
        problems->room = problems->room ? problems->room * 2 : 64;
        problems->all = nh_resize(problems->all, problems->room, sizeof *problems->all);
    }
    problems->all[problems->n++] = (problem){ code, place };
    problems->count[code]++;
}

size_t nh_problems_of(const nh_problems *problems, nh_problem_code code)
{
    return problems->count[code];
}

size_t nh_problems_count(const nh_problems *problems)
{
    return problems->n;
}

nh_problem_code nh_problem_at(const nh_problems *problems, size_t i)
{
    return problems->all[i].code;
}

nh_problem_place nh_problem_where(const nh_problems *problems, size_t i)
{
    return problems->all[i].place;
}

void nh_problem_move(nh_problems *problems, size_t i, uint32_t line, uint32_t byte_column)
{
    problems->all[i].place.line = line;
    problems->all[i].place.byte_column = byte_column;
}

/* "DECOM is not a date (DD/MM/YYYY)", or the sentence alone where no column is concerned. */
static void sentence(const problem *p, char *text, size_t room)
{
    const char *message = kinds[p->code].message;
    if (p->place.column) snprintf(text, room, "%s %s", p->place.column, message);
    else snprintf(text, room, "%s", message);
}

void nh_problem_message(const nh_problems *problems, size_t i, char *text, size_t room)
{
    const problem *p = &problems->all[i];
    char what[400], where[48] = "";
    sentence(p, what, sizeof what);
    if (p->place.line && p->place.byte_column)
        snprintf(where, sizeof where, "%u:%u:", p->place.line, p->place.byte_column);
    else if (p->place.line) snprintf(where, sizeof where, "%u:", p->place.line);
    snprintf(text, room, "%s:%s %s: %s", nh_problems_file_name(problems, p->place.file), where,
             level_words[kinds[p->code].level], what);
}

/* 0 stands for "no line" and "no column". */
static void put_place(nh_column *column, size_t row, uint32_t value)
{
    if (value) nh_put_number(column, row, value);
    else nh_put_mark(column, row, NH_MISSING);
}

enum { N_WORDS = 6 }; /* columns of words: code rule level table file, and message */

/* One word in its column; a blank one is missing. */
static void put_word(nh_column *column, size_t row, const char *word)
{
    if (word && *word) nh_put_text(column, row, word);
    else nh_put_mark(column, row, NH_MISSING);
}

static void put_words(nh_column *const word[N_WORDS], size_t row, const nh_problems *problems, const problem *p)
{
    const nh_problem_kind *kind = &kinds[p->code];
    char what[400];
    sentence(p, what, sizeof what);
    put_word(word[0], row, kind->name);
    put_word(word[1], row, rule_of_dfe(rule_of(p)));
    put_word(word[2], row, level_words[kind->level]);
    put_word(word[3], row, p->place.table);
    nh_put_text(word[4], row, nh_problems_file_name(problems, p->place.file));
    put_word(word[5], row, what);
}

static bool has_same_words(const problem *a, const problem *b)
{
    return a->code == b->code && a->place.table == b->place.table && a->place.column == b->place.column
           && a->place.file == b->place.file;
}

static void copy_words(nh_column *const word[N_WORDS], size_t row, size_t from)
{
    for (size_t i = 0; i < N_WORDS; i++)
        nh_put_code(word[i], row, nh_present(word[i], from) ? word[i]->code[from] : NH_NO_LEVEL);
}

/* Nearly every problem has the words of the last one of its kind. */
static void put_all_words(nh_column *const word[N_WORDS], const nh_problems *problems)
{
    size_t last[NH_PROBLEM_COUNT] = { 0 }; /* of each kind: its latest row, plus one */
    for (size_t row = 0; row < problems->n; row++) {
        const problem *p = &problems->all[row];
        size_t before = last[p->code];
        if (before && has_same_words(&problems->all[before - 1], p)) copy_words(word, row, before - 1);
        else put_words(word, row, problems, p);
        last[p->code] = row + 1;
    }
}

nh_frame *nh_problems_frame(const nh_problems *problems)
{
    nh_frame *frame = nh_frame_new("problems", "Problems found in the input");
    static const char *const names[] = { "code", "rule", "level", "table", "file" };
    nh_column *word[N_WORDS];
    for (int i = 0; i < 5; i++) word[i] = nh_frame_add(frame, names[i], NH_CATEGORY);
    nh_column *line = nh_frame_add(frame, "line", NH_NUMBER), *column = nh_frame_add(frame, "column", NH_NUMBER);
    word[5] = nh_frame_add(frame, "message", NH_CATEGORY);
    nh_frame_set_rows(frame, problems->n);
    put_all_words(word, problems);
    for (size_t row = 0; row < problems->n; row++) {
        put_place(line, row, problems->all[row].place.line);
        put_place(column, row, problems->all[row].place.byte_column);
    }
    return frame;
}

nh_frame *nh_problems_by_kind(const nh_problems *problems)
{
    nh_frame *frame = nh_frame_new("problems_by_kind", "Problems by kind");
    nh_column *code = nh_frame_add(frame, "code", NH_CATEGORY), *rule = nh_frame_add(frame, "rule", NH_CATEGORY);
    nh_column *level = nh_frame_add(frame, "level", NH_CATEGORY);
    nh_column *aside = nh_frame_add(frame, "rows_set_aside", NH_NUMBER);
    nh_column *count = nh_frame_add(frame, "count", NH_NUMBER);
    nh_column_role(frame, aside, NH_COUNT, NULL, NULL);
    nh_column_role(frame, count, NH_COUNT, NULL, NULL);
    for (size_t i = 0; i < NH_PROBLEM_COUNT; i++) {
        if (problems->count[i] == 0) continue;
        size_t row = nh_frame_append(frame);
        nh_put_text(code, row, kinds[i].name);
        if (*rule_of_dfe(kinds[i].rule)) nh_put_text(rule, row, rule_of_dfe(kinds[i].rule));
        nh_put_text(level, row, level_words[kinds[i].level]);
        nh_put_number(aside, row, kinds[i].sets_aside ? (double)problems->count[i] : 0);
        nh_put_number(count, row, (double)problems->count[i]);
    }
    return frame;
}
