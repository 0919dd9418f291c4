/* cli/wrap.c: sentences in lines of a terminal's width. */
#include "cli/wrap.h"

#include <string.h>

void wrap(nh_text *out, const char *text, size_t column, size_t indent)
{
    bool starts_line = true;
    while (*(text += strspn(text, " \n"))) {
        size_t length = strcspn(text, " \n");
        if (!starts_line && column + 1 + length > WRAP_WIDTH) {
            nh_text_say(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!starts_line) {
            nh_text_add(out, " ", 1);
            column++;
        }
        nh_text_add(out, text, length);
        column += length;
        text += length;
        starts_line = false;
    }
    nh_text_add(out, "\n", 1);
}
