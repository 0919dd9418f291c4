/* cli/option_records.h: the options that many commands share, each said once. */
#ifndef NH_CLI_OPTION_RECORDS_H
#define NH_CLI_OPTION_RECORDS_H

#include "stats/options.h"

extern const nh_option_record options_of_reading[]; /* what shapes reading and derivation */
extern const nh_option_record options_of_tables[];  /* which table, and whether it is made safe */
extern const nh_option_record options_of_every_command[];

#endif
