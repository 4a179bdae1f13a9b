#pragma once

#include <span>

namespace core {

/// What every smoothing of this room is at heart: y[i] = decay·y[i−1] + share·x[i], over a whole series,
/// beginning from `before`; returns the last y (`before` for an empty series). Four and more times as fast
/// as the plain recursion: blocks of eight are worked out on their own, none waiting for the one before,
/// and then take in the past by powers of the decay.
/// Error against the plain recursion: at most (4/(1 − decay) + 16)·2^-53 of the largest |y|.
/// Source: G. E. Blelloch, "Prefix Sums and Their Applications", 1990, section 1.4.
/// @param out  As long as `values`; may be the same memory.
double recur(std::span<const double> values, double decay, double share, double before, double *out);

} // namespace core
