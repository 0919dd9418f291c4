/* tests/fuzz/fuzz.h: bytes as the input of a whole reading, as a command would make it, and what is derived from it.
 *
 * A refusal is as good as a reading: what must not happen is a crash, a leak, a sanitizer's report, or a long wait. */
#ifndef NH_TESTS_FUZZ_H
#define NH_TESTS_FUZZ_H

#include "datasets/derive/inputs.h"
#include "datasets/derive/rule_checks.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every frame that can be made is made; takes over the extract, which may be NULL. */
static inline void derive_all(nh_extract *extract)
{
    if (!extract) return;
    nh_inputs *inputs = nh_inputs_new(extract, NULL, NULL, NULL);
    for (size_t i = 0; i < nh_derivation_count(); i++) {
        nh_error err = { 0 };
        nh_inputs_frame(inputs, nh_derivation_at(i)->name, &err);
    }
    nh_check_rules(inputs);
    char message[600];
    for (size_t i = 0; i < nh_problems_count(nh_inputs_problems(inputs)) && i < 50; i++)
        nh_problem_message(nh_inputs_problems(inputs), i, message, sizeof message);
    nh_inputs_free(inputs);
}

static inline void read_as(const char *name, const char *bytes, size_t n, const char *as)
{
    nh_named_bytes file = { name, bytes, n };
    nh_error err = { 0 };
    derive_all(nh_extract_read(&(nh_extract_request){ .embedded = &file, .n_embedded = 1, .authority = "E10000016",
                                                      .year = 2024, .as = as }, &err));
}

/* A path under which the bytes can be opened; close the file when done. */
static inline int as_file(const uint8_t *data, size_t size, char path[64])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
    snprintf(path, 64, "/proc/self/fd/%d", file);
    return file;
}

#endif
