/* datasets/derive/facts.c: columns found once, cells as texts. */
#include "datasets/derive/facts.h"

nh_facts nh_facts_of(const nh_inputs *inputs, const nh_histories *h, nh_problems *problems, const char *name)
{
    const nh_frame *f = nh_extract_table(nh_inputs_extract(inputs), name);
    if (!f) return (nh_facts){ .name = name };
    return (nh_facts){ name, f, nh_frame_rows(f), nh_frame_find(f, "authority"), nh_frame_find(f, "year"),
                       nh_frame_find(f, "child"), nh_frame_find(f, "dob"), h, problems };
}

void nh_facts_report(const nh_facts *facts, nh_problem_code code, size_t row, const char *column)
{
    nh_problem_add(facts->problems, code, nh_problem_place_of(facts->name, column, facts->frame, row));
}

uint32_t nh_facts_owner(const nh_facts *facts, size_t row)
{
    if (!nh_present(facts->authority, row) || !nh_present(facts->child, row)) return NH_NO_CHILD;
    return nh_child_find(facts->histories->index, facts->authority->code[row], facts->child->code[row]);
}

int32_t nh_facts_birth(const nh_facts *facts, size_t row)
{
    uint32_t child = nh_facts_owner(facts, row);
    return child == NH_NO_CHILD ? NH_NO_DAY : facts->histories->people->birth[child];
}

bool nh_facts_have(const nh_facts *facts, const char *column)
{
    return facts->frame && nh_frame_find(facts->frame, column) != NULL;
}

const char *nh_facts_answer(const nh_facts *facts, const char *column, size_t row)
{
    const nh_column *c = nh_frame_find(facts->frame, column);
    return c && nh_present(c, row) ? nh_text_at(c, row) : "";
}
