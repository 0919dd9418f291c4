/* tests/fuzz/directory.c: a postcode directory, and look-ups in what was read of it. */
#include "tests/fuzz/fuzz.h"

static void look_up(const nh_postcodes *directory)
{
    nh_place home, placement;
    bool both =
        nh_postcodes_find(directory, "CT12EH", 6, &home) && nh_postcodes_find(directory, "ME44TR", 6, &placement);
    if (both && home.has_grid && placement.has_grid && nh_miles(&home, &placement) < 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    nh_error err = { 0 };
    int file = as_file(data, size, path);
    nh_problems *problems = nh_problems_new();
    nh_postcodes *directory = nh_postcodes_open(path, problems, NULL, &err);
    if (directory) look_up(directory);
    nh_postcodes_free(directory);
    nh_problems_free(problems);
    close(file);
    return 0;
}
