/* datasets/derive/returns.h: which returns (an authority's of one year) were loaded, and up to when each tells.
 *
 *     nh_returns *returns = nh_returns_of(inputs, episodes);
 *     if (nh_return_has(returns, NH_RETURN_EPISODES, authority, 2024)) ...
 *     int32_t told_until = returns->extract_date[authority];
 */
#ifndef NH_DERIVE_RETURNS_H
#define NH_DERIVE_RETURNS_H

#include "datasets/derive/inputs.h"

typedef enum nh_return_table { NH_RETURN_EPISODES, NH_RETURN_HEADER, NH_RETURN_OC2, NH_RETURN_MISSING, NH_RETURN_UASC,
                               NH_RETURN_TABLES } nh_return_table;

typedef struct nh_returns {
    const nh_levels *authorities; /* authorities below are codes of these */
    size_t n_authorities;
    int first_year, last_year;    /* of the episodes */
    uint8_t *tables;              /* [authority * years + year - first_year]: a bit for each table that was loaded */
    int *latest;                  /* of each authority: its latest return of episodes, 0 where none */
    int32_t *extract_date;        /* of each authority: the day its episodes are known up to */
} nh_returns;

/* Taken from the rows of the tables and, for tables without a row, from the list of inputs. */
nh_returns *nh_returns_of(const nh_inputs *inputs, const nh_frame *episodes);
void nh_returns_free(nh_returns *returns); /* NULL is allowed */

bool nh_return_has(const nh_returns *returns, nh_return_table table, int32_t authority, int year);
bool nh_any_return_has(const nh_returns *returns, nh_return_table table, int32_t authority);

#endif
