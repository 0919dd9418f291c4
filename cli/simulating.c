/* cli/simulating.c: an invented extract as a folder AUTHORITY/YEAR/table.csv, to try the program on. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/progress.h"
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

/* "E10000016,E09000007" as a list. */
static void choose_authorities(nh_simulation *what, const char *codes, nh_arena *keep)
{
    const char **list = nh_arena_array(keep, strlen(codes) + 1, sizeof *list);
    char *rest = nh_arena_text(keep, codes, strlen(codes)), *save = NULL;
    size_t n = 0;
    for (char *code = strtok_r(rest, ",", &save); code; code = strtok_r(NULL, ",", &save)) list[n++] = code;
    what->authorities = list;
    what->n_authorities = n;
}

static nh_simulation simulation_of(const nh_options *options, const nh_postcodes *directory, nh_arena *keep)
{
    nh_simulation what = nh_simulation_england;
    const char *codes = nh_option_text(options, "authorities");
    if (codes) choose_authorities(&what, codes, keep);
    what.children = (size_t)nh_option_whole(options, "children");
    what.first_year = what.last_year - (int)nh_option_whole(options, "years") + 1;
    what.seed = (unsigned long)nh_option_whole(options, "seed");
    what.postcodes = directory;
    return what;
}

static bool write_one(const char *folder, const nh_named_bytes *file, nh_error *err)
{
    char path[PATH_MAX], place[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%s", folder, file->name);
    if (n < 0 || (size_t)n >= sizeof path) return nh_fail(err, NH_BAD_INPUT, "-o: the path is too long");
    snprintf(place, sizeof place, "%.*s", (int)(strrchr(path, '/') - path), path);
    return make_folder(place, NH_SHARED_FILE, err) && nh_write_unflushed(path, file->bytes, file->n, err);
}

static const char about[] =
    "SYNTHETIC: no child in these files exists.\n\n"
    "Made by nearhome " NH_VERSION " (nearhome simulate) in the form of SSDA903 returns: AUTHORITY/YEAR/TABLE.csv. Children\n"
    "are called SYN000001 and so on. Totals follow figures that the Department for Education published for 31 March 2024;\n"
    "no record of a child went into them, and nothing in them says anything of a child, a home or an authority. What was\n"
    "built in, effects of distance among it, is written in docs/synthetic.md.\n";

/* The note goes first: it is there as soon as anything is. */
static bool write_all(const char *folder, const nh_simulated *made, nh_error *err)
{
    const nh_named_bytes note = { "README.txt", about, sizeof about - 1 };
    if (!write_one(folder, &note, err)) return false;
    for (size_t i = 0; i < made->n; i++)
        if (!write_one(folder, &made->files[i], err)) return false;
    return true;
}

enum { MOST_CHILDREN = 10000000 };

static bool are_sound(const nh_options *options, nh_error *err)
{
    long children = nh_option_whole(options, "children"), years = nh_option_whole(options, "years");
    if (nh_option_given(options, "children") && (children < 1 || children > MOST_CHILDREN))
        return nh_fail(err, NH_BAD_INPUT, "--children takes 1 to %d children", MOST_CHILDREN);
    return (years >= 1 && years <= 6) ||
           nh_fail(err, NH_BAD_INPUT, "--years takes 1 to 6: the returns of 2019 to 2024");
}

static bool simulate(const invocation *given, const nh_postcodes *directory, nh_error *err)
{
    const char *folder = nh_option_text(given->options, "o");
    nh_arena *keep = nh_arena_new();
    nh_simulation what = simulation_of(given->options, directory, keep);
    nh_simulated *made = nh_simulate(&what, err);
    bool ok = made && write_all(folder, made, err);
    if (ok && !nh_option_flag(given->options, "q"))
        fprintf(stderr, "wrote %zu files to %s; no child in them exists\n", made->n, folder);
    nh_simulated_free(made);
    nh_arena_free(keep);
    return ok;
}

static bool has_place_for_it(const nh_options *options, nh_error *err)
{
    const char *folder = nh_option_text(options, "o");
    if (!folder) return nh_fail(err, NH_BAD_INPUT, "simulate needs -o DIR (nearhome simulate --help)");
    return is_free(folder) || nh_fail(err, NH_BAD_INPUT, "%s holds files already: name another folder", folder);
}

/* NULL without an error where none is given. */
static nh_postcodes *open_directory(const invocation *given, nh_error *err)
{
    const char *path = nh_option_text(given->options, "postcodes");
    if (!path) return NULL;
    progress shown;
    progress_begin(&shown, nh_option_flag(given->options, "q"), nh_option_flag(given->options, "v"));
    nh_postcodes *directory = nh_postcodes_open(path, NULL, &shown.teller, err);
    progress_end(&shown);
    return directory;
}

static nh_status run(const invocation *given, nh_error *err)
{
    if (!has_place_for_it(given->options, err) || !are_sound(given->options, err)) return err->status;
    nh_postcodes *directory = open_directory(given, err);
    bool ok = err->status == NH_OK && simulate(given, directory, err);
    nh_postcodes_free(directory);
    return ok ? NH_OK : err->status;
}

static const nh_option_record own[] = {
    { .name = "authorities", .kind = NH_OPTION_TEXT, .argument = "CODE[,CODE]",
      .help = "the authorities that send a return; else all 153" },
    { .name = "children", .kind = NH_OPTION_WHOLE, .argument = "N",
      .help = "children in care on the last 31 March, shared out as they were; else as many as DfE published" },
    { .name = "years", .kind = NH_OPTION_WHOLE, .argument = "N", .value = "2",
      .help = "how many return years, up to that of 31 March 2024" },
    { .name = "postcodes", .kind = NH_OPTION_TEXT, .argument = "FILE",
      .help = "give homes and placements postcodes of the ONS Postcode Directory, or of the index of it that postcodes "
              "made, in the place of distances" },
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
                   "child went into them. The same options and seed give the same bytes. Where children live is told as "
                   "DfE derives it (PL_DISTANCE, PL_LA, PL_LOCATION), or with --postcodes by real postcodes in the right "
                   "authorities at about the right distance.",
    .run = run,
};
