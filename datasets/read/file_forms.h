/* datasets/read/file_forms.h: what a file is instead of text in UTF-8, where its first bytes tell, and what to do.
 *
 *     nh_form_instead_of_text("\xD0\xCF\x11\xE0", 4)     "an Excel workbook (.xls): save its sheet as \"CSV UTF-8\""
 */
#ifndef NH_READ_FILE_FORMS_H
#define NH_READ_FILE_FORMS_H

#include <stddef.h>

const char *nh_form_instead_of_text(const char *bytes, size_t n); /* NULL where they do not tell */

#endif
