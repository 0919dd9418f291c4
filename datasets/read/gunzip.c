/* datasets/read/gunzip.c: zlib unpacks and checks; what may follow a part is decided here. */
#include "datasets/read/gunzip.h"

#include "datasets/frame/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PACKED_BLOCK = 1 << 16, GZIP_WITH_LARGEST_WINDOW = 15 + 16 };

struct nh_gunzip {
    const char *name;
    nh_packed_read *read;
    void *from;
    z_stream stream;
    unsigned char packed[PACKED_BLOCK];
    bool is_between_parts, is_at_end; /* of what is packed; between parts nothing is unpacked */
};

bool nh_is_gzip(const char *bytes, size_t n)
{
    return n >= 2 && memcmp(bytes, "\x1F\x8B", 2) == 0;
}

/* The arena's way out when there is no memory: zlib never hears of it. */
static void *room_for_zlib(void *nothing, uInt n, uInt size)
{
    (void)nothing;
    return nh_zeroed(n, size);
}

static void free_for_zlib(void *nothing, void *block)
{
    (void)nothing;
    free(block);
}

nh_gunzip *nh_gunzip_new(const char *name, nh_packed_read *read, void *from)
{
    nh_gunzip *gunzip = nh_zeroed(1, sizeof *gunzip);
    gunzip->name = name;
    gunzip->read = read;
    gunzip->from = from;
    gunzip->stream.zalloc = room_for_zlib;
    gunzip->stream.zfree = free_for_zlib;
    inflateInit2(&gunzip->stream, GZIP_WITH_LARGEST_WINDOW);
    return gunzip;
}

void nh_gunzip_free(nh_gunzip *gunzip)
{
    if (!gunzip) return;
    inflateEnd(&gunzip->stream);
    free(gunzip);
}

static bool damaged(const nh_gunzip *gunzip, const char *why, nh_error *err)
{
    return nh_fail(err, NH_BAD_INPUT, "%s cannot be unpacked (%s): pack it again, or give the plain file",
                   gunzip->name, why);
}

static bool fill(nh_gunzip *gunzip, nh_error *err)
{
    size_t n = 0;
    if (gunzip->stream.avail_in > 0 || gunzip->is_at_end) return true;
    if (!gunzip->read(gunzip->from, (char *)gunzip->packed, sizeof gunzip->packed, &n, err)) return false;
    gunzip->stream.next_in = gunzip->packed;
    gunzip->stream.avail_in = (uInt)n;
    gunzip->is_at_end = n == 0;
    return true;
}

/* Passes over zeros; another part begins with its first byte, and zlib judges the rest of its head. */
static bool begin_next_part(nh_gunzip *gunzip, nh_error *err)
{
    do {
        if (!fill(gunzip, err)) return false;
        for (; gunzip->stream.avail_in > 0 && *gunzip->stream.next_in == 0; gunzip->stream.avail_in--)
            gunzip->stream.next_in++;
    } while (gunzip->stream.avail_in == 0 && !gunzip->is_at_end);
    if (gunzip->stream.avail_in == 0) return true;
    if (*gunzip->stream.next_in != 0x1F) return damaged(gunzip, "something else stands behind its end", err);
    gunzip->is_between_parts = false;
    inflateReset(&gunzip->stream);
    return true;
}

static bool unpack(nh_gunzip *gunzip, nh_error *err)
{
    if (!fill(gunzip, err)) return false;
    if (gunzip->is_at_end) return damaged(gunzip, "it is cut short", err);
    int status = inflate(&gunzip->stream, Z_NO_FLUSH);
    gunzip->is_between_parts = status == Z_STREAM_END;
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return true;
    return damaged(gunzip, gunzip->stream.msg ? gunzip->stream.msg : "it is no gzip", err);
}

bool nh_gunzip_read(nh_gunzip *gunzip, char *buffer, size_t room, size_t *n, nh_error *err)
{
    uInt due = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
    gunzip->stream.next_out = (unsigned char *)buffer;
    gunzip->stream.avail_out = due;
    while (gunzip->stream.avail_out == due) {
        bool ok = gunzip->is_between_parts ? begin_next_part(gunzip, err) : unpack(gunzip, err);
        if (!ok) return false;
        if (gunzip->is_between_parts && gunzip->is_at_end) break;
    }
    *n = due - gunzip->stream.avail_out;
    return true;
}
