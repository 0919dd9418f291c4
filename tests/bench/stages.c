/* tests/bench/stages.c: CPU and wall seconds of each stage of `derive placements` and `distance`, in one process.
 *
 *     stages YEAR RETURN [DIRECTORY]                DIRECTORY: a postcode directory, or an index kept of one
 *
 * Lines on standard error are "#T nearhome STAGE wall=S cpu=S hwmMB=M", parted by tabs, as those of the peers. The
 * calls are those of the commands. Placements are made in parts and written part by part: a clock stands around each
 * part, so that writing is what the whole takes more than its parts. Distances are taken while rows are made; here
 * they are taken once before, by themselves, and the seconds of that are taken off those of the rows. */
#include "datasets/derive/histories.h"
#include "datasets/derive/whereabouts.h"
#include "datasets/write.h"
#include "stats/analysis.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

typedef struct seconds {
    double cpu, wall;
} seconds;

static double read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static seconds now(void)
{
    return (seconds){ read_clock(CLOCK_PROCESS_CPUTIME_ID), read_clock(CLOCK_MONOTONIC) };
}

static seconds less(seconds a, seconds b)
{
    return (seconds){ a.cpu - b.cpu, a.wall - b.wall };
}

static void tell(const char *stage, seconds taken)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    fprintf(stderr, "#T\tnearhome\t%s\twall=%.3f\tcpu=%.3f\thwmMB=%.0f\n", stage, taken.wall, taken.cpu,
            (double)used.ru_maxrss / 1024);
}

/* Parts that pass through, with a clock around each. */
typedef struct timed_parts {
    nh_parts parts; /* first, so that a pointer to it is one to the whole */
    nh_parts *inner;
    seconds taken;
} timed_parts;

static bool next_timed(nh_parts *parts)
{
    timed_parts *timed = (timed_parts *)parts;
    seconds start = now(), taken;
    bool is_there = timed->inner->next(timed->inner);
    taken = less(now(), start);
    timed->taken.cpu += taken.cpu;
    timed->taken.wall += taken.wall;
    return is_there;
}

enum { AHEAD = 32 };

static void expect(const nh_histories *h, const nh_map *map, size_t placement)
{
    if (placement < h->n_placements) nh_whereabouts_expect(map, h->row[h->placement[placement].first].source);
}

/* Both postcodes of each placement's first episode, as its row has them. */
static seconds take_distances(nh_inputs *inputs, const nh_histories *h)
{
    seconds start = now();
    nh_map *map = nh_inputs_map(inputs);
    seconds mapped = less(now(), start);
    double sum = 0;
    start = now();
    for (uint32_t child = 0; child < h->index->n_children; child++)
        for (uint32_t i = 0; i < h->child[child].n_placements; i++) {
            const nh_placement *p = &h->placement[h->child[child].first_placement + i];
            expect(h, map, (size_t)(p - h->placement) + AHEAD);
            nh_whereabouts where = nh_whereabouts_of(map, child, h->row[p->first].source);
            sum += where.has_miles ? where.miles : 0;
        }
    seconds taken = less(now(), start);
    tell("4_lookups", mapped);
    tell("5_distances", taken);
    printf("RES\tplacements\t%zu\tmiles\t%.1f\n", h->n_placements, sum);
    return taken;
}

static bool make_placements(nh_inputs *inputs, seconds distances, nh_error *err)
{
    seconds start = now();
    nh_parts *parts = nh_derivation_named("placements")->open_parts(inputs, err);
    if (!parts) return false;
    timed_parts timed = { .parts = { .frame = parts->frame, .next = next_timed }, .inner = parts };
    bool ok = nh_write_csv_parts("/dev/null", &timed.parts, NH_OWNER_ONLY, err);
    parts->close(parts);
    tell("6_rows", less(timed.taken, distances));
    tell("7_writing", less(less(now(), start), timed.taken));
    return ok;
}

static bool take_distance_tables(nh_inputs *inputs, nh_error *err)
{
    const nh_analysis *distance = nh_analysis_named("distance");
    nh_options *options = nh_options_new();
    nh_results *results = nh_results_new();
    seconds start = now();
    bool ok = nh_inputs_whole(inputs, "children", err) != NULL;
    tell("8_children", less(now(), start));
    start = now();
    nh_options_declare(options, distance->options);
    ok = ok && distance->run(inputs, options, results, err);
    tell("9_tables", less(now(), start));
    nh_results_free(results);
    nh_options_free(options);
    return ok;
}

static bool derive_all(nh_inputs *inputs, nh_error *err)
{
    seconds start = now();
    const nh_histories *h = nh_inputs_histories(inputs, err);
    if (!h) return false;
    tell("3_merging", less(now(), start));
    seconds distances = take_distances(inputs, h);
    return make_placements(inputs, distances, err) && take_distance_tables(inputs, err);
}

static nh_inputs *read_inputs(char **words, const nh_rules *rules, nh_error *err)
{
    seconds start = now();
    const char *input = words[2];
    nh_extract *extract = nh_extract_read(&(nh_extract_request){ .inputs = &input, .n_inputs = 1,
                                                                 .year = rules->year }, err);
    if (!extract) return NULL;
    tell("1_reading", less(now(), start));
    start = now();
    nh_postcodes *directory = words[3] ? nh_postcodes_open(words[3], NULL, NULL, err) : NULL;
    tell("2_directory", less(now(), start));
    if (!words[3] || directory) return nh_inputs_new(extract, directory, rules, NULL);
    nh_extract_free(extract);
    return NULL;
}

int main(int n, char **words)
{
    nh_error err = { 0 };
    if (n < 3) return fprintf(stderr, "stages YEAR RETURN [DIRECTORY]\n"), 2;
    nh_rules rules = { .year = atoi(words[1]) };
    nh_inputs *inputs = read_inputs(words, &rules, &err);
    bool ok = inputs && derive_all(inputs, &err);
    seconds start = now();
    nh_inputs_free(inputs);
    tell("freeing", less(now(), start));
    if (!ok) return fprintf(stderr, "%s\n", err.text), 1;
    return 0;
}
