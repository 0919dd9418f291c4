/* cli/main.c: the one place that returns the exit code; rules of the process, then the command. */
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/messages.h"
#include "cli/parse.h"
#include "datasets/frame/arena.h"
#include "datasets/write.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void say_plainly(const char *sentence)
{
    ssize_t ignored = write(STDERR_FILENO, sentence, strlen(sentence));
    (void)ignored;
}

static void stop_interrupted(int signal_number)
{
    (void)signal_number;
    nh_remove_unfinished();
    say_plainly("\nnearhome: interrupted\n");
    _exit(NH_INTERRUPTED);
}

/* A file that is mapped was cut short by somebody else while it was in use (postcode_file.h). */
static void stop_cut_short(int signal_number)
{
    (void)signal_number;
    nh_remove_unfinished();
    say_plainly("nearhome: a file was cut short while it was read: nothing was written of what was under way\n");
    _exit(NH_SYSTEM);
}

static void stop_out_of_memory(void)
{
    nh_remove_unfinished();
    say_plainly("nearhome: out of memory: nothing was written of what was under way\n");
    _exit(NH_INTERNAL);
}

/* A file opened later must not become the standard output of a program that was started without one. Reading from
 * it is empty, writing to it fails and is reported. */
static void keep_standard_files_apart(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0) _exit(NH_SYSTEM);
}

/* What was ignored when the program was started (by nohup) stays so. */
static void stop_on(int signal_number)
{
    struct sigaction before, stop = { .sa_handler = stop_interrupted };
    sigaction(signal_number, NULL, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal_number, &stop, NULL);
}

/* Children's records never lie about in a core file; a closed pipe and too large a file are writes that fail. */
static void set_process_rules(void)
{
    keep_standard_files_apart();
    const struct rlimit no_core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    stop_on(SIGINT);
    stop_on(SIGTERM);
    stop_on(SIGHUP);
    signal(SIGBUS, stop_cut_short);
    nh_on_out_of_memory(stop_out_of_memory);
}

static void version(nh_text *out)
{
    nh_text_say(out, "nearhome " NH_VERSION "\n");
}

typedef struct printed_page {
    const char *word;
    void (*write)(nh_text *out);
} printed_page;

static const printed_page pages[] = {
    { "--help", help_program }, { "-h", help_program },           { "help", help_program },
    { "--version", version },   { "--man-page", manual_page },
};

/* The words that stand in the place of a command. */
static bool write_page(const char *word, nh_text *out)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(word, pages[i].word) != 0) continue;
        pages[i].write(out);
        return true;
    }
    const char *completion = "--completion=";
    return strncmp(word, completion, strlen(completion)) == 0 && completion_for(word + strlen(completion), out);
}

static nh_status print(const nh_text *text, nh_error *err)
{
    return nh_write_file("-", text->bytes, text->n, NH_SHARED_FILE, err) ? NH_OK : NH_SYSTEM;
}

static nh_status run_command(const invocation *given, nh_text *page, nh_error *err)
{
    if (nh_option_flag(given->options, "help")) {
        help_command(&given->what, page);
        return print(page, err);
    }
    if (nh_option_flag(given->options, "version")) {
        version(page);
        return print(page, err);
    }
    return given->what.run(given, err);
}

/* "help distance" is "distance --help". */
static nh_status obey(char **words, nh_arena *keep, nh_text *page, nh_error *err)
{
    if (!words[0]) {
        nh_fail(err, NH_BAD_INPUT, "a command is missing: nearhome COMMAND [OPTIONS] INPUT... (nearhome --help)");
        return NH_BAD_INPUT;
    }
    char *help[] = { words[1], "--help", NULL };
    bool is_help_of = strcmp(words[0], "help") == 0 && words[1];
    if (!is_help_of && write_page(words[0], page)) return print(page, err);
    invocation given = { .options = nh_options_new() };
    bool ok = parse(is_help_of ? help : words, keep, &given, err);
    nh_status status = ok ? run_command(&given, page, err) : NH_BAD_INPUT;
    nh_options_free(given.options);
    return status;
}

int main(int argc, char **argv)
{
    set_process_rules();
    nh_error err = { 0 };
    nh_arena *keep = nh_arena_new();
    nh_text *page = nh_text_new();
    nh_status status = obey(argc ? argv + 1 : argv, keep, page, &err);
    say_error(&err);
    nh_text_free(page);
    nh_arena_free(keep);
    return (int)status;
}
