/* cli/manifest.c: what a run was made of and what it gave; jansson reads and writes it. */
#include "cli/manifest.h"

#include "cli/each_file.h"
#include "datasets/frame/arena.h"
#include "datasets/read/csv.h"

#include <archive.h>
#include <expat.h>
#include <gsl/gsl_version.h>
#include <jansson.h>
#include <limits.h>
#include <nettle/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct manifest {
    json_t *root;
    bool hides_sizes;
};

/* Others only say how the run went, not what it gives. */
bool manifest_holds_option(const char *option)
{
    static const char *const others[] = { "j", "q", "v", "o", "f", "help", "version" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(option, others[i]) == 0) return false;
    return true;
}

/* Defaults too: a later version may have others. */
static json_t *options_of(const nh_options *options)
{
    json_t *all = json_object();
    for (size_t i = 0; i < nh_options_count(options); i++) {
        const nh_option_record *record = nh_options_at(options, i);
        const char *text = nh_option_text(options, record->name);
        if (!manifest_holds_option(record->name)) continue;
        if (record->kind == NH_OPTION_FLAG)
            json_object_set_new(all, record->name, json_boolean(nh_option_flag(options, record->name)));
        else if (text) json_object_set_new(all, record->name, json_string(text));
    }
    return all;
}

/* Other versions may draw or compute another last digit. */
static json_t *libraries(void)
{
    char nettle[32];
    snprintf(nettle, sizeof nettle, "%d.%d", nettle_version_major(), nettle_version_minor());
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "gsl", gsl_version, "jansson", jansson_version_str(),
                     "libarchive", archive_version_string(), "zlib", zlibVersion(), "expat", XML_ExpatVersion(),
                     "nettle", nettle, "libcsv", nh_csv_library());
}

manifest *manifest_new(const invocation *given)
{
    manifest *m = nh_zeroed(1, sizeof *m);
    m->root = json_object();
    json_object_set_new(m->root, "program", json_string("nearhome"));
    json_object_set_new(m->root, "version", json_string(NH_VERSION));
    json_object_set_new(m->root, "manifest", json_integer(1));
    json_object_set_new(m->root, "libraries", libraries());
    json_object_set_new(m->root, "command", json_string(given->what.name));
    json_object_set_new(m->root, "options", options_of(given->options));
    json_object_set_new(m->root, "inputs", json_array());
    json_object_set_new(m->root, "outputs", json_array());
    json_object_set_new(m->root, "problems", json_object());
    json_object_set_new(m->root, "missing", json_array());
    return m;
}

void manifest_free(manifest *m)
{
    if (!m) return;
    json_decref(m->root);
    free(m);
}

/* Names of files may be in any encoding; one that is not UTF-8 is shown as unknown. */
static json_t *text_of(const char *text)
{
    json_t *string = json_string(text);
    return string ? string : json_string("\xEF\xBF\xBD");
}

void manifest_tell_sizes(manifest *m, bool are_told)
{
    m->hides_sizes = !are_told;
}

static void add_file(manifest *m, const char *list, const char *path, const file_hash *hash)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "path", text_of(path));
    bool is_hidden = m->hides_sizes && strcmp(list, "inputs") == 0;
    if (!is_hidden) json_object_set_new(entry, "bytes", json_integer((json_int_t)hash->bytes));
    json_object_set_new(entry, "sha256", json_string(hash->sha256));
    json_array_append_new(json_object_get(m->root, list), entry);
}

static const char standard_input[] = "-";

void manifest_read_already(manifest *m, const char *name, const file_hash *hash)
{
    add_file(m, "inputs", name, hash);
}

/* Of a member of an archive the archive is what can be looked at again. */
static bool read_file(void *to, const char *path, nh_error *err)
{
    file_hash hash;
    char whole[PATH_MAX];
    size_t archive = nh_source_archive_in(path);
    if (archive > 0 && archive < sizeof whole) {
        snprintf(whole, sizeof whole, "%.*s", (int)archive, path);
        path = whole;
    }
    if (!hash_file(path, &hash, err)) return false;
    add_file(to, "inputs", path, &hash);
    return true;
}

bool manifest_read(manifest *m, const char *input, nh_error *err)
{
    return each_file(input, read_file, m, err);
}

static const char embedded_prefix[] = "embedded:";

void manifest_read_embedded(manifest *m, const nh_named_bytes *file)
{
    char path[PATH_MAX];
    file_hash hash = hash_bytes(file->bytes, file->n);
    snprintf(path, sizeof path, "%s%s", embedded_prefix, file->name);
    add_file(m, "inputs", path, &hash);
}

void manifest_postcodes(manifest *m, const nh_postcode_source *source)
{
    if (!source) return;
    json_t *made_from = json_pack("{s:o, s:I, s:s}", "name", text_of(source->name), "bytes",
                                  (json_int_t)source->bytes, "sha256", source->sha256);
    json_object_set_new(m->root, "postcodes_made_from", made_from);
}

void manifest_gave(manifest *m, const char *path, const char *bytes, size_t n)
{
    file_hash hash = hash_bytes(bytes, n);
    add_file(m, "outputs", path, &hash);
}

/* As they were released: "c" for a few. */
void manifest_problems(manifest *m, const nh_frame *by_kind)
{
    json_t *counts = json_object_get(m->root, "problems");
    const nh_column *code = nh_frame_find(by_kind, "code"), *count = nh_frame_find(by_kind, "count");
    for (size_t row = 0; row < nh_frame_rows(by_kind); row++)
        json_object_set_new(counts, nh_text_at(code, row),
                            nh_present(count, row) ? json_integer((json_int_t)count->number[row])
                                                   : json_string(nh_mark_symbol(nh_mark_at(count, row))));
}

void manifest_missing(manifest *m, const char *sentence)
{
    json_array_append_new(json_object_get(m->root, "missing"), text_of(sentence));
}

void manifest_library(manifest *m, const char *name, const char *version)
{
    json_object_set_new(json_object_get(m->root, "libraries"), name, text_of(version));
}

void manifest_say(manifest *m, const char *name, const char *value)
{
    if (value) json_object_set_new(m->root, name, text_of(value));
    else json_object_del(m->root, name);
}

void manifest_write(const manifest *m, nh_text *out)
{
    char *text = json_dumps(m->root, JSON_INDENT(2) | JSON_SORT_KEYS);
    nh_text_say(out, "%s\n", text);
    free(text);
}

manifest *manifest_open(const char *path, nh_error *err)
{
    json_error_t wrong;
    bool is_standard = strcmp(path, "-") == 0;
    json_t *root = is_standard ? json_loadf(stdin, JSON_REJECT_DUPLICATES, &wrong)
                               : json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
    const char *program = json_string_value(json_object_get(root, "program"));
    if (!program || strcmp(program, "nearhome") != 0) {
        json_decref(root);
        nh_fail(err, NH_BAD_INPUT, "%s is not a manifest that nearhome wrote", is_standard ? "standard input" : path);
        return NULL;
    }
    manifest *m = nh_zeroed(1, sizeof *m);
    m->root = root;
    return m;
}

const char *manifest_output(const manifest *m, size_t i)
{
    return json_string_value(json_object_get(json_array_get(json_object_get(m->root, "outputs"), i), "path"));
}

static void compare_file(const char *path, const json_t *entry, nh_results *differences)
{
    const char *due = json_string_value(json_object_get(entry, "sha256"));
    file_hash now;
    if (!due) nh_results_gap(differences, "%s: the manifest does not say what it was", path);
    else if (!hash_file(path, &now, NULL)) nh_results_gap(differences, "%s: cannot be read", path);
    else if (strcmp(now.sha256, due) != 0) nh_results_gap(differences, "%s: is not the file that it was", path);
}

static void compare_list(const json_t *list, const char *folder, nh_results *differences)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        const char *name = json_string_value(json_object_get(entry, "path"));
        char path[PATH_MAX];
        if (!name || strncmp(name, embedded_prefix, sizeof embedded_prefix - 1) == 0) continue;
        if (strcmp(name, standard_input) == 0) {
            nh_results_note(differences, "what was read from standard input is gone, and cannot be hashed again");
            continue;
        }
        bool is_relative = *folder && *name != '/';
        int n = snprintf(path, sizeof path, "%s%s%s", is_relative ? folder : "", is_relative ? "/" : "", name);
        if (n > 0 && (size_t)n < sizeof path) compare_file(path, entry, differences);
    }
}

void manifest_compare(const manifest *m, const char *folder, nh_results *differences)
{
    if (json_object_get(m->root, "unfinished")) nh_results_gap(differences, "the audit was cut off: run it again");
    compare_list(json_object_get(m->root, "outputs"), folder, differences);
    compare_list(json_object_get(m->root, "inputs"), "", differences);
}
