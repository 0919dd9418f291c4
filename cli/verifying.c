/* cli/verifying.c: whether every file of a manifest is still what it was, or the directory that a postcode index was
 * made from. */
#include "cli/commands.h"
#include "cli/hash.h"
#include "cli/manifest.h"
#include "cli/messages.h"
#include "datasets/tables/postcodes.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* "out/manifest.json" stands in "out"; a name alone in ".". */
static void folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    if (slash) snprintf(folder, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    else snprintf(folder, PATH_MAX, ".");
}

static bool is_made_from(const nh_postcodes *directory, const char *path, nh_error *err)
{
    char source[NH_SOURCE_PATH];
    file_hash now;
    const nh_postcode_source *then = nh_postcodes_kept_from(directory);
    if (nh_postcodes_source_state(directory, path, source) == NH_SOURCE_ABSENT)
        return nh_fail(err, NH_BAD_INPUT, "%s was made from %s, which does not lie beside it: nothing can be "
                       "compared", path, then->name);
    if (!hash_input(source, &now, err)) return false;
    return strcmp(now.sha256, then->sha256) == 0 ||
           nh_fail(err, NH_BAD_INPUT, "%s differs from what %s was made from: make it anew with nearhome postcodes "
                   "%s -o %s", source, path, source, path);
}

static nh_status verify_index(const char *path, nh_error *err)
{
    nh_postcodes *directory = nh_postcodes_open(path, NULL, NULL, err);
    bool ok = directory && is_made_from(directory, path, err);
    nh_postcodes_free(directory);
    return ok ? NH_OK : err->status;
}

static nh_status verify_manifest(const char *path, nh_error *err)
{
    manifest *m = manifest_open(path, err);
    if (!m) return err->status;
    char folder[PATH_MAX];
    folder_of(path, folder);
    nh_results *differences = nh_results_new();
    manifest_compare(m, folder, differences);
    say_sentences("note", &differences->notes);
    say_sentences("differs", &differences->gaps);
    bool same = differences->gaps.n == 0;
    if (!same)
        nh_fail(err, NH_BAD_INPUT, "%zu %s from what %s says", differences->gaps.n,
                differences->gaps.n == 1 ? "thing differs" : "things differ", path);
    nh_results_free(differences);
    manifest_free(m);
    return same ? NH_OK : NH_BAD_INPUT;
}

static nh_status run(const invocation *given, nh_error *err)
{
    const char *path = nh_option_text(given->options, "manifest");
    return nh_is_postcode_file(path) ? verify_index(path, err) : verify_manifest(path, err);
}

const command verify_command = {
    .name = "verify",
    .summary = "whether the files of an audit are still what its manifest says",
    .arguments = "MANIFEST",
    .takes_inputs = "",
    .example = "nearhome verify nearhome-audit/manifest.json",
    .description = "Hashes every input and output of a manifest anew. The exit code is 0 when all are the same, and 2 "
                   "when not; then each file that differs is named. Outputs are looked for beside the manifest, inputs "
                   "under the names they were given by. Of a postcode index it hashes the directory beside it that it "
                   "was made from.",
    .run = run,
};
