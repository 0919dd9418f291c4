/* plots/gnuplot.c: starting gnuplot, listening to it, and deciding whether to believe it.
 *
 * Its exit status alone cannot be trusted (a full disk, a closed pipe or a cut stream all end with 0), so the
 * picture's own beginning and end decide as well. The program may be missing, may block, flood or lie: each
 * is one sentence in the error, within the deadline, and no process is left behind. */
#include "plots/gnuplot.h"

#include "plots/sandbox.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PICTURE = 64 << 20, MOST_COMPLAINT = 64 << 10, KEPT_COMPLAINT = 4 << 10, MOST_MEMORY_MB = 2048 };

typedef struct run {
    const char *program;
    double seconds;
    int script, picture[2], complaint[2]; /* file descriptors; [0] is the end to read */
    int rules;
    pid_t pid;
    nh_text *out, *said;
    size_t n_said; /* bytes of complaint, kept or not */
} run;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Only whole seconds, at most three digits; 0 for anything else. */
static double seconds_named(void)
{
    const char *text = getenv("NEARHOME_GNUPLOT_SECONDS");
    size_t n = text ? strspn(text, "0123456789") : 0;
    double seconds = 0;
    if (n == 0 || n > 3 || text[n]) return 0;
    for (size_t i = 0; i < n; i++) seconds = seconds * 10 + (text[i] - '0');
    return seconds;
}

static double seconds_of(const nh_gnuplot *how)
{
    if (how && how->seconds > 0) return how->seconds;
    double named = seconds_named();
    return named > 0 ? named : 30;
}

static void close_open(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static const char *program_of(const nh_gnuplot *how)
{
    if (how && how->program) return how->program;
    const char *named = getenv("NEARHOME_GNUPLOT");
    return named && named[0] == '/' ? named : "/usr/bin/gnuplot";
}

/* The script in memory, to be read as a file: gnuplot stops at the first error of a file, not of a stream. */
static int in_memory(const char *script, size_t n)
{
    int fd = memfd_create("chart", MFD_CLOEXEC);
    while (fd >= 0 && n > 0) {
        ssize_t wrote = write(fd, script, n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) {
            close(fd);
            return -1;
        }
        script += wrote;
        n -= (size_t)wrote;
    }
    return fd;
}

static bool open_all(run *r, const char *script, size_t n, nh_error *err)
{
    r->script = in_memory(script, n);
    if (r->script >= 0 && pipe2(r->picture, O_CLOEXEC) == 0 && pipe2(r->complaint, O_CLOEXEC) == 0) return true;
    return nh_fail(err, NH_SYSTEM, "the charts cannot be drawn: %s", strerror(errno));
}

static void close_all(run *r)
{
    close_open(&r->script);
    close_open(&r->rules);
    for (int end = 0; end < 2; end++) {
        close_open(&r->picture[end]);
        close_open(&r->complaint[end]);
    }
}

static void limit(int what, rlim_t most)
{
    setrlimit((__rlimit_resource_t)what, &(struct rlimit){ most, most });
}

/* A descriptor that is out of the way of 0 to 3, where the child wants its own. */
static int aside(int fd)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, 10);
}

/* Signals are held back until here: a handler of ours must not run in the memory that the child still shares. */
static void take_signals(void)
{
    sigset_t none;
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        bool has_handler = sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN;
        if (has_handler || number == SIGPIPE) signal(number, SIG_DFL);
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child, between vfork and exec: only calls that are safe there, and nothing written but its own variables. */
static void become(const run *r, char *const arguments[], char *const environment[])
{
    int script = aside(r->script), picture = aside(r->picture[1]), complaint = aside(r->complaint[1]);
    int rules = r->rules >= 0 ? aside(r->rules) : -1;
    int nothing = aside(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (dup2(nothing, 0) < 0 || dup2(picture, 1) < 0 || dup2(complaint, 2) < 0 || dup2(script, 3) < 0) _exit(127);

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    take_signals();
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, 20);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_AS, (rlim_t)MOST_MEMORY_MB << 20);
    nh_sandbox_enter(rules);
    /* All but 0 to 3 close at exec; close_range also takes what others opened without that mark. */
    syscall(SYS_close_range, 4U, ~0U, 0U);
    execve(r->program, arguments, environment);
    _exit(127);
}

/* The child shares our memory until it is gnuplot: a copy of the tables of pages of a large extract, made and thrown
 * away for each chart, would take longer than the chart. */
static pid_t launch(const run *r, char *const arguments[], char *const environment[])
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0) become(r, arguments, environment);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static bool start(run *r, nh_error *err)
{
    char *const environment[] = { "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8", NULL };
    char *const arguments[] = { "gnuplot", "-d", "/dev/fd/3", NULL };
    lseek(r->script, 0, SEEK_SET);
    r->rules = nh_sandbox_rules(r->program);
    r->pid = launch(r, arguments, environment);
    if (r->pid < 0) return nh_fail(err, NH_SYSTEM, "gnuplot cannot be started: %s", strerror(errno));
    setpgid(r->pid, r->pid); /* here too: whoever is first */
    close_open(&r->picture[1]);
    close_open(&r->complaint[1]);
    return true;
}

/* Reads what there is; false when the other side has closed or said too much. */
static bool take_picture(run *r)
{
    char block[1 << 16];
    ssize_t n = read(r->picture[0], block, sizeof block);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    nh_text_add(r->out, block, (size_t)n);
    return n > 0 && r->out->n <= MOST_PICTURE;
}

static bool take_complaint(run *r)
{
    char block[1 << 12];
    ssize_t n = read(r->complaint[0], block, sizeof block);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    size_t room = r->said->n < KEPT_COMPLAINT ? KEPT_COMPLAINT - r->said->n : 0;
    nh_text_add(r->said, block, (size_t)n < room ? (size_t)n : room);
    r->n_said += (size_t)n;
    return n > 0 && r->n_said <= MOST_COMPLAINT;
}

/* Both streams at once, until both have closed; false when the time is over. */
static bool listen_to(run *r, double until)
{
    while (r->picture[0] >= 0 || r->complaint[0] >= 0) {
        double left = until - now();
        if (left <= 0) return false;
        struct pollfd streams[] = { { r->picture[0], POLLIN, 0 }, { r->complaint[0], POLLIN, 0 } };
        int ready = poll(streams, 2, (int)(left * 1000) + 1);
        if (ready < 0 && errno != EINTR) return false;
        if (ready <= 0) continue;
        if (streams[0].revents && !take_picture(r)) close_open(&r->picture[0]);
        if (streams[1].revents && !take_complaint(r)) close_open(&r->complaint[0]);
    }
    return true;
}

/* Waits for its end; false when it had to be killed. Whatever else is in its group goes with it. */
static bool end(run *r, double until, int *status)
{
    pid_t ended = 0;
    while ((ended = waitpid(r->pid, status, WNOHANG)) == 0 && now() < until)
        nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
    kill(-r->pid, SIGKILL);
    if (ended == r->pid) return true;
    kill(r->pid, SIGKILL);
    while (waitpid(r->pid, status, 0) < 0 && errno == EINTR) {}
    return false;
}

/* Fontconfig's remarks about its cache say nothing about the picture. */
static bool is_harmless(const char *line, size_t n)
{
    const char *const harmless[] = { "Fontconfig warning", "Fontconfig error: No writable cache" };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        size_t length = strlen(harmless[i]);
        if (n >= length && memcmp(line, harmless[i], length) == 0) return true;
    }
    return false;
}

static bool is_blank(const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isspace((unsigned char)line[i]) && line[i] != '^') return false;
    return true;
}

/* The last line of a complaint that counts (gnuplot shows the place first, the reason last); "" when none does. */
static void complaint_of(const nh_text *said, char *text, size_t room)
{
    text[0] = '\0';
    for (size_t at = 0; at < said->n;) {
        const char *line = said->bytes + at, *stop = memchr(line, '\n', said->n - at);
        size_t n = stop ? (size_t)(stop - line) : said->n - at;
        at += n + 1;
        if (is_blank(line, n) || is_harmless(line, n)) continue;
        size_t kept = n < room - 1 ? n : room - 1;
        for (size_t i = 0; i < kept; i++) text[i] = line[i] >= ' ' && line[i] <= '~' ? line[i] : '?';
        text[kept] = '\0';
    }
}

static bool begins(const nh_text *text, const char *with, size_t n)
{
    return text->n >= n && memcmp(text->bytes, with, n) == 0;
}

static bool ends(const nh_text *text, const char *with, size_t n)
{
    return text->n >= n && memcmp(text->bytes + text->n - n, with, n) == 0;
}

static bool is_whole(const nh_text *out, nh_picture picture)
{
    if (picture == NH_PNG) return begins(out, "\211PNG\r\n\032\n", 8) && ends(out, "IEND\256B`\202", 8);
    return begins(out, "<?xml ", 6) &&
           (ends(out, "</svg>", 6) || ends(out, "</svg>\n", 7) || ends(out, "</svg>\n\n", 8));
}

static bool ended_well(const run *r, int status, nh_error *err)
{
    char complaint[160];
    complaint_of(r->said, complaint, sizeof complaint);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && r->out->n == 0)
        return nh_fail(err, NH_INCOMPLETE, "gnuplot could not be started as %s", r->program);
    if (r->out->n > MOST_PICTURE || r->n_said > MOST_COMPLAINT)
        return nh_fail(err, NH_INCOMPLETE, "gnuplot wrote without end and was stopped");
    if (complaint[0]) return nh_fail(err, NH_INCOMPLETE, "gnuplot complained: %s", complaint);
    if (WIFSIGNALED(status))
        return nh_fail(err, NH_INCOMPLETE, "gnuplot was ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ||
           nh_fail(err, NH_INCOMPLETE, "gnuplot ended with status %d", WEXITSTATUS(status));
}

static bool run_it(run *r, nh_error *err)
{
    double until = now() + r->seconds;
    if (!start(r, err)) return false;
    bool in_time = listen_to(r, until);
    /* Closing our ends tells a program that floods us to stop; one that said too much is not waited for. */
    bool is_too_much = r->out->n > MOST_PICTURE || r->n_said > MOST_COMPLAINT;
    int status = 0;
    in_time = end(r, is_too_much ? 0 : until, &status) && in_time;
    if (!in_time && !is_too_much)
        return nh_fail(err, NH_INCOMPLETE, "gnuplot gave no picture within %g seconds and was stopped", r->seconds);
    return ended_well(r, status, err);
}

/* Runs the script and takes what it writes, whatever that is. */
static bool hear(const nh_gnuplot *how, const char *script, size_t n, nh_text *out, nh_error *err)
{
    run r = { .program = program_of(how), .seconds = seconds_of(how), .script = -1, .picture = { -1, -1 },
              .complaint = { -1, -1 }, .rules = -1, .out = out };
    if (access(r.program, X_OK) != 0)
        return nh_fail(err, NH_INCOMPLETE, "gnuplot is not at %s (install the package gnuplot-nox)",
                       r.program);
    r.said = nh_text_new();
    bool ok = open_all(&r, script, n, err) && run_it(&r, err);
    close_all(&r);
    nh_text_free(r.said);
    return ok;
}

bool nh_gnuplot_run(const nh_gnuplot *how, const char *script, size_t n, nh_picture picture, nh_text *out,
                    nh_error *err)
{
    if (!hear(how, script, n, out, err)) return false;
    return is_whole(out, picture) || nh_fail(err, NH_INCOMPLETE, "gnuplot ended well but gave no whole %s picture",
                                             picture == NH_PNG ? "PNG" : "SVG");
}

/* One line "5.4 patchlevel 4": digits, a point, words without anything that could steer a terminal. */
static bool is_version(const nh_text *said)
{
    size_t n = said->n;
    if (n < 3 || n > NH_GNUPLOT_VERSION || said->bytes[n - 1] != '\n' || !isdigit((unsigned char)said->bytes[0]))
        return false;
    for (size_t i = 0; i + 1 < n; i++)
        if (!isalnum((unsigned char)said->bytes[i]) && !strchr(" .-", said->bytes[i])) return false;
    return strstr(said->bytes, " patchlevel ") != NULL;
}

bool nh_gnuplot_version(const nh_gnuplot *how, char version[NH_GNUPLOT_VERSION], nh_error *err)
{
    static const char script[] =
        "set print '-'\nprint gprintf('%.1f', GPVAL_VERSION).' patchlevel '.GPVAL_PATCHLEVEL\n";
    nh_text *said = nh_text_new();
    bool ok = hear(how, script, sizeof script - 1, said, err);
    if (ok && !is_version(said))
        ok = nh_fail(err, NH_INCOMPLETE, "%s does not answer as gnuplot does", program_of(how));
    version[0] = '\0';
    if (ok) memcpy(version, said->bytes, said->n), version[said->n - 1] = '\0';
    nh_text_free(said);
    return ok;
}

const char *nh_gnuplot_note(void)
{
    if (!nh_sandbox_has_seccomp())
        return nh_sandbox_has_landlock() ? "charts were drawn without seccomp, which this system lacks"
                                         : "charts were drawn without seccomp and Landlock, which this system lacks";
    return nh_sandbox_has_landlock() ? NULL : "charts were drawn without Landlock, which this system lacks";
}
