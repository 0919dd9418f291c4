/* datasets/tables/problems.h: what is wrong with the input, row by row, without ever holding a value.
 *
 * One table, problems.def, says each problem's name, rule, level, whether the row is set aside, and what to do.
 * Problems are collected while reading and deriving, then shown as counts by kind, at most 20 messages, or the
 * frame `problems` (code rule level table file line column message).
 *
 *     nh_problem_add(problems, NH_PROBLEM_BAD_DATE, (nh_place_in_file){ "episodes", file, 12, 7, "DECOM" });
 */
#ifndef NH_TABLES_PROBLEMS_H
#define NH_TABLES_PROBLEMS_H

#include "datasets/frame/frame.h"

typedef enum nh_problem_level { NH_NOTE, NH_WARNING, NH_REFUSED } nh_problem_level;

/* NH_PROBLEM(ID, "name", "rule", level, sets_aside, "message") in problems.def. */
typedef enum nh_problem_code {
#define NH_PROBLEM(id, name, rule, level, sets_aside, message) NH_PROBLEM_##id,
#include "datasets/tables/problems.def"
#undef NH_PROBLEM
    NH_PROBLEM_COUNT
} nh_problem_code;

typedef struct nh_problem_kind {
    const char *name, *rule; /* rule: the DfE validation rule (which frames show) or domain section, or "" */
    nh_problem_level level;
    bool sets_aside;
    const char *message; /* "is not a date (DD/MM/YYYY)": follows the column's name */
} nh_problem_kind;

const nh_problem_kind *nh_problem_kind_of(nh_problem_code code);

typedef struct nh_problems nh_problems;

nh_problems *nh_problems_new(void);
void nh_problems_free(nh_problems *problems); /* NULL is allowed */

/* A file is registered once and then named by its number. Names are copied. */
uint32_t nh_problems_file(nh_problems *problems, const char *name);
const char *nh_problems_file_name(const nh_problems *problems, uint32_t file);

/* `table` and `column` are names that outlive the problems (string literals of the descriptors), NULL when
 * there is none; line 0: the whole file; byte_column 0: the whole line. */
typedef struct nh_problem_place {
    const char *table, *column;
    uint32_t file, line, byte_column;
} nh_problem_place;

/* The place of a row, by where the frame has it from. */
nh_problem_place nh_problem_place_of(const char *table, const char *column, const nh_frame *frame, size_t row);

void nh_problem_add(nh_problems *problems, nh_problem_code code, nh_problem_place place);
size_t nh_problems_of(const nh_problems *problems, nh_problem_code code); /* how many of that kind */
size_t nh_problems_count(const nh_problems *problems);
nh_problem_code nh_problem_at(const nh_problems *problems, size_t i); /* in the order found */
nh_problem_place nh_problem_where(const nh_problems *problems, size_t i);
/* The field was found to stand here. */
void nh_problem_move(nh_problems *problems, size_t i, uint32_t line, uint32_t byte_column);

/* The frame `problems`, in the order found; and one row a kind (`code rule level rows_set_aside count`). */
nh_frame *nh_problems_frame(const nh_problems *problems);
nh_frame *nh_problems_by_kind(const nh_problems *problems);

/* "episodes.csv:12:7: warning: DECOM is not a date (DD/MM/YYYY)" for the i-th problem; text of at least 600. */
void nh_problem_message(const nh_problems *problems, size_t i, char *text, size_t room);

#endif
