#pragma once

#include <cstdint>

namespace core {

/// Small seeded generator (SplitMix64, public domain by S. Vigna): the same seed gives the same
/// stream on every platform.
class SeededRandom {
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}
    [[nodiscard]] std::uint64_t next();
    [[nodiscard]] double uniform(); ///< In [0, 1).
    [[nodiscard]] double normal();  ///< Standard normal, Box–Muller.

private:
    std::uint64_t m_state;
};

} // namespace core
