/* datasets/frame/parts.h: a long table some rows at a time, for who passes over them once: memory holds one part.
 *
 *     while (parts->next(parts)) use(parts->frame);                   rows after rows, in the same frame
 *     parts->close(parts);
 *
 * The frame has its columns, and all their levels, before the first part.
 */
#ifndef NH_FRAME_PARTS_H
#define NH_FRAME_PARTS_H

#include "datasets/frame/frame.h"

typedef struct nh_parts {
    nh_frame *frame;
    bool (*next)(struct nh_parts *parts); /* false when no row is left */
    void (*close)(struct nh_parts *parts);
} nh_parts;

#endif
