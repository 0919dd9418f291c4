/* stats/disclosure_rules.c: the decisions of disclosure control, profile `publish`. */
#include "stats/disclosure_rules.h"

#include "stats/methods/share.h"

#include <math.h>
#include <string.h>

static const double small = 5;      /* the largest count that is not shown */
static const double class_line = 50; /* from here on, a line may stand in one category */

static const nh_released suppressed = { NH_SUPPRESSED, 0 };

static nh_released present(double value)
{
    return (nh_released){ NH_PRESENT, value };
}

bool nh_is_small(double n)
{
    return !(n == 0 || (n > small && isfinite(n)));
}

double nh_round_to(double value, double base)
{
    return base * round(value / base);
}

double nh_base_of_level(const char *geographic_level)
{
    return strcmp(geographic_level, "National") == 0 || strcmp(geographic_level, "Regional") == 0 ? 10 : 5;
}

nh_released nh_release_count(double n, double base)
{
    return nh_is_small(n) ? suppressed : present(nh_round_to(n, base));
}

nh_released nh_release_difference(nh_released part, nh_released whole)
{
    if (part.mark != NH_PRESENT) return part;
    if (whole.mark != NH_PRESENT) return whole;
    return present(part.value - whole.value);
}

bool nh_percent_is_safe(double part, double whole)
{
    return !nh_is_small(part) && !nh_is_small(whole) && !nh_is_small(whole - part);
}

nh_released nh_release_percent(nh_released part, nh_released whole)
{
    if (part.mark != NH_PRESENT) return part;
    if (whole.mark != NH_PRESENT) return whole;
    if (whole.value == 0) return (nh_released){ NH_NOT_APPLICABLE, 0 };
    double percent = 100 * part.value / whole.value, shown = nh_round_to(percent, 1);
    if (shown == 0 && percent != 0) return (nh_released){ NH_ROUNDS_TO_ZERO, 0 };
    return present(shown + 0.0);
}

nh_released nh_release_bound(nh_released part, nh_released whole, bool is_upper)
{
    if (part.mark != NH_PRESENT) return part;
    if (whole.mark != NH_PRESENT) return whole;
    if (whole.value == 0) return (nh_released){ NH_NOT_APPLICABLE, 0 };
    nh_estimate share = nh_share(part.value, whole.value, 0.95);
    return present(round(1000 * (is_upper ? share.upper : share.lower)) / 10);
}

bool nh_step_is_safe(double events, double at_risk)
{
    return at_risk >= NH_LEAST_AT_RISK && !nh_is_small(events);
}

bool nh_line_is_safe(double largest, double total)
{
    return total == 0 || total >= class_line || (!nh_is_small(total) && largest < total);
}

double nh_significant(double value, int digits)
{
    if (value == 0 || !isfinite(value)) return value;
    double places = digits - 1 - floor(log10(fabs(value)));
    if (places < 0) return round(value / pow(10, -places)) * pow(10, -places);
    return round(value * pow(10, places)) / pow(10, places);
}
