/* datasets/read/extract.c: every file of every input to its table, then labels, then what each table settles. */
#include "datasets/read/extract.h"

#include "datasets/frame/arena.h"
#include "datasets/read/files.h"
#include "datasets/read/labelling.h"
#include "datasets/read/rows.h"
#include "datasets/read/utf8.h"
#include "datasets/read/xml_layout.h"
#include "datasets/read/xml_tables.h"
#include "datasets/tables/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table of the extract: its rows grow in `rows` while files are read, `frame` is what comes of it. */
typedef struct loaded {
    const nh_table *table;
    nh_rows *rows;
    nh_frame *frame;
} loaded;

struct nh_extract {
    loaded *tables;
    size_t n_tables;
    nh_files files;
    nh_levels *children, *authorities;
    nh_problems *problems;
    nh_results *said;
    nh_frame *inputs;
};

/* One reading: the extract that grows, and the input at hand. */
typedef struct reading {
    nh_extract *extract;
    const nh_extract_request *request;
    const char *input; /* as the user named it: a file of another name lies within it */
    char *document;    /* the document of Office whose parts are being met, or NULL */
} reading;

static nh_extract *new_extract(void)
{
    nh_extract *extract = nh_zeroed(1, sizeof *extract);
    extract->children = nh_levels_new();
    extract->authorities = nh_levels_new();
    extract->problems = nh_problems_new();
    extract->said = nh_results_new();
    return extract;
}

void nh_extract_free(nh_extract *extract)
{
    if (!extract) return;
    for (size_t i = 0; i < extract->n_tables; i++) {
        if (extract->tables[i].rows) extract->tables[i].frame = nh_rows_finish(extract->tables[i].rows);
        nh_frame_free(extract->tables[i].frame);
    }
    free(extract->tables);
    nh_files_free(&extract->files);
    nh_levels_release(extract->children);
    nh_levels_release(extract->authorities);
    nh_problems_free(extract->problems);
    nh_results_free(extract->said);
    nh_frame_free(extract->inputs);
    free(extract);
}

/* ---- which table ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    for (size_t i = 0; n >= m && i < m; i++) {
        char c = name[n - m + i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != end[i]) return false;
    }
    return n >= m;
}

/* As a source names it. */
static const char *shown(const char *input)
{
    return strcmp(input, "-") == 0 ? "standard input" : input;
}

/* Named by the user, not found in a folder or an archive. */
static bool is_named(const reading *r, const char *name)
{
    return strcmp(name, shown(r->input)) == 0;
}

/* Among other files only these are opened; a file named by the user always is. */
static bool may_be_a_table(const reading *r, const char *name)
{
    static const char *const endings[] = { ".csv", ".csv.gz", ".xml", ".xml.gz" };
    bool may_be = is_named(r, name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) may_be |= ends_with(name, endings[i]);
    return may_be;
}

static bool list_tables(nh_error *err, const char *as)
{
    char names[300] = "";
    for (size_t i = 0, used = 0; i < nh_table_count() && used + 1 < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", nh_table_at(i)->name);
    return nh_fail(err, NH_BAD_INPUT, "there is no table '%s'; there are %s, and %s", as, names, NH_XML_RETURN);
}

static bool lacks(const nh_csv *csv, const nh_table *table, nh_error *err)
{
    const nh_table_column *column = nh_table_lacks(table, nh_csv_header(csv));
    return !column || nh_fail(err, NH_BAD_INPUT, "%s:%u:1: the column %s of %s is not in the header",
                              nh_csv_name(csv), nh_csv_header(csv)->line, column->name, table->name);
}

/* "SEX" and "Sex", or "SEX" and "GENDER": which of the two is meant would be a guess. */
static bool names_once(const nh_csv *csv, const nh_table *table, nh_error *err)
{
    size_t second = 0;
    const nh_header *header = nh_csv_header(csv);
    const nh_table_column *column = nh_table_has_twice(table, header, &second);
    return !column || nh_fail(err, NH_BAD_INPUT, "%s:%u:%u: the column %s of %s stands twice in the header, if by "
                              "another name: take one of them out", nh_csv_name(csv), header->line, header->columns[second],
                              column->name, table->name);
}

/* Titles above the header are passed over. */
static const nh_table *table_below_titles(nh_csv *csv, nh_error *err)
{
    const nh_table *table;
    while (!(table = nh_table_for(nh_csv_header(csv))) && nh_csv_skip_title(csv, err)) continue;
    return table;
}

/* False when the file is refused; *table stays NULL when it is none and need not be one. */
static bool recognise(const reading *r, nh_csv *csv, const nh_table **table, nh_error *err)
{
    const char *as = r->request->as;
    nh_error in_header = { 0 };
    const nh_table *found = table_below_titles(csv, &in_header);
    if (in_header.status) return nh_fail(err, in_header.status, "%s", in_header.text);
    if (as) {
        *table = nh_table_named(as);
        return *table ? lacks(csv, *table, err) && names_once(csv, *table, err) : list_tables(err, as);
    }
    *table = found;
    if (found) return names_once(csv, found, err);
    const nh_table *nearly = nh_table_nearly(nh_csv_header(csv));
    if (nearly) return lacks(csv, nearly, err);
    if (!is_named(r, nh_csv_name(csv))) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s:%u:1: its columns are those of no table: due is a table of the SSDA903 "
                   "return (CHILD, DECOM ...), a CHILD,LA table, or a published table (time_period ...)",
                   nh_csv_name(csv), nh_csv_header(csv)->line);
}

/* ---- rows ---- */

static loaded *add_table(nh_extract *extract, const nh_table *table)
{
    extract->tables = nh_resize(extract->tables, extract->n_tables + 1, sizeof *extract->tables);
    extract->tables[extract->n_tables] = (loaded){ .table = table };
    return &extract->tables[extract->n_tables++];
}

static loaded *filling(nh_extract *extract, const nh_table *table)
{
    for (size_t i = 0; i < extract->n_tables; i++)
        if (extract->tables[i].table == table && extract->tables[i].rows) return &extract->tables[i];
    loaded *added = add_table(extract, table);
    added->rows = nh_rows_new(table, extract->children, extract->authorities, extract->problems);
    return added;
}

static bool read_by_columns(const reading *r, nh_csv *csv, nh_file *file, nh_error *err)
{
    loaded *table = filling(r->extract, file->table);
    return nh_rows_read(table->rows, csv, file->number, r->request->progress, &file->rows, err);
}

static loaded *named(const nh_extract *extract, const char *name)
{
    for (size_t i = 0; i < extract->n_tables; i++)
        if (extract->tables[i].frame && strcmp(nh_frame_name(extract->tables[i].frame), name) == 0)
            return &extract->tables[i];
    return NULL;
}

static bool read_by_itself(const reading *r, nh_csv *csv, nh_file *file, nh_error *err)
{
    nh_frame *frame = file->table->read(csv, file->number, r->extract->problems, err);
    if (!frame) return false;
    size_t n = nh_frame_rows(frame);
    loaded *table = named(r->extract, nh_frame_name(frame));
    file->rows = (nh_rows_count){ .first = table ? nh_frame_rows(table->frame) : 0, .n_kept = n, .n_records = n };
    if (table && file->table->append) {
        file->table->append(table->frame, frame);
        nh_frame_free(frame);
        file->frame = table->frame;
        return true;
    }
    file->frame = add_table(r->extract, file->table)->frame = frame;
    return true;
}

static bool read_rows(const reading *r, nh_csv *csv, nh_file *file, nh_error *err)
{
    file->encoding = nh_csv_encoding(csv);
    file->number = nh_problems_file(r->extract->problems, file->name);
    bool ok = file->table->read ? read_by_itself(r, csv, file, err) : read_by_columns(r, csv, file, err);
    if (ok && file->rows.n_records == 0)
        nh_problem_add(r->extract->problems, NH_PROBLEM_NO_RECORDS,
                       (nh_problem_place){ .table = file->table->name, .file = file->number,
                                           .line = nh_csv_header(csv)->line });
    return ok;
}

/* What another option asks for is not read here. */
static bool is_for_an_option(const reading *r, const nh_table *table)
{
    return table && !r->request->as && table->inspect;
}

static bool read_csv(const reading *r, nh_csv *csv, nh_error *err)
{
    const nh_table *table = NULL;
    if (!recognise(r, csv, &table, err)) return false;
    nh_file *file = nh_files_add(&r->extract->files, nh_csv_name(csv));
    file->table = table;
    if (is_for_an_option(r, table)) {
        file->encoding = nh_csv_encoding(csv);
        file->is_left_unread = true;
        nh_results_note(r->extract->said, "%s is not used: it is a %s", file->name, table->summary);
        return true;
    }
    if (table) return read_rows(r, csv, file, err);
    nh_results_note(r->extract->said, "%s is not used: its columns are those of no table", file->name);
    return true;
}

/* ---- XML ---- */

/* XML of another kind, that only lies beside the rest, is no fault. */
static bool pass_over(const reading *r, const char *name, const char *why)
{
    nh_files_add(&r->extract->files, name);
    nh_results_note(r->extract->said, "%s is not used: %s", name, why);
    return true;
}

static nh_rows *rows_of_table(void *extract, const nh_table *table)
{
    return filling(extract, table)->rows;
}

static bool read_xml(const reading *r, nh_source *source, nh_error *err)
{
    const char *name = nh_source_name(source);
    nh_xml_tables into = { rows_of_table, r->extract, &r->extract->files, r->extract->problems };
    bool is_return = true;
    bool ok = nh_xml_tables_read(source, &into, &is_return, err);
    if (is_return || is_named(r, name)) return ok;
    *err = (nh_error){ 0 };
    return pass_over(r, name, "it is XML, but not an SSDA903 return");
}

/* ---- inputs ---- */

static bool is_meant_as_xml(const reading *r)
{
    return r->request->as && strcmp(r->request->as, NH_XML_RETURN) == 0;
}

/* Whether the bytes have letters beyond ASCII, and have them as UTF-8 has (a file saved anew). */
static bool is_plainly_utf8(const char *bytes, size_t n)
{
    nh_utf8 text = { 0 };
    bool has_others = false;
    for (size_t i = 0; i < n; i++) has_others |= (unsigned char)bytes[i] >= 0x80;
    return has_others && nh_utf8_check(&text, bytes, n) == n;
}

/* Some tables always came in an older encoding: known by the header, before anything is read. */
static bool usual_encoding(nh_source *source, const nh_encoding **encoding, nh_error *err)
{
    const char *bytes;
    size_t n;
    if (!nh_source_peek(source, &bytes, &n, err)) return false;
    if (is_plainly_utf8(bytes, n)) return true;
    nh_source *first = nh_source_memory(nh_source_name(source), bytes, n);
    nh_csv *csv = nh_csv_open(first, NULL);
    const nh_table *table = csv ? table_below_titles(csv, NULL) : NULL;
    if (table) *encoding = nh_encoding_named(table->encoding);
    nh_csv_close(csv);
    nh_source_close(first);
    return true;
}

static bool convert(const reading *r, nh_source *source, bool is_markup, nh_error *err)
{
    const nh_encoding *encoding = r->request->encoding;
    if (!encoding && !is_markup && !usual_encoding(source, &encoding, err)) return false;
    return !encoding || nh_source_convert(source, encoding, err);
}

static bool read_any(const reading *r, nh_source *source, nh_error *err)
{
    bool is_markup = false;
    if (!nh_source_is_markup(source, &is_markup, err) || !convert(r, source, is_markup, err)) return false;
    if (is_meant_as_xml(r)) return read_xml(r, source, err);
    if (is_markup && r->request->as)
        return nh_fail(err, NH_BAD_INPUT, "%s:1:1: XML where %s is due as CSV: a return as XML is --as %s",
                       nh_source_name(source), r->request->as, NH_XML_RETURN);
    if (is_markup) return read_xml(r, source, err);
    nh_csv *csv = nh_csv_open(source, err);
    bool ok = csv && read_csv(r, csv, err);
    nh_csv_close(csv);
    return ok;
}

/* A workbook, as any document of Office, is a .zip of XML with this part at its beginning. How long the path of the
 * document is; 0: the name is that of no such part. */
static size_t document_of_part(const char *name)
{
    static const char part[] = "/[content_types].xml";
    return ends_with(name, part) ? strlen(name) - strlen(part) : 0;
}

static bool lies_in(const char *name, const char *document)
{
    size_t n = document ? strlen(document) : 0;
    return n > 0 && strncmp(name, document, n) == 0 && name[n] == '/';
}

/* The user's own is refused; one that lies beside tables is told once, whatever it is made of. */
static bool meet_document(reading *r, const char *name, size_t n, nh_error *err)
{
    free(r->document);
    r->document = nh_zeroed(n + 1, 1);
    memcpy(r->document, name, n);
    if (strcmp(r->document, shown(r->input)) == 0)
        return nh_fail(err, NH_BAD_INPUT, "%s is an Excel workbook, or another document of Office: save its sheet as "
                       "\"CSV UTF-8\"", r->document);
    return pass_over(r, r->document, "it is an Excel workbook, or another document of Office; save its sheet as "
                                     "\"CSV UTF-8\"");
}

static bool read_source(nh_source *source, void *context, nh_error *err)
{
    reading *r = context;
    const char *name = nh_source_name(source);
    size_t n_document = document_of_part(name);
    if (n_document) return meet_document(r, name, n_document, err);
    if (lies_in(name, r->document)) return true;
    return may_be_a_table(r, name) ? read_any(r, source, err) : pass_over(r, name, "it is neither CSV nor XML");
}

/* Every input is meant to be a table that is only looked through. */
static bool inspect_inputs(const reading *r, const nh_table *table, nh_error *err)
{
    for (size_t i = 0; i < r->request->n_inputs; i++) {
        nh_file *file = nh_files_add(&r->extract->files, r->request->inputs[i]);
        file->table = table;
        file->encoding = "UTF-8";
        if (!table->inspect(file->name, &file->rows.n_records, r->extract->problems, err)) return false;
    }
    return true;
}

static bool read_inputs(reading *r, nh_error *err)
{
    const nh_extract_request *request = r->request;
    const nh_table *meant = request->as ? nh_table_named(request->as) : NULL;
    if (meant && meant->inspect) return inspect_inputs(r, meant, err);
    bool ok = true;
    for (size_t i = 0; ok && i < request->n_embedded; i++) {
        const nh_named_bytes *file = &request->embedded[i];
        nh_source *source = nh_source_memory(file->name, file->bytes, file->n);
        r->input = file->name;
        ok = read_source(source, r, err);
        nh_source_close(source);
    }
    for (size_t i = 0; ok && i < request->n_inputs; i++) {
        r->input = request->inputs[i];
        ok = nh_sources_each(r->input, read_source, r, err);
    }
    return ok;
}

/* ---- when all is read ---- */

/* Without any input nothing is due: some commands need none (a regression on a CSV file of its own). */
static bool is_anything_used(const nh_extract *extract, const nh_extract_request *request, nh_error *err)
{
    if (request->n_inputs == 0 && request->n_embedded == 0) return true;
    for (size_t i = 0; i < extract->files.n; i++)
        if (extract->files.all[i].table) return true;
    return nh_fail(err, NH_BAD_INPUT, "none of %zu files is a table that is known: due are the tables of the SSDA903 "
                   "return (episodes, header ...) or published tables, as CSV", extract->files.n);
}

static void finish_rows(nh_extract *extract)
{
    for (size_t i = 0; i < extract->n_tables; i++) {
        loaded *table = &extract->tables[i];
        if (!table->rows) continue;
        table->frame = nh_rows_finish(table->rows);
        table->rows = NULL;
        for (size_t k = 0; k < extract->files.n; k++)
            if (extract->files.all[k].table == table->table) extract->files.all[k].frame = table->frame;
    }
}

static bool label(nh_extract *extract, const nh_extract_request *request, nh_error *err)
{
    loaded *child_la = named(extract, "child_la");
    nh_labelling labelling = { request, extract->authorities, child_la ? child_la->frame : NULL, extract->problems,
                               extract->said };
    return nh_label_files(&labelling, &extract->files, err);
}

/* Rows left without an authority are taken out; they are reported already. */
static void drop_unlabelled(loaded *table)
{
    const nh_column *authority = nh_frame_find(table->frame, "authority");
    if (table->table->level != NH_CHILD_TABLE || !authority->mark) return;
    size_t *keep = nh_zeroed(authority->n, sizeof *keep), n = 0;
    for (size_t row = 0; row < authority->n; row++)
        if (nh_present(authority, row)) keep[n++] = row;
    if (n < authority->n) {
        nh_frame *kept = nh_frame_take(table->frame, keep, n);
        nh_frame_free(table->frame);
        table->frame = kept;
    }
    free(keep);
}

static void set_lineage(const loaded *table)
{
    nh_frame_set_lineage(table->frame, table->table->level == NH_CHILD_TABLE ? NH_CHILD_LEVEL : NH_PUBLISHED);
}

static bool settle(nh_extract *extract, nh_error *err)
{
    for (size_t i = 0; i < extract->n_tables; i++) {
        loaded *table = &extract->tables[i];
        drop_unlabelled(table);
        if (table->table->settle && !table->table->settle(&table->frame, extract->problems, err)) return false;
        set_lineage(table);
    }
    return true;
}

/* "episodes: 3000001 rows in 1 files, 3000001 used, 0 set aside" for each table of children. */
static void note_rows(const nh_extract *extract)
{
    for (size_t i = 0; i < extract->n_tables; i++) {
        const loaded *table = &extract->tables[i];
        size_t n = 0;
        for (size_t k = 0; k < extract->files.n; k++)
            if (extract->files.all[k].table == table->table) n += extract->files.all[k].rows.n_records;
        size_t used = nh_frame_rows(table->frame);
        if (table->table->level == NH_CHILD_TABLE)
            nh_results_note(extract->said, "%s: %s rows in = %s read + %s set aside in reading", table->table->name,
                            nh_counted_as(n).text, nh_counted_as(used).text, nh_counted_as(n - used).text);
    }
}

nh_extract *nh_extract_read(const nh_extract_request *request, nh_error *err)
{
    nh_extract *extract = new_extract();
    reading r = { extract, request, NULL, NULL };
    bool ok = read_inputs(&r, err) && is_anything_used(extract, request, err);
    free(r.document);
    finish_rows(extract);
    ok = ok && label(extract, request, err);
    if (ok) extract->inputs = nh_files_frame(&extract->files);
    ok = ok && settle(extract, err);
    if (ok) note_rows(extract);
    if (ok) return extract;
    nh_extract_free(extract);
    return NULL;
}

/* ---- what was read ---- */

nh_frame *nh_extract_table(const nh_extract *extract, const char *table)
{
    loaded *found = named(extract, table);
    return found ? found->frame : NULL;
}

static bool has_level(const nh_extract *extract, nh_table_level level)
{
    for (size_t i = 0; i < extract->n_tables; i++)
        if (extract->tables[i].table->level == level) return true;
    return false;
}

bool nh_extract_is_child_level(const nh_extract *extract)
{
    return has_level(extract, NH_CHILD_TABLE);
}

bool nh_extract_is_published(const nh_extract *extract)
{
    return has_level(extract, NH_PUBLISHED_TABLE);
}

const nh_frame *nh_extract_inputs(const nh_extract *extract)
{
    return extract->inputs;
}

nh_problems *nh_extract_problems(const nh_extract *extract)
{
    return extract->problems;
}

const nh_sentences *nh_extract_notes(const nh_extract *extract)
{
    return &extract->said->notes;
}
