/* cli/manual.h: the man page nearhome(1), from the records that help is made from. */
#ifndef NH_CLI_MANUAL_H
#define NH_CLI_MANUAL_H

#include "datasets/write.h"

void manual_page(nh_text *out);

#endif
