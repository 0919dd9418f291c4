/* stats/home_entries.c: entries to homes by the first class that fits.
 *
 * What is counted: each placement in K2 (K1) that does not merely continue one of the same code and carer spell. A
 * move from one home to another is an entry from a home. The classes are administrative proxies: the reasons come
 * from the return, not from case files. An entry is in one class by the primary set of reasons and in one by the
 * wider set; what is in neither set, nor planned (CARPL, CLOSE), nor unknown (OTHER, blank) is `other`. */
#include "stats/home_entries.h"

#include "datasets/frame/arena.h"
#include "stats/chain.h"
#include "stats/result_frame.h"

#include <stdlib.h>
#include <string.h>

typedef enum entry_class {
    FIRST_KNOWN,
    RETURNED,
    FOSTER_BREAKDOWN,
    FOSTER_PLANNED,
    FOSTER_UNKNOWN,
    HOME_BREAKDOWN,
    HOME_PLANNED,
    HOME_UNKNOWN,
    FROM_R3,
    FROM_S1,
    FAMILY_BREAKDOWN,
    ADOPTION_DISRUPTED,
    OTHER,
    N_CLASSES
} entry_class;

static const char *const class_words[N_CLASSES] = {
    "first placement, first period known", "first placement, returned to care", "foster breakdown", "foster planned",
    "foster unknown", "home breakdown", "home planned", "home unknown", "R3", "S1", "family breakdown",
    "adoption disrupted", "other"
};

static const nh_result_column columns[] = {
    { "authority", NH_CATEGORY, "Responsible authority", NULL, NH_PLAIN, NULL, NULL },
    { "home", NH_CATEGORY, "Home (K2 children's home, K1 secure)", NULL, NH_PLAIN, NULL, NULL },
    { "class", NH_CATEGORY, "What came before", NULL, NH_PLAIN, NULL, NULL },
    { "entries", NH_NUMBER, "Entries", "entries", NH_COUNT, NULL, NULL },
    { "entries_wider_set", NH_NUMBER, "Entries, wider set of breakdown reasons", "entries", NH_COUNT, NULL, NULL },
    { "entries_since_history", NH_NUMBER, "Entries of periods begun inside the history (partial)", "entries",
      NH_COUNT, NULL, NULL },
    { "entries_cin_n4_n6", NH_NUMBER, "Entries with need N4, N5 or N6", "entries", NH_COUNT, NULL, NULL },
    { "emergency_a", NH_NUMBER, "First placements begun with L1, L2 or J2", "entries", NH_COUNT, NULL, NULL },
    { "emergency_b", NH_NUMBER, "After at most 7 days ended by ALLEG, APPRR or CREQB", "entries", NH_COUNT, NULL,
      NULL },
    { "emergency_c", NH_NUMBER, "Straight after a T4 episode", "entries", NH_COUNT, NULL, NULL },
    { 0 }
};

enum { ENTRIES, WIDER, SINCE_HISTORY, IN_NEED, EMERGENCY_A, EMERGENCY_B, EMERGENCY_C, N_COUNTS };
static const size_t first_count_column = 3;

typedef struct history {
    const nh_entry_request *request;
    nh_chain chain;
    const nh_column *carer_no, *start, *days, *placement, *end_reason, *breakdown,
        *breakdown_wider, *legal_status, *need;
    size_t period_row; /* the first placement of the period of the row at hand */
} history;

static bool find_history(history *h, nh_error *err)
{
    const nh_frame *p = h->request->placements;
    if (!nh_chain_find(&h->chain, p, err)) return false;
    h->carer_no = nh_frame_need(p, "carer_no", NH_NUMBER, err);
    h->start = nh_frame_need(p, "start", NH_DATE, err);
    h->days = nh_frame_need(p, "days", NH_NUMBER, err);
    h->placement = nh_frame_need(p, "placement", NH_CATEGORY, err);
    h->end_reason = nh_frame_need(p, "end_reason", NH_CATEGORY, err);
    h->breakdown = nh_frame_need(p, "breakdown", NH_NUMBER, err);
    h->breakdown_wider = nh_frame_need(p, "breakdown_wider", NH_NUMBER, err);
    h->legal_status = nh_frame_need(p, "legal_status", NH_CATEGORY, err);
    h->need = nh_frame_need(p, "need", NH_CATEGORY, err);
    return h->carer_no && h->start && h->days && h->placement && h->end_reason && h->breakdown &&
           h->breakdown_wider && h->legal_status && h->need;
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(text, *words) == 0) return true;
    return false;
}

static const char *const adoptive[] = { "A3", "A4", "A5", "A6", NULL };
static const char *const homes[] = { "K1", "K2", NULL };
static const char *const planned[] = { "CARPL", "CLOSE", NULL };
static const char *const unknown[] = { "", "OTHER", NULL };
static const char *const urgent_ends[] = { "ALLEG", "APPRR", "CREQB", NULL };
static const char *const emergency_statuses[] = { "L1", "L2", "J2", NULL };
static const char *const family_needs[] = { "N4", "N5", "N6", NULL };

static bool is_foster(const char *placement)
{
    return placement[0] == 'U' || placement[0] == 'Q';
}

static entry_class by_reason(bool broke_down, const char *reason, entry_class breakdown)
{
    if (broke_down) return breakdown; /* planned and unknown stand after it */
    if (is_one_of(reason, planned)) return breakdown + 1;
    return is_one_of(reason, unknown) ? breakdown + 2 : OTHER;
}

static entry_class class_after(const history *h, size_t before, const nh_column *breakdown)
{
    const char *placement = nh_text_at(h->placement, before), *reason = nh_text_at(h->end_reason, before);
    bool broke_down = nh_present(breakdown, before) && breakdown->number[before] == 1;
    if (is_foster(placement)) return by_reason(broke_down, reason, FOSTER_BREAKDOWN);
    if (is_one_of(placement, homes)) return by_reason(broke_down, reason, HOME_BREAKDOWN);
    if (strcmp(placement, "R3") == 0) return FROM_R3;
    if (strcmp(placement, "S1") == 0) return FROM_S1;
    if (strcmp(placement, "P1") == 0 && broke_down) return FAMILY_BREAKDOWN;
    return is_one_of(placement, adoptive) ? ADOPTION_DISRUPTED : OTHER;
}

static entry_class class_of(const history *h, size_t row, const nh_column *breakdown)
{
    if (row > h->period_row) return class_after(h, row - 1, breakdown);
    return h->chain.period_no->number[row] == 1 ? FIRST_KNOWN : RETURNED;
}

static bool merely_continues(const history *h, size_t row)
{
    return row > h->period_row && h->placement->code[row] == h->placement->code[row - 1] &&
           nh_present(h->placement, row - 1) && h->carer_no->number[row] == h->carer_no->number[row - 1];
}

static bool begins_in_history(const history *h)
{
    return h->start->date[h->period_row] >= nh_year_start(h->request->history_from);
}

static bool follows_a_short_stay(const history *h, size_t row)
{
    if (row == h->period_row) return false;
    return h->days->number[row - 1] <= 7 && is_one_of(nh_text_at(h->end_reason, row - 1), urgent_ends);
}

static void count_entry(const history *h, size_t row, double counts[N_CLASSES][N_COUNTS])
{
    double *c = counts[class_of(h, row, h->breakdown)];
    c[ENTRIES]++;
    counts[class_of(h, row, h->breakdown_wider)][WIDER]++;
    c[SINCE_HISTORY] += begins_in_history(h);
    c[IN_NEED] += is_one_of(nh_text_at(h->need, row), family_needs);
    c[EMERGENCY_A] += row == h->period_row && is_one_of(nh_text_at(h->legal_status, row), emergency_statuses);
    c[EMERGENCY_B] += follows_a_short_stay(h, row);
    c[EMERGENCY_C] += h->request->after_refuge && h->request->after_refuge[row];
}

static const char *const home_words[] = { "K2", "K1" };

/* Counts of both homes: [authority level][home][class][count]. */
static void count_all(history *h, double (*counts)[2][N_CLASSES][N_COUNTS], bool *seen)
{
    int32_t code[2];
    for (size_t k = 0; k < 2; k++) code[k] = nh_levels_find_text(h->placement->levels, home_words[k]);
    const nh_column *authority = h->chain.authority;
    for (size_t row = 0; row < authority->n; row++) {
        if (row == 0 || !nh_is_same_period(&h->chain, row - 1, row)) h->period_row = row;
        if (h->request->keep && !h->request->keep[row]) continue;
        seen[authority->code[row]] = true;
        for (size_t k = 0; k < 2; k++)
            if (nh_present(h->placement, row) && h->placement->code[row] == code[k] && !merely_continues(h, row))
                count_entry(h, row, counts[authority->code[row]][k]);
    }
}

static void put_authority(nh_frame *frame, const char *authority, double counts[2][N_CLASSES][N_COUNTS],
                          bool refuge_is_known)
{
    for (size_t k = 0; k < 2; k++)
        for (size_t class = 0; class < N_CLASSES; class++) {
            size_t row = nh_frame_append(frame);
            nh_put_text(nh_frame_at(frame, 0), row, authority);
            nh_put_text(nh_frame_at(frame, 1), row, home_words[k]);
            nh_put_text(nh_frame_at(frame, 2), row, class_words[class]);
            for (size_t i = 0; i < N_COUNTS; i++)
                nh_put_number(nh_frame_at(frame, first_count_column + i), row, counts[k][class][i]);
            if (!refuge_is_known)
                nh_put_mark(nh_frame_at(frame, first_count_column + EMERGENCY_C), row, NH_NOT_AVAILABLE);
        }
}

nh_frame *nh_home_entries(const nh_entry_request *request, nh_error *err)
{
    history h = { .request = request };
    if (!find_history(&h, err)) return NULL;
    size_t n = nh_levels_count(h.chain.authority->levels);
    double (*counts)[2][N_CLASSES][N_COUNTS] = nh_zeroed(n + 1, sizeof *counts);
    bool *seen = nh_zeroed(n + 1, sizeof *seen);
    count_all(&h, counts, seen);
    nh_frame *frame = nh_result_frame("home_entries", "Entries to children's homes by what came before", columns);
    int32_t *order = nh_levels_sorted(h.chain.authority->levels);
    for (size_t i = 0; i < n; i++)
        if (seen[order[i]])
            put_authority(frame, nh_levels_text(h.chain.authority->levels, order[i]), counts[order[i]],
                          request->after_refuge != NULL);
    free(order);
    free(seen);
    free(counts);
    return frame;
}

static const nh_result_column share_columns[] = {
    { "home", NH_CATEGORY, "Home (K2 children's home, K1 secure)", NULL, NH_PLAIN, NULL, NULL },
    { "class", NH_CATEGORY, "What came before", NULL, NH_PLAIN, NULL, NULL },
    { "entries", NH_NUMBER, "Entries in periods begun inside the history", "entries", NH_COUNT, NULL, NULL },
    { "all_entries", NH_NUMBER, "All such entries to that home", "entries", NH_COUNT, NULL, NULL },
    { "entries_share", NH_NUMBER, "Share of entries", "%", NH_PERCENT, "entries", "all_entries" },
    { "entries_low", NH_NUMBER, "Share of entries, lower 95% bound", "%", NH_LOWER, "entries", "all_entries" },
    { "entries_high", NH_NUMBER, "Share of entries, upper 95% bound", "%", NH_UPPER, "entries", "all_entries" },
    { 0 }
};

static void put_classes(nh_frame *frame, size_t home, const double sums[N_CLASSES])
{
    double all = 0;
    for (size_t class = 0; class < N_CLASSES; class++) all += sums[class];
    for (size_t class = 0; class < N_CLASSES; class++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(nh_frame_at(frame, 0), row, home_words[home]);
        nh_put_text(nh_frame_at(frame, 1), row, class_words[class]);
        nh_put_number(nh_frame_at(frame, 2), row, sums[class]);
        nh_put_number(nh_frame_at(frame, 3), row, all);
    }
}

nh_frame *nh_home_classes(const nh_frame *home_entries)
{
    double sums[2][N_CLASSES] = { { 0 } };
    const nh_column *entries = nh_frame_find(home_entries, "entries_since_history");
    for (size_t row = 0; row < nh_frame_rows(home_entries); row++)
        sums[row / N_CLASSES % 2][row % N_CLASSES] += entries->number[row]; /* as put_authority lays them out */
    nh_frame *frame = nh_result_frame("home_classes",
                                      "Entries to children's homes by what came before, in periods of "
                                      "care that began inside the history, all loaded authorities together",
                                      share_columns);
    for (size_t home = 0; home < 2; home++) put_classes(frame, home, sums[home]);
    nh_fill_in(frame);
    return frame;
}
