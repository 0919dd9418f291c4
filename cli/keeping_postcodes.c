/* cli/keeping_postcodes.c: the index of a postcode directory as a file, so that no later command has to read it
 * again. */
#include "cli/commands.h"
#include "cli/hash.h"
#include "cli/progress.h"
#include "cli/standard_input.h"
#include "datasets/tables/postcodes.h"

#include <stdio.h>
#include <string.h>

static bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* An index says what it was made from, so that a change of that is seen later. What passed by is never seen again. */
static bool look_at(const char *path, nh_postcode_source *source, nh_error *err)
{
    if (is_standard_input(path)) {
        *source = (nh_postcode_source){ .name = "standard input" };
        return true;
    }
    if (!nh_postcode_source_look(path, source))
        return nh_fail(err, NH_BAD_INPUT,
                       "%s: postcodes takes the directory as a CSV, .gz or .zip file, or as a folder", path);
    if (nh_is_postcode_file(path))
        return nh_fail(err, NH_BAD_INPUT, "%s is a postcode index already: give the directory it is to be made from",
                       path);
    return true;
}

static bool has_place_for_it(const char *target, const char *source, nh_error *err)
{
    nh_postcode_source there;
    if (!target || strcmp(target, "-") == 0)
        return nh_fail(err, NH_BAD_INPUT, "postcodes needs -o FILE (nearhome postcodes --help)");
    if (strcmp(target, source) == 0)
        return nh_fail(err, NH_BAD_INPUT, "-o %s is the directory itself: name another file", target);
    if (!nh_postcode_source_look(target, &there) || nh_is_postcode_file(target)) return true;
    return nh_fail(err, NH_BAD_INPUT, "-o %s is there already and is no postcode index: name another file", target);
}

static bool is_unchanged(const char *path, const nh_postcode_source *before, nh_error *err)
{
    nh_postcode_source now;
    if (is_standard_input(path)) return true;
    if (nh_postcode_source_look(path, &now) && now.bytes == before->bytes && now.seconds == before->seconds &&
        now.nanoseconds == before->nanoseconds) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s changed while it was read: try again", path);
}

static bool hash_it(const char *path, nh_postcode_source *source, nh_error *err)
{
    file_hash hash;
    bool ok = is_standard_input(path) ? keep_standard_input(&hash, err) : hash_input(path, &hash, err);
    if (!ok) return false;
    memcpy(source->sha256, hash.sha256, sizeof hash.sha256);
    if (is_standard_input(path)) source->bytes = (uint64_t)hash.bytes;
    return true;
}

static bool keep(const char *path, const invocation *given, nh_error *err)
{
    const char *target = nh_option_text(given->options, "o");
    bool quiet = nh_option_flag(given->options, "q");
    nh_postcode_source source;
    if (!look_at(path, &source, err) || !has_place_for_it(target, path, err) || !hash_it(path, &source, err))
        return false;
    progress shown;
    progress_begin(&shown, quiet, nh_option_flag(given->options, "v"));
    nh_postcodes *directory = nh_postcodes_open(path, NULL, &shown.teller, err);
    progress_end(&shown);
    bool ok = directory && is_unchanged(path, &source, err) && nh_postcodes_keep(directory, &source, target, err);
    if (ok && !quiet)
        fprintf(stderr, "kept %zu postcodes in %s: give it with --postcodes\n", nh_postcodes_count(directory),
                target);
    nh_postcodes_free(directory);
    return ok;
}

static nh_status run(const invocation *given, nh_error *err)
{
    return keep(nh_option_text(given->options, "onspd"), given, err) ? NH_OK : err->status;
}

const command postcodes_command = {
    .name = "postcodes",
    .summary = "an index of a postcode directory, read once and used at once ever after",
    .arguments = "ONSPD",
    .takes_inputs = "",
    .example = "nearhome postcodes ONSPD.csv -o postcodes.index",
    .description = "Reads the ONS Postcode Directory, the NSPL (CSV, .gz or .zip) or the folder or .zip of Code-Point "
                   "Open, and writes what distances need of it to FILE, "
                   "which --postcodes takes in its place. The index knows its source's size, time and SHA-256: when the "
                   "source lies beside it and has changed, the commands that use it say so, and verify hashes it.",
    .run = run,
};
