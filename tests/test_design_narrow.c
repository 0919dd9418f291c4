/* tests/test_design_narrow.c: a design gives back what the frame holds, however its columns are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tests/fitting.h"

#include <string.h>

enum { N = 25013 };

static nh_frame *many_rows(void)
{
    nh_frame *frame = nh_frame_new("many", NULL);
    nh_column *y = nh_frame_add(frame, "y", NH_NUMBER), *age = nh_frame_add(frame, "age", NH_NUMBER);
    nh_column *miles = nh_frame_add(frame, "miles", NH_NUMBER), *kind = nh_frame_add(frame, "kind", NH_CATEGORY);
    nh_column *late = nh_frame_add(frame, "late", NH_NUMBER), *far = nh_frame_add(frame, "far", NH_NUMBER);
    static const char *const kinds[] = { "foster", "homes", "kin" };
    nh_frame_set_rows(frame, N);
    for (size_t i = 0; i < N; i++) {
        y->number[i] = (double)(i % 11);
        age->number[i] = i % 97 == 5 ? 0 : (double)(i % 18) - 3;
        if (i % 97 == 5) nh_put_mark(age, i, NH_MISSING);
        miles->number[i] = (double)(i % 401) / 10;
        nh_put_text(kind, i, kinds[i % 7 % 3]);
        late->number[i] = i == N - 2 ? 0.5 : (double)(i % 2);
        far->number[i] = i % 2 ? 40000 : -40000;
    }
    return frame;
}

static const nh_column *column_of(const nh_design *design, const char *name)
{
    return nh_frame_find(design->frame, name);
}

/* What a column is at a row of the frame, from its name. */
static double due_at(const nh_design *design, size_t j, size_t row)
{
    const nh_design_column *c = nh_kept_column(design, j);
    double age = column_of(design, "age")->number[row];
    if (strcmp(c->term, "(Intercept)") == 0) return 1;
    if (strcmp(c->term, "I(age^2)") == 0) return age * age;
    if (strcmp(c->term, "kind") == 0) return strcmp(nh_text_at(column_of(design, "kind"), row), c->level) == 0;
    return column_of(design, c->term)->number[row];
}

static void gives_back_the_values(void **state)
{
    (void)state;
    nh_frame *frame = many_rows();
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, "y ~ age + I(age^2) + miles + kind + late + far", false, NULL);
    assert_non_null(design);
    assert_int_equal(design->n_kept, 8);
    double *block = nh_zeroed(design->n_kept * NH_BLOCK, sizeof *block);
    size_t n_wrong = 0, n_left_out = 0;
    for (size_t i = 0; i < N; i++) n_left_out += i % 97 == 5;
    assert_int_equal(design->n_left_out, n_left_out);
    for (size_t from = 0; from < design->n; from += NH_BLOCK) {
        size_t n = design->n - from < NH_BLOCK ? design->n - from : NH_BLOCK;
        nh_design_block(design, from, n, block);
        for (size_t j = 0; j < design->n_kept; j++)
            for (size_t i = 0; i < n; i++)
                n_wrong += block[j * NH_BLOCK + i] != due_at(design, j, design->rows[from + i]);
    }
    assert_int_equal(n_wrong, 0);
    free(block);
    nh_design_free(design);
    nh_formula_free(f.formula);
    nh_frame_free(frame);
}

/* Ages, their squares and kinds are small and whole; miles, a half and 40,000 are not. */
static void keeps_small_whole_numbers_alone(void **state)
{
    (void)state;
    nh_frame *frame = many_rows();
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, "y ~ age + I(age^2) + miles + kind + late + far", false, NULL);
    assert_non_null(design);
    static const bool is_narrow[] = { true, true, false, true, false, false };
    for (size_t a = 0; a < 6; a++) assert_int_equal(design->narrow[a] != NULL, is_narrow[a]);
    nh_design_free(design);
    nh_formula_free(f.formula);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(gives_back_the_values),
                                        cmocka_unit_test(keeps_small_whole_numbers_alone) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
