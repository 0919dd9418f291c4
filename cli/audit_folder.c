/* cli/audit_folder.c: the folder an audit is written to, file by file, each noted in the manifest. */
#include "cli/audit_folder.h"

#include "cli/output.h"
#include "datasets/frame/arena.h"
#include "datasets/write/sweep.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char manifest_name[] = "manifest.json";

static bool path_inside(const audit_folder *folder, const char *name, char path[PATH_MAX], nh_error *err)
{
    int n = snprintf(path, PATH_MAX, "%s/%s", folder->path, name);
    return (n > 0 && n < PATH_MAX) || nh_fail(err, NH_BAD_INPUT, "the name of the folder is too long");
}

/* -1: it cannot be listed. */
static int count_entries(const char *path)
{
    DIR *listing = opendir(path);
    if (!listing) return -1;
    int n = 0;
    for (const struct dirent *entry; (entry = readdir(listing));)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(listing);
    return n;
}

static bool look(audit_folder *folder, nh_error *err)
{
    char path[PATH_MAX];
    if (access(folder->path, F_OK) != 0) return true;
    int n = count_entries(folder->path);
    if (n == 0) return true;
    if (n < 0)
        return nh_fail(err, NH_BAD_INPUT, "%s cannot be written to: it is no folder that can be read", folder->path);
    if (!path_inside(folder, manifest_name, path, err)) return false;
    folder->earlier = manifest_open(path, NULL);
    return folder->earlier || nh_fail(err, NH_BAD_INPUT,
                                      "%s holds files that are not an earlier audit, and is not written over: name "
                                      "another folder with -o", folder->path);
}

bool audit_folder_open(audit_folder *folder, const char *path, const invocation *given, nh_error *err)
{
    *folder = (audit_folder){ .path = path, .manifest = manifest_new(given) };
    if (look(folder, err)) return true;
    audit_folder_close(folder);
    return false;
}

static void remember(audit_folder *folder, const char *name)
{
    nh_sentences *list = &folder->written;
    list->text = nh_resize(list->text, list->n + 1, sizeof *list->text);
    list->text[list->n] = nh_zeroed(strlen(name) + 1, 1);
    memcpy(list->text[list->n++], name, strlen(name));
}

/* The folder, and the one folder inside it that `name` may stand in. */
static bool make_place(const audit_folder *folder, const char *name, nh_error *err)
{
    char path[PATH_MAX];
    const char *slash = strrchr(name, '/');
    if (!slash) return make_folder(folder->path, folder->privacy, err);
    char inside[PATH_MAX];
    snprintf(inside, sizeof inside, "%.*s", (int)(slash - name), name);
    return path_inside(folder, inside, path, err) && make_folder(path, folder->privacy, err);
}

static bool write_inside(const audit_folder *folder, const char *name, const nh_text *text, nh_error *err)
{
    char path[PATH_MAX];
    return path_inside(folder, name, path, err) && make_place(folder, name, err) &&
           nh_write_file(path, text->bytes, text->n, folder->privacy, err);
}

static bool write_manifest(const audit_folder *folder, nh_error *err)
{
    nh_text *text = nh_text_new();
    manifest_write(folder->manifest, text);
    bool ok = write_inside(folder, manifest_name, text, err);
    nh_text_free(text);
    return ok;
}

/* Before the first file of a new folder. */
static bool begin(const audit_folder *folder, nh_error *err)
{
    if (folder->earlier || folder->written.n) return true;
    manifest_say(folder->manifest, "unfinished", "yes");
    return write_manifest(folder, err);
}

bool audit_folder_put(audit_folder *folder, const char *name, const nh_text *text, nh_error *err)
{
    if (!begin(folder, err) || !write_inside(folder, name, text, err)) return false;
    manifest_gave(folder->manifest, name, text->bytes, text->n);
    remember(folder, name);
    return true;
}

static bool was_written(const audit_folder *folder, const char *name)
{
    for (size_t i = 0; i < folder->written.n; i++)
        if (strcmp(folder->written.text[i], name) == 0) return true;
    return false;
}

/* A manifest is a file anyone may edit: only names that stay inside the folder are believed. */
static bool is_ours(const char *name)
{
    return (strncmp(name, "tables/", 7) == 0 || strncmp(name, "charts/", 7) == 0 || !strchr(name, '/')) &&
           !strstr(name, "..") && !strchr(name + strcspn(name, "/") + (strchr(name, '/') != NULL), '/');
}

static void remove_what_is_left_of_the_earlier(const audit_folder *folder)
{
    const char *name;
    for (size_t i = 0; folder->earlier && (name = manifest_output(folder->earlier, i)); i++) {
        char path[PATH_MAX];
        if (is_ours(name) && !was_written(folder, name) && path_inside(folder, name, path, NULL)) unlink(path);
    }
}

/* What a run that was killed has left in a folder that this one had nothing to write to. */
static void sweep(const audit_folder *folder)
{
    static const char *const inside[] = { "tables", "charts" };
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        char path[PATH_MAX];
        if (path_inside(folder, inside[i], path, NULL)) nh_sweep_temporaries(path);
    }
}

bool audit_folder_finish(audit_folder *folder, nh_error *err)
{
    manifest_say(folder->manifest, "unfinished", NULL);
    bool ok = write_manifest(folder, err);
    if (ok) remove_what_is_left_of_the_earlier(folder);
    sweep(folder);
    return ok;
}

void audit_folder_close(audit_folder *folder)
{
    manifest_free(folder->manifest);
    manifest_free(folder->earlier);
    for (size_t i = 0; i < folder->written.n; i++) free(folder->written.text[i]);
    free(folder->written.text);
}
