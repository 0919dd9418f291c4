/* plots/html_table.c: cells as readers expect them. Columns that only disclosure control reads are left out. */
#include "plots/html_table.h"

#include "datasets/frame/text.h"
#include "datasets/write/shown.h"
#include "plots/pick.h"
#include "plots/svg.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- cells ---- */

/* As many decimals as a reader can use, where the column does not say. */
static int decimals_for(const nh_column *column, double value)
{
    if (column->decimals >= 0) return column->decimals;
    bool is_of_days = column->unit && strcmp(column->unit, "days") == 0;
    if (is_of_days && column->role != NH_MEAN && value == floor(value)) return 0;
    switch (column->role) {
    case NH_COUNT:
    case NH_DIFFERENCE: return 0;
    case NH_PERCENT:
    case NH_LOWER:
    case NH_UPPER:
    case NH_MEAN:
    case NH_MEDIAN: return 1;
    case NH_PROBABILITY: return 3;
    default: break;
    }
    double size = fabs(value);
    if (size == floor(size)) return 0;
    return size < 0.1 ? 4 : size < 10 ? 3 : 1;
}

/* A year or a reference number has no thousands. */
static bool is_label_number(const nh_column *column)
{
    return column->role == NH_PLAIN && (nh_ends_with(column->name, "year") || nh_ends_with(column->name, "urn"));
}

static void say_number(const nh_column *column, double value, nh_text *html)
{
    char text[NH_SHOWN_TEXT];
    if (is_label_number(column)) nh_text_say(html, "%.0f", value);
    else if (strcmp(column->name, "p_value") == 0 && value < 0.001) nh_text_say(html, "&lt;0.001");
    else nh_text_say(html, "%s", nh_show(value, decimals_for(column, value), text));
}

static void say_date(int32_t date, nh_text *html)
{
    static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August",
                                          "September", "October", "November", "December" };
    int year, month, day;
    nh_date_parts(date, &year, &month, &day);
    nh_text_say(html, "%d %s %d", day, months[month - 1], year);
}

/* Codes of placement groups are for files; readers get words. */
static const char *words_at(const nh_column *column, size_t row)
{
    const char *text = nh_text_at(column, row);
    bool is_group = nh_ends_with(column->name, "group") && strcmp(text, "total") != 0;
    return is_group ? nh_in_words(text) : text;
}

static void say_value(const nh_column *column, size_t row, nh_text *html)
{
    if (!nh_present(column, row)) nh_text_say(html, "%s", nh_mark_symbol(nh_mark_at(column, row)));
    else if (column->kind == NH_NUMBER) say_number(column, column->number[row], html);
    else if (column->kind == NH_DATE) say_date(column->date[row], html);
    else nh_escape(words_at(column, row), html);
}

/* ---- the table ---- */

/* What a row is about: a name rather than a code, else the first text. Its place, or the number of columns. */
static size_t heading_column(const nh_frame *frame)
{
    size_t n = nh_frame_columns(frame), first = n;
    for (size_t i = n; i-- > 0;) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column) || column->kind != NH_CATEGORY) continue;
        if (strcmp(column->name, "name") == 0 || strcmp(column->name, "term") == 0) return i;
        first = i;
    }
    return first;
}

void nh_html_heading(const nh_column *column, nh_text *html)
{
    if (column->label && column->label[0]) {
        nh_escape(column->label, html);
    } else {
        size_t begun = html->n;
        nh_escape(column->name, html);
        for (size_t i = begun; i < html->n; i++)
            if (html->bytes[i] == '_') html->bytes[i] = ' ';
        if (html->n > begun) html->bytes[begun] = (char)toupper((unsigned char)html->bytes[begun]);
    }
    if (!column->unit || !column->unit[0]) return;
    nh_text_say(html, " (");
    nh_escape(column->unit, html);
    nh_text_say(html, ")");
}

static void say_head(const nh_frame *frame, nh_text *html)
{
    nh_text_say(html, "<thead><tr>");
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column)) continue;
        nh_text_say(html, "<th scope=\"col\"%s>", column->kind == NH_NUMBER ? " class=\"num\"" : "");
        nh_html_heading(column, html);
        nh_text_say(html, "</th>");
    }
    nh_text_say(html, "</tr></thead>\n");
}

static void say_row(const nh_frame *frame, size_t row, size_t heading, nh_text *html)
{
    nh_text_say(html, "<tr>");
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column)) continue;
        const char *class = column->kind == NH_NUMBER ? " class=\"num\"" : "";
        nh_text_say(html, i == heading ? "<th scope=\"row\"%s>" : "<td%s>", class);
        say_value(column, row, html);
        nh_text_say(html, i == heading ? "</th>" : "</td>");
    }
    nh_text_say(html, "</tr>\n");
}

/* The year that stands for a long table of many; 0: all rows are shown. */
static int year_shown(const nh_frame *frame)
{
    return nh_frame_rows(frame) > NH_YEARS_TABLE ? nh_latest_year(frame) : 0;
}

static size_t say_rows(const nh_frame *frame, int only_year, nh_text *html)
{
    const nh_column *year = nh_frame_find(frame, "year");
    size_t heading = heading_column(frame), shown = 0;
    for (size_t row = 0; row < nh_frame_rows(frame) && shown < NH_LONGEST_TABLE; row++) {
        if (only_year && !(nh_present(year, row) && (int)year->number[row] == only_year)) continue;
        say_row(frame, row, heading, html);
        shown++;
    }
    return shown;
}

static void say_where_the_rest_is(const nh_frame *frame, size_t shown, int only_year, nh_text *html)
{
    char some[NH_SHOWN_TEXT], all[NH_SHOWN_TEXT];
    size_t n = nh_frame_rows(frame);
    nh_text_say(html, "<p class=\"file\">");
    if (shown == n) nh_text_say(html, "The same table as a file: ");
    else
        nh_text_say(html, "%s of %s rows are shown%s; all of them are in ", nh_show((double)shown, 0, some),
                    nh_show((double)n, 0, all), only_year ? ", of the latest year" : ", the first");
    nh_text_say(html, "<code>tables/%s.csv</code></p>\n", nh_frame_name(frame));
}

void nh_html_table(const nh_frame *frame, size_t number, nh_text *html)
{
    const char *title = nh_frame_title(frame)[0] ? nh_frame_title(frame) : nh_frame_name(frame);
    int only_year = year_shown(frame);
    nh_text_say(html, "<div class=\"scroll\" role=\"region\" aria-labelledby=\"table-%zu\" tabindex=\"0\">\n"
                "<table><caption id=\"table-%zu\">Table %zu: ", number, number, number);
    nh_escape(title, html);
    if (only_year) nh_text_say(html, ", %d", only_year);
    nh_text_say(html, "</caption>\n");
    say_head(frame, html);
    nh_text_say(html, "<tbody>\n");
    size_t shown = say_rows(frame, only_year, html);
    nh_text_say(html, "</tbody></table></div>\n");
    say_where_the_rest_is(frame, shown, only_year, html);
}
