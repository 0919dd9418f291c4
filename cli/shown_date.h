/* cli/shown_date.h: the date that outputs show: SOURCE_DATE_EPOCH's, else the extract date; never the clock's. */
#ifndef NH_CLI_SHOWN_DATE_H
#define NH_CLI_SHOWN_DATE_H

#include "datasets/frame/date.h"

#include <stdbool.h>

/* False: there is none, or it has no form that can be shown. `extract_date` 0: not known. */
bool shown_date(int32_t extract_date, char text[NH_DATE_TEXT]);

#endif
