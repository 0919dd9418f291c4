/* stats/distance_cells.c: one pass over the children, each counted once, by its pair of authority and year; what
 * pairs have goes to the areas afterwards. */
#include "stats/distance_cells.h"

#include "datasets/frame/arena.h"

#include <stdlib.h>

struct nh_distance_cells {
    size_t n_areas, n_lines; /* lines: the breaks', and the total */
    double *counts;          /* [area][line][cover][cell] */
};

typedef struct facts {
    const nh_column *on_31_march, *location, *over_20, *at_a_distance, *uasc;
    int32_t out; /* the code of OUT in `location` */
} facts;

const char *nh_cover_word(nh_cover cover)
{
    return cover == NH_WITHOUT_UASC ? "without UASC" : "all";
}

static bool find_facts(const nh_frame *children, facts *f, nh_error *err)
{
    f->on_31_march = nh_frame_need(children, "looked_after_31_march", NH_NUMBER, err);
    f->location = nh_frame_need(children, "location", NH_CATEGORY, err);
    f->over_20 = nh_frame_need(children, "over_20", NH_NUMBER, err);
    f->at_a_distance = nh_frame_need(children, "at_a_distance", NH_NUMBER, err);
    f->uasc = nh_frame_need(children, "uasc", NH_NUMBER, err);
    if (!f->on_31_march || !f->location || !f->over_20 || !f->at_a_distance || !f->uasc) return false;
    f->out = nh_levels_find_text(f->location->levels, "OUT");
    return true;
}

static bool is_true(const nh_column *column, size_t row)
{
    return nh_present(column, row) && column->number[row] == 1;
}

static nh_distance_cell place_of(bool is_over_20, bool is_out)
{
    if (is_over_20) return is_out ? NH_OVER_20_OUT : NH_OVER_20_IN;
    return is_out ? NH_TO_20_OUT : NH_TO_20_IN;
}

static void count_child(const facts *f, size_t row, uint32_t *cells)
{
    bool has_location = nh_present(f->location, row);
    bool has_distance = nh_present(f->over_20, row) && has_location;
    bool is_out = has_location && f->location->code[row] == f->out;
    bool is_over_20 = has_distance && is_true(f->over_20, row);
    cells[has_distance ? place_of(is_over_20, is_out) : NH_UNKNOWN]++;
    cells[NH_TOTAL]++;
    cells[NH_OVER_20] += is_over_20;
    cells[NH_OUTSIDE] += is_out;
    cells[NH_AT_A_DISTANCE] += is_true(f->at_a_distance, row);
    cells[NH_DISTANCE_KNOWN] += has_distance;
    cells[NH_LOCATION_KNOWN] += has_location;
    cells[NH_TEST_KNOWN] += nh_present(f->at_a_distance, row);
}

/* Children of each pair of authority and year: those who are no UASC, then those who are. */
typedef struct tally {
    uint32_t of[2][NH_DISTANCE_CELLS];
} tally;

/* [pair][line]; free() it. The last pair is of children without an authority. */
static tally *tally_pairs(const facts *f, const nh_areas *areas, const nh_breaks *breaks)
{
    tally *pairs = nh_zeroed((areas->n_pairs + 1) * breaks->n, sizeof *pairs);
    for (size_t row = 0; row < f->on_31_march->n; row++)
        if (is_true(f->on_31_march, row)) {
            tally *own = &pairs[areas->of_row[row] * breaks->n + breaks->of_row[row]];
            count_child(f, row, own->of[is_true(f->uasc, row)]);
        }
    return pairs;
}

static double *cells_of(const nh_distance_cells *cells, size_t area, size_t line, nh_cover cover)
{
    return cells->counts + ((area * cells->n_lines + line) * NH_COVERS + cover) * NH_DISTANCE_CELLS;
}

/* To the line of an area, and to its total. */
static void add_tally(const nh_distance_cells *cells, const tally *own, size_t area, size_t line)
{
    for (nh_cover cover = NH_ALL_CHILDREN; cover < NH_COVERS; cover++) {
        double *at_line = cells_of(cells, area, line, cover);
        double *total = cells_of(cells, area, cells->n_lines - 1, cover);
        for (size_t i = 0; i < NH_DISTANCE_CELLS; i++) {
            double n = own->of[0][i] + (cover == NH_ALL_CHILDREN ? own->of[1][i] : 0);
            at_line[i] += n;
            total[i] += n;
        }
    }
}

static void add_pair(const nh_distance_cells *cells, const tally *lines, const int32_t *areas)
{
    for (size_t k = 0; k < NH_AREA_TARGETS && areas[k] >= 0; k++)
        for (size_t line = 0; line + 1 < cells->n_lines; line++)
            add_tally(cells, &lines[line], (size_t)areas[k], line);
}

nh_distance_cells *nh_distance_cells_new(const nh_frame *children, const nh_areas *areas, const nh_breaks *breaks,
                                         nh_error *err)
{
    facts f;
    if (!find_facts(children, &f, err)) return NULL;
    nh_distance_cells *cells = nh_zeroed(1, sizeof *cells);
    cells->n_areas = areas->n;
    cells->n_lines = breaks->n + 1;
    cells->counts = nh_zeroed(areas->n * cells->n_lines * NH_COVERS * NH_DISTANCE_CELLS, sizeof(double));
    tally *pairs = tally_pairs(&f, areas, breaks);
    for (size_t pair = 0; pair < areas->n_pairs; pair++)
        add_pair(cells, pairs + pair * breaks->n, areas->targets[pair]);
    free(pairs);
    return cells;
}

void nh_distance_cells_free(nh_distance_cells *cells)
{
    if (!cells) return;
    free(cells->counts);
    free(cells);
}

const double *nh_distance_row(const nh_distance_cells *cells, size_t area, size_t line, nh_cover cover)
{
    return cells_of(cells, area, line, cover);
}

static bool has_a_value(const nh_frame *frame, const char *name)
{
    const nh_column *column = nh_frame_find(frame, name);
    for (size_t row = 0; column && row < column->n; row++)
        if (nh_present(column, row)) return true;
    return false;
}

bool nh_distance_is_unknown(const nh_frame *children)
{
    return !has_a_value(children, "location") && !has_a_value(children, "over_20") &&
           !has_a_value(children, "at_a_distance");
}
