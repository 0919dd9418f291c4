/* stats/models/formula_bind.c: the names of a formula looked up in a frame. */
#include "stats/identity.h"
#include "stats/models/formula.h"
#include "stats/models/nearest_name.h"
#include "stats/models/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct binder {
    const nh_formula *formula;
    const nh_frame *frame;
    nh_error *err;
} binder;

/* "; did you mean miles?", or what there is, as far as the room goes. */
static void say_what_there_is(const char *nearest, const char *const *names, size_t n, char *text, size_t room)
{
    size_t used = (size_t)snprintf(text, room, "; %s%s%s", nearest ? "did you mean " : "it has",
                                   nearest ? nearest : "", nearest ? "?" : "");
    for (size_t i = 0; i < n && !nearest; i++) {
        bool fits = used + strlen(names[i]) + sizeof ", ..." < room;
        used += (size_t)snprintf(text + used, room - used, "%s%s", i ? ", " : " ", fits ? names[i] : "...");
        if (!fits) return;
    }
}

static bool unknown_column(const binder *b, const char *name, size_t place)
{
    char there[240];
    size_t n = nh_frame_columns(b->frame);
    const char **names = nh_zeroed(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) names[i] = nh_frame_at(b->frame, i)->name;
    say_what_there_is(nh_nearest_name(name, names, n), names, n, there, sizeof there);
    nh_formula_fail(b->formula->text, place, b->err, "%s has no column '%.60s'%s", nh_frame_name(b->frame), name, there);
    free(names);
    return false;
}

static const nh_column *found(const binder *b, const char *name, size_t place)
{
    const nh_column *column = nh_frame_find(b->frame, name);
    if (!column) unknown_column(b, name, place);
    return column;
}

/* Identifiers and postcodes of children: none of their values is told, nor looked for. */
static bool points_at_a_child(const binder *b, const nh_column *column)
{
    return nh_frame_lineage(b->frame) == NH_CHILD_LEVEL && nh_is_identity(column->name);
}

static bool refuse_identity(const binder *b, const nh_column *column, size_t place)
{
    nh_formula_fail(b->formula->text, place, b->err, "%s points at one child: it may stand after the bar or in "
                    "--cluster, not among the terms", column->name);
    b->err->status = NH_DISCLOSURE;
    return false;
}

static bool unknown_level(const binder *b, const nh_column *column, const char *text, size_t place)
{
    size_t n = nh_levels_count(column->levels);
    const char **names = nh_zeroed(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) names[i] = nh_levels_text(column->levels, (int32_t)i);
    const char *nearest = nh_nearest_name(text, names, n);
    nh_formula_fail(b->formula->text, place, b->err, "%s has no level '%.60s'%s%s%s", column->name, text,
                    nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    free(names);
    return false;
}

static bool bind_text(const binder *b, nh_expression *e)
{
    e->column = found(b, e->left->name, e->left->place);
    if (!e->column) return false;
    if (e->column->kind != NH_CATEGORY)
        return nh_formula_fail(b->formula->text, e->place, b->err,
                               "%s holds numbers and cannot be compared with a text", e->column->name);
    if (points_at_a_child(b, e->column)) return refuse_identity(b, e->column, e->place);
    e->code = nh_levels_find_text(e->column->levels, e->name);
    return e->code != NH_NO_LEVEL || unknown_level(b, e->column, e->name, e->place);
}

/* Every column of the tree; a category may only stand alone, where `may_be_category`. */
static bool bind(const binder *b, nh_expression *e, bool may_be_category)
{
    if (!e || e->operation == NH_CONSTANT) return true;
    if (e->operation == NH_IS_TEXT || e->operation == NH_IS_NOT_TEXT) return bind_text(b, e);
    if (e->operation != NH_COLUMN_VALUE) return bind(b, e->left, false) && bind(b, e->right, false);
    e->column = found(b, e->name, e->place);
    if (!e->column) return false;
    if (e->column->kind != NH_CATEGORY || may_be_category) return true;
    return nh_formula_fail(b->formula->text, e->place, b->err,
                           "%s is a category, not a number; compare it with one of its texts, as in I(%s == \"...\")",
                           e->name, e->name);
}

static bool bind_atom(const binder *b, nh_atom *atom)
{
    bool may_be_category = atom->kind == NH_ATOM_VALUE || atom->kind == NH_ATOM_LEVELS;
    if (!bind(b, atom->of, may_be_category)) return false;
    bool is_category = atom->of->operation == NH_COLUMN_VALUE && atom->of->column->kind == NH_CATEGORY;
    if (is_category) atom->kind = NH_ATOM_LEVELS;
    if (is_category && points_at_a_child(b, atom->of->column))
        return refuse_identity(b, atom->of->column, atom->place);
    if (!is_category || !atom->reference) return true;
    if (nh_levels_find_text(atom->of->column->levels, atom->reference) != NH_NO_LEVEL) return true;
    return unknown_level(b, atom->of->column, atom->reference, atom->place);
}

static bool bind_effect(const binder *b, nh_effect *effect)
{
    for (size_t i = 0; i < effect->n; i++) {
        effect->columns[i] = found(b, effect->names[i], effect->places[i]);
        if (!effect->columns[i]) return false;
    }
    return true;
}

bool nh_formula_bind(nh_formula *formula, const nh_frame *frame, nh_error *err)
{
    binder b = { formula, frame, err };
    for (size_t i = 0; i < formula->n_outcomes; i++)
        if (!bind(&b, formula->outcomes[i].of, false)) return false;
    for (size_t i = 0; i < formula->n_atoms; i++)
        if (!bind_atom(&b, &formula->atoms[i])) return false;
    for (size_t i = 0; i < formula->n_offsets; i++)
        if (!bind(&b, formula->offsets[i], false)) return false;
    for (size_t i = 0; i < formula->n_effects; i++)
        if (!bind_effect(&b, &formula->effects[i])) return false;
    return !formula->random || bind_effect(&b, formula->random);
}
