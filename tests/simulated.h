/* tests/simulated.h: the extract that ships, read and derived once for a test program.
 *
 * Include it after cmocka.h.
 *
 *     nh_inputs *inputs = england_inputs();
 *     const nh_frame *children = frame_of(inputs, "children");
 *     double far = count_rows(children, (truth[]){ { "year", 2024 }, { "over_20", 1 }, { 0 } });
 */
#ifndef NH_TESTS_SIMULATED_H
#define NH_TESTS_SIMULATED_H

#include "datasets/derive/inputs.h"
#include "datasets/read/extract.h"
#include "datasets/simulate.h"

#include <stdlib.h>
#include <string.h>

/* The directory is that of the request, and the inputs' from now on. */
static inline nh_inputs *inputs_of(const nh_simulation *what, nh_postcodes *directory)
{
    nh_error err = { 0 };
    nh_simulated *files = nh_simulate(what, &err);
    if (!files) fail_msg("%s", err.text);
    nh_extract *extract = nh_extract_read(&(nh_extract_request){ .embedded = files->files, .n_embedded = files->n },
                                          &err);
    nh_simulated_free(files);
    if (!extract) fail_msg("%s", err.text);
    return nh_inputs_new(extract, directory, &(nh_rules){ 0 }, NULL);
}

static inline nh_inputs *england_inputs(void)
{
    return inputs_of(&nh_simulation_england, NULL);
}

static inline const nh_frame *frame_of(nh_inputs *inputs, const char *name)
{
    nh_error err = { 0 };
    const nh_frame *frame = nh_inputs_frame(inputs, name, &err);
    if (!frame) fail_msg("%s", err.text);
    return frame;
}

/* A condition: a number column has the number, or a category the text. A list ends with a NULL name. */
typedef struct truth {
    const char *column;
    double number;
    const char *text;
} truth;

static inline bool holds(const nh_frame *frame, size_t row, const truth *truths)
{
    for (; truths->column; truths++) {
        const nh_column *column = nh_frame_find(frame, truths->column);
        if (!column) fail_msg("no column %s", truths->column);
        if (!nh_present(column, row)) return false;
        if (truths->text ? strcmp(nh_text_at(column, row), truths->text) != 0 : column->number[row] != truths->number)
            return false;
    }
    return true;
}

static inline double count_rows(const nh_frame *frame, const truth *truths)
{
    double n = 0;
    for (size_t row = 0; row < nh_frame_rows(frame); row++) n += holds(frame, row, truths);
    return n;
}

/* The rows that hold, as a frame of their own; nh_frame_free it. */
static inline nh_frame *rows_that(const nh_frame *frame, const truth *truths)
{
    size_t *rows = calloc(nh_frame_rows(frame) + 1, sizeof *rows), n = 0;
    for (size_t row = 0; row < nh_frame_rows(frame); row++)
        if (holds(frame, row, truths)) rows[n++] = row;
    nh_frame *taken = nh_frame_take(frame, rows, n);
    free(rows);
    return taken;
}

#endif
