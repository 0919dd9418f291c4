/* tests/test_suggest.c: slips of the finger, and words that are too far away to guess. */
#include "cli/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct pair {
    const char *a, *b;
    size_t edits;
} pair;

/* kitten/sitting is the textbook's 3; ca/abc is 3 for optimal string alignment (a full Damerau distance is 2). */
static const pair pairs[] = {
    { "kitten", "sitting", 3 }, { "ca", "abc", 3 },     { "audti", "audit", 1 }, { "", "year", 4 },
    { "year", "year", 0 },      { "yaer", "years", 2 },
};

static void counts_slips(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(edits_between(pairs[i].a, pairs[i].b), pairs[i].edits);
        assert_int_equal(edits_between(pairs[i].b, pairs[i].a), pairs[i].edits);
    }
}

static const char *nearest(const char *typed)
{
    static const char *const words[] = { "distance", "balance", "pathways", "check", "by" };
    suggestion meant = suggestion_for(typed);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) suggest(&meant, words[i]);
    return meant.best;
}

static void offers_only_what_is_near(void **state)
{
    (void)state;
    assert_string_equal(nearest("distnce"), "distance");
    assert_string_equal(nearest("ballence"), "balance");
    assert_string_equal(nearest("chekc"), "check");
    assert_null(nearest("regress"));
    assert_null(nearest("xyz"));
    assert_null(nearest("a-word-that-is-far-longer-than-any-that-the-program-has"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_slips),
        cmocka_unit_test(offers_only_what_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
