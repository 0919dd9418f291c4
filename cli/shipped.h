/* cli/shipped.h: the extract that ships inside the program, as files in memory. */
#ifndef NH_CLI_SHIPPED_H
#define NH_CLI_SHIPPED_H

#include "cli/session.h"

embedded_files shipped_extract(void);

#endif
