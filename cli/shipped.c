/* cli/shipped.c: the extract that ships inside the program, as files in memory. */
#include "cli/shipped.h"

embedded_files shipped_extract(void)
{
    return (embedded_files){ 0 };
}
