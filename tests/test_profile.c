/* tests/test_profile.c: intervals of the profile likelihood, against 40-digit arithmetic (Newton's method on the same
 * equations, as in logistf) and what R's confint finds between the points of its grid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stats/models/firth.h"
#include "stats/models/profile.h"
#include "tests/close.h"
#include "tests/fitting.h"
#include "tests/small_csv.h"

typedef struct due {
    const char *formula, *family;
    bool firth;
    nh_profile of[3]; /* low, high, signed root, p-value */
} due;

static void check(const due *d)
{
    nh_frame *frame = small_csv("tests/data/survival.csv");
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, d->formula, true, NULL);
    const nh_family *family = nh_family_named(d->family);
    f.fit = d->firth ? nh_firth_fit(design, family, &f.err) : nh_glm_fit(design, family, &f.err);
    nh_profile *profile = f.fit ? nh_profile_find(f.fit, 0.95, &f.err) : NULL;
    if (!profile) fail_msg("%s", f.err.text);
    for (size_t j = 0; j < 3; j++) {
        assert_close(profile[j].low, d->of[j].low, 1e-10);
        assert_close(profile[j].high, d->of[j].high, 1e-10);
        assert_close(profile[j].statistic, d->of[j].statistic, 1e-10);
        assert_close(profile[j].p_value, d->of[j].p_value, 1e-10);
    }
    free(profile);
    fitting_free(&f);
    nh_frame_free(frame);
}

/* Whether miles are above 10 is told by miles completely: the interval that Wald gives is far too narrow above. */
static void equals_40_digits_where_outcomes_are_separated(void **state)
{
    (void)state;
    check(&(due){ "I(miles > 10) ~ miles + home", "binomial", true,
                  { { -16.771731590218467, -2.3401465860548007, -4.3666664264488364, 1.2615716978145166e-5 },
                    { 0.31004058223129397, 1.6430699972569519, 6.4083201642376832, 1.4713168981211951e-10 },
                    { -8.6478256589474241, 3.3447144052704111, -0.51146630663535204, 0.60902457556034338 } } });
}

/* R: confint(glm(ended ~ miles + home, binomial)) has -1.3016 to 1.7725 of the last one. */
static void equals_40_digits_of_logit_and_poisson(void **state)
{
    (void)state;
    check(&(due){ "ended ~ miles + home", "binomial", false,
                  { { 0.41281525560514639, 2.9384576740854928, 2.7261343244384085, 0.0064080914124005135 },
                    { -0.065151716777505481, -0.0015564378633497664, -2.0653266315821694, 0.038892105374067457 },
                    { -1.3015073324561397, 1.7724275682199396, 0.24898933950930642, 0.80336902762576633 } } });
    check(&(due){ "ended ~ miles + home", "poisson", true,
                  { { -0.75350110422537399, 0.40313657586710703, -0.46769619136563877, 0.64000186512023626 },
                    { -0.030173090379053257, 0.007245847049954354, -1.0861614354553241, 0.27740757578435352 },
                    { -0.70021773800470429, 0.80527830285270006, 0.18884997457267986, 0.8502104024531752 } } });
}

/* One group with all of 6 and one with 3 of 7: without the penalty there is no finite estimate, and no lower end of
 * its interval; with it there are both. */
static void has_ends_wherever_the_penalty_has_an_estimate(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("cells", NULL);
    nh_column *y = nh_frame_add(frame, "y", NH_NUMBER), *x = nh_frame_add(frame, "x", NH_NUMBER);
    nh_frame_set_rows(frame, 13);
    for (size_t i = 0; i < 13; i++) {
        x->number[i] = i >= 6;
        y->number[i] = i < 9;
    }
    fitting f = { 0 };
    nh_design *design = design_on(&f, frame, "y ~ x", true, NULL);
    f.fit = nh_firth_fit(design, nh_family_named("binomial"), &f.err);
    nh_profile *profile = nh_profile_find(f.fit, 0.95, &f.err);
    assert_non_null(profile);
    assert_true(profile[1].low < f.fit->coefficient[1] && f.fit->coefficient[1] < profile[1].high);
    assert_true((profile[1].p_value < 0.05) == (profile[1].high < 0));
    free(profile);
    fitting_free(&f);
    nh_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_40_digits_where_outcomes_are_separated),
        cmocka_unit_test(equals_40_digits_of_logit_and_poisson),
        cmocka_unit_test(has_ends_wherever_the_penalty_has_an_estimate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
