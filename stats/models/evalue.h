/* stats/models/evalue.h: how strong a hidden cause would have to be to explain an association away.
 *
 * The E-value of a risk ratio is the least risk ratio that something unmeasured must have with both the exposure and
 * the outcome, beyond what was adjusted for (VanderWeele and Ding 2017). R: EValue::evalues.RR(est, lo, hi). Of a
 * difference of d standard deviations the ratio is taken to be exp(0.91 d) (Chinn 2000).
 *
 *     nh_evalue e = nh_evalue_of(1.8, 1.3, 2.5);         e.point 3.00, e.limit 1.92
 */
#ifndef NH_MODELS_EVALUE_H
#define NH_MODELS_EVALUE_H

typedef struct nh_evalue {
    double point, limit; /* of the estimate, and of the end of its interval nearer to 1: 1 where the interval holds 1 */
} nh_evalue;

nh_evalue nh_evalue_of(double ratio, double lower, double upper);

double nh_ratio_of_difference(double standard_deviations);

/* What a hazard ratio is taken for where many (over 15%) have the event in the end (VanderWeele 2017). */
double nh_ratio_of_hazards(double hazard_ratio);

#endif
