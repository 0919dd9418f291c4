/* datasets/derive/published_breakdowns.c: reasons for placement changes in the year, and the sets of breakdowns.
 *
 * Counted are changes as printed, for England by placement, age, sex, need and duration, and for regions and
 * authorities in all. Primary: asked for by the carer or the child. Wider: and by the authority, after an
 * allegation, for standards of care, approval removed, custody. Upper bound: and closure and other reasons. What the
 * wider set should have besides, returns home outside the plan, is not in these files. A set one of whose reasons
 * is suppressed is suppressed. Shares are % of all changes, as DfE has them, and of changes but those of status. */
#include "datasets/derive/published_breakdowns.h"

#include "datasets/derive/published_cells.h"
#include "datasets/derive/published_rows.h"
#include "datasets/tables/ees_rows.h"

#include <string.h>

static const nh_derived_column columns[] = {
    { "year", "return year" },
    { "geographic_level", "level of geography" },
    { "authority", "code of the area" },
    { "name", "name of the area" },
    { "region", "region of the area" },
    { "by", "what the rows are apart by: placement group, age, sex, need, duration, or nothing (all)" },
    { "group", "the group of changes" },
    { "changes", "placements changing in the year" },
    { "status_only", "of them, changes of status only: the carer stays" },
    { "moves", "changes but those of status" },
    { "breakdowns", "changes of the primary set: asked for by the carer or the child" },
    { "breakdowns_wider", "primary, and authority's request, allegation, standards, approval removed, custody" },
    { "breakdowns_upper", "wider, and closure and other reasons" },
    { "share_breakdown", "primary set, % of changes" },
    { "share_wider", "wider set, % of changes" },
    { "share_upper", "upper bound, % of changes" },
    { "share_breakdown_of_moves", "primary set, % of changes but those of status" },
    { "share_wider_of_moves", "wider set, % of changes but those of status" },
    { "share_upper_of_moves", "upper bound, % of changes but those of status" },
    { "carer_behaviour", "the carer asked, because of the child's behaviour" },
    { "carer_other", "the carer asked, for another reason" },
    { "child_request", "the child asked" },
    { "authority_request", "the responsible or the area authority asked" },
    { "allegation", "an allegation" },
    { "standards", "concern about standards of care" },
    { "approval_removed", "approval removed" },
    { "custody", "custody" },
    { "closure", "resignation or closure of provision" },
    { "other", "another reason" },
    { "care_plan", "the care plan changed or was carried out" },
    { 0 }
};

enum { N_TEXTS = 6 };

typedef enum breadth { PRIMARY, WIDER, UPPER, NO_SET } breadth;

typedef struct change_reason {
    const char *name, *label;
    breadth set; /* the narrowest set that has it */
} change_reason;

static const change_reason reasons[] = {
    { "carer_behaviour", "carer requests placement to end due to child's behaviour", PRIMARY },
    { "carer_other", "carer requests placement to end other than due to child's behaviour", PRIMARY },
    { "child_request", "child requests placement to end", PRIMARY },
    { "authority_request", "responsible/area authority requests placement to end", WIDER },
    { "allegation", "allegation (s47)", WIDER },
    { "standards", "standards of care concern", WIDER },
    { "approval_removed", "approval removed", WIDER },
    { "custody", "custody", WIDER },
    { "closure", "resignation or closure of provision", UPPER },
    { "other", "other", UPPER },
    { "care_plan", "change to/implementation of care plan", NO_SET },
    { "status_only", "change in the status of a placement only", NO_SET },
};

enum { N_REASONS = sizeof reasons / sizeof *reasons };

static const char *const set_names[] = { "breakdowns", "breakdowns_wider", "breakdowns_upper" };
static const char *const share_names[] = { "share_breakdown", "share_wider", "share_upper" };
static const char *const move_share_names[] = { "share_breakdown_of_moves", "share_wider_of_moves",
                                                "share_upper_of_moves" };

/* A file that has reasons: which filter holds them, and what its total is called. */
typedef struct file {
    const char *table, *filter, *total;
    const char *only;         /* the group of rows that are about reasons, or NULL */
    const char *keys[NH_SHAPE_KEYS];
} file;

static const file national = { "ees_reasons", "reason_for_change", "all placements", NULL,
                               { "cla_group", "characteristic" } };
static const file local = { "ees_new_placements", "characteristic", "total placements changing",
                            "reason for placement change during the year", { NULL } };

static nh_measure measure_of(const file *from, const char *name, const char *label)
{
    nh_measure measure = { .name = name, .table = from->table, .indicator = "number" };
    measure.labels[0] = (nh_label){ from->filter, label };
    if (from->only) measure.labels[1] = (nh_label){ "cla_group", from->only };
    return measure;
}

static nh_frame *wide_of(const nh_published *published, const file *from, nh_error *err)
{
    nh_measure measures[N_REASONS + 1] = { measure_of(from, "changes", from->total) };
    for (size_t i = 0; i < N_REASONS; i++) measures[i + 1] = measure_of(from, reasons[i].name, reasons[i].label);
    nh_shape shape = { .name = "published_breakdowns", .measures = measures, .n_measures = N_REASONS + 1,
                       .needs = from->table };
    memcpy(shape.keys, from->keys, sizeof shape.keys);
    return nh_published_wide(published, &shape, err);
}

static nh_cell cell(const nh_frame *frame, const char *name, size_t row)
{
    return nh_cell_at(nh_frame_find(frame, name), row);
}

static void put(nh_frame *frame, const char *name, size_t row, nh_cell value)
{
    nh_cell_put(nh_frame_find(frame, name), row, value);
}

/* A reason that a year did not have yet (custody before 2019) adds nothing where the total is printed. */
static nh_cell reason_at(const nh_frame *out, const char *name, size_t row)
{
    nh_cell count = cell(out, name, row);
    bool is_not_asked = count.mark == NH_NOT_APPLICABLE && cell(out, "changes", row).mark == NH_PRESENT;
    return is_not_asked ? (nh_cell){ 0, NH_PRESENT } : count;
}

static nh_cell sum_of(const nh_frame *out, size_t row, breadth set)
{
    nh_cell sum = { 0, NH_PRESENT };
    for (size_t i = 0; i < N_REASONS; i++)
        if (reasons[i].set <= set) sum = nh_cell_sum(sum, reason_at(out, reasons[i].name, row));
    return sum;
}

static void put_sets(nh_frame *out, size_t row)
{
    nh_cell changes = cell(out, "changes", row), moves = nh_cell_less(changes, cell(out, "status_only", row));
    put(out, "moves", row, moves);
    for (breadth set = PRIMARY; set < NO_SET; set++) {
        nh_cell sum = sum_of(out, row, set);
        put(out, set_names[set], row, sum);
        put(out, share_names[set], row, nh_cell_percent(sum, changes));
        put(out, move_share_names[set], row, nh_cell_percent(sum, moves));
    }
}

/* What DfE calls a way of dividing, in our words. */
static const char *division_of(const char *label)
{
    static const char *const words[][2] = {
        { "placement type", "placement_group" }, { "category of need", "need" },
        { "duration of placement", "duration" }, { "gender", "sex" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], label) == 0) return words[i][1];
    return label;
}

static void put_group(nh_frame *out, size_t row, const nh_frame *wide, size_t at)
{
    const nh_column *by = nh_frame_find(wide, "cla_group"), *group = nh_frame_find(wide, "characteristic");
    nh_put_text(nh_frame_find(out, "by"), row, by ? division_of(nh_text_at(by, at)) : "all");
    nh_put_text(nh_frame_find(out, "group"), row, group ? nh_published_group(nh_text_at(group, at)) : "all");
}

static bool add_file(nh_frame *out, const nh_published *published, const file *from, nh_error *err)
{
    if (!nh_published_has(published, from->table)) return true;
    nh_frame *wide = wide_of(published, from, err);
    if (!wide) return false;
    for (size_t row = 0; row < nh_frame_rows(wide); row++) {
        size_t added = nh_published_add_row(out, wide, row);
        put_group(out, added, wide, row);
        put_sets(out, added);
    }
    nh_frame_free(wide);
    return true;
}

nh_frame *nh_published_breakdowns_of(const nh_published *published, nh_error *err)
{
    nh_frame *out = nh_published_table("published_breakdowns", "Reasons for placement changes, as DfE publishes them",
                                       columns, N_TEXTS);
    bool is_sound = add_file(out, published, &national, err) && add_file(out, published, &local, err);
    if (is_sound && nh_frame_rows(out) == 0)
        is_sound = nh_fail(err, NH_BAD_INPUT, "no published breakdowns: give DfE's file of reasons for placement "
                           "change, or of new placements, among the inputs");
    if (is_sound) return out;
    nh_frame_free(out);
    return NULL;
}

const nh_derivation nh_derive_published_breakdowns = {
    .name = "published_breakdowns", .summary = "reasons for placement changes and breakdowns from DfE's tables",
    .is_public = true, .columns = columns, .from_published = nh_published_breakdowns_of
};
