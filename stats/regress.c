/* stats/regress.c: an outcome regressed on what may go with it, from a formula; or the standard models of distance.
 *
 * What is counted: the rows of a derived frame or of any CSV that are complete on everything the formula names;
 * the others are counted as left out. Every estimate has its interval, its kind of error and its number of rows. */
#include "datasets/derive/narrow.h"
#include "datasets/frame/arena.h"
#include "datasets/read/any_csv.h"
#include "stats/analysis.h"
#include "stats/dose_response.h"
#include "stats/identity.h"
#include "stats/lineage.h"
#include "stats/models/model.h"
#include "stats/standard_models.h"

#include <string.h>

static const nh_option_record options[] = {
    { .name = "on", .kind = NH_OPTION_TEXT, .argument = "placements|children|balance|panel|FILE.csv",
      .help = "what the rows are: a derived frame, or any CSV file (then no INPUT); children for child-level input "
              "and panel for published, unless said" },
    { .name = "types", .kind = NH_OPTION_TEXT, .argument = "COL=number|date|text[,...]",
      .help = "what columns of the CSV file of --on are, where their values do not say it" },
    { .name = "family", .kind = NH_OPTION_CHOICE,
      .argument = "gaussian|binomial|quasibinomial|poisson|quasipoisson|negbin|cox",
      .help = "the distribution: gaussian is least squares, binomial logit, poisson log-linear, negbin the same with "
              "variance mean + alpha mean^2, cox proportional hazards; cox where the outcome is "
              "Surv(...), else gaussian, unless said" },
    { .name = "se", .kind = NH_OPTION_CHOICE, .argument = "iid|hc0|hc1|hc2|hc3|hc4|cr0|cr1|cr1s|cr1p|cr2|cr3",
      .help = "the kind of standard errors; cr1 where there are clusters, else iid, unless said" },
    { .name = "df", .kind = NH_OPTION_CHOICE, .argument = "clusters|satterthwaite", .value = "clusters",
      .help = "degrees of freedom of clustered errors: one less than there are clusters, or Satterthwaite's, which "
              "cr2 and cr3 have anyway" },
    { .name = "fe-dof", .kind = NH_OPTION_CHOICE, .argument = "none|nested|all", .value = "nested",
      .help = "which absorbed effects cr1s counts as parameters: none, those not nested in the clusters, or all" },
    { .name = "cluster", .kind = NH_OPTION_TEXT, .argument = "COL[,COL]",
      .help = "rows that go together; of derived frames the authority (from 20 of them on) or the child, unless said "
              "(none: no clusters)" },
    { .name = "weights", .kind = NH_OPTION_TEXT, .argument = "COL",
      .help = "analytic weights: a row's variance is 1/COL" },
    { .name = "conf-level", .kind = NH_OPTION_REAL, .argument = "SHARE", .value = "0.95",
      .help = "the level of intervals" },
    { .name = "margins", .kind = NH_OPTION_FLAG, .help = "average marginal effects too, as the table margins" },
    { .name = "exponentiate", .kind = NH_OPTION_FLAG,
      .help = "estimates and intervals as odds, rate or hazard ratios (standard errors stay on the log scale)" },
    { .name = "dose", .kind = NH_OPTION_TEXT, .argument = "OUTCOME[,OUTCOME]",
      .help = "in place of a formula: how these outcomes go with miles from home (of published figures, with the "
              "share of new placements outside and over 20 miles), as a line, over 20 miles, bands and a spline, "
              "unadjusted, adjusted and within authority, and what that stands on (tables dose, sensitivity)" },
    { .name = "adjust", .kind = NH_OPTION_TEXT, .argument = "TERM[+TERM]",
      .help = "what --dose adjusts for; age, sex and placement_group, of published figures region and year, unless "
              "said" },
    { .name = "distance", .kind = NH_OPTION_TEXT, .argument = "COL",
      .help = "the share of the published panel that --dose takes for distance: share_new_over_20_outside (unless "
              "said), share_new_over_20, share_new_over_20_outside_known or share_new_outside" },
    { .name = "tests", .kind = NH_OPTION_FLAG,
      .help = "Wald tests of all terms, and of each term of several columns, as the table tests" },
    { .name = "wald", .kind = NH_OPTION_TEXT, .argument = "TERM[+TERM]",
      .help = "such a test of these terms together, in the table tests" },
    { .name = "firth", .kind = NH_OPTION_FLAG,
      .help = "Firth's penalty on a binomial or poisson model: finite estimates where outcomes are separated" },
    { .name = "intervals", .kind = NH_OPTION_CHOICE, .argument = "wald|profile", .value = "wald",
      .help = "of a binomial or poisson model, with --firth or without, intervals and p-values from estimates and "
              "errors, or from the profile of the (penalised) likelihood, which need not be symmetric" },
    { .name = "information", .kind = NH_OPTION_CHOICE, .argument = "observed|expected", .value = "observed",
      .help = "which information the errors of negbin come from: that of (b, ln alpha) as observed, or that of b as "
              "expected" },
    { .name = "likelihood", .kind = NH_OPTION_CHOICE, .argument = "reml|ml|swamy-arora", .value = "reml",
      .help = "of a linear model with a random intercept (1 | COL), restricted or full maximum likelihood, or "
              "variances from within and between levels (the random effects of panels), with Hausman's test in the "
              "table details" },
    { .name = "points", .kind = NH_OPTION_WHOLE, .argument = "N", .value = "25",
      .help = "points of quadrature, 1 to 100, of a logit with a random intercept" },
    { .name = "ties", .kind = NH_OPTION_CHOICE, .argument = "efron|breslow|exact", .value = "efron",
      .help = "how events of one time are taken in a survival model" },
    { .name = "hazards", .kind = NH_OPTION_FLAG,
      .help = "of a survival model, the baseline hazard and survival (table baseline) and a test of whether hazards "
              "are proportional (table proportional)" },
    { .name = "brackets", .kind = NH_OPTION_CHOICE, .argument = "se|interval|p", .value = "se",
      .help = "what stands below a coefficient in the tables models, which set models side by side for print" },
    { .name = "stars", .kind = NH_OPTION_FLAG, .help = "stars in the tables models: * p<0.05, ** p<0.01, *** p<0.001" },
    { 0 }
};

static const char *const tables[] = { "estimates", "fit", "margins", "tests", "details", "proportional", "baseline",
                                      "dose", "sensitivity", "effects", "response", "models", NULL };
static const nh_chart_choice charts[] = { { "forest", "effects" }, { "curve", "response" }, { 0 } };

static const char description[] =
    "A formula is OUTCOME ~ TERMS | FIXED EFFECTS, as in R's fixest: columns, i(x, ref=level), a:b, a*b, log(x), "
    "I(x^2), I(group == \"homes\"), poly(x,2), poly(x,2,raw), ns(x,3), offset(log(x)), 0 for no intercept; c(y, z) "
    "for several outcomes, cbind(successes, failures) for counts, Surv(days, event) or Surv(entry, exit, event) for "
    "how long it takes, with strata(authority) for baseline hazards of their own; (1 | authority) among the terms is "
    "a random intercept. A category expands by itself; its reference level is the first in the alphabet unless ref= "
    "says another. Effects after the bar are absorbed (authority + year, "
    "authority^year). Several formulas are fitted one after the other and stand side by side in the table models. "
    "Without a formula the standard models of distance and outcomes are fitted.";

static const char worked[] =
    "$ nearhome simulate --authorities E10000016,E09000007 --children 3000 -o extract -q\n"
    "$ nearhome regress 'teeth_check ~ over_20' 'teeth_check ~ over_20 + sex | authority' extract -q --table models "
    "-f table\n"
    "term                      level   (1) teeth_check  (2) teeth_check\n"
    "(Intercept)                       0.8008\n"
    "                                  (0.0079)\n"
    "over_20                           \xE2\x88\x92" "0.039           \xE2\x88\x92" "0.039\n"
    "                                  (0.014)          (0.014)\n"
    "...\n"
    "Effects of authority              No               Yes\n"
    "...\n"
    "$ nearhome regress --dose teeth_check extract -q -o dose/\n"
    "$ nearhome chart curve dose/response.csv -o curve.svg\n";

static bool is_file(const char *on) { return on && (strchr(on, '.') || strchr(on, '/') || strcmp(on, "-") == 0); }

/* Tables of a CSV of children's records pass disclosure control. */
static nh_frame *read_file(const nh_options *given, nh_error *err)
{
    const char *path = nh_option_text(given, "on"), *said = nh_option_text(given, "types");
    nh_column_types *types = said ? nh_column_types_read(said, err) : NULL;
    if (said && !types) return NULL;
    nh_frame *frame = nh_any_csv_typed(path, nh_encoding_named(nh_option_text(given, "encoding")), types, err);
    nh_column_types_free(types);
    if (!frame) return NULL;
    nh_frame_set_lineage(frame, nh_rows_are_of(frame) == NH_OF_CHILDREN ? NH_CHILD_LEVEL : NH_PUBLISHED);
    return frame;
}

static void tell_of_rows(const nh_frame *frame, const char *path, nh_results *results)
{
    if (nh_frame_lineage(frame) == NH_PUBLISHED && nh_rows_are_of(frame) == NH_OF_ANYTHING)
        nh_results_note(results,
                        "nothing in %s says that its rows are children, and its numbers are shown as they are; "
                        "if they are children, give it a column child that tells them apart",
                        path);
}

static const char *clusters_of(const nh_frame *frame, const nh_options *given)
{
    const char *said = nh_option_text(given, "cluster"), *on = nh_option_text(given, "on");
    if (said) return strcmp(said, "none") == 0 ? NULL : said;
    const char *kind = nh_option_text(given, "se");
    bool wants_none = kind && strncmp(kind, "cr", 2) != 0;
    return is_file(on) || wants_none ? NULL : nh_usual_clusters(frame);
}

static nh_error_kind kind_of(const char *said, const char *clusters)
{
    nh_error_kind kind = NH_IID;
    if (!said) return clusters ? NH_CR1 : NH_IID;
    while (strcmp(nh_error_kind_name(kind), said) != 0) kind++;
    return kind;
}

static nh_fe_dof fe_dof_of(const char *said)
{
    if (strcmp(said, "none") == 0) return NH_FE_NONE;
    return strcmp(said, "all") == 0 ? NH_FE_ALL : NH_FE_NESTED;
}

static nh_likelihood likelihood_of(const char *said)
{
    if (strcmp(said, "swamy-arora") == 0) return NH_SWAMY_ARORA;
    return strcmp(said, "ml") == 0 ? NH_ML : NH_REML;
}

static nh_ties ties_of(const char *said)
{
    if (strcmp(said, "breslow") == 0) return NH_BRESLOW;
    return strcmp(said, "exact") == 0 ? NH_EXACT_TIES : NH_EFRON;
}

/* A table that is asked for by name is made without its option. */
static bool is_asked(const nh_options *given, const char *option, const char *table)
{
    const char *printed = nh_option_text(given, "table");
    return nh_option_flag(given, option) || (printed && strcmp(printed, table) == 0);
}

static nh_model_request request_of(const nh_frame *frame, const char *formula, const nh_options *given)
{
    const char *clusters = clusters_of(frame, given);
    return (nh_model_request){ .formula = formula, .family = nh_option_text(given, "family"),
                               .weights = nh_option_text(given, "weights"), .clusters = clusters,
                               .kind = kind_of(nh_option_text(given, "se"), clusters),
                               .fe_dof = fe_dof_of(nh_option_text(given, "fe-dof")),
                               .satterthwaite = strcmp(nh_option_text(given, "df"), "satterthwaite") == 0,
                               .conf_level = nh_option_real(given, "conf-level"),
                               .exponentiate = nh_option_flag(given, "exponentiate"),
                               .margins = is_asked(given, "margins", "margins"),
                               .tests = is_asked(given, "tests", "tests") || nh_option_given(given, "wald"),
                               .tested = nh_option_text(given, "wald"),
                               .ties = ties_of(nh_option_text(given, "ties")),
                               .firth = nh_option_flag(given, "firth"),
                               .profiles = strcmp(nh_option_text(given, "intervals"), "profile") == 0,
                               .information = strcmp(nh_option_text(given, "information"), "expected") == 0
                                                  ? NH_EXPECTED : NH_OBSERVED,
                               .has_usual_errors = !nh_option_text(given, "se") && !nh_option_text(given, "cluster"),
                               .likelihood = likelihood_of(nh_option_text(given, "likelihood")),
                               .n_points = (size_t)nh_option_whole(given, "points"),
                               .hazards = is_asked(given, "hazards", "proportional") ||
                                          is_asked(given, "hazards", "baseline") };
}

static bool has_sound_numbers(const nh_options *given, nh_error *err)
{
    double level = nh_option_real(given, "conf-level");
    long points = nh_option_whole(given, "points");
    if (points < 1 || points > 100)
        return nh_fail(err, NH_BAD_INPUT, "--points is a whole number from 1 to 100, such as 25");
    return (level > 0 && level < 1) ||
           nh_fail(err, NH_BAD_INPUT, "--conf-level is a share between 0 and 1, such as 0.95");
}

/* A model that cannot be fitted is something missing, not a refusal: it is said, and the exit code is 1. */
static bool fit_one(const nh_frame *frame, const nh_model_request *request, nh_model_tables *made,
                    nh_results *results, nh_error *err)
{
    nh_error why = { 0 };
    if (nh_model_add(frame, request, made, results, &why)) return true;
    if (why.status != NH_INCOMPLETE) return nh_fail(err, why.status, "%s", why.text);
    nh_results_gap(results, "%s", why.text);
    return true;
}

/* Several formulas are models side by side, told apart by their number. */
static bool fit(const nh_frame *frame, const char *formulas, const nh_options *given, nh_results *results,
                nh_error *err)
{
    static const char apart[] = { NH_NEXT_WORD, 0 };
    nh_arena *memory = nh_arena_new();
    nh_model_tables made = nh_model_tables_new(frame);
    nh_model_request request = request_of(frame, NULL, given);
    char *rest = nh_arena_text(memory, formulas, strlen(formulas)), *save = NULL;
    bool is_done = true, are_several = strchr(formulas, NH_NEXT_WORD) != NULL;
    for (char *at = strtok_r(rest, apart, &save); at && is_done; at = strtok_r(NULL, apart, &save)) {
        request.formula = at;
        request.number += are_several;
        is_done = fit_one(frame, &request, &made, results, err);
    }
    nh_arena_free(memory);
    if (nh_frame_rows(made.fit) == 0) nh_model_tables_clear(&made);
    nh_results_add(results, made.estimates);
    nh_results_add(results, made.fit);
    nh_results_add(results, made.tests);
    nh_results_add(results, made.details);
    nh_results_add(results, made.proportional);
    nh_results_add(results, made.baseline);
    if (request.margins) nh_results_add(results, made.margins);
    else nh_frame_free(made.margins);
    return is_done;
}

static bool fit_or_dose(const nh_frame *frame, const char *formula, const nh_options *given, nh_results *results,
                        nh_error *err)
{
    const char *outcomes = nh_option_text(given, "dose");
    if (!outcomes) return fit(frame, formula, given, results, err);
    nh_model_request usual = request_of(frame, formula, given);
    nh_dose_request request = { .outcomes = outcomes, .adjusted_for = nh_option_text(given, "adjust"),
                                .distance = nh_option_text(given, "distance"),
                                .clusters = usual.clusters, .conf_level = usual.conf_level,
                                .kind = usual.clusters || nh_option_text(given, "se") ? usual.kind : NH_HC1 };
    return nh_dose_response(frame, &request, results, err);
}

static bool may_narrow(nh_inputs *inputs, const nh_frame *whole, const nh_options *given, nh_error *err)
{
    bool is_open = nh_frame_lineage(whole) != NH_CHILD_LEVEL || nh_option_flag(given, "exact");
    return is_open || nh_where_is_shared(nh_inputs_rules(inputs)->where, err);
}

/* A file of its own passes --where and --year like a derived frame. */
static bool fit_file(nh_inputs *inputs, const char *formula, const nh_options *given, nh_results *results,
                     nh_error *err)
{
    nh_frame *whole = read_file(given, err), *narrowed = NULL;
    bool is_done = whole && may_narrow(inputs, whole, given, err) && nh_narrow(inputs, whole, &narrowed, err) &&
                   fit_or_dose(narrowed ? narrowed : whole, formula, given, results, err);
    if (is_done) tell_of_rows(whole, nh_option_text(given, "on"), results);
    nh_frame_free(narrowed);
    nh_frame_free(whole);
    return is_done;
}

static bool run(nh_inputs *inputs, const nh_options *given, nh_results *results, nh_error *err)
{
    const char *formula = nh_option_text(given, "formula"), *on = nh_option_text(given, "on");
    if (!has_sound_numbers(given, err)) return false;
    bool is_dose = nh_option_text(given, "dose") != NULL;
    if (formula && is_dose) return nh_fail(err, NH_BAD_INPUT, "--dose stands in place of a FORMULA; say one of them");
    if (!formula && !is_dose && on)
        return nh_fail(err, NH_BAD_INPUT, "--on says where a FORMULA is fitted, and there is none: nearhome regress "
                       "'OUTCOME ~ TERMS' --on %s", on);
    if (!formula && !is_dose)
        return nh_standard_models_run(inputs, nh_option_real(given, "conf-level"), results, err);
    if (is_file(on)) return fit_file(inputs, formula, given, results, err);
    if (!on) on = nh_inputs_are_child_level(inputs) ? "children" : "panel";
    const nh_frame *frame = nh_inputs_frame(inputs, on, err);
    return frame && fit_or_dose(frame, formula, given, results, err);
}

static void findings(nh_results *released) { nh_standard_models_findings(released); }

const nh_analysis nh_regress = {
    .name = "regress",
    .summary = "regression of an outcome on distance or anything else, with fixed effects and clustered errors",
    .heading = "What goes with living far from home",
    .arguments = "[FORMULA...]",
    .options = options,
    .tables = tables,
    .charts = charts,
    .example = "nearhome regress 'immunisations ~ over_20 + age + sex | authority' extract/",
    .worked = worked,
    .description = description,
    .introduction =
        "Whether children who live far from home do better or worse than children like them who live nearer, or "
        "authorities that place more children far away than others. An association is not a cause: "
        "children are placed far away for reasons.",
    .run = run,
    .findings = findings,
};
