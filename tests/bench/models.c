/* tests/bench/models.c: CPU seconds of a model on a CSV file, from formula to errors; reading is not counted.
 *
 *     models FILE.csv FAMILY FORMULA [CLUSTER]
 *
 * Prints the median of five, the first coefficient and its error, the number of coefficients, and how many megabytes
 * the fit took at its height beside the table that was read. */
#include "datasets/read/any_csv.h"
#include "stats/models/covariance.h"
#include "stats/models/cox.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A line of /proc/self/status that holds kilobytes. */
static double megabytes(const char *name)
{
    char line[256];
    double kilobytes = NAN;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, name, strlen(name)) == 0) kilobytes = strtod(line + strlen(name) + 1, NULL);
    if (status) fclose(status);
    return kilobytes / 1024;
}

/* From now on the height counts from here. */
static void forget_height(void)
{
    FILE *clear = fopen("/proc/self/clear_refs", "w");
    if (!clear) return;
    fputs("5", clear);
    fclose(clear);
}

static nh_fit *fit(const nh_frame *frame, const char *family, nh_formula *formula, nh_error *err)
{
    bool is_glm = nh_family_named(family) != NULL;
    if (is_glm) nh_formula_expand_effects(formula);
    if (!nh_formula_bind(formula, frame, err)) return NULL;
    nh_design *design = nh_design_new(&(nh_design_request){ .formula = formula, .frame = frame }, err);
    if (!design) return NULL;
    if (strcmp(family, "cox") == 0) return nh_cox_fit(design, NH_EFRON, err);
    return is_glm ? nh_glm_fit(design, nh_family_named(family), err) : nh_linear_fit(design, err);
}

/* Seconds of one run; shown are the first coefficient but the intercept, its error, and how many there are. */
static double run(const nh_frame *frame, char **words, double shown[3], nh_error *err)
{
    double start = cpu_seconds(), seconds = -1;
    nh_covariance c;
    nh_formula *formula = nh_formula_read(words[3], err);
    nh_fit *f = formula ? fit(frame, words[2], formula, err) : NULL;
    nh_error_request errors = { .kind = words[4] ? NH_CR1S : NH_IID, .fe_dof = NH_FE_NESTED };
    const nh_column *cluster = words[4] ? nh_frame_find(frame, words[4]) : NULL;
    if (f && cluster) errors.ways[0].of_row = nh_design_groups(f->design, &cluster, 1, &errors.ways[0].n);
    if (f && nh_covariance_find(f, &errors, &c, err)) {
        size_t j = f->design->has_intercept;
        seconds = cpu_seconds() - start;
        shown[0] = f->coefficient[j];
        shown[1] = sqrt(c.matrix[j * f->k + j]);
        shown[2] = (double)f->k;
        nh_covariance_clear(&c);
    }
    free(errors.ways[0].of_row);
    nh_fit_free(f);
    nh_formula_free(formula);
    return seconds;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int n, char **words)
{
    enum { RUNS = 5 };
    nh_error err = { 0 };
    double s[RUNS], shown[3] = { NAN, NAN, NAN };
    nh_frame *frame = n > 3 ? nh_any_csv_convert(words[1], nh_encoding_named(NULL), &err) : NULL;
    malloc_trim(0);
    forget_height();
    double before = megabytes("VmRSS:");
    for (int i = 0; i < RUNS && frame; i++) s[i] = run(frame, words, shown, &err);
    double height = megabytes("VmHWM:");
    nh_frame_free(frame);
    if (err.text[0] || !frame) return fprintf(stderr, "%s\n", err.text), 1;
    qsort(s, RUNS, sizeof *s, compare);
    printf("%.3f %.15g %.15g %.0f %.0f\n", s[RUNS / 2], shown[0], shown[1], shown[2], height - before);
    return 0;
}
