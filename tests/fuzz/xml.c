/* tests/fuzz/xml.c: the return as XML. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_as("2024/return.xml", (const char *)data, size, "ssda903-xml");
    return 0;
}
