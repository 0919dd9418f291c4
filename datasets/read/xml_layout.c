/* datasets/read/xml_layout.c: the layout as DfE's return has it; a child without UASC, IN_TOUCH or DATE_INT has no
 * record in the tables uasc, oc3 and ad1. */
#include "datasets/read/xml_layout.h"

#include <string.h>

static const nh_xml_table tables[] = {
    { "header", NH_XML_HEADER, NULL, { "CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB", "UASC" } },
    { "episodes", "EPISODE", NULL,
      { "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
        "HOME_POST", "PL_POST", "URN", "PL_DISTANCE", "PL_LA", "PL_LOCATION" } },
    { "uasc", NH_XML_HEADER, "UASC", { "CHILD", "SEX", "DOB", "DUC" } },
    { "reviews", "AREVIEW", NULL, { "CHILD", "DOB", "REVIEW", "REVIEW_CODE" } },
    { "prev_perm", "PERMANENCE", NULL, { "CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM" } },
    { "oc2", "OC2", NULL,
      { "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
        "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED" } },
    { "missing", "AMISSING", NULL, { "CHILD", "DOB", "MISSING", "MIS_START", "MIS_END" } },
    { "oc3", NH_XML_HEADER, "IN_TOUCH", { "CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM" } },
    { "ad1", NH_XML_HEADER, "DATE_INT",
      { "CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR" } },
    { "placed_adoption", "AD_PLACED", NULL,
      { "CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED" } },
};

/* Columns whose element has another name. */
static const char *const renamed[][2] = { { "CHILD", "CHILDID" }, { "PLACE", "PL" } };

/* Other names that files give an element. */
static const char *const aliases[][2] = { { "GENDER", "SEX" }, { "UASC_STATUS", "UASC" }, { "PLACE", "PL" } };

/* What every table has of the child, though it stands in HEADER alone. */
static const char *const of_header[] = { "CHILD", "DOB", "SEX" };

/* Which element may stand in which. */
static const struct {
    const char *name, *inside;
    bool may_repeat;
} groups[] = {
    { NH_XML_ROOT, "", false },        { NH_XML_CHILD, NH_XML_ROOT, true }, { NH_XML_HEADER, NH_XML_CHILD, false },
    { "EPISODE", NH_XML_CHILD, true }, { "AREVIEW", NH_XML_HEADER, true },  { "PERMANENCE", NH_XML_HEADER, true },
    { "OC2", NH_XML_HEADER, false },   { "AMISSING", NH_XML_HEADER, true }, { "AD_PLACED", NH_XML_HEADER, true },
};

enum { N_TABLES = sizeof tables / sizeof *tables, N_GROUPS = sizeof groups / sizeof *groups };

size_t nh_xml_table_count(void)
{
    return N_TABLES;
}

const nh_xml_table *nh_xml_table_at(size_t i)
{
    return &tables[i];
}

const char *nh_xml_group(const char *name, const char *inside)
{
    for (size_t i = 0; i < N_GROUPS; i++)
        if (strcmp(groups[i].name, name) == 0 && strcmp(groups[i].inside, inside) == 0) return groups[i].name;
    return NULL;
}

bool nh_xml_is_group(const char *name)
{
    for (size_t i = 0; i < N_GROUPS; i++)
        if (strcmp(groups[i].name, name) == 0) return true;
    return false;
}

bool nh_xml_may_repeat(const char *group)
{
    for (size_t i = 0; i < N_GROUPS; i++)
        if (strcmp(groups[i].name, group) == 0) return groups[i].may_repeat;
    return false;
}

static bool is_one_of_header(const char *column)
{
    for (size_t i = 0; i < sizeof of_header / sizeof *of_header; i++)
        if (strcmp(of_header[i], column) == 0) return true;
    return false;
}

/* The second text of the pair that begins with this one, or the text itself. */
static const char *other_name(const char *const (*pairs)[2], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i][0], name) == 0) return pairs[i][1];
    return name;
}

static bool is_of_child(const nh_xml_table *table)
{
    return table == &tables[0];
}

static bool is_elsewhere(const nh_xml_table *table, const char *column)
{
    return is_one_of_header(column) && !is_of_child(table);
}

static const char *element_of(const char *column)
{
    return other_name(renamed, sizeof renamed / sizeof *renamed, column);
}

static const char *value_of_table(const nh_xml_table *table, const char *element)
{
    for (size_t i = 0; table->columns[i]; i++) {
        const char *found = element_of(table->columns[i]);
        if (!is_elsewhere(table, table->columns[i]) && strcmp(found, element) == 0) return found;
    }
    return NULL;
}

const char *nh_xml_value(const char *name, const char *group)
{
    const char *element = other_name(aliases, sizeof aliases / sizeof *aliases, name), *found = NULL;
    for (size_t i = 0; i < N_TABLES && !found; i++)
        if (strcmp(tables[i].group, group) == 0) found = value_of_table(&tables[i], element);
    return found;
}

nh_xml_column nh_xml_column_of(const nh_xml_table *table, size_t i)
{
    const char *name = table->columns[i];
    bool is_of_header = is_elsewhere(table, name);
    return (nh_xml_column){ nh_xml_value(element_of(name), is_of_header ? NH_XML_HEADER : table->group), is_of_header,
                            is_of_header && strcmp(name, "CHILD") != 0 };
}
