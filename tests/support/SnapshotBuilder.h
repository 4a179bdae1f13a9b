#pragma once

#include "core/engine/Snapshot.h"

#include <memory>
#include <vector>

namespace support {

[[nodiscard]] core::Price price(const char *text);
[[nodiscard]] core::Quantity quantity(const char *text);
[[nodiscard]] core::Money money(const char *text);

/// Friday 2026-01-30 10:30 in New York: the market time of everything built here.
[[nodiscard]] core::Timestamp marketTime();

[[nodiscard]] core::InstrumentId apple();
[[nodiscard]] core::InstrumentId bitcoin();

/// A pending long in AAPL: market order, stop and target, all guards passed.
[[nodiscard]] core::ProposalView buyCard();
/// A pending short in BTCUSDT: limit order, two cautions, one re-quote behind it.
[[nodiscard]] core::ProposalView sellCard();
/// A long in MSFT whose quote is too old to approve.
[[nodiscard]] core::ProposalView staleCard();
/// The same card as the engine would show it after a change of content: next version, new hash.
[[nodiscard]] core::ProposalView nextVersion(core::ProposalView card);
/// As the engine would show it for real money: two steps, live account.
[[nodiscard]] core::ProposalView liveVersion(core::ProposalView card);

/// A quiet random walk, the same on every machine.
[[nodiscard]] std::vector<core::Bar> walkingBars(int count, core::Price start,
                                                 core::Timeframe timeframe);

/// A demo in full swing: three cards, decided cards, positions, orders, 200 bars of two instruments
/// with two strategy lines, markers, activity, lamps and quotes.
[[nodiscard]] core::EngineSnapshot demoSnapshot();
/// Five minutes of a program that is well, with one busy spell and one gap.
[[nodiscard]] core::MonitorView monitorFigures();
/// The same desk with nothing on it.
[[nodiscard]] core::EngineSnapshot quietSnapshot();

} // namespace support
