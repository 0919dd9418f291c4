/* datasets/derive/cleaning.c: the rules of 4.1 as a list of small steps, in the order in which they hold.
 *
 * Each step walks over the rows of one child, in order of DECOM; what it takes away or alters is a problem, counted
 * by rule. Nothing is dropped unseen. */
#include "datasets/derive/cleaning.h"

#include "datasets/derive/row_order.h"
#include "datasets/frame/arena.h"

#include <stdlib.h>
#include <string.h>

static void report(nh_cleaning *work, nh_problem_code code, const nh_row *row, const char *column)
{
    nh_problem_add(work->problems, code, nh_episode_place(work->episodes, row->source, column));
}

static void put_aside(nh_row *row)
{
    row->flags |= NH_ROW_SET_ASIDE;
}

static void report_aside(nh_cleaning *work, nh_problem_code code, nh_row *row, const char *column)
{
    report(work, code, row, column);
    put_aside(row);
    work->tally.set_aside++;
}

static void drop_set_aside(nh_cleaning *work)
{
    size_t n = 0;
    for (size_t i = 0; i < work->n; i++)
        if (!(work->row[i].flags & NH_ROW_SET_ASIDE)) work->row[n++] = work->row[i];
    work->n = n;
}

/* Rows without a DECOM have no place in a history. One that could not be read is a problem already. */
static void set_aside_undated(nh_cleaning *work)
{
    const nh_column *decom = work->episodes->decom;
    for (size_t i = 0; i < work->n; i++) {
        nh_row *row = &work->row[i];
        nh_mark mark = nh_mark_at(decom, row->source);
        if (mark == NH_PRESENT) continue;
        if (mark == NH_MISSING) report(work, NH_PROBLEM_NO_DECOM, row, "DECOM");
        put_aside(row);
        work->tally.set_aside++;
    }
    drop_set_aside(work);
}

static void check_ends(nh_cleaning *work)
{
    const nh_episodes *e = work->episodes;
    for (size_t i = 0; i < work->n; i++) {
        const nh_row *row = &work->row[i];
        bool has_end = nh_mark_at(e->dec, row->source) != NH_MISSING;
        bool has_reason = nh_code_in(e->rec, row->source) >= 0;
        if (has_end != has_reason) report(work, NH_PROBLEM_END_WITHOUT_REASON, row, "DEC");
    }
}

static void sort_by_start(nh_cleaning *work)
{
    nh_rows_sort(work->row, work->n, work->spare);
}

static bool same_key(const nh_row *a, const nh_row *b)
{
    return a->start == b->start && (a->flags & NH_ROW_RESPITE) == (b->flags & NH_ROW_RESPITE);
}

/* Rows [from, to) have one key: the latest return's stands; within it the first with DEC, else the first. */
static void join_key(nh_cleaning *work, size_t from, size_t to)
{
    nh_row *row = work->row;
    size_t keep = from;
    for (size_t i = to; i-- > from;)
        if (row[i].year == row[from].year && nh_present(work->episodes->dec, row[i].source)) keep = i;
    for (size_t i = from; i < to; i++) {
        if (i == keep) continue;
        if (row[i].year == row[keep].year) {
            report_aside(work, NH_PROBLEM_DUPLICATE_EPISODE, &row[i], "DECOM");
            continue;
        }
        put_aside(&row[i]);
        work->tally.superseded++;
    }
}

static void join_years(nh_cleaning *work)
{
    for (size_t from = 0, to; from < work->n; from = to) {
        to = from + 1;
        while (to < work->n && same_key(&work->row[from], &work->row[to])) to++;
        if (to - from > 1) join_key(work, from, to);
    }
    drop_set_aside(work);
}

enum { CORRECTION_DAYS = 7 };

static bool is_correction_of(const nh_row *later, const nh_row *row)
{
    return later->year > row->year && (later->flags & NH_ROW_RESPITE) == (row->flags & NH_ROW_RESPITE);
}

/* A later return has a row of the child that begins within 7 days: DECOM was corrected. */
static bool is_corrected(const nh_cleaning *work, size_t i)
{
    const nh_row *row = work->row;
    for (size_t j = i + 1; j < work->n && row[j].start - row[i].start <= CORRECTION_DAYS; j++)
        if (is_correction_of(&row[j], &row[i])) return true;
    for (size_t j = i; j-- > 0 && row[i].start - row[j].start <= CORRECTION_DAYS;)
        if (is_correction_of(&row[j], &row[i])) return true;
    return false;
}

/* Open in its return, while later returns of the authority do not have it (decision 24). */
static void censor_absent(nh_cleaning *work)
{
    for (size_t i = 0; i < work->n; i++) {
        nh_row *row = &work->row[i];
        if (row->end != NH_NO_END || row->flags & NH_ROW_BAD_END || row->year >= work->latest_return) continue;
        if (is_corrected(work, i)) {
            report_aside(work, NH_PROBLEM_START_CORRECTED, row, "DECOM");
            continue;
        }
        row->end = nh_year_end(row->year);
        row->flags |= NH_ROW_OPEN;
        if (!(row->flags & NH_ROW_RESPITE)) report(work, NH_PROBLEM_OPEN_THEN_ABSENT, row, "DEC");
    }
    drop_set_aside(work);
}

static void set_aside_invalid(nh_cleaning *work)
{
    for (size_t i = 0; i < work->n; i++) {
        nh_row *row = &work->row[i];
        if (row->flags & NH_ROW_BAD_END) {
            put_aside(row); /* A problem since it was read. */
            work->tally.set_aside++;
        } else if (row->start > work->extract_date) {
            report_aside(work, NH_PROBLEM_START_AFTER_EXTRACT, row, "DECOM");
        } else if (row->end <= row->start) {
            report_aside(work, NH_PROBLEM_END_BEFORE_START, row, "DEC");
        }
    }
    drop_set_aside(work);
}

/* DEC after the extract date: that it will end so is not known yet. */
static void open_late_ends(nh_cleaning *work)
{
    for (size_t i = 0; i < work->n; i++) {
        nh_row *row = &work->row[i];
        if (row->end == NH_NO_END || row->end <= work->extract_date) continue;
        report(work, NH_PROBLEM_END_AFTER_EXTRACT, row, "DEC");
        row->end = NH_NO_END;
        row->flags = (uint8_t)((row->flags & ~NH_ROW_CONTINUES) | NH_ROW_LATE_END);
    }
}

/* Short breaks behind the others, both in order. */
static void part_short_breaks(nh_cleaning *work)
{
    size_t n = 0, n_breaks = 0;
    for (size_t i = 0; i < work->n; i++) {
        if (!(work->row[i].flags & NH_ROW_RESPITE)) {
            work->row[n++] = work->row[i];
            continue;
        }
        report(work, NH_PROBLEM_SHORT_BREAK, &work->row[i], "LS");
        work->spare[n_breaks++] = work->row[i];
    }
    memcpy(work->row + n, work->spare, n_breaks * sizeof *work->row);
    work->tally.short_breaks += n_breaks;
}

/* A code of PLACE that the return of that year does not have is kept, with a warning (decision 14). */
static void check_places(nh_cleaning *work)
{
    const nh_episodes *e = work->episodes;
    for (size_t i = 0; i < work->n; i++) {
        const nh_row *row = &work->row[i];
        int32_t code = nh_code_in(e->place, row->source);
        if (row->flags & NH_ROW_RESPITE || code < 0) continue;
        if (row->year < e->place_from[code] || row->year > e->place_until[code])
            report(work, NH_PROBLEM_PLACE_OF_OTHER_YEAR, row, "PLACE");
    }
}

static size_t n_in_care(const nh_cleaning *work)
{
    size_t n = work->n;
    while (n > 0 && work->row[n - 1].flags & NH_ROW_RESPITE) n--;
    return n;
}

/* An episode that is open or runs past the next one's DECOM ends there: the child was evidently still in care. */
static void cut_at_next(nh_cleaning *work)
{
    size_t n = n_in_care(work);
    for (size_t i = 0; i + 1 < n; i++) {
        nh_row *row = &work->row[i];
        int32_t next = row[1].start;
        if (row->end <= next) continue;
        bool is_blank = row->end == NH_NO_END && !(row->flags & NH_ROW_LATE_END);
        report(work, is_blank ? NH_PROBLEM_OPEN_NOT_LAST : NH_PROBLEM_OVERLAP, row, "DEC");
        row->end = next;
        row->flags = (uint8_t)((row->flags & ~NH_ROW_OPEN) | NH_ROW_CONTINUES);
    }
}

/* Only the last can still be open; the 18th birthday, or DECOM if later, stands in for its DEC (decision 29). */
static void censor_at_18(nh_cleaning *work)
{
    size_t n = n_in_care(work);
    if (n == 0) return;
    nh_row *last = &work->row[n - 1];
    if (last->end == NH_NO_END) last->flags |= NH_ROW_OPEN;
    if (!(last->flags & NH_ROW_OPEN) || work->birth == NH_NO_DAY) return;
    int32_t birthday = nh_birthday(work->birth, 18);
    int32_t known_until = last->end == NH_NO_END ? work->extract_date : last->end;
    if (birthday > known_until) return;
    report(work, NH_PROBLEM_OPEN_PAST_18, last, "DEC");
    last->end = birthday > last->start ? birthday : last->start;
}

/* Whether `row` opens a period of care after `before` (4.2); a same-day S and a gap are reported. */
static bool begins_period(nh_cleaning *work, const nh_row *before, const nh_row *row)
{
    bool is_start = nh_begins(work->episodes, row->source) == NH_BEGINS_CARE;
    if (!(before->flags & NH_ROW_CONTINUES)) return true;
    if (row->start > before->end) {
        report(work, NH_PROBLEM_GAP_AFTER_X1, row, "DECOM");
        return is_start || row->start - before->end > work->gap_days;
    }
    if (is_start) report(work, NH_PROBLEM_CARE_BEGUN_TWICE, row, "RNE");
    return false;
}

/* X1 with nothing of the period after it: not known to have ended. */
static void censor_continuing(nh_cleaning *work, nh_row *row)
{
    if (!(row->flags & NH_ROW_CONTINUES)) return;
    report(work, NH_PROBLEM_NOTHING_AFTER_X1, row, "REC");
    row->flags |= NH_ROW_OPEN;
}

static void part_into_periods(nh_cleaning *work)
{
    size_t n = n_in_care(work);
    for (size_t i = 0; i < n; i++) {
        nh_row *row = &work->row[i];
        if (i > 0 && !begins_period(work, row - 1, row)) continue;
        row->flags |= NH_ROW_NEW_PERIOD;
        if (i > 0) censor_continuing(work, row - 1);
    }
    if (n > 0) censor_continuing(work, &work->row[n - 1]);
}

static void tally_used(nh_cleaning *work)
{
    size_t n = n_in_care(work);
    work->tally.used += n;
    for (size_t i = 0; i < n; i++) work->tally.censored += (work->row[i].flags & NH_ROW_OPEN) != 0;
}

static nh_row row_of(const nh_cleaning *work, uint32_t source)
{
    const nh_episodes *e = work->episodes;
    nh_row row = { .source = source, .start = e->decom->date[source], .year = (int16_t)nh_year_of(e, source) };
    bool has_end = nh_present(e->dec, source);
    row.end = has_end ? e->dec->date[source] : NH_NO_END;
    if (e->is_respite[nh_code_in(e->ls, source) + 1]) row.flags |= NH_ROW_RESPITE;
    if (has_end && nh_ends(e, source) == NH_ENDS_CONTINUES) row.flags |= NH_ROW_CONTINUES;
    if (!has_end && nh_mark_at(e->dec, source) != NH_MISSING) row.flags |= NH_ROW_BAD_END;
    return row;
}

/* Dated, in the order of the rows before it, with an end that can be: most rows. */
static bool is_plain(const nh_cleaning *work, size_t i)
{
    const nh_row *row = &work->row[i];
    const nh_episodes *e = work->episodes;
    bool has_end = nh_mark_at(e->dec, row->source) != NH_MISSING, is_open = row->end == NH_NO_END;
    if (!nh_present(e->decom, row->source) || row->flags & (NH_ROW_RESPITE | NH_ROW_BAD_END)) return false;
    if (has_end != (nh_code_in(e->rec, row->source) >= 0)) return false;
    if (row->start > work->extract_date || row->end <= row->start) return false;
    if (is_open ? row->year < work->latest_return : row->end > work->extract_date) return false;
    return i == 0 || row[-1].start < row->start;
}

/* True when every row is plain. */
static bool take_rows(nh_cleaning *work, const uint32_t *sources, size_t n)
{
    if (n > work->room) {
        work->room = n * 2;
        work->row = nh_resize(work->row, work->room, sizeof *work->row);
        work->spare = nh_resize(work->spare, work->room, sizeof *work->spare);
    }
    bool all_plain = true;
    for (size_t i = 0; i < n; i++) {
        work->row[i] = row_of(work, sources[i]);
        all_plain = all_plain && is_plain(work, i);
    }
    work->n = n;
    work->tally.read += n;
    return all_plain;
}

typedef void step(nh_cleaning *);

void nh_clean_child(nh_cleaning *work, const uint32_t *sources, size_t n)
{
    /* The first ones would find nothing to do in plain rows. */
    static step *const puts_right[] = { check_ends,    set_aside_undated, sort_by_start,  join_years,
                                        censor_absent, set_aside_invalid, open_late_ends, part_short_breaks };
    static step *const joins[] = { check_places, cut_at_next, censor_at_18, part_into_periods, tally_used };
    bool is_right = take_rows(work, sources, n);
    for (size_t i = 0; !is_right && i < sizeof puts_right / sizeof *puts_right; i++) puts_right[i](work);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) joins[i](work);
}

void nh_cleaning_end(nh_cleaning *work)
{
    free(work->row);
    free(work->spare);
}
