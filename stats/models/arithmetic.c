/* stats/models/arithmetic.c: arithmetic within a formula, from text to a tree.
 *
 *     comparison := sum [< <= > >= == != sum]      category == "text" too
 *     sum := product {+ - product}      product := unary {* / unary}
 *     unary := - unary | power          power := simple [^ unary]
 *     simple := number | column | function ( comparison ) | ( comparison ) */
#include "stats/models/nearest_name.h"
#include "stats/models/reader.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 50 };

static nh_expression *comparison(nh_reader *reader);
static nh_expression *unary(nh_reader *reader);

static nh_expression *node(nh_reader *reader, nh_operation operation, nh_expression *left, nh_expression *right)
{
    nh_expression *e = nh_arena_array(reader->memory, 1, sizeof *e);
    e->operation = operation;
    e->left = left;
    e->right = right;
    e->place = left ? left->place : reader->at;
    return e;
}

static nh_expression *number(nh_reader *reader)
{
    const char *start = reader->text + reader->at;
    char *end = NULL;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value = strtod_l(start, &end, plain);
    freelocale(plain);
    nh_expression *e = node(reader, NH_CONSTANT, NULL, NULL);
    e->value = value;
    reader->at += (size_t)(end - start);
    return e;
}

static nh_expression *bracketed(nh_reader *reader)
{
    nh_expression *inside = NULL;
    if (++reader->depth > DEEPEST) {
        nh_reader_fail(reader, reader->at, "brackets are nested too deeply here");
        return NULL;
    }
    inside = comparison(reader);
    reader->depth--;
    return inside && nh_expect(reader, ")", "a closing bracket ) was due here") ? inside : NULL;
}

static void no_such_function(nh_reader *reader, const char *name, size_t place)
{
    static const char *const names[] = { "i", "factor", "poly", "ns", "offset", "strata", "log", "log2", "log10",
                                         "log1p", "exp", "sqrt", "abs", "I", "Surv", "cbind", "c" };
    const char *nearest = nh_nearest_name(name, names, sizeof names / sizeof *names);
    const char *all = "no such function; there are i, poly, ns and offset for terms, and log, log2, log10, log1p, exp, "
                      "sqrt, abs and I";
    if (nearest) all = nh_arena_print(reader->memory, "no such function; did you mean %s?", nearest);
    nh_reader_fail(reader, place, all);
}

static nh_expression *call(nh_reader *reader, const char *name, size_t place)
{
    const nh_function *function = nh_function_named(name, strlen(name));
    if (!function && strcmp(name, "I") != 0) {
        no_such_function(reader, name, place);
        return NULL;
    }
    nh_expression *inside = bracketed(reader);
    if (!inside || !function) return inside;
    nh_expression *e = node(reader, NH_CALL, inside, NULL);
    e->function = function;
    return e;
}

static nh_expression *simple(nh_reader *reader)
{
    char next = nh_look(reader);
    size_t place = reader->at;
    if ((next >= '0' && next <= '9') || (next == '.' && strchr("0123456789", reader->text[place + 1])))
        return number(reader);
    if (nh_take(reader, "(")) return bracketed(reader);
    char *name = nh_take_name(reader);
    if (!name) {
        nh_reader_fail(reader, place, "a column, a number or a bracket was due here");
        return NULL;
    }
    if (nh_take(reader, "(")) return call(reader, name, place);
    nh_expression *e = node(reader, NH_COLUMN_VALUE, NULL, NULL);
    e->name = name;
    e->place = place;
    return e;
}

static nh_expression *power(nh_reader *reader)
{
    nh_expression *base = simple(reader);
    if (!base || !nh_take(reader, "^")) return base;
    nh_expression *exponent = unary(reader);
    return exponent ? node(reader, NH_POWER, base, exponent) : NULL;
}

static nh_expression *unary(nh_reader *reader)
{
    if (!nh_take(reader, "-")) return power(reader);
    if (++reader->depth > DEEPEST) {
        nh_reader_fail(reader, reader->at, "too many signs in a row");
        return NULL;
    }
    nh_expression *of = unary(reader);
    reader->depth--;
    return of ? node(reader, NH_NEGATE, of, NULL) : NULL;
}

typedef struct symbol {
    const char *text;
    nh_operation operation;
} symbol;

/* The operation of the first symbol that comes next, or NH_CONSTANT when none does. */
static nh_operation take_symbol(nh_reader *reader, const symbol *symbols)
{
    for (; symbols->text; symbols++)
        if (nh_take(reader, symbols->text)) return symbols->operation;
    return NH_CONSTANT;
}

static nh_expression *chain(nh_reader *reader, const symbol *symbols, nh_expression *(*part)(nh_reader *))
{
    nh_expression *left = part(reader);
    while (left) {
        nh_operation operation = take_symbol(reader, symbols);
        if (operation == NH_CONSTANT) return left;
        nh_expression *right = part(reader);
        left = right ? node(reader, operation, left, right) : NULL;
    }
    return NULL;
}

static nh_expression *product(nh_reader *reader)
{
    static const symbol symbols[] = { { "*", NH_MULTIPLY }, { "/", NH_DIVIDE }, { NULL, NH_CONSTANT } };
    return chain(reader, symbols, unary);
}

static nh_expression *sum(nh_reader *reader)
{
    static const symbol symbols[] = { { "+", NH_ADD }, { "-", NH_SUBTRACT }, { NULL, NH_CONSTANT } };
    return chain(reader, symbols, product);
}

/* A category compared with a text: the column's name moves into the node, the text takes its place. */
static nh_expression *text_comparison(nh_reader *reader, nh_operation operation, nh_expression *left)
{
    size_t place = reader->at;
    char *text = nh_take_quoted(reader);
    if (!text) return NULL;
    if (left->operation != NH_COLUMN_VALUE || (operation != NH_EQUAL && operation != NH_UNEQUAL)) {
        nh_reader_fail(reader, place, "a text can only be compared with a category column, by == or !=");
        return NULL;
    }
    nh_expression *e = node(reader, operation == NH_EQUAL ? NH_IS_TEXT : NH_IS_NOT_TEXT, left, NULL);
    e->name = text;
    return e;
}

static nh_expression *comparison(nh_reader *reader)
{
    static const symbol symbols[] = { { "<=", NH_LESS_OR_EQUAL }, { ">=", NH_MORE_OR_EQUAL }, { "==", NH_EQUAL },
                                      { "!=", NH_UNEQUAL },       { "<", NH_LESS },           { ">", NH_MORE },
                                      { NULL, NH_CONSTANT } };
    nh_expression *left = sum(reader);
    if (!left) return NULL;
    nh_operation operation = take_symbol(reader, symbols);
    if (operation == NH_CONSTANT) return left;
    char next = nh_look(reader);
    if (next == '"' || next == '\'') return text_comparison(reader, operation, left);
    nh_expression *right = sum(reader);
    return right ? node(reader, operation, left, right) : NULL;
}

nh_expression *nh_read_arithmetic(nh_reader *reader) { return comparison(reader); }
nh_expression *nh_read_simple(nh_reader *reader) { return simple(reader); }
