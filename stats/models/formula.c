/* stats/models/formula.c: a model in words, from text to terms.
 *
 *     formula := outcomes ~ sum [| effects]
 *     sum := [-] product {+ product | - product}     product := crossing {* crossing}
 *     crossing := simple {: simple}                  simple := ( sum ) | atom | 0 | 1 */
#include "stats/models/formula.h"

#include "stats/models/reader.h"

#include <string.h>

/* Terms under construction; an empty list with `failed` set in the reader when something is wrong. */
typedef struct terms {
    nh_term *item;
    size_t n;
} terms;

typedef struct builder {
    nh_reader reader;
    nh_formula *formula;
} builder;

static terms sum(builder *b);

static void *grown(builder *b, const void *old, size_t n, size_t size)
{
    void *block = nh_arena_array(b->reader.memory, n + 1, size);
    if (n) memcpy(block, old, n * size);
    return block;
}

static bool same_term(const nh_term *a, const nh_term *b)
{
    if (a->n != b->n) return false;
    for (size_t i = 0; i < a->n; i++) {
        bool found = false;
        for (size_t j = 0; j < b->n; j++) found |= a->atoms[i] == b->atoms[j];
        if (!found) return false;
    }
    return true;
}

static void add_term(builder *b, terms *list, nh_term term)
{
    for (size_t i = 0; i < list->n; i++)
        if (same_term(&list->item[i], &term)) return;
    list->item = grown(b, list->item, list->n, sizeof *list->item);
    list->item[list->n++] = term;
}

static void add_terms(builder *b, terms *list, terms more)
{
    for (size_t i = 0; i < more.n; i++) add_term(b, list, more.item[i]);
}

static void remove_terms(terms *list, terms less)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        bool goes = false;
        for (size_t j = 0; j < less.n; j++) goes |= same_term(&list->item[i], &less.item[j]);
        if (!goes) list->item[kept++] = list->item[i];
    }
    list->n = kept;
}

/* a:b, each atom once. */
static nh_term joined(builder *b, nh_term left, nh_term right)
{
    nh_term both = { .atoms = nh_arena_array(b->reader.memory, left.n + right.n, sizeof *both.atoms), .n = left.n };
    memcpy(both.atoms, left.atoms, left.n * sizeof *both.atoms);
    both.text = left.text;
    for (size_t i = 0; i < right.n; i++) {
        bool is_there = false;
        for (size_t j = 0; j < left.n; j++) is_there |= left.atoms[j] == right.atoms[i];
        if (is_there) continue;
        both.atoms[both.n++] = right.atoms[i];
        both.text = nh_arena_print(b->reader.memory, "%s:%s", both.text, b->formula->atoms[right.atoms[i]].text);
    }
    return both;
}

static terms crossed(builder *b, terms left, terms right)
{
    terms all = { 0 };
    for (size_t i = 0; i < left.n; i++)
        for (size_t j = 0; j < right.n; j++) add_term(b, &all, joined(b, left.item[i], right.item[j]));
    return all;
}

/* The atom as a term of its own; the same text twice is the same atom. */
static terms term_of(builder *b, nh_atom atom)
{
    nh_formula *f = b->formula;
    size_t number = 0;
    while (number < f->n_atoms && strcmp(f->atoms[number].text, atom.text) != 0) number++;
    if (number == f->n_atoms) {
        f->atoms = grown(b, f->atoms, f->n_atoms, sizeof *f->atoms);
        f->atoms[f->n_atoms++] = atom;
    }
    terms list = { 0 };
    nh_term term = { .atoms = nh_arena_array(b->reader.memory, 1, sizeof *term.atoms), .n = 1, .text = atom.text };
    term.atoms[0] = number;
    add_term(b, &list, term);
    return list;
}

static bool fail(builder *b, const char *sentence) { return nh_reader_fail(&b->reader, b->reader.at, sentence); }

/* , ref=level ) with the level as it stands up to the bracket. */
static bool read_reference(builder *b, nh_atom *atom)
{
    nh_reader *r = &b->reader;
    if (!nh_take(r, ",")) return true;
    if (!nh_take(r, "ref") || !nh_take(r, "=")) return fail(b, "ref=LEVEL was due here, as in i(sex, ref=female)");
    atom->reference = nh_take_quoted(r);
    if (atom->reference || r->failed) return !r->failed;
    const char *start = r->text + r->at, *end = strchr(start, ')');
    if (!end) return fail(b, "a closing bracket ) was due after the reference level");
    while (start < end && *start == ' ') start++;
    size_t length = (size_t)(end - start);
    while (length && start[length - 1] == ' ') length--;
    if (length == 0) return fail(b, "ref= needs a level, as in i(sex, ref=female)");
    atom->reference = nh_arena_text(r->memory, start, length);
    r->at = (size_t)(end - r->text);
    return true;
}

/* , k [, raw] ) */
static bool read_degree(builder *b, nh_atom *atom, int most)
{
    nh_reader *r = &b->reader;
    if (!nh_expect(r, ",", "how many terms was due here, as in poly(miles, 2) or ns(miles, 3)")) return false;
    if (nh_take(r, "df")) nh_expect(r, "=", "= was due after df");
    nh_look(r);
    size_t place = r->at;
    if (!nh_take_whole(r, &atom->degree) || r->text[r->at] == '.' || atom->degree < 1 || atom->degree > most)
        return nh_reader_fail(r, place, most > 10 ? "a whole number from 1 to 20 was due here"
                                                  : "a whole number from 1 to 10 was due here");
    if (atom->kind != NH_ATOM_POLY || !nh_take(r, ",")) return true;
    atom->raw = nh_take(r, "raw");
    if (!atom->raw) return fail(b, "only raw can follow here, as in poly(miles, 2, raw)");
    return !nh_take(r, "=") || nh_take(r, "TRUE") || fail(b, "TRUE was due here");
}

static bool read_levels(builder *b, nh_atom *atom) { return read_reference(b, atom); }
static bool read_poly(builder *b, nh_atom *atom) { return read_degree(b, atom, 10); }
static bool read_spline(builder *b, nh_atom *atom) { return read_degree(b, atom, 20); }
static bool read_nothing(builder *b, nh_atom *atom) { return b && atom; }

typedef struct named_atom {
    const char *name;
    nh_atom_kind kind;
    bool (*read_rest)(builder *, nh_atom *);
} named_atom;

static const named_atom specials[] = {
    { "i", NH_ATOM_LEVELS, read_levels },     { "factor", NH_ATOM_LEVELS, read_levels },
    { "poly", NH_ATOM_POLY, read_poly },      { "ns", NH_ATOM_SPLINE, read_spline },
    { "offset", NH_ATOM_VALUE, read_nothing }, { "strata", NH_ATOM_LEVELS, read_nothing },
};

static const named_atom *special_named(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (strcmp(specials[i].name, name) == 0) return &specials[i];
    return NULL;
}

static terms offset_of(builder *b, nh_expression *of)
{
    nh_formula *f = b->formula;
    f->offsets = grown(b, f->offsets, f->n_offsets, sizeof *f->offsets);
    f->offsets[f->n_offsets++] = of;
    return (terms){ 0 };
}

/* Columns joined by a symbol, as one effect of them all. */
static bool read_columns(builder *b, const char *symbol, nh_effect *read)
{
    nh_reader *r = &b->reader;
    nh_effect effect = { 0 };
    nh_look(r);
    size_t start = r->at;
    do {
        nh_look(r);
        size_t place = r->at;
        const char *name = nh_take_name(r);
        if (!name) return fail(b, "a column was due here, as in | authority + year or | authority^year");
        effect.names = grown(b, effect.names, effect.n, sizeof *effect.names);
        effect.places = grown(b, effect.places, effect.n, sizeof *effect.places);
        effect.names[effect.n] = name;
        effect.places[effect.n++] = place;
    } while (nh_take(r, symbol));
    effect.text = nh_text_since(r, start);
    effect.columns = nh_arena_array(r->memory, effect.n, sizeof *effect.columns);
    *read = effect;
    return true;
}

static bool read_effect(builder *b, const char *symbol)
{
    nh_effect effect;
    if (!read_columns(b, symbol, &effect)) return false;
    b->formula->effects = grown(b, b->formula->effects, b->formula->n_effects, sizeof effect);
    b->formula->effects[b->formula->n_effects++] = effect;
    return true;
}

/* strata(a, b): an effect of a and b together. */
static terms strata_of(builder *b, size_t start)
{
    if (!read_effect(b, ",")) return (terms){ 0 };
    if (!nh_expect(&b->reader, ")", "a closing bracket ) was due here")) return (terms){ 0 };
    b->formula->effects[b->formula->n_effects - 1].text = nh_text_since(&b->reader, start);
    b->formula->has_strata = true;
    return (terms){ 0 };
}

/* name(expression, ...) where the name is one of the specials. */
static terms special_term(builder *b, const named_atom *special, size_t start)
{
    nh_reader *r = &b->reader;
    nh_atom atom = { .kind = special->kind, .place = start };
    if (strcmp(special->name, "strata") == 0) return strata_of(b, start);
    atom.of = nh_read_arithmetic(r);
    if (!atom.of || !special->read_rest(b, &atom)) return (terms){ 0 };
    if (!nh_expect(r, ")", "a closing bracket ) was due here")) return (terms){ 0 };
    if (strcmp(special->name, "offset") == 0) return offset_of(b, atom.of);
    atom.text = nh_text_since(r, start);
    return term_of(b, atom);
}

/* A column, or log(x), I(x^2) and their like: what follows the bracket joins terms, not numbers. */
static terms plain_term(builder *b, size_t start)
{
    nh_reader *r = &b->reader;
    nh_atom atom = { .kind = NH_ATOM_VALUE, .place = start };
    r->at = start;
    atom.of = nh_read_simple(r);
    if (!atom.of) return (terms){ 0 };
    atom.text = atom.of->operation == NH_COLUMN_VALUE ? atom.of->name : nh_text_since(r, start);
    return term_of(b, atom);
}

static terms atom_term(builder *b)
{
    nh_reader *r = &b->reader;
    nh_look(r);
    size_t start = r->at;
    char *name = nh_take_name(r);
    if (!name) {
        bool is_number = r->text[start] >= '0' && r->text[start] <= '9';
        fail(b, is_number ? "a number is no term; arithmetic goes into I(), as in I(2 * miles)"
                          : "a term was due here: a column, i(x), log(x), I(x^2), poly(x,2), ns(x,3) or offset(x)");
        return (terms){ 0 };
    }
    const named_atom *special = nh_take(r, "(") ? special_named(name) : NULL;
    return special ? special_term(b, special, start) : plain_term(b, start);
}

/* (1 | column): takes its opening when it is one. */
static bool opens_random(nh_reader *r)
{
    size_t start = r->at;
    if (nh_take(r, "(") && nh_take(r, "1") && nh_take(r, "|")) return true;
    r->at = start;
    return false;
}

static terms random_of(builder *b)
{
    nh_effect effect;
    if (b->formula->random) fail(b, "one random intercept can be fitted, and this is a second");
    else if (read_columns(b, "^", &effect) && nh_expect(&b->reader, ")", "a closing bracket ) was due here")) {
        b->formula->random = nh_arena_array(b->reader.memory, 1, sizeof effect);
        *b->formula->random = effect;
    }
    return (terms){ 0 };
}

static terms simple(builder *b)
{
    nh_reader *r = &b->reader;
    if (opens_random(r)) return random_of(b);
    if (!nh_take(r, "(")) return atom_term(b);
    terms inside = { 0 };
    if (++r->depth > 50) fail(b, "brackets are nested too deeply here");
    else inside = sum(b);
    r->depth--;
    nh_expect(r, ")", nh_look(r) == '|' ? "only the intercept can be random, as in (1 | authority)"
                                        : "a closing bracket ) was due here");
    return inside;
}

static terms crossing(builder *b)
{
    terms all = simple(b);
    while (!b->reader.failed && nh_take(&b->reader, ":")) all = crossed(b, all, simple(b));
    return all;
}

static terms product(builder *b)
{
    terms all = crossing(b);
    while (!b->reader.failed && nh_take(&b->reader, "*")) {
        terms right = crossing(b), both = crossed(b, all, right);
        add_terms(b, &all, right);
        add_terms(b, &all, both);
    }
    return all;
}

/* 0, 1 and -1 speak of the intercept. */
static bool take_intercept(builder *b, bool is_minus)
{
    char digit = nh_look(&b->reader), after = digit ? b->reader.text[b->reader.at + 1] : 0;
    if ((digit != '0' && digit != '1') || (after >= '0' && after <= '9') || after == '.') return false;
    b->reader.at++;
    b->formula->has_intercept = (digit == '1') != is_minus;
    return true;
}

static terms sum(builder *b)
{
    terms all = { 0 };
    bool is_minus = nh_take(&b->reader, "-");
    do {
        if (!take_intercept(b, is_minus)) {
            terms next = product(b);
            if (is_minus) remove_terms(&all, next);
            else add_terms(b, &all, next);
        }
        is_minus = nh_take(&b->reader, "-");
    } while (!b->reader.failed && (is_minus || nh_take(&b->reader, "+")));
    return all;
}

static bool add_outcome(builder *b)
{
    nh_reader *r = &b->reader;
    nh_formula *f = b->formula;
    nh_look(r);
    size_t start = r->at;
    nh_expression *of = nh_read_arithmetic(r);
    if (!of) return false;
    f->outcomes = grown(b, f->outcomes, f->n_outcomes, sizeof *f->outcomes);
    f->outcomes[f->n_outcomes++] = (nh_outcome){ of, nh_text_since(r, start) };
    return true;
}

typedef struct several {
    const char *opening;
    nh_response response;
    size_t least, most;
    const char *due;
} several;

/* c(y, z), cbind(successes, failures), Surv([entry,] time, event); or one outcome. */
static bool read_outcomes(builder *b)
{
    static const several kinds[] = {
        { "cbind(", NH_COUNTS_RESPONSE, 2, 2, "two columns were due, as in cbind(successes, failures)" },
        { "Surv(", NH_SURVIVAL_RESPONSE, 2, 3,
          "two or three columns were due, as in Surv(days, event) or Surv(entry, exit, event)" },
        { "c(", NH_VALUE_RESPONSE, 1, 100, "one to a hundred outcomes were due" },
    };
    nh_reader *r = &b->reader;
    size_t kind = 0;
    while (kind < 3 && !nh_take(r, kinds[kind].opening)) kind++;
    if (kind == 3) return add_outcome(b);
    b->formula->response = kinds[kind].response;
    do
        if (!add_outcome(b)) return false;
    while (nh_take(r, ","));
    if (!nh_expect(r, ")", "a closing bracket ) was due here")) return false;
    size_t n = b->formula->n_outcomes;
    if (n < kinds[kind].least || n > kinds[kind].most)
        return fail(b, kinds[kind].due);
    return true;
}

static bool read_effects(builder *b)
{
    if (!nh_take(&b->reader, "|")) return true;
    do
        if (!read_effect(b, "^")) return false;
    while (nh_take(&b->reader, "+"));
    return true;
}

/* Main effects first, then pairs, then threes; else as written. */
static void sort_terms(builder *b, terms all)
{
    size_t largest = 0;
    nh_formula *f = b->formula;
    f->terms = nh_arena_array(b->reader.memory, all.n, sizeof *f->terms);
    for (size_t i = 0; i < all.n; i++)
        if (all.item[i].n > largest) largest = all.item[i].n;
    for (size_t n = 1; n <= largest; n++)
        for (size_t i = 0; i < all.n; i++)
            if (all.item[i].n == n) f->terms[f->n_terms++] = all.item[i];
}

/* What comes where nothing more is due. */
static const char *what_is_wrong(char symbol)
{
    if (symbol && strchr("^/%", symbol))
        return "arithmetic goes into I(), as in I(miles^2) or I(miles / 10)";
    if (symbol == '~') return "a formula has one ~; several formulas are arguments of their own";
    if (symbol == ',') return "terms are joined by +, and several outcomes go into c(y, z)";
    return "this does not belong in a formula";
}

static bool read_formula(builder *b)
{
    nh_reader *r = &b->reader;
    if (nh_look(r) == '~') return fail(b, "an outcome was due before ~, as in sdq_score ~ miles");
    if (!read_outcomes(b)) return false;
    if (!nh_expect(r, "~", "~ was due here, as in sdq_score ~ miles")) return false;
    if (nh_look(r) == 0) return fail(b, "terms were due after ~; 1 stands for none but the intercept");
    terms all = sum(b);
    if (r->failed || !read_effects(b)) return false;
    if (nh_look(r) != 0) return fail(b, what_is_wrong(nh_look(r)));
    b->formula->has_baseline = b->formula->response == NH_SURVIVAL_RESPONSE;
    sort_terms(b, all);
    return true;
}

nh_formula *nh_formula_read(const char *text, nh_error *err)
{
    nh_arena *memory = nh_arena_new();
    nh_formula *formula = nh_arena_array(memory, 1, sizeof *formula);
    *formula = (nh_formula){ .text = nh_arena_text(memory, text, strlen(text)), .memory = memory,
                             .has_intercept = true };
    builder b = { { .text = formula->text, .memory = memory, .err = err }, formula };
    if (read_formula(&b)) return formula;
    nh_arena_free(memory);
    return NULL;
}

/* The term of a^b: the levels of both, joined. */
static nh_term effect_term(builder *b, const nh_effect *effect)
{
    nh_term whole = { 0 };
    for (size_t i = 0; i < effect->n; i++) {
        nh_expression *column = nh_arena_array(b->reader.memory, 1, sizeof *column);
        *column =
            (nh_expression){ .operation = NH_COLUMN_VALUE, .name = effect->names[i], .place = effect->places[i] };
        nh_atom atom = { .kind = NH_ATOM_LEVELS, .of = column, .place = effect->places[i],
                         .text = nh_arena_print(b->reader.memory, "i(%s)", effect->names[i]) };
        terms alone = term_of(b, atom);
        whole = i == 0 ? alone.item[0] : joined(b, whole, alone.item[0]);
    }
    whole.is_hidden = true;
    return whole;
}

void nh_formula_expand_effects(nh_formula *formula)
{
    builder b = { { .text = formula->text, .memory = formula->memory }, formula };
    terms all = { formula->terms, formula->n_terms };
    for (size_t i = 0; i < formula->n_effects; i++) add_term(&b, &all, effect_term(&b, &formula->effects[i]));
    if (formula->n_effects) formula->has_intercept = formula->hides_intercept = true;
    formula->n_effects = 0;
    formula->terms = all.item;
    formula->n_terms = all.n;
}

void nh_formula_free(nh_formula *formula)
{
    if (formula) nh_arena_free(formula->memory);
}
