#pragma once

#include "app/exchange/faults/FaultPlan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace faults {

enum class Venue { Alpaca, Bybit };
/// When what goes wrong begins, seen from one order.
enum class Phase {
    BeforeSend,   ///< Its intent is written, nothing has left.
    InFlight,     ///< It has left and not arrived.
    AfterAck,     ///< It works.
    PartlyFilled,
};

/// One run of the table: the same cell and seed, the same run to the last byte.
struct Cell {
    Venue venue = Venue::Alpaca;
    app::FaultKind kind = app::FaultKind::Drop;
    Phase phase = Phase::BeforeSend;
    std::uint64_t seed = 1;

    /// `alpaca/drop/in-flight/17`: what `--only` takes.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Cell> parse(const std::string &text);
};

/// Every kind × phase × venue once, in order; the seeds are `seed` and what follows.
[[nodiscard]] std::vector<Cell> tableOf(std::uint64_t runs, std::uint64_t seed);

} // namespace faults
