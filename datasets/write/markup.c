/* datasets/write/markup.c: a frame as a table for documents: Markdown, HTML, LaTeX.
 *
 * Columns that only disclosure control reads are left out, as in every other form for readers. */
#include "datasets/write.h"

#include "datasets/write/shown.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CELL = 512 };

/* Decimals that show four figures, without zeros at the end. */
static int decimals_for(double value)
{
    int decimals = 3 - (int)floor(log10(fabs(value)));
    for (; decimals > 0; decimals--) {
        double scaled = value * pow(10, decimals - 1);
        if (fabs(scaled - round(scaled)) > 1e-9 * fabs(scaled)) break;
    }
    return decimals < 0 ? 0 : decimals;
}

/* Four significant figures where the column does not say how many decimals it has. */
static const char *show_number(const nh_column *column, double value, char text[NH_SHOWN_TEXT])
{
    bool is_whole = value == floor(value);
    if (column->role == NH_PLAIN && is_whole && fabs(value) < 1e15) {
        snprintf(text, NH_SHOWN_TEXT, "%.0f", value);
        return text;
    }
    if (column->decimals >= 0) return nh_show(value, column->decimals, text);
    if (is_whole || !isfinite(value)) return nh_show(value, 0, text);
    if (fabs(value) >= 1e-5) return nh_show(value, decimals_for(value), text);
    snprintf(text, NH_SHOWN_TEXT, "%.3e", value);
    return text;
}

static const char *cell_at(const nh_column *column, size_t row, char text[CELL])
{
    if (column->kind == NH_NUMBER && nh_present(column, row)) return show_number(column, column->number[row], text);
    nh_cell_write(column, row, text, CELL);
    return text;
}

/* Numbers, and texts that stand for numbers: "−0.054", "(0.012)". */
static bool is_of_numbers(const nh_column *column)
{
    if (column->kind == NH_NUMBER) return true;
    size_t n = 0, n_numbers = 0;
    for (size_t row = 0; row < column->n && column->kind == NH_CATEGORY; row++) {
        const char *text = nh_text_at(column, row);
        n += text[0] != '\0';
        n_numbers += strchr("0123456789(-\xE2", text[0]) && text[0];
    }
    return 2 * n_numbers > n;
}

static const char *heading_of(const nh_column *column)
{
    return column->label && column->label[0] ? column->label : column->name;
}

/* A form is how a text of the data is made harmless and what stands around cells. */
typedef void escape_text(const char *text, nh_text *out);

typedef struct form {
    escape_text *escape;
    const char *before_row, *between, *after_row;
} form;

static void say_cells(const form *f, const nh_frame *frame, size_t row, bool is_head, nh_text *out)
{
    bool is_first = true;
    char text[CELL];
    nh_text_say(out, "%s", f->before_row);
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column)) continue;
        if (!is_first) nh_text_say(out, "%s", f->between);
        f->escape(is_head ? heading_of(column) : cell_at(column, row, text), out);
        is_first = false;
    }
    nh_text_say(out, "%s", f->after_row);
}

static void say_rows(const form *f, const nh_frame *frame, nh_text *out)
{
    for (size_t row = 0; row < nh_frame_rows(frame); row++) say_cells(f, frame, row, false, out);
}

/* ---- Markdown ---- */

/* Markdown passes HTML on, so what is markup there is escaped too; a bar would end the cell. */
static void escape_markdown(const char *text, nh_text *out)
{
    nh_text *safe = nh_text_new();
    nh_escape(text, safe);
    for (size_t i = 0; i < safe->n; i++) {
        if (strchr("\\|*_`[]", safe->bytes[i]) && safe->bytes[i]) nh_text_add(out, "\\", 1);
        nh_text_add(out, safe->bytes + i, 1);
    }
    nh_text_free(safe);
}

void nh_markdown_of(const nh_frame *frame, nh_text *out)
{
    static const form markdown = { escape_markdown, "| ", " | ", " |\n" };
    if (nh_frame_title(frame)[0]) {
        escape_markdown(nh_frame_title(frame), out);
        nh_text_say(out, "\n\n");
    }
    say_cells(&markdown, frame, 0, true, out);
    nh_text_say(out, "|");
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        if (nh_is_for_readers(nh_frame_at(frame, i)))
            nh_text_say(out, is_of_numbers(nh_frame_at(frame, i)) ? "---:|" : ":---|");
    nh_text_say(out, "\n");
    say_rows(&markdown, frame, out);
}

/* ---- HTML ---- */

static void say_html_cells(const nh_frame *frame, size_t row, nh_text *out)
{
    bool is_first = true;
    char text[CELL];
    nh_text_say(out, "<tr>");
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column)) continue;
        const char *cell = cell_at(column, row, text);
        bool names_row = is_first && cell[0];
        nh_text_say(out, names_row ? "<th scope=\"row\"" : "<td");
        nh_text_say(out, is_of_numbers(column) ? " class=\"num\">" : ">");
        nh_escape(cell, out);
        nh_text_say(out, names_row ? "</th>" : "</td>");
        is_first = false;
    }
    nh_text_say(out, "</tr>\n");
}

void nh_html_of(const nh_frame *frame, nh_text *out)
{
    nh_text_say(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\">\n<title>");
    nh_escape(nh_frame_title(frame)[0] ? nh_frame_title(frame) : nh_frame_name(frame), out);
    nh_text_say(out, "</title>\n<style>body{font:1rem/1.4 Arial,sans-serif}table{border-collapse:collapse}"
                     "caption,th{text-align:left}th,td{padding:.2rem .8rem .2rem 0;vertical-align:top}"
                     "th[scope=row]{font-weight:normal}.num{text-align:right}"
                     "thead th{border-bottom:1px solid}table{border-bottom:1px solid}</style></head>\n"
                     "<body><table><caption>");
    nh_escape(nh_frame_title(frame)[0] ? nh_frame_title(frame) : nh_frame_name(frame), out);
    nh_text_say(out, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < nh_frame_columns(frame); i++) {
        const nh_column *column = nh_frame_at(frame, i);
        if (!nh_is_for_readers(column)) continue;
        nh_text_say(out, is_of_numbers(column) ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        nh_escape(heading_of(column), out);
        nh_text_say(out, "</th>");
    }
    nh_text_say(out, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < nh_frame_rows(frame); row++) say_html_cells(frame, row, out);
    nh_text_say(out, "</tbody></table></body></html>\n");
}

/* ---- LaTeX ---- */

/* The ten characters that LaTeX reads as its own, and the minus that it has only in mathematics. */
static void escape_latex(const char *text, nh_text *out)
{
    static const char minus[] = "\xE2\x88\x92";
    nh_text *clean = nh_text_new();
    nh_clean_text(text, SIZE_MAX, clean);
    for (size_t i = 0; i < clean->n; i++) {
        char c = clean->bytes[i];
        if (strncmp(clean->bytes + i, minus, 3) == 0) {
            nh_text_say(out, "$-$");
            i += 2;
        } else if (c == '\\') nh_text_say(out, "\\textbackslash{}");
        else if (c == '^') nh_text_say(out, "\\textasciicircum{}");
        else if (c == '~') nh_text_say(out, "\\textasciitilde{}");
        else {
            if (strchr("&%$#_{}", c)) nh_text_add(out, "\\", 1);
            nh_text_add(out, &c, 1);
        }
    }
    nh_text_free(clean);
}

void nh_latex_of(const nh_frame *frame, nh_text *out)
{
    static const form latex = { escape_latex, "", " & ", " \\\\\n" };
    nh_text_say(out, "\\begin{table}\n");
    if (nh_frame_title(frame)[0]) {
        nh_text_say(out, "\\caption{");
        escape_latex(nh_frame_title(frame), out);
        nh_text_say(out, "}\n");
    }
    nh_text_say(out, "\\begin{tabular}{");
    for (size_t i = 0; i < nh_frame_columns(frame); i++)
        if (nh_is_for_readers(nh_frame_at(frame, i)))
            nh_text_add(out, is_of_numbers(nh_frame_at(frame, i)) ? "r" : "l", 1);
    nh_text_say(out, "}\n\\toprule\n");
    say_cells(&latex, frame, 0, true, out);
    nh_text_say(out, "\\midrule\n");
    say_rows(&latex, frame, out);
    nh_text_say(out, "\\bottomrule\n\\end{tabular}\n\\end{table}\n");
}
