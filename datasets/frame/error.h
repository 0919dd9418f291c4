/* datasets/frame/error.h: what went wrong, in a sentence for the person at the keyboard.
 *
 * An nh_error stands on the caller's stack and is the last argument of every function that can fail.
 * Library code records the sentence; only cli prints it and only main returns the status as exit code.
 *
 *     nh_error err = {0};
 *     nh_frame *frame = read_it(path, &err);
 *     if (!frame) return report(&err);
 */
#ifndef NH_FRAME_ERROR_H
#define NH_FRAME_ERROR_H

#include <stdbool.h>

/* The exit codes of the command; a library error carries the one it would lead to. */
typedef enum nh_status {
    NH_OK = 0,
    NH_INCOMPLETE = 1,   /* done, but something asked for is missing */
    NH_BAD_INPUT = 2,    /* the command line, the spec or an input is refused */
    NH_DISCLOSURE = 3,   /* refused by disclosure control */
    NH_SYSTEM = 4,       /* cannot read or write */
    NH_INTERNAL = 70,    /* our fault, or out of memory */
    NH_INTERRUPTED = 130
} nh_status;

typedef struct nh_error {
    nh_status status;
    char text[512];
} nh_error;

/* Records a sentence and returns false, so that a bool function can `return nh_fail(...)`.
 * An err of NULL is allowed: the caller only wants to know that it failed. */
bool nh_fail(nh_error *err, nh_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
