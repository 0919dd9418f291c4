/* cli/wrap.h: sentences in lines of a terminal's width. */
#ifndef NH_CLI_WRAP_H
#define NH_CLI_WRAP_H

#include "datasets/write.h"

enum { WRAP_WIDTH = 80 };

/* Goes on in the current line, whose first `column` places are taken, and breaks at blanks; every further line is
 * indented by `indent`. Ends the last line. */
void wrap(nh_text *out, const char *text, size_t column, size_t indent);

#endif
