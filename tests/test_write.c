/* tests/test_write.c: numbers, CSV, JSON and tables as text; files whole or not there. */
#include "datasets/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void numbers_are_the_shortest_that_read_back(void **state)
{
    (void)state;
    static const struct { double value; const char *text; } all[] = {
        { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -17, "-17" }, { 25.4, "25.4" }, { -0.5, "-0.5" }, { 0.1 + 0.2, "0.30000000000000004" },
        { 1e-9, "1e-09" }, { 83630, "83630" }, { 1e22, "1e+22" }, { 40.34987, "40.34987" }, { 999.9, "999.9" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[NH_NUMBER_TEXT];
        assert_int_equal(nh_number_write(all[i].value, text), strlen(all[i].text));
        assert_string_equal(text, all[i].text);
    }
    /* Every one of many untidy doubles reads back as itself. */
    unsigned long long seed = 42;
    for (int i = 0; i < 200000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double value = ((double)(seed >> 11) / 9007199254740992.0 - 0.5) * pow(10, (double)(i % 40 - 20));
        if (i % 3 == 0) value = round(value * 10) / 10;
        char text[NH_NUMBER_TEXT];
        nh_number_write(value, text);
        assert_true(strtod(text, NULL) == value);
    }
}

static nh_frame *hostile(void)
{
    nh_frame *frame = nh_frame_new("areas", "Children by area");
    nh_column *name = nh_frame_add(frame, "name", NH_CATEGORY),
              *children = nh_frame_add(frame, "children", NH_NUMBER);
    nh_column *day = nh_frame_add(frame, "on", NH_DATE);
    children->role = NH_COUNT;
    static const char *const names[] = { "Kent", "Herefordshire, County of", "=HYPERLINK(\"x\")", " -1", "St. \"H\"", "" };
    for (size_t i = 0; i < 6; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(name, row, names[i]);
        if (i != 3) nh_put_number(children, row, 1234.0 * (double)i);
        nh_put_date(day, row, nh_date(2024, 3, 31));
    }
    nh_put_mark(children, 1, NH_SUPPRESSED);
    return frame;
}

static void csv_quotes_and_disarms(void **state)
{
    (void)state;
    nh_frame *frame = hostile();
    nh_text *csv = nh_text_new();
    nh_csv_of(frame, csv);
    assert_string_equal(csv->bytes, "name,children,on\n"
                                    "Kent,0,2024-03-31\n"
                                    "\"Herefordshire, County of\",c,2024-03-31\n"
                                    "\"'=HYPERLINK(\"\"x\"\")\",2468,2024-03-31\n"
                                    "\"' -1\",,2024-03-31\n"
                                    "\"St. \"\"H\"\"\",4936,2024-03-31\n"
                                    ",6170,2024-03-31\n");
    nh_text_free(csv);
    nh_frame_free(frame);
}

/* ---- any cell, in any block of rows ---- */

static unsigned any_number(unsigned below)
{
    static unsigned long long seed = 7;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

/* Letters and signs, of 0 to 19 bytes: about as long as a cell that is copied whole, and longer. */
static const char *any_text(char text[20], unsigned longest)
{
    static const char signs[] = "ABCXYZ019aez  ,\"'=+-@\r\n\t.";
    size_t n = any_number(longest + 1);
    bool is_plain = any_number(3) > 0;
    for (size_t i = 0; i < n; i++) text[i] = signs[any_number(is_plain ? 9 : sizeof signs - 1)];
    text[n] = '\0';
    return text;
}

static double any_value(void)
{
    static const double values[] = { 0, -0.0, 1, 9, 10, 99.9, 15, 0.05, 0.1 + 0.2, -3, -0.5, 999999, 1e6, 1e6 - 0.1,
                                     123456.7, 1e15, 1e22, 1e-9, 429496729.5, 4294967296, INFINITY, NAN };
    if (any_number(2)) return values[any_number(sizeof values / sizeof *values)];
    return (any_number(100000) + 0.0) / (any_number(2) ? 10 : 64);
}

enum { N_ANY = 700, ANY_COLUMNS = 7 };

static nh_frame *any_frame(unsigned n_levels, unsigned longest)
{
    static const nh_kind kinds[ANY_COLUMNS] = { NH_CATEGORY, NH_NUMBER, NH_NUMBER, NH_NUMBER, NH_NUMBER, NH_DATE,
                                                NH_CATEGORY };
    static const int decimals[ANY_COLUMNS] = { -1, -1, 0, 1, 2, -1, -1 };
    nh_frame *frame = nh_frame_new("any", NULL);
    char text[20];
    for (int i = 0; i < ANY_COLUMNS; i++) {
        nh_column *column = nh_frame_add(frame, "x", kinds[i]);
        column->decimals = decimals[i];
        for (unsigned k = 0; column->levels && k < n_levels; k++)
            nh_levels_add_text(column->levels, any_text(text, longest));
    }
    nh_frame_at(frame, 2)->role = NH_COUNT;
    for (size_t row = 0; row < N_ANY; row++) {
        nh_frame_append(frame);
        for (size_t i = 0; i < ANY_COLUMNS; i++) {
            nh_column *column = nh_frame_at(frame, i);
            if (any_number(8) == 0) nh_put_mark(column, row, (nh_mark)(1 + any_number(6)));
            else if (column->levels)
                nh_put_code(column, row, (int32_t)any_number((unsigned)nh_levels_count(column->levels)));
            else if (column->kind == NH_DATE) nh_put_date(column, row, (int32_t)any_number(40000) - 20000);
            else nh_put_number(column, row, any_value());
        }
    }
    return frame;
}

/* The rules again, in their simplest words. */
static void say_cell(nh_text *due, const nh_column *column, size_t row)
{
    char text[64];
    if (!column->levels || !nh_present(column, row)) {
        nh_text_add(due, text, nh_cell_write(column, row, text, sizeof text));
        return;
    }
    const char *cell = nh_text_at(column, row);
    size_t n = strlen(cell);
    bool is_quoted = strpbrk(cell, ",\"\r\n") || cell[0] == ' ' || (n && cell[n - 1] == ' ');
    char first = cell[strspn(cell, " ")];
    if (is_quoted) nh_text_say(due, "\"");
    if (first && strchr("=+-@\t\r", first)) nh_text_say(due, "'");
    for (size_t i = 0; i < n; i++) nh_text_say(due, cell[i] == '"' ? "\"%c" : "%c", cell[i]);
    if (is_quoted) nh_text_say(due, "\"");
}

static void any_cell_is_written_by_the_rules(void **state)
{
    (void)state;
    static const struct { unsigned levels, longest; } all[] = { { 40, 19 }, { 6000, 14 }, { 6000, 19 }, { 1, 0 } };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        nh_frame *frame = any_frame(all[k].levels, all[k].longest);
        nh_text *csv = nh_text_new(), *due = nh_text_new();
        nh_text_say(due, "x,x,x,x,x,x,x\n");
        for (size_t row = 0; row < N_ANY; row++)
            for (size_t i = 0; i < ANY_COLUMNS; i++) {
                say_cell(due, nh_frame_at(frame, i), row);
                nh_text_say(due, i + 1 < ANY_COLUMNS ? "," : "\n");
            }
        nh_csv_of(frame, csv);
        assert_string_equal(csv->bytes, due->bytes);
        nh_text_free(csv);
        nh_text_free(due);
        nh_frame_free(frame);
    }
}

static void json_keeps_marks_as_symbols(void **state)
{
    (void)state;
    nh_frame *frame = hostile();
    nh_text *json = nh_text_new();
    nh_results *said = nh_results_new();
    nh_results_note(said, "6 rows of \"Kent\"");
    nh_results_gap(said, "no chart");
    nh_column_describe(frame, nh_frame_find(frame, "children"), "Children", "children");
    nh_json_with(frame, said, json);
    assert_non_null(strstr(json->bytes, "\"notes\": [\n  \"6 rows of \\\"Kent\\\"\"],"));
    assert_non_null(strstr(json->bytes, "\"missing\": [\n  \"no chart\"],"));
    assert_non_null(strstr(json->bytes, "\"label\": \"Children\", \"unit\": \"children\""));
    assert_non_null(
        strstr(json->bytes, "\"marks\": {\"c\": \"suppressed: a small number, or what would tell of one\"},"));
    nh_results_free(said);
    assert_non_null(strstr(json->bytes, "{\"name\": \"Kent\", \"children\": 0, \"on\": \"2024-03-31\"}"));
    assert_non_null(strstr(json->bytes, "\"children\": \"c\""));
    assert_non_null(strstr(json->bytes, "{\"name\": \" -1\", \"children\": null"));
    assert_non_null(strstr(json->bytes, "\"St. \\\"H\\\"\""));
    nh_text_free(json);
    nh_frame_free(frame);
}

static void tables_align_and_name_what_does_not_fit(void **state)
{
    (void)state;
    nh_frame *frame = hostile();
    nh_text *table = nh_text_new();
    nh_table_of(frame, 0, table);
    assert_non_null(strstr(table->bytes, "name                      children  on\n"));
    assert_non_null(strstr(table->bytes, "St. \"H\"                      4,936  2024-03-31\n"));
    /* Narrow: the longest text is cut, and all three columns fit 40; 30 has no room for the day. */
    table->n = 0;
    nh_table_of(frame, 40, table);
    assert_non_null(strstr(table->bytes, "Herefordshire, C..         c  2024-03-31\n"));
    assert_null(strstr(table->bytes, "more column"));
    table->n = 0;
    nh_table_of(frame, 30, table);
    assert_non_null(strstr(table->bytes, "and 1 more column (-f csv shows all): on\n"));
    nh_text_free(table);
    nh_frame_free(frame);
}

static void narrow_tables_break_names_at_underscores(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("flows", NULL);
    nh_column *here = nh_frame_add(frame, "placed_here_by_others", NH_NUMBER),
              *net = nh_frame_add(frame, "net_gain", NH_NUMBER);
    nh_frame_append(frame);
    nh_put_number(here, 0, 12);
    nh_put_number(net, 0, -3);
    nh_text *table = nh_text_new();
    nh_table_of(frame, 20, table);
    assert_string_equal(table->bytes, "placed   net\n"
                                      "  here  gain\n"
                                      "    by\n"
                                      "others\n"
                                      "    12    -3\n");
    nh_text_free(table);
    nh_frame_free(frame);
}

static void files_are_whole_or_absent(void **state)
{
    (void)state;
    char folder[] = "/tmp/nh-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/table.csv", folder);
    nh_error err = { 0 };
    assert_true(nh_write_file(path, "a\n", 2, NH_OWNER_ONLY, &err));
    struct stat there;
    assert_int_equal(stat(path, &there), 0);
    assert_int_equal(there.st_mode & 0777, 0600);
    assert_int_equal(there.st_size, 2);
    /* A folder that is not there is the system's failure, and leaves nothing. */
    char lost[80];
    snprintf(lost, sizeof lost, "%s/no/table.csv", folder);
    assert_false(nh_write_file(lost, "a\n", 2, NH_SHARED_FILE, &err));
    assert_int_equal(err.status, NH_SYSTEM);
    assert_false(nh_write_file("/dev/full", "a\n", 2, NH_SHARED_FILE, &err));
    assert_int_equal(err.status, NH_SYSTEM);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* no temporary file was left */
}

/* What people want of a narrow table is its numbers: the level and the code that the name says again go first. */
static void narrow_tables_keep_the_numbers(void **state)
{
    (void)state;
    nh_frame *frame = nh_frame_new("balance", NULL);
    static const char *const texts[] = { "geographic_level", "authority", "name" };
    static const char *const values[] = { "Local authority", "E10000016", "Kent" };
    for (size_t i = 0; i < 3; i++) nh_frame_add(frame, texts[i], NH_CATEGORY);
    nh_column *net = nh_frame_add(frame, "net_gain", NH_NUMBER);
    nh_frame_append(frame);
    for (size_t i = 0; i < 3; i++) nh_put_text(nh_frame_at(frame, i), 0, values[i]);
    nh_put_number(net, 0, -3);
    nh_text *table = nh_text_new();
    nh_table_of(frame, 21, table);
    assert_string_equal(table->bytes, "authority  name   net\n"
                                      "                 gain\n"
                                      "E10000016  Kent    -3\n"
                                      "and 1 more column (-f csv shows all): geographic_level\n");
    table->n = 0;
    nh_table_of(frame, 20, table);
    assert_string_equal(table->bytes, "name   net\n"
                                      "      gain\n"
                                      "Kent    -3\n"
                                      "and 2 more columns (-f csv shows all): geographic_level, authority\n");
    nh_text_free(table);
    nh_frame_free(frame);
}

/* Data that would be markup stays text in each form; small, whole and marked numbers read as people write them. */
static nh_frame *for_documents(void)
{
    nh_frame *frame = nh_frame_new("areas", "Children & <b>areas</b>");
    nh_column *name = nh_frame_add(frame, "name", NH_CATEGORY), *year = nh_frame_add(frame, "year", NH_NUMBER);
    nh_column *share = nh_frame_add(frame, "share_outside", NH_NUMBER),
              *support = nh_frame_add(frame, "n", NH_NUMBER);
    nh_column_role(frame, support, NH_SUPPORT, NULL, NULL);
    nh_column_describe(frame, share, "Share outside", "%");
    static const char *const names[] = { "a|b_c", "<script>", "$x^2 & \\y" };
    static const double shares[] = { -0.05, 1234.5678, 0 };
    for (size_t i = 0; i < 3; i++) {
        size_t row = nh_frame_append(frame);
        nh_put_text(name, row, names[i]);
        nh_put_number(year, row, 2024);
        nh_put_number(share, row, shares[i]);
        nh_put_number(support, row, 31337);
    }
    nh_put_mark(share, 2, NH_SUPPRESSED);
    return frame;
}

static void documents_hold_text_as_text(void **state)
{
    (void)state;
    nh_frame *frame = for_documents();
    nh_text *out = nh_text_new();
    nh_markdown_of(frame, out);
    assert_string_equal(out->bytes, "Children &amp; &lt;b&gt;areas&lt;/b&gt;\n\n"
                                    "| name | year | Share outside |\n"
                                    "|:---|---:|---:|\n"
                                    "| a\\|b\\_c | 2024 | \xE2\x88\x92" "0.05 |\n"
                                    "| &lt;script&gt; | 2024 | 1,235 |\n"
                                    "| $x^2 &amp; \\\\y | 2024 | c |\n");
    out->n = 0;
    nh_latex_of(frame, out);
    assert_string_equal(out->bytes,
                        "\\begin{table}\n\\caption{Children \\& <b>areas</b>}\n\\begin{tabular}{lrr}\n\\toprule\n"
                        "name & year & Share outside \\\\\n\\midrule\n"
                        "a|b\\_c & 2024 & $-$0.05 \\\\\n"
                        "<script> & 2024 & 1,235 \\\\\n"
                        "\\$x\\textasciicircum{}2 \\& \\textbackslash{}y & 2024 & c \\\\\n"
                        "\\bottomrule\n\\end{tabular}\n\\end{table}\n");
    out->n = 0;
    nh_html_of(frame, out);
    assert_non_null(strstr(out->bytes, "<caption>Children &amp; &lt;b&gt;areas&lt;/b&gt;</caption>"));
    assert_non_null(strstr(out->bytes, "<tr><th scope=\"row\">&lt;script&gt;</th><td class=\"num\">2024</td>"
                                       "<td class=\"num\">1,235</td></tr>"));
    assert_null(strstr(out->bytes, "31337")); /* only disclosure control reads it */
    nh_text_free(out);
    nh_frame_free(frame);
}

static bool is_a(const char *path, mode_t kind)
{
    struct stat there;
    return lstat(path, &there) == 0 && (there.st_mode & S_IFMT) == kind;
}

/* Whoever writes to a device or through a link, root too, finds both there afterwards. */
static void devices_and_links_stay(void **state)
{
    (void)state;
    nh_error err = { 0 };
    char folder[] = "/tmp/nearhome-links-XXXXXX", target[64], link[64], text[8] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(target, sizeof target, "%s/target.csv", folder);
    snprintf(link, sizeof link, "%s/link.csv", folder);
    assert_true(nh_write_file(target, "old", 3, NH_SHARED_FILE, &err));
    assert_int_equal(symlink("target.csv", link), 0);
    assert_true(nh_write_file(link, "new", 3, NH_SHARED_FILE, &err));
    assert_true(is_a(link, S_IFLNK));
    FILE *file = fopen(target, "r");
    assert_true(file && fgets(text, sizeof text, file));
    assert_string_equal(text, "new");
    fclose(file);
    assert_true(nh_write_file("/dev/null", "gone", 4, NH_OWNER_ONLY, &err));
    assert_true(is_a("/dev/null", S_IFCHR));
    unlink(link);
    unlink(target);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_and_links_stay),
        cmocka_unit_test(documents_hold_text_as_text),
        cmocka_unit_test(numbers_are_the_shortest_that_read_back),
        cmocka_unit_test(csv_quotes_and_disarms),
        cmocka_unit_test(any_cell_is_written_by_the_rules),
        cmocka_unit_test(json_keeps_marks_as_symbols),
        cmocka_unit_test(tables_align_and_name_what_does_not_fit),
        cmocka_unit_test(narrow_tables_break_names_at_underscores),
        cmocka_unit_test(narrow_tables_keep_the_numbers),
        cmocka_unit_test(files_are_whole_or_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
