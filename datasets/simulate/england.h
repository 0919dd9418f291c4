/* datasets/simulate/england.h: the authorities of 31 March 2024, and how many children each places in each other.
 *
 * Published are the children of each authority, how many it places outside, and how many others place in it. The
 * pairs between are fitted to these totals from a model of gravity: nearer authorities first.
 */
#ifndef NH_SIMULATE_ENGLAND_H
#define NH_SIMULATE_ENGLAND_H

#include <stddef.h>

typedef struct nh_district {
    int authority; /* number in authorities.h */
    double children, outside, received;
    double spread; /* metres: root mean square distance of its postcodes from their mean */
} nh_district;

typedef struct nh_england {
    nh_district *districts;
    size_t n;
    double *flow; /* [from * (n + 1) + to] children; to n: outside England */
    double *miles; /* [from * (n + 1) + to] between the middles of two areas; 0 for outside England */
} nh_england;

nh_england *nh_england_new(void);
void nh_england_free(nh_england *england);

/* The place of an authority among them; -1 for one that was not in force on 31 March 2024. */
int nh_england_find(const nh_england *england, int authority);

#endif
