/* tests/fuzz/rows.c: rows of each table of the return below its own header; the first byte picks the table. */
#include "tests/fuzz/fuzz.h"

#include "datasets/tables/table.h"

static const char *const tables[] = { "episodes", "header", "oc2", "missing", "uasc", "reviews", "oc3", "prev_perm",
                                      "ad1", "placed_adoption", "sw_episodes", "child_la", "dolo" };

/* The header line of a table; returns its length. */
static size_t put_header(const nh_table *table, char *text, size_t room)
{
    size_t n = 0;
    for (const nh_table_column *c = table->columns; c->name; c++)
        n += (size_t)snprintf(text + n, room - n, "%s%s", n ? "," : "", c->name);
    text[n++] = '\n';
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    const char *name = tables[data[0] % (sizeof tables / sizeof *tables)];
    char *text = malloc(size + 2000);
    size_t n = put_header(nh_table_named(name), text, 2000);
    memcpy(text + n, data + 1, size - 1);
    read_as("2024/table.csv", text, n + size - 1, name);
    free(text);
    return 0;
}
