/* cli/output.c: where a command's tables go, and in which form. */
#include "cli/output.h"

#include "datasets/frame/text.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The forms of a table: what -f calls them, the ending that stands for them, who makes them. CSV is written as it is
 * made, JSON has what was said of it too, and a table fits the terminal: they have no maker here. */
typedef struct form {
    const char *name, *ending;
    void (*make)(const nh_frame *frame, nh_text *out);
} form;

enum { CSV, JSON, TABLE, MARKDOWN, HTML, LATEX, N_FORMS };
static const form forms[N_FORMS] = {
    [CSV] = { "csv", ".csv", NULL },
    [JSON] = { "json", ".json", NULL },
    [TABLE] = { "table", ".txt", NULL },
    [MARKDOWN] = { "markdown", ".md", nh_markdown_of },
    [HTML] = { "html", ".html", nh_html_of },
    [LATEX] = { "latex", ".tex", nh_latex_of },
};

typedef struct target {
    const char *path; /* "-": standard output */
    nh_privacy privacy;
    int form;
    const nh_results *said; /* whose notes and gaps go along */
} target;

static const char *path_of(const invocation *given)
{
    const char *path = nh_option_text(given->options, "o");
    return path ? path : "-";
}

bool writes_to_standard_output(const invocation *given)
{
    return strcmp(path_of(given), "-") == 0;
}

static bool is_folder(const char *path)
{
    struct stat there;
    return nh_ends_with(path, "/") || (stat(path, &there) == 0 && S_ISDIR(there.st_mode));
}

static const char *ending_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return dot && dot != (slash ? slash + 1 : path) ? dot : "";
}

/* A name that stands for another program's format would hold what that program cannot open. */
static bool form_of(const invocation *given, const char *path, int *chosen, nh_error *err)
{
    const char *asked = nh_option_text(given->options, "f"), *ending = ending_of(path);
    *chosen = strcmp(path, "-") == 0 && isatty(STDOUT_FILENO) ? TABLE : CSV;
    for (int i = 0; i < N_FORMS; i++) {
        bool is_it = asked ? strcmp(asked, forms[i].name) == 0 : strcmp(ending, forms[i].ending) == 0;
        if (!is_it) continue;
        *chosen = i;
        return true;
    }
    if (asked || !ending[0] || is_folder(path)) return true;
    return nh_fail(err, NH_BAD_INPUT,
                   "-o %s: tables are not written as %s; name a .csv, .json, .txt, .md, .html or .tex file, or say "
                   "which of them it is with -f", path, ending);
}

static size_t terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
}

static bool write_frame(const nh_frame *frame, const target *to, nh_error *err)
{
    if (to->form == CSV) return nh_write_csv(to->path, frame, to->privacy, err);
    nh_text *text = nh_text_new();
    if (to->form == JSON) nh_json_with(frame, to->said, text);
    else if (forms[to->form].make) forms[to->form].make(frame, text);
    else nh_table_of(frame, strcmp(to->path, "-") == 0 ? terminal_width() : 0, text);
    bool ok = nh_write_file(to->path, text->bytes, text->n, to->privacy, err);
    nh_text_free(text);
    return ok;
}

static bool make_one_folder(const char *path, mode_t mode, nh_error *err)
{
    struct stat there;
    if (mkdir(path, mode) == 0) return true;
    if (errno == EEXIST && stat(path, &there) == 0 && S_ISDIR(there.st_mode)) return true;
    return nh_fail(err, NH_SYSTEM, "%s: cannot make the folder: %s", path, strerror(errno));
}

bool make_folder(const char *path, nh_privacy privacy, nh_error *err)
{
    mode_t mode = privacy == NH_OWNER_ONLY ? 0700 : 0777;
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part) return nh_fail(err, NH_BAD_INPUT, "the name of the folder is too long");
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/') continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (!make_one_folder(part, mode, err)) return false;
    }
    return nh_ends_with(path, "/") || make_one_folder(path, mode, err);
}

static bool write_into_folder(const nh_results *results, const target *folder, nh_error *err)
{
    if (!make_folder(folder->path, folder->privacy, err)) return false;
    for (size_t i = 0; i < results->n; i++) {
        char path[PATH_MAX];
        target file = *folder;
        int n = snprintf(path, sizeof path, "%s%s%s%s", folder->path, nh_ends_with(folder->path, "/") ? "" : "/",
                         nh_frame_name(results->frames[i]), forms[folder->form].ending);
        if (n < 0 || (size_t)n >= sizeof path) return nh_fail(err, NH_BAD_INPUT, "-o: the path is too long");
        file.path = path;
        if (!write_frame(results->frames[i], &file, err)) return false;
    }
    return true;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && S_ISREG(one.st_mode) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static bool is_an_input(const invocation *given, const char *path)
{
    const char *postcodes = nh_option_text(given->options, "postcodes");
    for (size_t i = 0; i < given->n_inputs; i++)
        if (is_same_file(path, given->inputs[i])) return true;
    return postcodes && is_same_file(path, postcodes);
}

/* A table that the command can give, and does not because something is missing: that was said. */
static bool lacks_it(const invocation *given, const nh_results *results, const char *name)
{
    const char *const *tables = given->what.tables;
    for (; results->gaps.n && tables && *tables; tables++)
        if (strcmp(*tables, name) == 0) return true;
    return false;
}

/* The table that --table names, or the first one. */
static const nh_frame *the_table(const invocation *given, const nh_results *results, nh_error *err)
{
    const char *name = nh_option_text(given->options, "table");
    const nh_frame *found = name ? nh_results_find(results, name) : results->n ? results->frames[0] : NULL;
    if (found || !name || lacks_it(given, results, name)) return found;
    char names[300] = "";
    for (size_t i = 0; i < results->n; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", nh_frame_name(results->frames[i]));
    }
    nh_fail(err, NH_BAD_INPUT, "there is no table %s; this gives %s", name, names);
    return NULL;
}

static bool may_write(const invocation *given, const char *path, nh_error *err)
{
    if (strcmp(path, "-") == 0 || !is_an_input(given, path)) return true;
    return nh_fail(err, NH_BAD_INPUT, "-o %s is one of the inputs: name another file", path);
}

bool takes_parts(const invocation *given)
{
    const char *path = path_of(given);
    nh_error no_form = { 0 };
    int chosen;
    return form_of(given, path, &chosen, &no_form) && chosen == CSV && !is_folder(path) &&
           !nh_option_given(given->options, "table");
}

bool write_parts(const invocation *given, nh_parts *parts, nh_privacy privacy, nh_error *err)
{
    const char *path = path_of(given);
    return may_write(given, path, err) && nh_write_csv_parts(path, parts, privacy, err);
}

bool write_results(const invocation *given, const nh_results *results, nh_privacy privacy, nh_error *err)
{
    const char *path = path_of(given);
    target to = { .path = path, .privacy = privacy, .said = results };
    if (!may_write(given, path, err)) return false;
    if (!form_of(given, path, &to.form, err)) return false;
    if (is_folder(path) && !nh_option_given(given->options, "table")) return write_into_folder(results, &to, err);
    const nh_frame *frame = the_table(given, results, err);
    if (!frame) return !err->text[0];
    if (!is_folder(path)) return write_frame(frame, &to, err);
    nh_results only = { .frames = (nh_frame *[]){ (nh_frame *)(uintptr_t)frame }, .n = 1 };
    return write_into_folder(&only, &to, err);
}

bool write_text(const invocation *given, const nh_text *text, nh_error *err)
{
    return nh_write_file(path_of(given), text->bytes, text->n, NH_SHARED_FILE, err);
}
