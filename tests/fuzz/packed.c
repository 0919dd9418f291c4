/* tests/fuzz/packed.c: .zip and .gz of tables, or what is damaged of them. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    nh_error err = { 0 };
    int file = as_file(data, size, path);
    const char *inputs[] = { path };
    derive_all(nh_extract_read(&(nh_extract_request){ .inputs = inputs, .n_inputs = 1, .authority = "E10000016",
                                                      .year = 2024 }, &err));
    close(file);
    return 0;
}
