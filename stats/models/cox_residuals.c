/* stats/models/cox_residuals.c: what each row adds to the score, and how many events it had beyond those due.
 *
 * A row's share of the score is its column less the risk set's mean, over its own event and less its share of the
 * events that were due (Therneau and Grambsch 2000, section 4.6; with Efron's ties as in R's coxscore). */
#include "stats/models/cox.h"

void nh_cox_martingales(const nh_cox *cox, const nh_design *design, double *residual)
{
    const nh_risk_sets *sets = cox->sets;
    for (size_t i = 0; i < design->n; i++) {
        size_t enter = sets->enter_at[i], leave = sets->leave_at[i];
        bool is_event = design->outcome[i] == 1;
        double due = leave > enter ? cox->hazard[leave] - cox->hazard[enter] : 0;
        if (is_event) due -= cox->tie[leave - 1].rate_gone;
        residual[i] = is_event - cox->risk[i] / nh_weight_of(design, i) * due;
    }
}

void nh_cox_sum_means(nh_cox *cox)
{
    size_t n = cox->sets->n_times;
    cox->means = nh_zeroed(cox->k * (n + 1) + 1, sizeof *cox->means);
    for (size_t j = 0; j < cox->k; j++) {
        double *sum = cox->means + j * (n + 1);
        for (size_t t = 0; t < n; t++)
            sum[t + 1] = sum[t] + cox->tie[t].square * nh_cox_all(cox, t)[j + 1] -
                         cox->tie[t].square_gone * nh_cox_tied(cox, t)[j + 1];
    }
}

/* What an event adds at its time: its distance from the mean of the risk set, and what it is spared. */
static double of_event(const nh_cox *cox, size_t t, size_t j, double x, double weight, double risk)
{
    const nh_tie *tie = &cox->tie[t];
    double all = nh_cox_all(cox, t)[j + 1], tied = nh_cox_tied(cox, t)[j + 1];
    double mean = (tie->rate * all - tie->rate_gone * tied) / tie->weight;
    double spared = tie->square_gone * all - tie->square_both * tied;
    return weight * (x - mean) + risk * (x * tie->rate_gone - spared);
}

static void column_scores(const nh_fit *fit, size_t from, size_t n, size_t j, double *column)
{
    const nh_cox *cox = fit->cox;
    const nh_design *design = fit->design;
    const double *means = cox->means + j * (cox->sets->n_times + 1);
    for (size_t i = 0; i < n; i++) {
        size_t row = from + i, enter = cox->sets->enter_at[row], leave = cox->sets->leave_at[row];
        double x = column[i] - cox->origin[j], share = 0;
        if (leave > enter)
            share = -cox->risk[row] *
                    (x * (cox->hazard[leave] - cox->hazard[enter]) - (means[leave] - means[enter]));
        if (design->outcome[row] == 1)
            share += of_event(cox, leave - 1, j, x, nh_weight_of(design, row), cox->risk[row]);
        column[i] = share;
    }
}

void nh_cox_scores(const nh_fit *fit, size_t from, size_t n, double *block)
{
    nh_design_block(fit->design, from, n, block);
    for (size_t j = 0; j < fit->k; j++) column_scores(fit, from, n, j, block + j * NH_BLOCK);
}
