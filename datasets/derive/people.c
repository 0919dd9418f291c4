/* datasets/derive/people.c: facts that a child has once. */
#include "datasets/derive/people.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/codes.h"

#include <stdlib.h>
#include <string.h>

/* The columns of a table whose rows belong to children. */
typedef struct owned_table {
    const nh_frame *frame;
    const nh_column *authority, *year, *child;
} owned_table;

static owned_table open_table(const nh_inputs *inputs, const char *name)
{
    const nh_frame *frame = nh_extract_table(nh_inputs_extract(inputs), name);
    if (!frame) return (owned_table){ 0 };
    return (owned_table){ frame, nh_frame_find(frame, "authority"), nh_frame_find(frame, "year"),
                          nh_frame_find(frame, "child") };
}

static size_t n_rows(const owned_table *table)
{
    return table->frame ? nh_frame_rows(table->frame) : 0;
}

static uint32_t owner_of(const owned_table *table, const nh_child_index *index, size_t row)
{
    if (!nh_present(table->authority, row) || !nh_present(table->child, row)) return NH_NO_CHILD;
    return nh_child_find(index, table->authority->code[row], table->child->code[row]);
}

static nh_sex sex_of(const char *code)
{
    static const struct { const char *word; nh_sex sex; } words[] = {
        { "male", NH_SEX_MALE }, { "female", NH_SEX_FEMALE }, { "unknown", NH_SEX_UNKNOWN },
    };
    const nh_code *info = nh_code_info("header", "SEX", code);
    for (size_t i = 0; info && i < sizeof words / sizeof *words; i++)
        if (strcmp(info->group, words[i].word) == 0) return words[i].sex;
    return NH_SEX_BLANK;
}

/* What each level of SEX stands for; free() it. */
static uint8_t *sexes_of(const nh_column *sex)
{
    size_t n = sex ? nh_levels_count(sex->levels) : 0;
    uint8_t *all = nh_zeroed(n, sizeof *all);
    for (size_t i = 0; i < n; i++) all[i] = (uint8_t)sex_of(nh_levels_text(sex->levels, (int32_t)i));
    return all;
}

typedef struct header_reader {
    nh_inputs *inputs;
    owned_table table;
    const nh_column *dob, *sex;
    uint8_t *sex_of_level;
    uint32_t *row; /* of each child: the row that stands, plus one; 0 where none */
} header_reader;

static int32_t birth_in(const header_reader *h, size_t row)
{
    return h->dob && nh_present(h->dob, row) ? h->dob->date[row] : NH_NO_DAY;
}

static uint8_t sex_in(const header_reader *h, size_t row)
{
    return h->sex && nh_present(h->sex, row) ? h->sex_of_level[h->sex->code[row]] : NH_SEX_BLANK;
}

static void report_change(const header_reader *h, size_t row)
{
    nh_problem_add(nh_inputs_problems(h->inputs), NH_PROBLEM_HEADER_CHANGED,
                   nh_problem_place_of("header", NULL, h->table.frame, row));
}

/* The first row of the latest return stands. */
static void consider_row(header_reader *h, uint32_t child, size_t row)
{
    uint32_t standing = h->row[child];
    if (standing == 0) {
        h->row[child] = (uint32_t)row + 1;
        return;
    }
    size_t other = standing - 1;
    bool is_later = h->table.year->number[row] > h->table.year->number[other];
    bool is_earlier = h->table.year->number[row] < h->table.year->number[other];
    bool differs = birth_in(h, row) != birth_in(h, other) || sex_in(h, row) != sex_in(h, other);
    if (differs && (is_later || is_earlier)) report_change(h, is_later ? row : other);
    if (is_later) h->row[child] = (uint32_t)row + 1;
}

static void read_header(nh_people *people, nh_inputs *inputs, const nh_child_index *index)
{
    header_reader h = { .inputs = inputs, .table = open_table(inputs, "header") };
    if (!h.table.frame) return;
    h.dob = nh_frame_find(h.table.frame, "dob");
    h.sex = nh_frame_find(h.table.frame, "sex");
    h.sex_of_level = sexes_of(h.sex);
    h.row = nh_zeroed(index->n_children, sizeof *h.row);
    for (size_t row = 0; row < n_rows(&h.table); row++) {
        uint32_t child = owner_of(&h.table, index, row);
        if (child != NH_NO_CHILD) consider_row(&h, child, row);
    }
    for (uint32_t child = 0; child < index->n_children; child++) {
        if (h.row[child] == 0) continue;
        people->in_header[child] = true;
        people->birth[child] = birth_in(&h, h.row[child] - 1);
        people->sex[child] = sex_in(&h, h.row[child] - 1);
    }
    free(h.sex_of_level);
    free(h.row);
}

static void read_asylum(nh_people *people, const nh_inputs *inputs, const nh_child_index *index,
                        const nh_returns *returns)
{
    bool *is_told = nh_zeroed(returns->n_authorities, sizeof *is_told);
    for (size_t a = 0; a < returns->n_authorities; a++)
        is_told[a] = nh_any_return_has(returns, NH_RETURN_UASC, (int32_t)a);
    for (uint32_t child = 0; child < index->n_children; child++)
        people->asylum[child] = is_told[index->authority[child]] ? NH_NOT_ASYLUM : NH_ASYLUM_UNKNOWN;
    owned_table uasc = open_table(inputs, "uasc");
    for (size_t row = 0; row < n_rows(&uasc); row++) {
        uint32_t child = owner_of(&uasc, index, row);
        if (child != NH_NO_CHILD) people->asylum[child] = NH_ASYLUM;
    }
    free(is_told);
}

nh_people *nh_people_of(nh_inputs *inputs, const nh_child_index *index, const nh_returns *returns)
{
    nh_people *people = nh_zeroed(1, sizeof *people);
    people->birth = nh_zeroed(index->n_children, sizeof *people->birth);
    people->sex = nh_zeroed(index->n_children, sizeof *people->sex);
    people->asylum = nh_zeroed(index->n_children, sizeof *people->asylum);
    people->in_header = nh_zeroed(index->n_children, sizeof *people->in_header);
    for (uint32_t child = 0; child < index->n_children; child++) people->birth[child] = NH_NO_DAY;
    read_header(people, inputs, index);
    read_asylum(people, inputs, index, returns);
    return people;
}

void nh_people_free(nh_people *people)
{
    if (!people) return;
    free(people->birth);
    free(people->sex);
    free(people->asylum);
    free(people->in_header);
    free(people);
}
