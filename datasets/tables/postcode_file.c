/* datasets/tables/postcode_file.c: a heading, the four arrays one after the other, and a sum over everything.
 *
 * Every part is a whole number of 64-bit words, so that each array stands where its type may stand. */
#include "datasets/tables/postcode_file.h"

#include "datasets/frame/arena.h"
#include "datasets/tables/authorities.h"
#include "datasets/write/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[24] = { "nearhome postcode index\n" };
enum { BYTE_ORDER_MARK = 0x01020304, FORMAT = 1 };

typedef struct heading {
    char magic[sizeof magic];
    uint32_t byte_order, format;
    uint64_t bytes;       /* of the whole file */
    uint64_t sum;         /* of every word behind this one */
    uint64_t authorities; /* nh_authorities_fingerprint: payloads hold their numbers */
    uint64_t n, n_outward, n_slots, n_without_grid;
    nh_postcode_source source;
} heading;

struct nh_postcode_file {
    const void *bytes;
    size_t n_bytes;
    nh_postcode_index *index;
};

/* ---- where everything stands ---- */

enum { WORD = sizeof(uint64_t) };

typedef struct plan {
    size_t payload, bits, slots, before, end; /* bytes from the beginning */
} plan;

static size_t whole_words(size_t bytes)
{
    return (bytes + WORD - 1) / WORD * WORD;
}

static plan plan_of(size_t n, size_t n_outward, size_t n_slots)
{
    plan p = { .payload = sizeof(heading) };
    p.bits = p.payload + n * sizeof(uint64_t);
    p.slots = p.bits + nh_postcode_words(n_outward) * sizeof(uint64_t);
    p.before = p.slots + whole_words(n_slots * sizeof(nh_outward_slot));
    p.end = p.before + whole_words(nh_postcode_words(n_outward) * sizeof(uint32_t));
    return p;
}

/* ---- the sum ---- */

enum { LANES = 8 };
static const uint64_t prime = 0x100000001B3u;

typedef struct sum {
    uint64_t lane[LANES];
    size_t n; /* words so far */
} sum;

static uint64_t word_at(const char *bytes, size_t i)
{
    uint64_t word;
    memcpy(&word, bytes + i * WORD, WORD);
    return word;
}

static void add_word(sum *s, uint64_t word)
{
    uint64_t *lane = &s->lane[s->n++ % LANES];
    *lane = (*lane ^ word) * prime;
}

/* FNV-1a by words, in lanes that do not wait for one another: any one word that changes changes the sum. */
static void add_words(sum *s, const char *bytes, size_t n)
{
    size_t i = 0;
    while (i < n && s->n % LANES) add_word(s, word_at(bytes, i++));
    for (; i + LANES <= n; i += LANES, s->n += LANES)
        for (size_t k = 0; k < LANES; k++) s->lane[k] = (s->lane[k] ^ word_at(bytes, i + k)) * prime;
    while (i < n) add_word(s, word_at(bytes, i++));
}

static uint64_t total_of(const sum *s)
{
    uint64_t total = 0xCBF29CE484222325u;
    for (size_t k = 0; k < LANES; k++) total = (total ^ s->lane[k]) * prime;
    return total ^ s->n;
}

static const size_t summed_from = offsetof(heading, sum) + WORD;

/* ---- reading ---- */

static bool has_magic(const void *bytes, size_t n)
{
    return n >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

bool nh_is_postcode_file(const char *path)
{
    char first[sizeof magic];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    bool is_one = pread(fd, first, sizeof first, 0) == (ssize_t)sizeof first && has_magic(first, sizeof first);
    close(fd);
    return is_one;
}

static bool map_file(nh_postcode_file *file, const char *path, nh_error *err)
{
    struct stat about = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        nh_fail(err, NH_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
        if (fd >= 0) close(fd);
        return false;
    }
    void *bytes = about.st_size > 0 ? mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0)
                                    : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED) return nh_fail(err, NH_SYSTEM, "%s cannot be read: %s", path, strerror(errno));
    file->bytes = bytes;
    file->n_bytes = (size_t)about.st_size;
    return true;
}

/* What is wrong with a heading, or NULL. Counts are judged before anything is worked out from them. */
static const char *wrong_with(const heading *h, size_t n_bytes)
{
    if (h->byte_order != BYTE_ORDER_MARK) return "was made on a machine of another byte order";
    if (h->format != FORMAT) return "has the format of another version of nearhome";
    if (h->bytes != n_bytes || n_bytes % WORD) return "is cut short, or something was added to it";
    if (h->n > n_bytes || h->n_outward > NH_MOST_OUTWARD_CODES || h->n_slots > n_bytes) return "is damaged";
    if (h->authorities != nh_authorities_fingerprint()) return "was made with other lists of authorities than these";
    return plan_of(h->n, h->n_outward, h->n_slots).end == n_bytes ? NULL : "is damaged";
}

static bool sums_up(const nh_postcode_file *file)
{
    const heading *h = file->bytes;
    sum s = { 0 };
    add_words(&s, (const char *)file->bytes + summed_from, (file->n_bytes - summed_from) / WORD);
    return total_of(&s) == h->sum && memchr(h->source.name, '\0', NH_SOURCE_NAME) &&
           memchr(h->source.sha256, '\0', NH_SOURCE_HASH);
}

static nh_postcode_index *index_of(const nh_postcode_file *file)
{
    const heading *h = file->bytes;
    const char *bytes = file->bytes;
    plan p = plan_of(h->n, h->n_outward, h->n_slots);
    return nh_postcode_index_over(&(nh_postcode_arrays){
        (const uint64_t *)(const void *)(bytes + p.payload), (const uint64_t *)(const void *)(bytes + p.bits),
        (const nh_outward_slot *)(const void *)(bytes + p.slots), (const uint32_t *)(const void *)(bytes + p.before),
        h->n, h->n_outward, h->n_slots });
}

static bool make_sense_of(nh_postcode_file *file, const char *path, nh_error *err)
{
    if (file->n_bytes < sizeof(heading) || !has_magic(file->bytes, file->n_bytes))
        return nh_fail(err, NH_BAD_INPUT, "%s is no postcode index, or is cut short: make it with nearhome postcodes "
                                          "ONSPD -o FILE", path);
    const char *wrong = wrong_with(file->bytes, file->n_bytes);
    if (!wrong && !sums_up(file)) wrong = "is damaged";
    if (!wrong) file->index = index_of(file);
    if (file->index) return true;
    return nh_fail(err, NH_BAD_INPUT, "%s %s: make it anew with nearhome postcodes ONSPD -o FILE", path,
                   wrong ? wrong : "is damaged");
}

nh_postcode_file *nh_postcode_file_open(const char *path, nh_error *err)
{
    nh_postcode_file *file = nh_zeroed(1, sizeof *file);
    if (map_file(file, path, err) && make_sense_of(file, path, err)) return file;
    nh_postcode_file_close(file);
    return NULL;
}

void nh_postcode_file_close(nh_postcode_file *file)
{
    if (!file) return;
    nh_postcode_index_free(file->index);
    if (file->bytes) munmap((void *)(uintptr_t)file->bytes, file->n_bytes);
    free(file);
}

const nh_postcode_index *nh_postcode_file_index(const nh_postcode_file *file)
{
    return file->index;
}

const nh_postcode_source *nh_postcode_file_source(const nh_postcode_file *file)
{
    return &((const heading *)file->bytes)->source;
}

size_t nh_postcode_file_without_grid(const nh_postcode_file *file)
{
    return ((const heading *)file->bytes)->n_without_grid;
}

/* ---- writing ---- */

typedef struct part {
    const void *bytes;
    size_t n;
} part;

/* The last word of an array of odd length is filled up. */
static bool write_part(nh_file *file, part p, nh_error *err)
{
    const char padding[WORD] = { 0 };
    return nh_file_add(file, p.bytes, p.n, err) && nh_file_add(file, padding, whole_words(p.n) - p.n, err);
}

static void sum_part(sum *s, part p)
{
    uint64_t last = 0;
    add_words(s, p.bytes, p.n / WORD);
    if (p.n % WORD == 0) return;
    memcpy(&last, (const char *)p.bytes + p.n / WORD * WORD, p.n % WORD);
    add_word(s, last);
}

enum { PARTS = 5 };

static void set_sum(heading *h, const part parts[PARTS])
{
    sum s = { 0 };
    sum_part(&s, (part){ (const char *)h + summed_from, sizeof *h - summed_from });
    for (size_t i = 1; i < PARTS; i++) sum_part(&s, parts[i]);
    h->sum = total_of(&s);
}

bool nh_postcode_file_write(const char *path, const nh_postcode_index *index, size_t n_without_grid,
                            const nh_postcode_source *source, nh_error *err)
{
    const nh_postcode_arrays *at = nh_postcode_index_arrays(index);
    size_t n_words = nh_postcode_words(at->n_outward);
    heading h = { .byte_order = BYTE_ORDER_MARK, .format = FORMAT, .n = at->n, .n_outward = at->n_outward,
                  .n_slots = at->n_slots, .n_without_grid = n_without_grid, .source = *source,
                  .bytes = plan_of(at->n, at->n_outward, at->n_slots).end,
                  .authorities = nh_authorities_fingerprint() };
    const part parts[PARTS] = { { &h, sizeof h }, { at->payload, at->n * sizeof *at->payload },
                                { at->bits, n_words * sizeof *at->bits },
                                { at->slots, at->n_slots * sizeof *at->slots },
                                { at->before, n_words * sizeof *at->before } };
    memcpy(h.magic, magic, sizeof magic);
    set_sum(&h, parts);
    nh_file *file = nh_file_begin(path, NH_SHARED_FILE, err);
    if (!file) return false;
    bool ok = true;
    for (size_t i = 0; ok && i < PARTS; i++) ok = write_part(file, parts[i], err);
    return nh_file_end(file, ok, err);
}
