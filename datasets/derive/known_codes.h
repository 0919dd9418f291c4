/* datasets/derive/known_codes.h: codes that the return does not have, taken out of a derived frame.
 *
 * What stands in place of a code may be anything, a name too, so that no analysis shows it or counts it apart: it is
 * not available, and counts as not known. `derive` keeps it as it stands. */
#ifndef NH_DERIVE_KNOWN_CODES_H
#define NH_DERIVE_KNOWN_CODES_H

#include "datasets/frame/frame.h"

void nh_keep_known_codes(nh_frame *frame);

#endif
