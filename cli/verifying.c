/* cli/verifying.c: whether every file of a manifest is still what it was. */
#include "cli/commands.h"
#include "cli/manifest.h"
#include "cli/messages.h"

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

static nh_status run(const invocation *given, nh_error *err)
{
    const char *path = nh_option_text(given->options, "manifest");
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

const command verify_command = {
    .name = "verify",
    .summary = "whether the files of an audit are still what its manifest says",
    .arguments = "MANIFEST",
    .takes_inputs = "",
    .example = "nearhome verify nearhome-audit/manifest.json",
    .description = "Hashes every input and output of a manifest anew. The exit code is 0 when all are the same, and 2 "
                   "when not; then each file that differs is named. Outputs are looked for beside the manifest, inputs "
                   "under the names they were given by.",
    .run = run,
};
