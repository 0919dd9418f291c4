/* datasets/write/shown.h: numbers as readers see them: thousands commas, a true minus, rounded half away from zero.
 *
 *     char text[NH_SHOWN_TEXT];
 *     nh_show(-1234.5, 0, text);                "−1,235"
 *     nh_show_signed(979, 0, text);             "+979"
 */
#ifndef NH_WRITE_SHOWN_H
#define NH_WRITE_SHOWN_H

enum { NH_SHOWN_TEXT = 48 };

/* decimals below 0: as many as it takes, at most 6. Returns text. */
const char *nh_show(double value, int decimals, char text[NH_SHOWN_TEXT]);
const char *nh_show_signed(double value, int decimals, char text[NH_SHOWN_TEXT]);

#endif
