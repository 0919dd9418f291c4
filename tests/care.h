/* tests/care.h: derived frames from a few lines of a return, written where they are tested.
 *
 * Include it after cmocka.h. tests/data/care/postcodes.csv holds public rows of the ONS Postcode Directory
 * (Open Government Licence v3.0); children and their histories are invented.
 *
 *     care c = { .files = { { "E10000016/2024/episodes.csv", EPISODES "A,01/06/2022,S,C2,U4,,,,,\n" } } };
 *     const nh_frame *placements = derive(&c, "placements");
 *     assert_cells(placements, 0, "open=1 days=669 end=");
 *     forget(&c);
 */
#ifndef NH_TESTS_CARE_H
#define NH_TESTS_CARE_H

#include "datasets/derive/inputs.h"
#include "datasets/write.h"

#include <string.h>

#define EPISODES "CHILD,DECOM,RNE,LS,PLACE,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,CIN,PLACE_PROVIDER,URN\n"
#define HEADER "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
#define OC2 "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT," \
            "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n"
#define MISSING "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
#define UASC "CHILD,SEX,DOB,DUC\n"
#define KENT_2023 "E10000016/2023/"
#define KENT_2024 "E10000016/2024/"

enum { CARE_FILES = 12 };

typedef struct care {
    struct { const char *name, *text; } files[CARE_FILES]; /* ended by a NULL name */
    nh_rules rules;
    bool without_postcodes;
    nh_inputs *inputs; /* made when first wanted */
} care;

static inline nh_inputs *inputs_of(care *c)
{
    nh_named_bytes files[CARE_FILES];
    nh_extract_request request = { .embedded = files };
    nh_error err = { 0 };
    if (c->inputs) return c->inputs;
    for (size_t i = 0; i < CARE_FILES && c->files[i].name; i++, request.n_embedded++)
        files[i] = (nh_named_bytes){ c->files[i].name, c->files[i].text, strlen(c->files[i].text) };
    nh_extract *extract = nh_extract_read(&request, &err);
    if (!extract) fail_msg("%s", err.text);
    nh_postcodes *directory = NULL;
    if (!c->without_postcodes) {
        directory = nh_postcodes_open("tests/data/care/postcodes.csv", NULL, NULL, &err);
        if (!directory) fail_msg("%s", err.text);
    }
    c->inputs = nh_inputs_new(extract, directory, &c->rules, NULL);
    return c->inputs;
}

static inline const nh_frame *derive(care *c, const char *frame)
{
    nh_error err = { 0 };
    const nh_frame *derived = nh_inputs_frame(inputs_of(c), frame, &err);
    if (!derived) fail_msg("%s", err.text);
    return derived;
}

static inline void forget(care *c)
{
    nh_inputs_free(c->inputs);
    c->inputs = NULL;
}

static inline size_t problems_of(const care *c, nh_problem_code code)
{
    return nh_problems_of(nh_inputs_problems(c->inputs), code);
}

/* A macro, so that a failure names the line of the test; what the text says is in the message. */
#define assert_cells(frame, row, due) assert_cells_at((frame), (row), (due), __FILE__, __LINE__)

/* `due` is "column=value column=value", values as files hold them and a blank for none. */
static inline void assert_cells_at(const nh_frame *frame, size_t row, const char *due, const char *file, int line)
{
    char pair[200], is[200];
    for (size_t n; *due; due += n + (due[n] == ' ')) {
        n = strcspn(due, " ");
        memcpy(pair, due, n);
        pair[n] = '\0';
        char *value = strchr(pair, '=');
        *value++ = '\0';
        const nh_column *column = nh_frame_find(frame, pair);
        if (!column || row >= nh_frame_rows(frame)) {
            print_error("%s has no cell %s in row %zu\n", nh_frame_name(frame), pair, row);
            _fail(file, line);
        }
        nh_cell_write(column, row, is, sizeof is);
        if (strcmp(is, value) == 0) continue;
        print_error("%s of row %zu is '%s' where '%s' is due\n", pair, row, is, value);
        _fail(file, line);
    }
}

#endif
