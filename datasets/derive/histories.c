/* datasets/derive/histories.c: every child cleaned in turn, and what was left out said in a note. */
#include "datasets/derive/histories.h"

#include "datasets/derive/cleaning.h"
#include "datasets/derive/placement_rules.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

nh_problem_place nh_episode_place(const nh_episodes *e, size_t row, const char *column)
{
    return nh_problem_place_of("episodes", column, e->frame, row);
}

/* What cleaning left of the child, behind the rows of the children before. */
static void keep_rows(nh_histories *h, uint32_t child, const nh_cleaning *work)
{
    size_t n = work->n;
    while (n > 0 && work->row[n - 1].flags & NH_ROW_RESPITE) n--;
    h->child[child] = (nh_child_rows){ .first = (uint32_t)h->n_rows, .n = (uint32_t)n };
    h->child[child].first_break = (uint32_t)h->n_short_breaks;
    h->child[child].n_breaks = (uint32_t)(work->n - n);
    memcpy(h->row + h->n_rows, work->row, n * sizeof *h->row);
    h->n_rows += n;
    memcpy(h->short_break + h->n_short_breaks, work->row + n, (work->n - n) * sizeof *h->short_break);
    h->n_short_breaks += work->n - n;
}

static void report_strangers(const nh_inputs *inputs, const nh_histories *h)
{
    if (!nh_extract_table(nh_inputs_extract(inputs), "header")) return;
    for (uint32_t child = 0; child < h->index->n_children; child++) {
        const nh_child_rows *rows = &h->child[child];
        if (h->people->in_header[child] || rows->n + rows->n_breaks == 0) continue;
        const nh_row *row = rows->n ? &h->row[rows->first] : &h->short_break[rows->first_break];
        nh_problem_add(nh_inputs_problems(inputs), NH_PROBLEM_NOT_IN_HEADER,
                       nh_episode_place(&h->episodes, row->source, "CHILD"));
    }
}

enum { TELL_EVERY = 1 << 16 };

static void clean_all(nh_inputs *inputs, nh_histories *h)
{
    const nh_child_index *index = h->index;
    nh_cleaning work = { .problems = nh_inputs_problems(inputs), .episodes = &h->episodes, .returns = h->returns,
                         .gap_days = nh_inputs_rules(inputs)->gap_days };
    for (uint32_t child = 0; child < index->n_children; child++) {
        if (child % TELL_EVERY == 0) nh_inputs_tell(inputs, "histories", child, index->n_children);
        work.extract_date = nh_extract_date_of(h, child);
        work.latest_return = h->returns->latest[index->authority[child]];
        work.birth = h->people->birth[child];
        nh_clean_child(&work, index->rows + index->first[child], index->first[child + 1] - index->first[child]);
        keep_rows(h, child, &work);
    }
    h->tally = work.tally;
    h->tally.set_aside += h->episodes.n - work.tally.read; /* Rows of nobody. */
    nh_cleaning_end(&work);
}

/* Rows that the reader set aside are not in the frame, but they came in. */
static size_t set_aside_while_reading(const nh_extract *extract)
{
    const nh_frame *files = nh_extract_inputs(extract);
    const nh_column *table = nh_frame_find(files, "table"), *aside = nh_frame_find(files, "rows_set_aside");
    size_t n = 0;
    for (size_t row = 0; table && aside && row < table->n; row++)
        if (strcmp(nh_text_at(table, row), "episodes") == 0 && nh_present(aside, row))
            n += (size_t)aside->number[row];
    return n;
}

static void say_what_was_used(nh_inputs *inputs, const nh_histories *h)
{
    nh_results *notes = nh_inputs_notes(inputs);
    size_t unread = set_aside_while_reading(nh_inputs_extract(inputs));
    nh_results_note(notes, "episodes: %s rows = %s used + %s superseded by a later return + %s of short breaks "
                           "(V3, V4) + %s set aside",
                    nh_counted_as(h->episodes.n + unread).text, nh_counted_as(h->tally.used).text,
                    nh_counted_as(h->tally.superseded).text, nh_counted_as(h->tally.short_breaks).text,
                    nh_counted_as(h->tally.set_aside + unread).text);
    char day[NH_DATE_TEXT];
    if (!nh_inputs_rules(inputs)->extract_date) return; /* of no row is a year known */
    nh_date_write(nh_inputs_rules(inputs)->extract_date, day);
    nh_results_note(notes, "episodes not known to have ended: %s, censored at the extract date (%s) or before",
                    nh_counted_as(h->tally.censored).text, day);
}

static size_t count_short_breaks(const nh_episodes *e)
{
    size_t n = 0;
    for (size_t row = 0; row < e->n; row++) n += e->is_respite[nh_code_in(e->ls, row) + 1];
    return n;
}

static nh_histories *begin(const nh_frame *frame, nh_error *err)
{
    nh_histories *h = nh_zeroed(1, sizeof *h);
    h->memory = nh_arena_new();
    if (nh_episodes_open(&h->episodes, frame, h->memory, err)) return h;
    nh_histories_free(h);
    return NULL;
}

nh_histories *nh_histories_make(nh_inputs *inputs, nh_error *err)
{
    const nh_frame *frame = nh_extract_table(nh_inputs_extract(inputs), "episodes");
    if (!frame) {
        nh_fail(err, NH_BAD_INPUT, "the input has no episodes table (CHILD DECOM RNE LS CIN PLACE ...): "
                                   "give the child-level return, or its folder");
        return NULL;
    }
    nh_histories *h = begin(frame, err);
    if (!h) return NULL;
    h->index = nh_child_index_of(frame);
    h->returns = nh_returns_of(inputs, frame);
    h->people = nh_people_of(inputs, h->index, h->returns);
    h->child = nh_zeroed(h->index->n_children, sizeof *h->child);
    h->row = nh_zeroed(h->episodes.n, sizeof *h->row);
    h->short_break = nh_zeroed(count_short_breaks(&h->episodes), sizeof *h->short_break);
    clean_all(inputs, h);
    nh_find_placements(h, nh_inputs_problems(inputs));
    report_strangers(inputs, h);
    say_what_was_used(inputs, h);
    return h;
}

void nh_histories_free(nh_histories *h)
{
    if (!h) return;
    nh_child_index_free(h->index);
    nh_people_free(h->people);
    nh_returns_free(h->returns);
    free(h->child);
    free(h->row);
    free(h->short_break);
    free(h->placement);
    nh_arena_free(h->memory);
    free(h);
}
