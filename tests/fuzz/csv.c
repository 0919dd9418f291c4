/* tests/fuzz/csv.c: any bytes as CSV: records with their places, titles, and a frame of inferred kinds. */
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    nh_error err = { 0 };
    const char *bytes = (const char *)data;
    read_records(bytes, size, NULL);
    read_records(bytes, size, "windows-1252");
    nh_source *source = nh_source_memory("mem.csv", bytes, size);
    nh_frame_free(nh_any_csv_from(source, &err));
    nh_source_close(source);
    return 0;
}
