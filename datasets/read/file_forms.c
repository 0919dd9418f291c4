/* datasets/read/file_forms.c: byte order marks and first bytes. UTF-16 and UTF-32 without a mark have NULs beside
 * their first letters; EBCDIC has its commas, letters and digits where ASCII has none. */
#include "datasets/read/file_forms.h"

#include <stdbool.h>
#include <string.h>

#define SAVE_TEXT ": save it as \"CSV UTF-8\""
#define SAVE_SHEET ": save its sheet as \"CSV UTF-8\""
#define UNPACK ": unpack it, and give the plain file or a .zip of it"

typedef struct form {
    size_t at;
    const char *first;
    size_t n;
    const char *what;
} form;

static const form forms[] = {
    { 0, "\xFF\xFE\0\0", 4, "UTF-32 text" SAVE_TEXT },
    { 0, "\0\0\xFE\xFF", 4, "UTF-32 text" SAVE_TEXT },
    { 0, "\xFF\xFE", 2, "UTF-16 text" SAVE_TEXT },
    { 0, "\xFE\xFF", 2, "UTF-16 text" SAVE_TEXT },
    { 0, "\xD0\xCF\x11\xE0", 4, "an Excel workbook (.xls)" SAVE_SHEET },
    { 0, "PK\3\4", 4, "a .zip archive inside another, or a workbook" UNPACK },
    { 0, "\x1F\x8B", 2, "packed with gzip twice" UNPACK },
    { 0, "BZh", 3, "packed with bzip2" UNPACK },
    { 0, "\xFD" "7zXZ", 5, "packed with xz" UNPACK },
    { 0, "\x28\xB5\x2F\xFD", 4, "packed with zstd" UNPACK },
    { 0, "7z\xBC\xAF\x27\x1C", 6, "a .7z archive" UNPACK },
    { 0, "Rar!", 4, "a .rar archive" UNPACK },
    { 257, "ustar", 5, "a .tar archive" UNPACK },
    { 0, "%PDF-", 5, "a PDF document: its tables are to be had as CSV" },
    { 0, "PAR1", 4, "a Parquet file: write it as CSV" },
    { 0, "SQLite format 3", 15, "an SQLite database: write its table as CSV" },
    { 0, "$FL2", 4, "an SPSS file (.sav): write it as CSV" },
    { 0, "<stata_dta>", 11, "a Stata file (.dta): write it as CSV" },
    { 0, "nearhome postcode index\n", 24, "a postcode index: give its file with --postcodes" },
};

/* How the first eight bytes are NUL or not, "x" and "0", in text that has no mark. */
static const struct {
    const char *pattern, *what;
} wide_letters[] = { { "x000x000", "UTF-32 text" SAVE_TEXT }, { "000x000x", "UTF-32 text" SAVE_TEXT },
                     { "x0x0", "UTF-16 text" SAVE_TEXT },     { "0x0x", "UTF-16 text" SAVE_TEXT } };

static bool has_pattern(const char *bytes, size_t n, const char *pattern)
{
    if (n < strlen(pattern)) return false;
    for (size_t i = 0; pattern[i]; i++)
        if ((bytes[i] == '\0') != (pattern[i] == '0')) return false;
    return true;
}

/* Letters, digits and the comma of EBCDIC; a file of it has no comma or line end of ASCII. */
static bool is_ebcdic(const char *bytes, size_t n)
{
    size_t n_letters = 0, n_commas = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == ',' || c == '\n') return false;
        n_letters += c >= 0x81 && c <= 0xF9;
        n_commas += c == 0x6B;
    }
    return n_commas > 0 && n_letters * 2 > n;
}

const char *nh_form_instead_of_text(const char *bytes, size_t n)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (n >= forms[i].at + forms[i].n && memcmp(bytes + forms[i].at, forms[i].first, forms[i].n) == 0)
            return forms[i].what;
    for (size_t i = 0; i < sizeof wide_letters / sizeof *wide_letters; i++)
        if (has_pattern(bytes, n, wide_letters[i].pattern)) return wide_letters[i].what;
    return is_ebcdic(bytes, n) ? "EBCDIC text, as mainframes write it" SAVE_TEXT : NULL;
}
