/* cli/session.h: the inputs of a command from reading to the last word about them.
 *
 *     session s;
 *     if (!session_open(&s, given, NULL, err)) return err->status;
 *     ... work with s.inputs ...
 *     session_say(&s, results);                        problems, notes, what is missing
 *     return session_close(&s, ok, results, err);      the exit code
 */
#ifndef NH_CLI_SESSION_H
#define NH_CLI_SESSION_H

#include "cli/command.h"
#include "cli/progress.h"
#include "datasets/simulate.h"

typedef struct session {
    const invocation *given;
    progress shown;
    nh_inputs *inputs;
    bool is_quiet, is_verbose;
    bool is_invented; /* its children are those that simulate makes */
} session;

/* Reads as the options say; false and an error when an input is refused. The session stays where it is.
 * `embedded` are files in memory that stand in for INPUT, or NULL. */
bool session_open(session *s, const invocation *given, const nh_simulated *embedded, nh_error *err);

/* Whether --where may narrow what is shown of the inputs (identity.h): of children's records without --exact, not to
 * single children. */
bool session_may_narrow(const session *s, nh_error *err);

/* Takes the progress line away: before anything is written. */
void session_settle(session *s);

/* On standard error; -q leaves only what is missing, -v adds what the numbers show. `results` may be NULL. */
void session_say(session *s, const nh_results *results);
/* The same of results that hold the notes of the inputs already. */
void session_say_gathered(session *s, const nh_results *results);

/* What reading and derivation had to say joins the results. */
void session_gather(const session *s, nh_results *results);

/* Writes the results (output.h) with everything that reading and derivation had to say, its counts released unless
 * `is_true`: then the values are true ones of children's records, and the files their owner's. */
bool session_write(session *s, const nh_results *results, bool is_true, nh_error *err);

/* Frees the inputs. The exit code: the error's when not ok, 1 where something is missing, else 0. */
nh_status session_close(session *s, bool ok, const nh_results *results, const nh_error *err);

#endif
