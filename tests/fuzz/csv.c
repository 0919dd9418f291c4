/* tests/fuzz/csv.c: any bytes as CSV: records with their places, titles, and a frame of inferred kinds; plain records
 * taken many at once are those that are taken one by one. */
#include "tests/fuzz/fuzz.h"

#include "datasets/read/any_csv.h"

static void read_records(const char *bytes, size_t n, const char *encoding)
{
    nh_error err = { 0 };
    nh_source *source = nh_source_memory("mem.csv", bytes, n);
    if (encoding) nh_source_convert(source, nh_encoding_named(encoding), &err);
    nh_csv *csv = nh_csv_open(source, &err);
    while (csv && nh_csv_skip_title(csv, &err)) continue;
    for (const nh_record *record; csv && (record = nh_csv_next(csv, &err));)
        if (nh_csv_place_of(csv, 0).line > nh_csv_place_of(csv, record->n).line) abort();
    nh_csv_close(csv);
    nh_source_close(source);
}

static void must_be_next(nh_csv *single, const nh_csv_run *run, size_t r)
{
    nh_error err = { 0 };
    const nh_record *record = nh_csv_next(single, &err);
    if (!record || record->line != run->line + r) abort();
    for (size_t i = 0; i < record->n; i++) {
        nh_field field = nh_csv_trimmed(nh_csv_run_field(run, r, i));
        if (field.length != record->fields[i].length) abort();
        if (memcmp(field.text, record->fields[i].text, field.length) != 0) abort();
    }
}

/* Two readers of the same bytes, one of which takes plain records together. */
static void compare_ways(const char *bytes, size_t n)
{
    nh_error err = { 0 };
    nh_csv_run run;
    const nh_record *a = NULL, *b = NULL;
    nh_source *sources[] = { nh_source_memory("mem.csv", bytes, n), nh_source_memory("mem.csv", bytes, n) };
    nh_csv *many = nh_csv_open(sources[0], &err), *single = nh_csv_open(sources[1], &err);
    if (!many != !single) abort();
    do {
        if (!many) break;
        while (nh_csv_look(many, 3, &run)) {
            for (size_t r = 0; r < run.n; r++) must_be_next(single, &run, r);
            nh_csv_pass(many, &run, run.n);
        }
        a = nh_csv_next(many, &err);
        b = nh_csv_next(single, &err);
        if (!a != !b || (a && (a->n != b->n || a->line != b->line))) abort();
    } while (a);
    if (many && nh_csv_ended(many) != nh_csv_ended(single)) abort();
    for (int i = 0; i < 2; i++) {
        nh_csv_close(i ? single : many);
        nh_source_close(sources[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    nh_error err = { 0 };
    const char *bytes = (const char *)data;
    read_records(bytes, size, NULL);
    read_records(bytes, size, "windows-1252");
    compare_ways(bytes, size);
    nh_source *source = nh_source_memory("mem.csv", bytes, size);
    nh_frame_free(nh_any_csv_from(source, &err));
    nh_source_close(source);
    return 0;
}
