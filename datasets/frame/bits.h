/* datasets/frame/bits.h: how many bits of a word are set, by arithmetic.
 *
 * Not every processor that programs are built for has an instruction for it, and the library that compilers call then
 * takes longer than these few steps (H. S. Warren, "Hacker's Delight", 2nd ed., figure 5-2).
 */
#ifndef NH_FRAME_BITS_H
#define NH_FRAME_BITS_H

#include <stddef.h>
#include <stdint.h>

static inline size_t nh_bits_count(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (size_t)(word * 0x0101010101010101u >> 56);
}

#endif
