#pragma once

#include "core/engine/EngineHost.h"

#include <functional>

/// A market that gives a card every few bars, and an engine over it: of the rows that approve.
namespace bench {

/// Hours that climb three steps and fall back, over and over: a buy and an exit with a small gain in
/// every five. Wicks make an average range of 1, so stop and target stay far away.
[[nodiscard]] std::vector<core::Bar> sawBars(std::size_t count);
/// A hybrid run on the saw as fast as it is approved, with a journal on the disk. The observer outlives it.
[[nodiscard]] core::HostSetup sawSetup(const QString &folder, core::EngineObserver &observer);

/// So many are approved in one measurement.
inline constexpr int cardsWanted = 60;
/// Lets events through until it is so; false when that takes longer than twenty seconds.
[[nodiscard]] bool waitUntil(const std::function<bool()> &isSo);

} // namespace bench
