/* datasets/read/xml_tables.c: what the reader of the XML hands out goes where records of CSV files go. */
#include "datasets/read/xml_tables.h"

#include "datasets/frame/arena.h"
#include "datasets/read/xml_layout.h"
#include "datasets/read/xml_return.h"

#include <stdlib.h>

/* A return while it is read: the rows of each table it holds; NULL until its root is known. */
typedef struct xml_reading {
    const nh_xml_tables *into;
    uint32_t file;
    nh_rows **rows;
} xml_reading;

static void widen_table(void *taker, size_t table)
{
    const xml_reading *x = taker;
    nh_rows_widen(x->rows[table]);
}

static bool take_record(void *taker, size_t table, const nh_record *record, nh_error *err)
{
    const xml_reading *x = taker;
    return nh_rows_take(x->rows[table], record, err);
}

static void report_unknown(void *taker, nh_csv_place place)
{
    const xml_reading *x = taker;
    nh_problem_add(x->into->problems, NH_PROBLEM_EXTRA_COLUMN,
                   (nh_problem_place){ .table = NH_XML_RETURN, .file = x->file, .line = place.line,
                                       .byte_column = place.column });
}

static nh_rows_count sum_of(nh_rows_count a, nh_rows_count b)
{
    if (a.fault.line == 0) a.fault = b.fault, a.fault_column = b.fault_column, a.fault_is = b.fault_is;
    a.n_records += b.n_records;
    a.n_usable += b.n_usable;
    return a;
}

static bool close_tables(const xml_reading *x, const char *name, nh_error *err)
{
    nh_rows_count all = { 0 };
    bool ok = true;
    for (size_t t = 0; t < nh_xml_table_count(); t++) {
        nh_file *file = nh_files_add(x->into->files, name);
        file->number = x->file;
        file->table = nh_table_named(nh_xml_table_at(t)->name);
        file->encoding = "XML";
        ok = nh_rows_close(x->rows[t], &file->rows, ok ? err : NULL) && ok;
        all = sum_of(all, file->rows);
    }
    if (ok && all.n_records == 0)
        nh_problem_add(x->into->problems, NH_PROBLEM_NO_RECORDS,
                       (nh_problem_place){ .table = NH_XML_RETURN, .file = x->file, .line = 1 });
    return ok && nh_rows_are_usable(&all, name, err);
}

static void open_tables(void *taker, const nh_xml_return *reader)
{
    xml_reading *x = taker;
    for (size_t t = 0; t < nh_xml_table_count(); t++) {
        x->rows[t] = x->into->rows_of(x->into->owner, nh_table_named(nh_xml_table_at(t)->name));
        nh_records records = nh_xml_return_records(reader, t);
        nh_rows_open(x->rows[t], &records, x->file);
    }
}

bool nh_xml_tables_read(nh_source *source, const nh_xml_tables *into, bool *is_return, nh_error *err)
{
    const char *name = nh_source_name(source);
    xml_reading x = { .into = into, .file = nh_problems_file(into->problems, name) };
    nh_xml_sink sink = { open_tables, widen_table, take_record, report_unknown, &x };
    x.rows = nh_zeroed(nh_xml_table_count(), sizeof(nh_rows *));
    nh_xml_return *reader = nh_xml_return_new(source);
    bool ok = nh_xml_return_read(reader, &sink, is_return, err) && close_tables(&x, name, err);
    nh_xml_return_free(reader);
    free(x.rows);
    return ok;
}
