/* tests/test_levels.c: each text has one code, whatever its length; short texts are what their bytes are. */
#include "datasets/frame/levels.h"
#include "datasets/read/marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

/* Texts of every length from 0 to 31, and of each length some that differ at one end only. */
static size_t text_of(unsigned i, char *text)
{
    size_t length = i % 32;
    unsigned rest = i / 32;
    memset(text, 'm', length);
    for (size_t at = 0; at < 4 && at < length; at++, rest /= 10)
        text[at % 2 ? length - 1 - at : at] = (char)('0' + (int)(rest % 10));
    text[length] = '\0';
    return length;
}

static void codes_count_in_order_of_appearance(void **state)
{
    (void)state;
    nh_levels *levels = nh_levels_new();
    int32_t n = 0;
    for (unsigned i = 0; i < 20000; i++) {
        char text[40];
        size_t length = text_of(i, text);
        int32_t known = nh_levels_find(levels, text, length), code = nh_levels_add(levels, text, length);
        assert_int_equal(code, known == NH_NO_LEVEL ? n : known);
        n += known == NH_NO_LEVEL;
        char copy[40 + NH_LEVEL_ROOM];
        assert_string_equal(nh_levels_text(levels, code), text);
        assert_int_equal(nh_levels_copy(levels, code, copy), length);
        assert_memory_equal(copy, text, length);
        assert_int_equal(nh_levels_length(levels, code), length);
    }
    assert_int_equal(nh_levels_count(levels), n);
    assert_int_equal(nh_levels_longest(levels), 31);
    nh_levels_release(levels);
}

static void many_texts_keep_their_codes(void **state)
{
    (void)state;
    nh_levels *levels = nh_levels_new();
    for (int i = 0; i < 300000; i++) {
        char text[24];
        snprintf(text, sizeof text, i % 3 ? "%d" : "identifier %d", i);
        assert_int_equal(nh_levels_add_text(levels, text), i);
    }
    nh_levels_rest(levels);
    for (int i = 0; i < 300000; i += 7) {
        char text[24];
        snprintf(text, sizeof text, i % 3 ? "%d" : "identifier %d", i);
        assert_int_equal(nh_levels_find_text(levels, text), i);
    }
    assert_int_equal(nh_levels_find_text(levels, "identifier 1"), NH_NO_LEVEL);
    nh_levels_rest(levels);
    assert_int_equal(nh_levels_add_text(levels, "identifier 1"), 300000);
    assert_int_equal(nh_levels_add_text(levels, "identifier 0"), 0);
    nh_levels_release(levels);
}

/* A text that holds a NUL, or zeros where another ends, is another text. */
static void zeros_are_told_apart(void **state)
{
    (void)state;
    nh_levels *levels = nh_levels_new();
    assert_int_equal(nh_levels_add(levels, "ab", 2), 0);
    assert_int_equal(nh_levels_add(levels, "ab\0", 3), 1);
    assert_int_equal(nh_levels_add(levels, "", 0), 2);
    assert_int_equal(nh_levels_add(levels, "\0", 1), 3);
    assert_int_equal(nh_levels_add(levels, "ab", 2), 0);
    nh_levels_release(levels);
}

/* More than are looked up at once, with texts that come again; in order, as if each were added by itself. */
static void added_many_or_one_by_one(void **state)
{
    (void)state;
    enum { N = 1000 };
    nh_levels *many = nh_levels_new(), *single = nh_levels_new();
    nh_short_text texts[N];
    int32_t codes[N];
    for (int i = 0; i < N; i++) {
        char text[NH_SHORT_TEXT + NH_TEXT_SLACK] = "";
        texts[i] = nh_short_text_of(text, (size_t)sprintf(text, "CT1 %d", i * i % 773));
    }
    nh_levels_add_many(many, texts, N, codes);
    for (int i = 0; i < N; i++) assert_int_equal(codes[i], nh_levels_add_short(single, texts[i]));
    assert_true(nh_levels_is_short(many, codes[N - 1], texts[N - 1]));
    assert_false(nh_levels_is_short(many, (int32_t)nh_levels_count(many), texts[0]));
    nh_levels_release(many);
    nh_levels_release(single);
}

/* Texts that somebody else keeps a table of are found like others when the levels have rested. */
static void appended_and_then_found(void **state)
{
    (void)state;
    nh_levels *levels = nh_levels_new();
    for (int i = 0; i < 300; i++) {
        char text[NH_SHORT_TEXT + NH_TEXT_SLACK] = "";
        nh_short_text added = nh_short_text_of(text, (size_t)sprintf(text, "%c%d", i % 3 ? 'A' : 'B', i));
        assert_int_equal(i % 3 ? nh_levels_append(levels, added) : nh_levels_add_short(levels, added), i);
    }
    assert_int_equal(nh_levels_find_text(levels, "B3"), 3);
    nh_levels_rest(levels);
    assert_int_equal(nh_levels_find_text(levels, "A1"), 1);
    assert_int_equal(nh_levels_find_text(levels, "A299"), 299);
    assert_int_equal(nh_levels_add_text(levels, "B297"), 297);
    assert_int_equal(nh_levels_add_text(levels, "A300"), 300);
    nh_levels_release(levels);
}

/* Every byte, at every place: only letters change, and only their case. */
static void capitals_byte_by_byte(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < NH_SHORT_TEXT; at++) {
            char bytes[NH_SHORT_TEXT + NH_TEXT_SLACK];
            memset(bytes, '~', sizeof bytes);
            bytes[at] = (char)c;
            nh_short_text text = nh_short_text_in_capitals(nh_short_text_of(bytes, at + 1));
            if (c >= 'a' && c <= 'z') bytes[at] = (char)(c - 'a' + 'A');
            assert_true(nh_short_text_same(text, nh_short_text_of(bytes, at + 1)));
            assert_int_equal(nh_short_text_length(text), at + 1);
        }
}

static void bytes_between_two(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        uint64_t word = 0x2020202020202020u ^ (uint64_t)(c ^ 0x20) << 24, found = nh_bytes_between(word, '0', '9');
        assert_true(found == (c >= '0' && c <= '9' ? (uint64_t)0x80 << 24 : 0));
    }
    assert_int_equal(nh_bytes_count(nh_bytes_between(0x3939393939393939u, '0', '9'), 0x8080), 10);
}

/* As asked of each byte in turn, for blocks of every length up to three steps, from any byte on. */
static void check_marks(void (*find)(nh_marks *, const char *, size_t, size_t), const char *bytes, size_t from,
                        size_t to)
{
    uint32_t at[200 + NH_MARKS_ROOM], breaks[200 + NH_MARKS_ROOM];
    nh_marks marks = { .at = at, .breaks = breaks };
    size_t due = 0, n_breaks = 0;
    find(&marks, bytes, from, to);
    for (size_t i = from; i < to; i++) {
        if (!strchr(",\"\n\r", bytes[i])) continue;
        assert_true(due < marks.n && at[due] == i);
        if (bytes[i] != ',') assert_true(n_breaks < marks.n_breaks && breaks[n_breaks++] == due);
        due++;
    }
    assert_int_equal(marks.n, due);
    assert_int_equal(marks.n_breaks, n_breaks);
}

static void marks_of_every_length(void **state)
{
    (void)state;
    static const char letters[] = ",\"\n\rax \t,\xE2\x80\x99" "9-+";
    char bytes[200 + NH_MARKS_SLACK];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = letters[i * i * 7 % (sizeof letters - 1)];
    for (size_t from = 0; from < 4; from++)
        for (size_t to = from; to < 200; to++) {
            check_marks(nh_marks_find, bytes, from, to);
            for (size_t i = 0; i < NH_MARKS_WAYS; i++)
                if (nh_marks_ways[i].is_offered()) check_marks(nh_marks_ways[i].find, bytes, from, to);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_count_in_order_of_appearance), cmocka_unit_test(many_texts_keep_their_codes),
        cmocka_unit_test(zeros_are_told_apart),               cmocka_unit_test(added_many_or_one_by_one),
        cmocka_unit_test(capitals_byte_by_byte),              cmocka_unit_test(bytes_between_two),
        cmocka_unit_test(marks_of_every_length),              cmocka_unit_test(appended_and_then_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
