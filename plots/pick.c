/* plots/pick.c: places from widest to narrowest, and names for codes. */
#include "plots/pick.h"

#include "datasets/frame/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int nh_latest_year(const nh_frame *table)
{
    const nh_column *year = nh_frame_find(table, "year");
    int latest = 0;
    for (size_t row = 0; year && year->kind == NH_NUMBER && row < year->n; row++)
        if (nh_present(year, row) && year->number[row] > latest) latest = (int)year->number[row];
    return latest;
}

/* 0 is the widest; regions are never shown in place of authorities. */
static int narrowness(const nh_column *level, size_t row)
{
    static const char *const levels[] = { "National", "Loaded", "Local authority" };
    if (!level) return 2;
    for (int i = 0; i < 3; i++)
        if (strcmp(nh_text_at(level, row), levels[i]) == 0) return i;
    return 3;
}

static bool is_of_year(const nh_column *year, size_t row, int wanted)
{
    return !wanted || (nh_present(year, row) && (int)year->number[row] == wanted);
}

static int widest_of(const nh_frame *table, int wanted)
{
    const nh_column *level = nh_frame_find(table, "geographic_level"), *year = nh_frame_find(table, "year");
    int widest = 3;
    for (size_t row = 0; row < nh_frame_rows(table); row++)
        if (is_of_year(year, row, wanted) && narrowness(level, row) < widest) widest = narrowness(level, row);
    return widest;
}

/* The name of the one place there is, or how many there are. */
static void name_place(nh_pick *pick, const nh_frame *table)
{
    const nh_column *authority = nh_frame_find(table, "authority"), *name = nh_frame_find(table, "name");
    const nh_column *which = authority ? authority : name;
    size_t n_places = 0;
    for (size_t i = 0; which && i < pick->n; i++) {
        bool is_new = true;
        for (size_t k = 0; k < i && is_new; k++)
            is_new = strcmp(nh_text_at(which, pick->rows[k]), nh_text_at(which, pick->rows[i])) != 0;
        n_places += is_new;
    }
    const nh_column *level = nh_frame_find(table, "geographic_level");
    bool is_loaded = level && pick->n && strcmp(nh_text_at(level, pick->rows[0]), "Loaded") == 0;
    bool is_one = is_loaded && name && strcmp(nh_text_at(name, pick->rows[0]), "All authorities loaded") != 0;
    const char *only = is_one          ? nh_text_at(name, pick->rows[0])
                       : is_loaded     ? "all authorities loaded"
                       : n_places == 1 ? nh_text_at(name ? name : which, pick->rows[0])
                                       : "";
    if (n_places > 1) snprintf(pick->place, sizeof pick->place, "%zu authorities", n_places);
    else snprintf(pick->place, sizeof pick->place, "%.90s", only[0] ? only : "all children loaded");
}

nh_pick *nh_pick_widest(const nh_frame *table)
{
    const nh_column *level = nh_frame_find(table, "geographic_level"), *year = nh_frame_find(table, "year");
    nh_pick *pick = nh_zeroed(1, sizeof *pick);
    pick->rows = nh_zeroed(nh_frame_rows(table) + 1, sizeof *pick->rows);
    pick->year = nh_latest_year(table);
    int widest = widest_of(table, pick->year);
    for (size_t row = 0; row < nh_frame_rows(table); row++)
        if (is_of_year(year, row, pick->year) && narrowness(level, row) == widest) pick->rows[pick->n++] = row;
    name_place(pick, table);
    return pick;
}

void nh_pick_free(nh_pick *pick)
{
    if (!pick) return;
    free(pick->rows);
    free(pick);
}

void nh_pick_any(nh_pick *pick, const nh_frame *table, const char *column, const char *const *texts)
{
    const nh_column *which = nh_frame_find(table, column);
    if (!which || which->kind != NH_CATEGORY) return;
    size_t kept = 0;
    for (; *texts && kept == 0; texts++)
        for (size_t i = 0; i < pick->n; i++)
            if (strcmp(nh_text_at(which, pick->rows[i]), *texts) == 0) pick->rows[kept++] = pick->rows[i];
    if (kept) pick->n = kept;
}

static const struct { const char *code, *words, *in_a_sentence; } names[] = {
    { "foster", "Foster care", "foster placements" },
    { "adoption", "Placed for adoption", "placements for adoption" },
    { "parents", "Placed with parents", "placements with parents" },
    { "homes", "Children\xE2\x80\x99s homes", "children\xE2\x80\x99s home placements" },
    { "supported", "Supported or independent living", "supported living placements" },
    { "residential", "Other residential settings", "other residential placements" },
    { "school", "Residential schools", "residential school placements" },
    { "other", "Other placements", "other placements" },
    { "other placements", "Other placements", "other placements" },
    { "residential, school or other", "Other placements", "other placements" },
    { "not known", "Placement not known", "placements of a kind not known" },
    { "total", "All children", "all placements" },
    { "all", "All placements", "all placements" },
    { "exit", "Left care", "leaving care" },
    { "left care", "Left care", "leaving care" },
    { "still there", "Still in an earlier placement", "still in an earlier placement" },
    { "(Intercept)", "Constant", "the constant" },
    { "over_20", "Over 20 miles from home", "over 20 miles from home" },
    { "age", "Age in years", "age in years" },
    { "placement_group", "Placement", "placement" },
    { "miles", "Miles from home", "miles from home" },
    { "share_new_over_20_outside", "Far from home, % of new placements",
      "of new placements are far from home" },
    { "share_new_over_20", "Over 20 miles from home, % of new placements",
      "of new placements are over 20 miles from home" },
    { "share_new_over_20_outside_known", "Far from home, % of new placements of known distance",
      "of new placements of known distance are far from home" },
    { "share_new_outside", "Outside the authority, % of new placements",
      "of new placements are outside the authority" },
    { "other paths", "Other paths", "other paths" },
};

const char *nh_in_words(const char *code)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].code, code) == 0) return names[i].words;
    return code;
}

const char *nh_in_a_sentence(const char *code)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].code, code) == 0) return names[i].in_a_sentence;
    return code;
}

bool nh_is_main_group(const char *code)
{
    static const char *const main_groups[] = { "foster", "homes", "supported", "parents" };
    for (size_t i = 0; i < sizeof main_groups / sizeof *main_groups; i++)
        if (strcmp(code, main_groups[i]) == 0) return true;
    return false;
}
