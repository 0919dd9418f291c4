/* stats/models/student.h: Student's t with any positive degrees of freedom, far tails included.
 *
 *     nh_t_two_sided(t, df)          R: 2 * pt(-abs(t), df)
 *     nh_t_quantile(0.95, df)        R: qt(0.975, df)
 *
 * df of INFINITY is the normal distribution.
 */
#ifndef NH_MODELS_STUDENT_H
#define NH_MODELS_STUDENT_H

double nh_t_two_sided(double t, double df);
double nh_t_quantile(double level, double df);

#endif
