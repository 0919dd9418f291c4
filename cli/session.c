/* cli/session.c: the inputs of a command from reading to the last word about them. */
#include "cli/session.h"

#include "cli/directory.h"
#include "cli/hash.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "stats/disclosure.h"
#include "stats/identity.h"

#include <string.h>
#include <unistd.h>

static nh_rules rules_of(const invocation *given)
{
    const nh_options *options = given->options;
    nh_rules rules = {
        .known_codes_only = !given->what.gives_records,
        .gap_days = (int)nh_option_whole(options, "gap-days"),
        .history_from = (int)nh_option_whole(options, "history-from"),
        .year = (int)nh_option_whole(options, "year"),
        .where = nh_option_text(options, "where"),
    };
    const char *count = nh_option_text(options, "count");
    rules.count_carers = count && strcmp(count, "carers") == 0;
    nh_option_date(options, "extract-date", &rules.extract_date);
    return rules;
}

static nh_extract *read_extract(const session *s, const nh_simulated *embedded, nh_error *err)
{
    const nh_options *options = s->given->options;
    nh_extract_request request = {
        .inputs = s->given->inputs,
        .n_inputs = s->given->n_inputs,
        .embedded = embedded ? embedded->files : NULL,
        .n_embedded = embedded ? embedded->n : 0,
        .authority = nh_option_text(options, "authority"),
        .year = (int)nh_option_whole(options, "year"),
        .as = nh_option_text(options, "as"),
        .encoding = nh_encoding_named(nh_option_text(options, "encoding")),
        .progress = &s->shown.teller,
    };
    return nh_extract_read(&request, err);
}

/* A source of another time but the same bytes is a copy: only then is it worth the time to hash it. */
static bool is_stale(const nh_postcodes *found, const char *path, char source[NH_SOURCE_PATH])
{
    file_hash now;
    nh_source_state state = nh_postcodes_source_state(found, path, source);
    if (state != NH_SOURCE_OF_OTHER_TIME) return state == NH_SOURCE_OF_OTHER_SIZE;
    return !hash_input(source, &now, NULL) || strcmp(now.sha256, nh_postcodes_kept_from(found)->sha256) != 0;
}

static void note_stale(const nh_postcodes *found, const char *path, nh_results *notes)
{
    char source[NH_SOURCE_PATH];
    if (!found || !is_stale(found, path, source)) return;
    nh_results_note(notes, "%s was made from another %s than the one that lies beside it now: make it anew with nearhome "
                    "postcodes %s -o %s", path, nh_postcodes_kept_from(found)->name, source, path);
}

/* Takes over the extract, also when it fails. A row of the directory that gives no distance (there are 37,000) is no
 * problem of the extract: check tells of it where the directory is its input. */
static nh_inputs *with_postcodes(const session *s, nh_extract *extract, directory *beside, nh_error *err)
{
    const char *path = nh_option_text(s->given->options, "postcodes");
    nh_postcodes *found = directory_end(beside, &s->shown.teller, err);
    if (path && !found) {
        nh_extract_free(extract);
        return NULL;
    }
    nh_rules rules = rules_of(s->given);
    nh_inputs *inputs = nh_inputs_new(extract, found, &rules, &s->shown.teller);
    note_stale(found, path, nh_inputs_notes(inputs));
    return inputs;
}

/* simulate calls its children SYN and six digits. */
static bool is_invented_child(const char *child)
{
    return strncmp(child, "SYN", 3) == 0 && strspn(child + 3, "0123456789") == 6 && !child[9];
}

/* One such child is enough: its figures are no figures of any authority. */
static bool holds_invented_children(const nh_extract *extract)
{
    static const char *const tables[] = { "episodes", "header" };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const nh_frame *frame = nh_extract_table(extract, tables[i]);
        const nh_column *child = frame ? nh_frame_find(frame, "child") : NULL;
        size_t n = child && child->levels ? nh_levels_count(child->levels) : 0;
        for (size_t k = 0; k < n; k++)
            if (is_invented_child(nh_levels_text(child->levels, (int32_t)k))) return true;
    }
    return false;
}

/* Numbers that would be taken for something else than was meant. */
static bool has_sound_numbers(const nh_options *given, nh_error *err)
{
    static const struct {
        const char *option;
        long least, most;
    } all[] = { { "j", 1, 4096 }, { "gap-days", 0, 3650 }, { "history-from", 1992, 2100 } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        long value = nh_option_whole(given, all[i].option);
        if (nh_option_given(given, all[i].option) && (value < all[i].least || value > all[i].most))
            return nh_fail(err, NH_BAD_INPUT, "%s%s takes a number from %ld to %ld", all[i].option[1] ? "--" : "-",
                           all[i].option, all[i].least, all[i].most);
    }
    return true;
}

/* What came through it is gone once it was read. */
static bool reads_standard_input_once(const invocation *given, nh_error *err)
{
    static const char *const options[] = { "postcodes", "on" };
    size_t n = 0;
    for (size_t i = 0; i < given->n_inputs; i++) n += strcmp(given->inputs[i], "-") == 0;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *value = nh_option_text(given->options, options[i]);
        n += value && strcmp(value, "-") == 0;
    }
    return n <= 1 || nh_fail(err, NH_BAD_INPUT, "standard input (-) is asked for %zu times, and can be read once: "
                             "put the others into files", n);
}

/* -j, or as many as there are. */
static long n_processors(const nh_options *options)
{
    return nh_option_given(options, "j") ? nh_option_whole(options, "j") : sysconf(_SC_NPROCESSORS_ONLN);
}

/* A fault of the records is told before one of the directory. */
static nh_inputs *read_inputs(session *s, const nh_simulated *embedded, nh_error *err)
{
    const nh_options *options = s->given->options;
    directory *beside = directory_begin(nh_option_text(options, "postcodes"), n_processors(options));
    nh_extract *extract = read_extract(s, embedded, err);
    s->is_invented = extract && holds_invented_children(extract);
    if (extract) return with_postcodes(s, extract, beside, err);
    directory_leave(beside);
    return NULL;
}

bool session_open(session *s, const invocation *given, const nh_simulated *embedded, nh_error *err)
{
    *s = (session){ .given = given };
    s->is_quiet = nh_option_flag(given->options, "q");
    s->is_verbose = nh_option_flag(given->options, "v") && !s->is_quiet;
    progress_begin(&s->shown, s->is_quiet, s->is_verbose);
    bool is_sound = has_sound_numbers(given->options, err) && reads_standard_input_once(given, err);
    s->inputs = is_sound ? read_inputs(s, embedded, err) : NULL;
    if (!s->inputs) progress_end(&s->shown);
    return s->inputs != NULL;
}

bool session_may_narrow(const session *s, nh_error *err)
{
    bool is_open = !nh_inputs_are_child_level(s->inputs) || nh_option_flag(s->given->options, "exact");
    return is_open || nh_where_is_shared(nh_option_text(s->given->options, "where"), err);
}

void session_settle(session *s)
{
    progress_end(&s->shown);
}

static void add_notes(nh_results *results, const nh_sentences *notes)
{
    for (size_t i = 0; i < notes->n; i++) nh_results_note(results, "%s", notes->text[i]);
}

void session_gather(const session *s, nh_results *results)
{
    const nh_results *derivation = nh_inputs_notes(s->inputs);
    if (s->is_invented)
        nh_results_note(results, "the children of this extract are invented (SYN...): no figure says anything "
                                 "of any child, authority or England");
    add_notes(results, nh_extract_notes(nh_inputs_extract(s->inputs)));
    add_notes(results, &derivation->notes);
    for (size_t i = 0; i < derivation->gaps.n; i++) nh_results_gap(results, "%s", derivation->gaps.text[i]);
}

void session_say_gathered(session *s, const nh_results *results)
{
    session_settle(s);
    if (!s->is_quiet) {
        say_problems(nh_inputs_problems(s->inputs));
        say_sentences("note", &results->notes);
    }
    if (s->is_verbose) say_sentences("finding", &results->findings);
    say_sentences("missing", &results->gaps);
}

void session_say(session *s, const nh_results *results)
{
    nh_results *all = nh_results_new();
    session_gather(s, all);
    for (size_t i = 0; results && i < results->notes.n; i++) nh_results_note(all, "%s", results->notes.text[i]);
    for (size_t i = 0; results && i < results->gaps.n; i++) nh_results_gap(all, "%s", results->gaps.text[i]);
    for (size_t i = 0; results && i < results->findings.n; i++)
        nh_results_finding(all, "%s", results->findings.text[i]);
    session_say_gathered(s, all);
    nh_results_free(all);
}

bool session_write(session *s, const nh_results *results, bool is_true, nh_error *err)
{
    nh_results *said = nh_results_new(), with_notes = *results;
    session_settle(s);
    session_gather(s, said);
    add_notes(said, &results->notes);
    for (size_t i = 0; i < results->gaps.n; i++) nh_results_gap(said, "%s", results->gaps.text[i]);
    nh_disclose_notes(said, is_true || !nh_inputs_are_child_level(s->inputs));
    with_notes.notes = said->notes;
    with_notes.gaps = said->gaps;
    bool ok = write_results(s->given, &with_notes, is_true ? NH_OWNER_ONLY : NH_SHARED_FILE, err);
    nh_results_free(said);
    return ok;
}

nh_status session_close(session *s, bool ok, const nh_results *results, const nh_error *err)
{
    size_t n_missing = nh_inputs_notes(s->inputs)->gaps.n + (results ? results->gaps.n : 0);
    session_settle(s);
    nh_inputs_free(s->inputs);
    s->inputs = NULL;
    if (!ok) return err->status;
    return n_missing ? NH_INCOMPLETE : NH_OK;
}
