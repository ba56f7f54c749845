/* The floor of adding up packed rows: one pass over arrays that lie in memory. */
#include <stdint.h>

void scan(const int32_t *place, const int32_t *period, const int64_t *const *words, int64_t count, int32_t wide,
          int32_t first, int32_t months, int64_t *sums)
{
    for (int64_t row = 0; row < count; row++) {
        int64_t *cell = sums + ((int64_t)place[row] * months + period[row] - first) * wide;
        for (int32_t word = 0; word < wide; word++)
            cell[word] += words[word][row];
    }
}
