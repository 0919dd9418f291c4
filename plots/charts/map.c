/* plots/charts/map.c: England by authority, shaded by net gain of looked-after children, with a London inset.
 *
 * Seven shades: net gain per 100 own children where the table has it, else in children. Authorities without a
 * figure (suppressed or missing) are grey and counted under the map. Areas are made from postcodes and are not
 * official boundaries; that is said in the picture. */
#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/write/shown.h"
#include "plots/outlines.h"
#include "plots/theme.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_SHADES = 7, N_CUTS = N_SHADES - 1, NO_FIGURE = 0xE0E0E0, NEIGHBOUR = 0xF1F1F1 };

/* From those who send out most to those who take in most. */
static const uint32_t shades[N_SHADES] = {
    NH_NAVY, NH_BLUE, 0x9CC7EE, 0xFBD0B8, NH_ORANGE, NH_ORANGE_WORD, 0x6E2400
};

/* A value at a cut belongs to the shade further from 0. */
typedef struct measure {
    const char *column, *words;
    double cuts[N_CUTS];
} measure;

static const measure measures[] = {
    { "net_per_100", "Net gain of looked-after children per 100 of the authority\xE2\x80\x99s own", { -30, -15, 0, 15, 30, 60 } },
    { "net_gain", "Net gain of looked-after children", { -200, -50, 0, 50, 200, 400 } },
};

typedef struct map {
    const measure *shown;
    double *value;  /* by authority; NAN where there is no figure */
    size_t n_out, n_in, n_without;
    int year;
} map;

/* ---- values ---- */

static bool has_values(const nh_frame *table, const char *name)
{
    const nh_column *column = nh_frame_find(table, name);
    if (!column || column->kind != NH_NUMBER) return false;
    for (size_t row = 0; row < column->n; row++)
        if (nh_present(column, row)) return true;
    return false;
}

static const measure *measure_of(const nh_frame *table)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (has_values(table, measures[i].column)) return &measures[i];
    return NULL;
}

static int latest_year(const nh_column *year)
{
    double latest = 0;
    for (size_t row = 0; row < year->n; row++)
        if (nh_present(year, row)) latest = fmax(latest, year->number[row]);
    return (int)latest;
}

/* Each row counts for every area it covers now: an old authority's figure is shown on all its successors. */
static void put_value(map *m, int authority, double value)
{
    for (int place = 0; place < (int)nh_authority_count(); place++)
        if (nh_is_inside(authority, place)) m->value[place] = value;
}

static void count(map *m)
{
    for (int a = 0; a < (int)nh_authority_count(); a++) {
        if (!nh_authority_at(a)->in_england || !nh_is_in_force(a, m->year)) continue;
        m->n_without += isnan(m->value[a]) != 0;
        m->n_out += m->value[a] < 0;
        m->n_in += m->value[a] > 0;
    }
}

static bool collect(const nh_frame *table, map *m, nh_error *err)
{
    const nh_column *year = nh_frame_need(table, "year", NH_NUMBER, err);
    const nh_column *authority = nh_frame_need(table, "authority", NH_CATEGORY, err);
    if (!year || !authority) return false;
    m->shown = measure_of(table);
    if (!m->shown) return nh_fail(err, NH_INCOMPLETE, "no map: no authority has a net gain that can be shown");
    const nh_column *value = nh_frame_find(table, m->shown->column);
    m->year = latest_year(year);
    m->value = nh_zeroed(nh_authority_count(), sizeof *m->value);
    for (size_t a = 0; a < nh_authority_count(); a++) m->value[a] = NAN;
    for (size_t row = 0; row < nh_frame_rows(table); row++) {
        if (!nh_present(year, row) || (int)year->number[row] != m->year) continue;
        int of = nh_authority_of(nh_text_at(authority, row));
        if (of != NH_NO_AUTHORITY && nh_present(value, row)) put_value(m, of, value->number[row]);
    }
    count(m);
    return true;
}

static uint32_t colour_of(const map *m, int authority)
{
    if (authority == NH_NO_AUTHORITY) return NEIGHBOUR;
    double value = m->value[authority];
    if (isnan(value)) return NO_FIGURE;
    size_t shade = 0;
    while (shade < N_CUTS &&
           (m->shown->cuts[shade] < 0 ? value > m->shown->cuts[shade] : value >= m->shown->cuts[shade]))
        shade++;
    return shades[shade];
}

/* ---- words ---- */

static void describe(const nh_frame *table, nh_text *title, nh_text *description)
{
    map m = { 0 };
    if (collect(table, &m, NULL)) {
        nh_text_say(title, "%zu authorities send out more children than they take in; %zu take in more", m.n_out,
                    m.n_in);
        nh_text_say(description,
                    "Map of England by authority, shaded by net gain of looked-after children on 31 March "
                    "%d, with an inset of London. %zu authorities have a net loss, %zu a net gain, and %zu have no "
                    "figure.", m.year, m.n_out, m.n_in, m.n_without);
    } else {
        nh_text_say(title, "Net gain of looked-after children by authority");
        nh_text_say(description, "Map of England by authority. No figure can be shown.");
    }
    free(m.value);
}

/* ---- picture ---- */

/* Where metres of the National Grid come to lie. */
typedef struct window {
    nh_scale x, y;
    nh_box pixels;
} window;

static window window_of(nh_box pixels, double west, double south, double width)
{
    double metres = width / (pixels.right - pixels.left);
    return (window){ { west, west + width, pixels.left, pixels.right },
                     { south, south + metres * (pixels.bottom - pixels.top), pixels.bottom, pixels.top }, pixels };
}

/* One side of a rectangle: a point is inside when sign * (coordinate - limit) >= 0. */
typedef struct side {
    bool is_x;
    double limit, sign;
} side;

static double depth(const side *s, nh_spot p)
{
    return s->sign * ((s->is_x ? p.x : p.y) - s->limit);
}

/* Sutherland and Hodgman 1974: what is left of a ring on the inner side of one line. */
static size_t clip_side(const side *s, const nh_spot *ring, size_t n, nh_spot *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        nh_spot here = ring[i], next = ring[(i + 1) % n];
        double a = depth(s, here), b = depth(s, next);
        if (a >= 0) out[kept++] = here;
        if ((a >= 0) == (b >= 0)) continue;
        double t = a / (a - b);
        out[kept++] = (nh_spot){ here.x + t * (next.x - here.x), here.y + t * (next.y - here.y) };
    }
    return kept;
}

/* `spots` and `spare` have room for twice the ring and eight more. */
static size_t clip(nh_box area, nh_spot *spots, size_t n, nh_spot *spare)
{
    const side around[] = { { true, area.left, 1 }, { true, area.right, -1 }, { false, area.top, 1 },
                            { false, area.bottom, -1 } };
    for (size_t k = 0; k < 4; k++) {
        n = clip_side(&around[k], spots, n, spare);
        memcpy(spots, spare, n * sizeof *spots);
    }
    return n;
}

static size_t place_ring(const window *w, const nh_ring *ring, nh_spot *spots)
{
    for (size_t i = 0; i < ring->n; i++)
        spots[i] = (nh_spot){ nh_place(w->x, (double)ring->at[i].x), nh_place(w->y, (double)ring->at[i].y) };
    return ring->n;
}

static size_t longest(const nh_ring *rings, size_t n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        if (rings[i].n > most) most = rings[i].n;
    return most;
}

static void paint_areas(nh_script *script, const map *m, const window *w, const nh_outlines *outlines)
{
    size_t room = 2 * longest(outlines->rings, outlines->n_rings) + 8;
    nh_spot *spots = nh_zeroed(room, sizeof *spots), *spare = nh_zeroed(room, sizeof *spare);
    for (size_t i = 0; i < outlines->n_rings; i++) {
        size_t n = clip(w->pixels, spots, place_ring(w, &outlines->rings[i], spots), spare);
        if (n > 2) nh_draw_shape(script, spots, n, colour_of(m, outlines->rings[i].authority));
    }
    free(spare);
    free(spots);
}

static bool is_within(nh_box area, nh_spot p)
{
    return p.x >= area.left && p.x <= area.right && p.y >= area.top && p.y <= area.bottom;
}

/* Borders in white, once each; what lies outside the window is left out, piece by piece. */
static void draw_borders(nh_script *script, const window *w, const nh_outlines *outlines)
{
    nh_spot *spots = nh_zeroed(longest(outlines->borders, outlines->n_borders) + 1, sizeof *spots);
    for (size_t i = 0; i < outlines->n_borders; i++) {
        size_t n = place_ring(w, &outlines->borders[i], spots);
        for (size_t from = 0, to; from < n; from = to + 1) {
            for (to = from; to < n && is_within(w->pixels, spots[to]); to++) {}
            if (to - from > 1) nh_draw_path(script, spots + from, to - from, (nh_stroke){ NH_WHITE, 0.8, NH_SOLID });
        }
    }
    free(spots);
}

static void draw_layer(nh_script *script, const map *m, const char *layer, const window *w)
{
    nh_outlines *outlines = nh_outlines_read(layer);
    paint_areas(script, m, w, outlines);
    draw_borders(script, w, outlines);
    nh_outlines_free(outlines);
}

static void draw_frame(nh_script *script, nh_box a)
{
    const nh_spot corners[] = { { a.left, a.top }, { a.right, a.top }, { a.right, a.bottom }, { a.left, a.bottom },
                                { a.left, a.top } };
    nh_draw_path(script, corners, 5, (nh_stroke){ NH_MUTED, 1, NH_SOLID });
}

/* "+15 to +30", "+60 or more", "-30 or less". */
static void shade_words(const measure *shown, size_t shade, nh_text *words)
{
    char low[NH_SHOWN_TEXT], high[NH_SHOWN_TEXT];
    if (shade == 0) nh_text_say(words, "%s or lower", nh_show_signed(shown->cuts[0], 0, high));
    else if (shade == N_SHADES - 1)
        nh_text_say(words, "%s or higher", nh_show_signed(shown->cuts[N_CUTS - 1], 0, low));
    else
        nh_text_say(words, "%s to %s%s", nh_show_signed(shown->cuts[shade - 1], 0, low),
                    shown->cuts[shade] == 0 ? "below " : "", nh_show_signed(shown->cuts[shade], 0, high));
}

static void draw_key(nh_script *script, uint32_t colour, nh_spot at, const char *words)
{
    nh_box box = { at.x, at.x + 28, at.y - 9, at.y + 9 };
    nh_draw_box(script, box, colour);
    draw_frame(script, box);
    nh_draw_text(script, at.x + 38, at.y, &(nh_type){ .size = 12, .colour = NH_INK }, words);
}

enum { KEY_ROW = 25 };

static void draw_legend(nh_script *script, const map *m, nh_spot at)
{
    const nh_type word = { .size = 12, .colour = NH_MUTED, .is_bold = true };
    nh_draw_text(script, at.x, at.y, &word, "Take in more \xE2\x96\xB2");
    for (size_t i = N_SHADES; i-- > 0;) {
        nh_text *words = nh_text_new();
        at.y += KEY_ROW;
        shade_words(m->shown, i, words);
        draw_key(script, shades[i], at, words->bytes);
        nh_text_free(words);
    }
    nh_draw_text(script, at.x, at.y + KEY_ROW, &word, "Send out more \xE2\x96\xBC");
    at.y += 2 * KEY_ROW + 6;
    draw_key(script, NO_FIGURE, at, "No figure");
}

enum { BODY = 900, INSET_WIDTH = 306, INSET_HEIGHT = 250 };

static void draw_map(nh_script *script, const map *m, nh_box body)
{
    double pixels_a_metre = BODY / 664500.0;
    window england = window_of(body, 78000, 0, (body.right - body.left) / pixels_a_metre);
    draw_layer(script, m, "england", &england);
    nh_box inset = { body.right - INSET_WIDTH, body.right, body.top + 4, body.top + 4 + INSET_HEIGHT };
    nh_draw_box(script, inset, NH_WHITE);
    window london = window_of(inset, 501000, 153000, 64500);
    draw_layer(script, m, "london", &london);
    draw_frame(script, inset);
    nh_draw_text(script, inset.left + 10, inset.top + 16, &(nh_type){ .size = 13, .colour = NH_INK, .is_bold = true },
                 "London");
    draw_legend(script, m, (nh_spot){ body.left + 16, body.top + 215 });
}

/* The owners of what the directory is made of ask to be named wherever something made of it is shown. */
static void say_note(const map *m, nh_text *note)
{
    if (m->n_without) nh_text_say(note, "%zu without a figure: suppressed or missing. ", m->n_without);
    nh_text_say(note, "Areas are drawn from the grid references of the ONS Postcode Directory and are not official "
                      "boundaries; contains OS, Royal Mail and National Statistics data \xC2\xA9 Crown copyright and "
                      "database right, \xC2\xA9 Royal Mail copyright and database right.");
}

static bool draw(const nh_frame *table, const nh_chart_labels *labels, nh_script *script, nh_error *err)
{
    map m = { 0 };
    bool ok = collect(table, &m, err);
    if (ok) {
        nh_text *subtitle = nh_text_new(), *note = nh_text_new();
        nh_text_say(subtitle, "%s, 31 March %d", m.shown->words, m.year);
        say_note(&m, note);
        const nh_heading heading = { .labels = labels, .subtitle = subtitle->bytes, .note = note->bytes };
        draw_map(script, &m, nh_script_open(script, &heading, BODY));
        nh_text_free(note);
        nh_text_free(subtitle);
    }
    free(m.value);
    return ok;
}

const nh_chart nh_chart_map = {
    .name = "map", .summary = "England by authority, shaded by net gain of children, with a London inset",
    .table = "balance", .draw = draw, .describe = describe
};
