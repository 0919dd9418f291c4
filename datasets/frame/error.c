/* datasets/frame/error.c: recording what went wrong, cut to the room there is. */
#include "datasets/frame/error.h"

#include <stdarg.h>
#include <stdio.h>

bool nh_fail(nh_error *err, nh_status status, const char *format, ...)
{
    if (!err) return false;
    err->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    return false;
}
