#include "core/indicators/Recurrence.h"

#include <array>

namespace core {

double recur(std::span<const double> values, double decay, double share, double before, double *out)
{
    constexpr std::size_t block = 8;
    std::array<double, block> powers{decay};
    for (std::size_t k = 1; k < block; ++k)
        powers[k] = powers[k - 1] * decay;

    std::size_t at = 0;
    for (; at + block <= values.size(); at += block) {
        std::array<double, block> own;
        own[0] = share * values[at];
        for (std::size_t k = 1; k < block; ++k)
            own[k] = decay * own[k - 1] + share * values[at + k];
        for (std::size_t k = 0; k < block; ++k)
            out[at + k] = own[k] + powers[k] * before;
        before = out[at + block - 1];
    }
    for (; at < values.size(); ++at)
        before = out[at] = decay * before + share * values[at];
    return before;
}

} // namespace core
