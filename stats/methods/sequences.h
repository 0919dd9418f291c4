/* stats/methods/sequences.h: how many went which way, with ways that few went folded together.
 *
 * A sequence has the same number of steps for everyone, each a small number below `n_states`. A way with fewer than
 * `fewest` is folded with others that begin alike: at the last step where enough of them come together, else a step
 * earlier, at last from the first step on. Never is one way folded alone: the next smallest goes with it.
 *
 *     nh_ways *ways = nh_ways_count(&(nh_sequences){ .n = n, .n_steps = 4, .n_states = 6, .state = state }, 10);
 *     for (size_t i = 0; i < ways->n; i++)
 *         use(ways->way[i].state, ways->way[i].n);          NH_FOLDED from the step on where it is folded
 *     nh_ways_free(ways);
 */
#ifndef NH_METHODS_SEQUENCES_H
#define NH_METHODS_SEQUENCES_H

#include <stddef.h>
#include <stdint.h>

enum { NH_MOST_STEPS = 8, NH_FOLDED = 255 };

typedef struct nh_sequences {
    size_t n, n_steps, n_states; /* n_states to the power of n_steps stays below 2^32 */
    const uint8_t *state;        /* n_steps for each of n, one after another */
} nh_sequences;

typedef struct nh_way {
    uint8_t state[NH_MOST_STEPS];
    size_t n;
    size_t n_folded; /* how many ways were folded into it; 0: it is one way */
} nh_way;

/* In order of their states, folded ones last. Empty where all together are fewer than `fewest`. */
typedef struct nh_ways {
    nh_way *way;
    size_t n;
} nh_ways;

nh_ways *nh_ways_count(const nh_sequences *sequences, size_t fewest);
void nh_ways_free(nh_ways *ways); /* NULL is allowed */

#endif
