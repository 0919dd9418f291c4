/* datasets/tables/table.c: the registry of tables.def, and how a header is recognised. */
#include "datasets/tables/table.h"

#include <string.h>

#define NH_TABLE(name) extern const nh_table nh_table_##name;
#include "datasets/tables/tables.def"
#undef NH_TABLE

static const nh_table *const tables[] = {
#define NH_TABLE(name) &nh_table_##name,
#include "datasets/tables/tables.def"
#undef NH_TABLE
};

size_t nh_table_count(void)
{
    return sizeof tables / sizeof *tables;
}

const nh_table *nh_table_at(size_t i)
{
    return tables[i];
}

const nh_table *nh_table_named(const char *name)
{
    for (size_t i = 0; i < nh_table_count(); i++)
        if (strcmp(tables[i]->name, name) == 0) return tables[i];
    return NULL;
}

int nh_table_field(const nh_header *header, const nh_table_column *column)
{
    int field = nh_header_find(header, column->name);
    return field == NH_NO_FIELD && column->alias ? nh_header_find(header, column->alias) : field;
}

static bool is_named(const nh_table_column *column, const nh_header *header, size_t field)
{
    const nh_header one = { &header->names[field], NULL, 1, 0 };
    return nh_table_field(&one, column) != NH_NO_FIELD;
}

const nh_table_column *nh_table_has_twice(const nh_table *table, const nh_header *header, size_t *second)
{
    for (const nh_table_column *c = table->columns; c && c->name; c++) {
        size_t n = 0;
        for (size_t field = 0; field < header->n; field++) {
            if (!is_named(c, header, field) || ++n < 2) continue;
            *second = field;
            return c;
        }
    }
    return NULL;
}

const nh_table_column *nh_table_lacks(const nh_table *table, const nh_header *header)
{
    for (const nh_table_column *c = table->columns; c && c->name; c++)
        if (c->is_required && nh_table_field(header, c) == NH_NO_FIELD) return c;
    return NULL;
}

static size_t count_found(const nh_table *table, const nh_header *header)
{
    size_t n = 0;
    for (const nh_table_column *c = table->columns; c && c->name; c++) n += nh_table_field(header, c) != NH_NO_FIELD;
    return n;
}

/* Whether three fifths of the columns it requires are there. */
static bool has_most(const nh_table *table, const nh_header *header)
{
    size_t n = 0, n_found = 0;
    for (const nh_table_column *c = table->columns; c && c->name; c++) {
        n += c->is_required;
        n_found += c->is_required && nh_table_field(header, c) != NH_NO_FIELD;
    }
    return 5 * n_found >= 3 * n;
}

const nh_table *nh_table_for(const nh_header *header)
{
    const nh_table *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < nh_table_count(); i++) {
        const nh_table *table = tables[i];
        if (table->matches && table->matches(header)) return table;
        if (!table->columns || nh_table_lacks(table, header)) continue;
        size_t n = count_found(table, header);
        if (n > most) best = table;
        if (n > most) most = n;
    }
    return best;
}

/* Names shared by many tables (CHILD, DOB) are not enough: four, and most of those it requires. */
const nh_table *nh_table_nearly(const nh_header *header)
{
    const nh_table *best = NULL;
    size_t most = 3;
    for (size_t i = 0; i < nh_table_count(); i++) {
        size_t n = count_found(tables[i], header);
        if (n <= most || !has_most(tables[i], header)) continue;
        best = tables[i];
        most = n;
    }
    return best;
}
