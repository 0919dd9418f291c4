/* datasets/derive/episodes.c: columns by name, codes by meaning. */
#include "datasets/derive/episodes.h"

#include <limits.h>
#include <string.h>

/* What each level of a column means, and before them what a blank means. */
static const uint8_t *meanings(const nh_column *column, uint8_t (*meaning)(const char *), nh_arena *memory)
{
    size_t n = column ? nh_levels_count(column->levels) : 0;
    uint8_t *all = nh_arena_array(memory, n + 1, sizeof *all);
    all[0] = meaning("");
    for (size_t i = 0; i < n; i++) all[i + 1] = meaning(nh_levels_text(column->levels, (int32_t)i));
    return all;
}

static uint8_t beginning_of(const char *rne)
{
    static const char codes[] = "SLPBTU"; /* in the order of nh_beginning */
    const char *found = rne[0] && !rne[1] ? strchr(codes, rne[0]) : NULL;
    return found ? (uint8_t)(found - codes + 1) : NH_BEGINS_UNKNOWN;
}

static uint8_t ending_of(const char *rec)
{
    if (!*rec) return NH_ENDS_UNKNOWN;
    if (strcmp(rec, "X1") == 0) return NH_ENDS_CONTINUES;
    return strcmp(rec, "E4B") == 0 ? NH_ENDS_UNPLANNED_RETURN : NH_ENDS_CARE;
}

static uint8_t respite_of(const char *ls)
{
    return nh_is_respite(ls);
}

static uint8_t placement_of(const char *place)
{
    return (uint8_t)((int)nh_placement_group_of(place) | (nh_is_temporary(place) ? NH_IS_TEMPORARY : 0));
}

static uint8_t end_reason_of(const char *reason)
{
    return (uint8_t)((int)nh_breakdown_of(reason) | (strcmp(reason, "PLACE") == 0 ? NH_IS_STATUS_CHANGE : 0));
}

typedef struct wanted {
    const char *name;
    nh_kind kind;
    const nh_column **column;
} wanted;

static bool find_needed(const wanted *all, size_t n, const nh_frame *frame, nh_error *err)
{
    for (size_t i = 0; i < n; i++) {
        *all[i].column = nh_frame_need(frame, all[i].name, all[i].kind, err);
        if (!*all[i].column) return false;
    }
    return true;
}

static void find_optional(const wanted *all, size_t n, const nh_frame *frame)
{
    for (size_t i = 0; i < n; i++) {
        const nh_column *column = nh_frame_find(frame, all[i].name);
        *all[i].column = column && column->kind == all[i].kind ? column : NULL;
    }
}

static void find_years_of_places(nh_episodes *e, nh_arena *memory)
{
    size_t n = nh_levels_count(e->place->levels);
    int *from = nh_arena_array(memory, n, sizeof *from), *until = nh_arena_array(memory, n, sizeof *until);
    for (size_t i = 0; i < n; i++) {
        const nh_code *info = nh_code_info("episodes", "PLACE", nh_levels_text(e->place->levels, (int32_t)i));
        from[i] = info ? info->first_year : INT_MAX;
        until[i] = info && info->last_year ? info->last_year : INT_MAX;
    }
    e->place_from = from;
    e->place_until = until;
}

bool nh_episodes_open(nh_episodes *e, const nh_frame *frame, nh_arena *memory, nh_error *err)
{
    const wanted needed[] = {
        { "authority", NH_CATEGORY, &e->authority }, { "year", NH_NUMBER, &e->year },
        { "child", NH_CATEGORY, &e->child }, { "decom", NH_DATE, &e->decom }, { "dec", NH_DATE, &e->dec },
        { "rne", NH_CATEGORY, &e->rne }, { "ls", NH_CATEGORY, &e->ls }, { "place", NH_CATEGORY, &e->place },
        { "rec", NH_CATEGORY, &e->rec },
    };
    const wanted optional[] = {
        { "cin", NH_CATEGORY, &e->cin }, { "place_provider", NH_CATEGORY, &e->provider },
        { "reason_place_change", NH_CATEGORY, &e->reason }, { "home_post", NH_CATEGORY, &e->home_post },
        { "pl_post", NH_CATEGORY, &e->pl_post }, { "urn", NH_CATEGORY, &e->urn },
        { "pl_distance", NH_NUMBER, &e->pl_distance }, { "pl_la", NH_CATEGORY, &e->pl_la },
        { "pl_location", NH_CATEGORY, &e->pl_location },
    };
    *e = (nh_episodes){ .frame = frame, .n = nh_frame_rows(frame) };
    if (!find_needed(needed, sizeof needed / sizeof *needed, frame, err)) return false;
    find_optional(optional, sizeof optional / sizeof *optional, frame);
    e->beginning = meanings(e->rne, beginning_of, memory);
    e->ending = meanings(e->rec, ending_of, memory);
    e->is_respite = meanings(e->ls, respite_of, memory);
    e->placement = meanings(e->place, placement_of, memory);
    e->end_reason = meanings(e->reason, end_reason_of, memory);
    find_years_of_places(e, memory);
    return true;
}

/* The next character that is not a space. */
static const char *skip_spaces(const char *text)
{
    while (*text == ' ') text++;
    return text;
}

static bool same_but_for_spaces(const char *a, const char *b)
{
    for (;; a++, b++) {
        a = skip_spaces(a);
        b = skip_spaces(b);
        if (*a != *b) return false;
        if (!*a) return true;
    }
}

bool nh_same_postcode(const nh_column *column, size_t a, size_t b)
{
    int32_t code_a = nh_code_in(column, a), code_b = nh_code_in(column, b);
    if (code_a == code_b) return true;
    if (code_a < 0 || code_b < 0) return false;
    return same_but_for_spaces(nh_levels_text(column->levels, code_a), nh_levels_text(column->levels, code_b));
}
