/* cli/audit_folder.h: the folder an audit is written to, file by file, each noted in the manifest.
 *
 * A folder that holds anything but an earlier audit is never written to. Files of the earlier audit that the new
 * one does not give are removed at the end. The manifest is written last; until then one that says "unfinished"
 * stands in a new folder, so that a run that was cut off can be run again.
 *
 *     audit_folder folder;
 *     if (!audit_folder_open(&folder, "nearhome-audit", given, err)) return err->status;
 *     audit_folder_put(&folder, "tables/balance.csv", text, err);
 *     audit_folder_finish(&folder, err);
 *     audit_folder_close(&folder);
 */
#ifndef NH_CLI_AUDIT_FOLDER_H
#define NH_CLI_AUDIT_FOLDER_H

#include "cli/manifest.h"

typedef struct audit_folder {
    const char *path;
    nh_privacy privacy;   /* of every file in it */
    manifest *manifest;   /* of this run */
    manifest *earlier;    /* of the audit that is replaced; NULL: there is none */
    nh_sentences written; /* paths inside the folder */
} audit_folder;

/* Only looks; nothing is made before the first file. */
bool audit_folder_open(audit_folder *folder, const char *path, const invocation *given, nh_error *err);
bool audit_folder_put(audit_folder *folder, const char *path, const nh_text *text, nh_error *err);
bool audit_folder_finish(audit_folder *folder, nh_error *err);
void audit_folder_close(audit_folder *folder);

#endif
