/* cli/simulating.c: an invented extract as a folder AUTHORITY/YEAR/table.csv, to try the program on. */
#include "cli/commands.h"
#include "cli/output.h"
#include "datasets/frame/arena.h"
#include "datasets/simulate.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Nothing is written among files that are there already. */
static bool is_free(const char *folder)
{
    DIR *listing = opendir(folder);
    if (!listing) return true;
    size_t n = 0;
    for (const struct dirent *entry; (entry = readdir(listing));) n += entry->d_name[0] != '.';
    closedir(listing);
    return n == 0;
}

/* "E10000016,E09000007" as a list; "all" as none, which stands for every authority. */
static void choose_authorities(nh_simulation *what, const char *codes, nh_arena *keep)
{
    if (strcmp(codes, "all") == 0) {
        what->authorities = NULL;
        what->n_authorities = 0;
        return;
    }
    const char **list = nh_arena_array(keep, strlen(codes) + 1, sizeof *list);
    char *rest = nh_arena_text(keep, codes, strlen(codes)), *save = NULL;
    size_t n = 0;
    for (char *code = strtok_r(rest, ",", &save); code; code = strtok_r(NULL, ",", &save)) list[n++] = code;
    what->authorities = list;
    what->n_authorities = n;
}

static nh_simulation simulation_of(const nh_options *options, nh_arena *keep)
{
    nh_simulation what = nh_simulation_small;
    const char *codes = nh_option_text(options, "authorities");
    if (codes) choose_authorities(&what, codes, keep);
    if (!what.authorities) what.children = 0;
    if (nh_option_given(options, "children")) what.children = (size_t)nh_option_whole(options, "children");
    what.first_year = (int)nh_option_whole(options, "first-year");
    what.last_year = (int)nh_option_whole(options, "last-year");
    what.seed = (unsigned long)nh_option_whole(options, "seed");
    return what;
}

static bool write_one(const char *folder, const nh_named_bytes *file, nh_error *err)
{
    char path[PATH_MAX], place[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%s", folder, file->name);
    if (n < 0 || (size_t)n >= sizeof path) return nh_fail(err, NH_BAD_INPUT, "-o: the path is too long");
    snprintf(place, sizeof place, "%.*s", (int)(strrchr(path, '/') - path), path);
    return make_folder(place, NH_SHARED_FILE, err) &&
           nh_write_file(path, file->bytes, file->n, NH_SHARED_FILE, err);
}

static bool write_all(const char *folder, const nh_simulated *made, nh_error *err)
{
    for (size_t i = 0; i < made->n; i++)
        if (!write_one(folder, &made->files[i], err)) return false;
    return true;
}

static bool simulate(const invocation *given, nh_arena *keep, nh_error *err)
{
    const char *folder = nh_option_text(given->options, "o");
    if (!folder) return nh_fail(err, NH_BAD_INPUT, "simulate needs -o DIR (nearhome simulate --help)");
    if (nh_option_whole(given->options, "children") < 0)
        return nh_fail(err, NH_BAD_INPUT, "--children takes a number of children");
    if (!is_free(folder)) return nh_fail(err, NH_BAD_INPUT, "%s holds files already: name another folder", folder);
    nh_simulation what = simulation_of(given->options, keep);
    nh_simulated *made = nh_simulate(&what, err);
    bool ok = made && write_all(folder, made, err);
    if (ok && !nh_option_flag(given->options, "q"))
        fprintf(stderr, "wrote %zu files to %s; no child in them exists\n", made->n, folder);
    nh_simulated_free(made);
    return ok;
}

static nh_status run(const invocation *given, nh_error *err)
{
    nh_arena *keep = nh_arena_new();
    bool ok = simulate(given, keep, err);
    nh_arena_free(keep);
    return ok ? NH_OK : err->status;
}

static const nh_option_record own[] = {
    { .name = "authorities", .kind = NH_OPTION_TEXT, .argument = "CODE[,CODE]|all",
      .help = "the authorities; else Kent and Camden, as in the extract that ships" },
    { .name = "children", .kind = NH_OPTION_WHOLE, .argument = "N",
      .help = "children in care of each authority on the last 31 March; else 1500, or for all as DfE published" },
    { .name = "first-year", .kind = NH_OPTION_WHOLE, .argument = "YEAR", .value = "2023",
      .help = "the first return year" },
    { .name = "last-year", .kind = NH_OPTION_WHOLE, .argument = "YEAR", .value = "2024",
      .help = "the last return year" },
    { 0 }
};

const command simulate_command = {
    .name = "simulate",
    .summary = "an extract of invented children, to try the program on",
    .arguments = "",
    .takes_inputs = "",
    .own = own,
    .example = "nearhome simulate -o extract",
    .description = "Writes SSDA903 returns of children who do not exist to the folder DIR, as AUTHORITY/YEAR/episodes.csv "
                   "and so on. Totals follow the figures that the Department for Education published; no record of a "
                   "child went into them. The same options and seed give the same bytes.",
    .run = run,
};
